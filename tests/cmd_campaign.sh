#!/bin/sh
# A short sweep of each kind of tools/campaign but malloc (cmd_malloc.sh): nothing may pass undetected. The long ones and
# their counts: docs/reliability.md. Starts in an empty folder. ctest: timeout=600
set -u
code=0
for kind in write lock kill flip full; do
    WORK_DIR=$PWD sh "$SOURCE_DIR/tools/campaign/run" $kind --seed 11 --count 12
    got=$?
    if [ $got -ne 0 ] && [ $got -ne 77 ]; then
        code=1
    fi
done
exit $code
