#!/bin/sh
# in_empty_folder.sh FOLDER COMMAND [ARGUMENT]...: empty FOLDER, go there, and run the command with WORK_DIR=FOLDER.
set -eu
WORK_DIR=$1
shift
rm -rf "$WORK_DIR"
mkdir -p "$WORK_DIR"
cd "$WORK_DIR"
export WORK_DIR
exec "$@"
