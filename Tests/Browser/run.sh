#!/bin/sh
# Runs the browser tests against a binary: run.sh [BINARY] [pytest options].
# BINARY defaults to .build/debug/nextline. NEXTLINE_LONG=1 looks at every view in both languages, otherwise at each in one. The browser is Debian's `chromium`, or CHROMIUM (a path).
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
binary=${1:-$here/../../.build/debug/nextline}
[ $# -eq 0 ] || shift
[ -x "$binary" ] || { echo "no binary at $binary: build it with swift build --product nextline" >&2; exit 2; }
binary=$(CDPATH= cd -- "$(dirname -- "$binary")" && pwd)/$(basename -- "$binary")
chromium=${CHROMIUM:-$(command -v chromium || true)}
if [ -z "$chromium" ]; then
  apt-get update -qq && apt-get install -y -qq chromium
  chromium=$(command -v chromium)
fi
venv=${NEXTLINE_BROWSER_VENV:-$here/.venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT
cd "$elsewhere"
export NEXTLINE_BINARY="$binary" CHROMIUM="$chromium"
look() {
  # A selection may have nothing in one of the two parts.
  "$venv/bin/python" -m pytest --rootdir "$here" -p no:cacheprovider -ra "$@" || [ $? -eq 5 ]
}
# What measures time runs alone; the rest waits for pages more than it works.
look "$here/test_budget.py" "$@"
look "$here" --ignore "$here/test_budget.py" -n 2 --dist worksteal "$@"
