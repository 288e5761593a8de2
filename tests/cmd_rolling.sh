#!/bin/sh
# vado fit --stage rolling with a file of rows and a folder of tables: each origin's latents are a table that says which
# month it ends with; a second call fits nothing again, one whose table is gone finds it anew to
# the byte; what cannot be is refused. Starts in an empty folder.
set -u
V=${VADO:?}
. "${SOURCE_DIR:?}/tests/command.sh"
. "$SOURCE_DIR/tools/campaign/lib/commands.sh"
long_scenario

code 0 "$V" fit long --stage rolling -o rows.csv --tables long/latents
cp rows.csv first.csv
[ "$(cut -d, -f1 rows.csv | grep -c '^20')" -gt 0 ] || wrong "no rows"
for origin in $(grep -v '^#' rows.csv | cut -d, -f1 | grep '^20' | sort -u); do
    grep -q "^# Last month of published figures used: $origin\." "long/latents/$origin.csv" || wrong "no latents of $origin"
    last=$(awk -F, '$1 == "departures" { print $2 }' "long/latents/$origin.csv" | sort | tail -n 1)
    [ "$last" = "$origin" ] || wrong "latents of $origin go on to $last"
    cp "long/latents/$origin.csv" "was-$origin.csv"
done

# what is there stays: by its inode, since a table that is written is a new file
ls -i long/latents/*.csv >before.txt
code 0 "$V" fit long --stage rolling -o rows.csv --tables long/latents
ls -i long/latents/*.csv >after.txt
cmp -s before.txt after.txt || wrong "a second call writes tables again"
rm "long/latents/$origin.csv"
code 0 "$V" fit long --stage rolling -o rows.csv --tables long/latents
cmp -s "was-$origin.csv" "long/latents/$origin.csv" || wrong "a table that was gone is not the same"
cmp -s rows.csv first.csv || wrong "rows change with it"

# ---- refused ----
code 2 "$V" fit long --stage rolling --tables here
says '^tables: \|tables: found no' err.txt
code 3 "$V" fit long --stage rolling -o rows.csv --tables rows.csv
code 3 "$V" fit long --stage rolling -o rows.csv --tables no/such/folder
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
