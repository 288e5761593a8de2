#!/bin/sh
# Parts of a run (--member-range), made apart and put together by vado merge: the digest, tables and sentences of one run.
# A part is no run; parts that are damaged, not finished, of another run, there twice or missing are refused, all at once.
# A part that was killed goes on. What-ifs likewise, folder by folder. Starts in an empty folder. ctest: processors=2
set -u
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"
cp -R "$SOURCE_DIR/tests/scenarios/six-places" small
rm -rf small/policies
mkdir small/policies
cat >small/policies/no-checkpoints.csv <<'END'
# title: Nobody is stopped in Mexico
from,until,parameter,where,who,change,value,note,source
2018-02-01,,mexico.checkpoints.effort,,,set,0,No effort,[what-if]
END
run() { # FILE.db RANGE ...
    db=$1 range=$2
    shift 2
    code 0 "$V" run small -o "$db" --members 5 --until 2018-04-30 --quiet --member-range "$range" "$@"
}
digest_of() { "$V" digest "$1" 2>/dev/null || echo none; }

# ---- parts in any order, by any number of threads: one run ----
run one.db 1:5
run a.db 1:2 --threads 1
run b.db 3:3
run c.db 4:5 --threads 2
code 0 "$V" merge c.db a.db b.db -o all.db --quiet
[ -s err.txt ] && wrong "--quiet says something: $(cat err.txt)"
[ "$(digest_of all.db)" = "$(digest_of one.db)" ] || wrong "three parts have another digest than one run"
[ "$(digest_of all.db)" != none ] || wrong "there is no digest"
code 0 "$V" verify all.db a.db
says '^all.db: whole: 64 months of results of 16 runs' out.txt
says '^a.db: whole, a part: 28 months of results of 7 runs, of members 1 to 2' out.txt
for command in 'summary' 'export encounters --by month,place --members' 'series' 'export deaths --by day'; do
    # shellcheck disable=SC2086 # words
    set -- $command
    word=$1
    shift
    code 0 "$V" "$word" one.db "$@"
    mv out.txt of-one.txt
    code 0 "$V" "$word" all.db "$@"
    cmp -s out.txt of-one.txt || wrong "vado $command is another of the parts put together"
done
for which in one all; do
    code 0 "$V" report $which.db -o $which.html
    sed "s/vado explain $which.db/vado explain X.db/; s/<dd>vado [^<]*$which.db[^<]*/<dd>vado X/" $which.html >$which.page
done
cmp -s one.page all.page || wrong "the page of the parts put together is another"
code 0 "$V" merge one.db -o copy.db --quiet
[ "$(digest_of copy.db)" = "$(digest_of one.db)" ] || wrong "a whole run is not taken as the one part of itself"

# ---- a folder stands for its stores; the name of a part where none is given ----
mkdir -p parts
cp a.db b.db c.db parts
echo 'a log' >parts/task.log
code 0 "$V" merge parts -o folder.db
says '^written: folder.db' err.txt
[ "$(digest_of folder.db)" = "$(digest_of one.db)" ] || wrong "a folder of parts has another digest"
code 0 "$V" run small --members 2 --until 2018-01-31 --quiet --member-range 2:2
[ -s out/small-2-2.db ] || wrong "a part without a name is not out/small-2-2.db: $(ls out)"

# ---- a part is no run, and says so ----
code 3 "$V" digest a.db
says 'a.db: found a part, members 1 to 2 of 5, expected a whole run: .vado merge. puts it together' err.txt
code 3 "$V" summary a.db
code 3 "$V" report a.db -o a.html
[ -e a.html ] && wrong "a page was made of a part"
code 0 "$V" summary a.db --partial
says '^PARTIAL: a part of the run, its members 1 to 2 of 5' out.txt
code 0 "$V" run --resume a.db
says 'note: a.db: the run is finished' err.txt
says 'members 1 to 2, a part of the run: vado merge' err.txt

# ---- what is no part: all of it is said at once, and nothing is written ----
run other-seed.db 3:3 --seed 2
code 0 "$V" run small -o other-size.db --members 6 --until 2018-04-30 --quiet --member-range 3:3
code 0 "$V" run small -o other-until.db --members 5 --until 2018-03-31 --quiet --member-range 3:3
run other-set.db 3:3 --set mexico.checkpoints.effort=0.5
run other-layers.db 3:3 --layers chance
: >empty.db
head -c 20000 a.db >short.db
mkdir nothing
printf 'a,b\n1,2\n' >table.db
code 3 "$V" merge a.db a.db c.db other-seed.db other-size.db other-until.db other-set.db other-layers.db empty.db short.db \
    table.db nowhere.db -o x.db
says 'a.db: found members 1 to 2, which a.db holds too, expected each member once' err.txt
says 'other-seed.db: found seed 2, expected 1 as in a.db' err.txt
says 'other-size.db: found members 6, expected 5 as in a.db' err.txt
says 'other-until.db: found until 2018-03-31, expected 2018-04-30 as in a.db' err.txt
says 'other-set.db: found another scenario, or other settings' err.txt
says 'other-layers.db: found layers chance, expected parameters,environment,chance' err.txt
says 'empty.db: found an empty file' err.txt
says 'short.db: is damaged: it is cut short' err.txt
says 'table.db: found a file of another kind, expected a store of vado' err.txt
says 'nowhere.db: found no such file' err.txt
code 3 "$V" merge a.db c.db -o x.db
says 'x.db: found no part with member 3 of 5, expected each member once: run it with --member-range 3:3' err.txt
code 3 "$V" merge c.db -o x.db
says 'no part with members 1 to 3 of 5' err.txt
code 3 "$V" merge nothing -o x.db
says 'nothing: found a folder without stores' err.txt
code 3 "$V" merge a.db b.db c.db -o b.db
says 'b.db: would be written over what is read' err.txt
code 3 "$V" merge a.db b.db c.db -o nothing
code 3 "$V" merge a.db b.db c.db -o table.db
[ "$(head -1 table.db)" = a,b ] || wrong "a table was written over"
code 2 "$V" merge a.db b.db
says 'vado merge: -o: found none' err.txt
[ -e x.db ] && wrong "a store was made of wrong parts"
for range in 0:2 3:2 2 2: :2 a:b 1:2:3; do
    code 2 "$V" run small -o x.db --members 5 --member-range "$range"
    says "member-range: found" err.txt
done
code 2 "$V" run small -o x.db --members 5 --member-range 4:6
says 'member-range: found members 4 to 6, expected some of 1 to 5' err.txt
code 2 "$V" run --resume a.db --member-range 1:2
[ -e x.db ] && wrong "a store was made of wrong members"
digest=$(digest_of one.db)

# ---- a part that was killed goes on; until then it is refused ----
for signal in KILL INT; do
    rm -f cut.db
    "$V" run small -o cut.db --members 5 --until 2018-04-30 --quiet --member-range 1:2 --threads 1 2>err.txt &
    child=$!
    while [ ! -s cut.db ] && kill -0 $child 2>/dev/null; do :; done
    kill -$signal $child 2>/dev/null
    wait $child
    if ! "$V" verify cut.db 2>/dev/null | grep -q 'a part'; then
        code 3 "$V" merge cut.db b.db c.db -o x.db
        says 'cut.db: found members 1 to 2 of 5 not finished' err.txt
    fi
    code 0 "$V" run --resume cut.db --quiet
    rm -f x.db
    code 0 "$V" merge cut.db b.db c.db -o x.db --quiet
    [ "$(digest_of x.db)" = "$digest" ] || wrong "a part resumed after $signal gives another digest"
done

# ---- over a store that is there: the old one or the new one; nothing is left beside it ----
cp other-seed.db old.db
code 3 "$V" merge a.db c.db -o old.db
cmp -s old.db other-seed.db || wrong "a refused merge changed what stood there"
code 0 "$V" merge a.db b.db c.db -o old.db --quiet
[ "$(digest_of old.db)" = "$digest" ] || wrong "an old store is not replaced"
(ulimit -f 300 && "$V" merge a.db b.db c.db -o full.db --quiet 2>err.txt)
[ $? -eq 3 ] || wrong "a file that may not grow is not exit code 3"
[ -e full.db ] && wrong "a store that could not be written is there"
for left in .vado-*; do
    [ -e "$left" ] && wrong "left behind: $left"
done

# ---- what-ifs: parts in folders, told when they are together ----
whatif() { code 0 "$V" whatif small -o "$1" --members 4 --until 2018-04-30 --quiet $2; }
whatif all-whatif ''
cp out.txt told.txt
whatif part-1 '--member-range 1:1'
[ -s out.txt ] && wrong "a part of what-ifs tells what differs"
says 'note: members 1 to 1 of 4 of each run are in part-1: .vado merge. puts them together' err.txt
whatif part-2 '--member-range 2:4'
stamp=$(cksum part-2/*.db)
whatif part-2 '--member-range 2:4'
[ "$(cksum part-2/*.db)" = "$stamp" ] || wrong "finished parts of what-ifs are run again"
code 0 "$V" merge part-2 part-1 -o together --quiet
for db in all-whatif/*.db; do
    [ "$(digest_of "$db")" = "$(digest_of "together/${db#*/}")" ] || wrong "parts of $db have another digest"
done
stamp=$(digest_of together/baseline.db)
whatif together ''
cmp -s out.txt told.txt || wrong "what-ifs of parts are told otherwise"
[ -s err.txt ] && wrong "the folder that was put together is run again: $(cat err.txt)"
mkdir array
cp -R part-1 part-2 array
code 0 "$V" merge array -o together-2 --quiet
[ "$(digest_of together-2/policy-no-checkpoints.db)" = "$(digest_of all-whatif/policy-no-checkpoints.db)" ] ||
    wrong "a folder of folders has another digest"
rm part-2/policy-no-checkpoints.db
code 3 "$V" merge part-1 part-2 -o x
says 'part-2/policy-no-checkpoints.db: found no such run' err.txt
code 3 "$V" merge part-1 a.db -o x
says 'part-1: found it beside a.db, expected parts of one kind' err.txt

# ---- what cannot be made in parts says so ----
code 2 "$V" knockout small --member-range 1:2
exit $failed
