#!/bin/sh
# The view that other programs read makes a store at most 1.5 times as large as it would be without (docs/command.md, Read by
# other programs): its tables are taken out of a copy, and the two are compared. Of the stores measured there the small one
# without twins is nearest to that. What the view costs a run's time was measured by hand: nothing runs without it.
set -u
. "${SOURCE_DIR:?}/tests/command.sh"
python=/usr/bin/python3
$python -c 'import sqlite3' 2>/dev/null || {
    echo "SKIPPED: no python3 with sqlite3"
    exit 77
}
code 0 "$VADO" run "$SOURCE_DIR/tests/scenarios/six-places" --members 8 --layers chance --quiet -o a.db
cat >times.py <<'END'
import os, shutil, sqlite3, sys

def size(name, *lines):
    shutil.copy("a.db", name)
    db = sqlite3.connect(name, isolation_level=None)
    for line in lines + ("VACUUM",):
        db.execute(line)
    db.close()
    return os.path.getsize(name)

whole = size("whole.db")
without = size("without.db", "DROP VIEW tidy", *("DROP TABLE " + t for t in ("cell", "calendar", "margin")))
print("%d bytes with the view, %d without: %.3f times" % (whole, without, whole / without))
sys.exit(0 if 1.01 < whole / without <= 1.5 else 1)
END
code 0 $python times.py
cat out.txt
exit $failed
