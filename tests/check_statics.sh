#!/bin/sh
# check_statics.sh LIBRARY...: no library holds a variable that can be written, so that two contexts in two threads share
# nothing. Tables of constant pointers (.data.rel.ro) are none.
#
# check_statics.sh --self-test: a planted static counter must be found, a constant table must not.
set -eu

if ! command -v nm >/dev/null 2>&1; then
    echo "SKIPPED: nm is missing (Debian package binutils)"
    exit 77
fi

# Lines of nm: name|value|class|type|size|line|section
check() {
    for library in "$@"; do
        nm --format=sysv "$library" | awk -F'|' -v library="${library##*/}" '
            /\.o:$|\.o\]:$|^Symbols from/ { object = $0 }
            NF >= 7 {
                name = $1; section = $7
                gsub(/ /, "", name); gsub(/[ \t]/, "", section)
                if (section ~ /^\*COM\*|^\.(bss|data|tbss|tdata)/ && section !~ /^\.data\.rel\.ro/ && name !~ /^(__|\.LANCHOR|\.L|\.bss|\.data)/)
                    print library ": " object " " name " (" section ") can be written: pass it in, or make it const"
            }'
    done
}

if [ "$1" = --self-test ]; then
    command -v "${CC:-cc}" >/dev/null 2>&1 || { echo "SKIPPED: no C compiler"; exit 77; }
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    printf 'const char *const table[] = {"a", "b"};\nint one(void) { return 1; }\n' >"$root/good.c"
    printf 'int next(void) { static int counter; return counter++; }\n' >"$root/bss.c"
    printf 'int given(int x) { static int held = 3; int was = held; held = x; return was; }\n' >"$root/data.c"
    for file in good bss data; do
        "${CC:-cc}" -fPIE -c "$root/$file.c" -o "$root/$file.o"
    done
    [ -z "$(check "$root/good.o")" ] || { echo "FAIL: a constant table is blamed"; exit 1; }
    for file in bss data; do
        [ -n "$(check "$root/$file.o")" ] || { echo "FAIL: the static of $file.c was not found"; exit 1; }
    done
    echo "planted statics were found"
    exit 0
fi

found=$(check "$@")
[ -z "$found" ] && exit 0
echo "$found"
exit 1
