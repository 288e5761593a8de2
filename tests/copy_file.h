/* A copy of a file, which must not be empty; after cmocka.h. */
#ifndef VADO_TESTS_COPY_FILE_H
#define VADO_TESTS_COPY_FILE_H

#include <stdio.h>

static inline void copy_file(const char *from, const char *to) {
    char block[65536];
    size_t all = 0;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_non_null(in);
    assert_non_null(out);
    for (size_t n; (n = fread(block, 1, sizeof block, in)) > 0; all += n)
        assert_int_equal(fwrite(block, 1, n, out), n);
    assert_true(all > 0);
    assert_int_equal(fclose(in), 0);
    assert_int_equal(fclose(out), 0);
}

#endif
