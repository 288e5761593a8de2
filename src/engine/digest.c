/* SHA-256 (FIPS 180-4), so that two runs can be compared by one line; by the processor's own instructions where it has
 * them, which give the same sums. */
#include "engine/engine.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define SHA256_BY_PROCESSOR 1
#include <immintrin.h>
#endif

static const uint32_t SHA256_K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t turn(uint32_t x, int n) { return (x >> n) | (x << (32 - n)); }

/* One of the 64 rounds; who calls it turns the names of the eight words in place of moving them. The standard's choice
 * and majority and its three turns of a word are written with fewer steps: each turn goes on from the one before. */
#define ROUND(a, b, c, d, e, f, g, h, i)                                                                               \
    do {                                                                                                               \
        uint32_t t_ = h + turn(turn(turn(e, 14) ^ e, 5) ^ e, 6) + (g ^ (e & (f ^ g))) + SHA256_K[i] + w[i];            \
        d += t_;                                                                                                       \
        h = t_ + turn(turn(turn(a, 9) ^ a, 11) ^ a, 2) + ((a & b) | (c & (a | b)));                                    \
    } while (0)

static void block_here(uint32_t state[8], const unsigned char *p) {
    uint32_t w[64];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)p[4 * i] << 24 | (uint32_t)p[4 * i + 1] << 16 | (uint32_t)p[4 * i + 2] << 8 |
               (uint32_t)p[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t a = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >> 3);
        uint32_t b = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >> 10);
        w[i] = w[i - 16] + a + w[i - 7] + b;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6],
             h = state[7];
    for (int i = 0; i < 64; i += 8) {
        ROUND(a, b, c, d, e, f, g, h, i);
        ROUND(h, a, b, c, d, e, f, g, i + 1);
        ROUND(g, h, a, b, c, d, e, f, i + 2);
        ROUND(f, g, h, a, b, c, d, e, i + 3);
        ROUND(e, f, g, h, a, b, c, d, i + 4);
        ROUND(d, e, f, g, h, a, b, c, i + 5);
        ROUND(c, d, e, f, g, h, a, b, i + 6);
        ROUND(b, c, d, e, f, g, h, a, i + 7);
    }
    const uint32_t after[8] = {a, b, c, d, e, f, g, h};
    for (int i = 0; i < 8; i++)
        state[i] += after[i];
}

#ifdef SHA256_BY_PROCESSOR
/* Four rounds at a time; the processor keeps the eight words as (a b e f) and (c d g h). `words`: the last 16 of the
 * message schedule, four a vector. */
__attribute__((target("sha,sse4.1"))) static void block_by_processor(uint32_t state[8], const unsigned char *p) {
    const __m128i bytes = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203); /* each word from its high end */
    const __m128i dcba = _mm_loadu_si128((const void *)state), hgfe = _mm_loadu_si128((const void *)(state + 4));
    const __m128i cdab = _mm_shuffle_epi32(dcba, 0xb1), efgh = _mm_shuffle_epi32(hgfe, 0x1b);
    __m128i abef = _mm_alignr_epi8(cdab, efgh, 8), cdgh = _mm_blend_epi16(efgh, cdab, 0xf0), words[4];
    const __m128i abef_first = abef, cdgh_first = cdgh;
    for (int i = 0; i < 16; i++) {
        __m128i *now = &words[i % 4];
        const __m128i next = words[(i + 1) % 4], before = words[(i + 3) % 4], two_before = words[(i + 2) % 4];
        if (i < 4)
            *now = _mm_shuffle_epi8(_mm_loadu_si128((const void *)(p + 16 * i)), bytes);
        else
            *now = _mm_sha256msg2_epu32(
                _mm_add_epi32(_mm_sha256msg1_epu32(*now, next), _mm_alignr_epi8(before, two_before, 4)), before);
        const __m128i k = _mm_add_epi32(*now, _mm_loadu_si128((const void *)(SHA256_K + 4 * i)));
        cdgh = _mm_sha256rnds2_epu32(cdgh, abef, k);
        abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(k, 0x0e));
    }
    abef = _mm_add_epi32(abef, abef_first);
    cdgh = _mm_add_epi32(cdgh, cdgh_first);
    const __m128i feba = _mm_shuffle_epi32(abef, 0x1b), dchg = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128((void *)state, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128((void *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}
#endif

static void block(uint32_t state[8], const unsigned char *p) {
#ifdef SHA256_BY_PROCESSOR
    if (__builtin_cpu_supports("sha")) {
        block_by_processor(state, p);
        return;
    }
#endif
    block_here(state, p);
}

void eng_sha256_start(eng_sha256 *s) {
    static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(s->h, first, sizeof first);
    s->length = 0;
}

void eng_sha256_add(eng_sha256 *s, const void *data, size_t n) {
    const unsigned char *p = data;
    while (n > 0) {
        for (; n >= 64 && s->length % 64 == 0; p += 64, n -= 64, s->length += 64)
            block(s->h, p);
        size_t at = (size_t)(s->length % 64), room = 64 - at, some = n < room ? n : room;
        memcpy(s->block + at, p, some);
        s->length += some;
        p += some;
        n -= some;
        if (some == room)
            block(s->h, s->block);
    }
}

void eng_sha256_end(eng_sha256 *s, unsigned char out[32]) {
    uint64_t bits = s->length * 8;
    unsigned char tail[72] = {0x80};
    size_t at = (size_t)(s->length % 64), pad = at < 56 ? 56 - at : 120 - at;
    for (int i = 0; i < 8; i++)
        tail[pad + (size_t)i] = (unsigned char)(bits >> (56 - 8 * i));
    eng_sha256_add(s, tail, pad + 8);
    for (int i = 0; i < 32; i++)
        out[i] = (unsigned char)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}
