#!/bin/sh
# vado export -o FOLDER: what is in the folder is what `vado export` prints of each series and margin; datapackage.json
# names each file and nothing else; harm is in every folder; a folder that is there, a disk that is full and a name that
# cannot be taken are refused and leave nothing. Then the queries that are documented for other programs. Starts in an empty folder.
set -u
. "${SOURCE_DIR:?}/tests/command.sh"
V=${VADO:?}
cp -R "$SOURCE_DIR/tests/scenarios/six-places" S
code 0 "$V" run S -o a.db --members 3 --threads 1 --until 2018-02-28 --quiet

# ---- every series ----
code 0 "$V" export a.db --all -o all
[ ! -s out.txt ] || wrong "a folder is written, and something goes to stdout"
says 'harm in the same period' err.txt
"$V" series a.db >series.csv
# NAME,MARGIN of each file that is due
awk -F, 'NR > 1 { print $1 ","; if ($5) print $1 ",place"; if ($6) print $1 ",nationality"; if ($7) print $1 ",group" }' \
    series.csv >due.txt
[ "$(wc -l <due.txt)" -gt 100 ] || wrong "so few files are due: $(wc -l <due.txt)"
sed 's/,$/.csv/; s/,\(..*\)/-by-\1.csv/' due.txt >names.txt
{ cat names.txt && printf 'published.csv\ndatapackage.json\n'; } | LC_ALL=C sort >expected.txt
ls -A all | LC_ALL=C sort >found.txt
cmp -s expected.txt found.txt || wrong "not the files that are due: $(diff expected.txt found.txt | head -5)"
for due in encounters, encounters,place deaths,nationality waiting,group days_waiting, repeat_share,nationality; do
    name=${due%%,*} margin=${due#*,}
    "$V" export a.db "$name" --by "month${margin:+,$margin}" >one.csv 2>/dev/null
    cmp -s one.csv "all/$name${margin:+-by-$margin}.csv" || wrong "$due is not as exported alone"
done
awk -F, 'NR > 1' all/published.csv | grep -q 'U.S. Border Patrol' || wrong "published figures without their publisher"

# datapackage.json: each file once, by its name, and no other
grep -o '"path":"[^"]*\.csv"' all/datapackage.json | sed 's/"path":"//; s/"$//' | LC_ALL=C sort >described.txt
grep -v datapackage expected.txt | cmp -s - described.txt || wrong "datapackage.json describes other files than there are"
for words in '"licenses":\[{"name":"Apache-2.0"}\]' '"title":"U.S. Border Patrol"' '"unit":"events"' \
    "\"digest\":\"$("$V" digest a.db)\"" '"type":"yearmonth"' '"harm":true'; do
    grep -q "$words" all/datapackage.json || wrong "datapackage.json does not say $words"
done
if python3 -c '' 2>/dev/null; then
    # Fields and keys are those of each file's header; every resource that is harm says so.
    python3 - <<'END' || wrong "datapackage.json is not what its files are (see above)"
import csv, json, sys
package = json.load(open("all/datapackage.json", encoding="utf-8"))
harm = {row["series"]: row["harm"] == "1" for row in csv.DictReader(open("series.csv"))}
for one in package["resources"]:
    header = next(csv.reader(open("all/" + one["path"], encoding="utf-8")))
    fields = [field["name"] for field in one["schema"]["fields"]]
    series = one["name"].split("-by-")[0]
    if fields != header or not set(one["schema"].get("primaryKey", [])) <= set(header):
        sys.exit(f"{one['path']}: {fields} of {header}")
    if series in harm and one["harm"] != harm[series]:
        sys.exit(f"{series}: harm is {harm[series]}")
END
else
    echo "SKIPPED in part: no python3 reads datapackage.json"
fi

# ---- some series, with margins: harm comes with them ----
code 0 "$V" export a.db encounters gotaways --by year,place --fiscal --members --licence CC-BY-4.0 -o some/
for name in encounters gotaways deaths kidnappings extortion waiting; do
    [ -s some/$name.csv ] || wrong "$name is not in the folder"
done
[ ! -e some/departures.csv ] || wrong "a series that nobody asked for is in the folder"
[ "$(head -1 some/deaths.csv)" = year,place,member,value ] || wrong "deaths without the margin that they keep"
[ "$(head -1 some/extortion.csv)" = year,member,value ] || wrong "extortion by a margin that it does not keep"
says '"name":"CC-BY-4.0"' some/datapackage.json
code 0 "$V" export a.db deaths --by day -o days
[ "$(head -1 days/deaths.csv)" = date,quantile,value ] || wrong "days are not days"

# ---- refusals: exit code, words, and nothing there that was not there ----
there() { find . -mindepth 1 ! -name out.txt ! -name err.txt ! -name before -printf '%p %i %s %l\n' | sort; }
refused() { # CODE WORDS OPTION...
    want=$1 words=$2
    shift 2
    there >before
    code "$want" "$V" export a.db "$@"
    says "$words" err.txt
    there | cmp -s before - || wrong "something was left or changed: $*"
}
mkdir empty
printf 'mine\n' >file
ln -s nothing dangling
refused 3 'is there already: found a folder' --all -o all
refused 3 'is there already: found a folder' --all -o empty/
refused 3 'is there already: found a file' encounters -o file
refused 3 'is there already' encounters -o dangling
refused 3 'the folder no is not there' encounters -o no/such
refused 3 'empty name' encounters -o ''
refused 3 'standard output' encounters -o -
refused 2 'did you mean encounters' encouters deaths -o new
refused 2 'expected a margin that gotaways keeps' gotaways --by month,group -o new
refused 2 'ask for month' --all --by day,place -o new
refused 2 'name a folder' --all
refused 2 'name a folder' encounters deaths
refused 2 'leave one out' encounters --all -o new
refused 2 'expected -o' encounters --licence MIT
(
    ulimit -f 40
    refused 3 'could not be written whole' --all -o new
    exit $failed
) || failed=1
if unshare -m true 2>/dev/null && unshare -m sh -c 'mkdir -p disk && mount -t tmpfs -o size=64k none disk' 2>/dev/null; then
    unshare -m sh -c '
        mount -t tmpfs -o size=64k none disk || exit 9
        "$VADO" export a.db --all -o disk/new 2>err.txt
        [ $? -eq 3 ] && grep -q "No space left" err.txt && [ -z "$(ls -A disk)" ]' ||
        wrong "a full disk is not refused, or something half is left on it: $(cat err.txt)"
else
    echo "SKIPPED in part: no small disk can be mounted here"
fi
# ---- the view tidy, by the queries of docs/command.md ----
mkdir -p out
cp a.db out/a.db
query=$(sed -n 's/^    sqlite3 -header out.a.db "\(.*\)"$/\1/p' "$SOURCE_DIR/docs/command.md")
[ -n "$query" ] || wrong "docs/command.md has no query for sqlite3"
"$V" export a.db encounters --members 2>/dev/null | awk -F, 'NR > 1 { print $2 "|" $1 "-01|" $3 }' | sort >expected.txt
if command -v sqlite3 >/dev/null; then
    sqlite3 out/a.db "SELECT member, date, CAST(value AS INTEGER) FROM ($query) WHERE series = 'encounters'" | sort >found.txt
    cmp -s expected.txt found.txt || wrong "the sqlite3 shell does not read encounters: $(diff expected.txt found.txt | head -4)"
    sqlite3 out/a.db "SELECT DISTINCT series FROM ($query)" | grep -qx deaths || wrong "harm does not come with the query"
else
    echo "SKIPPED in part: the sqlite3 shell is missing (Debian package sqlite3)"
fi
pandas=''
for python in python3 /usr/bin/python3; do
    [ -n "$pandas" ] || ! $python -c 'import pandas' 2>/dev/null || pandas=$python
done
if [ -n "$pandas" ]; then
    { sed -n 's/^    \(import pandas.*\)/\1/p' "$SOURCE_DIR/docs/command.md"
        sed -n 's/^    \(pandas.read_sql.*\)/frame = \1/p' "$SOURCE_DIR/docs/command.md"
        echo 'for row in frame[frame.series == "encounters"].itertuples(): print(row.member, row.date, int(row.value), sep="|")'
    } | $pandas - | sort >found.txt
    cmp -s expected.txt found.txt || wrong "pandas does not read encounters"
else
    echo "SKIPPED in part: pandas is missing (Debian package python3-pandas)"
fi
if Rscript -e 'library(RSQLite)' >/dev/null 2>&1; then
    { sed -n 's/^    \(db <- DBI::dbConnect.*\)/\1/p' "$SOURCE_DIR/docs/command.md"
        sed -n 's/^    \(DBI::dbGetQuery.*\)/frame <- \1/p' "$SOURCE_DIR/docs/command.md"
        echo 'with(frame[frame$series == "encounters", ], cat(paste(member, date, format(value, scientific = FALSE, trim = TRUE), sep = "|"), sep = "\n"))'
    } >query.R
    Rscript query.R | sort >found.txt
    cmp -s expected.txt found.txt || wrong "R does not read encounters: $(diff expected.txt found.txt | head -4)"
else
    echo "SKIPPED in part: RSQLite is missing (Debian package r-cran-rsqlite)"
fi
[ $failed -eq 0 ] && echo "all is well"
exit $failed
