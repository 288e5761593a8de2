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
#include <string.h>
#ifdef __SSE2__
#include <immintrin.h>
#endif

#define PHILOX_M0 0xD2511F53u
#define PHILOX_M1 0xCD9E8D57u
#define PHILOX_W0 0x9E3779B9u
#define PHILOX_W1 0xBB67AE85u

static inline void philox_block(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3, uint32_t k0, uint32_t k1,
                                uint32_t out[4]) {
    for (int round = 0; round < 10; round++) {
        uint64_t a = (uint64_t)PHILOX_M0 * c0;
        uint64_t b = (uint64_t)PHILOX_M1 * c2;
        uint32_t n0 = (uint32_t)(b >> 32) ^ (c1 ^ k0); /* a round waits for the one before: what does not is aside */
        uint32_t n2 = (uint32_t)(a >> 32) ^ (c3 ^ k1);
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

rng_rounds rng_rounds_of(rng_key k) {
    rng_rounds r;
    for (uint32_t i = 0; i < 10; i++)
        for (int lane = 0; lane < 4; lane++) {
            r.of[i][0][lane] = k.key[0] + i * PHILOX_W0;
            r.of[i][1][lane] = k.key[1] + i * PHILOX_W1;
        }
    return r;
}

#ifdef __SSE2__

/* Two blocks side by side, a word in the low half of each 64 bits; what stands in the high half is never read. */
typedef struct {
    __m128i c0, c1, c2, c3;
} two_blocks;

static inline __m128i key_of_round(const uint32_t four[4]) {
    return _mm_load_si128((const __m128i *)(const void *)four);
}

static inline two_blocks round_of_two(two_blocks b, __m128i k0, __m128i k1) {
    __m128i x = _mm_mul_epu32(b.c0, _mm_set1_epi32((int)PHILOX_M0));
    __m128i y = _mm_mul_epu32(b.c2, _mm_set1_epi32((int)PHILOX_M1));
    __m128i c0 = _mm_xor_si128(_mm_srli_epi64(y, 32), _mm_xor_si128(b.c1, k0));
    __m128i c2 = _mm_xor_si128(_mm_srli_epi64(x, 32), _mm_xor_si128(b.c3, k1));
    return (two_blocks){c0, y, c2, x};
}

/* As rng_unit: the upper 52 bits of (high, low), put behind the bits of 1, and a half. The subtraction is exact. */
static const int64_t ONE = INT64_C(0x3FF0000000000000), LOW_WORD = INT64_C(0xFFFFFFFF);

static inline __m128d units_of_two(__m128i low, __m128i high) {
    __m128i word = _mm_or_si128(_mm_slli_epi64(high, 32), _mm_and_si128(low, _mm_set1_epi64x(LOW_WORD)));
    __m128i from_one = _mm_or_si128(_mm_srli_epi64(word, 12), _mm_set1_epi64x(ONE));
    return _mm_sub_pd(_mm_castsi128_pd(from_one), _mm_set1_pd(1.0 - 0x1p-53));
}

void rng_four(const rng_rounds *k, uint32_t day, uint32_t member, uint32_t cls, uint32_t first, double *out) {
    int64_t pair = first >> 1;
    two_blocks b = {_mm_set1_epi64x(day), _mm_set1_epi64x(member), _mm_set1_epi64x(cls),
                    _mm_set_epi64x(pair + 1, pair)};
    for (int round = 0; round < 10; round++)
        b = round_of_two(b, key_of_round(k->of[round][0]), key_of_round(k->of[round][1]));
    __m128d even = units_of_two(b.c0, b.c1), odd = units_of_two(b.c2, b.c3);
    _mm_storeu_pd(out, _mm_unpacklo_pd(even, odd));
    _mm_storeu_pd(out + 2, _mm_unpackhi_pd(even, odd));
}

#define WIDE __attribute__((target("avx2")))

/* The same with four blocks side by side. */
WIDE static inline __m256d units_of_four(__m256i low, __m256i high) {
    __m256i word = _mm256_or_si256(_mm256_slli_epi64(high, 32), _mm256_and_si256(low, _mm256_set1_epi64x(LOW_WORD)));
    __m256i from_one = _mm256_or_si256(_mm256_srli_epi64(word, 12), _mm256_set1_epi64x(ONE));
    return _mm256_sub_pd(_mm256_castsi256_pd(from_one), _mm256_set1_pd(1.0 - 0x1p-53));
}

WIDE void rng_eight(const rng_rounds *k, uint32_t day, uint32_t member, uint32_t cls, uint32_t first, double *out) {
    int64_t pair = first >> 1;
    __m256i c0 = _mm256_set1_epi64x(day), c1 = _mm256_set1_epi64x(member), c2 = _mm256_set1_epi64x(cls);
    __m256i c3 =
        _mm256_set_epi64x(pair + 3, pair + 1, pair + 2, pair); /* so that even and odd fall into their places */
    for (int round = 0; round < 10; round++) {
        __m256i k0 = _mm256_broadcastsi128_si256(key_of_round(k->of[round][0]));
        __m256i k1 = _mm256_broadcastsi128_si256(key_of_round(k->of[round][1]));
        __m256i x = _mm256_mul_epu32(c0, _mm256_set1_epi32((int)PHILOX_M0));
        __m256i y = _mm256_mul_epu32(c2, _mm256_set1_epi32((int)PHILOX_M1));
        c0 = _mm256_xor_si256(_mm256_srli_epi64(y, 32), _mm256_xor_si256(c1, k0));
        c2 = _mm256_xor_si256(_mm256_srli_epi64(x, 32), _mm256_xor_si256(c3, k1));
        c1 = y;
        c3 = x;
    }
    __m256d even = units_of_four(c0, c1), odd = units_of_four(c2, c3);
    _mm256_storeu_pd(out, _mm256_unpacklo_pd(even, odd));
    _mm256_storeu_pd(out + 4, _mm256_unpackhi_pd(even, odd));
}

#else

void rng_four(const rng_rounds *k, uint32_t day, uint32_t member, uint32_t cls, uint32_t first, double *out) {
    rng_key key = {{k->of[0][0][0], k->of[0][1][0]}};
    for (uint32_t i = 0; i < 2; i++) {
        uint64_t both[2];
        rng_u64x2(key, day, member, cls, (first >> 1) + i, both);
        out[2 * i] = rng_unit(both[0]);
        out[2 * i + 1] = rng_unit(both[1]);
    }
}

#endif
