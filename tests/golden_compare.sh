#!/bin/sh
# golden_compare.sh REFERENCE [--without-fma | --baseline] COMMAND [ARGUMENT]...
#   Runs REFERENCE, then the command; fails unless both end well and print the same single line. --baseline: the command
#   without AVX2's kernels; skipped (77) where there is no AVX2 to do without.
# golden_compare.sh --probe PROGRAM
#   Runs PROGRAM with and without the CPU's FMA: fails if a CPU that has FMA shows no difference, for then
#   --without-fma would prove nothing. Skipped (77) where there is no FMA or another C library.
set -eu

# The spelling of glibc since 2.33; libm picks its variant by FMA and AVX2, on older AMD by FMA4.
hide='glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2'

if [ "$1" = --probe ]; then
    if ! grep -qw fma /proc/cpuinfo 2>/dev/null; then
        echo "SKIPPED: this CPU has no FMA (or does not say so)"
        exit 77
    fi
    if ! getconf GNU_LIBC_VERSION >/dev/null 2>&1; then
        echo "SKIPPED: the C library is not glibc"
        exit 77
    fi
    with=$("$2")
    without=$(GLIBC_TUNABLES=$hide "$2")
    echo "with FMA $with, without $without"
    if [ "$with" = "$without" ]; then
        echo "FAIL: GLIBC_TUNABLES=$hide hides nothing from this libc"
        exit 1
    fi
    exit 0
fi

reference=$1
shift
if [ "$1" = --without-fma ]; then
    shift
    GLIBC_TUNABLES=$hide
    export GLIBC_TUNABLES
fi
if [ "$1" = --baseline ]; then
    shift
    if ! grep -qw avx2 /proc/cpuinfo 2>/dev/null; then
        echo "SKIPPED: this CPU has no AVX2 (or does not say so)"
        exit 77
    fi
    VADO_ISA=baseline
    export VADO_ISA
fi
expected=$(env -u VADO_ISA -u GLIBC_TUNABLES "$reference") || { echo "FAIL: $reference ended with $?"; exit 1; }
found=$("$@") || { echo "FAIL: $* ended with $?"; exit 1; }
echo "reference: $expected"
echo "this one:  $found"
if [ -z "$expected" ] || [ "$(printf '%s\n' "$expected" | wc -l)" -ne 1 ]; then
    echo "FAIL: the reference must print exactly one line"
    exit 1
fi
if [ "$expected" != "$found" ]; then
    echo "FAIL: the lines differ"
    exit 1
fi
