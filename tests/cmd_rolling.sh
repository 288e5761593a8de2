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

# ---- knots that stay: only what is expected after them is found anew ----
origin=$(cut -d, -f1 rows.csv | grep '^20' | sort -u | tail -n 1)
awk -F, -v OFS=, '$1 == "departures" { $5 += 0.1 } 1' "long/latents/$origin.csv" >moved.csv # what a step would take back
code 0 "$V" fit long --stage latents --until "$origin" --latents moved.csv --knots-stay -o stay.csv
for table in moved stay; do awk -F, '!/^#/ && $1 !~ /_/' $table.csv >$table.knots; done
cmp -s moved.knots stay.knots || wrong "knots that stay are others"
code 2 "$V" fit long --stage latents --until "$origin" --knots-stay -o x.csv
code 2 "$V" fit long --stage rolling --latents stay.csv --knots-stay
code 1 "$V" fit long --stage latents --until 2018-05 --latents stay.csv --knots-stay -o x.csv
says 'stay.csv: found a last month of' err.txt

# ---- refused ----
code 2 "$V" fit long --stage rolling --tables here
says '^tables: \|tables: found no' err.txt
code 3 "$V" fit long --stage rolling -o rows.csv --tables rows.csv
code 3 "$V" fit long --stage rolling -o rows.csv --tables no/such/folder
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
