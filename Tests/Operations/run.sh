#!/bin/sh
# Tests how the service is packed, run and watched: run.sh [BINARY] [pytest options], for example -m 'not image'.
# BINARY defaults to .build/debug/nextline; the image has one of its own, which is built for it.
# The image's tests need root and a toolchain: the Dockerfile's steps are executed in a root made by debootstrap, without an engine.
# NEXTLINE_IMAGE_CACHE (default .build-image) keeps that root, the image's build and tools for the next time.
# The Spark job's tests run when they are asked for (-m spark): pyspark is large, and needs a JRE. NEXTLINE_SPARK_CASES (default 5000)
# is how many cases they answer.
# NEXTLINE_IMAGE_BUILD names a directory with a binary and its resources that were built as the Dockerfile says, to build none.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
binary=${1:-$here/../../.build/debug/nextline}
[ $# -eq 0 ] || shift
[ -x "$binary" ] || { echo "no binary at $binary: build it with swift build --product nextline" >&2; exit 2; }
binary=$(CDPATH= cd -- "$(dirname -- "$binary")" && pwd)/$(basename -- "$binary")
cache=${NEXTLINE_IMAGE_CACHE:-$here/../../.build-image}
mkdir -p "$cache"
cache=$(CDPATH= cd -- "$cache" && pwd)
if ! command -v debootstrap >/dev/null && [ ! -e "$cache/root.tar" ] && [ "$(id -u)" -eq 0 ]; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
fi
# Of Debian's packages only the tools are taken: installed, one of them would start a server.
take() {
  [ -x "$cache/$2" ] || command -v "$2" >/dev/null && return
  taken=$(mktemp -d)
  (cd "$taken" && { apt-get download -qq "$1" 2>/dev/null || { apt-get update -qq && apt-get download -qq "$1"; }; } &&
    dpkg-deb --extract "$1"_*.deb . && cp "usr/bin/$2" "$cache/$2")
  rm -rf "$taken"
}
take prometheus promtool
take kubernetes-client kubectl
venv=${NEXTLINE_OPERATIONS_VENV:-$here/.venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
case " $* " in
*"not spark"*) ;;
*" spark"* | *test_spark*)
  if ! command -v java >/dev/null && [ "$(id -u)" -eq 0 ]; then
    # Debian's own: 17 in bookworm, 21 in trixie; Spark 4.1 runs on both.
    apt-get update -qq && apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null
  fi
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$here/spark/requirements.txt"
  ;;
esac
elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT
cd "$elsewhere"
PATH=$venv/bin:$PATH:/usr/sbin:$cache NEXTLINE_BINARY=$binary NEXTLINE_IMAGE_CACHE=$cache \
  "$venv/bin/python" -m pytest "$here" --rootdir "$here" -p no:cacheprovider -ra "$@"
