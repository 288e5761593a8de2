/* A scenario's reader: what it takes, what it refuses and where, and that the order of rows changes nothing.
 * ctest: sanitized */
#include "small_scenario.h"
#include "text/say.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* cmocka's own comparison is in floats */
#define assert_near(a, b, allowed) assert_true(fabs((a) - (b)) <= (allowed))

static int missed; /* planted errors not named as they should be, in this test */

static int none_missed(void **state) {
    (void)state;
    int n = missed;
    missed = 0;
    return n;
}

/* ---- opening with one text changed ---- */

static char *replaced(const char *text, const char *from, const char *to) {
    const char *at = strstr(text, from);
    if (at == NULL)
        fail_msg("the text has no \"%s\"", from);
    size_t front = (size_t)(at - text), n = strlen(text) - strlen(from) + strlen(to);
    char *out = malloc(n + 1);
    assert_non_null(out);
    memcpy(out, text, front);
    memcpy(out + front, to, strlen(to));
    strcpy(out + front + strlen(to), at + strlen(from));
    return out;
}

static void print_report(const rep_report *rep) {
    for (int i = 0; i < rep->count; i++) {
        char *line = rep_line(&rep->entries[i]);
        print_message("    %s\n", line);
        free(line);
    }
}

static int says(const rep_report *rep, const char *start, const char *part) {
    for (int i = 0; i < rep->count; i++) {
        char *line = rep_line(&rep->entries[i]);
        int yes = strncmp(line, start, strlen(start)) == 0 && strstr(line, part) != NULL;
        free(line);
        if (yes)
            return 1;
    }
    return 0;
}

static void opened(scn_scenario *s, const scn_options *options) {
    scn_folder folder;
    rep_report rep;
    rep_init(&rep);
    assert_int_equal(small_folder(&folder, NULL, NULL, 0), 0);
    if (scn_scenario_open_folder(s, &folder, options, &rep) != 0) {
        print_report(&rep);
        fail_msg("the small scenario did not open");
    }
    assert_int_equal(rep.count, 0);
    rep_free(&rep);
}

/* In the file, `from` becomes `to`; then there are `errors` errors and one begins with `start` and holds `part`. */
static void plant(const char *file, const char *from, const char *to, int errors, const char *start, const char *part) {
    scn_folder folder;
    scn_scenario s;
    rep_report rep;
    scn_options options = small_options();
    char *text = replaced(small_text(file), from, to);
    rep_init(&rep);
    assert_int_equal(small_folder(&folder, file, text, strlen(text)), 0);
    free(text);
    int status = scn_scenario_open_folder(&s, &folder, &options, &rep);
    if (status != (errors > 0 ? -1 : 0) || rep.errors != errors || !says(&rep, start, part)) {
        print_report(&rep);
        print_error("%s: \"%s\" -> \"%s\": %d errors, expected %d, among them \"%s\" with \"%s\"\n", file, from, to,
                    rep.errors, errors, start, part);
        missed++;
    }
    if (status != 0) {
        assert_null(s.name);
        assert_null(s.places);
    }
    scn_scenario_free(&s);
    rep_free(&rep);
}

static void remove_file(const char *file, int errors, const char *start, const char *part) {
    scn_folder folder;
    scn_scenario s;
    rep_report rep;
    scn_options options = small_options();
    rep_init(&rep);
    assert_int_equal(small_folder(&folder, file, NULL, 0), 0);
    int status = scn_scenario_open_folder(&s, &folder, &options, &rep);
    if (status != (errors > 0 ? -1 : 0) || rep.errors != errors || (start[0] != '\0' && !says(&rep, start, part))) {
        print_report(&rep);
        print_error("without %s: %d errors, expected %d\n", file, rep.errors, errors);
        missed++;
    }
    scn_scenario_free(&s);
    rep_free(&rep);
}

/* ---- what is taken ---- */

static void a_valid_scenario_opens_with_rows_sorted_by_name(void **state) {
    (void)state;
    scn_scenario s;
    scn_options options = small_options();
    opened(&s, &options);
    assert_string_equal(s.name, "small");
    assert_int_equal(s.until - s.from, 365);
    assert_int_equal(s.spin_up_days, 30);
    assert_int_equal(s.nplaces, 4);
    assert_string_equal(s.places[0].name, "Ciudad Juárez");
    assert_string_equal(s.places[3].name, "Tapachula");
    assert_int_equal(s.places[2].region, -1);
    assert_near(s.places[2].danger, 1, 0);
    assert_string_equal(s.regions[s.places[3].region], "south");
    assert_string_equal(s.legs[0].name, "San Pedro Sula > Tapachula (bus)");
    assert_int_equal(s.legs[0].to, 3);
    assert_true(s.legs[0].opens == INT64_MIN && s.legs[0].closes == INT64_MAX);
    assert_string_equal(s.nests[s.sectors[0].nest_index], "Texas West");
    assert_near(s.sectors[1].tmax_c[6], 42, 0);
    assert_int_equal(s.crossings[0].remote, 1);
    assert_int_equal(s.crossings[1].remote, 0);
    assert_string_equal(s.blocs[s.nationalities[1].bloc_index], "Mexico");
    assert_int_equal(s.norigins, 3);
    assert_true(s.origins[0].until == s.origins[1].from);
    assert_int_equal(s.nobserved, 2);
    assert_int_equal(s.observed[0].until - s.observed[0].from, 31);
    scn_scenario_free(&s);
}

static double value(const scn_scenario *s, const double *values, const char *path, int element) {
    return values[par_offset(&s->registry, path) + element];
}

static void special_values_win_over_general_ones_and_later_sources_over_earlier(void **state) {
    (void)state;
    scn_scenario s;
    scn_options options = small_options();
    static const char *const sets[] = {"behaviour.stay[Tapachula,Honduras/minor]=0.75", "behaviour.fear[family]=2",
                                       "routes.wish[home,Mexico]=3", "routes.wish[darien]=1"};
    options.nsets = 4;
    options.sets = sets;
    opened(&s, &options);
    assert_near(value(&s, s.values, "mexico.effort", 0), 2, 0);
    assert_near(value(&s, s.values, "border.agents", 0), 300, 0);
    assert_near(value(&s, s.values, "border.agents", 1), 250, 0); /* parameters.csv after scenario.yaml */
    int tapachula = 3 * 2 * DEMO_COUNT;
    assert_near(value(&s, s.values, "behaviour.stay", tapachula + DEMO_FAMILY), 0.5, 0);
    assert_near(value(&s, s.values, "behaviour.stay", tapachula + DEMO_SINGLE_ADULT), 0.25, 0);
    assert_near(value(&s, s.values, "behaviour.stay", tapachula + DEMO_MINOR), 0.75, 0);
    assert_near(value(&s, s.values, "behaviour.stay", tapachula + DEMO_COUNT), 0.1, 0);
    assert_near(value(&s, s.values, "behaviour.fear", DEMO_FAMILY), 2, 0);
    assert_near(value(&s, s.values, "routes.wish", 3 * 2 + 1), 3, 0);
    assert_near(value(&s, s.values, "routes.wish", 2 * 2 + 0), 1, 0);
    assert_int_equal(s.fixed[par_find(&s.registry, "behaviour.stay")], 1);
    assert_int_equal(s.fixed[par_find(&s.registry, "mexico.effort")], 0);
    assert_string_equal(s.value_sources[par_find(&s.registry, "border.agents")], "x");
    scn_scenario_free(&s);
}

static int64_t day_of(const char *text) {
    int64_t day = 0;
    assert_int_equal(day_parse(text, &day), 0);
    return day;
}

static double at(const scn_scenario *s, const char *date, const char *path, int element) {
    double values[200];
    assert_true(s->registry.total < 200);
    assert_int_equal(scn_values_at(s, s->values, day_of(date), 1, values), 1);
    return value(s, values, path, element);
}

static void a_change_holds_from_its_first_day_to_its_last_and_what_it_covered_comes_back(void **state) {
    (void)state;
    scn_scenario s;
    scn_options options = small_options();
    opened(&s, &options);
    assert_near(at(&s, "2018-02-28", "mexico.effort", 0), 2, 0);
    assert_near(at(&s, "2018-03-01", "mexico.effort", 0), 5, 0);
    assert_near(at(&s, "2018-03-10", "mexico.effort", 0), 10, 0);
    assert_near(at(&s, "2018-03-31", "mexico.effort", 0), 10, 0);
    assert_near(at(&s, "2018-04-01", "mexico.effort", 0), 4, 0);
    assert_near(at(&s, "2018-04-10", "mexico.effort", 0), 4, 0);
    assert_near(at(&s, "2018-04-11", "mexico.effort", 0), 2, 0);
    assert_near(at(&s, "2018-12-31", "border.agents", 1), 300, 0);
    assert_near(at(&s, "2018-12-31", "border.agents", 0), 300, 0);
    scn_scenario_free(&s);
}

static void a_day_without_a_change_leaves_the_values_untouched(void **state) {
    (void)state;
    scn_scenario s;
    scn_options options = small_options();
    double values[200];
    int changed = 0;
    opened(&s, &options);
    for (int64_t day = s.from; day < s.until; day++) {
        values[0] = -77;
        int now = scn_values_at(&s, s.values, day, day == s.from, values);
        assert_true(now ? values[0] != -77 : values[0] == -77);
        changed += now;
    }
    assert_int_equal(changed, 6); /* the first day, March 1 and 10, April 1 and 11, May 1 */
    scn_scenario_free(&s);
}

/* Nine of ten members lie within the spread, its middle is the value; no member, no spread. */
static void members_draw_sizes_of_the_schedule_that_have_a_spread(void **state) {
    (void)state;
    enum { MEMBERS = 400 };
    scn_scenario s;
    scn_options options = small_options();
    double values[200], logs = 0;
    int inside = 0, marked = 0;
    opened(&s, &options);
    for (int i = 0; i < s.nchanges; i++)
        if (s.changes[i].parameter == par_find(&s.registry, "mexico.effort") && s.changes[i].kind == CHANGE_SET) {
            assert_near(s.changes[i].spread, 1, 0);
            s.changes[i].spread = 1.2;
            marked++;
        }
    assert_int_equal(marked, 1);
    assert_near(at(&s, "2018-03-01", "mexico.effort", 0), 5, 0);
    for (int k = 0; k < MEMBERS; k++) {
        const scn_drawn who = {7, k, MEMBERS};
        scn_values_of(&s, &who, s.values, day_of("2018-03-01"), 1, values);
        double x = value(&s, values, "mexico.effort", 0);
        inside += x > 5 / 1.2 && x < 5 * 1.2;
        logs += log(x / 5) / MEMBERS;
        scn_values_of(&s, &who, s.values, day_of("2018-03-05"), 1, values);
        assert_near(value(&s, values, "mexico.effort", 0), x, 0);
        scn_values_of(&s, &who, s.values, day_of("2018-02-28"), 1, values);
        assert_near(value(&s, values, "mexico.effort", 0), 2, 0);
    }
    assert_int_equal(inside, MEMBERS * 9 / 10); /* strata: so many whatever the seed */
    assert_near(logs, 0, 0.005);
    scn_scenario_free(&s);
}

/* What lies between 0 and 1 is moved by its odds and stays there. */
static void a_share_is_spread_by_its_odds(void **state) {
    (void)state;
    const par_decl share = {.low = 0, .high = 1}, size = {.low = 0, .high = 10};
    const double z95 = 1.6448536269514722;
    assert_near(scn_spread(&share, 3, z95, 0.5), 0.75, 1e-12);
    assert_near(scn_spread(&share, 3, -z95, 0.75), 0.5, 1e-12);
    assert_near(scn_spread(&share, 3, 3, 1), 1, 0);
    assert_near(scn_spread(&size, 3, z95, 2), 6, 1e-12);
    assert_near(scn_spread(&size, 3, 0, 2), 2, 0);
    assert_near(scn_spread(&size, 3, 2, 0), 0, 0);
}

static void a_policy_is_laid_over_the_schedule(void **state) {
    (void)state;
    scn_scenario s;
    scn_options options = small_options();
    static const char *const policies[] = {"more.csv"};
    options.npolicies = 1;
    options.policies = policies;
    opened(&s, &options);
    assert_near(at(&s, "2018-05-31", "border.agents", 1), 600, 0); /* (250 + 50) * 2, not 250 * 2 + 50 */
    assert_near(at(&s, "2018-06-01", "border.agents", 1), 300, 0);
    assert_int_equal(s.changes[s.nchanges - 1].layer, 1);
    scn_scenario_free(&s);
}

static void drawn_values_stay_inside_their_bounds_under_a_change(void **state) {
    (void)state;
    scn_scenario s;
    scn_options options = small_options();
    double base[200], values[200];
    opened(&s, &options);
    memcpy(base, s.values, (size_t)s.registry.total * sizeof *base);
    base[par_offset(&s.registry, "border.agents") + 1] = 980;
    scn_values_at(&s, base, day_of("2018-06-01"), 1, values);
    assert_near(value(&s, values, "border.agents", 1), 1000, 0);
    scn_scenario_free(&s);
}

static void latents_are_linear_between_the_middles_of_months_and_flat_outside(void **state) {
    (void)state;
    scn_scenario s;
    scn_options options = small_options();
    opened(&s, &options);
    assert_near(scn_latent_at(&s, "departures", "", "Honduras", day_of("2017-05-01")), 1, 0);
    assert_near(scn_latent_at(&s, "departures", "", "Honduras", day_of("2018-01-16")), 1, 1e-12);
    assert_near(scn_latent_at(&s, "departures", "", "Honduras", day_of("2018-01-31")), 1 + 15.0 / 29.5, 1e-12);
    assert_near(scn_latent_at(&s, "departures", "", "Honduras", day_of("2018-02-01")), 1 + 16.0 / 29.5, 1e-12);
    assert_near(scn_latent_at(&s, "departures", "", "Honduras", day_of("2018-03-16")), 2 + 2 * 29.5 / 60, 1e-12);
    assert_near(scn_latent_at(&s, "departures", "", "Honduras", day_of("2019-01-01")), 4, 0);
    assert_near(scn_latent_at(&s, "departures", "", "Mexico", day_of("2018-02-01")), 0, 0);
    assert_near(scn_latent_at(&s, "nothing", "", "", day_of("2018-02-01")), 0, 0);
    scn_scenario_free(&s);
}

/* ---- order of rows ---- */

static char *reversed_rows(const char *text) {
    size_t n = strlen(text), used = 0, header = (size_t)(strchr(text, '\n') - text) + 1;
    if (text[0] == '#')
        header = (size_t)(strchr(text + header, '\n') - text) + 1;
    char *out = malloc(n + 1);
    assert_non_null(out);
    memcpy(out, text, header);
    used = header;
    for (size_t end = n; end > header;) {
        size_t start = end - 1;
        while (start > header && text[start - 1] != '\n')
            start--;
        memcpy(out + used, text + start, end - start);
        used += end - start;
        end = start;
    }
    out[used] = '\0';
    return out;
}

/* All that a model can see of a scenario, in words. */
static char *description(const scn_scenario *s) {
    char *out = NULL;
    size_t size = 0;
    FILE *f = open_memstream(&out, &size);
    assert_non_null(f);
    for (int i = 0; i < s->nplaces; i++)
        fprintf(f, "place %s %d %g %g %g\n", s->places[i].name, s->places[i].region, s->places[i].lat,
                s->places[i].danger, s->places[i].shelter_places);
    for (int i = 0; i < s->nlegs; i++)
        fprintf(f, "leg %s %d %d %g %lld\n", s->legs[i].name, s->legs[i].from, s->legs[i].to, s->legs[i].km,
                (long long)s->legs[i].opens);
    for (int i = 0; i < s->nsectors; i++)
        fprintf(f, "sector %s %d %g\n", s->sectors[i].name, s->sectors[i].nest_index, s->sectors[i].tmax_c[3]);
    for (int i = 0; i < s->ncrossings; i++)
        fprintf(f, "crossing %s %d %d %d\n", s->crossings[i].name, s->crossings[i].from, s->crossings[i].sector,
                s->crossings[i].remote);
    for (int i = 0; i < s->nnationalities; i++)
        fprintf(f, "nationality %s %d\n", s->nationalities[i].name, s->nationalities[i].bloc_index);
    for (int i = 0; i < s->norigins; i++)
        fprintf(f, "origin %d %d %d %lld %g\n", s->origins[i].nationality, s->origins[i].place, s->origins[i].family,
                (long long)s->origins[i].from, s->origins[i].share);
    for (int i = 0; i < s->nreturns; i++)
        fprintf(f, "return %d %d %g\n", s->returns[i].sector, s->returns[i].place, s->returns[i].share);
    for (int i = 0; i < s->nchanges; i++)
        fprintf(f, "change %d %lld %d %d %d %g\n", s->changes[i].layer, (long long)s->changes[i].from,
                s->changes[i].parameter, s->changes[i].where, (int)s->changes[i].kind, s->changes[i].value);
    for (int i = 0; i < s->nlatents; i++)
        fprintf(f, "latent %s %s %d %g\n", s->latents[i].latent, s->latents[i].who, s->latents[i].month,
                s->latents[i].value);
    for (int i = 0; i < s->nobserved; i++)
        fprintf(f, "observed %s %s %g\n", s->observed[i].series, s->observed[i].place, s->observed[i].value);
    for (int i = 0; i < s->registry.total; i++)
        fprintf(f, "value %g\n", s->values[i]);
    fclose(f);
    return out;
}

static void the_order_of_rows_in_the_files_changes_nothing(void **state) {
    (void)state;
    scn_scenario straight, shuffled;
    scn_folder folder = {0};
    rep_report rep;
    scn_options options = small_options();
    rep_init(&rep);
    opened(&straight, &options);
    for (int i = (int)SMALL_FILES - 1; i >= 0; i--) {
        const small_file *file = &small_files[i];
        int csv = strstr(file->name, ".csv") != NULL;
        char *text = csv ? reversed_rows(file->text) : NULL;
        const char *use = csv ? text : file->text;
        assert_int_equal(scn_folder_add(&folder, file->name, use, strlen(use)), 0);
        free(text);
    }
    int status = scn_scenario_open_folder(&shuffled, &folder, &options, &rep);
    print_report(&rep);
    assert_int_equal(status, 0);
    char *a = description(&straight), *b = description(&shuffled);
    assert_string_equal(a, b);
    free(a);
    free(b);
    scn_scenario_free(&straight);
    scn_scenario_free(&shuffled);
    rep_free(&rep);
}

/* ---- what is refused, and where ---- */

static void unknown_names_are_refused_with_a_hint(void **state) {
    (void)state;
    plant("legs.csv", "\nSan Pedro Sula,Tapachula", "\nSan Pedro Sula,Tapachla", 1, "legs.csv:2:16: found \"Tapachla\"",
          "expected a place of places.csv, did you mean \"Tapachula\"?");
    plant("legs.csv", "Tapachula,Ciudad Juárez", "Tapachula,ciudad juarez", 1,
          "legs.csv:3:11:", "did you mean \"Ciudad Juárez\"?");
    plant("crossings.csv", "Ciudad Juárez,El Paso,urban", "Ciudad Juárez,El Pasp,urban", 1,
          "crossings.csv:2:28:", "a sector of sectors.csv, did you mean \"El Paso\"?");
    plant("origins.csv", "Mexico,", "Mexicoo,", 1, "origins.csv:4:1:", "did you mean \"Mexico\"?");
    plant("origins.csv", "Sula,home", "Sula,hom", 1, "origins.csv:2:25:",
          "a family of routes: air_mexico, air_nicaragua, darien, home or overland, did you mean \"home\"?");
    plant("places.csv", "south_border", "southborder", 1, "places.csv:3:14:", "did you mean \"south_border\"?");
    plant("places.csv", "north-west,31.7", "northwest,31.7", 1, "places.csv:4:31:", "did you mean \"north-west\"?");
    plant("legs.csv", ",train,", ",trein,", 1, "legs.csv:4:33:", "did you mean \"train\"?");
    plant("crossings.csv", "remote,desert,60", "remot,desert,60", 1, "crossings.csv:3:36:", "did you mean \"remote\"?");
    plant("stations.csv", "Siglo XXI,Tapachula", "Siglo XXI,Topachula", 1, "stations.csv:2:11:", "Tapachula");
    plant("observed/encounters.csv", "2018-01,El Paso", "2018-01,El Pazo", 1,
          "observed/encounters.csv:2:28:", "El Paso");
    plant("observed/encounters.csv", "Honduras,family", "Honduras,famly", 1, "observed/encounters.csv:3:42:", "family");
    plant("observed/encounters.csv", "rounded", "round", 1, "observed/encounters.csv:3:", "did you mean \"rounded\"?");
    plant("latents/flat.csv", "2018-04,,Honduras", "2018-04,,Hondras", 1, "latents/flat.csv:4:21:", "Honduras");
}

static void columns_and_files_are_checked(void **state) {
    (void)state;
    plant("places.csv", "shelter_places", "shelter_place", 1, "places.csv:1:44: found \"shelter_place\"",
          "did you mean \"shelter_places\"?");
    plant("places.csv", "danger,source", "danger,colour,source", 5, "places.csv:1:66: found \"colour\"",
          "take the column out");
    plant("places.csv", "name,country", "nmae,country", 1, "places.csv:1:1:", "did you mean \"name\"?");
    plant("ports.csv", "officers,lat", "lat,lat", 1, "ports.csv:1:23:", "each column once");
    plant("legs.csv", "bus,700,2", "bus,700", 1, "legs.csv:2:1: found 12 cells", "expected 13 as in the header line");
    plant("returns.csv", "1,x\nYuma", "1,x,y\nYuma", 1, "returns.csv:2:27: found 5 cells", "expected 4");
    plant("places.csv", "Tapachula,MX", "\"Tapachula,MX", 1, "places.csv:3:1: found a quote that is never closed", "");
    remove_file("origins.csv", 1, "origins.csv: found no such file", "");
    remove_file("scenario.yaml", 1, "scenario.yaml: found no such file", "");
    remove_file("stations.csv", 0, "", "");
    remove_file("latents/flat.csv", 0, "scenario.yaml:6:10: warning: ", "all latents are zero");
}

static void a_table_without_a_usable_header_makes_no_flood_of_errors(void **state) {
    (void)state;
    plant("sectors.csv", "name,nest", "title,nest", 2, "sectors.csv:1:1:", "a column of sectors.csv");
    plant("sectors.csv", "name,nest", "title,nest", 2, "sectors.csv:1:1: found no such column", "a column \"name\"");
    remove_file("places.csv", 1, "places.csv: found no such file", "");
}

static void cells_are_checked(void **state) {
    (void)state;
    plant("legs.csv", "bus,700", "bus,7oo", 1, "legs.csv:2:30: found \"7oo\"", "a number from 0 to 20000");
    plant("legs.csv", "bus,700", "bus,\"7,000\"", 1, "legs.csv:2:30:", "without thousands marks");
    plant("places.csv", "14.9", "94.9", 1, "places.csv:3:33:", "from -90 to 90");
    plant("crossings.csv", "2,0.1,10,x\nSanta", "2,1.1,10,x\nSanta", 1, "crossings.csv:2:", "a number from 0 to 1");
    plant("legs.csv", "2018-02-01", "2018-02-30", 1, "legs.csv:4:58:", "a date");
    plant("latents/flat.csv", "2018-04", "2018-13", 1, "latents/flat.csv:4:12:", "a month");
    plant("nationalities.csv", "North,9000000", ",9000000", 1, "nationalities.csv:3:10: found an empty cell", "bloc");
    plant("places.csv", "Tapachula,MX", "Tapachula,MEX", 1, "places.csv:3:11:", "two capital letters");
    plant("places.csv", "south,14.9", ",14.9", 1, "places.csv:3:27:", "a region for a place in MX");
    plant("places.csv", "origin,,15.5", "origin,south,15.5", 1, "places.csv:2:26:", "no region for a place in HN");
    plant("scenario.yaml", "model: corridor", "model: corridor\nroles: {way: [HN]}", 4,
          "places.csv:2:26:", "a region for a place in HN");
    plant("scenario.yaml", "model: corridor", "model: corridor\nroles: {wya: [MX]}", 1,
          "scenario.yaml:4:9:", "did you mean \"way\"?");
    plant("scenario.yaml", "model: corridor", "model: corridor\nroles: {way: [MX, Guatemala]}", 1,
          "scenario.yaml:4:19:", "two capital letters");
    plant("scenario.yaml", "model: corridor", "model: corridor\nroles: {gap: [CO]}", 1,
          "scenario.yaml:4:14:", "the two countries of the gap");
    plant("scenario.yaml", "model: corridor", "model: corridor\nroles: {way: [MX, GT]}", 1,
          "scenario.yaml:4:14:", "a country of places.csv");
    plant("scenario.yaml", "model: corridor", "model: corridor\nroles: {returned: Hondras}", 1,
          "scenario.yaml:4:19:", "did you mean \"Honduras\"?");
    plant("stations.csv", "south", "centre", 1, "stations.csv:2:21:", "south, the region of Tapachula");
    plant("stations.csv", "960", "-1", 1, "stations.csv:2:27:", "at least 0");
    plant("ports.csv", "Paso del Norte", "Paso del Norte ", 1, "ports.csv:2:1:", "spaces");
}

static void rail_bridges_stand_among_the_ports(void **state) {
    static const char *const plain = "lon,source\nPaso del Norte,Ciudad Juárez,El Paso,100,31.7,-106.4,x";
    (void)state;
#define PORT(rest) "lon,kind,trains_per_day,goods_usd_per_day,source\nPaso del Norte,Ciudad Juárez,El Paso," rest
    for (int k = 0; k < 2; k++) { /* given, or left empty: then it is a port */
        scn_folder folder;
        scn_scenario s;
        rep_report rep;
        scn_options options = small_options();
        char *text = replaced(small_text("ports.csv"), plain,
                              k ? PORT("100,31.7,-106.4,rail,7.3,29000000,x") : PORT("100,31.7,-106.4,,,,x"));
        rep_init(&rep);
        assert_int_equal(small_folder(&folder, "ports.csv", text, strlen(text)), 0);
        free(text);
        assert_int_equal(scn_scenario_open_folder(&s, &folder, &options, &rep), 0);
        assert_int_equal(s.ports[0].rail, k);
        assert_true(s.ports[0].trains_per_day == (k ? 7.3 : 0) && s.ports[0].goods_usd_per_day == (k ? 29e6 : 0));
        scn_scenario_free(&s);
        rep_free(&rep);
    }
    plant("ports.csv", plain, PORT("100,31.7,-106.4,rial,7,,x"), 1, "ports.csv:2:54:", "rail");
    plant("ports.csv", plain, PORT("0,31.7,-106.4,rail,7,,x"), 1, "ports.csv:2:38:", "officers at a rail bridge");
    plant("ports.csv", plain, PORT("5,31.7,-106.4,rail,,,x"), 1, "ports.csv:2:57:", "trains at a rail bridge");
    plant("ports.csv", plain, PORT("5,31.7,-106.4,port,3,,x"), 1, "ports.csv:2:57:", "no trains at a port");
    plant("ports.csv", plain, PORT("5,31.7,-106.4,rail,3,-1,x"), 1, "ports.csv:2:59:", "at least 0");
#undef PORT
}

static void rows_that_stand_twice_are_named_with_both_lines(void **state) {
    (void)state;
    plant("crossings.csv", "Santa Teresa", "Juárez river", 1, "crossings.csv:3:1: found \"Juárez river\" again",
          "line 2");
    plant("legs.csv", "Tapachula,San Luis Río Colorado,train", "Tapachula,Ciudad Juárez,bus", 1,
          "legs.csv:4:1:", "line 3");
    plant("parameters.csv", "Tapachula,Honduras/family", ",Honduras", 1, "parameters.csv:3:1:", "line 2");
    plant("schedule.csv", "2018-03-10,2018-04-10,mexico.effort,,,scale", "2018-03-01,2018-04-10,mexico.effort,,,set", 1,
          "schedule.csv:3:", "another stands in line 2");
}

static void dates_out_of_order_are_found(void **state) {
    (void)state;
    plant("scenario.yaml", "until: 2018-12-31", "until: 2017-12-31", 1, "scenario.yaml:4:35:", "not before 2018-01-01");
    plant("schedule.csv", "2018-03-31", "2018-02-28", 1, "schedule.csv:2:12: found 2018-02-28",
          "put the dates in order");
    plant("legs.csv", "2018-02-01,,", "2018-02-01,2018-01-01,", 1, "legs.csv:4:69: found 2018-01-01", "");
    plant("observed/encounters.csv", "2018-01,2018-01,El Paso", "2018-03,2018-01,El Paso", 1,
          "observed/encounters.csv:2:20:", "");
}

static void values_outside_the_declared_bounds_are_found(void **state) {
    (void)state;
    plant("parameters.csv", "0.5,x", "1.5,x", 1,
          "parameters.csv:2:", "a value from 0 to 1 (behaviour.stay, probability)");
    plant("schedule.csv", "set,5", "set,50", 1, "schedule.csv:2:", "a value from 0 to 20 (mexico.effort");
    plant("schedule.csv", "scale,2", "scale,5", 1,
          "schedule.csv:3:", "a result from 0 to 20 (mexico.effort) on 2018-03-10");
    plant("schedule.csv", "add,50", "add,-300", 1, "schedule.csv:4:", "a result from 0 to 1000 (border.agents)");
    plant("scenario.yaml", "effort: 2", "effort: 200", 1, "scenario.yaml:8:18:", "from 0 to 20");
    plant("policies/more.csv", "scale,2", "set,2000", 1, "policies/more.csv:3:", "from 0 to 1000");
}

static void parameters_are_looked_up_with_their_places_and_people(void **state) {
    (void)state;
    plant("schedule.csv", "border.agents", "border.agent", 1, "schedule.csv:4:13:", "did you mean \"border.agents\"?");
    plant("schedule.csv", "border.agents", "agents", 1, "schedule.csv:4:13:", "did you mean \"border.agents\"?");
    plant("schedule.csv", "Yuma", "Yuna", 1, "schedule.csv:4:27:", "did you mean \"Yuma\"?");
    plant("schedule.csv", "agents,Yuma,", "agents,Yuma,Mexico", 1, "schedule.csv:4:32:", "does not vary by people");
    plant("schedule.csv", "mexico.effort,,,set", "mexico.effort,Tapachula,,set", 1,
          "schedule.csv:2:37:", "does not vary by place");
    plant("parameters.csv", "Honduras/family", "Honduraz/family", 1,
          "parameters.csv:2:26:", "did you mean \"Honduras/family\"?");
    plant("scenario.yaml", "Yuma: 200", "Yumma: 200", 1, "scenario.yaml:9:33:", "did you mean \"Yuma\"?");
    plant("scenario.yaml", "mexico.effort", "mexico.efort", 1, "scenario.yaml:8:3:", "did you mean \"mexico.effort\"?");
    plant("scenario.yaml", "effort: 2", "effort: much", 1, "scenario.yaml:8:18:", "a number");
}

static void scenario_yaml_is_checked(void **state) {
    (void)state;
    plant("scenario.yaml", "spin_up_days", "spinup_days", 1, "scenario.yaml:5:1: found \"spinup_days\"",
          "did you mean \"spin_up_days\"?");
    plant("scenario.yaml", "title: Four places", "name: Four places", 1, "scenario.yaml:2:1: found \"name\" again",
          "line 1");
    plant("scenario.yaml", "spin_up_days: 30", "spin_up_days: 30.5", 1, "scenario.yaml:5:15:", "a whole number");
    plant("scenario.yaml", "spin_up_days: 30", "breaks: June", 1, "scenario.yaml:5:9:", "a list of days");
    plant("scenario.yaml", "spin_up_days: 30", "breaks: [2018-06-10, 2018-06]", 1, "scenario.yaml:5:22:", "a date");
    plant("scenario.yaml", "spin_up_days: 30", "breaks: [2018-06-20, 2018-07-02]", 1,
          "scenario.yaml:5:22:", "one break at most");
    plant("scenario.yaml", "spin_up_days: 30", "breaks: [2031-06-10]", 0, "scenario.yaml:5:10:", "a day of the period");
    plant("scenario.yaml", "name: small", "nom: small", 2, "scenario.yaml:1:1:", "");
    plant("scenario.yaml", "from: 2018-01-01", "from: January", 1, "scenario.yaml:4:16:", "a date");
    plant("scenario.yaml", "title: Four places", "title: &a Four places", 1, "scenario.yaml:2:8:", "anchor");
    plant("scenario.yaml", "Four places", "Juárez \xFF", 1, "scenario.yaml:2:15: found byte 0xFF", "UTF-8");
    plant("scenario.yaml", "title: Four places", "title: {Four", 1, "scenario.yaml:", "YAML");
}

#define EVENT(IN_IT) "spin_up_days: 30\nevents:\n  - {on: 2018-06-10, words: First}\n  - " IN_IT

static void events_are_checked(void **state) {
    (void)state;
    static const char old[] = "spin_up_days: 30", form[] = "write `- {on: YYYY-MM-DD, words: What began}`";
    static const struct {
        const char *event;
        int errors;
        const char *start, *part;
    } wrong[] = {
        {"spin_up_days: 30\nevents: 2018-06-10", 1, "scenario.yaml:6:9: found \"2018-06-10\"", form},
        {EVENT("2018-06-11"), 1, "scenario.yaml:8:5: found \"2018-06-11\", expected an event", form},
        {EVENT("{on: 2018-06-11, wrds: Second}"), 2, "scenario.yaml:8:22: found \"wrds\"", "did you mean \"words\"?"},
        {EVENT("{on: 2018-06-11, words: Second, of: all}"), 1, "scenario.yaml:8:37: found \"of\"",
         "expected on or words, "},
        {EVENT("{on: June, words: Second}"), 1, "scenario.yaml:8:10: found \"June\", expected a day", form},
        {EVENT("{on: 2018-02-30, words: Second}"), 1, "scenario.yaml:8:10: found \"2018-02-30\"", form},
        {EVENT("{on: 2018-06, words: Second}"), 1, "scenario.yaml:8:10: found \"2018-06\"", form},
        {EVENT("{on: [2018-06-11], words: Second}"), 1, "scenario.yaml:8:10: found no day", form},
        {EVENT("{words: Second}"), 1, "scenario.yaml:8:5: found no day", form},
        {EVENT("{on: 2018-06-11}"), 1, "scenario.yaml:8:5: found no words", form},
        {EVENT("{on: 2018-06-11, words: \"\"}"), 1, "scenario.yaml:8:29: found no words", form},
        {EVENT("{on: 2031-06-11, words: Second}"), 0, "scenario.yaml:8:10: warning: found \"2031-06-11\"",
         "take it out"},
        {EVENT("{on: 2017-12-31, words: Second}"), 0, "scenario.yaml:8:10: warning: found \"2017-12-31\"",
         "take it out"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        plant("scenario.yaml", old, wrong[i].event, wrong[i].errors, wrong[i].start, wrong[i].part);
}

static void unreachable_places_and_circles_are_found(void **state) {
    (void)state;
    plant("legs.csv", "San Pedro Sula,Tapachula,bus", "Ciudad Juárez,Tapachula,bus", 2,
          "legs.csv:3:1: found a leg that closes a circle", "Ciudad Juárez > Tapachula > Ciudad Juárez");
    plant("legs.csv", "Tapachula,San Luis Río Colorado,train", "Tapachula,Ciudad Juárez,train", 1,
          "places.csv:5:1: found \"San Luis Río Colorado\"", "can be reached from an origin");
    plant("legs.csv", "San Pedro Sula,Tapachula,bus", "San Pedro Sula,San Pedro Sula,bus", 2,
          "legs.csv:2:16:", "another place");
    plant("places.csv", "Tapachula,MX", "Nowhere,NI,transit,,12,-86,,,,x\nTapachula,MX", 2,
          "places.csv:3:1: found \"Nowhere\"", "crossing or port can be reached");
}

static void sectors_origins_and_returns_must_be_whole(void **state) {
    (void)state;
    plant("crossings.csv", "El Paso,remote", "El Paso,urban", 1, "sectors.csv:3:1: found \"El Paso\"",
          "a remote crossing");
    plant("origins.csv", "\nMexico,Tapachula,home,,,1,x", "", 1, "nationalities.csv:2:1: found \"Mexico\"",
          "there is none on 2017-12-02");
    plant("origins.csv", "2018-07-01", "2018-07-03", 1, "nationalities.csv:3:1: found \"Honduras\"",
          "there is none on 2018-07-01");
    plant("origins.csv", "2018-07-01", "2018-06-01", 1, "origins.csv:3:30: found 2018-06-01", "no overlap");
    plant("origins.csv", "home,,,1", "home,,,0", 1, "nationalities.csv:2:1:", "positive share");
    plant("returns.csv", "Juárez,1", "Juárez,0", 1, "returns.csv:2:23:", "positive share");
    plant("returns.csv", "Yuma,San Luis Río Colorado,1,x\n", "", 1, "sectors.csv:2:1: found \"Yuma\"",
          "it returns people");
}

static void all_errors_of_all_files_come_at_once_in_order_of_place(void **state) {
    (void)state;
    scn_folder folder;
    scn_scenario s;
    rep_report rep;
    scn_options options = small_options();
    static const char *const sets[] = {"mexico.effort=900", "mexico.efort=1", "border.agents[Yumma]=1", "nonsense"};
    options.nsets = 4;
    options.sets = sets;
    rep_init(&rep);
    assert_int_equal(small_folder(&folder, "ports.csv", "name,place\n", 11), 0);
    char *legs = replaced(small_text("legs.csv"), "bus,700", "bus,far");
    assert_int_equal(scn_folder_add(&folder, "legs.csv", legs, strlen(legs)), 0);
    assert_int_equal(scn_folder_add(&folder, "place.csv", "name\n", 5), 0);
    free(legs);
    assert_int_equal(scn_scenario_open_folder(&s, &folder, &options, &rep), -1);
    assert_true(says(&rep, "ports.csv:1:1: found no such column", "\"sector\""));
    assert_true(says(&rep, "ports.csv:1:1: found no such column", "\"source\""));
    assert_true(says(&rep, "legs.csv:2:30:", ""));
    assert_true(says(&rep, "place.csv: found \"place.csv\"", "did you mean \"places.csv\"?"));
    assert_true(says(&rep, SAY_SETS ": found \"mexico.effort=900\"", "from 0 to 20"));
    assert_true(says(&rep, SAY_SETS ": found \"mexico.efort\"", "did you mean \"mexico.effort\"?"));
    assert_true(says(&rep, SAY_SETS ": found \"Yumma\"", "did you mean \"Yuma\"?"));
    assert_true(says(&rep, SAY_SETS ": found \"nonsense\"", "path=value"));
    for (int i = 1; i < rep.count; i++)
        assert_true(strcmp(rep.entries[i - 1].file, rep.entries[i].file) <= 0);
    rep_free(&rep);
}

static void a_policy_or_latents_file_that_is_not_there_is_an_error(void **state) {
    (void)state;
    scn_folder folder;
    scn_scenario s;
    rep_report rep;
    scn_options options = small_options();
    static const char *const policies[] = {"moore.csv"};
    options.npolicies = 1;
    options.policies = policies;
    options.latents = "latents/2020.csv";
    rep_init(&rep);
    assert_int_equal(small_folder(&folder, NULL, NULL, 0), 0);
    assert_int_equal(scn_scenario_open_folder(&s, &folder, &options, &rep), -1);
    assert_int_equal(rep.errors, 2);
    assert_true(says(&rep, "moore.csv: found no such file", "did you mean more?"));
    assert_true(says(&rep, "latents/2020.csv: found no such file", ""));
    rep_free(&rep);
}

/* ---- from disk ---- */

static void the_six_places_open_from_disk_and_again_from_memory(void **state) {
    (void)state;
    const char *source = getenv("SOURCE_DIR");
    char path[1000], policy[1100];
    scn_scenario s, again;
    rep_report rep;
    scn_options options = {0};
    rep_init(&rep);
    snprintf(path, sizeof path, "%s/tests/scenarios/six-places/", source == NULL ? "." : source);
    snprintf(policy, sizeof policy, "%s/no-change.csv", getenv("WORK_DIR") == NULL ? "." : getenv("WORK_DIR"));
    FILE *out = fopen(policy, "w");
    assert_non_null(out);
    fputs("from,until,parameter,where,who,change,value,note,source\n", out);
    fclose(out);
    const char *const policies[] = {policy};
    options.npolicies = 1;
    options.policies = policies;
    int status = scn_scenario_open(&s, path, &options, &rep);
    print_report(&rep);
    assert_int_equal(status, 0);
    assert_int_equal(rep.count, 1); /* a warning: the policy has no rows */
    assert_int_equal(s.nplaces, 6);
    assert_int_equal(s.nlegs, 9);
    assert_int_equal(s.nobserved, 24);
    assert_non_null(scn_folder_find(&s.folder, "given/policy-1-no-change.csv"));
    assert_null(strstr(s.folder.path, "six-places/"));

    remove(policy); /* the folder in memory is the whole of the run's input */
    scn_folder copy = {0};
    for (int i = 0; i < s.folder.count; i++)
        assert_int_equal(
            scn_folder_add(&copy, s.folder.files[i].name, s.folder.files[i].text, s.folder.files[i].length), 0);
    status = scn_scenario_open_folder(&again, &copy, &options, &rep);
    print_report(&rep);
    assert_int_equal(status, 0);
    char *a = description(&s), *b = description(&again);
    assert_string_equal(a, b);
    free(a);
    free(b);
    scn_scenario_free(&s);
    scn_scenario_free(&again);
    rep_free(&rep);
}

static void a_folder_that_is_not_there_is_an_error(void **state) {
    (void)state;
    scn_scenario s;
    rep_report rep;
    scn_options options = small_options();
    rep_init(&rep);
    assert_int_equal(scn_scenario_open(&s, "no/such/folder", &options, &rep), -1);
    assert_true(says(&rep, "no/such/folder: found ", "a folder with scenario.yaml"));
    assert_null(s.name);
    rep_free(&rep);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_valid_scenario_opens_with_rows_sorted_by_name, none_missed),
        cmocka_unit_test_teardown(special_values_win_over_general_ones_and_later_sources_over_earlier, none_missed),
        cmocka_unit_test_teardown(a_change_holds_from_its_first_day_to_its_last_and_what_it_covered_comes_back,
                                  none_missed),
        cmocka_unit_test_teardown(a_day_without_a_change_leaves_the_values_untouched, none_missed),
        cmocka_unit_test_teardown(members_draw_sizes_of_the_schedule_that_have_a_spread, none_missed),
        cmocka_unit_test(a_share_is_spread_by_its_odds),
        cmocka_unit_test_teardown(a_policy_is_laid_over_the_schedule, none_missed),
        cmocka_unit_test_teardown(drawn_values_stay_inside_their_bounds_under_a_change, none_missed),
        cmocka_unit_test_teardown(latents_are_linear_between_the_middles_of_months_and_flat_outside, none_missed),
        cmocka_unit_test_teardown(the_order_of_rows_in_the_files_changes_nothing, none_missed),
        cmocka_unit_test_teardown(unknown_names_are_refused_with_a_hint, none_missed),
        cmocka_unit_test_teardown(columns_and_files_are_checked, none_missed),
        cmocka_unit_test_teardown(a_table_without_a_usable_header_makes_no_flood_of_errors, none_missed),
        cmocka_unit_test_teardown(cells_are_checked, none_missed),
        cmocka_unit_test_teardown(rail_bridges_stand_among_the_ports, none_missed),
        cmocka_unit_test_teardown(rows_that_stand_twice_are_named_with_both_lines, none_missed),
        cmocka_unit_test_teardown(dates_out_of_order_are_found, none_missed),
        cmocka_unit_test_teardown(values_outside_the_declared_bounds_are_found, none_missed),
        cmocka_unit_test_teardown(parameters_are_looked_up_with_their_places_and_people, none_missed),
        cmocka_unit_test_teardown(scenario_yaml_is_checked, none_missed),
        cmocka_unit_test_teardown(events_are_checked, none_missed),
        cmocka_unit_test_teardown(unreachable_places_and_circles_are_found, none_missed),
        cmocka_unit_test_teardown(sectors_origins_and_returns_must_be_whole, none_missed),
        cmocka_unit_test_teardown(all_errors_of_all_files_come_at_once_in_order_of_place, none_missed),
        cmocka_unit_test_teardown(a_policy_or_latents_file_that_is_not_there_is_an_error, none_missed),
        cmocka_unit_test_teardown(the_six_places_open_from_disk_and_again_from_memory, none_missed),
        cmocka_unit_test_teardown(a_folder_that_is_not_there_is_an_error, none_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
