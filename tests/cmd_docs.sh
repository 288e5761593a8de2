#!/bin/sh
# The documentation says what the program does: docs/parameters.md is fresh; every option, series, system, parameter
# family and column of a scenario stands in its page. Starts in an empty folder.
set -u
V=${VADO:?}
root=${SOURCE_DIR:?}
failed=0
wrong() {
    echo "WRONG: $*"
    failed=1
}

# ---- docs/parameters.md, docs/flee-settings.md and docs/split.md are what tools/update-docs writes ----
VADO=$V sh "$root/tools/update-docs" "$PWD" || wrong "tools/update-docs failed"
for page in parameters.md flee-settings.md split.md; do
    if ! cmp -s "$page" "$root/docs/$page"; then
        wrong "docs/$page is stale: run tools/update-docs"
        diff "$root/docs/$page" "$page" | head -10
    fi
done
[ "$(grep -c '^| `' flee-settings.md)" -gt 50 ] || wrong "docs/flee-settings.md has hardly any rows"
[ "$(grep -c '^| `' split.md)" -gt 80 ] || wrong "docs/split.md has hardly any rows"
[ "$(grep -c '^| `' parameters.md)" -gt 100 ] || wrong "docs/parameters.md has hardly any rows"

# ---- every option of every command ----
"$V" --help | awk '/^commands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }' >commands.txt
[ "$(wc -l <commands.txt)" -ge 11 ] || wrong "vado --help lists too few commands"
while read -r command; do
    grep -q "^## vado $command" "$root/docs/command.md" || wrong "docs/command.md has no part 'vado $command'"
    awk -v head="## vado $command" '$0 == head { on = 1; next } /^## / { on = 0 } on' "$root/docs/command.md" >part.md
    "$V" "$command" --help | grep -o '^  [^ ].*' | grep -o -- '--[a-z]*' | sort -u >options.txt
    while read -r option; do
        [ "$option" = --help ] || grep -q -e "$option" part.md ||
            wrong "docs/command.md: the part 'vado $command' does not name $option"
    done <options.txt
done <commands.txt

# ---- every series of a run ----
"$V" run "$root/tests/scenarios/six-places" -o run.db --mode fluid --until 2018-01-31 --quiet 2>err.txt ||
    wrong "the small run failed: $(cat err.txt)"
"$V" series run.db | sed '1d; s/,.*//' >series.txt
[ "$(wc -l <series.txt)" -ge 22 ] || wrong "vado series lists too few"
while read -r series; do
    grep -q "^| \`$series\`" "$root/docs/model.md" || wrong "docs/model.md has no row for the series $series"
done <series.txt

# ---- every system, and every family of parameters ----
for file in $(grep -l '^const cor_system ' "$root"/src/corridor/*.c); do
    grep -q "corridor/$(basename "$file")" "$root/docs/model.md" ||
        wrong "docs/model.md does not name src/corridor/$(basename "$file")"
done
"$V" params | sed -n 's/^\([a-z0-9_.]*\)\.[a-z0-9_]* = .*/\1/p' | sort -u >families.txt
while read -r family; do
    grep -qF "\`$family." "$root/docs/model.md" || wrong "docs/model.md does not name the parameters $family.*"
done <families.txt

# ---- the picture of the system names files that are there ----
sed -n 's/.*class="room"[^>]*>\([^<]*\)<.*/\1/p' "$root/docs/system.svg" | tr ' ' '\n' | sort -u >rooms.txt
[ "$(wc -l <rooms.txt)" -ge 20 ] || wrong "docs/system.svg names $(wc -l <rooms.txt) rooms"
while read -r room; do
    [ -f "$root/src/corridor/$room.c" ] || wrong "docs/system.svg: there is no src/corridor/$room.c"
done <rooms.txt

# ---- every file and column of a scenario ----
for file in "$root"/scenarios/us-mexico/*.csv; do
    name=$(basename "$file")
    grep -qF "\`$name\`" "$root/docs/scenario-format.md" || wrong "docs/scenario-format.md does not name $name"
    grep -v '^#' "$file" | head -1 | tr -d '\r' | tr ',' '\n' | while read -r column; do
        case $column in
        tmax_*) column='tmax_jan' ;;
        esac
        grep -qF "\`$column\`" "$root/docs/scenario-format.md" || echo "$name: $column"
    done >columns.txt
    [ -s columns.txt ] && wrong "docs/scenario-format.md does not name: $(tr '\n' ' ' <columns.txt)"
done

exit $failed
