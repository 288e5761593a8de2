# Kind flip: one bit of a finished store is another one. Every command that reads it gives what it gave before, or refuses.
. "$here/lib/commands.sh"

readers() {
    cat <<'X'
verify a.db
digest a.db
series a.db
summary a.db
export a.db encounters --by month,place,nationality
export a.db deaths --by day --members
compare a.db b.db --csv
claims a.db b.db --csv
report a.db -o page.html
run --resume a.db --quiet
X
}

campaign_prepare() {
    command -v python3 >/dev/null 2>&1 || command -v perl >/dev/null 2>&1 || {
        echo "SKIPPED: neither perl nor python3 is there to change a bit"
        exit 77
    }
    prepare_before
    cp -R before right
    readers >readers.txt
    n=0
    while read -r line; do
        n=$((n + 1))
        # shellcheck disable=SC2086
        (cd right && "$VADO" $line >"../right-$n.txt" 2>"../right-err-$n.txt") </dev/null
        echo $? >"right-code-$n"
        [ ! -f right/page.html ] || mv right/page.html right-page.html
    done <readers.txt
    bytes=$(wc -c <before/a.db)
}

flip_bit() { # FILE BYTE BIT
    if command -v perl >/dev/null 2>&1; then
        perl -e 'open F,"+<",$ARGV[0]; binmode F; seek F,$ARGV[1],0; read F,$c,1; seek F,$ARGV[1],0; print F chr(ord($c)^(1<<$ARGV[2]))' "$@"
    else
        python3 -c 'import sys; f=open(sys.argv[1],"r+b"); f.seek(int(sys.argv[2])); c=f.read(1)[0]; f.seek(int(sys.argv[2])); f.write(bytes([c^(1<<int(sys.argv[3]))]))' "$@"
    fi
}

campaign_try() {
    draw "$bytes"
    byte=$((draw - 1))
    draw 8
    rm -rf t
    cp -R before t
    flip_bit t/a.db "$byte" $((draw - 1))
    n=0
    refused=0
    while read -r line; do
        n=$((n + 1))
        # shellcheck disable=SC2086
        (cd t && timeout 60 "$VADO" $line >../is.txt 2>../is-err.txt) </dev/null 2>/dev/null
        got=$?
        if [ $got -ge 124 ]; then
            undetected "byte $byte, bit $((draw - 1)): vado $line: exit code $got"
        elif [ $got -eq "$(cat "right-code-$n")" ] && [ $got -ne 3 ]; then
            same=1
            cmp -s is.txt "right-$n.txt" || same=0
            [ ! -f t/page.html ] || cmp -s t/page.html right-page.html || same=0
            [ $same -eq 1 ] || undetected "byte $byte, bit $((draw - 1)): vado $line: exit code $got, another result"
        elif [ $got -eq 0 ]; then
            undetected "byte $byte, bit $((draw - 1)): vado $line: exit code 0"
        else
            refused=$((refused + 1))
        fi
        rm -f t/page.html
    done <readers.txt
    if [ $refused -gt 0 ]; then tried "refused by $refused of $n commands"; else tried "changed nothing"; fi
}
