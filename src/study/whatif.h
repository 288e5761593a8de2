/* What-ifs: policies run beside a baseline, and told in sentences.
 *
 * whatif.c finds the policies, runs what is not there yet and goes through the pairs; whatif_pair.c measures one pair;
 * whatif_words.c makes sentences of measures, by thresholds that stand there and are tested; whatif_text.c puts them
 * in order, harm always among them.
 */
#ifndef VADO_WHATIF_H
#define VADO_WHATIF_H

#include "table/layers.h"
#include "table/results.h"
#include "text/out.h"

#define WHF_BASELINE "baseline.db" /* in a folder of what-ifs */

/* One number with and without the policy: means over members, and the paired difference (low and high: res_band). */
typedef struct {
    int known;   /* 0: the series is not there, or has no value */
    int members; /* 1: no interval */
    double a, b, low, mean, high;
    double chance; /* a difference below this is no finding: lay_chance */
} whf_measure;

/* ---- words (whatif_words.c) ---- */

typedef enum {
    WHF_NOTHING, /* nothing to compare: about zero in both */
    WHF_SAME,    /* the mean moves by less than one in two hundred */
    WHF_UNSURE,  /* members disagree: low and high lie on both sides of zero */
    WHF_CHANCE,  /* smaller than the chance of a rerun */
    WHF_LESS,
    WHF_MORE
} whf_direction;
whf_direction whf_direction_of(const whf_measure *m);

enum { WHF_SENTENCE = 400 };
/* "Encounters between ports: 120,000 more (90,000 to 150,000), 12%, beside 1,000,000." Of what is counted fewer, of
 * anything else less. */
const char *whf_sentence(const char *what, const char *unit, const whf_measure *m, char out[WHF_SENTENCE]);

/* Where pressure went: what some places lose, and how much of it the others gain. */
typedef struct {
    double lost, gained; /* both >= 0 */
} whf_shift;
whf_shift whf_shift_of(const double *difference, int n);

/* Months until half of the largest effect is gone for good. effect: by month, b - a over a. -1: still there at the end;
 * -2: no month differs by one in fifty. *peak: index of the month with the largest effect. */
int whf_half_life(const double *effect, int months, int *peak);
const char *whf_lasting(const double *effect, int months, int first_month, char out[WHF_SENTENCE]);

typedef struct {
    char name[256], title[256], about[1024], path[1024], db[1024];
    char each[64]; /* the series for a thousand of which its other effects are told, or "" */
    int64_t from;  /* first day of its first row, or 0 */
} whf_policy;

/* ---- one pair (whatif_pair.c) ---- */

typedef struct {
    results *r[2];
    int first[2], count; /* months both have, from the policy's first on */
    int members;
    double *x[2], *d; /* [members] */
    scn_face face;    /* words of the baseline's scenario */
} whf_pair;

/* Opens two finished stores of the same seed, members and mode; from_month: the first of the policy, or what both have.
 * 0, or a status with words. */
int whf_pair_open(whf_pair *p, const char *baseline, const char *policy, int from_month, char *words, size_t size);
/* Why the pair tells nothing of a policy as `asked` (a run of the same scenario) holds it, or NULL. */
const char *whf_other_policy(const whf_pair *p, const whf_policy *policy, const results *asked);
void whf_pair_close(whf_pair *p);
/* The policy's own file, as the store of its run holds it, or NULL. */
const scn_file *whf_policy_file(const whf_pair *p, const whf_policy *policy);
/* One cell of a series over `count` months from `skip` on, of the axis asked for (RES_TOTAL, RES_BY_...). */
whf_measure whf_measure_of(whf_pair *p, const mdl_series *s, const res_table t[2], int cell, int skip, int count);
/* The total of a series over all months of the pair. */
whf_measure whf_total(whf_pair *p, const char *series);
/* Tables of a series of both runs by an axis; 0 if both have it with the same cells. */
int whf_tables(whf_pair *p, const char *series, int axis, const mdl_series **s, res_table t[2]);

/* ---- output (whatif_text.c) ---- */

/* What a file of a scenario's folder says of a what-if: 1; 0 if it is none; -1 if a path is too long. */
int whf_policy_of(const scn_file *f, const char *scenario, const char *dir, whf_policy *p);
void whf_text(whf_pair *p, const whf_policy *policy, out_text *out);
/* "Where: ..." of the sectors that lose and gain, if any does by more than chance: how many are named. */
int whf_where(whf_pair *p, out_text *out);
void whf_csv_header(out_text *out);
void whf_csv(whf_pair *p, const whf_policy *policy, out_text *out);

#endif
