#!/bin/sh
# Every command that writes a file, over every kind of place that may stand under the name: what is refused stays as it
# was to the byte, what is written is whole, links stay links. Then full disks, standard output that cannot be written,
# and signals that the parent ignores. Starts in an empty folder. ctest: processors=2
set -u
. "${SOURCE_DIR:?}/tests/command.sh"
V=${VADO:?}
cp -R "$SOURCE_DIR/tests/scenarios/six-places" S
cp -R "$SOURCE_DIR/tests/conflicts/valley" valley
mkdir -p S/policies
cat >S/policies/none.csv <<END
# title: No checkpoints
from,until,parameter,where,who,change,value,note,source
2018-03-01,,mexico.checkpoints.effort,,,set,0,No checkpoints,[what-if]
END
cat >claims.csv <<END
id,documents,role,statement,from,until,reference_from,reference_until,relation,value,series,parameter,place,latents,policy,expected_verdict,note
A1,D0,output,some,2018-02,2018-02,,,above,1,encounters,,,,,holds,
END
code 0 "$V" run S -o a.db --mode fluid --until 2018-03-31 --quiet
code 0 "$V" run S -o june.db --mode fluid --until 2018-06-30 --quiet --policy S/policies/none.csv
code 0 "$V" knockout S --until 2018-03-31 --quiet --part S07 -o parts.csv

# ---- the commands: NAME FILE [OPTION]... ----
writes() {
    name=$1
    to=$2
    shift 2
    case $name in
    report) "$V" report a.db -o "$to" --knockout parts.csv "$@" ;;
    table) "$V" knockout S --until 2018-03-31 --quiet --part S07 --csv -o "$to" "$@" ;;
    text) "$V" knockout S --until 2018-03-31 --quiet --part S07 -o "$to" "$@" ;;
    fit) "$V" fit S --until 2018-03 -o "$to" "$@" ;;
    flee) "$V" flee valley/input_csv valley/source_data --days 20 --quiet -o "$to" "$@" ;;
    store) "$V" run S --mode fluid --until 2018-01-31 --quiet -o "$to" "$@" ;;
    long-store) "$V" run S --members 8 --quiet -o "$to" ;;
    flee-store) "$V" flee valley/input_csv valley/source_data --days 20 --quiet --db "$to" "$@" ;;
    esac >out.txt 2>err.txt
}
# An input of the command.
input_of() {
    case $1 in
    report) echo a.db ;;
    flee | flee-store) echo valley/input_csv/routes.csv ;;
    *) echo S/places.csv ;;
    esac
}
is() { # CODE NAME FILE [OPTION]...
    want=$1
    shift
    writes "$@"
    got=$?
    [ "$got" -eq "$want" ] || {
        wrong "exit code $got, expected $want: $*"
        head -3 err.txt
    }
    left=$(find . -name '.vado-*' -o -name '*.part' ! -type l)
    [ -z "$left" ] || wrong "left beside the target: $left: $*"
}
# refused NAME FILE WORDS [OPTION]...: exit code 3, the file untouched, the words said
refused() {
    name=$1
    file=$2
    words=$3
    shift 3
    cat "$file" >before 2>/dev/null || : >before
    is 3 "$name" "$file" "$@"
    says "$words" err.txt
    cat "$file" >after 2>/dev/null || : >after
    cmp -s before after || wrong "$name changed $file, which it refused"
}

for name in report table text fit flee store flee-store; do
    mkdir "in-$name"
    d=in-$name
    is 0 "$name" $d/good
    cp $d/good $d/own
    is 0 "$name" $d/own || wrong "$name does not replace its own kind"

    # files of another kind
    printf 'Dear reader,\n' >$d/letter
    printf 'a,b\n1,2\n' >$d/other.csv
    printf 'latent;month\n' >$d/near.csv
    printf '<!doctype html>\n<title>mine</title>\n' >$d/page.html
    { printf 'SQLite format 3\0' && head -c 200 /dev/zero; } >$d/other.db
    head -c 300 /dev/urandom >$d/bytes
    for other in letter other.csv near.csv page.html other.db bytes; do
        refused $name $d/$other 'is there already' # and says what it is
        says 'force' err.txt
    done
    cp a.db $d/a.db
    case $name in
    store | flee-store) is 0 $name $d/a.db ;;
    *) refused $name $d/a.db 'a store of vado' ;;
    esac
    : >$d/empty
    is 0 $name $d/empty
    is 0 $name $d/letter --force

    # what is no file, or not there
    mkdir $d/folder
    refused $name $d/folder 'is a folder'
    refused $name $d/folder 'is a folder' --force
    refused $name $d/folder/ 'is a folder'
    refused $name $d/new/ 'names a folder'
    refused $name $d/no/such/x 'the folder .* is not there'
    [ ! -e $d/no ] || wrong "$name made a folder that nobody asked for"
    refused $name $d/other.csv/x 'is a file, expected a folder'
    refused $name '' 'empty name'
    ln -s loop-b $d/loop-a
    ln -s loop-a $d/loop-b
    refused $name $d/loop-a 'symbolic links'

    # links are followed and stay
    ln -s other.csv $d/to-other
    refused $name $d/to-other 'is there already'
    ln -s own $d/to-own
    ln -s to-own $d/to-to-own
    printf 'x' >$d/beside
    is 0 $name $d/to-to-own
    [ -L $d/to-own ] && [ -L $d/to-to-own ] && [ ! -L $d/own ] || wrong "$name put a file in place of a link"
    ln -s ../in-$name/made $d/to-nothing
    is 0 $name $d/to-nothing
    [ -L $d/to-nothing ] && [ -s $d/made ] || wrong "$name does not make what a link leads to"
    ln -s no/where $d/to-nowhere
    refused $name $d/to-nowhere 'the folder .* is not there'

    # a name that somebody could foresee is not written to
    printf 'mine\n' >$d/victim
    ln -s victim $d/planted.part
    is 0 $name $d/planted
    [ "$(cat $d/victim)" = mine ] || wrong "$name followed a link planted beside its target"
    [ -L $d/planted.part ] || wrong "$name took away a file that is not its own"

    # inputs, by whatever name
    input=$(input_of $name)
    cp "$input" kept
    ln "$input" $d/hard
    ln -s "../$input" $d/soft
    for link in "$input" $d/hard $d/soft; do
        refused $name $link 'input of this command'
        refused $name $link 'input of this command' --force
    done
    cmp -s kept "$input" || wrong "$name changed its input"
    rm $d/hard

    # rights
    is 0 $name $d/rights
    case $name in store | flee-store) ;; *)
        chmod 640 $d/rights
        is 0 $name $d/rights
        [ "$(stat -c %a $d/rights)" = 640 ] || wrong "$name changed the rights of the file"
        (umask 027 && is 0 $name $d/masked)
        [ "$(stat -c %a $d/masked)" = 640 ] || wrong "$name does not heed the umask"
        ;;
    esac
done

# ---- fifos, devices, - ----
# Devices of our own where we may make them: a fault must not cost the machine its /dev/null.
device() { # NAME MINOR
    { mknod "$1" c 1 "$2" && chmod 666 "$1" && : >"$1"; } 2>/dev/null || {
        rm -f "$1"
        ln -s "/dev/$(basename "$1")" "$1"
    }
}
device null 3
device full 7
ln -s /proc/self/fd/1 stdout
for name in report table text fit flee; do
    d=in-$name
    mkfifo $d/fifo
    cat $d/fifo >$d/through &
    is 0 $name $d/fifo
    wait $!
    [ -p $d/fifo ] || wrong "$name put a file in place of a fifo"
    cmp -s $d/through $d/good || wrong "$name does not write through a fifo what it writes into a file"
    is 0 $name null
    [ -c null ] || wrong "$name put a file in place of a device"
    is 3 $name full
    [ -c full ] || wrong "$name put a file in place of a full device"
    says 'No space left' err.txt
    is 0 $name -
    [ ! -e ./- ] || wrong "$name -o - makes a file of that name"
    # The line of a table's result follows Flee's CSV
    if [ $name = flee ]; then sed '$d' out.txt >as-file; else cp out.txt as-file; fi
    [ $name = text ] || cmp -s as-file $d/good || wrong "$name -o - is not what goes into a file"
    [ $name != report ] || { writes report stdout && cmp -s out.txt $d/good; } || wrong "a link to stdout is not stdout"
done
for name in store flee-store; do
    mkfifo in-$name/fifo
    refused_fifo() {
        is 3 $name in-$name/fifo
        says 'is a pipe or a device' err.txt
        [ -p in-$name/fifo ] || wrong "$name put a file in place of a fifo"
    }
    refused_fifo
    is 3 $name null
    [ -c null ] || wrong "$name put a store in place of a device"
    is 3 $name -
    [ ! -e ./- ] || wrong "a store named -"
done
cp parts.csv was.csv
is 3 report parts.csv
cmp -s parts.csv was.csv || wrong "report wrote over the table it reads"
mkdir runs
code 0 "$V" report a.db -o runs.html
cp a.db runs/b.db
cp runs/b.db was.db
code 3 "$V" report a.db --whatif runs -o runs/b.db --force
cmp -s runs/b.db was.db || wrong "report wrote over a store of the what-ifs it reads"
# a fit may write where fits write, and nowhere else in the scenario
code 0 "$V" fit S --until 2018-03
[ -s S/latents/2018-03.csv ] || wrong "fit does not write latents/<month>.csv"
code 0 "$V" fit S --until 2018-03
cp S/latents/2018-03.csv latents.csv
code 3 "$V" fit S --until 2018-03 --latents latents.csv -o latents.csv
code 2 "$V" fit S --stage scores -o scores.csv
# defaults make their folder, and what-ifs theirs
code 0 "$V" run S --mode fluid --until 2018-01-31 --quiet
[ -s out/S.db ] || wrong "the default output is not made"
printf 'mine\n' >taken
code 3 "$V" whatif S -o taken
says 'is a file, expected a folder' err.txt
code 3 "$V" whatif S -o no/such
says 'the folder no is not there' err.txt
[ ! -e no ] || wrong "whatif made a folder above its own"

# ---- full disks ----
# full NAME: with no more than a block to a file; the old one stands
full() {
    name=$1
    d=in-$name
    is 0 $name $d/old
    cp $d/old keep
    (
        ulimit -f 1
        is 3 $name $d/old
        exit $failed
    ) || failed=1
    cmp -s keep $d/old || wrong "$name lost the old file to a full disk"
    says 'could not be written whole' err.txt
    says 'the old file stands' err.txt
}
for name in report table fit flee; do full $name; done
if unshare -m true 2>/dev/null && unshare -m sh -c 'mkdir -p disk && mount -t tmpfs -o size=64k none disk' 2>/dev/null; then
    cat >disk.sh <<'DISK'
mount -t tmpfs -o size=64k none disk || exit 9
for name in table fit; do
    is 0 $name disk/$name
    cp disk/$name keep-$name
done
head -c 1000000 /dev/zero >disk/filler 2>/dev/null
for name in report table fit flee; do
    is 3 $name disk/$name
    says 'No space left' err.txt
    [ ! -e keep-$name ] || cmp -s keep-$name disk/$name || wrong "$name: the old table is gone"
done
[ -z "$(find disk -name '.*' -type f)" ] || wrong "something is left on a full disk"
rm disk/filler
# a run that fills its disk says how to go on
mount -o remount,size=300k disk
is 3 long-store disk/run.db
says 'make room.*vado run --resume disk/run.db' err.txt
mount -o remount,ro disk
for name in report table fit flee store flee-store; do
    is 3 $name disk/new
    says 'Read-only' err.txt
done
exit $failed
DISK
    export V
    unshare -m sh -c "failed=0; SOURCE_DIR='$SOURCE_DIR'; $(sed -n '/^writes()/,/^# refused/p' "$SOURCE_DIR/tests/cmd_files.sh")
        $(sed -n '/^wrong()/,$p' "$SOURCE_DIR/tests/command.sh")
        . ./disk.sh" || wrong "on a full or read-only disk (see above)"
else
    echo "SKIPPED in part: no small disk can be mounted here"
fi

# ---- standard output ----
lost() {
    for to in '/dev/full' '&-'; do
        eval '"$@" >'"$to"' 2>err.txt'
        got=$?
        [ $got -eq 3 ] || wrong "exit code $got, expected 3, with >$to: $*"
        says 'cannot be written' err.txt
    done
}
lost "$V" --version
lost "$V" --help
lost "$V" help
for command in $("$V" --help | awk '/^commands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }'); do
    lost "$V" help "$command"
    lost "$V" "$command" --help
done
lost "$V" check S
lost "$V" params
lost "$V" params S --csv
lost "$V" series a.db
lost "$V" digest a.db
lost "$V" summary a.db
lost "$V" export a.db encounters
lost "$V" observed S encounters
lost "$V" compare a.db a.db
lost "$V" report a.db -o -
lost "$V" claims a.db --claims claims.csv
lost "$V" whatif S --list
lost "$V" whatif S -o runs-lost --members 1 --until 2018-03-31 --quiet
lost "$V" explain june.db 2018-03-01 --csv
lost "$V" knockout S --until 2018-01-31 --quiet --part S07
lost "$V" fit S --until 2018-03 -o -
lost "$V" flee valley/input_csv valley/source_data --days 5
lost "$V" run S --mode fluid --until 2018-01-31 -o lost.db
# what prints nothing needs no stdout; and a closed one is never where a store is
"$V" run S --mode fluid --until 2018-01-31 --quiet -o closed.db >&- 2>err.txt || wrong "a quiet run needs a stdout"
"$V" run S --mode fluid --until 2018-01-31 --quiet -o open.db
code 0 "$V" digest closed.db
mv out.txt digest.txt
code 0 "$V" digest open.db
cmp -s out.txt digest.txt || wrong "a closed stdout changed the store"

# ---- signals that the parent ignores ----
ignored() { # SIGNAL
    rm -f ignored.db
    (trap '' "$1" && exec "$V" run S --members 24 --threads 1 --quiet -o ignored.db) 2>err.txt &
    pid=$!
    while [ ! -e ignored.db ] && kill -0 $pid 2>/dev/null; do :; done
    kill -s "$1" $pid 2>/dev/null
    wait $pid
    got=$?
    [ $got -eq 0 ] || wrong "a run whose parent ignores SIG$1 ends with $got when it comes"
}
ignored INT
ignored TERM

[ $failed -eq 0 ] && echo "all is well"
exit $failed
