/* A packed scenario whose bytes were changed, with sums that fit again, as anybody can make one: for the test and the
 * fuzz target of src/scenario/packed.c. */
#ifndef VADO_TESTS_PACKED_FORGE_H
#define VADO_TESTS_PACKED_FORGE_H

#include "small_scenario.h"

#include "engine/engine.h"
#include "scenario/packed.h"

#include <stdlib.h>

/* The small scenario, packed; bytes NULL if something went wrong. */
static inline byt_writer forge_packed(const char *changed, const char *text) {
    byt_writer out = {0};
    scn_folder folder;
    scn_scenario s;
    rep_report rep;
    scn_options options = small_options();
    scn_packing *packing = scn_packing_new();
    rep_init(&rep);
    options.packing = packing;
    if (packing != NULL && small_folder(&folder, changed, text, text == NULL ? 0 : strlen(text)) == 0 &&
        scn_scenario_open_folder(&s, &folder, &options, &rep) == 0) {
        if (scn_packing_write(packing, &s.folder, "corridor", &out) != 0) {
            free(out.bytes);
            out.bytes = NULL;
        }
        scn_scenario_free(&s);
    }
    scn_packing_free(packing);
    rep_free(&rep);
    return out;
}

static inline void forge_sum(unsigned char *to, const unsigned char *a, size_t na, const unsigned char *b, size_t nb) {
    eng_sha256 h;
    eng_sha256_start(&h);
    eng_sha256_add(&h, a, na);
    eng_sha256_add(&h, b, nb);
    eng_sha256_end(&h, to);
}

/* Length and sums made anew, as far as the lengths that stand in it can be followed. */
static inline void forge_sums(unsigned char *bytes, size_t n) {
    if (n < SCN_PACKED_FRONT)
        return;
    byt_reader r = {bytes + 32, bytes + n, 0};
    for (int k = 0; k < 8; k++)
        bytes[24 + k] = (unsigned char)((uint64_t)n >> (8 * k));
    uint64_t length = byt_fixed(&r), tables;
    if (length > n - SCN_PACKED_FRONT)
        return;
    unsigned char *head = bytes + SCN_PACKED_FRONT, *end = head + length;
    r = (byt_reader){head, end, 0};
    (void)byt_text(&r);
    (void)byt_text(&r);
    (void)byt_take(&r, 32);
    tables = byt_number(&r);
    for (uint64_t i = byt_number(&r); i > 0 && !r.bad; i--) {
        (void)byt_text(&r);
        (void)byt_number(&r);
        tables += byt_number(&r);
    }
    size_t rest = n - (size_t)(end - bytes);
    if (!r.bad && r.end - r.at == 64 && tables <= rest) {
        forge_sum(end - 64, end, (size_t)tables, end, 0);
        forge_sum(end - 32, end + tables, rest - (size_t)tables, end, 0);
    }
    forge_sum(bytes + 40, bytes, SCN_PACKED_SUMMED, head, (size_t)length);
}

/* Opens a copy of the bytes as a library would: 0 with the scenario, or -1 with at least one error in rep. */
static inline int forge_open(const unsigned char *bytes, size_t n, scn_scenario *s, rep_report *rep) {
    scn_folder folder;
    scn_options options = small_options();
    unsigned char *copy = malloc(n + 1);
    memset(s, 0, sizeof *s);
    if (copy == NULL)
        return -1;
    if (n > 0)
        memcpy(copy, bytes, n);
    if (scn_packed_open(&folder, copy, n, "small.vado", rep) != 0)
        return -1;
    (void)scn_packed_texts(&folder); /* what is wrong is said by the opening */
    return scn_scenario_open_folder(s, &folder, &options, rep);
}

#endif
