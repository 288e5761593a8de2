#!/bin/sh
# The same scenario, seed and members by the command, C, Python, R and npm, without and with a policy that each lays in its
# own way: every number of some series, and the harm beside it, is the same double, bit by bit. What is not there is said;
# two ways at least are compared. Starts in an empty folder. ctest: processors=2 timeout=900
set -u
. "${SOURCE_DIR:?}/tests/command.sh"
grep -q '^VADO_SANITIZE:[A-Z]*=..*' "${BUILD_DIR:?}/CMakeCache.txt" && {
    echo "SKIPPED: Python and R load no library that is under a sanitizer"
    exit 77
}
six=$SOURCE_DIR/tests/scenarios/six-places
ways='' absent=''

# What is read: a series and its margin. Lines of what was read, the same in each way: run, series, margin, month, cell,
# member, bits; and for harm: run, series, "harm" and its name, month, member, bits. NaN has bits of its own: "none".
cat >read.txt <<'LIST'
encounters place
encounters nationality
gotaways place
deaths all
days_waiting place
court_wait_years all
LIST
cat >policy.csv <<'ROWS'
from,until,parameter,where,who,change,value,note,source
2018-03-01,,harm.water_and_rescue,,,set,0.3,a change,[what-if]
2018-05-01,2018-05-31,mexico.checkpoints.effort,,,scale,1.7,a change,[what-if]
ROWS

# ---- the command: what the others are held against ----
code 0 "$VADO" run "$six" -o history.db --members 2 --seed 7 --quiet
code 0 "$VADO" run "$six" -o policy.db --members 2 --seed 7 --quiet --policy policy.csv
[ "$("$VADO" digest history.db)" != "$("$VADO" digest policy.db)" ] || wrong "the policy does nothing"
same_runs() { # WAY: its stores have the digests of the command's
    for run in history policy; do
        [ "$("$VADO" digest "$1-$run.db")" = "$("$VADO" digest $run.db)" ] || wrong "$1: another digest of $run"
    done
}
way() { # NAME FILE: a way that has written FILE
    sort "$2" >"$1.sorted"
    [ "$(wc -l <"$1.sorted")" -gt 2000 ] || wrong "$1 has read only $(wc -l <"$1.sorted") numbers"
    ways="$ways $1"
}

# ---- C ----
code 0 cmake --install "$BUILD_DIR" --prefix "$PWD/root"
lib=$(dirname "$(find "$PWD/root" -name libvado.so)")
export LD_LIBRARY_PATH="$lib" VADO_LIBRARY="$lib/libvado.so"
cat >read.c <<'END_OF_C'
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <vado.h>

static void bits(double x) {
    uint64_t u;
    memcpy(&u, &x, sizeof u);
    if (x != x)
        printf("none\n");
    else
        printf("%08lx%08lx\n", (unsigned long)(u >> 32), (unsigned long)(u & 0xffffffff));
}

static void print(const char *run, const char *by, const vado_numbers *n) {
    int cells = n->nplaces * n->nnationalities;
    for (int t = 0, at = 0; t < n->nperiods; t++)
        for (int c = 0; c < cells; c++)
            for (int k = 0; k < n->nmembers; k++, at++) {
                printf("%s|%s|%s|%s|%s|%d|", run, n->series, by, n->periods[t],
                       strcmp(by, "all") == 0 ? "" : n->nplaces > 1 ? n->places[c] : n->nationalities[c], n->members[k]);
                bits(n->values[at]);
            }
    for (int h = 0; h < n->nharm; h++)
        for (int i = 0; i < n->nperiods * n->nmembers; i++) {
            printf("%s|%s|harm %s|%s|%d|", run, n->series, n->harm[h]->name, n->periods[i / n->nmembers],
                   n->members[i % n->nmembers]);
            bits(n->harm[h]->values[i]);
        }
}

int main(int argc, char **argv) { /* SCENARIO RUN POLICY: of which the last may be missing */
    char db[100], series[40], by[40];
    vado *v = vado_new();
    vado_input in = VADO_INIT(vado_input);
    vado_run_options o;
    vado_store *store = NULL;
    const char *policies[] = {argc > 3 ? argv[3] : NULL};
    in.scenario = argv[1];
    in.npolicies = argc > 3;
    in.policies = policies;
    vado_run_defaults(&o);
    o.members = 2;
    o.seed = 7;
    snprintf(db, sizeof db, "c-%s.db", argv[2]);
    int status = vado_run(v, &in, &o, db);
    if (!status)
        status = vado_store_open(v, db, &store);
    FILE *list = fopen("read.txt", "r");
    while (!status && list && fscanf(list, "%39s %39s", series, by) == 2) {
        vado_numbers *n = NULL;
        vado_read_options r = VADO_INIT(vado_read_options);
        r.by_place = strcmp(by, "place") == 0;
        r.by_nationality = strcmp(by, "nationality") == 0;
        status = vado_read(v, store, series, &r, &n);
        if (!status)
            print(argv[2], by, n);
        vado_numbers_free(&n);
    }
    for (int i = 0; status && i < vado_message_count(v); i++)
        fprintf(stderr, "%s\n", vado_message(v, i));
    vado_store_close(&store);
    vado_free(v);
    return status || !list ? 1 : 0;
}
END_OF_C
if command -v cc >/dev/null 2>&1; then
    code 0 cc -Wall -Wextra -Werror read.c -I"$PWD/root/include" -L"$lib" -lvado -o read
    code 0 ./read "$six" history && cp out.txt c.txt
    code 0 ./read "$six" policy policy.csv && cat out.txt >>c.txt
    same_runs c
    way c c.txt
else
    absent="$absent C (cc),"
fi

# ---- Python ----
cat >read.py <<'END_OF_PYTHON'
import math, struct, sys, vado

def bits(x):
    return "none" if x is None or math.isnan(x) else struct.pack(">d", x).hex()

policy = vado.Policy("a change").set("harm.water_and_rescue", 0.3, start="2018-03-01")
policy.set("mexico.checkpoints.effort", 1.7, start="2018-05-01", until="2018-05-31", change="scale")
for name, policies in (("history", ()), ("policy", [policy])):
    store = vado.run(sys.argv[1], f"python-{name}.db", members=2, seed=7, policies=policies)
    for line in open("read.txt", encoding="utf-8"):
        series, by = line.split()
        numbers = store.read(series, by=() if by == "all" else by)
        for row in numbers.rows():
            print(name, series, by, row["month"], row.get(by, ""), row["member"], bits(row["value"]), sep="|")
        for harm, values in numbers.harm.items():
            for i, value in enumerate(values):
                month, member = numbers.periods[i // 2], numbers.members[i % 2]
                print(name, series, "harm " + harm, month, member, bits(value), sep="|")
END_OF_PYTHON
if python3 -c '' 2>/dev/null; then
    PYTHONPATH="$SOURCE_DIR/python" PYTHONDONTWRITEBYTECODE=1 code 0 python3 read.py "$six" && cp out.txt python.txt
    same_runs python
    way python python.txt
else
    absent="$absent Python (python3),"
fi

# ---- R ----
cat >read.R <<'END_OF_R'
library(vado)
bits <- function(x) vapply(x, function(v) {
    if (is.na(v)) "none" else paste(as.character(writeBin(v, raw(), endian = "big")), collapse = "")
}, "")
six <- commandArgs(TRUE)[1]
rows <- data.frame(from = c("2018-03-01", "2018-05-01"), until = c("", "2018-05-31"),
                   parameter = c("harm.water_and_rescue", "mexico.checkpoints.effort"), change = c("set", "scale"),
                   value = c(0.3, 1.7))
file <- vado_policy("a change", rows, "r-policy.csv")
read <- read.table("read.txt", stringsAsFactors = FALSE)
for (run in c("history", "policy")) {
    db <- vado_run(six, paste0("r-", run, ".db"), members = 2, seed = 7, policies = if (run == "policy") file else character())
    for (i in seq_len(nrow(read))) {
        series <- read[i, 1]
        by <- read[i, 2]
        f <- vado_read(db, series, by = if (by == "all") character() else by)
        writeLines(paste(run, series, by, f$month, if (by == "all") "" else f[[by]], f$member, bits(f$value), sep = "|"))
        f <- f[!duplicated(paste(f$month, f$member)), ]
        for (harm in grep("^harm_", names(f), value = TRUE))
            writeLines(paste(run, series, sub("_", " ", harm), f$month, f$member, bits(f[[harm]]), sep = "|"))
    }
}
END_OF_R
if command -v Rscript >/dev/null 2>&1 && command -v pkg-config >/dev/null 2>&1 && command -v make >/dev/null 2>&1; then
    mkdir library
    cp -R "$SOURCE_DIR/r/vado" package
    export R_LIBS="$PWD/library"
    PKG_CONFIG_PATH="$lib/pkgconfig" code 0 R CMD INSTALL --library=library package
    code 0 Rscript read.R "$six" && cp out.txt r.txt
    same_runs r
    way r r.txt
else
    absent="$absent R (r-base-core, pkg-config, make),"
fi

# ---- npm ----
cat >read.mjs <<'END_OF_JS'
import { readFile } from "node:fs/promises";
import { open } from "./package/index.mjs";

function bits(x) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return Number.isNaN(x) ? "none" : view.getBigUint64(0).toString(16).padStart(16, "0");
}
const run = await open(await readFile("six.vado"), { mode: "stochastic", seed: 7, members: 2 });
const policy = [
  { parameter: "harm.water_and_rescue", value: 0.3, from: "2018-03-01" },
  { parameter: "mexico.checkpoints.effort", value: 1.7, from: "2018-05-01", until: "2018-05-31", change: "scale" },
];
const list = (await readFile("read.txt", "utf8")).trim().split("\n").map((line) => line.split(" "));
for (const name of ["history", "policy"]) {
  run.lever(name === "policy" ? policy : null);
  for (const [series, by] of list)
    for (const member of [1, 2]) {
      const found = run.read(series, { by: by === "all" ? "" : by, member });
      found.months.forEach((month, m) => {
        found.cells.forEach((cell, c) => console.log([name, series, by, month, cell, member, bits(found.values[c][m])].join("|")));
        for (const [harm, of] of Object.entries(found.harm)) console.log([name, series, `harm ${harm}`, month, member, bits(of.values[0][m])].join("|"));
      });
    }
}
END_OF_JS
wasm=${VADO_WASM:-$BUILD_DIR/wasm/explorer.wasm}
if [ -f "$wasm" ] && command -v node >/dev/null 2>&1; then
    mkdir -p npm
    cp -R "$SOURCE_DIR/web/package" npm/package
    cp "$wasm" npm/package/vado.wasm
    mv read.mjs read.txt npm/ && cp npm/read.txt read.txt
    code 0 "$VADO" pack "$six" -o npm/six.vado
    (cd npm && node read.mjs) >npm.txt 2>err.txt || wrong "npm: $(head -3 err.txt)"
    way npm npm.txt
else
    absent="$absent npm (node, clang for wasm32-wasi),"
fi

# ---- beside each other ----
first='' count=0
for one in $ways; do
    count=$((count + 1))
    first=${first:-$one}
    cmp -s "$first.sorted" "$one.sorted" || wrong "$first and $one differ: $(diff "$first.sorted" "$one.sorted" | head -4)"
done
[ $count -ge 2 ] || {
    echo "SKIPPED: of the ways there is only$ways"
    exit 77
}
sed '1s/\(.*\)./\1x/' "$first.sorted" >planted.sorted # a bit that is another is found
cmp -s planted.sorted "$first.sorted" && wrong "a planted difference is not found"
grep '^history|deaths|all' "$first.sorted" | cut -d'|' -f4- >without.txt
grep '^policy|deaths|all' "$first.sorted" | cut -d'|' -f4- | cmp -s - without.txt && wrong "the policy moves no deaths"

# ---- and the command's export, as it is written ----
! python3 -c '' 2>/dev/null || python3 - <<'END_OF_CHECK' || wrong "the command exports other numbers"
import csv, struct, subprocess, os, glob
lines = {tuple(l.rstrip("\n").split("|")[:6]): l.rstrip("\n").split("|")[6] for l in open(glob.glob("*.sorted")[0], encoding="utf-8") if "|harm " not in l}
seen = 0
for run in ("history", "policy"):
    for line in open("read.txt", encoding="utf-8"):
        series, by = line.split()
        out = subprocess.run([os.environ["VADO"], "export", run + ".db", series, "--by", "month" + ("" if by == "all" else "," + by), "--members"],
                             capture_output=True, text=True, check=True).stdout
        for row in csv.DictReader(out.splitlines()):
            value = list(row.values())[-1]
            bits = struct.pack(">d", float(value)).hex() if value else "none"
            key = (run, series, by, row["month"], row.get(by, ""), row["member"])
            assert lines[key] == bits, (key, lines[key], bits)
            seen += 1
assert seen == len(lines), (seen, len(lines))
END_OF_CHECK
echo "compared:$ways, $(wc -l <"$first.sorted") numbers each${absent:+; not there:$absent}"
[ $failed -eq 0 ] && echo "all is well"
exit $failed
