/* memcmp, memcpy and memset by vectors, in place of those of wasi-libc, which go by bytes and words: rows of classes
 * are compared, copied and cleared all day. Compiled as the loops they are, not as calls of themselves
 * (cmake/wasm.cmake).
 */
#include <stddef.h>
#include <string.h>

#include <wasm_simd128.h>

enum { BLOCK = 16, LINE = 4 * BLOCK };

static inline v128_t apart(const unsigned char *x, const unsigned char *y) {
    return wasm_v128_xor(wasm_v128_load(x), wasm_v128_load(y));
}

static inline int line_differs(const unsigned char *x, const unsigned char *y) {
    v128_t a = wasm_v128_or(apart(x, y), apart(x + BLOCK, y + BLOCK));
    v128_t b = wasm_v128_or(apart(x + 2 * BLOCK, y + 2 * BLOCK), apart(x + 3 * BLOCK, y + 3 * BLOCK));
    return wasm_v128_any_true(wasm_v128_or(a, b));
}

int memcmp(const void *a, const void *b, size_t n) {
    const unsigned char *x = a, *y = b, *end = x + n;
    for (; end - x >= LINE && !line_differs(x, y); x += LINE, y += LINE)
        ;
    for (; x < end; x++, y++)
        if (*x != *y)
            return *x - *y;
    return 0;
}

void *memcpy(void *restrict to, const void *restrict from, size_t n) {
    unsigned char *out = to, *end = out + n;
    const unsigned char *in = from;
    for (; end - out >= LINE; out += LINE, in += LINE)
        for (int i = 0; i < LINE; i += BLOCK)
            wasm_v128_store(out + i, wasm_v128_load(in + i));
    for (; end - out >= BLOCK; out += BLOCK, in += BLOCK)
        wasm_v128_store(out, wasm_v128_load(in));
    for (; out < end; out++, in++)
        *out = *in;
    return to;
}

void *memset(void *to, int byte, size_t n) {
    unsigned char *out = to, *end = out + n;
    v128_t many = wasm_u8x16_splat((unsigned char)byte);
    for (; end - out >= LINE; out += LINE)
        for (int i = 0; i < LINE; i += BLOCK)
            wasm_v128_store(out + i, many);
    for (; end - out >= BLOCK; out += BLOCK)
        wasm_v128_store(out, many);
    for (; out < end; out++)
        *out = (unsigned char)byte;
    return to;
}
