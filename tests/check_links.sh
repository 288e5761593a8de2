#!/bin/sh
# check_links.sh SOURCE_DIR: every relative link of every Markdown file leads to a file that is there, and every #part
# of one to a heading of it. Says every breach as file:line, ends with 1.
#
# 1. Links are [words](target) and ![words](target), outside code in ``` and `.
# 2. A target with a scheme (https:, mailto:) is left alone: no network in tests.
# 3. A heading's name is its words in lower case, all but letters, digits, - and _ dropped, spaces as -.
#
# check_links.sh --self-test: plants breaches in a folder made for it, and fails unless each is named.
set -eu
LC_ALL=C
export LC_ALL
. "$(dirname "$0")/planted.sh"

# links FILE: "line target" for each link.
links() {
    awk '
        /^ *```/ { code = !code; next }
        code { next }
        {
            line = $0
            gsub(/`[^`]*`/, "", line)
            while (match(line, /\]\([^) ]+/)) {
                print NR " " substr(line, RSTART + 2, RLENGTH - 2)
                line = substr(line, RSTART + RLENGTH)
            }
        }' "$1"
}

has_heading() {
    awk -v wanted="$2" '
        /^ *```/ { code = !code; next }
        !code && /^#+ / {
            name = tolower($0)
            sub(/^#+ +/, "", name)
            gsub(/[^a-z0-9 _-]/, "", name)
            gsub(/ /, "-", name)
            if (name == wanted) found = 1
        }
        END { exit !found }' "$1"
}

check() {
    find "$1" \( -name .git -o -name 'build*' -o -name out -o -name node_modules \) -prune -o -name '*.md' -type f -print | sort |
        while read -r file; do
            folder=$(dirname "$file")
            links "$file" | while read -r line target; do
                case $target in
                *:*) continue ;;
                esac
                part=
                case $target in
                *'#'*) part=${target#*#} ;;
                esac
                path=${target%%#*}
                there=$file
                [ -n "$path" ] && there=$folder/$path
                if ! [ -e "$there" ]; then
                    echo "$file:$line: found a link to $target, which is not there"
                elif [ -n "$part" ] && [ -f "$there" ] && ! has_heading "$there" "$part"; then
                    echo "$file:$line: found a link to $target, expected a heading of that name"
                fi
            done
        done
}

if [ "${1:-}" = --self-test ]; then
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    mkdir "$root/docs"
    printf '# One\n\n## Two words, and `code`\n' >"$root/docs/b.md"
    printf 'good [b](docs/b.md), [part](docs/b.md#two-words-and-code), [far](https://example.org/x)\n`[no](link)`\n' >"$root/a.md"
    if [ -n "$(check "$root")" ]; then
        echo "FAIL: good links were called broken:"
        check "$root"
        exit 1
    fi
    printf '[gone](docs/c.md)\n![gone](picture.png)\n[part](docs/b.md#three)\n' >"$root/d.md"
    found=$(check "$root")
    planted_are_named "$found" d.md:1 d.md:2 d.md:3
    exit
fi

found=$(check "$1")
none_or_said "$found" "all links lead somewhere"
