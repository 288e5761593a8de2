/* Opening and closing a small corridor in a cmocka test; apart from corridor_small.c, which is used without cmocka too.
 */
#include "corridor_small.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

small_member *small_opened(const small_options *o, eng_arithmetic arithmetic) {
    small_model *m = small_open(o);
    assert_non_null(m);
    small_member *p = small_start(m, arithmetic, 0);
    assert_non_null(p);
    return p;
}

void small_closed(small_member *p) {
    small_model *m = (small_model *)(uintptr_t)p->model;
    small_stop(p);
    small_close(m);
}
