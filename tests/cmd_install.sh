#!/bin/sh
# What is installed, in a root of its own: both libraries export vado_* and nothing else, the header is C and C++, and the
# examples are built by pkg-config and by CMake against it, run, and say what the command says. ctest: timeout=600
set -u
. "${SOURCE_DIR:?}/tests/command.sh"
cached() { sed -n "s/^$1:[A-Z]*=//p" "$BUILD_DIR/CMakeCache.txt"; }
cc=$(cached CMAKE_C_COMPILER)
sanitize=$(cached VADO_SANITIZE)
flags=${sanitize:+-fsanitize=$sanitize}
islands=$SOURCE_DIR/tests/scenarios/two-islands

code 0 cmake --install "$BUILD_DIR" --prefix "$PWD/first"
mv first root # an installed tree may be moved
lib=$(dirname "$(find "$PWD/root" -name libvado.a)")
header=$PWD/root/include/vado.h
for file in "$header" "$PWD/root/bin/vado" "$lib/libvado.so" "$lib/pkgconfig/vado.pc" "$lib/cmake/vado/vadoConfig.cmake"; do
    [ -f "$file" ] || wrong "$file is not installed"
done
[ -L "$lib/libvado.so" ] || wrong "libvado.so is no link to a library with a version"
readelf -d "$lib/libvado.so" | grep -q 'SONAME.*libvado\.so\.[0-9]' || wrong "libvado.so names no version"

# ---- symbols ----
names_of() { # what a library exports, one a line
    case $1 in
    *.so) nm -D --defined-only "$1" ;;
    *) nm -g --defined-only "$1" ;;
    esac | awk 'NF == 3 { print $3 }' | sort -u
}
strangers() { names_of "$1" | grep -v '^vado_'; }
# Functions and tables that the header declares; types of functions are none.
sed -n '/^typedef/d; s/^[a-z][a-z_0-9 ]* \**\(vado_[a-z_]*\)[([].*/\1/p' "$header" | sort -u >declared.txt
[ "$(wc -l <declared.txt)" -gt 40 ] || wrong "only $(wc -l <declared.txt) functions were found in the header"
for library in "$lib/libvado.so" "$lib/libvado.a"; do
    found=$(strangers "$library")
    [ -z "$found" ] || wrong "$library exports more than vado_*: $(echo "$found" | head -5)"
    names_of "$library" >exported.txt
    comm -3 declared.txt exported.txt >differ.txt
    [ -s differ.txt ] && wrong "$library and vado.h differ in: $(tr '\n' ' ' <differ.txt)"
done
printf 'int eng_planted(void) { return 1; }\nint vado_planted(void) { return 2; }\n' >planted.c
"$cc" -c planted.c -o planted.o
cp "$lib/libvado.a" planted.a && ar r planted.a planted.o 2>err.txt
[ "$(strangers planted.a)" = eng_planted ] || wrong "a planted symbol was not found, or not that one"

# ---- the header ----
printf '#include <vado.h>\nvado_read_options r = VADO_INIT(vado_read_options);\n' >header.c
printf 'void f(vado_simulation_options *s) { vado_simulation_defaults(s); }\n' >>header.c
for std in c99 c17; do
    code 0 "$cc" -std=$std -Wall -Wextra -Wpedantic -Wstrict-prototypes -Werror -fsyntax-only -Iroot/include header.c
done
for compiler in g++ clang++; do
    if command -v $compiler >/dev/null 2>&1; then
        code 0 $compiler -std=c++11 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -x c++ -Iroot/include header.c
    else
        echo "SKIPPED: $compiler is missing, the header is not tried with it"
    fi
done

# ---- the examples, by pkg-config and the shared library ----
mkdir shared
LD_LIBRARY_PATH=$lib
ASAN_OPTIONS=${ASAN_OPTIONS:-}
export LD_LIBRARY_PATH
if command -v pkg-config >/dev/null 2>&1; then
    PKG_CONFIG_PATH=$lib/pkgconfig
    export PKG_CONFIG_PATH
    for source in "$SOURCE_DIR"/examples/*.c; do
        name=$(basename "$source" .c)
        [ "$(wc -l <"$source")" -lt 60 ] || wrong "$name.c is longer than an example"
        # shellcheck disable=SC2046,SC2086
        code 0 "$cc" -Wall -Wextra -Werror $flags "$source" $(pkg-config --cflags --libs vado) -o "shared/$name"
    done
    ldd shared/check | grep -q 'libvado\.so\.[0-9]' || wrong "check does not use the shared library by its version"
    pkg-config --libs vado | grep -q sqlite && wrong "who links the shared library is told of SQLite"
    pkg-config --static --libs vado | grep -q 'yaml.*sqlite3' || wrong "who links statically is not told of SQLite"
else
    echo "SKIPPED: pkg-config is missing"
fi

# ---- and by CMake and the static library ----
# By the generator of this build: where it is ninja there may be no make.
code 0 cmake -G "$(cached CMAKE_GENERATOR)" -S "$SOURCE_DIR/examples" -B static -DVADO_STATIC=ON \
    "-DCMAKE_PREFIX_PATH=$PWD/root" \
    "-DCMAKE_C_COMPILER=$cc" "-DCMAKE_C_FLAGS=$flags"
code 0 cmake --build static
ldd static/check | grep -q libvado && wrong "a static program wants libvado.so"
# A program may have functions of its own that are named as ours inside.
printf '#include <vado.h>\nint txt_copy(void) { return 1; }\nint eng_world_step(void) { return 2; }\n' >own.c
printf 'int main(void) { vado *v = vado_new(); int n = v && txt_copy() + eng_world_step() == 3; vado_free(v); return !n; }\n' >>own.c
code 0 "$cc" $flags own.c -Iroot/include "$lib/libvado.a" -lyaml -lsqlite3 -lm -pthread -o own
code 0 ./own

# ---- what they say ----
# sum of the values of a series in an export of a run of one member
sum() { "$VADO" export "$1" "$2" --members 2>/dev/null | awk -F, 'NR > 1 { s += $3 } END { printf "%.0f", s }'; }
printf 'from,until,parameter,where,who,change,value,note,source\n2016-06-01,,us.agents,Lesbos,,set,0,,[test]\n' >none.csv
printf 'from,until,parameter,where,who,change,value,note,source\n2016-05-10,,us.agents,,,set,3,,[test]\n' >three.csv
run() { code 0 "$VADO" run "$islands" --mode fluid --until 2016-08-20 --quiet -o "$@"; }
run plain.db
run boats.db --policy more-boats
run none.db --policy none.csv
run three.db --policy three.csv
code 0 "$VADO" run "$SOURCE_DIR/tests/scenarios/six-places" --members 3 --until 2018-03-15 --quiet -o six.db
for kind in shared static; do
    [ -x $kind/check ] || continue
    code 0 $kind/check "$SOURCE_DIR/tests/scenarios/six-places"
    says ': 0 errors$' out.txt
    code 1 $kind/check nowhere
    says 'nowhere' out.txt
    says ': 1 error$' out.txt

    code 0 $kind/run_and_read "$SOURCE_DIR/tests/scenarios/six-places" 2018-03-15 $kind.db
    [ "$("$VADO" digest $kind.db)" = "$("$VADO" digest six.db)" ] || wrong "$kind: the run is another than the command's"
    for series in encounters deaths kidnappings extortion; do
        "$VADO" export $kind.db $series --members 2>/dev/null |
            awk -F, 'NR > 1 { s[$1] += $3 } END { for (m in s) printf "%s,%.1f\n", m, s[m] / 3 }' | sort >export.txt
        awk -F, -v name=$series 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
            NR > 1 { print $1 "," $at }' out.txt >example.txt
        [ "$(wc -l <example.txt)" = 3 ] && cmp -s export.txt example.txt || wrong "$kind: $series is not as exported"
    done

    code 0 $kind/compare_policies "$islands" 2016-08-20 2016-05-20 more-boats none.csv
    says "^more-boats: encounters $(sum boats.db encounters);.* person-days;.*; deaths [0-9.]* people" out.txt
    says "^none.csv: encounters $(sum none.db encounters);.* person-days;.*; deaths [0-9.]* people" out.txt
    [ "$(sum boats.db encounters)" != "$(sum none.db encounters)" ] || wrong "the two policies do the same"
    code 1 $kind/compare_policies "$islands" 2016-08-20 2016-06-20 more-boats none.csv
    says 'which is past' err.txt

    code 0 $kind/step "$islands" 2016-08-20 2016-05-10 us.agents 3
    "$VADO" export three.db encounters --members 2>/dev/null |
        awk -F, 'NR > 1 { printf "%s: encounters %.1f\n", $1, $3 }' >export.txt
    sed 's/;.*//' out.txt >example.txt
    cmp -s export.txt example.txt || wrong "$kind: step says another than a run under the same policy"
    [ "$(grep -c 'deaths [0-9.]* people' out.txt)" = 8 ] || wrong "$kind: step leaves harm out"

    code 0 $kind/lever "$islands" 2016-05-10 us.agents 3 2 3
    sed -n '6,8s/;.*//p' out.txt >example.txt
    sed -n '/^2016-0[567]/p' export.txt | cmp -s - example.txt || wrong "$kind: lever says another than a run under the same policy"
    [ "$(grep -c 'deaths [0-9.]* people' out.txt)" = 6 ] || wrong "$kind: lever leaves harm out"
done
[ "$(sum plain.db encounters)" != "$(sum three.db encounters)" ] || wrong "the parameter that step sets does nothing"
exit $failed
