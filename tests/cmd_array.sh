#!/bin/sh
# tools/slurm without Slurm: a stand-in for sbatch runs each task at once. Runs, what-ifs and a posterior made by an array
# are those of one machine; an array in which a task was killed goes on, and what was finished is not run again.
# Starts in an empty folder. ctest: timeout=300 processors=2
set -u
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"
array=$SOURCE_DIR/tools/slurm/array
cp -R "$SOURCE_DIR/tests/scenarios/six-places" "it's small" && chmod -R u+w "it's small"
S="it's small"
mkdir -p "$S/policies" bin
cat >"$S/policies/no-checkpoints.csv" <<'END'
# title: Nobody is stopped in Mexico
from,until,parameter,where,who,change,value,note,source
2018-02-01,,mexico.checkpoints.effort,,,set,0,No effort,[what-if]
END
# Runs the tasks of --array one after another and its job at once; a task named in the file `killed` is killed as soon
# as it has written something.
cat >bin/sbatch <<'END'
#!/bin/sh
list=0
for word in "$@"; do
    case $word in
    --array=*) list=$(echo "${word#*=}" | tr ',' ' ') ;;
    --output=*) log=${word#*=} ;;
    --wrap=*) script=${word#*=} ;;
    esac
done
for k in $list; do
    if [ "$k" != 0 ] && grep -qx "$k" killed 2>/dev/null; then
        echo "$k" >>ran
        SLURM_ARRAY_TASK_ID=$k setsid sh -c "$script" >>gone.txt 2>&1 &
        while [ ! -s "$KILLED" ]; do :; done
        kill -KILL -$!
        continue
    fi
    [ "$k" = 0 ] || echo "$k" >>ran
    [ "$k" = 0 ] || export SLURM_ARRAY_TASK_ID="$k"
    sh -c "$script" >>"$(echo "$log" | sed "s/%a/$k/")" 2>&1
done
echo $$
exit 0
END
chmod +x bin/sbatch
PATH=$PWD/bin:$PATH
VADO=$V
export VADO
run="--members 7 --until 2018-04-30"

# ---- a run, one task of which is killed ----
code 0 "$V" run "$S" $run --quiet -o one.db
digest=$("$V" digest one.db)
echo 2 >killed
KILLED=ar/parts/00002.db
export KILLED
code 0 "$array" ar 3 run "$S" $run
rm killed
[ -e ar/whole.db ] && wrong "a task was killed, and all is put together"
[ -e ar/done/2 ] && wrong "a killed task is done"
says 'tasks 2 are not finished' ar/log/gather.txt
stamp=$(cksum ar/parts/00001.db ar/parts/00003.db)
: >ran
code 0 "$array" ar
[ "$(cat ran)" = 2 ] || wrong "tasks run again: $(cat ran)"
[ "$(cksum ar/parts/00001.db ar/parts/00003.db)" = "$stamp" ] || wrong "a finished task was run again"
[ "$("$V" digest ar/whole.db)" = "$digest" ] || wrong "the array's run has another digest"
: >ran
code 0 "$array" ar 3 run "$S" $run
[ -s ran ] && wrong "a finished array runs tasks: $(cat ran)"

# ---- what is no array ----
code 2 "$array" ar 3 run "$S" $run --seed 2
says 'ar: is of another command or number of tasks' err.txt
code 2 "$array" ar 4 run "$S" $run
code 2 "$array" nowhere
code 2 "$array" x 8 run "$S" $run
says 'found 8 tasks for 7 members' err.txt
code 2 "$array" x 2 run "$S"
says 'members: found ..' err.txt
code 2 "$array" x 2 run "$S" $run -o y.db
code 2 "$array" x 2 fit "$S" --members 12
code 2 "$array" x 2 report "$S" --members 12
code 2 "$array" x two run "$S" $run
[ -e x ] && wrong "a folder was made for a wrong array"

# ---- what-ifs ----
code 0 "$V" whatif "$S" $run --quiet -o alone
mv out.txt alone.txt
code 0 "$array" wi 2 whatif "$S" $run
cmp -s wi/whatif.txt alone.txt || wrong "what-ifs of an array are told otherwise: $(cat wi/log/*)"

# ---- a posterior ----
. "$SOURCE_DIR/tests/unseen.sh"
unseen "its unseen"
code 0 "$V" fit "its unseen" --stage posterior --members 12 -o posterior.csv
code 0 "$array" po 3 fit "its unseen" --stage posterior --members 12
cmp -s po/posterior.csv posterior.csv || wrong "the posterior of an array is another: $(cat po/log/*)"

# ---- scores ----
. "$SOURCE_DIR/tests/origins.sh"
origins two
code 0 "$V" score two --members 4 --mode fluid --quiet
mv out.txt scores.txt
code 0 "$array" sc 3 score two --members 4 --mode fluid
cmp -s sc/score.txt scores.txt || wrong "scores of an array are others: $(cat sc/log/*)"
exit $failed
