#!/bin/sh
# The packages of debian/ without building them (tools/check-packages does that): all that is installed belongs to one
# package and all that a package names is installed, what the build needs is asked for, versions agree. And a command finds
# the scenarios that are installed beside it by their name, wherever the tree stands.
set -u
. "${SOURCE_DIR:?}/tests/command.sh"
debian=$SOURCE_DIR/debian

# ---- every file in one package ----
code 0 cmake --install "$BUILD_DIR" --prefix "$PWD/root/usr"
# Where Debian has its libraries, whatever this build was made for.
lib=$(dirname "$(find root/usr -name libvado.a)")
[ "$lib" = root/usr/lib/arch ] || { mkdir -p root/usr/lib/arch && mv "$lib"/cmake "$lib"/pkgconfig "$lib"/libvado* root/usr/lib/arch/; }
(cd root && find usr ! -type d) | sort >files.txt
[ "$(wc -l <files.txt)" -gt 40 ] || wrong "only $(wc -l <files.txt) files are installed"
claims() { # PATTERN: the files that it takes
    while read -r file; do
        # shellcheck disable=SC2254 # a pattern is meant
        case $file in
        $1 | $1/*) echo "$file" ;;
        esac
    done <files.txt
}
unclaimed() { # FOLDER of *.install: what nobody takes or two take
    for list in "$1"/*.install; do
        while read -r pattern _; do
            taken=$(claims "$pattern")
            [ -n "$taken" ] || echo "nothing is: $pattern of $(basename "$list")"
            echo "$taken"
        done <"$list"
    done | sort >taken.txt
    grep '^nothing' taken.txt
    grep -v '^nothing' taken.txt | uniq -d | sed 's/^/twice: /'
    grep -v '^nothing' taken.txt | sort -u | comm -23 files.txt - | sed 's/^/in no package: /'
}
found=$(unclaimed "$debian")
[ -z "$found" ] || wrong "$found"
cp -R "$debian" planted
sed -i '/libvado.a/d' planted/libvado-dev.install
echo usr/bin/vado >>planted/vado-data.install
found=$(unclaimed planted)
echo "$found" | grep -q '^in no package: .*libvado.a' || wrong "a file in no package was not found"
echo "$found" | grep -q '^twice: usr/bin/vado' || wrong "a file in two packages was not found"

# ---- names and versions ----
version=$(sed -n 's/^project(vado VERSION \([0-9.]*\).*/\1/p' "$SOURCE_DIR/CMakeLists.txt")
says "^vado ($version-" "$debian/changelog"
soname=$(readelf -d root/usr/lib/arch/libvado.so | sed -n 's/.*SONAME.*\[libvado\.so\.\(.*\)\]/\1/p')
grep -qx "Package: libvado$soname" "$debian/control" || wrong "no package is named as the library is: libvado$soname"
. "$SOURCE_DIR/tools/setup.sh"
setup_list | while read -r kind package _; do
    case $kind:$package in
    build:gcc | build:libc6-dev) ;; # Debian's build machines have both
    build:*) grep -q "^ *\(Build-Depends:\)\{0,1\} *$package\b" "$debian/control" || echo "$package" ;;
    esac
done >lacking.txt
[ ! -s lacking.txt ] || wrong "debian/control does not ask for $(tr '\n' ' ' <lacking.txt)"

# ---- scenarios by name ----
mv root moved # an installed tree may be moved
mkdir somewhere
cd somewhere || exit 1
code 0 ../moved/usr/bin/vado check us-mexico
code 0 "$VADO" check "$SOURCE_DIR/scenarios/us-mexico"
code 0 ../moved/usr/bin/vado whatif us-mexico --list
says 'no-bribes' out.txt
code 0 ../moved/usr/bin/vado run us-mexico --mode fluid --from 2018-01-01 --until 2018-01-31 --quiet -o named.db
code 0 "$VADO" run "$SOURCE_DIR/scenarios/us-mexico" --mode fluid --from 2018-01-01 --until 2018-01-31 --quiet -o folder.db
[ "$("$VADO" digest named.db)" = "$("$VADO" digest folder.db)" ] || wrong "by its name another run"
code 3 ../moved/usr/bin/vado check us-mexiko
code 3 "$VADO" check us-mexico # not installed: there is none
cp -R "$SOURCE_DIR/tests/scenarios/six-places" us-mexico # what stands here comes first
code 1 ../moved/usr/bin/vado whatif us-mexico --list
says 'us-mexico: has no policies' err.txt
exit $failed
