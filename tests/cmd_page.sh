#!/bin/sh
# The explorer's page: made for us-mexico, for six places, for another corridor and for one with hostile names, then tried
# in a real browser by web/page/test. Starts in an empty folder. ctest: timeout=1500 processors=2
set -u
V=${VADO:?}
P=${SOURCE_DIR:?}/web/page
. "$SOURCE_DIR/tests/command.sh"
skip() {
    echo "SKIPPED: $*"
    exit 77
}
[ -f "$BUILD_DIR/wasm/explorer.wasm" ] ||
    skip "clang cannot link for wasm32-wasi (Debian packages clang lld wasi-libc libclang-rt-14-dev-wasm32)"
[ -n "${NODE:-}" ] || skip "Node is missing (Debian package nodejs)"
[ -d "$P/node_modules/vite" ] || skip "the packages of web/page are missing (npm ci in web/page; ./test does it)"
# The page is made in a copy, at its place beside the scenarios: nothing is written where the source is.
C=$PWD/copy/web/page
mkdir -p "$C" pages
cp -R "$P/src" "$P/build" "$P/test" "$P"/*.json "$P"/*.ts "$P/index.html" "$C/"
ln -s "$P/node_modules" "$C/node_modules"
for folder in scenarios tests docs; do
    ln -s "$SOURCE_DIR/$folder" copy/$folder
done
(cd "$C" && code 0 "$NODE" node_modules/typescript/bin/tsc --noEmit && [ $failed -eq 0 ]) || wrong "types: $(cat "$C/out.txt")"

H=hostile
mkdir $H
cp -R "$SOURCE_DIR"/tests/scenarios/six-places/. $H/
sed 's|^title:.*|title: "</script><img src=x onerror=alert(1)>\\"&"|' $H/scenario.yaml >yaml && mv yaml $H/scenario.yaml
for f in $H/*.csv; do
    sed 's#\(^\|,\)Acayucan\(,\|$\)#\1"</script><img src=x onerror=alert(1)>"\2#g' "$f" >table && mv table "$f"
done
grep -q 'img src=x' $H/places.csv || wrong "no name is hostile"
other=$SOURCE_DIR/tests/scenarios/two-islands
[ -e "$other/scenario.yaml" ] || wrong "no other corridor"
page() { # NAME FOLDER
    "$V" pack "$2" -o "$1.vado" >out.txt 2>&1 || wrong "$1: $(cat out.txt)"
    "$NODE" "$C/build/page.mjs" --engine "$BUILD_DIR/wasm/explorer.wasm" --scenario "$1.vado" \
        --words "$2" -o "pages/$1.html" >out.txt 2>&1 || wrong "$1: $(cat out.txt)"
}
page us-mexico "$SOURCE_DIR/scenarios/us-mexico"
if grep -q 'is not known' out.txt; then wrong "docs/shares.csv is of another input: tools/update-results shares"; fi
page six-places "$SOURCE_DIR/tests/scenarios/six-places"
grep -q 'is not known' out.txt || wrong "the shares of one scenario are told of another"
page other "$other"
page hostile $H
# words that the page could not read are refused by name, where they are wrong
mkdir words
refused() { # FILE JSON WORDS
    rm -f words/*
    printf '%s' "$2" >"words/$1"
    code 1 "$NODE" "$C/build/page.mjs" --engine "$BUILD_DIR/wasm/explorer.wasm" --scenario six-places.vado \
        --words words -o broken.html
    says "words/$1: $3" err.txt
    [ ! -e broken.html ] || wrong "a page was made of $2"
}
refused explorer.json 'null' 'expected an object'
refused explorer.json '{"questions": 5}' 'questions: expected a list'
refused explorer.json '{"questions": [{"id": "a"}]}' 'questions.0.\.policies: expected'
refused explorer.json '{"stories": [{"id": "a", "policies": [], "lever": {"kind": "x"}}]}' 'stories.0.\.lever: expected'
refused explorer.en.json 'null' 'expected an object'
refused explorer.es.json '{"title": {"a": 1}}' 'title: expected words'
refused explorer.en.json '{"questions": {"a": "b"}}' 'questions: expected an object of objects'
[ "$(wc -c <pages/us-mexico.html)" -gt 600000 ] || wrong "the page of us-mexico is too small to carry it"
[ $failed -eq 0 ] || exit 1

[ -n "${CHROMIUM:-}" ] || skip "Chromium is missing (Debian package chromium); the page was made, and not looked at"
PAGES=$PWD/pages
export PAGES
cd "$C" || exit 1
"$NODE" --no-warnings --test test/*.test.mjs || exit 1
