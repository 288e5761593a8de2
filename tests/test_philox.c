/*
 * test_philox.c - the generator against the published known answers, and the promises of philox.h.
 *
 * The three vectors are the philox 4x32 10 lines of kat_vectors in the Random123 distribution (D. E. Shaw Research).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../src/engine/kernels.h"

typedef struct {
    uint32_t ctr[4], key[2], out[4];
} known_answer;

static void the_published_known_answers_come_out(void **state) {
    (void)state;
    static const known_answer known[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        uint32_t out[4];
        philox4x32_10(known[i].ctr, known[i].key, out);
        assert_memory_equal(out, known[i].out, sizeof out);
    }
}

static void a_draw_is_an_element_of_its_pair(void **state) {
    (void)state;
    rng_key k = rng_key_make(7, "tapachula", "split");
    for (uint32_t draw = 0; draw < 1000; draw++) {
        uint64_t both[2];
        rng_u64x2(k, 11, 3, 5, draw >> 1, both);
        assert_true(rng_u64(k, 11, 3, 5, draw) == both[draw & 1u]);
    }
    const uint32_t ctr[4] = {11, 3, 5, 2};
    uint32_t w[4];
    philox4x32_10(ctr, k.key, w);
    assert_true(rng_u64(k, 11, 3, 5, 4) == ((uint64_t)w[1] << 32 | w[0]));
    assert_true(rng_u64(k, 11, 3, 5, 5) == ((uint64_t)w[3] << 32 | w[2]));
}

static int same_key(rng_key a, rng_key b) { return a.key[0] == b.key[0] && a.key[1] == b.key[1]; }

static void same_as_one_by_one(const eng_kernels *set, rng_key k, const uint32_t counter[4]) {
    double u[8];
    rng_rounds rounds = rng_rounds_of(k);
    uint32_t day = counter[0], member = counter[1], cls = counter[2], first = counter[3] & ~(set->lot_size - 1);
    assert_true(set->lot_size == 4 || set->lot_size == 8);
    set->lot(&rounds, day, member, cls, first, u);
    for (uint32_t j = 0; j < set->lot_size; j++)
        assert_true(u[j] == rng_unit(rng_u64(k, day, member, cls, first + j)));
}

/* Counters of all bits, so that no word of a block is taken for another's. */
static void a_lot_of_draws_at_once_is_the_same_as_one_by_one(void **state) {
    (void)state;
    for (uint32_t i = 0; i < 5000; i++) {
        uint32_t day = i * 2654435761u;
        const uint32_t counter[4] = {day, ~day, day ^ 0x80000001u, i * 2246822519u};
        rng_key k = rng_key_make(i, "a stock", "split");
        same_as_one_by_one(&eng_kernels_baseline, k, counter);
        same_as_one_by_one(eng_kernels_here(), k, counter);
    }
}

static void a_key_depends_on_seed_name_and_purpose_apart(void **state) {
    (void)state;
    rng_key k = rng_key_make(1, "ab", "c");
    assert_true(same_key(k, rng_key_make(1, "ab", "c")));
    assert_false(same_key(k, rng_key_make(2, "ab", "c")));
    assert_false(same_key(k, rng_key_make(1, "a", "bc")));
    assert_false(same_key(k, rng_key_make(1, "abc", "")));
    assert_false(same_key(k, rng_key_make(1, "ab", "d")));
    assert_false(same_key(k, rng_key_make(UINT64_C(1) << 63 | 1u, "ab", "c")));
    assert_true(same_key(rng_key_make(1, NULL, NULL), rng_key_make(1, "", "")));
}

/* Fixed, because every stored run depends on it. Computed once by an independent script from the text in philox.h. */
static void the_hash_of_a_key_never_changes(void **state) {
    (void)state;
    rng_key k = rng_key_make(42, "el_paso", "split");
    assert_int_equal(k.key[0], 0x7bd19cfa);
    assert_int_equal(k.key[1], 0x962a547e);
}

static void a_unit_draw_is_never_0_nor_1_and_its_mirror_is_exact(void **state) {
    (void)state;
    assert_true(rng_unit(0) == 0x1p-53);
    assert_true(rng_unit(UINT64_MAX) == 1.0 - 0x1p-53);
    assert_true(rng_unit(UINT64_MAX) < 1.0);
    assert_true(1.0 - rng_unit(UINT64_MAX) == rng_unit(0));
    assert_true(rng_unit(UINT64_C(1) << 63) == 0.5 + 0x1p-53);
}

static void every_bit_of_the_counter_matters_and_bits_are_fair(void **state) {
    (void)state;
    rng_key k = rng_key_make(9, "sector", "chance");
    uint64_t base = rng_u64(k, 0, 0, 0, 0);
    for (int bit = 0; bit < 32; bit++) {
        uint32_t one = UINT32_C(1) << bit;
        assert_true(rng_u64(k, one, 0, 0, 0) != base);
        assert_true(rng_u64(k, 0, one, 0, 0) != base);
        assert_true(rng_u64(k, 0, 0, one, 0) != base);
        assert_true(rng_u64(k, 0, 0, 0, one) != base);
    }
    int64_t ones[64] = {0};
    for (uint32_t i = 0; i < 100000; i++) {
        uint64_t x = rng_u64(k, i, 1, 2, 3);
        for (int b = 0; b < 64; b++)
            ones[b] += (int64_t)(x >> b & 1u);
    }
    for (int b = 0; b < 64; b++) /* sd 158; 4.5 sd over 64 bits: one false alarm in 2000 keys, and the key is fixed */
        assert_in_range(ones[b], 50000 - 712, 50000 + 712);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_known_answers_come_out),
        cmocka_unit_test(a_draw_is_an_element_of_its_pair),
        cmocka_unit_test(a_lot_of_draws_at_once_is_the_same_as_one_by_one),
        cmocka_unit_test(a_key_depends_on_seed_name_and_purpose_apart),
        cmocka_unit_test(the_hash_of_a_key_never_changes),
        cmocka_unit_test(a_unit_draw_is_never_0_nor_1_and_its_mirror_is_exact),
        cmocka_unit_test(every_bit_of_the_counter_matters_and_bits_are_fair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
