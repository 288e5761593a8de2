/*
 * philox.c - Philox4x32-10 and the keys by name; see philox.h for the contract.
 *
 *   1. A round multiplies words 0 and 2 by two odd constants to 64 bits and mixes the halves with words 1 and 3 and
 *      the round key.
 *   2. The round key grows by two Weyl constants a round; ten rounds.
 *
 * The constants are those of the paper (Salmon et al. 2011, section 4.3).
 */
#include "philox.h"

#include <stddef.h>

#define PHILOX_M0 0xD2511F53u
#define PHILOX_M1 0xCD9E8D57u
#define PHILOX_W0 0x9E3779B9u
#define PHILOX_W1 0xBB67AE85u

static inline void philox_block(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3, uint32_t k0, uint32_t k1,
                                uint32_t out[4]) {
    for (int round = 0; round < 10; round++) {
        uint64_t a = (uint64_t)PHILOX_M0 * c0;
        uint64_t b = (uint64_t)PHILOX_M1 * c2;
        uint32_t n0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
        uint32_t n2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)b;
        c3 = (uint32_t)a;
        c0 = n0;
        c2 = n2;
        k0 += PHILOX_W0;
        k1 += PHILOX_W1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

void philox4x32_10(const uint32_t ctr[4], const uint32_t key[2], uint32_t out[4]) {
    philox_block(ctr[0], ctr[1], ctr[2], ctr[3], key[0], key[1], out);
}

static uint64_t fnv1a_byte(uint64_t h, unsigned char byte) { return (h ^ byte) * UINT64_C(0x100000001B3); }

static uint64_t fnv1a_text(uint64_t h, const char *text) {
    for (const char *s = text; s != NULL && *s != '\0'; s++)
        h = fnv1a_byte(h, (unsigned char)*s);
    return fnv1a_byte(h, 0);
}

static uint64_t splitmix64(uint64_t x) {
    x += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

rng_key rng_key_make(uint64_t seed, const char *name, const char *purpose) {
    uint64_t h = UINT64_C(0xCBF29CE484222325);
    for (int i = 0; i < 8; i++)
        h = fnv1a_byte(h, (unsigned char)((seed >> (8 * i)) & 0xFFu));
    h = fnv1a_text(h, name);
    h = fnv1a_text(h, purpose);
    h = splitmix64(splitmix64(h));
    return (rng_key){{(uint32_t)h, (uint32_t)(h >> 32)}};
}

void rng_u64x2(rng_key k, uint32_t day, uint32_t member, uint32_t cls, uint32_t pair, uint64_t out[2]) {
    uint32_t w[4];
    philox_block(day, member, cls, pair, k.key[0], k.key[1], w);
    out[0] = (uint64_t)w[1] << 32 | w[0];
    out[1] = (uint64_t)w[3] << 32 | w[2];
}

uint64_t rng_u64(rng_key k, uint32_t day, uint32_t member, uint32_t cls, uint32_t draw) {
    uint64_t both[2];
    rng_u64x2(k, day, member, cls, draw >> 1, both);
    return both[draw & 1u];
}
