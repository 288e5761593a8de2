#!/bin/sh
# ctest: slow
# Leanings to ports (ports.use, ports.use_group) are what tools/update-ports works out from published figures that may
# set: as they stand in the schedule they give the shares by nationality that they are worked out from.
set -u
us=${SOURCE_DIR:?}/scenarios/us-mexico
export VADO="${VADO:?}"
"$SOURCE_DIR/tools/update-ports" --check || { echo "FAILED: run tools/update-ports"; exit 1; }

# ---- a leaning that was changed by hand is found ----
rm -rf copy
cp -r "$us" copy
sed 's/\(,ports\.use,,Mexico,set,\)[^,]*/\1-4/' "$us/schedule.csv" >copy/schedule.csv
if SCENARIO=$PWD/copy "$SOURCE_DIR/tools/update-ports" --check >out.txt 2>&1; then
    echo "FAILED: Mexicans who shun ports are not found"
    cat out.txt
    exit 1
fi
grep -q 'FAILED: span A' out.txt || { echo "FAILED: for another reason"; cat out.txt; exit 1; }
