/* See say.h. What stands between two marks and is no term of ours is left as it is: a name may hold any byte. */
#include "text/say.h"

#include <stdlib.h>
#include <string.h>

static const char *const marks[VADO_TERMS] = {
    [VADO_TERM_SETS] = SAY_SETS,
    [VADO_TERM_POLICIES] = SAY_POLICIES,
    [VADO_TERM_LATENTS] = SAY_LATENTS,
    [VADO_TERM_FROM] = SAY_FROM,
    [VADO_TERM_UNTIL] = SAY_UNTIL,
    [VADO_TERM_MODEL] = SAY_MODEL,
    [VADO_TERM_DEFAULTS] = SAY_DEFAULTS,
    [VADO_TERM_MODE] = SAY_MODE,
    [VADO_TERM_MEMBERS] = SAY_MEMBERS,
    [VADO_TERM_SEED] = SAY_SEED,
    [VADO_TERM_LAYERS] = SAY_LAYERS,
    [VADO_TERM_FORCE] = SAY_FORCE,
    [VADO_TERM_PARTIAL] = SAY_PARTIAL,
    [VADO_TERM_INTO] = SAY_INTO,
    [VADO_TERM_DB] = SAY_DB,
    [VADO_TERM_CSV] = SAY_CSV,
    [VADO_TERM_PARTS] = SAY_PARTS,
    [VADO_TERM_NUMBERS] = SAY_NUMBERS,
    [VADO_TERM_POLICY] = SAY_POLICY,
    [VADO_TERM_WHATIFS] = SAY_WHATIFS,
    [VADO_TERM_CLAIMS_FILE] = SAY_CLAIMS_FILE,
    [VADO_TERM_STAGE] = SAY_STAGE,
    [VADO_TERM_SANE] = SAY_SANE,
    [VADO_TERM_DAYS] = SAY_DAYS,
    [VADO_TERM_ARITHMETIC] = SAY_ARITHMETIC,
    [VADO_TERM_CHECK] = SAY_CHECK,
    [VADO_TERM_PARAMS] = SAY_PARAMS,
    [VADO_TERM_RUN] = SAY_RUN,
    [VADO_TERM_RESUME] = SAY_RESUME,
    [VADO_TERM_SUMMARY] = SAY_SUMMARY,
    [VADO_TERM_SERIES] = SAY_SERIES,
    [VADO_TERM_FIT] = SAY_FIT,
    [VADO_TERM_FLEE] = SAY_FLEE,
    [VADO_TERM_WHATIF] = SAY_WHATIF,
    [VADO_TERM_WHATIF_LIST] = SAY_WHATIF_LIST,
    [VADO_TERM_KNOCKOUT] = SAY_KNOCKOUT,
    [VADO_TERM_EXPLAIN] = SAY_EXPLAIN,
    [VADO_TERM_CLAIMS] = SAY_CLAIMS,
    [VADO_TERM_SNAPSHOTS] = SAY_SNAPSHOTS,
    [VADO_TERM_LEVEL] = SAY_LEVEL,
    [VADO_TERM_FORECAST] = SAY_FORECAST,
    [VADO_TERM_SCORE] = SAY_SCORE,
    [VADO_TERM_MONTHS] = SAY_MONTHS,
    [VADO_TERM_MEMBER_RANGE] = SAY_MEMBER_RANGE,
    [VADO_TERM_MERGE] = SAY_MERGE,
    [VADO_TERM_NEW] = SAY_NEW,
};

/* The term whose mark stands at text, or -1. */
static int term_at(const char *text) {
    for (int t = 0; *text == SAY_BYTE[0] && t < VADO_TERMS; t++)
        if (strncmp(text, marks[t], strlen(marks[t])) == 0)
            return t;
    return -1;
}

int say_begins(const char *text) { return term_at(text) >= 0; }

/* Length of text in words; written to out unless that is NULL. */
static size_t put(const char *text, vado_wording *words, void *user, uint64_t *terms, char *out) {
    size_t n = 0;
    while (*text) {
        int t = term_at(text);
        if (t < 0) {
            if (out)
                out[n] = *text;
            n++;
            text++;
            continue;
        }
        size_t mark = strlen(marks[t]);
        const char *theirs = words ? words(user, (vado_term)t) : NULL, *word = theirs ? theirs : marks[t] + 1;
        size_t length = theirs ? strlen(theirs) : mark - 2;
        if (out)
            memcpy(out + n, word, length);
        n += length;
        text += mark;
        *terms |= UINT64_C(1) << t;
    }
    if (out)
        out[n] = '\0';
    return n;
}

char *say_words(const char *text, vado_wording *words, void *user, uint64_t *terms) {
    uint64_t mine = 0;
    char *out = malloc(put(text, words, user, &mine, NULL) + 1);
    if (out)
        put(text, words, user, &mine, out);
    if (terms)
        *terms |= mine;
    return out;
}
