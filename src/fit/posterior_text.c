/* What the stage `posterior` says and writes.
 *
 * The table holds directions, and in them mean and root of the posterior: a member that the prior puts at c is put at
 * mean + root c, and what lies outside the directions stays as it was drawn. So one table serves every seed and every
 * number of members.
 */
#include "fit/posterior.h"

#include "corridor/latents.h"
#include "text/bytes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOADINGS_SAID = 8, MOVED_SAID = 16, PAIRS_SAID = 12 };
static const double least_loading = 0.15, least_correlation = 0.3;

static const char *path_of(const fit_posterior_found *x, int p) {
    return x->job->scenario->registry.decl[x->parameters[p]]->path;
}

/* Covariance of two parameters in the posterior, in units of the prior's spread. */
static double together(const fit_posterior_found *x, int p, int q) {
    const fit_inverted *r = x->found;
    int k = r->directions, np = r->parameters;
    double sum = p == q;
    for (int a = 0; a < k; a++)
        for (int b = 0; b < k; b++)
            sum += r->loading[a * np + p] * (r->covariance[a * k + b] - (a == b)) * r->loading[b * np + q];
    return sum;
}

static double middle(const fit_posterior_found *x, int p) {
    const fit_inverted *r = x->found;
    double sum = 0;
    for (int a = 0; a < r->directions; a++)
        sum += r->loading[a * r->parameters + p] * r->mean[a];
    return sum;
}

/* ---- what is said ---- */

static int say_series(const fit_posterior_found *x) {
    const fit_figures *f = &x->published->figures;
    int status = fit_say(x->job, "series (figures): errors that figures may have, as standard deviations of logs");
    for (int s = 0, at = 0; status == 0 && s < f->nseries; at += f->series[s++].n)
        status = fit_say(x->job, "  %-28s %4d  dispersion %.3f  definition %.3f  discrepancy %.3f",
                         x->published->at[at].series->name, f->series[s].n, sqrt(f->series[s].dispersion),
                         sqrt(f->series[s].factor), sqrt(f->series[s].discrepancy));
    return status;
}

/* The parameter whose |value| is the largest below the last said; -1: none above `least`. */
static int next_largest(int n, const double *value, unsigned char *said, double least) {
    int best = -1;
    for (int p = 0; p < n; p++)
        if (!said[p] && fabs(value[p]) >= least && (best < 0 || fabs(value[p]) > fabs(value[best])))
            best = p;
    if (best >= 0)
        said[best] = 1;
    return best;
}

static int say_directions(const fit_posterior_found *x, unsigned char *said) {
    const fit_inverted *r = x->found;
    int status = 0, k = r->directions, np = r->parameters, below = k < r->all ? k : r->all - 1;
    for (int b = 0; status == 0 && b < k; b++) {
        status =
            fit_say(x->job,
                    "direction %d: singular value %.2f; posterior middle %+.2f, width %.2f of the prior's; emulator "
                    "off by %.2f",
                    b + 1, r->singular[b], r->mean[b], sqrt(r->covariance[b * k + b]), r->emulator[b]);
        memset(said, 0, (size_t)np);
        for (int i = 0, p; status == 0 && i < LOADINGS_SAID; i++)
            if ((p = next_largest(np, r->loading + (size_t)b * (size_t)np, said, least_loading)) >= 0)
                status = fit_say(x->job, "    %+.2f %s", r->loading[b * np + p], path_of(x, p));
    }
    if (status == 0 && below >= 0)
        status = fit_say(x->job, "not seen: the largest singular value that is left is %.2f", r->singular[below]);
    if (status == 0 && k > 0)
        status = fit_say(x->job,
                         "mean square misfit in directions %.2f of prior members, %.2f before the last step; "
                         "inflation %.3f; %d implausible",
                         r->misfit[0], r->misfit[1], r->inflation, r->implausible);
    return status;
}

static int say_moved(const fit_posterior_found *x, unsigned char *said, double *moved) {
    int np = x->found->parameters, status = fit_say(x->job, "most moved: middle in spreads of the prior, width of it");
    for (int p = 0; p < np; p++)
        moved[p] = fabs(middle(x, p)) + 1 - sqrt(together(x, p, p));
    memset(said, 0, (size_t)np);
    for (int i = 0, p; status == 0 && i < MOVED_SAID; i++)
        if ((p = next_largest(np, moved, said, 0.1)) >= 0)
            status = fit_say(x->job, "    %+.2f  %.2f  %s", middle(x, p), sqrt(together(x, p, p)), path_of(x, p));
    for (int p = 0; status == 0 && p < np; p++)
        if (strstr(path_of(x, p), "half_life"))
            status = fit_say(x->job, "    %+.2f  %.2f  %s", middle(x, p), sqrt(together(x, p, p)), path_of(x, p));
    return status;
}

static int say_pairs(const fit_posterior_found *x) {
    int np = x->found->parameters, said = 0;
    int status = fit_say(x->job, "pairs that trade off (correlation in the posterior beyond %.1f):", least_correlation);
    for (double above = 1, least = 0.8; status == 0 && least >= least_correlation; above = least, least -= 0.05)
        for (int p = 0; status == 0 && p < np; p++)
            for (int q = 0; status == 0 && q < p && said < PAIRS_SAID; q++) {
                double r = together(x, p, q) / sqrt(together(x, p, p) * together(x, q, q));
                if (fabs(r) < least || (fabs(r) >= above && above < 1))
                    continue;
                said++;
                status = fit_say(x->job, "    %+.2f  %s, %s", r, path_of(x, q), path_of(x, p));
            }
    if (status == 0 && !said)
        status = fit_say(x->job, "    none");
    return status;
}

int fit_posterior_say(const fit_posterior_found *x) {
    size_t np = (size_t)x->found->parameters + 1;
    unsigned char *said = calloc(np, 1);
    double *moved = calloc(np, sizeof *moved);
    int status = said && moved ? say_series(x) : VADO_ERR_MEMORY;
    if (status == 0)
        status = say_directions(x, said);
    if (status == 0)
        status = say_moved(x, said, moved);
    if (status == 0)
        status = say_pairs(x);
    free(said);
    free(moved);
    return status;
}

/* ---- the table ---- */

static const char TABLE_HEAD[] =
    "# The posterior of parameters of structure and behaviour, in the directions of them that published figures see.\n"
    "# Loadings times a member's deviates in their priors are its place; the posterior's place is mean + root times "
    "it.\n"
    "# Found by vado_fit from the files and latents whose SHA-256 the row input holds: it is of no "
    "other.\n" FIT_POSTERIOR_HEAD "\n";

static void put(byt_writer *w, const scn_posterior_row *row) {
    char direction[16] = "", other[16] = "", value[32] = "", line[256];
    if (row->direction > 0)
        (void)snprintf(direction, sizeof direction, "%d", row->direction);
    if (row->other > 0)
        (void)snprintf(other, sizeof other, "%d", row->other);
    if (*row->hash == '\0')
        (void)snprintf(value, sizeof value, "%.6f", row->value);
    int n = snprintf(line, sizeof line, "%s,%s,%s,%.100s,%s,%.64s\n", row->what, direction, other, row->who, value,
                     row->hash);
    byt_put(w, line, (size_t)n);
}

static double millionths(double x) { return floor(x * 1e6 + 0.5) / 1e6; }

/* Of all figures of a series alike: definition, dispersion and what the model leaves out. */
static double error_of(const fit_figure_series *s) { return sqrt(s->factor + s->dispersion + s->discrepancy); }

static int by_who(const void *a, const void *b) {
    return strcmp(((const scn_posterior_row *)a)->who, ((const scn_posterior_row *)b)->who);
}

/* Of each series, and of all others what these have in common. */
static int put_errors(const fit_posterior_found *x, scn_posterior_row *rows) {
    const fit_figures *f = &x->published->figures;
    double common = 0;
    for (int s = 0, at = 0; s < f->nseries; at += f->series[s++].n) {
        double sd = error_of(&f->series[s]);
        common += sd * sd / f->nseries;
        rows[s + 1] = (scn_posterior_row){"error", 0, 0, x->published->at[at].series->name, millionths(sd), ""};
    }
    rows[0] = (scn_posterior_row){"error", 0, 0, "", millionths(sqrt(common)), ""};
    qsort(rows, (size_t)f->nseries + 1, sizeof *rows, by_who);
    return f->nseries + 1;
}

/* Rows in the order in which they are read. */
static int put_rows(const fit_posterior_found *x, scn_posterior_row *rows) {
    const fit_inverted *r = x->found;
    int k = r->directions, np = r->parameters, n = 0;
    double *root = calloc((size_t)k * (size_t)k + 1, sizeof *root);
    if (!root || fit_root(k, r->covariance, root)) {
        free(root);
        return -1;
    }
    n = put_errors(x, rows);
    rows[n++] = (scn_posterior_row){"figures", 0, 0, "", 0, x->figures};
    rows[n++] = (scn_posterior_row){"input", 0, 0, "", 0, x->input};
    for (int b = 0; b < k; b++)
        for (int p = 0; p < np; p++) /* in the order of their paths */
            if (!x->held[p])
                rows[n++] =
                    (scn_posterior_row){"loading", b + 1, 0, path_of(x, p), millionths(r->loading[b * np + p]), ""};
    for (int b = 0; b < k; b++)
        rows[n++] = (scn_posterior_row){"mean", b + 1, 0, "", millionths(r->mean[b]), ""};
    for (int b = 0; b < k; b++)
        for (int c = 0; c < k; c++)
            rows[n++] = (scn_posterior_row){"root", b + 1, c + 1, "", millionths(root[b * k + c]), ""};
    for (int b = 0; b < k; b++)
        rows[n++] = (scn_posterior_row){"singular", b + 1, 0, "", millionths(r->singular[b]), ""};
    free(root);
    return n;
}

int fit_posterior_table(const fit_posterior_found *x, char **text) {
    const size_t k = (size_t)x->found->directions;
    const size_t errors = (size_t)x->published->figures.nseries + 1;
    scn_posterior_row *rows = calloc(4 + errors + k * ((size_t)x->found->parameters + k + 2), sizeof *rows);
    int n = rows ? put_rows(x, rows) : -1;
    byt_writer w = {0};
    char sum[65];
    *text = NULL;
    if (n > 0) {
        scn_posterior_sum(n, rows, sum);
        rows[n++] = (scn_posterior_row){"sum", 0, 0, "", 0, sum};
        byt_put(&w, TABLE_HEAD, sizeof TABLE_HEAD - 1);
        for (int i = 0; i < n; i++)
            put(&w, &rows[i]);
        byt_put(&w, "", 1);
    }
    free(rows);
    if (n < 0 || w.failed) {
        free(w.bytes);
        return VADO_ERR_MEMORY;
    }
    *text = (char *)w.bytes;
    return 0;
}
