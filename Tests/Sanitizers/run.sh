#!/usr/bin/env bash
# The tests of what is concurrent under ThreadSanitizer, those of the readers and the server under AddressSanitizer.
#
#     run.sh [thread] [address] [soak]     the first two by default
#
# `soak` is the service itself under ThreadSanitizer, built with optimisation, with everything asked at once for a minute.
# A whole run of all the tests takes some ten times as long as without a sanitizer: SANITIZED=. for those who have the time.
set -euo pipefail
cd "$(dirname "$0")/../.."

tests=${SANITIZED:-^(HTTPTests|JSONTests|AuditTests|ServiceTests\.ConcurrencyTests)}
# What these tests are made of: to build the rest for each sanitizer would take longer than to run them.
readers=JSON,CLinux,HTTP,Clinical,Audit,SeededRandom,JSONTests,HTTPTests,AuditTests
service=$readers,Knowledge,Decision,EHR,Access,Service,KnowledgeTests,ServiceTests
export TSAN_OPTIONS="halt_on_error=1 exitcode=66 suppressions=$PWD/Tests/Sanitizers/thread.supp"
# Leaks are left to the soak test, which sees memory grow: LeakSanitizer takes what a test bundle keeps for leaks.
export ASAN_OPTIONS="detect_leaks=0 detect_stack_use_after_return=1 strict_string_checks=1"

[ $# -gt 0 ] || set -- thread address
for check in "$@"; do
  printf '\n== %s\n' "$check"
  case $check in
    thread | address)
      targets=$service
      [ "$check" = thread ] || targets=$readers
      [ -z "${SANITIZED:-}" ] || targets=
      NEXTLINE_TARGETS=$targets swift test --sanitize "$check" --scratch-path ".build/$check" --filter "$tests" 2>&1 | tail -n 40
      ;;
    soak)
      swift build --product nextline -c release --sanitize thread --scratch-path .build/soak
      NEXTLINE_BINARY=$(swift build -c release --sanitize thread --scratch-path .build/soak --show-bin-path)/nextline
      export NEXTLINE_BINARY
      python3 Tests/soak.py --seconds 60 --instrumented
      ;;
    *) echo "unknown check $check: one of thread, address, soak" >&2; exit 2 ;;
  esac
done
