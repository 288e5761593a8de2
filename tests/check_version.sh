#!/bin/sh
# check_version.sh SOURCE_DIR: vado.h, CMakeLists.txt, CITATION.cff and the packages of R and npm name one version, the
# Python module its library; CITATION.cff has what its format asks for, and CHANGELOG.md has a part for what is not released.
#
# check_version.sh --self-test SOURCE_DIR: another version in each must be found, and a lost author.
set -eu

check() {
    header=$(sed -n 's/^#define VADO_VERSION "\([^"]*\)".*/\1/p' "$1/include/vado.h")
    parts=$(sed -n 's/^#define VADO_VERSION_\(MAJOR\|MINOR\|PATCH\) \([0-9]*\).*/\2/p' "$1/include/vado.h" | paste -sd. -)
    [ -z "$parts" ] || [ "$parts" = "${header:-$parts}" ] || echo "include/vado.h names two versions: $header and $parts"
    header=${header:-$parts}
    cmake=$(sed -n 's/^project(vado VERSION \([0-9.]*\).*/\1/p' "$1/CMakeLists.txt")
    citation=$(sed -n 's/^version: *\([^ ]*\) *$/\1/p' "$1/CITATION.cff")
    [ -n "$header" ] && [ "$header" = "$cmake" ] && [ "$header" = "$citation" ] ||
        echo "versions differ: include/vado.h '$header', CMakeLists.txt '$cmake', CITATION.cff '$citation'"
    r=$(sed -n 's/^Version: *//p' "$1/r/vado/DESCRIPTION") npm=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' "$1/web/package/package.json")
    [ "$header" = "$r" ] && [ "$header" = "$npm" ] ||
        echo "versions differ: include/vado.h '$header', r/vado/DESCRIPTION '$r', web/package/package.json '$npm'"
    grep -q "\"libvado\.so\.${header%.*}\"" "$1/python/vado.py" || echo "python/vado.py looks for another libvado.so than ${header%.*}"
    for key in 'cff-version: 1\.2\.0' 'message: .' 'title: .' 'authors:' '  - name: .' 'license: Apache-2\.0'; do
        grep -q "^$key" "$1/CITATION.cff" || echo "CITATION.cff has no '$key'"
    done
    grep -q 'Apache License' "$1/LICENSE" || echo "LICENSE is not the one that CITATION.cff names"
    grep -q '^## Unreleased' "$1/CHANGELOG.md" || echo "CHANGELOG.md has no part '## Unreleased'"
}

if [ "$1" = --self-test ]; then
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    mkdir -p "$root/include" "$root/r/vado" "$root/web/package" "$root/python"
    again() { # the files as they are
        cp "$1/include/vado.h" "$root/include"
        for file in r/vado/DESCRIPTION web/package/package.json python/vado.py; do cp "$1/$file" "$root/$file"; done
        cp "$1/CMakeLists.txt" "$1/CITATION.cff" "$1/CHANGELOG.md" "$1/LICENSE" "$root"
    }
    again "$2"
    [ -z "$(check "$root")" ] || { echo "FAIL: what agrees is blamed"; check "$root"; exit 1; }
    # planted FILE SCRIPT OF SED
    for planted in 'include/vado.h|s/\(VADO_VERSION "\)[^"]*/\19.9.9/; s/\(VERSION_MAJOR \)[0-9]*/\19/' 'CMakeLists.txt|s/\(vado VERSION \)[0-9.]*/\19.9.9/' \
        'CITATION.cff|s/^version:.*/version: 9.9.9/' 'CITATION.cff|/ - name:/d' 'CHANGELOG.md|s/^## Unr/## R/' \
        'r/vado/DESCRIPTION|s/^Version:.*/Version: 9.9.9/' 'web/package/package.json|s/\("version": "\)[^"]*/\19.9.9/' \
        'python/vado.py|s/libvado.so.0/libvado.so.9/'; do
        again "$2"
        sed "${planted#*|}" "$2/${planted%%|*}" >"$root/${planted%%|*}"
        [ -n "$(check "$root")" ] || { echo "FAIL: not found: $planted"; exit 1; }
    done
    echo "what was planted was found"
    exit 0
fi

found=$(check "$1")
[ -z "$found" ] && exit 0
echo "$found"
exit 1
