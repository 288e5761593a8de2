#!/bin/sh
# ./run from outside, with a cmake and a vado of this test's own in a copy: a build is two lines, and all it said if it
# fails; the table comes right after the run; what takes long says so before; the ledger's headline ends it; a step that
# fails ends it with its code, also into a pipe; where there is ninja and no make, ninja builds all, the page's engine too.
# Starts in an empty folder.
set -u
. "${SOURCE_DIR:?}/tests/command.sh"
mkdir -p copy/tools copy/bin copy/docs copy/scenarios/us-mexico
cp "$SOURCE_DIR/run" copy/run
cp "$SOURCE_DIR/tools/setup.sh" copy/tools/setup.sh
echo 'setup_packages() { :; }' >>copy/tools/setup.sh # nothing is installed by a test
for name in ninja node; do printf '#!/bin/sh\n' >copy/bin/$name; done
cat >copy/bin/cmake <<'END'
#!/bin/sh
echo "${CMAKE_GENERATOR:-make} $*" >>configured
n=0
while [ $n -lt 90 ]; do n=$((n + 1)); echo "[$n%] Building C object $n"; done
case $1 in
--build) ;;
*) exit 0 ;;
esac
[ "${FAIL:-}" != cmake ] || { echo "engine.c:7: error: planted" >&2; exit 2; }
mkdir -p build && cp fake-vado build/vado
END
cat >copy/fake-vado <<'END'
#!/bin/sh
echo "vado $*" >>calls
[ "${FAIL:-}" != "$1" ] || { echo "error: $1 was told to fail" >&2; exit "${CODE:-4}"; }
case $1 in
run) echo "THE TABLE" ;;
explain) echo "EXPLAINED $3" ;;
claims) echo "Of 38 outputs 13 hold" ;;
esac
END
chmod +x copy/bin/* copy/fake-vado
go() { # options of ./run
    rm -f copy/calls copy/configured
    PATH="$PWD/copy/bin:$PATH" sh copy/run "$@"
}
code 0 go
[ "$(wc -l <out.txt)" -lt 30 ] || wrong "the output is of $(wc -l <out.txt) lines"
grep -q 'Building C object' out.txt err.txt && wrong "the build is not quiet"
says '^Building vado: done in [0-9]* s$' out.txt
[ ! -s err.txt ] || wrong "stderr: $(cat err.txt)"
[ "$(sed 's/ .*/ /; s/^vado//' copy/calls | wc -l)" -eq 8 ] || wrong "calls: $(cat copy/calls)"
order=$(grep -nE 'done in|THE TABLE|2019-06-07, 1 of 4|EXPLAINED 2019-06-07|EXPLAINED 2024-01-02|13 hold|^One by one|^The report' out.txt |
    sed 's/.*\(done\|TABLE\|1 of 4\|2019-06-07\|2024-01-02\|13 hold\|One by one\|The report\).*/\1/' | tr '\n' ',')
[ "$order" = 'done,TABLE,1 of 4,2019-06-07,2024-01-02,13 hold,One by one,The report,' ] || wrong "order: $order"
says 'claims out/us-mexico.db --brief' copy/calls
says '^Ninja --preset default' copy/configured
# into a pipe: nothing is lost, and nothing waits for a terminal
go 2>&1 </dev/null | cat >piped.txt
says '^The report: ' piped.txt

# ---- a build that fails says all it said ----
FAIL=cmake code 3 go
says 'engine.c:7: error: planted' err.txt
[ "$(grep -c 'Building C object' err.txt)" -ge 90 ] || wrong "the log is not whole"
says 'stopped with exit code 3, while building vado' err.txt
[ ! -e copy/calls ] || wrong "went on after a build that failed"

# ---- a file where its folder is to be: the step that fails is named, not the build before it ----
mv copy/out out-of-before
: >copy/out
code 1 go
says 'stopped with exit code 1, while making the folder out' err.txt
rm copy/out
mv out-of-before copy/out

# ---- each step's own code, and nothing after it ----
for step in check run explain report claims; do
    FAIL=$step CODE=4 code 4 go
    says "$step was told to fail" "$([ $step = claims ] && echo out.txt || echo err.txt)"
    says 'stopped with exit code 4, while' err.txt
    grep -q '^The report' out.txt && wrong "$step failed and the end was reached"
    tail -1 copy/calls | grep -q "^vado $step" || wrong "$step failed, and then: $(tail -1 copy/calls)"
done
FAIL=run CODE=130 code 130 go
FAIL=claims CODE=5 code 5 go                # the scenario as it ships: a verdict differs
FAIL=claims CODE=5 code 0 go --seed 7       # the verdicts are expected of another run
FAIL=claims CODE=1 code 0 go --resume x.db  # a run without statements goes on
FAIL=claims CODE=1 code 1 go --seed 7

# ---- options go through, the store is where they say ----
for option in '-o mine.db' '--output mine.db' '--output=mine.db'; do
    # shellcheck disable=SC2086
    code 0 go $option
    says 'vado report mine.db -o mine.html' copy/calls
    grep -q 'out/us-mexico.db' copy/calls && wrong "$option: the other store is written"
done
code 0 go --build-only
[ ! -e copy/calls ] || wrong "--build-only runs: $(cat copy/calls)"
says '^Built: ' out.txt

# ---- the page's engine is built by what is there, and by what the user chose ----
echo 'setup_missing() { :; }; setup_page() { :; }' >>copy/tools/setup.sh
: >copy/scenarios/us-mexico/scenario.yaml
go --explorer >out.txt 2>err.txt
says '^Ninja --preset wasm' copy/configured
grep -q '^make' copy/configured && wrong "make is taken for granted: $(cat copy/configured)"
CMAKE_GENERATOR=other go --explorer >out.txt 2>err.txt
says '^other --preset wasm' copy/configured
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
