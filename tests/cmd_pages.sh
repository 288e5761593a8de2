#!/bin/sh
# What is installed beside the command says what --help says: each command has its man page, each option stands in it
# and in the completion of bash and of zsh; bash's is tried, man pages are without warnings. Starts in an empty folder.
set -u
V=${VADO:?}
. "${SOURCE_DIR:?}/tests/command.sh"
skipped=''

sh "$SOURCE_DIR/tools/write-pages" "$V" pages || wrong "tools/write-pages failed"

# options.txt: "command --option VALUE", "command -o VALUE"; VALUE is "-" where there is none
"$V" --help | awk '/^commands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }' >commands.txt
[ "$(wc -l <commands.txt)" -ge 17 ] || wrong "vado --help lists too few commands"
while read -r command; do
    "$V" "$command" --help | awk -v command="$command" '
        /^options:|^$/ { on = /^options:/; next }
        on && /^  -/ {
            i = 1
            if ($1 ~ /,$/) { brief = substr($1, 1, length($1) - 1); i = 2 } else brief = ""
            value = $(i + 1) ~ /^[A-Z]/ && substr($0, index($0, $i) + length($i), 2) != "  " ? $(i + 1) : "-"
            print command, $i, value
            if (brief) print command, brief, value
        }'
done <commands.txt >options.txt
[ "$(wc -l <options.txt)" -ge 80 ] || wrong "--help lists too few options"
grep -qx 'run -o FILE.db' options.txt || wrong "the options of --help are not read as they are written"
grep -qx 'run --quiet -' options.txt || wrong "an option without a value is not read as one"

# ---- man pages ----
read_page() { sed "s/\\\\(aq/'/g; s/\\\\(ga/\`/g; s/\\\\//g" "$1"; } # without the escapes of roff
while read -r command; do
    page=pages/man1/vado-$command.1
    about=$("$V" --help | sed -n "s/^  $command  *//p")
    grep -q "^vado.-$command .- " "$page" || wrong "$page does not name its command"
    grep -q "vado.-$command (1)" pages/man1/vado.1 || wrong "vado.1 does not lead to $page"
    read_page pages/man1/vado.1 | grep -qF -- "$about" || wrong "vado.1 does not say what $command does"
done <commands.txt
while read -r command option value; do
    read_page "pages/man1/vado-$command.1" | grep -q -e "fB${option}fR" ||
        wrong "vado-$command.1 does not name $option"
    [ "$value" = - ] || read_page "pages/man1/vado-$command.1" | grep -q -e "fB${option}fR.* fI$value" ||
        [ "${option#--}" = "$option" ] || wrong "vado-$command.1 does not say that $option takes $value"
done <options.txt
if command -v mandoc >/dev/null 2>&1; then # without a date, so that a build is the same on any day
    mandoc -T lint -W warning pages/man1/*.1 | grep -v 'missing date' >warnings.txt
elif command -v groff >/dev/null 2>&1; then
    groff -man -ww -z pages/man1/*.1 >warnings.txt 2>&1
else
    : >warnings.txt
    skipped="$skipped man pages are not looked at for warnings (neither mandoc nor groff);"
fi
[ -s warnings.txt ] && wrong "man pages: $(head -3 warnings.txt)"

# ---- bash, by its own function ----
touch a.db b.csv
mkdir folder
cat >try.sh <<'EOS'
. pages/bash/vado
reply() { # words of the line; the last is the one to complete
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    _vado 2>>bash-errors.txt
}
has() { printf '%s\n' "${COMPREPLY[@]}" | grep -qxF -- "$1"; }
reply vado ''
while read -r command; do has "$command" || echo "bash: after vado, $command is missing"; done <commands.txt
reply vado help ''
while read -r command; do has "$command" || echo "bash: after vado help, $command is missing"; done <commands.txt
while read -r command option value; do
    reply vado "$command" -
    has "$option" || echo "bash: vado $command does not complete $option"
    reply vado "$command" "$option" ''
    case $value in
    FILE* | OUT*) has a.db && has b.csv && has folder || echo "bash: $command $option $value completes no files" ;;
    DIR) has folder && ! has a.db || echo "bash: $command $option $value completes no folders" ;;
    -) has a.db || echo "bash: after $command $option no file is completed" ;;
    *) [ ${#COMPREPLY[@]} -eq 0 ] || echo "bash: $command $option completes ${COMPREPLY[0]}" ;;
    esac
done <options.txt
reply vado run --output = ''
has a.db || echo "bash: --output= completes no files"
reply vado run --output = a
has a.db && ! has b.csv || echo "bash: --output=a completes not a.db alone"
reply vado run --members =
[ ${#COMPREPLY[@]} -eq 0 ] || echo "bash: --members= completes files"
reply vado ru
[ "${COMPREPLY[*]}" = run ] || echo "bash: vado ru completes ${COMPREPLY[*]}"
complete -p vado | grep -q -e '-F _vado vado' || echo "bash: _vado is not the completion of vado"
EOS
: >bash-errors.txt
if command -v bash >/dev/null 2>&1; then
    bash --norc try.sh >bash.txt 2>&1 || wrong "the completion of bash cannot be tried"
    [ -s bash.txt ] && wrong "$(head -5 bash.txt)"
    [ -s bash-errors.txt ] && wrong "the completion of bash complains: $(head -3 bash-errors.txt)"
else
    skipped="$skipped bash is missing;"
fi

# ---- zsh ----
while read -r command option value; do
    awk -v head="    $command)" '$0 == head { on = 1; next } /^    [a-z]*\)/ { on = 0 } on' pages/zsh/_vado >part.txt
    grep -q -e "[' {,*]$option[]=+,'}[]" part.txt || wrong "zsh: vado $command does not complete $option"
    case $option in --*) ;; *) continue ;; esac
    case $value in
    FILE* | OUT*) grep -q -e "$option=.*:_files' " part.txt || wrong "zsh: $command $option completes no files" ;;
    DIR) grep -q -e "$option=.*:_files -/'" part.txt || wrong "zsh: $command $option completes no folders" ;;
    esac
done <options.txt
if command -v zsh >/dev/null 2>&1; then
    zsh -f -n pages/zsh/_vado || wrong "zsh does not read its completion"
else
    skipped="$skipped zsh is missing, its completion was read, not run;"
fi

# ---- what else the command is told ----
code 2 "$V" help --man nothing
says 'unknown command nothing' err.txt
code 2 "$V" help --completion fish
says 'expected --man, --man COMMAND, --completion bash or --completion zsh' err.txt

# ---- installed ----
cmake --install "${BUILD_DIR:?}" --prefix "$PWD/root" >install.txt 2>&1 || wrong "cmake --install: $(tail -3 install.txt)"
while read -r command; do
    cmp -s "pages/man1/vado-$command.1" "root/share/man/man1/vado-$command.1" || wrong "vado-$command.1 is not installed"
done <commands.txt
cmp -s pages/man1/vado.1 root/share/man/man1/vado.1 || wrong "vado.1 is not installed"
cmp -s pages/bash/vado root/share/bash-completion/completions/vado || wrong "bash completion is not installed"
cmp -s pages/zsh/_vado root/share/zsh/site-functions/_vado || wrong "zsh completion is not installed"

[ -z "$skipped" ] || echo "not looked at:$skipped"
exit $failed
