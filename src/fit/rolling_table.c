/* The table of the stage `rolling` as a file: a row for each origin and month foretold, and reading it again.
 *
 * What was found is only taken over where the head of the file is the one that would be written: the same program's
 * version, files of the scenario and published figures. */
#include "fit/fit.h"

#include "engine/detmath.h"
#include "text/bytes.h"
#include "text/hex.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(byt_writer *w, const char *text) { byt_put(w, text, strlen(text)); }

static void put_head(byt_writer *w, const scn_scenario *s, const unsigned char rows_sha256[32]) {
    unsigned char files[32];
    char hex[2][65], head[1024];
    fit_scenario_hash(s, files);
    txt_hex(files, hex[0]);
    txt_hex(rows_sha256, hex[1]);
    (void)snprintf(
        head, sizeof head,
        "# The border's encounters foretold one to three months ahead from the end of each month: vado_fit "
        "stage rolling, scenario %.200s.\n"
        "# Latents are fitted to figures up to the origin alone; flat: they stay as in it; last: the origin's "
        "own figure. Errors: log(told / published).\n"
        "# vado " VADO_VERSION "; SHA-256 of the scenario's files %s, of the published rows %s\n",
        s->name, hex[0], hex[1]);
    put(w, head);
    put(w, FIT_ROLLING_HEAD "\n");
}

/* The side of the split on which the border's figure of a month stands for who has seen the origin. */
static const char *side_of(const scn_scenario *s, int month, int origin) {
    for (int i = 0; i < s->nobserved; i++) {
        const scn_observed *o = &s->observed[i];
        if (!strcmp(o->series, COR_SERIES_ENCOUNTERS) && o->from == month_start(month) &&
            o->until == month_start(month + 1) && scn_is_whole(o))
            return scn_side_words[scn_side_of(o, month_start(origin + 1))];
    }
    return "";
}

static void put_row(byt_writer *w, const scn_scenario *s, const fit_rolling_row *row) {
    char origin[8], month[8], line[512];
    month_format(row->origin, origin);
    for (int h = 0; h < FIT_AHEAD; h++) {
        double is = row->published[1 + h], told[3] = {row->foretold[h], row->flat[h], row->published[0]}, e[3];
        if (isnan(is) || isnan(told[0]))
            continue;
        for (int k = 0; k < 3; k++)
            e[k] = isnan(told[k]) ? NAN : det_log((told[k] + 1) / (is + 1));
        month_format(row->origin + 1 + h, month);
        (void)snprintf(line, sizeof line, "%s,%s,%d,%.0f,%.17g,%.17g,%.0f,%.4f,%.4f,%.4f,%s\n", origin, month, h + 1,
                       is, told[0], told[1], told[2], e[0], e[1], e[2], side_of(s, row->origin + 1 + h, row->origin));
        put(w, line);
    }
}

int fit_rolling_text(const scn_scenario *s, const unsigned char rows_sha256[32], int n, const fit_rolling_row *rows,
                     char **text) {
    byt_writer w = {0};
    put_head(&w, s, rows_sha256);
    for (int i = 0; i < n; i++)
        put_row(&w, s, &rows[i]);
    byt_put(&w, "", 1);
    *text = w.failed ? NULL : (char *)w.bytes;
    if (w.failed)
        free(w.bytes);
    return *text ? 0 : VADO_ERR_MEMORY;
}

int fit_rolling_known(const char *text, const scn_scenario *s, const unsigned char rows_sha256[32],
                      fit_rolling_row *row) {
    byt_writer w = {0};
    char origin[16];
    int found = 0, wanted = 0;
    put_head(&w, s, rows_sha256);
    int same = text && !w.failed && strncmp(text, (char *)w.bytes, w.n) == 0;
    free(w.bytes);
    month_format(row->origin, origin);
    (void)strcat(origin, ",");
    for (int h = 0; h < FIT_AHEAD; h++) {
        wanted += !isnan(row->published[1 + h]);
        row->foretold[h] = row->flat[h] = NAN;
    }
    for (const char *line = text; same && line && *line; line = strchr(line, '\n'), line = line ? line + 1 : NULL) {
        int ahead;
        double foretold, flat;
        if (strncmp(line, origin, strlen(origin)) != 0 ||
            sscanf(line + strlen(origin), "%*7[-0-9],%d,%*[^,],%lf,%lf", &ahead, &foretold, &flat) != 3 || ahead < 1 ||
            ahead > FIT_AHEAD)
            continue;
        row->foretold[ahead - 1] = foretold;
        row->flat[ahead - 1] = flat;
        found++;
    }
    return wanted > 0 && found == wanted;
}
