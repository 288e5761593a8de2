/* The page of signs: docs/signs.md, from the rows and what they gave. */
#include "signs.h"

#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char INTRO[] =
    "# The sign of every lever\n"
    "\n"
    "<!-- Written by tests/test_signs_table.c. Do not edit: change the rows in tests/signs_*.c and run\n"
    "tools/update-signs. -->\n"
    "\n"
    "Which way does an outcome go when someone presses on a point of the system? For every parameter of the kind "
    "*policy*\n"
    "this page says what the sources state, and whether the model does it. A test runs each row anew, fails when a\n"
    "policy parameter is in none of the tables, and fails when this page is not what it found.\n"
    "\n"
    "- A lever is **raised** from the first to the last of five values on 1 March 2018, in the small corridor of\n"
    "  `tests/scenarios/six-places` with stations in the centre and the north besides. What is set in that corridor, "
    "so\n"
    "  that the lever has something to act on, stands under **with**. The outcome is over the 240 days from then, or "
    "those\n"
    "  that stand there.\n"
    "- **Sign**: + at no step of the lever does the outcome fall, and in all it rises by more than 0.1%; − at no step "
    "does\n"
    "  it rise, and in all it falls so (one part in ten million is rounding); 0 it changes by no more than 1%.\n"
    "- **Fixed arrivals**: expected values, and nobody sets out or goes on sooner or later for what is believed of "
    "the\n"
    "  journey (`origins.response`, `routes.waiting_weight` 0). **Whole run**: they do. Both show the change of the\n"
    "  outcome from the first value of the lever to the last. A dash: the lever acts on who sets out and on nothing "
    "else.\n"
    "- **Members**: eight members of whole people, each with the first value and the last. The change of their mean, "
    "which\n"
    "  must have the sign by more than two standard errors. A dash: not asked (cities: 27 rows of three kinds).\n"
    "- **Stated in**: mission is the description of the system from the documents, MODEL and LITERATURE the first\n"
    "  specification and the digest it rests on, REFEREE the examination of this model.\n"
    "- The sizes are those of a small corridor with figures made for tests. They say nothing about the world: only "
    "the\n"
    "  signs do.\n"
    "- Values and settings were chosen by hand so that the lever acts: a limit that nobody meets has no sign. In some "
    "cases\n"
    "  this was done after a first try in which it did not act. What a first try changed beyond that: levers that "
    "turned\n"
    "  out to have two channels stand apart, with the sum of both (places of custody on got-aways, pressure on a "
    "sector on\n"
    "  all encounters, threats where money ends); and beds of one city were first held against the shelters of all "
    "cities\n"
    "  together, whose fill rises, because people leave a crowded shelter sooner, then against the city's own.\n"
    "\n";

static const char *arrow(int sign) { return sign == SIGN_EITHER ? "either" : sign > 0 ? "+" : sign < 0 ? "−" : "0"; }

/* "+12%", "×35" from a little, "from 0" of nothing. */
static void change(FILE *f, double first, double last) {
    double all = first != 0 ? (last - first) / fabs(first) : 0;
    if (first == 0)
        (void)fputs(last != 0 ? "from 0" : "0", f);
    else if (all > 9)
        (void)fprintf(f, all < 999 ? "×%.0f" : "over ×1000", last / first);
    else
        (void)fprintf(f, "%s%.*f%%", all < 0 ? "−" : "+", fabs(all) < 0.1 ? 1 : 0, 100 * fabs(all));
}

static void cell(FILE *f, const sign_row *r, const sign_seen *s, sign_run run) {
    (void)fputs(" | ", f);
    if (run == SIGN_FIXED && r->not_fixed) {
        (void)fputs("–", f);
        return;
    }
    change(f, s->seen[run][0], s->seen[run][SIGN_VALUES - 1]);
    if (!s->holds[run])
        (void)fputs(" **FAILS**", f);
}

static void lever_cell(FILE *f, const sign_row *r) {
    (void)fprintf(f, "| `%s`", r->lever);
    if (r->where && r->where[0])
        (void)fprintf(f, ", %s", r->where);
    if (r->who && r->who[0])
        (void)fprintf(f, ", %s", r->who);
    (void)fprintf(f, ", %g to %g", r->values[0], r->values[SIGN_VALUES - 1]);
}

/* What the row sets besides. */
static void with(FILE *f, const sign_row *r) {
    int any = 0;
    for (int i = 0; i < SIGN_SETS && r->sets[i]; i++)
        (void)fprintf(f, "%s`%s`", any++ ? ", " : "", r->sets[i]);
    for (const char *at = r->background; at && *at; at = strchr(at, '\n') + 1)
        (void)fprintf(f, "%s`%.*s`", any++ ? ", " : "", (int)strcspn(at, "\n"), at);
    if (r->edit.file)
        (void)fprintf(f, "%sanother `%s`", any++ ? ", " : "", r->edit.file);
    if (r->days)
        (void)fprintf(f, "%s%d days", any ? ", " : "", r->days);
}

static void line(FILE *f, const sign_row *r, const sign_seen *s) {
    lever_cell(f, r);
    (void)fprintf(f, " | %s | %s", r->outcome.words, arrow(r->sign));
    cell(f, r, s, SIGN_FIXED);
    cell(f, r, s, SIGN_WHOLE);
    (void)fputs(" | ", f);
    if (sign_asks_members(r))
        change(f, s->members[0], s->members[1]);
    else
        (void)fputs("–", f);
    if (!s->agree)
        (void)fputs(" **FAILS**", f);
    if (r->channel)
        (void)fprintf(f, " | %s", r->channel);
    (void)fprintf(f, " | %s | ", r->source);
    with(f, r);
    (void)fputs(" |\n", f);
}

static void rows_of(FILE *f, const sign_row *const *rows, const sign_seen *seen, int n, int channels) {
    (void)fprintf(f,
                  "| lever | outcome | sign | fixed arrivals | whole run | members%s | stated in | with |\n"
                  "|---|---|---|---|---|---|%s---|---|\n",
                  channels ? " | channel" : "", channels ? "---|" : "");
    for (int i = 0; i < n; i++)
        if ((rows[i]->channel != NULL) == channels)
            line(f, rows[i], &seen[i]);
}

static void failing(FILE *f, const sign_row *const *rows, const sign_seen *seen, int n) {
    int any = 0;
    (void)fputs("\n## Rows that fail\n\n", f);
    for (int i = 0; i < n; i++) {
        if (sign_holds(rows[i], &seen[i]))
            continue;
        (void)fprintf(f, "- `%s` on %s: %s.\n", rows[i]->lever, rows[i]->outcome.words,
                      rows[i]->fails ? rows[i]->fails : "not said why");
        any = 1;
    }
    if (!any)
        (void)fputs("None.\n", f);
}

/* ---- policies ---- */

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

int sign_policies(const char *folder, char *names[], int most) {
    DIR *d = opendir(folder);
    int n = 0;
    for (const struct dirent *e; d && (e = readdir(d));) {
        size_t length = strlen(e->d_name);
        if (length > 4 && !strcmp(e->d_name + length - 4, ".csv") && n < most && (names[n] = strdup(e->d_name)))
            n++;
    }
    if (d)
        (void)closedir(d);
    qsort(names, (size_t)n, sizeof *names, by_name);
    return d ? n : -1;
}

int sign_levers(const char *folder, const char *name, char levers[][SIGN_PATH], int most) {
    char path[1024], row[2000];
    int n = 0, header = 1;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "r");
    while (f && fgets(row, sizeof row, f)) {
        const char *at = strchr(row, ','), *end;
        if (row[0] == '#' || header) {
            header = header && row[0] == '#';
            continue;
        }
        at = at ? strchr(at + 1, ',') : NULL;
        end = at ? strchr(at + 1, ',') : NULL;
        if (!end || end - at - 1 >= SIGN_PATH || n == most) {
            n = -1;
            break;
        }
        (void)snprintf(levers[n], SIGN_PATH, "%.*s", (int)(end - at - 1), at + 1);
        int known = 0;
        for (int i = 0; i < n; i++)
            known |= !strcmp(levers[i], levers[n]);
        n += !known;
    }
    if (f)
        (void)fclose(f);
    return f ? n : -1;
}

/* Another row of the lever with this outcome and sign, further up. */
static int said_before(const sign_row *const *rows, int i) {
    for (int k = 0; k < i; k++)
        if (!strcmp(rows[k]->lever, rows[i]->lever) && !strcmp(rows[k]->outcome.words, rows[i]->outcome.words) &&
            rows[k]->sign == rows[i]->sign)
            return 1;
    return 0;
}

/* What the tables say of a lever: outcomes with their signs. */
static void said(FILE *f, const char *lever, const sign_row *const *rows, int n) {
    int any = 0;
    for (int i = 0; i < n; i++)
        if (!strcmp(rows[i]->lever, lever) && !said_before(rows, i))
            (void)fprintf(f, "%s%s %s", any++ ? ", " : "", rows[i]->outcome.words, arrow(rows[i]->sign));
    for (int i = 0; i < sign_without_count && !any; i++)
        if (!strcmp(sign_without[i].lever, lever))
            any = fprintf(f, "no stated direction") > 0;
    if (!any)
        (void)fputs("**in no table**", f);
}

static int policies_of(FILE *f, const sign_row *const *rows, int n, const char *folder) {
    char *names[200], levers[SIGN_LEVERS][SIGN_PATH];
    int count = sign_policies(folder, names, 200);
    (void)fputs(
        "\n## The shipped policies\n\nEach policy of `scenarios/us-mexico/policies` passes through the tables by the "
        "levers it moves. Most move several, and the\nscenario holds more than the small corridor: these are the signs "
        "of the parts, not of the policy.\n\n| policy | lever | when raised |\n|---|---|---|\n",
        f);
    for (int i = 0; i < count; i++) {
        int k = sign_levers(folder, names[i], levers, SIGN_LEVERS);
        for (int l = 0; l < k; l++) {
            (void)fprintf(f, "| %.*s | `%s` | ", l ? 0 : (int)strlen(names[i]) - 4, names[i], levers[l]);
            said(f, levers[l], rows, n);
            (void)fputs(" |\n", f);
        }
        free(names[i]);
    }
    return count;
}

int sign_page(FILE *f, const sign_row *const *rows, const sign_seen *seen, int n, const char *policies) {
    (void)fputs(INTRO, f);
    (void)fputs("## Levers with a stated direction\n\n", f);
    rows_of(f, rows, seen, n, 0);
    (void)fputs(
        "\n## Levers that act through two channels\n\nTheir whole effect has no sign that could be stated (*either*, "
        "shown and not tested); each channel is tested apart.\n\n",
        f);
    rows_of(f, rows, seen, n, 1);
    failing(f, rows, seen, n);
    (void)fputs("\n## Levers without a stated direction\n\n| lever | what it decides |\n|---|---|\n", f);
    for (int i = 0; i < sign_without_count; i++)
        (void)fprintf(f, "| `%s` | %s |\n", sign_without[i].lever, sign_without[i].why);
    int count = policies_of(f, rows, n, policies);
    return ferror(f) || count < 1 ? -1 : 0;
}
