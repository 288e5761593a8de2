#!/bin/sh
# vado flee --fit on the small synthetic conflict: the half that scores is never seen; truths that are known are found
# again, or left alone; the file is one that vado flee takes, and its differences are those that the table says; what
# cannot be fitted is refused. Starts in an empty folder. ctest: processors=2
set -u
S=${SOURCE_DIR:?}/tests/conflicts/valley
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"
cp -R "$S" valley
DAYS=60 HALF=30
fit() { # CODE DATA SETTINGS OPTIONS...
    fit_code=$1 fit_data=$2 fit_settings=$3
    shift 3
    code "$fit_code" "$V" flee valley/input_csv "$fit_data" --settings "$fit_settings" --days $DAYS --fit "$@"
}
keys() { grep -v '^#' "$1"; }
value() { sed -n "s/^ *$1: //p" "$2"; }

# ---- the half that scores is never seen ----
# later FOLDER DAY FACTOR: figures from that day on, times a factor, and every other row of them left out
changed() {
    rm -rf "$1" && cp -R valley/source_data "$1"
    for f in "$1"/*.csv; do
        [ "$(basename "$f")" = data_layout.csv ] && continue
        awk -F, -v from="$2" -v to="$3" -v factor="$4" 'NR > 1 {
            split($1, d, "-"); day = (d[2] == 3 ? 0 : d[2] == 4 ? 31 : d[2] == 5 ? 61 : 92) + d[3] - 1
            if (day >= from && day < to) $2 = int($2 * factor)
        } { print $1 "," $2 }' "$f" >new && mv new "$f"
    done
}
fit 0 valley/source_data valley/simsetting.yml -o given.yml --threads 1
cp out.txt given.txt
changed later $HALF 999 3
fit 0 later valley/simsetting.yml -o later.yml --threads 2
cmp -s valley/source_data/ilex.csv later/ilex.csv && wrong "no later figure was changed"
keys given.yml >a && keys later.yml >b
cmp -s a b || wrong "figures of the second half have changed a fitted setting: $(diff a b | head -3)"
[ "$(tail -1 out.txt | cut -d' ' -f7)" != "$(tail -1 given.txt | cut -d' ' -f7)" ] ||
    wrong "figures of the second half change no score"
changed earlier 1 $HALF 0.4
fit 0 earlier valley/simsetting.yml -o earlier.yml --quiet
keys earlier.yml >b
cmp -s a b && wrong "figures of the first half change no setting"

# ---- the table, the file, and a run with it ----
says '^default_movechance  *0\.3  *[0-9.]*  *0.01 to 1   0.1 to 0.9$' given.txt
says "^days 0 to $((HALF - 1)), fitted" given.txt
says "^days $HALF to $((DAYS - 1)), not seen" given.txt
says 'after 539 runs' given.txt
says 'Not in these rules: death' given.txt
says '^# Settings of Flee.s rules, fitted by vado' given.yml
[ "$(value default_movechance given.yml)" = "$(sed -n 's/^default_movechance *[0-9.]* *\([0-9.]*\) .*/\1/p' given.txt)" ] ||
    [ "$(value default_movechance given.yml)" = 1.0 ] || wrong "the file has another default_movechance than the table"
[ "$(value idp_totals given.yml)" = 1 ] || wrong "a setting that no fit moves is not as it was"
halves() { # CSV: averaged relative difference of both halves
    awk -F, -v half=$HALF 'NR > 1 { a = n = 0
        for (c = 3; c < 15; c += 3) { a += $c > $(c + 1) ? $c - $(c + 1) : $(c + 1) - $c; n += $(c + 1) }
        s[NR - 2 >= half] += a / (n > 1 ? n : 1); k[NR - 2 >= half]++
    } END { printf "%.3f %.3f\n", s[0] / k[0], s[1] / k[1] }' "$1"
}
code 0 "$V" flee valley/input_csv valley/source_data --settings given.yml --days $DAYS --quiet -o run.csv
grep -q warning err.txt && wrong "the fitted settings bring a warning: $(head -2 err.txt)"
[ "$(halves run.csv)" = "$(tail -1 given.txt | awk '{ print $5, $9 }' | sed 's/,//')" ] ||
    wrong "a run with the file has $(halves run.csv), the fit said $(tail -1 given.txt)"
code 0 "$V" flee valley/input_csv valley/source_data --settings valley/simsetting.yml --days $DAYS --quiet -o run.csv
[ "$(halves run.csv)" = "$(tail -1 given.txt | awk '{ print $3, $7 }' | sed 's/,//')" ] ||
    wrong "a run with the settings as given has $(halves run.csv), the fit said $(tail -1 given.txt)"

# ---- a truth is found again, and one that is there is left alone ----
# Conflicts displace people here, so that the figures, which a run has made, displace nobody.
sed 's/^spawn_rules:/spawn_rules:\n  conflict_driven_spawning:\n    displaced_per_conflict_day: 40/' \
    valley/simsetting.yml >driven.yml
sed 's/default_movechance: 0.3/default_movechance: 0.6/' driven.yml >truth.yml
figures() { # FOLDER SETTINGS SEED: what a run counts, as figures
    rm -rf "$1" && cp -R valley/source_data "$1"
    code 0 "$V" flee valley/input_csv valley/source_data --settings "$2" --days $DAYS --seed "$3" --quiet -o run.csv
    i=3
    for camp in haven ilex jara kolm; do
        awk -F, -v c=$i 'NR == 1 { print "Date,people" } NR > 1 { d = NR - 2; m = d < 31 ? 3 : d < 61 ? 4 : 5
            printf "2020-%02d-%02d,%d\n", m, d - (m == 3 ? 0 : m == 4 ? 31 : 61) + 1, $c }' run.csv >"$1/$camp.csv"
        i=$((i + 3))
    done
}
mv valley/input_csv/registration_corrections.csv . # its dates are of other figures
figures made truth.yml 5
fit 0 made driven.yml -o found.yml --quiet
awk -v v="$(value default_movechance found.yml)" 'BEGIN { exit !(v > 0.4 && v < 0.75) }' ||
    wrong "the truth is a default_movechance of 0.6, found is $(value default_movechance found.yml)"
tail -1 out.txt | awk '{ exit !($9 < 0.5 * $7) }' || wrong "the second half is not told better: $(tail -1 out.txt)"
figures same driven.yml 1
fit 0 same driven.yml -o same.yml
says 'No fit foretells them better by more than chance than the settings as given, which stay' out.txt
[ "$(value default_movechance same.yml)" = 0.3 ] || wrong "settings that are true are not left alone"

# ---- a published conflict, cut short ----
shared=$SOURCE_DIR/../shared/peers/flee
if [ -r "$shared/simsetting.yml" ]; then
    code 0 "$V" flee "$shared/conflicts/mali2012/input_csv" "$shared/conflicts/mali2012/source_data" --days 120 \
        --settings "$shared/simsetting.yml" --fit --quiet
    tail -1 out.txt | awk '{ exit !($9 < 0.95 * $7) }' || wrong "120 days of mali2012: $(tail -1 out.txt)"
else
    echo "$shared is not there: no published conflict is fitted"
fi

# ---- refused ----
for also in '--members 3' '--db x.db'; do
    # shellcheck disable=SC2086
    fit 2 valley/source_data valley/simsetting.yml $also
    says "--fit and ${also%% *}: found both" err.txt
done
code 1 "$V" flee valley/input_csv --settings driven.yml --fit -o none.yml
says 'found nothing to fit to (there are no data to compare with), expected figures of camps' err.txt
code 1 "$V" flee valley/input_csv valley/source_data --settings valley/simsetting.yml --days 59 --fit -o none.yml
says 'found 59 days, expected 60 or more' err.txt
cp -R valley/source_data late
for f in haven ilex jara kolm; do printf '2020-03-01,0\n2020-04-10,3000\n' >late/$f.csv; done
fit 1 late valley/simsetting.yml -o none.yml
says "the first half ($HALF days) cannot be fitted by itself: no camp has a figure" err.txt
code 3 "$V" flee valley/input_csv nowhere --fit -o none.yml
fit 3 valley/source_data valley/simsetting.yml -o valley/simsetting.yml
says 'valley/simsetting.yml' err.txt
[ ! -e none.yml ] && [ ! -e x.db ] || wrong "an output of what was refused"
exit $failed
