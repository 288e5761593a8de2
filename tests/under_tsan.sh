#!/bin/sh
# under_tsan.sh PROGRAM: runs a program built under ThreadSanitizer. Where the kernel places memory at random in a way
# that ThreadSanitizer cannot take, it is run without that; where this is not allowed either, it is skipped, saying so.
export TSAN_OPTIONS="halt_on_error=1 exitcode=66"
"$1" >out.txt 2>&1
code=$?
if [ "$code" -ne 0 ] && grep -q 'FATAL: ThreadSanitizer: unexpected memory mapping' out.txt; then
    setarch "$(uname -m)" -R "$1" >out.txt 2>&1
    code=$?
    if [ "$code" -ne 0 ] && { grep -q 'FATAL: ThreadSanitizer' out.txt || ! grep -q 'RUN' out.txt; }; then
        echo "SKIPPED: ThreadSanitizer cannot start on this kernel"
        exit 77
    fi
fi
cat out.txt
exit "$code"
