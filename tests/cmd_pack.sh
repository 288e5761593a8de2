#!/bin/sh
# A packed scenario is taken wherever a folder is, and gives the same; one that is damaged is refused by every command.
# Starts in an empty folder. ctest: processors=2
set -u
S=${SOURCE_DIR:?}/tests/scenarios/six-places
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"

cat >claims.csv <<'CSV'
id,documents,role,statement,from,until,reference_from,reference_until,relation,value,series,parameter,place,latents,policy,expected_verdict,note
A1,D0,output,more than a hundred,2018-01,2018-01,,,above,100,encounters,,,,,holds,
A2,D0,structural,other with expulsions,2018-04,2018-04,,,counterfactual_higher,,encounters,,,,expulsions.csv,,
CSV

# ---- packing ----
cp -R "$S" six
mkdir six/policies
cat >six/policies/expulsions.csv <<'CSV'
# title: Half are expelled
from,until,parameter,where,who,change,value,note,source
2018-03,,us.title42.active,,,set,1,,x
2018-03,,us.title42.expel_share,,,set,0.5,,x
CSV
code 0 "$V" pack six -o six.vado
code 0 "$V" pack six.vado -o again.vado
cmp six.vado again.vado || wrong "packing what is packed gives other bytes"
code 0 "$V" pack six -o six.vado
code 2 "$V" pack six
code 3 "$V" pack nowhere -o nowhere.vado
[ ! -e nowhere.vado ] || wrong "a file for a scenario that is not there"
echo mine >notes.txt
code 3 "$V" pack six -o notes.txt
says 'is there already' err.txt
code 3 "$V" pack six.vado -o six.vado
says 'written over what is read' err.txt
cp -R six bad
echo 'colour: blue' >>bad/scenario.yaml
code 1 "$V" pack bad -o bad.vado
says 'bad/scenario.yaml:[0-9]*:[0-9]*: .*colour' err.txt
[ ! -e bad.vado ] || wrong "a scenario with errors was packed"

# ---- the same from it as from the folder; the folder is no longer needed ----
for s in six six.vado; do
    o=$s.out
    mkdir "$o"
    code 0 "$V" check $s
    code 0 "$V" params $s --csv
    cp out.txt "$o/params"
    for mode in fluid stochastic; do
        code 0 "$V" run $s -o "$o/$mode.db" --mode $mode --members 2 --seed 5 --quiet
        code 0 "$V" digest "$o/$mode.db"
        cp out.txt "$o/$mode"
        code 0 "$V" verify "$o/$mode.db"
    done
    code 0 "$V" observed $s encounters
    cp out.txt "$o/observed"
    code 0 "$V" run $s -o "$o/policy.db" --mode fluid --policy expulsions --quiet
    code 0 "$V" digest "$o/policy.db"
    cp out.txt "$o/policy"
    code 0 "$V" whatif $s expulsions --mode fluid --csv -o "$o/whatif"
    cp out.txt "$o/told"
done
for what in params fluid stochastic observed policy told; do
    cmp "six.out/$what" "six.vado.out/$what" || wrong "$what differs"
done
cmp -s six.out/fluid six.out/policy && wrong "the policy does nothing: nothing was tried with one"
for s in six six.vado; do
    code 0 "$V" claims $s --claims "$PWD/claims.csv" --runs $s.runs --members 1
    sed "s/$s/SCENARIO/g" out.txt >"$s.out/claims"
done
cmp six.out/claims six.vado.out/claims || wrong "claims are judged otherwise"
code 0 "$V" compare six.out/fluid.db six.vado.out/fluid.db --csv
rm -r six
code 0 "$V" check six.vado

# ---- a model with files of its own: texts alone ----
W=$SOURCE_DIR/tests/conflicts/valley
mkdir valley
cp -R "$W/input_csv" valley/input
cp -R "$W/source_data" valley/validation
cp "$W/simsetting.yml" valley
printf 'name: valley\nmodel: flee\n' >valley/scenario.yaml
code 0 "$V" pack valley -o valley.vado
for s in valley valley.vado; do
    code 0 "$V" run $s -o $s.db --members 1 --quiet
    code 0 "$V" digest $s.db
    cp out.txt $s.digest
done
cmp valley.digest valley.vado.digest || wrong "a packed scenario of Flee's rules runs otherwise"

# ---- messages still say where ----
code 1 "$V" run six.vado --set mexico.nowhere=1 --quiet
code 3 "$V" run six.vado --policy expulsion --quiet
says 'did you mean expulsions' err.txt

# ---- damaged, cut, of another kind ----
length=$(wc -c <six.vado)
for at in 0 30 50 100 $((length / 2)) $((length - 2)); do
    cp six.vado flip.vado
    byte=$(od -An -tu1 -j "$at" -N1 six.vado)
    # shellcheck disable=SC2059
    printf "\\$(printf %o $(((byte + 1) % 256)))" | dd of=flip.vado bs=1 seek="$at" conv=notrunc 2>dd.txt || cat dd.txt
    for c in check "run -o f.db" whatif params; do
        # shellcheck disable=SC2086
        set -- $c
        command=$1
        shift
        code 3 "$V" "$command" flip.vado "$@"
        [ "$(grep -c 'flip.vado: found ' err.txt)" -eq 1 ] || {
            wrong "byte $at, $command: not one message"
            cat err.txt
        }
    done
    [ ! -e f.db ] || wrong "a damaged scenario was run"
done
head -c $((length - 1)) six.vado >cut.vado
code 3 "$V" check cut.vado
says "was cut: $((length - 1)) bytes of $length" err.txt
code 3 "$V" summary six.vado
says 'found a packed scenario' err.txt
exit $failed
