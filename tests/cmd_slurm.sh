#!/bin/sh
# tools/slurm on a Slurm of one machine, started here from Debian's packages: an array is one run; a task that is killed in
# the middle goes on when the array is asked for again, and what was finished is not run again. Skipped, with the reason,
# where the daemons are not there or do not start. Starts in an empty folder. ctest: timeout=600 processors=2
set -u
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"
skip() {
    echo "SKIPPED: $1"
    exit 77
}
for needed in munged slurmctld slurmd sbatch squeue scancel sinfo; do
    command -v $needed >/dev/null 2>&1 || PATH=$PATH:/usr/sbin
    command -v $needed >/dev/null 2>&1 || skip "$needed is not here (Debian packages munge, slurmctld, slurmd, slurm-client)"
done
[ "$(id -u)" = 0 ] || skip "slurmd and munged start tasks as their user: they want to be root's"
W=$(pwd)
host=$(hostname -s)
port=$((20000 + $$ % 20000))
started=
stop_all() {
    for pid in $started $(cat munge.pid 2>/dev/null); do kill "$pid" 2>/dev/null; done
    for pid in $started; do wait "$pid" 2>/dev/null; done
}
trap stop_all EXIT
trap 'exit 1' INT TERM
# wait_for SECONDS COMMAND...: 0 once the command succeeds
wait_for() {
    until=$(($(date +%s) + $1))
    shift
    while ! "$@"; do
        [ "$(date +%s)" -lt $until ] || return 1
        sleep 0.1
    done
}
mkdir state spool
head -c 1024 /dev/urandom >munge.key
chmod 400 munge.key
munged --force --key-file="$W/munge.key" --socket="$W/munge.socket" --pid-file="$W/munge.pid" --log-file="$W/munge.log" \
    --seed-file="$W/munge.seed" >munge.out 2>&1 || skip "munged does not start: $(tail -1 munge.out munge.log)"
cat >slurm.conf <<END
ClusterName=vado
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$W/munge.socket
CredType=cred/munge
StateSaveLocation=$W/state
SlurmdSpoolDir=$W/spool
SlurmctldPidFile=$W/slurmctld.pid
SlurmdPidFile=$W/slurmd.pid
SlurmctldPort=$port
SlurmdPort=$((port + 1))
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
SLURM_CONF=$W/slurm.conf
export SLURM_CONF VADO
slurmctld -D >slurmctld.log 2>&1 &
started="$started $!"
slurmd -D >slurmd.log 2>&1 &
started="$started $!"
idle() { sinfo -h -o %t 2>/dev/null | grep -q '^idle'; }
wait_for 30 idle || skip "Slurm does not start here: $(tail -1 slurmctld.log) $(tail -1 slurmd.log)"

array=$SOURCE_DIR/tools/slurm/array
S=$SOURCE_DIR/tests/scenarios/six-places
over() { [ -z "$(squeue -h)" ]; }
code 0 "$V" run "$S" --members 60 --quiet -o one.db

# ---- the second task is killed when it has begun; then the array goes on ----
code 0 "$array" ar 2 run "$S" --members 60
job=$(sed -n 's/^job \([0-9]*\): tasks.*/\1/p' out.txt)
code 2 "$array" ar
says 'ar: job [0-9]* is not over' err.txt
begun() { [ -s ar/parts/00002.db ]; }
wait_for 60 begun || wrong "the second task does not begin"
scancel --signal=KILL --full "${job}_2"
wait_for 120 over || wrong "the array does not end: $(squeue)"
[ -e ar/done/1 ] || wrong "the first task is not done: $(cat ar/log/*)"
if [ -e ar/done/2 ]; then
    echo "the second task was done before it could be killed"
else
    [ -e ar/whole.db ] && wrong "a task was killed, and all is put together"
    says 'tasks 2 are not finished' ar/log/gather.txt
    "$V" verify ar/parts/00002.db >verified.txt 2>&1 && grep 'not finished' verified.txt
fi
stamp=$(stat -c %Y.%i ar/parts/00001.db)
code 0 "$array" ar
grep -q 'tasks 1' out.txt && wrong "a finished task is submitted again"
wait_for 120 over || wrong "the array does not end: $(squeue)"
[ "$(stat -c %Y.%i ar/parts/00001.db)" = "$stamp" ] || wrong "a finished task was run again"
[ "$("$V" digest ar/whole.db)" = "$("$V" digest one.db)" ] || wrong "the array's run has another digest: $(cat ar/log/*)"

# ---- a posterior: each round is submitted from the job that gathers the one before ----
. "$SOURCE_DIR/tests/unseen.sh"
unseen six
code 0 "$V" fit six --stage posterior --members 12 -o posterior.csv
code 0 "$array" po 2 fit six --stage posterior --members 12
found() { over && [ -e po/posterior.csv ]; }
wait_for 200 found || wrong "the posterior does not end: $(cat po/log/*)"
cmp -s po/posterior.csv posterior.csv || wrong "the posterior of an array is another"

# ---- tasks of two processors ----
if [ "$(nproc)" -ge 2 ]; then
    SBATCH='sbatch --cpus-per-task=2' code 0 "$array" two 2 run "$S" --members 4 --until 2018-03-31
    wait_for 120 over || wrong "the array does not end: $(squeue)"
    code 0 "$V" digest two/whole.db
fi
exit $failed
