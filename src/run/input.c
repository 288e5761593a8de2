/* See input.h.
 *
 * 1. The model's name is looked for in scenario.yaml (a packed scenario says it) before the scenario is opened, because
 * the scenario is checked against the declarations of its model; a name nobody knows is said with the names that are
 * known.
 * 2. The scenario is opened; all its errors are handed over at once.
 * 3. --from and --until may shorten the period. Beyond it, up to the scenario's `projection`, a run is a projection: no
 *    figures stand beside it and the latents do what their table expects; it is noted as such.
 * 4. The model is compiled, which may find more (unreachable places, for one).
 */
#include "run/input.h"

#include "run/claims_check.h"
#include "scenario/packed.h"
#include "text/outfile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const inp_where_names[WHERE_COUNT] = {"",         "place",   "region", "sector",
                                                  "crossing", "station", "port",   "family"};
const char *const inp_who_names[WHO_COUNT] = {"", "nationality", "group", "nationality,group"};
const char *const inp_kind_names[3] = {"structure", "behaviour", "policy"};
const char *const inp_prior_names[4] = {"none", "uniform", "normal", "lognormal"};
const char *const inp_confidence_names[3] = {"source", "unverified", "judgement"};

/* The word after `model:` at the start of a line, into out; 0 or -1. */
static int model_name(const char *yaml, char *out, size_t size) {
    for (const char *p = yaml; p && *p; p = strchr(p, '\n'), p = p ? p + 1 : NULL) {
        if (strncmp(p, "model:", 6) != 0)
            continue;
        p += 6;
        p += strspn(p, " \t\"'");
        size_t n = strcspn(p, " \t\r\n\"'#");
        if (n == 0 || n >= size)
            return -1;
        memcpy(out, p, n);
        out[n] = '\0';
        return 0;
    }
    return -1;
}

static int find_kind(vado *v, const scn_folder *folder, const char *path, const mdl_kind **kind) {
    char name[64] = "corridor"; /* a missing name is found, with line and column, by the reader of scenario.yaml */
    const scn_file *yaml = scn_folder_find(folder, "scenario.yaml");
    if (folder->model)
        (void)snprintf(name, sizeof name, "%s", folder->model);
    else if (yaml)
        (void)model_name(yaml->text, name, sizeof name);
    *kind = mdl_find(name);
    if (*kind)
        return 0;
    return ctx_fail(v, VADO_ERR_INPUT,
                    "%s/scenario.yaml: found model '%s', expected 'corridor' or 'flee', name a model that this program "
                    "has",
                    path, name);
}

/* A day past the end of its month is told the last one there is. */
static int no_day(vado *v, const char *option, const char *found, const char *example) {
    char month[8], last[11];
    int64_t first;
    snprintf(month, sizeof month, "%.7s", found);
    if (strlen(found) == 10 && found[7] == '-' && strspn(found + 8, "0123456789") == 2 &&
        day_parse(month, &first) == 0) {
        day_format(month_start(month_of_day(first) + 1) - 1, last);
        return ctx_fail(v, VADO_ERR_INPUT, "%s: found '%s', a day that does not exist, expected one of %s-01 to %s",
                        option, found, month, last);
    }
    return ctx_fail(v, VADO_ERR_INPUT, "%s: found '%s', expected a date, write it as %s", option, found, example);
}

static int shorten(vado *v, const vado_input *in, scn_scenario *s) {
    char first[11], last[11];
    day_format(s->from, first);
    day_format((s->projection > s->until ? s->projection : s->until) - 1, last);
    int64_t from = s->from, until = s->until;
    if (in->from && day_parse(in->from, &from))
        return no_day(v, SAY_FROM, in->from, "YYYY-MM-DD");
    if (in->until) {
        if (day_parse(in->until, &until))
            return no_day(v, SAY_UNTIL, in->until, "YYYY-MM-DD");
        until =
            strlen(in->until) == 7 ? month_start(month_of_day(until) + 1) : until + 1; /* a month holds its last day */
    }
    if (from < s->from || from >= s->until)
        return ctx_fail(v, VADO_ERR_INPUT,
                        SAY_FROM ": found %s, expected a day of the scenario's period, choose one of %s to %s",
                        in->from, first, last);
    if ((until > s->until && until > s->projection) || until <= s->from)
        return ctx_fail(v, VADO_ERR_INPUT,
                        SAY_UNTIL ": found %s, expected a day of the scenario's period, choose one of %s to %s",
                        in->until, first, last);
    if (until <= from)
        return ctx_fail(v, VADO_ERR_INPUT,
                        SAY_UNTIL ": found %s, which is before " SAY_FROM " %s, expected a later day, exchange them",
                        in->until ? in->until : last, in->from ? in->from : first);
    if (until > s->until) {
        day_format(s->until, first);
        ctx_note(v, "from %s on a projection: no figures stand beside it, and the latents do what their table expects",
                 first);
    }
    s->spin_up_days +=
        (int)(from - s->from); /* the days before are lived through, not reported: stocks have a history */
    s->from = from;
    s->until = until;
    return 0;
}

/* Files of its own leave a model nothing to lay over them. */
static int nothing_over(vado *v, const vado_input *in, const inp_opened *o) {
    if (!o->kind->read || (in->nsets == 0 && in->npolicies == 0 && !in->latents))
        return 0;
    return ctx_fail(v, VADO_ERR_USAGE,
                    SAY_SETS ", " SAY_POLICIES " and " SAY_LATENTS
                             ": the model '%s' takes none of them, change its files",
                    o->kind->name);
}

static int finish(vado *v, const vado_input *in, int status, int with_model, inp_opened *o) {
    if (status == 0) {
        const scn_scenario *s = &o->scenario;
        o->opened = 1;
        o->own_from = s->from;
        o->own_until = s->until;
        o->own_last = s->projection > s->until ? s->projection : s->until;
        status = nothing_over(v, in, o);
        if (status == 0)
            status = shorten(v, in, &o->scenario);
        if (status == 0 && !o->kind->read)
            scn_warn_of_idle_policies(&o->scenario, &o->report);
        if (status == 0 && !o->kind->read)
            scn_warn_flat_latents(&o->scenario, &o->report);
        if (status == 0 && with_model && o->kind->open(&o->scenario, &o->model, &o->report)) {
            o->model = NULL;
            status = VADO_ERR_INPUT;
        }
        if (status == 0 && with_model && o->scenario.nclaims) {
            const mdl_series *series = NULL;
            int n = o->kind->series(o->model, &series);
            if (clm_check(&o->scenario, n, series, &o->report))
                status = VADO_ERR_MEMORY;
        }
    } else {
        status = VADO_ERR_INPUT;
    }
    int reported = ctx_report(v, &o->report);
    if (status == 0 || (status == VADO_ERR_INPUT && reported))
        status = reported;
    if (status && vado_error_count(v) == 0)
        ctx_fail(v, status, "the scenario could not be opened, and no reader said why (memory?)");
    if (status)
        inp_close(o);
    return status;
}

/* What could not be read, after a report that says why. */
static int unread(vado *v, const vado_input *in, inp_opened *o) {
    int before = vado_error_count(v);
    (void)ctx_report(v, &o->report);
    if (vado_error_count(v) == before)
        ctx_fail(v, VADO_ERR_FILE, "%s: cannot be read, expected a folder with scenario.yaml", in->scenario);
    inp_close(o);
    return VADO_ERR_FILE;
}

/* How a folder is opened. given: files that options name are in it already; texts: of a packed one they are checked at
 * once; packing: takes what is read. */
typedef struct {
    int with_model, given, texts;
    scn_packing *packing;
} opening;

/* A folder in memory (taken over, also on failure). */
static int open_taken(vado *v, scn_folder *folder, const vado_input *in, const opening *how, inp_opened *o) {
    int status = find_kind(v, folder, in->scenario, &o->kind);
    if (status == 0 && (how->texts || o->kind->read) && scn_packed_texts(folder)) {
        scn_packed_refuse(folder, &o->report);
        scn_folder_free(folder);
        return unread(v, in, o);
    }
    if (status) {
        scn_folder_free(folder);
        inp_close(o);
        return status;
    }
    if (o->kind->read)
        return finish(v, in, o->kind->read(&o->scenario, folder, NULL, &o->report), how->with_model, o);
    const par_decl *lists[MDL_MOST_PARTS];
    scn_options options = {in->nsets, in->sets, in->npolicies, in->policies, in->latents, 0, lists, how->packing};
    options.nlists = o->kind->declarations(lists);
    if (!how->given && scn_folder_give(folder, &options)) {
        scn_folder_free(folder);
        inp_close(o);
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    status = scn_scenario_open_folder(&o->scenario, folder, &options, &o->report);
    return finish(v, in, status, how->with_model, o);
}

int inp_open_folder(vado *v, scn_folder *folder, const vado_input *in, int with_model, inp_opened *o) {
    memset(o, 0, sizeof *o);
    rep_init(&o->report);
    return open_taken(v, folder, in, &(opening){.with_model = with_model, .given = 1}, o);
}

/* The scenario packed in memory, without its texts. */
static int read_memory(const vado_input *in, scn_folder *folder, rep_report *rep) {
    unsigned char *bytes = malloc(in->packed_bytes + 1);
    memset(folder, 0, sizeof *folder);
    if (!bytes)
        return -1;
    memcpy(bytes, in->packed, in->packed_bytes);
    return scn_packed_open(folder, bytes, in->packed_bytes, in->scenario, rep);
}

static int open_named(vado *v, const vado_input *in, const opening *how, inp_opened *o) {
    scn_folder folder;
    memset(o, 0, sizeof *o);
    rep_init(&o->report);
    if (in->packed ? read_memory(in, &folder, &o->report) : scn_folder_read(&folder, in->scenario, &o->report))
        return unread(v, in, o);
    return open_taken(v, &folder, in, how, o);
}

int inp_open(vado *v, const vado_input *in, int with_model, inp_opened *o) {
    return open_named(v, in, &(opening){.with_model = with_model, .texts = 1}, o);
}

int inp_open_quick(vado *v, const vado_input *in, int with_model, inp_opened *o) {
    return open_named(v, in, &(opening){.with_model = with_model}, o);
}

int inp_pack(vado *v, const vado_input *in, byt_writer *out) {
    inp_opened o;
    scn_packing *packing = scn_packing_new();
    if (!packing)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    int status = open_named(v, in, &(opening){.with_model = 1, .texts = 1, .packing = packing}, &o);
    if (status == 0 && scn_packing_write(packing, &o.scenario.folder, o.kind->name, out))
        status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    if (status == 0)
        inp_close(&o);
    scn_packing_free(packing);
    return status;
}

void inp_close(inp_opened *o) {
    if (o->model)
        o->kind->close(o->model);
    if (o->opened)
        scn_scenario_free(&o->scenario);
    rep_free(&o->report);
    memset(o, 0, sizeof *o);
}

const char *inp_where_name(const scn_scenario *s, par_where where, int i) {
    switch (where) {
    case WHERE_PLACE:
        return i < s->nplaces ? s->places[i].name : "";
    case WHERE_REGION:
        return i < s->nregions ? s->regions[i] : "";
    case WHERE_SECTOR:
        return i < s->nsectors ? s->sectors[i].name : "";
    case WHERE_CROSSING:
        return i < s->ncrossings ? s->crossings[i].name : "";
    case WHERE_STATION:
        return i < s->nstations ? s->stations[i].name : "";
    case WHERE_PORT:
        return i < s->nports ? s->ports[i].name : "";
    case WHERE_FAMILY:
        return i < s->nfamilies ? s->families[i] : "";
    case WHERE_NONE:
    case WHERE_COUNT:
        break;
    }
    return "";
}

static void who_name(const scn_scenario *s, par_who who, int j, char *out, size_t size) {
    out[0] = '\0';
    if (who == WHO_NATIONALITY && j < s->nnationalities)
        snprintf(out, size, "%s", s->nationalities[j].name);
    else if (who == WHO_DEMOGRAPHIC && j < DEMO_COUNT)
        snprintf(out, size, "%s", scn_demographic_names[j]);
    else if (who == WHO_BOTH && j < s->nnationalities * DEMO_COUNT)
        snprintf(out, size, "%s/%s", s->nationalities[j / DEMO_COUNT].name, scn_demographic_names[j % DEMO_COUNT]);
}

void inp_element_name(const scn_scenario *s, const par_decl *d, int element, char *out, size_t size) {
    int who_size = s->registry.who_size[d->who];
    if (who_size < 1)
        who_size = 1;
    char who[128];
    who_name(s, d->who, element % who_size, who, sizeof who);
    const char *where = inp_where_name(s, d->where, element / who_size);
    snprintf(out, size, "%s%s%s", where, where[0] && who[0] ? "," : "", who);
}

int inp_judged_elsewhere(const inp_opened *o, int parameter) {
    const scn_scenario *s = &o->scenario;
    return o->kind->home && strcmp(s->name, o->kind->home()) != 0 && !s->given[parameter] && !s->fixed[parameter] &&
           o->kind->acts(s, parameter);
}

/* "note: 212 parameters stand at values judged for ...: the first to judge, and how all are listed". */
static void note_defaults(vado *v, const inp_opened *o, const char *path) {
    const scn_scenario *s = &o->scenario;
    char first[640] = "";
    int n = 0, named = 0;
    for (int i = 0; i < s->registry.count; i++)
        n += inp_judged_elsewhere(o, i);
    for (const char *const *p = o->kind->home ? o->kind->first_to_judge() : NULL; n && *p; p++) {
        int i = par_find(&s->registry, *p);
        size_t used = strlen(first);
        if (i >= 0 && inp_judged_elsewhere(o, i) && used + strlen(*p) + 3 < sizeof first)
            snprintf(first + used, sizeof first - used, "%s%s", named++ ? ", " : "", *p);
    }
    if (n)
        ctx_note(v,
                 "%d parameter%s that act%s here stand%s at values judged for the scenario %s; judge these first: %s; "
                 "`" SAY_PARAMS " %s " SAY_DEFAULTS "` lists all",
                 n, n == 1 ? "" : "s", n == 1 ? "s" : "", n == 1 ? "s" : "", o->kind->home(), first, path);
}

int inp_check(vado *v, const vado_input *in) {
    inp_opened o;
    int status = inp_open(v, in, 1, &o);
    if (status == 0)
        note_defaults(v, &o, in->scenario);
    if (status == 0)
        inp_close(&o);
    return status;
}

int inp_read_kept(vado *v, const char *what, const char *path, const vado_output_options *to, char **text) {
    vado_output *out = NULL;
    size_t length;
    *text = NULL;
    if (strcmp(path, "-") == 0)
        return ctx_fail(v, VADO_ERR_USAGE, "%s: found -, expected a file, which a call that was stopped finds again",
                        what);
    int status = fil_open(v, path, to, &out);
    (void)fil_close(v, out, VADO_ERR_CANCELLED); /* nothing is to be written yet */
    if (status == 0 && scn_read_file(path, text, &length) && errno != ENOENT && errno != EINVAL)
        status = errno == ENOMEM ? ctx_fail(v, VADO_ERR_MEMORY, "out of memory")
                                 : ctx_fail(v, VADO_ERR_FILE, "%s: cannot be read: %s", path, strerror(errno));
    return status;
}
