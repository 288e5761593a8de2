#!/bin/sh
# check_clang.sh SOURCE_DIR FLAG...: clang reads every C file of src/ with the flags of this build, and finds nothing to
# warn of, whatever compiler the build has. It only reads: that takes seconds, where the preset `clang` builds all.
# Where there is no clang it is skipped, saying so.
#
# check_clang.sh --self-test SOURCE_DIR FLAG...: a file that clang warns of must be found, one it does not must not.
set -eu
clang=${CLANG:-clang}

if ! command -v "$clang" >/dev/null 2>&1; then
    echo "SKIPPED: clang is missing (Debian package clang)"
    exit 77
fi

# check ROOT FLAG...: what clang says, one line each.
check() {
    root=$1
    shift
    find "$root/src" -name '*.c' | sort | xargs -P 2 -n 8 "$clang" -std=c17 -fsyntax-only -fno-color-diagnostics \
        -fno-caret-diagnostics "-I$root/src" "-I$root/include" "$@" 2>&1 | grep -E ': (warning|error|fatal error):' || :
}

if [ "$1" = --self-test ]; then
    shift 2
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    mkdir -p "$root/src/engine" "$root/include"
    echo 'int good(int a); int good(int a) { return a; }' >"$root/src/engine/good.c"
    echo 'int bad(long a); int bad(long a) { return a; }' >"$root/src/engine/bad.c"
    case $(check "$root" "$@") in
    *good.c:*) echo "FAIL: a file in order is blamed" && exit 1 ;;
    *bad.c:*) echo "a file that clang warns of was found" ;;
    *) echo "FAIL: a file that clang warns of was not found" && exit 1 ;;
    esac
    exit 0
fi

found=$(check "$@")
if [ -n "$found" ]; then
    echo "$found"
    exit 1
fi
echo "clang has nothing to say of $(find "$1/src" -name '*.c' | wc -l) files"
