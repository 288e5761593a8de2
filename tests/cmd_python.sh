#!/bin/sh
# python/vado.py: the lines of its README run; numbers are those of the command of the same seed, to the last bit, harm
# beside each; refusals come in the library's words. Only the standard library, and pandas where it is there. Starts in an
# empty folder.
set -u
. "${SOURCE_DIR:?}/tests/command.sh"
python3 -c '' 2>/dev/null || {
    echo "SKIPPED: python3 is missing (Debian package python3)"
    exit 77
}
grep -q '^VADO_SANITIZE:[A-Z]*=..*' "${BUILD_DIR:?}/CMakeCache.txt" && {
    echo "SKIPPED: python3 loads no library that is under a sanitizer"
    exit 77
}
export VADO_LIBRARY="$BUILD_DIR/libvado.so" PYTHONPATH="$SOURCE_DIR/python" PYTHONDONTWRITEBYTECODE=1
mkdir tests
ln -s "$SOURCE_DIR/tests/scenarios" tests/scenarios

# ---- the README's lines ----
sed -n '/^```python$/,/^```$/p' "$SOURCE_DIR/python/README.md" | sed '/^```/d' >readme.py
[ "$(wc -l <readme.py)" -eq 5 ] || wrong "the README has not five lines"
code 0 python3 readme.py
says "'place': 'El Paso', 'member': 1, 'value': [0-9.]*, .*'harm_deaths': [0-9.]*, .*'harm_kidnappings'" out.txt

# ---- the same run by the command: digest, and every number of some series ----
code 0 "$VADO" run tests/scenarios/six-places -o command.db --members 4 --until 2018-06 --quiet
printf '# title: More water and rescue\nfrom,until,parameter,where,who,change,value,note,source\n2018-03-01,,harm.water_and_rescue,,,set,0.5,More water and rescue,[what-if]\n' >policy-1.csv
code 0 "$VADO" run tests/scenarios/six-places -o command-water.db --members 4 --until 2018-06 --quiet --policy policy-1.csv
"$VADO" export command.db --all --members -o tables 2>/dev/null
"$VADO" compare command.db command-water.db --csv >compare.csv 2>/dev/null
cat >same.py <<'END'
import csv, subprocess, sys, vado

def command_digest(db):
    return subprocess.run([sys.argv[1], "digest", db], capture_output=True, text=True, check=True).stdout.strip()

assert vado.digest("base.db") == command_digest("command.db"), "another digest than the command's"
store = vado.open("base.db")
read = 0
for one in store.series():
    for by in ("", *one.margins):
        name = f"tables/{one.name}{'-by-' + by if by else ''}.csv"
        with open(name, encoding="utf-8", newline="") as file:
            want = [(r["month"], r.get(by, ""), int(r["member"]), float(r["value"]) if r["value"] else None)
                    for r in csv.DictReader(file)]
        rows = store.read(one.name, by=by or ()).rows()
        found = [(r["month"], r.get(by, ""), r["member"], r["value"]) for r in rows]
        assert found == want, f"{name}: {[pair for pair in zip(found, want) if pair[0] != pair[1]][:2]}"
        read += len(rows)
assert read > 3000, read
numbers = store.read("encounters", by=["place", "group"], period="year")
assert numbers.columns()[:5] == ["year", "place", "group", "member", "value"], numbers.columns()
rows, deaths = numbers.rows(), store.read("deaths", period="year").rows()
for row in rows:  # harm is that of the period and member, over all places and people
    assert row["harm_deaths"] == deaths[row["member"] - 1]["value"], row
assert {s.name for s in store.series() if s.harm} == set(numbers.harm)
with open("compare.csv", encoding="utf-8", newline="") as file:
    assert vado.compare(store, "water.db") == list(csv.DictReader(l for l in file if not l.startswith("#")))
for call, words in ((lambda: store.read("encouters"), "did you mean encounters"),
                    (lambda: store.read("gotaways", by="group"), "a margin that gotaways keeps"),
                    (lambda: vado.open("nowhere.db"), "no such file"),
                    (lambda: vado.run("tests/scenarios/six-places", "x.db", sets=["us.agent=3"]), "us.agent")):
    try:
        call()
    except vado.Error as error:
        assert words in str(error) and error.status < 0, error
    else:
        sys.exit(f"not refused: {words}")
print("the same", read)
END
code 0 python3 same.py "$VADO"
says '^the same' out.txt

# ---- pandas ----
pandas=''
for python in python3 /usr/bin/python3; do
    [ -n "$pandas" ] || ! $python -c 'import pandas' 2>/dev/null || pandas=$python
done
if [ -n "$pandas" ]; then
    code 0 $pandas -c 'import vado
frame = vado.open("base.db").frame("encounters", by="place")
print(*frame.columns, frame.attrs["unit"], frame.value.dtype, len(frame))
assert (frame.groupby(["month", "member"]).harm_deaths.nunique() == 1).all()'
    says '^month place member value harm_.*harm_deaths.* events float64 48$' out.txt
else
    echo "SKIPPED in part: pandas is missing (Debian package python3-pandas)"
fi
[ $failed -eq 0 ] && echo "all is well"
# ---- the page of docs/tutorials, cell by cell ----
if /usr/bin/python3 -c 'import pandas, matplotlib' 2>/dev/null; then
    sed -n '/^```python$/,/^```$/p' "$SOURCE_DIR/docs/tutorials/python.md" | sed '/^```/d' >page.py
    code 0 /usr/bin/python3 page.py
    says 'harm_kidnappings' out.txt
    grep -q '<svg' what-if.svg || wrong "the page's figure is none"
else
    echo "SKIPPED: python3-pandas or python3-matplotlib is missing, the page of docs/tutorials is not run"
fi
exit $failed
