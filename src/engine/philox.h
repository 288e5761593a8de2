/*
 * philox.h - the only source of chance of the engine: Philox4x32-10, a counter-based generator.
 *
 * What: a pure function from (key, day, member, class, draw) to 64 random bits. No state, so any draw of any day
 * of any member can be computed by itself, in any order, by any thread, and is the same everywhere.
 * Why a key from a name: the stream of a stock depends on the stock's name and not on its number, so that adding a
 * place or a system changes no other stream.
 *
 *   1. rng_key_make hashes (seed, name, purpose) to 64 bits, the Philox key.
 *   2. The counter is (day, member, class, draw / 2); one block of ten rounds gives 128 bits = two draws.
 *   3. rng_unit maps 64 bits to the open interval (0, 1).
 *
 * Invariant: rng_u64(k, day, member, cls, d) is element d & 1 of rng_u64x2(k, day, member, cls, d >> 1).
 * Paper: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011).
 */
#ifndef VADO_ENGINE_PHILOX_H
#define VADO_ENGINE_PHILOX_H

#include <stdint.h>

typedef struct {
    uint32_t key[2];
} rng_key;

/* The bare generator: ten rounds of Philox4x32 on counter ctr, words in the order of the paper. */
void philox4x32_10(const uint32_t ctr[4], const uint32_t key[2], uint32_t out[4]);

/*
 * Hash of (seed, name, purpose): FNV-1a, 64 bits, over the seed's eight bytes (lowest first), the bytes of name, one
 * zero byte, the bytes of purpose, one zero byte; then the splitmix64 step twice. key[0] is the low half.
 * A null pointer counts as the empty string.
 */
rng_key rng_key_make(uint64_t seed, const char *name, const char *purpose);

/* Draws 2 * pair and 2 * pair + 1 (pair < 2^31). out[0] is words 0 (low half) and 1, out[1] words 2 and 3. */
void rng_u64x2(rng_key k, uint32_t day, uint32_t member, uint32_t cls, uint32_t pair, uint64_t out[2]);

/* One draw. When both draws of a pair are wanted, rng_u64x2 costs half. */
uint64_t rng_u64(rng_key k, uint32_t day, uint32_t member, uint32_t cls, uint32_t draw);

/* The keys of the ten rounds, for those who draw much from one key; each four times, as vectors take them. */
typedef struct {
    _Alignas(16) uint32_t of[10][2][4];
} rng_rounds;
rng_rounds rng_rounds_of(rng_key k);

/* A lot of draws at once, as rng_unit gives them: first, which is a multiple of the lot, and those after it. */
typedef void rng_lot(const rng_rounds *k, uint32_t day, uint32_t member, uint32_t cls, uint32_t first, double *out);
rng_lot rng_four;  /* two blocks at the cost of one */
rng_lot rng_eight; /* four, by AVX2: of the kernels for it alone (kernels.h) */

/*
 * The upper 52 bits and a half: odd multiples of 2^-53, from 2^-53 to 1 - 2^-53. Every value, and 1 minus it, is exact
 * in a double (53 bits and a half would not be: the largest would round to 1).
 */
static inline double rng_unit(uint64_t bits) { return ((double)(int64_t)(bits >> 12) + 0.5) * 0x1p-52; }

#endif
