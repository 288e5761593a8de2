# What the kinds of tools/campaign share: the commands that are disturbed, the folder they run in, and the judgement.
#
# Each case is a line: its name, and the command. It runs in a copy of the folder `before`; the same, undisturbed, is in
# the folder right-NAME. With VADO_EVERY=1 all calls of the case named in VADO_CASE are failed, in place of a sample.
# shellcheck shell=sh disable=SC2154

cases() {
    cat <<'X'
check check six
params params six --csv
pack pack six -o new.vado
check-packed check six.vado
run-packed run six.vado -o new.db --mode fluid --threads 1 --quiet --until 2018-01-31
run run six -o new.db --members 1 --threads 1 --quiet --until 2018-02-10
run-threads run six -o new.db --members 3 --threads 2 --quiet --until 2018-01-31
run-over run six -o a.db --mode fluid --threads 1 --quiet --until 2018-02-10
run-table run six -o new.db --mode fluid --threads 1 --until 2018-02-10
resume run --resume half.db --threads 1 --quiet
digest digest a.db
series series a.db
summary summary a.db
summary-flee summary flee.db
export export a.db encounters --by month,place,nationality
export-days export a.db deaths --by day --members
export-all export a.db --all -o package
export-some export a.db encounters deaths --by month,place --members -o package
observed observed six encounters
compare compare a.db b.db
compare-csv compare a.db b.db --csv
report report a.db -o page.html --whatif runs --knockout knock.csv
report-flee report flee.db -o page.html
claims claims a.db b.db
explain explain long.db 2018-03-05 --threads 1
share explain long.db 2018-03-05 --share --threads 1
whatif whatif six --members 1 --threads 1 -o runs --until 2018-02-10 --quiet
whatif-new whatif six --members 1 --threads 1 -o more --until 2018-02-10 --quiet
knockout knockout six --part checkpoints --quiet --threads 1 -o knock.csv --until 2018-02-10
judged judged six --number mexico.checkpoints.e* --largest 2 --factor 2 --quiet --threads 1 -o judged.csv --until 2018-02-10
forecast forecast six --from 2018-10 --months 1 --members 2 --mode fluid --threads 1 --quiet
score score six --members 2 --mode fluid --threads 1 --quiet --others others.csv
score-events score six --members 2 --mode fluid --threads 1 --quiet --events events.csv
score-stack score six --members 2 --mode fluid --threads 1 --quiet --stack
score-keep score six --members 2 --mode fluid --threads 1 --quiet --keep kept.csv
merge merge part-1.db part-2.db -o new.db --quiet
merge-over merge part-2.db part-1.db -o a.db --quiet
merge-whatif merge parts -o more --quiet
fit fit six --stage latents -o fitted.csv --until 2018-03
fit-levels fit six --stage levels --latents six/latents/2018-08.csv --members 2 -o levels.csv
fit-rolling fit long --stage rolling -o rolling.csv --tables more
flee flee valley/input_csv valley/source_data --settings valley/simsetting.yml --days 5 --threads 1 --db new.db -o f.csv --quiet
X
}

# The small scenario: two months of six places, a date in the schedule, a what-if, a statement.
small_scenario() {
    cp -R "$SOURCE_DIR/tests/scenarios/six-places" six
    sed 's/spin_up_days: 60/spin_up_days: 3/' "$SOURCE_DIR/tests/scenarios/six-places/scenario.yaml" >six/scenario.yaml
    cat >six/schedule.csv <<'X'
from,until,parameter,where,who,change,value,note,source
2018-03-05,,mexico.checkpoints.effort,,,set,2,more at checkpoints,[our judgement]
X
    printf 'parameter,from,spread,source\nmexico.checkpoints.effort,2018-03-05,1.25,[our judgement]\n' >six/spreads.csv
    printf 'margin,ahead,from,vado,spread\n,1,2018-01,0.5,1.5\nplace,1,2018-01,0.25,2\n' >six/stack.csv
    printf 'date,event,place,source\n2018-09-10,something,El Paso,[invented for this test]\n' >events.csv
    printf 'method,margin,name,origin,ahead,mean,sd\nanother,,,2018-08,1,9,0.1\n' >others.csv
    for last in 8 9; do # two origins: intervals of scores need more than one
        awk -v last=$last 'BEGIN {
            month = sprintf("2018-%02d", last)
            print "latent,month,where,who,value"
            for (m = 1; m <= last; m++)
                printf "departures,2018-%02d,,Honduras,0.%d\n", m, m % 3
            for (i = 0; i < 2; i++)
                printf "departures_mean,%s,,%s,0.1\ndepartures_sd,%s,,%s,0.1\n", month, i ? "Mexico" : "Honduras", month, i ? "Mexico" : "Honduras"
            printf "departures_kept,%s,,,0.8\ndepartures_shared,%s,,,0.3\n", month, month }' >six/latents/2018-0$last.csv
    done
    mkdir -p six/policies
    cat >six/policies/no-checkpoints.csv <<'X'
# title: Nobody is stopped in Mexico
# about: Checkpoints end. Who comes through?
from,until,parameter,where,who,change,value,note,source
2018-01-05,,mexico.checkpoints.effort,,,set,0,No effort,[what-if]
X
    cat >six/claims.csv <<'X'
id,documents,role,statement,from,until,reference_from,reference_until,relation,value,series,parameter,place,latents,policy,expected_verdict,note
A1,D0,output,more than a hundred,2018-01,2018-01,,,above,100,encounters,,,,,holds,
A6,D0,structural,more without checkpoints,2018-01,2018-01,,,counterfactual_higher,,encounters,,,,no-checkpoints.csv,,
B1,D0,output,a week,2018-01-01,2018-01-28,,,max_7day_mean_above,1,encounters,,,,,holds,
X
}

# The same with figures of 26 months, from which the stage rolling has origins.
long_scenario() {
    cp -R "$SOURCE_DIR/tests/scenarios/six-places" long
    sed 's/spin_up_days: 60/spin_up_days: 3/; s/until: 2018-12-31}/until: 2020-02-29}/' \
        "$SOURCE_DIR/tests/scenarios/six-places/scenario.yaml" >long/scenario.yaml
    awk 'BEGIN {
        print "series,from,until,place,nationality,group,value,unit,publisher,kind,source,note"
        for (m = 0; m < 26; m++)
            for (k = 0; k < 2; k++) {
                month = sprintf("%d-%02d", 2018 + int(m / 12), m % 12 + 1)
                printf "encounters,%s,%s,%s,,,%d,events,U.S. Border Patrol,reported,[invented for this test],\n",
                    month, month, k ? "El Paso" : "Rio Grande Valley", 9000 + 500 * (m % 7) - 6000 * k
            }
    }' >long/observed/encounters.csv
}

# made N command...: an undisturbed command that must end with N
made() {
    want=$1
    shift
    "$VADO" "$@" >made.txt 2>&1
    got=$?
    [ $got -eq "$want" ] || {
        echo "the campaign cannot be prepared: exit code $got of vado $*" >&2
        cat made.txt >&2
        exit 3
    }
}

# half.db: a run that was killed before its end, as a store that holds nothing but its first commit.
halve() {
    "$VADO" run six -o half.db --members 1 --threads 1 --quiet >/dev/null 2>&1 &
    halved=$!
    while [ ! -s half.db ] || [ -e half.db-journal ]; do :; done
    kill -9 $halved
    wait $halved 2>/dev/null
}

# What stores hold, in place of their bytes: these differ with the moment of a commit.
digests() {
    for store in *.db more/*.db runs/*.db; do
        [ -f "$store" ] || continue
        {
            "$VADO" digest "$store"
            "$VADO" summary "$store"
        } >"$store.digest" 2>&1
        mv "$store" "$store.was"
    done
}

# The folder `before`: inputs and what earlier commands have left.
prepare_before() {
    mkdir before
    cd before || exit 3
    small_scenario
    long_scenario
    cp -R "$SOURCE_DIR/tests/conflicts/valley" valley
    mkdir parts
    made 0 run six -o a.db --members 2 --threads 1 --quiet --until 2018-02-10
    made 0 run six -o b.db --members 2 --threads 1 --quiet --until 2018-02-10 --policy six/policies/no-checkpoints.csv
    made 0 run six -o long.db --mode fluid --threads 1 --quiet --until 2018-06-30
    made 0 whatif six --members 1 --threads 1 -o runs --until 2018-02-10 --quiet
    for k in 1 2; do
        made 0 run six -o part-$k.db --members 2 --threads 1 --quiet --until 2018-02-10 --member-range $k:$k
        made 0 whatif six --members 2 --threads 1 -o parts/$k --until 2018-01-31 --quiet --member-range $k:$k
    done
    made 0 knockout six --part checkpoints --quiet --threads 1 -o knock.csv --until 2018-02-10
    made 0 flee valley/input_csv valley/source_data --settings valley/simsetting.yml --days 5 --threads 1 --db flee.db \
        -o f.csv --quiet
    made 0 pack six -o six.vado
    halve
    rm -f made.txt
    cd ..
}

# prepare_library NAME: NAME.c as $library, to be put before the C library.
library=''
prepare_library() {
    "${CC:-cc}" -std=gnu17 -O1 -shared -fPIC "$here/$1.c" -o "$1.so" -ldl 2>made.txt &&
        LD_PRELOAD=$PWD/$1.so VADO_FAIL_COUNT=$PWD/n "$VADO" --version >/dev/null 2>&1 && [ -s n ] || {
        echo "SKIPPED: nothing can be put before the C library (glibc and a compiler are needed, and no sanitizer)"
        exit 77
    }
    library=$folder/$1.so
}

# Every case undisturbed; how many calls it makes into count-NAME. Those that make none are left out.
prepare_right() {
    ncases=0
    cases >all.txt
    : >cases.txt
    while read -r name line; do
        rm -rf "right-$name"
        cp -R before "right-$name"
        (
            cd "right-$name" || exit 3
            # shellcheck disable=SC2086
            LD_PRELOAD=$library VADO_FAIL_HOW=${how:-} VADO_FAIL_COUNT=$folder/count-$name "$VADO" $line >out.txt 2>err.txt
            echo $? >code.txt
            digests
        ) </dev/null
        [ -n "$library" ] && [ "$(cat "count-$name")" -eq 0 ] && continue
        ncases=$((ncases + 1))
        echo "$name $line" >>cases.txt
    done <all.txt
}

# tell FOLDER: names and sums of all that stands there but stores' bytes
tell() { (cd "$1" && find . -type f ! -name '*.was' ! -name '*-journal' | LC_ALL=C sort | xargs cksum); }

# Draws a case and one of its calls into $name, $line, $at (of $all) and $on.
draw_call() {
    draw "$ncases"
    [ -z "${VADO_CASE:-}" ] || draw=$(grep -n "^$VADO_CASE " cases.txt | cut -d: -f1)
    [ -n "$draw" ] || {
        echo "VADO_CASE: '$VADO_CASE' makes none of the calls that are failed here" >&2
        exit 2
    }
    line=$(sed -n "${draw}p" cases.txt)
    name=${line%% *} line=${line#* }
    all=$(cat "count-$name")
    draw "$all"
    at=$draw
    draw 2
    on=$((draw - 1))
    if [ -n "${VADO_EVERY:-}" ]; then
        at=$(((try + 1) / 2)) on=$((try % 2))
    fi
}

# The drawn case in t, its call failing by $how.
run_call() {
    rm -rf t
    cp -R before t
    (
        cd t || exit 3
        # shellcheck disable=SC2086
        LD_PRELOAD=$library VADO_FAIL_HOW=${how:-} VADO_FAIL_AT=$at VADO_FAIL_ON=$on timeout 120 "$VADO" $line >out.txt \
            2>err.txt
        echo $? >code.txt
    ) 2>/dev/null </dev/null
}

try_call() {
    draw_call
    [ "$at" -le "$all" ] || return 0
    run_call
    judge "vado $line: $how $at of $all, on=$on"
}

# judge WHAT: t after a disturbed run of case $name. Right, or refused: then every file but stores is as before or as it
# should be, every store is whole, and the command once more, undisturbed, gives the right result; a run is resumed first.
judge() {
    ended=$(cat t/code.txt)
    if [ "$ended" -eq "$(cat "right-$name/code.txt")" ] && [ "$ended" -ne 137 ]; then
        (cd t && digests)
        tell "right-$name" >right.txt
        tell t >is.txt
        cmp -s right.txt is.txt ||
            undetected "$1: exit code $ended, and not the right result in $(diff right.txt is.txt | sed -n 's/^[<>].* //p' | sort -u | tr '\n' ' ')"
        tried "$name: right"
        return
    fi
    if [ "$ended" -eq 0 ] || { [ "$ended" -ge 124 ] && [ "$ended" -ne 130 ] && [ "$how" != kill ]; }; then
        undetected "$1: exit code $ended, undisturbed it is $(cat "right-$name/code.txt")"
        tried "$name: wrong"
        return
    fi
    for file in $(cd before && find . -type f ! -name '*.db' ! -name '*-journal'); do
        cmp -s "before/$file" "t/$file" || cmp -s "right-$name/$file" "t/$file" ||
            undetected "$1: exit code $ended, and $file is neither the old nor the right one"
    done
    # one failed call is no reason to leave something half beside what was to be made
    [ "${on:-0}" -eq 1 ] || [ "${how:-}" = kill ] || [ -z "$(find t -name '.vado-*')" ] ||
        undetected "$1: left behind: $(find t -name '.vado-*' | head -1)"
    for store in $(cd t && find . -name '*.db'); do
        "$VADO" verify "t/$store" >is.txt 2>&1 || undetected "$1: $store: $(head -1 is.txt)"
    done
    again "$1"
    tried "$name: refused, then right"
}

# What a person does next: goes on with a run that can be resumed, or gives the command once more.
again() {
    new=$(echo "$line" | sed -n 's/^run .*-o \([^ ]*\).*/\1/p')
    [ "${line%% *}" != run ] || new=${new:-half.db}
    rm -f t/out.txt t/err.txt
    if [ -n "$new" ] && [ -f "t/$new" ] && ! "$VADO" digest "t/$new" >/dev/null 2>&1; then
        "$VADO" run --resume "t/$new" --quiet >is.txt 2>&1 || undetected "$1: cannot be resumed: $(head -1 is.txt)"
        (cd t && digests)
    else
        # shellcheck disable=SC2086
        (cd t && "$VADO" $line >out.txt 2>err.txt && digests) </dev/null
    fi
    for file in $(cd "right-$name" && find . -type f ! -name '*.was' ! -name '*-journal' ! -name out.txt ! -name err.txt \
        ! -name code.txt); do
        cmp -s "right-$name/$file" "t/$file" || undetected "$1: once more, undisturbed, $file is not the right one"
    done
}
