/* A sum over the C library's own exp, sin and pow, to see whether FMA could be hidden from it (see golden_compare.sh).
 * vado itself uses none of these. */
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    uint64_t hash = UINT64_C(1469598103934665603);
    for (int i = 0; i < 200000; i++) {
        volatile double x = -20.0 + i * 2.001e-4;
        double values[3] = {exp(x), sin(x), pow(1.1 + fabs(x), x)};
        for (int k = 0; k < 3; k++) {
            uint64_t bits;
            memcpy(&bits, &values[k], sizeof bits);
            hash = (hash ^ bits) * UINT64_C(1099511628211);
        }
    }
    printf("%016" PRIx64 "\n", hash);
    return 0;
}
