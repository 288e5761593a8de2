#!/bin/sh
# Flee's folders as others write them: settings by YAML 1.1, floods that make every place a camp, figures outside of a
# run, nothing to compare, more displaced than live somewhere, dates of one digit, rows told twice. A small land of its
# own: people flee from Alt to the camps Cove and Dell. Starts in an empty folder.
set -u
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"

land() { # FOLDER: everything as it should be, 20 days, 40 people displaced a day
    rm -rf "$1" && mkdir -p "$1/i" "$1/s"
    printf '#name,region,country,lat,lon,type,date,pop\nAlt,R,Home,1,10,conflict_zone,0,9000\nBrae,R,Home,1.5,10.5,town,0,0\nCove,R,Away,2,11,camp,0,5000\nDell,R,Away,1,11.5,camp,0,5000\n' >"$1/i/locations.csv"
    printf '#name1,name2,distance,forced\nAlt,Brae,90,0\nBrae,Cove,140,0\nBrae,Dell,190,0\n' >"$1/i/routes.csv"
    awk 'BEGIN { print "#Day,Alt"; for (i = 0; i < 25; i++) print i ",1" }' >"$1/i/conflicts.csv"
    echo '#type,name1,name2,start,end' >"$1/i/closures.csv"
    printf 'StartDate,2021-03-01\nLength,20\n' >"$1/i/sim_period.csv"
    printf 'total,t.csv\nCove,c.csv\nDell,d.csv\n' >"$1/s/data_layout.csv"
    printf '2021-03-01,200\n2021-03-20,960\n' >"$1/s/t.csv"
    printf '2021-03-01,100\n2021-03-20,480\n' >"$1/s/c.csv"
    printf '2021-03-01,100\n2021-03-20,480\n' >"$1/s/d.csv"
    printf 'move_rules:\n  conflict_weight: 0.25\n' >"$1/y.yml"
}
go() { # CODE FOLDER OPTIONS...
    go_code=$1 go_folder=$2
    shift 2
    code "$go_code" "$V" flee "$go_folder/i" "$go_folder/s" --settings "$go_folder/y.yml" -o got.csv --force "$@"
}
created() { # people ever displaced, as the last row has it
    [ "$(tail -1 got.csv | awk -F, '{ print $(NF - 3) }')" = "$1" ] ||
        wrong "created $(tail -1 got.csv | awk -F, '{ print $(NF - 3) }'), expected $1: $2"
}
no_score() { says "^ARD - rescaled -: $1" out.txt; }

land a
go 0 a
grep warning err.txt && wrong "a warning where all is right"
created 960 "as the data say"

# ---- settings as PyYAML reads them ----
yaml() { # SECTION LINE CREATED WARNING
    printf '%s:\n  %s\n' "$1" "$2" >a/y.yml
    go 0 a
    created "$3" "$2"
    if [ -n "$4" ]; then says "$4" err.txt; else grep 'y.yml.*warning' err.txt && wrong "a warning: $2"; fi
}
# without insert_day0 the first day displaces the total and the camps: 400, and 760 after it
yaml spawn_rules 'insert_day0: False' 1160 ''
yaml spawn_rules 'insert_day0: off' 1160 ''
yaml spawn_rules 'insert_day0: ~' 1160 'y.yml:2:.*False'
yaml spawn_rules 'insert_day0: ""' 1160 'y.yml:2:.*empty text is False'
yaml spawn_rules 'insert_day0: "False"' 960 'y.yml:2:16: warning: found the text "False".*any text is True'
yaml spawn_rules "insert_day0: 'no'" 960 'any text is True'
yaml spawn_rules 'insert_day0: n' 960 'any text is True'
yaml optimisations 'hasten: 010' 120 'y.yml:2:11: warning: found "010".*this is 8'
yaml optimisations 'hasten: 0x0a' 96 'this is 10'
yaml optimisations 'hasten: 1_0' 96 ''
yaml optimisations 'hasten: "10"' 96 ''
yaml optimisations 'hasten: 10.9' 96 'cuts it to 10'
yaml log_levels 'agent: 3' 960 'y.yml:2:10: warning.*no number changes'
yaml log_levels 'link: all' 960 'y.yml:2:9: warning.*changes a number'
yaml log_levels 'granularity: nowhere' 960 'no number changes'
yaml move_rules 'softening: 1e1' 960 ''
printf '\357\273\277move_rules:\r\n  softening: 10.0\r\nspawn_rules:\r\n  insert_day0: no\r\n' >a/y.yml
go 0 a
created 1160 "a byte order mark and CRLF"
printf 'optimisations:\n  hasten: 1e1\n' >a/y.yml
go 1 a
says 'y.yml:2:11: found "1e1", expected a whole number.*to Flee this is a text; write 10' err.txt
printf 'optimisations:\n  hasten: ten\n' >a/y.yml
go 1 a
says 'y.yml:2:11: found "ten"' err.txt

# ---- awareness ----
for level in 4 5 -1; do
    printf 'move_rules:\n  awareness_level: %s\n' "$level" >a/y.yml
    go 0 a
    mv got.csv "aware$level.csv"
done
cmp -s aware4.csv aware5.csv || wrong "on a land of three links 5 is not as 4"
printf 'move_rules:\n  awareness_level: 1\n' >a/y.yml
go 0 a
cmp -s aware-1.csv got.csv || wrong "-1 is not as 1"
cmp -s aware4.csv got.csv && wrong "4 is as 1"
printf 'move_rules:\n  awareness_level: 0\n' >a/y.yml
go 0 a
says 'y.yml:2:.*awareness_level: 0.*nobody then leaves' err.txt
tail -1 got.csv | grep -q '^19,2021-03-21,100,480,[0-9.]*,100,480,' || wrong "at awareness 0 people move: $(tail -1 got.csv)"

# ---- floods: every place is a camp ----
land f
sed -i 's/conflict_zone/flood_zone/' f/i/locations.csv
printf '#Day,Alt\n0,2\n1,2\n2,2\n3,0\n4,0\n' >f/i/flood_level.csv
printf 'spawn_rules:\n  flood_zone_spawning_only: True\n  conflict_zone_spawning_only: False\n  take_from_population: True\n  flood_driven_spawn_mode:\n    displaced_per_flood_day: [0.0, 0.05, 0.1, 0.2]\nmove_rules:\n  flood_rules:\n    flood_movechances: [0.3, 0.5, 0.8, 1.0]\n    flood_loc_weights: [1.0, 0.8, 0.6, 0.4]\n' >f/y.yml
go 1 f --days 5
says 'data_layout.csv:1:1: found no row for Alt, expected a row for each place' err.txt
says 'found no row for Brae' err.txt
printf 'Alt,z.csv\nBrae,z.csv\n' >>f/s/data_layout.csv
printf '2021-03-01,0\n2021-03-20,0\n' >f/s/z.csv
printf '2021-03-01,0\n2021-03-20,480\n' | tee f/s/c.csv >f/s/d.csv
for how in split individual; do
    go 0 f --days 5 --arithmetic $how
    names=$(head -1 got.csv | cut -d, -f3,6,9,12)
    [ "$names" = "Alt sim,Brae sim,Cove sim,Dell sim" ] || wrong "columns of a flood: $names"
    # a tenth of 9,000, of 8,100, of 7,290: 900, 810, 729; every road is shorter than a day, so nobody is on one
    awk -F, 'NR > 1 { d = NR - 2; n = d == 0 ? 900 : d == 1 ? 1710 : 2439; s = $3 + $6 + $9 + $12
        if (s != n || $(NF - 3) != n || $(NF - 1) != n || $(NF - 2) != 0 || $(NF - 4) != 0 || $(NF - 5) != 0) { print; bad = 1 } }
        END { exit bad }' got.csv || wrong "a flood, $how: not as the specification has it"
done

# ---- what can be compared ----
land c
sed -i 's/2021/2022/' c/i/sim_period.csv
go 0 c --db other-year.db
says 'data_layout.csv:2:1: warning: found Cove: no figure inside the run, all from 2021-03-01 to 2021-03-20.*480 stands' err.txt
no_score 'no camp has a figure on a day of the run'
code 0 "$V" summary other-year.db
grep -i 'relative difference' out.txt && wrong "a difference of nothing in the summary"
code 0 "$V" export other-year.db people --by month,place
code 0 "$V" report other-year.db -o c.html
grep 'relative difference' c.html && wrong "a difference of nothing in the report"
land c
printf 'optimisations:\n  hasten: 5000\n' >c/y.yml
go 0 c
no_score 'the data hold nobody'
land c
printf '2021-03-01,0\n2021-03-20,0\n' | tee c/s/c.csv >c/s/d.csv
go 0 c
no_score 'the data hold nobody'
land c
printf 'spawn_rules:\n  conflict_driven_spawning:\n    displaced_per_conflict_day: 0\n  insert_day0: no\n' >c/y.yml
go 0 c
no_score 'nobody is displaced'
land c
printf '2021-03-06,100\n2021-03-11,480\n' >c/s/c.csv
go 0 c
says 'data_layout.csv:2:1: warning: found Cove: no figure before 2021-03-06 (day 5).*its first one, 100' err.txt
says 'data_layout.csv:2:1: warning: found Cove: no figure after 2021-03-11 (day 10).*its last one, 480' err.txt
grep 'found Dell' err.txt && wrong "Dell has figures on every day"

# ---- more than live there ----
for take in True False; do
    land m
    printf 'spawn_rules:\n  take_from_population: %s\n  conflict_driven_spawning:\n    displaced_per_conflict_day: 700\n' $take >m/y.yml
    go 0 m
    created 14200 "Flee goes on"
    says 'locations.csv:2:1: warning: found Alt: 9100 people have left by day 12 (2021-03-13), expected at most the 9000' err.txt
    [ $take = True ] || says 'take_from_population: True with --sane' err.txt
    for how in split individual; do
        go 0 m --sane --arithmetic $how
        [ $take = True ] && created 9200 "--sane holds them, $how"
    done
done
printf 'spawn_rules:\n  take_from_population: True\n  conflict_driven_spawning:\n    spawn_mode: poisson\n    displaced_per_conflict_day: 700\n' >m/y.yml
go 0 m --sane
created 9200 "--sane holds them, Poisson"
land m
sed -i 's/,9000/,200/' m/i/locations.csv
printf 'spawn_rules:\n  take_from_population: True\n' >m/y.yml
go 1 m
says 'locations.csv:2:1: found nobody left to be displaced on day 6 (2021-03-07)' err.txt
go 0 m --days 6
go 0 m --sane
created 400 "--sane displaces those who live there"
# two zones: who is left is chance, so it is found on the day, which is one of the run
printf 'Alt2,R,Home,1.2,10,conflict_zone,0,100\n' >>m/i/locations.csv
echo 'Alt2,Brae,90,0' >>m/i/routes.csv
sed -i '1s/$/,Alt2/;2,$s/$/,1/' m/i/conflicts.csv
go 4 m
says 'day [89] (2021-03-\(09\|10\))' err.txt
grep 'day 1[0-9]\|day 2' err.txt && wrong "a tick of the engine's clock is told as a day"
go 0 m --sane
created 500 "--sane, two zones"

# ---- rows as Flee takes them ----
land r
printf '2021-3-1,100\n2021-3-20,480\n' >r/s/c.csv
printf 'StartDate,2021-3-1\nLength,20\n' >r/i/sim_period.csv
go 0 r
created 960 "one digit for a month"
printf '2021-3-1,100\n2021-13-20,480\n' >r/s/c.csv
go 1 r
says 'c.csv:2:1: found "2021-13-20"' err.txt
land r
printf '2021-03-01,100\n2021-03-05,\n2021-03-20,480\n' >r/s/c.csv
go 0 r
created 960 "a row without a number"
says 'c.csv:2:1: warning.*a number after the date.*passed over' err.txt
land r
printf 'Cove,total.csv\n' >/dev/null
printf 'Cove,c.csv\nDell,d.csv\ntotal,t.csv\n' >r/s/data_layout.csv
sed -i 's/,960/,1340/' r/s/t.csv
go 0 r # Dell and the total displace: 380 and 1140
created 1720 "a total that is not first"
says 'data_layout.csv:1:1: warning.*first row for the total' err.txt
go 0 r --sane
created 960 "a total that is not first, --sane"
printf 'total,t.csv\nCove,c.csv\nDell,d.csv\nDell,d.csv\n' >r/s/data_layout.csv
go 0 r
created 1340 "a camp twice"
says 'data_layout.csv:4:1: warning.*each name once.*once more' err.txt
go 0 r --sane
created 960 "a camp twice, --sane"
land r
go 0 r --sane
mv got.csv once.csv
echo 'Cove,Brae,140,0' >>r/i/routes.csv
go 0 r --sane
cmp -s got.csv once.csv || wrong "--sane: a road told both ways counts twice"
says 'routes.csv:5:1: warning.*line 3' err.txt
land r
sed -i '1s/#Day/Day/' r/i/conflicts.csv
sed -i 's/$/\r/' r/s/*.csv r/i/*.csv
go 0 r
created 960 "a header without #, CRLF"
sed -i 's/camp,0,5000/camp,0,-1/' r/i/locations.csv
go 0 r
says 'locations.csv:4:.*warning.*no limit' err.txt

# ---- settings against each other ----
printf 'spawn_rules:\n  flood_zone_spawning_only: True\n' >a/y.yml
go 1 a
says 'flood_zone_spawning_only and conflict_zone_spawning_only' err.txt
printf 'spawn_rules:\n  insert_day0: True\n  empty_camps_on_day0: True\n' >a/y.yml
go 0 a
says 'y.yml:3:.*insert_day0 and empty_camps_on_day0' err.txt

# ---- the cases others have filed ----
CASES=$SOURCE_DIR/../shared/cases/flee
if [ -d "$CASES" ]; then
    case_of() { "$V" flee "$CASES/$1/input_csv" "$CASES/$1/source_data" --settings "$CASES/$1/simsetting.yml" -o got.csv --force $2 >out.txt 2>err.txt; }
    case_of flood-camps-are-all-places '' && tail -1 got.csv | grep -q ',0.0,0,960,0,960,0$' || wrong "flood"
    case_of nobody-simulated-scores-zero '' && no_score ''
    case_of data-of-another-year '' && no_score ''
    case_of failing-day-is-not-a-day '' && wrong "it runs"
    says 'day 11 (2020-03-02)' err.txt
    case_of more-leave-than-live '' && created 150300 filed && case_of more-leave-than-live --sane && created 50300 filed
    case_of quoted-false '' && created 3674 filed && says '^ARD 0.17' out.txt
    case_of one-digit-month '' && tail -1 got.csv | cut -d, -f4 | grep -q '^2161$' || wrong "one digit"
    case_of awareness-four '' || wrong "awareness 4"
    case_of agent-log-asked-for '' || wrong "logs"
else
    echo "no ../shared/cases: its folders are skipped"
fi
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
