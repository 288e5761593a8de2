#!/bin/sh
# check_format.sh SOURCE_DIR: every C file is as clang-format leaves it, by the .clang-format of the project. Names each
# file that is not; where there is no clang-format it is skipped, saying so.
#
# check_format.sh --self-test SOURCE_DIR: a file that is out of order must be found, one in order must not.
set -eu

if ! command -v clang-format >/dev/null 2>&1; then
    echo "SKIPPED: clang-format is missing (Debian package clang-format)"
    exit 77
fi

check() {
    find "$@" -name '*.[ch]' -exec clang-format --dry-run -Werror {} + 2>&1 | sed -n 's/^\([^:]*\):[0-9].*error:.*/\1/p' |
        sort -u | sed 's/$/: is not as clang-format leaves it: run clang-format -i on it/'
}

if [ "$1" = --self-test ]; then
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    cp "$2/.clang-format" "$root"
    printf 'int f(void) { return 0; }\n' >"$root/good.c"
    printf 'int f(void) {\n  return  0;\n}\n' >"$root/bad.c"
    case $(check "$root") in
    *good.c:*) echo "FAIL: a file in order is blamed" && exit 1 ;;
    *bad.c:*) echo "a file out of order was found" ;;
    *) echo "FAIL: a file out of order was not found" && exit 1 ;;
    esac
    exit 0
fi

found=$(check "$1/src" "$1/include" "$1/tests" "$1/bench" "$1/examples")
if [ -n "$found" ]; then
    echo "$found"
    exit 1
fi
echo "all C files are in order"
