#!/bin/sh
# A failed allocation never ends as a wrong result with exit code 0: a short sweep over all commands, by seed. The long
# one is tools/campaign/run malloc. ctest: timeout=300
set -u
export SOURCE_DIR WORK_DIR VADO
exec "$SOURCE_DIR/tools/campaign/run" malloc --seed 9 --count 110
