#!/usr/bin/env bash
# Looks for inputs that break a reader: run.sh [SECONDS] [TARGET...], of http, json and case; 60 seconds each and all by default.
#
# Starts from Corpus/<target>, which is committed, and what earlier runs found in .build/fuzzing/corpus/<target>, which is not.
# An input that crashes, hangs, leaks or breaks a property ends the run with exit code 1, its path, and how to replay it.
# MINIMIZE=1 adds to Corpus/<target>, after the run, those new inputs that it takes to reach all that was reached.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=60
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
  seconds=$1
  shift
fi
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(http json case)
declare -A products=([http]=HTTPFuzzer [json]=JSONFuzzer [case]=CaseFuzzer)
for target in "${targets[@]}"; do
  [ -n "${products[$target]:-}" ] || { echo "unknown target $target: one of ${!products[*]}" >&2; exit 2; }
done

# Swift's own handler of crashes comes in the way of libFuzzer's, and waits for ever under AddressSanitizer.
export NEXTLINE_FUZZING=1 SWIFT_BACKTRACE=enable=no
# Optimised, with assertions, unless CONFIGURATION=debug asks for what is built in half the time and runs slower.
# Of several `-sanitize=` the last counts, hence both at once; the default linker drops the counters.
build=(swift build --scratch-path .build/fuzzing -c "${CONFIGURATION:-release}" --sanitize address --sanitize fuzzer
  -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld -Xswiftc -enable-testing -Xswiftc -assert-config -Xswiftc Debug)
for target in "${targets[@]}"; do "${build[@]}" --product "${products[$target]}"; done
binaries=$("${build[@]}" --show-bin-path)

for target in "${targets[@]}"; do
  binary=$binaries/${products[$target]}
  committed=Tests/Fuzzing/Corpus/$target
  found=.build/fuzzing/corpus/$target
  artifacts=.build/fuzzing/artifacts/$target
  log=.build/fuzzing/$target.log
  mkdir -p "$found" "$artifacts"
  printf '\n== %s for %s s\n' "$target" "$seconds"
  # By the clock, not by the processor's time: a machine that does other things may be slow.
  options=(-timeout=25 -rss_limit_mb=2048 -dict="Tests/Fuzzing/$target.dict" -artifact_prefix="$artifacts/")
  # Leaks of a case are counted by the target itself, since LeakSanitizer takes parts of the knowledge for leaks.
  leaks=1
  # Its mutator makes whole cases, which short inputs have no room for.
  if [ "$target" = case ]; then
    leaks=0
    options+=(-len_control=0)
  fi
  if ! ASAN_OPTIONS=detect_leaks=$leaks "$binary" "${options[@]}" -max_total_time="$seconds" -print_final_stats=1 "$found" "$committed" >"$log" 2>&1; then
    grep -vE '^#[0-9]+|NEW_FUNC' "$log" | tail -n 60
    artifact=$(sed -n "s/.*Test unit written to //p" "$log" | tail -n 1)
    printf '\n%s failed: %s (%s)\nreplay: SWIFT_BACKTRACE=enable=no %s %s\n' "$target" "${artifact:-no input}" "$log" "$binary" "$artifact"
    exit 1
  fi
  grep -E '^#[0-9]+.DONE|^stat::number|^stat::peak' "$log"
  if [ "${MINIMIZE:-}" = 1 ]; then "$binary" -merge=1 "$committed" "$found" 2>&1 | grep 'MERGE-OUTER' | tail -n 1; fi
done
