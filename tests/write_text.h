/* A file of a test's own, or the test fails. Included after cmocka.h. */
#ifndef VADO_TESTS_WRITE_TEXT_H
#define VADO_TESTS_WRITE_TEXT_H

#include <stdio.h>

static inline void write_text(const char *path, const char *text) {
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

#endif
