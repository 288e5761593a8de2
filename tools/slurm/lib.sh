# shellcheck shell=sh disable=SC2154

# What array, task and gather share; they set `here`.

stop() {
    echo "${0##*/}: $*" >&2
    exit 2
}

# members_of WORDS: the number after --members.
members_of() {
    found=
    while [ $# -gt 0 ]; do
        case $1 in
        --members) found=${2-} ;;
        --members=*) found=${1#*=} ;;
        esac
        shift
    done
    case $found in '' | *[!0-9]* | 0*) stop "--members: found '$found', expected a whole number from 1 on" ;; esac
    echo "$found"
}

# The words of the folder's command, as the arguments of a function: with_command FOLDER FUNCTION.
with_command() {
    lines=$1/command function=$2
    set --
    while IFS= read -r word; do set -- "$@" "$word"; done <"$lines"
    "$function" "$@"
}

# Tasks that are not finished, as 1,2,5.
unfinished() {
    k=1 list=
    while [ $k -le "$(cat "$1/tasks")" ]; do
        [ -e "$1/done/$k" ] || list=$list${list:+,}$k
        k=$((k + 1))
    done
    echo "$list"
}

quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"; }

# Submits the tasks that are not finished, and what gathers their parts after them.
submit() {
    folder=$1
    sbatch=${SBATCH:-sbatch}
    if [ -e "$folder/job" ] && [ -n "$(squeue -h -j "$(cat "$folder/job")" 2>/dev/null)" ]; then
        stop "$folder: job $(cat "$folder/job") is not over: scancel it, or wait"
    fi
    list=$(unfinished "$folder") after=
    if [ -n "$list" ]; then
        # shellcheck disable=SC2086 # words
        job=$($sbatch --parsable --job-name=vado --array="$list" --output="$folder/log/%a.txt" --open-mode=append \
            --wrap="$(quoted "$here/task") $(quoted "$folder")")
        job=${job%%;*}
        echo "$job" >"$folder/job"
        after=--dependency=afterany:$job
        echo "job $job: tasks $list"
    fi
    # shellcheck disable=SC2086
    last=$($sbatch --parsable --job-name=vado-gather $after --output="$folder/log/gather.txt" --open-mode=append \
        --wrap="$(quoted "$here/gather") $(quoted "$folder")")
    echo "${last%%;*}" >"$folder/job"
    echo "job ${last%%;*}: puts the parts together when they are there"
}
