#!/bin/sh
# Runs the end-to-end tests against a binary: run.sh [BINARY] [pytest options].
# BINARY defaults to .build/debug/nextline. NEXTLINE_RELEASE=1 asserts the limits of start-up and memory.
# NEXTLINE_LONG=1 runs what takes minutes: the defaults of all time-outs, each attack by itself, a hundred stops and loads.
# NEXTLINE_FACTS (an absolute path) names the directory of curated facts to compare with; without it that test is skipped.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
binary=${1:-$here/../../.build/debug/nextline}
[ $# -eq 0 ] || shift
[ -x "$binary" ] || { echo "no binary at $binary: build it with swift build --product nextline" >&2; exit 2; }
binary=$(CDPATH= cd -- "$(dirname -- "$binary")" && pwd)/$(basename -- "$binary")
venv=${NEXTLINE_VENV:-$here/.venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT
cd "$elsewhere"
NEXTLINE_BINARY=$binary "$venv/bin/python" -m pytest "$here" --rootdir "$here" -p no:cacheprovider -p no:schemathesis -ra "$@"
