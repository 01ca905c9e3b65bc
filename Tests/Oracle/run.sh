#!/bin/sh
# Compares a binary's verdicts with those of an oracle written from the curated facts alone: run.sh BINARY [COUNT] [options of differ.py].
# COUNT generated cases (default 5000). --seed-fault all turns rules of the oracle wrong, one by one, and asks that each be found.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
binary=${1:?usage: run.sh BINARY [COUNT]}
shift
[ -x "$binary" ] || { echo "no binary at $binary: build it with swift build --product nextline" >&2; exit 2; }
binary=$(CDPATH= cd -- "$(dirname -- "$binary")" && pwd)/$(basename -- "$binary")
exec python3 -B "$here/differ.py" "$binary" "$@"
