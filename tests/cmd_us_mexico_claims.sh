#!/bin/sh
# ctest: slow timeout=1800 processors=2
# The ledger of us-mexico: every statement of the sources judged on a run and on the evidence it asks for; no verdict but
# the one its row expects. Then the check of the check: with bribes, courts, checkpoints and processing off in turn, a
# structural statement each changes its verdict. Ensembles of expected people (fluid): members differ in parameters and
# environment, and chance makes next to nothing of their spread. Starts in an empty folder.
set -u
us=${SOURCE_DIR:?}/scenarios/us-mexico
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"
# run SCENARIO STORE MEMBERS OPTIONS...
run() {
    scenario=$1 out=$2 members=$3
    shift 3
    "$V" run "$scenario" --mode fluid --members "$members" --threads 1 --quiet -o "$out" "$@" 2>"$out.txt" || touch failed
}
code 0 "$V" claims "$us" --runs runs --quiet --strict
sed -n '1,/^Inputs/p' out.txt
says '^Of [0-9]* outputs and structural statements' out.txt
says '^Harm in the first store' out.txt
grep -q '^Stores that are missing' out.txt && wrong "evidence is missing"
grep -q '^Not gated yet' out.txt && wrong "a row gates nothing"
code 0 "$V" claims "$us" --runs runs --quiet --csv # of the runs that are kept
[ "$(sed -n 's/^\(id,role,expected,simulated,low,high,share_holding,verdict\).*/\1/p' out.txt)" ] || wrong "header: $(head -1 out.txt)"
[ "$(grep -c '^C[0-9]' out.txt)" -ge 60 ] || wrong "fewer statements than the sources make"
verdict() { awk -F, -v id="$1" '$1 == id { for (i = 1; i <= NF; i++) if ($i ~ /^(holds|fails|undecided|cannot|disputed)$/) { print $i; exit } }' out.txt; }
for id in C39 C44b C35; do eval "before_$id=$(verdict $id)"; done
# a wrong expectation is an error
sed 's/^\(C44,.*\),holds,/\1,undecided,/' "$us/claims.csv" >wrong.csv
cmp -s wrong.csv "$us/claims.csv" && wrong "no row was changed"
"$V" claims runs/base.db --claims wrong.csv >out.txt 2>err.txt && wrong "a verdict that differs is no error"
says 'C44.*holds.*expected undecided' err.txt

# ---- each of four parts off: a structural statement changes its verdict ----
off() { # name, rows of parameters.csv on stdin
    cp -R "$us" "$1"
    cat >>"$1/parameters.csv"
}
off no-bribes <<'END'
mexico.checkpoints.bribe_share,,,0,test,off
END
off no-courts <<'END'
crossing.years_weight,,,0,test,off
END
off no-checkpoints <<'END'
mexico.checkpoints.intensity,,,0,test,off
END
off no-processing <<'END'
us.custody.places,,,20,test,off
END
grep -v ',us.custody.places,' "$us/schedule.csv" >no-processing/schedule.csv
mutate() { # folder, statement, options of the first run; then of the second, if the statement is of a pair
    folder=$1 id=$2
    shift 2
    # shellcheck disable=SC2086
    run "$folder" "$folder.db" 2 $1
    stores=$folder.db
    if [ $# -gt 1 ]; then
        # shellcheck disable=SC2086
        run "$folder" "$folder-2.db" 2 $2
        stores="$stores $folder-2.db"
    fi
    # shellcheck disable=SC2086
    "$V" claims $stores --csv >"$folder.csv" 2>/dev/null
}
mutate no-bribes C39 '' "--policy no-bribes/policies/no-bribes.csv" &
mutate no-checkpoints C39 '' "--policy no-checkpoints/policies/no-bribes.csv"
wait
mutate no-courts C44b '' "--policy no-courts/policies/judges-doubled.csv" &
mutate no-processing C35 '--latents no-processing/latents/2023-11.csv'
wait
[ ! -e failed ] || { cat ./*.db.txt; wrong "a run failed"; }
for pair in no-bribes:C39 no-courts:C44b no-checkpoints:C39 no-processing:C35; do
    cp "${pair%:*}.csv" out.txt
    eval "before=\$before_${pair#*:}"
    after=$(verdict "${pair#*:}")
    echo "${pair%:*}: ${pair#*:} ${before:-?} > ${after:-?}"
    [ -n "$after" ] && [ "$after" != cannot ] && [ "$after" != "$before" ] ||
        wrong "${pair%:*}: ${pair#*:} was ${before:-nothing} and is ${after:-nothing}"
done
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
