#!/bin/sh
# Alters the knowledge one thing at a time and asks that the worked cases notice: run.sh BINARY [options of mutate.py].
# --sample N --seed S takes a slice, --only NAME one mutant; exit 1 when too many alterations go unnoticed.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
binary=${1:?usage: run.sh BINARY [options]}
shift
[ -x "$binary" ] || { echo "no binary at $binary: build it with swift build --product nextline" >&2; exit 2; }
binary=$(CDPATH= cd -- "$(dirname -- "$binary")" && pwd)/$(basename -- "$binary")
exec python3 -B "$here/mutate.py" "$binary" "$@"
