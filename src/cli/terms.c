/* What the command calls the things that a message of the library names. */
#include "cli/cli.h"

static const char *const words[VADO_TERMS] = {
    [VADO_TERM_SETS] = "--set",
    [VADO_TERM_POLICIES] = "--policy",
    [VADO_TERM_LATENTS] = "--latents",
    [VADO_TERM_FROM] = "--from",
    [VADO_TERM_UNTIL] = "--until",
    [VADO_TERM_MODEL] = "--model",
    [VADO_TERM_DEFAULTS] = "--defaults",
    [VADO_TERM_MODE] = "--mode",
    [VADO_TERM_MEMBERS] = "--members",
    [VADO_TERM_SEED] = "--seed",
    [VADO_TERM_LAYERS] = "--layers",
    [VADO_TERM_FORCE] = "--force",
    [VADO_TERM_PARTIAL] = "--partial",
    [VADO_TERM_INTO] = "-o",
    [VADO_TERM_DB] = "--db",
    [VADO_TERM_CSV] = "--csv",
    [VADO_TERM_PARTS] = "--part",
    [VADO_TERM_NUMBERS] = "--number",
    [VADO_TERM_POLICY] = "--policy",
    [VADO_TERM_WHATIFS] = "--whatif",
    [VADO_TERM_CLAIMS_FILE] = "--claims",
    [VADO_TERM_STAGE] = "--stage",
    [VADO_TERM_SANE] = "--sane",
    [VADO_TERM_DAYS] = "--days",
    [VADO_TERM_ARITHMETIC] = "--arithmetic",
    [VADO_TERM_CHECK] = "vado check",
    [VADO_TERM_PARAMS] = "vado params",
    [VADO_TERM_RUN] = "vado run",
    [VADO_TERM_RESUME] = "vado run --resume",
    [VADO_TERM_SUMMARY] = "vado summary",
    [VADO_TERM_SERIES] = "vado series",
    [VADO_TERM_FIT] = "vado fit",
    [VADO_TERM_FLEE] = "vado flee",
    [VADO_TERM_WHATIF] = "vado whatif",
    [VADO_TERM_WHATIF_LIST] = "vado whatif --list",
    [VADO_TERM_KNOCKOUT] = "vado knockout",
    [VADO_TERM_EXPLAIN] = "vado explain",
    [VADO_TERM_CLAIMS] = "vado claims",
    [VADO_TERM_SNAPSHOTS] = "--snapshots",
    [VADO_TERM_LEVEL] = "--level",
    [VADO_TERM_FORECAST] = "vado forecast",
    [VADO_TERM_SCORE] = "vado score",
    [VADO_TERM_MONTHS] = "--months",
    [VADO_TERM_MEMBER_RANGE] = "--member-range",
    [VADO_TERM_MERGE] = "vado merge",
    [VADO_TERM_NEW] = "vado new",
};

static const char *word(void *user, vado_term term) {
    (void)user;
    return term < VADO_TERMS ? words[term] : NULL;
}

vado *cli_new(void) {
    vado *v = vado_new();
    if (v)
        vado_on_term(v, word, NULL);
    return v;
}
