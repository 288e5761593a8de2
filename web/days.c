/* days MODE LAST < PACKED: a member of a packed scenario, from its bytes alone, as a page runs it: no folder, no YAML,
 * no store. The same program in WebAssembly and native must print the same.
 *
 *   1. the packed scenario is read from the standard input and opened;
 *   2. one member is run, spin-up included: MODE is fluid or stochastic, LAST is the last month, as 2018-12, or "end";
 *   3. a line a month: the month and the SHA-256 of its series; at the end one of the world.
 * Errors go to the standard error; exit code 1.
 */
#include "corridor/corridor.h"
#include "engine/engine.h"
#include "scenario/packed.h"
#include "text/dates.h"

#include "stdin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    scn_scenario scenario;
    rep_report rep;
    mdl_model *model;
    mdl_member *member;
    double *record; /* of a month */
} run;

static void print_sum(const char *of, const unsigned char sum[32]) {
    printf("%s ", of);
    for (int i = 0; i < 32; i++)
        printf("%02x", sum[i]);
    printf("\n");
}

static int open_packed(run *r) {
    size_t n;
    scn_folder folder;
    const par_decl *lists[MDL_MOST_PARTS];
    scn_options options = {.lists = lists};
    unsigned char *bytes = read_all(&n);
    if (bytes == NULL || scn_packed_open(&folder, bytes, n, "the packed scenario", &r->rep) != 0)
        return -1;
    options.nlists = cor_kind()->declarations(lists);
    if (scn_scenario_open_folder(&r->scenario, &folder, &options, &r->rep) != 0 ||
        cor_kind()->open(&r->scenario, &r->model, &r->rep) != 0)
        return -1;
    r->record = calloc((size_t)cor_kind()->record_width(r->model), sizeof *r->record);
    return r->record == NULL ? -1 : 0;
}

static void end_month(run *r, int month) {
    size_t size = (size_t)cor_kind()->record_width(r->model) * sizeof *r->record;
    unsigned char sum[32];
    char name[8];
    eng_sha256 h;
    eng_sha256_start(&h);
    eng_sha256_add(&h, r->record, size);
    eng_sha256_end(&h, sum);
    memset(r->record, 0, size);
    month_format(month, name);
    print_sum(name, sum);
}

/* until: the day after the last. */
static int run_days(run *r, eng_arithmetic arithmetic, int64_t until) {
    const mdl_kind *kind = cor_kind();
    const mdl_member_options o = {
        .arithmetic = arithmetic, .seed = 1, .members = 1, .layer_chance = arithmetic == ENG_STOCHASTIC};
    unsigned char sum[32];
    if (kind->member_open(r->model, &o, &r->member) != 0)
        return -1;
    for (int64_t day; (day = kind->member_day(r->member)) < until;) {
        if (kind->member_step(r->member, day < r->scenario.from ? NULL : r->record) != 0) {
            fprintf(stderr, "%s\n", kind->member_error(r->member));
            return -1;
        }
        if (day >= r->scenario.from && month_of_day(day + 1) != month_of_day(day))
            end_month(r, month_of_day(day));
    }
    eng_world_digest(kind->member_world(r->member), sum);
    print_sum("world", sum);
    return 0;
}

static int usage(void) {
    fprintf(stderr, "usage: days fluid|stochastic YYYY-MM|end < PACKED\n");
    return 2;
}

int main(int argc, char **argv) {
    int64_t last = INT64_MAX;
    if (argc != 3 || (strcmp(argv[1], "fluid") != 0 && strcmp(argv[1], "stochastic") != 0) ||
        (strcmp(argv[2], "end") != 0 && (strlen(argv[2]) != 7 || day_parse(argv[2], &last) != 0)))
        return usage();
    run r = {0};
    rep_init(&r.rep);
    int status = open_packed(&r);
    if (status == 0) {
        int64_t until = last == INT64_MAX ? r.scenario.until : month_start(month_of_day(last) + 1);
        status = run_days(&r, argv[1][0] == 'f' ? ENG_FLUID : ENG_STOCHASTIC,
                          until < r.scenario.until ? until : r.scenario.until);
    }
    for (int i = 0; i < r.rep.count; i++) {
        char *line = rep_line(&r.rep.entries[i]);
        fprintf(stderr, "%s\n", line == NULL ? "out of memory" : line);
        free(line);
    }
    cor_kind()->member_close(r.member);
    cor_kind()->close(r.model);
    free(r.record);
    scn_scenario_free(&r.scenario);
    rep_free(&r.rep);
    return status == 0 && fflush(stdout) == 0 ? 0 : 1;
}
