#!/bin/sh
# Reads what a clinician would read: run.sh BINARY [options of reading.py]. Every worked case is answered in Russian and English,
# compared with the golden texts beside this file, and each phrase is checked. --accept takes the present texts, --self-test plants faults.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
binary=${1:?usage: run.sh BINARY [options]}
shift
[ -x "$binary" ] || { echo "no binary at $binary: build it with swift build --product nextline" >&2; exit 2; }
binary=$(CDPATH= cd -- "$(dirname -- "$binary")" && pwd)/$(basename -- "$binary")
exec python3 -B "$here/reading.py" "$binary" "$@"
