/* People shared out among branches, one binomial number after another; see sample.h for the contract. */
#include "sample.h"

void sample_multinomial(rng_key k, uint32_t day, uint32_t member, uint32_t cls, uint32_t first_draw, int64_t n,
                        int nprob, const double *p, int64_t *out) {
    double rest = 1.0;
    double rounding = 0x1p-52 * (double)(nprob > 0 ? nprob : 0);
    uint64_t bits[2] = {0, 0};
    uint32_t pair = 0;
    int have = 0;
    for (int i = 0; i < nprob; i++) {
        out[i] = 0;
        if (n <= 0 || !(p[i] > 0.0))
            continue;
        if (p[i] >= rest - rounding) {
            out[i] = n;
        } else {
            uint32_t draw = first_draw + (uint32_t)i;
            if (!have || pair != draw >> 1) {
                pair = draw >> 1;
                have = 1;
                rng_u64x2(k, day, member, cls, pair, bits);
            }
            double u = rng_unit(bits[draw & 1u]);
            out[i] = sample_surely_none(u, (double)n, p[i], rest) ? 0 : sample_binomial(u, n, p[i] / rest);
        }
        n -= out[i];
        rest -= p[i];
    }
}
