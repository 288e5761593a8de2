/* See apart.h.
 *
 * A dated change is read on the days it holds and on no other (scn_values_at), whoever made it; all else that a
 * scenario says is read when a member is opened, or may be. So, in doubt on the side of apart:
 * 1. files, values, what is held and the period's beginning must be the same to the byte, and read. Files of policies
 * are passed by: what they say is in the changes;
 * 2. changes stand in the order in which they are applied. Those that both have, in the same order, are the same on
 *    every day until the first of them to end does; of the others the earliest first day counts, whether it is one that
 *    came or one that went.
 */
#include "scenario/apart.h"

#include <string.h>

static int same_text(const char *a, const char *b) { return a == b || (a && b && strcmp(a, b) == 0); }

static int is_policy(const scn_file *f) {
    return strncmp(f->name, "given/policy-", 13) == 0 || strncmp(f->name, "policies/", 9) == 0;
}

/* Every file of `a` is in `b`. */
static int holds_files(const scn_scenario *a, const scn_scenario *b) {
    for (int i = 0; i < a->folder.count; i++) {
        const scn_file *f = &a->folder.files[i], *other = scn_folder_find(&b->folder, f->name);
        if (!is_policy(f) && (!other || !f->text || !other->text || other->length != f->length ||
                              memcmp(other->text, f->text, f->length) != 0))
            return 0;
    }
    return 1;
}

static int same_values(const scn_scenario *a, const scn_scenario *b) {
    size_t n = (size_t)a->registry.total, k = (size_t)a->registry.count;
    return a->registry.total == b->registry.total && a->registry.count == b->registry.count &&
           (n == 0 || (memcmp(a->values, b->values, n * sizeof *a->values) == 0 && memcmp(a->held, b->held, n) == 0)) &&
           (k == 0 || memcmp(a->fixed, b->fixed, k) == 0);
}

static int same_beginning(const scn_scenario *a, const scn_scenario *b) {
    return a->from == b->from && a->spin_up_days == b->spin_up_days && same_text(a->model, b->model) &&
           same_text(a->latents_name, b->latents_name) && a->nlatents == b->nlatents && same_values(a, b) &&
           holds_files(a, b) && holds_files(b, a);
}

/* But for the day on which it ends. */
static int same_change(const scn_change *a, const scn_change *b) {
    return a->from == b->from && a->parameter == b->parameter && a->where == b->where &&
           a->who_nationality == b->who_nationality && a->who_demographic == b->who_demographic && a->kind == b->kind &&
           memcmp(&a->value, &b->value, sizeof a->value) == 0 &&
           memcmp(&a->spread, &b->spread, sizeof a->spread) == 0 && (a->layer == 0) == (b->layer == 0);
}

static int occurs(const scn_change *c, const scn_scenario *s, int after) {
    for (int i = after; i < s->nchanges; i++)
        if (same_change(c, &s->changes[i]))
            return 1;
    return 0;
}

static int64_t earlier(int64_t a, int64_t b) { return a < b ? a : b; }

int64_t scn_apart(const scn_scenario *a, const scn_scenario *b) {
    int64_t day = INT64_MAX;
    int i = 0, k = 0;
    if (!a->values || !b->values || !same_beginning(a, b))
        return INT64_MIN;
    while (i < a->nchanges && k < b->nchanges) {
        const scn_change *x = &a->changes[i], *y = &b->changes[k];
        if (same_change(x, y)) {
            if (x->until != y->until)
                day = earlier(day, earlier(x->until, y->until));
            i++;
            k++;
        } else if (!occurs(x, b, k)) {
            day = earlier(day, a->changes[i++].from);
        } else if (!occurs(y, a, i)) {
            day = earlier(day, b->changes[k++].from);
        } else { /* both are in both, in another order */
            day = earlier(day, earlier(a->changes[i++].from, b->changes[k++].from));
        }
    }
    for (; i < a->nchanges; i++)
        day = earlier(day, a->changes[i].from);
    for (; k < b->nchanges; k++)
        day = earlier(day, b->changes[k].from);
    return day;
}
