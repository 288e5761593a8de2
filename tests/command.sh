# For the cmd_*.sh tests, sourced: run a command, say what is wrong, and go on. `failed` tells in the end.
failed=0
wrong() {
    echo "WRONG: $*"
    failed=1
}
# code N what command...: runs, expects exit code N; output in out.txt, err.txt
code() {
    want=$1
    shift
    "$@" >out.txt 2>err.txt
    code_was=$?
    [ "$code_was" -eq "$want" ] || {
        wrong "exit code $code_was, expected $want: $*"
        head -5 err.txt
    }
}
says() { grep -q -- "$1" "$2" || { wrong "$2 does not say: $1"; head -5 "$2"; }; }
