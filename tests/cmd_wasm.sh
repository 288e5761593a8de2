#!/bin/sh
# The whole corridor in WebAssembly, from a packed scenario alone, has the digests it has natively: every month of a fluid
# run, a year of a stochastic member; and a simulation through vado.h, branched and changed, gives the same numbers.
# Starts in an empty folder. ctest: slow timeout=1200
set -u
V=${VADO:?}
. "${SOURCE_DIR:?}/tests/command.sh"
W=$BUILD_DIR/wasm/days.wasm
if [ ! -f "$W" ]; then
    echo "SKIPPED: clang cannot link for wasm32-wasi (Debian packages clang lld wasi-libc libclang-rt-14-dev-wasm32)"
    exit 77
fi
if [ -z "${NODE:-}" ]; then
    echo "SKIPPED: Node is missing (Debian package nodejs)"
    exit 77
fi
wasm() { "$NODE" --no-warnings "$SOURCE_DIR/tests/wasi_run.mjs" "$W" "$@"; }
live() { "$NODE" --no-warnings "$SOURCE_DIR/tests/wasi_run.mjs" "$BUILD_DIR/wasm/live.wasm" "$@"; }

code 0 "$V" pack "$SOURCE_DIR/scenarios/us-mexico" -o us-mexico.vado
for run in "fluid end" "stochastic 2018-12"; do
    # shellcheck disable=SC2086
    set -- $run
    "$BUILD_DIR/tests/days" "$@" <us-mexico.vado >native.txt || wrong "native: $run"
    wasm "$@" <us-mexico.vado >wasm.txt || wrong "wasm: $run"
    cmp native.txt wasm.txt || wrong "$run differs in WebAssembly from here:
$(diff native.txt wasm.txt | head -4)"
    tail -1 wasm.txt
done
[ "$(grep -cE '^20[0-9-]* [0-9a-f]{64}$' wasm.txt)" -eq 12 ] || wrong "not a line for each month of 2018"
cmp -s native.txt wasm.txt && says '^world [0-9a-f]*$' wasm.txt

# ---- a lever, through vado.h ----
set -- 2018-03-10 mexico.checkpoints.effort 3
"$BUILD_DIR/tests/live" "$@" <us-mexico.vado >native.txt || wrong "native: live"
live "$@" <us-mexico.vado >wasm.txt || wrong "wasm: live"
cmp native.txt wasm.txt || wrong "a lever differs in WebAssembly from here: $(cat native.txt wasm.txt)"
awk 'NR <= 3 && (NF != 3 || $2 <= 0 || $2 == $3) { bad = 1 } END { exit bad || NR != 6 }' wasm.txt ||
    wrong "no effect: $(cat wasm.txt)"
awk 'NR <= 3 { branch[NR] = $3 } NR > 3 && $2 != branch[NR - 3] { bad = 1 } END { exit bad }' wasm.txt ||
    wrong "a lever answers other than a branch: $(cat wasm.txt)"

# ---- it refuses what it is not to believe, and reads no YAML ----
head -c 100000 us-mexico.vado >cut.vado
wasm fluid 2018-01 <cut.vado >out.txt 2>err.txt && wrong "a cut file was run"
says 'was cut: 100000 bytes of' err.txt
live 2018-03-10 mexico.checkpoints.effrt 1 <us-mexico.vado >out.txt 2>err.txt && wrong "a parameter nobody knows was set"
says 'did you mean' err.txt
exit $failed
