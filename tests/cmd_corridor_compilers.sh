#!/bin/sh
# The six-place corridor has the same digests whether gcc without optimisation or clang with it compiled the engine, the
# scenario and the corridor. Starts in an empty folder. ctest: timeout=900 processors=2
set -u
ROOT=${SOURCE_DIR:?}
for c in gcc clang; do
    command -v $c >/dev/null || {
        echo "SKIPPED: $c is missing (Debian package $c)"
        exit 77
    }
done
cat >main.c <<'END'
#include "corridor_small.h"
#include <stdio.h>
static const small_options rules = {
    .sets = {"us.title42.active=1", "us.title42.expel_share=0.5", "us.ports.appointments_per_day=20",
             "mexico.bus_south.per_day=30", "mexico.north.removals_effort=2", "us.mpp.share=0.1"},
    .edits = {{"parameters.csv", NULL, "parameter,where,who,value,source,note\nmexico.bus_south.destination,Tapachula,,1,x,\n"}}};
int main(void) {
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC};
    small_model *m = small_open(&rules);
    if (!m) return 1;
    for (int k = 0; k < 2; k++) {
        unsigned char digest[32];
        small_member *p = small_start_layers(m, kinds[k], 7, 1);
        if (!p || small_run(p, 250)) return 1;
        eng_world_digest(p->w, digest);
        for (int i = 0; i < 32; i++) printf("%02x", digest[i]);
        printf(" %.17g\n", small_value(p, "encounters", "", "", -1));
        small_stop(p);
    }
    small_close(m);
    return 0;
}
END
FLAGS="-std=c17 -ffp-contract=off -D_POSIX_C_SOURCE=200809L -I$ROOT/src -I$ROOT/include -I$ROOT/tests"
echo '#include <yaml.h>' >probe.c
gcc $FLAGS -c probe.c -o probe.o 2>/dev/null || {
    echo "SKIPPED: libyaml is missing (Debian package libyaml-dev)"
    exit 77
}
build() { # build COMPILER OPTIMISATION, in a folder of its own
    mkdir "$1"
    for f in "$ROOT"/src/engine/*.c "$ROOT"/src/text/*.c "$ROOT"/src/scenario/*.c "$ROOT"/src/corridor/*.c "$ROOT/tests/corridor_small.c" "$PWD/main.c"; do
        folder=$(basename "$(dirname "$f")")
        $1 $FLAGS "$2" -c "$f" -o "$1/$folder-$(basename "$f").o" || return 1
    done
    $1 "$1"/*.o -o "$1/small" -lyaml -lm
}
build gcc -O0 &
gcc_pid=$!
build clang -O2 || exit 1
wait $gcc_pid || exit 1
./gcc/small >gcc.txt || exit 1
./clang/small >clang.txt || exit 1
cat gcc.txt
[ "$(grep -cE '^[0-9a-f]{64} [1-9]' gcc.txt)" -eq 2 ] || {
    echo "WRONG: no digests"
    exit 1
}
cmp gcc.txt clang.txt || {
    echo "WRONG: clang gives"
    cat clang.txt
    exit 1
}
