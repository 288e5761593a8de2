/* The report of a small made-up store: harm cannot be cut out of it, hostile names cannot write into it, nothing is
 * loaded from outside, its tags nest, and the same store gives the same bytes. Also the readings it rests on. ctest:
 * sanitized
 */
#include "hand_store.h"
#include "store/db.h"
#include "store/pack.h"
#include "table/results.h"
#include "vado.h"

#include <ctype.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define assert_near(a, b, by) assert_true(fabs((a) - (b)) <= (by))
#define HOSTILE "<script>alert(\"x\")</script>&'"

enum { MONTHS = 24, MEMBERS = 3, PLACES = 3, NATIONS = 2, GROUPS = 3 };

/* ---- a store ---- */
typedef struct {
    const char *name, *unit;
    series_sum sum;
    int harm, places, nations, groups;
} made;

static const made all_series[] = {
    {"encounters", "people", SERIES_SUM, 0, 1, 1, 1},      {"waiting", "people", SERIES_MEAN, 1, 0, 0, 0},
    {"repeat_share", "share", SERIES_RATIO, 0, 0, 0, 0},   {"gotaways", "people", SERIES_SUM, 0, 0, 0, 0},
    {"deaths_recorded", "people", SERIES_SUM, 1, 1, 0, 0}, {"deaths", "people", SERIES_SUM, 1, 1, 0, 0},
    {"kidnappings", "people", SERIES_SUM, 1, 0, 1, 0},     {"extortion", "events", SERIES_SUM, 1, 0, 0, 0}};
enum { NSERIES = sizeof all_series / sizeof *all_series };
static const char *const places[PLACES] = {"East", "West", HOSTILE};
static const char *const files[][2] = {
    {"places.csv", "name,country,role,region,lat,lon,rest_days,shelter_places,danger,source\n"
                   "Here,MX,north_border,north-east,27,-100,1,10,1,x\n\""
                   "<b>There&"
                   "\",GT,origin,,14,-91,1,0,1,x\n"},
    {"legs.csv", "from,to,mode,km\n<b>There&,Here,bus,900\n"},
    {"sectors.csv",
     "name,nest,state,agents,custody_places,lat,lon,source\nEast,a,b,1,1,27.5,-99.5,x\nWest,a,b,1,1,32.6,-117,x\n"},
    {"ports.csv", "name,place,sector,officers,lat,lon,source\nA,Here,East,1,27.5,-99.5,x\nB,Here,West,1,32.5,-117,x\n"},
    {"schedule.csv", "from,until,parameter,where,who,change,value,note,source\n"
                     "2018-06-01,,a.b,,,set,1,\"<img src=x onerror=alert(1)>\",javascript:alert(1)\n"
                     "2018-07-01,2018-08-01,a.b,East,minor,scale,2,fine,https://example.org/?a=1&b=2\n"}};

static int cells_of(const made *m) {
    return (m->places ? PLACES : 1) * (m->nations ? NATIONS : 1) * (m->groups ? GROUPS : 1);
}

static void exec(db_store *s, const char *format, ...) {
    va_list a;
    va_start(a, format);
    char *sql = sqlite3_vmprintf(format, a);
    va_end(a);
    if (db_exec(s, sql))
        fail_msg("%s: %s", sql, sqlite3_errmsg(s->db));
    sqlite3_free(sql);
}

static void put_series(db_store *s, int i, const made *m) {
    int cells = cells_of(m);
    exec(s, "INSERT INTO series VALUES(%d,%Q,%Q,'what it is',%d,%d,%d,%d,%d,%d,%d)", i, m->name, m->unit, (int)m->sum,
         m->harm, m->places ? PLACES : 0, m->nations, m->groups, cells, m->sum == SERIES_RATIO ? 2 * cells : cells);
    for (int p = 0; m->places && p < PLACES; p++)
        exec(s, "INSERT INTO place VALUES(%d,%d,%Q)", i, p, places[p]);
}

/* A value of member k is 10 + k a day or month in every cell; a ratio is (1 + k) in 10. */
static void put_values(db_store *s, int i, const made *m) {
    int cells = cells_of(m);
    double row[64];
    for (int k = 0; k < MEMBERS; k++)
        for (int month = 0; month < MONTHS; month++) {
            int days = (int)(month_start(48 * 12 + month + 1) - month_start(48 * 12 + month));
            pack_buffer b = {0};
            for (int c = 0; c < cells; c++) {
                row[c] = m->sum == SERIES_MEAN ? (10 + k) * days : m->sum == SERIES_RATIO ? 1 + k : 10 + k;
                row[cells + c] = 10;
            }
            assert_int_equal(pack_row(&b, row, m->sum == SERIES_RATIO ? 2 * cells : cells), 0);
            assert_int_equal(db_put_value(s, DB_MEMBER, k, month, i, b.bytes, b.length), 0);
            pack_free(&b);
        }
}

static void put_observed(db_store *s, const char *series, int first, int months, const char *place, double value,
                         const char *kind) {
    exec(s, "INSERT INTO observed VALUES(NULL,%Q,%lld,%lld,%Q,'','',%f,'people',%Q,'%q','a note',%Q,'','')", series,
         (long long)month_start(first), (long long)month_start(first + months), place, value, HOSTILE,
         "https://example.org/x", kind);
}

static void make_store(const char *path, int nseries, int days_done) {
    static const char *const meta[][2] = {{"name", HOSTILE},
                                          {"title", "\xFF\x01" HOSTILE},
                                          {"model", "corridor"},
                                          {"version", "0"},
                                          {"mode", "stochastic"},
                                          {"seed", "1"},
                                          {"members", "3"},
                                          {"from", "2018-01-01"},
                                          {"until", "2019-12-31"},
                                          {"latents", "latents/2019-06.csv"},
                                          {"latents_until", "2019-06"},
                                          {"command", "vado run " HOSTILE},
                                          {"twins", "0"}};
    char words[512];
    db_store s;
    (void)remove(path);
    if (db_create(&s, path, words, sizeof words))
        fail_msg("%s", words);
    s.members = MEMBERS;
    s.months = MONTHS;
    s.nseries = nseries;
    for (size_t i = 0; i < sizeof meta / sizeof *meta; i++)
        assert_int_equal(db_meta_put(&s, meta[i][0], meta[i][1]), 0);
    exec(&s,
         "INSERT INTO label VALUES('nationality',0,%Q),('nationality',1,'Plain'),('group',0,'single_adult'),"
         "('group',1,'family'),('group',2,'minor')",
         HOSTILE);
    assert_int_equal(db_meta_put(&s, "state", days_done ? "done" : "running"), 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        exec(&s, "INSERT INTO file VALUES(%Q, CAST(%Q AS BLOB))", files[i][0], files[i][1]);
    for (int k = 0; k < MEMBERS; k++)
        exec(&s, "INSERT INTO member(kind, member, state, day) VALUES(0,%d,%d,%d)", k, days_done ? DB_DONE : DB_NEW,
             days_done);
    for (int i = 0; i < nseries; i++) {
        put_series(&s, i, &all_series[i]);
        if (days_done)
            put_values(&s, i, &all_series[i]);
    }
    for (int m = 0; m < MONTHS; m++) {
        put_observed(&s, "encounters", 48 * 12 + m, 1, "East", 100, "reported");
        put_observed(&s, "encounters", 48 * 12 + m, 1, "West", 20, "reported");
        put_observed(&s, "encounters", 48 * 12 + m, 1, HOSTILE, 3, "reported");
        put_observed(&s, "deaths_recorded", 48 * 12 + m, 1, "", 7, "reported");
    }
    put_observed(&s, "encounters", 48 * 12, 1, "", 555, "preliminary");
    put_observed(&s, "encounters", 48 * 12, 1, "", 500, "reported");
    put_observed(&s, "gotaways", 48 * 12 + 9, 12, "", 999, "reported");
    hand_seal(&s, 1);
    exec(&s, "COMMIT");
    db_close(&s);
}

static char *slurp(const char *path, size_t *length) {
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    char *text = malloc(1 << 24);
    assert_non_null(text);
    *length = fread(text, 1, (1 << 24) - 1, f);
    text[*length] = '\0';
    fclose(f);
    return text;
}

static char *report_of(const char *db, const char *html) {
    vado *v = vado_new();
    size_t n;
    assert_non_null(v);
    (void)remove(html);
    int rc = vado_report(v, db, NULL, html);
    if (rc)
        fail_msg("vado_report: %d %s", rc, vado_message_count(v) ? vado_message(v, 0) : "");
    vado_free(v);
    char *text = slurp(html, &n);
    assert_non_null(text);
    assert_int_equal(strlen(text), n);
    return text;
}

static int count(const char *text, const char *what) {
    int n = 0;
    for (const char *p = text; (p = strstr(p, what)) != NULL; p += strlen(what))
        n++;
    return n;
}

/* ---- what the page must be ---- */
static int encounter_figures_without_harm(const char *page, int *figures) {
    int without = 0;
    *figures = 0;
    for (const char *p = page; (p = strstr(p, "<figure ")) != NULL;) {
        const char *tag = strchr(p, '>'), *end = strstr(p, "</figure>");
        const char *series = strstr(p, "data-series=");
        assert_non_null(end);
        assert_non_null(tag);
        const char *name = series && series < tag ? series + strlen("data-series=") : "";
        name += *name == '"';
        if (strncmp(name, "encounters", 10) == 0) {
            const char *harm = strstr(p, "data-harm=");
            (*figures)++;
            without += !harm || harm > end;
            for (const char *svg = p; (svg = strstr(svg, "<svg")) != NULL && svg < end; svg++) {
                const char *close = strstr(svg, "</svg>"), *inside = strstr(svg, "data-harm=");
                without += !close || !inside || inside > close;
            }
        }
        p = end;
    }
    return without;
}

static void harm_stands_in_every_drawing_of_encounters(void **state) {
    (void)state;
    int figures;
    make_store("a.db", NSERIES, 1);
    char *page = report_of("a.db", "a.html");
    assert_int_equal(encounter_figures_without_harm(page, &figures), 0);
    /* hero, block, three sectors, two nationalities, three groups, map */
    assert_int_equal(figures, 11);
    char *cut = strstr(page, "<g class=harm data-harm=");
    assert_non_null(cut);
    memcpy(cut, "<g class=harm data-harX=", 24);
    assert_int_equal(encounter_figures_without_harm(page, &figures), 1); /* the test can fail */
    free(page);
}

/* The largest y of what an element draws: y and cy, V of a path; -1 if there is none before `end`. */
static double lowest(const char *from, const char *end) {
    static const char *const keys[] = {" y=", " cy=", " y2=", "V"};
    double most = -1;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        for (const char *p = from; (p = strstr(p, keys[i])) != NULL && p < end; p++) {
            double y = strtod(p + strlen(keys[i]), NULL);
            most = y > most ? y : most;
        }
    return most;
}

/* Charts (drawings with an axis of periods) whose harm is not all inside their frame. */
static int charts_with_harm_outside(const char *page, int *charts) {
    int outside = 0;
    *charts = 0;
    for (const char *svg = page; (svg = strstr(svg, "<svg")) != NULL; svg++) {
        const char *end = strstr(svg, "</svg>"), *tag = strchr(svg, '>'), *axis = strstr(svg, " data-n=");
        assert_non_null(end);
        if (!axis || axis > tag)
            continue;
        const char *frame = strstr(svg, "<rect class=frame"), *harm = strstr(svg, "<g class=harm"),
                   *y = frame ? strstr(frame, " y=") : NULL, *height = frame ? strstr(frame, " height=") : NULL;
        (*charts)++;
        if (!frame || frame > end || !harm || harm > end || !y || !height) {
            outside++;
            continue;
        }
        double low = lowest(harm, strstr(harm, "</g>")), bottom = strtod(y + 3, NULL) + strtod(height + 8, NULL);
        outside += low < 0 || low > bottom + 0.11; /* tenths are rounded */
    }
    return outside;
}

static void harm_lies_inside_the_frame_of_every_chart(void **state) {
    (void)state;
    int charts;
    make_store("k.db", NSERIES, 1);
    char *page = report_of("k.db", "k.html");
    assert_int_equal(charts_with_harm_outside(page, &charts), 0);
    assert_true(charts >= 11); /* the first in three widths, sectors, nationalities, groups */
    char *frame = strstr(page, "<rect class=frame"), *height = frame ? strstr(frame, " height=") : NULL;
    assert_non_null(height);
    height[8] = '1'; /* a frame that ends where the plot does */
    height[9] = height[10] = ' ';
    assert_int_equal(charts_with_harm_outside(page, &charts), 1); /* the test can fail */
    free(page);
}

/* The text of the lane in the chart of this title. */
static void lane_says(const char *page, const char *title, const char *words) {
    char head[200], found[200];
    snprintf(head, sizeof head, "<h3>%s</h3>", title);
    const char *at = strstr(page, head), *lane = at ? strstr(at, "<g class=harm") : NULL,
               *end = lane ? strstr(lane, "</g>") : NULL, *text = NULL;
    assert_non_null(end);
    for (const char *p = lane; (p = strstr(p, "<text class=\"h halo\"")) != NULL && p < end; p++)
        text = strchr(p, '>') + 1;
    assert_non_null(text);
    snprintf(found, sizeof found, "%.*s", (int)(strstr(text, "</text>") - text), text);
    assert_string_equal(found, words);
}

static void no_whole_harm_stands_under_a_part(void **state) {
    (void)state;
    make_store("l.db", NSERIES, 1);
    char *page = report_of("l.db", "l.html");
    lane_says(page, "East", "Deaths recorded"); /* kept by place */
    lane_says(page, "Plain", "Kidnappings");    /* the first that is kept by nationality */
    lane_says(page, "Single adults", "Harm is not kept by group");
    lane_says(page, "Known got-aways", "Deaths recorded"); /* of all, as the series is */
    free(page);
}

static void the_first_chart_names_the_busiest_days_of_a_schedule(void **state) {
    (void)state;
    make_store("m.db", NSERIES, 1);
    char *page = report_of("m.db", "m.html");
    const char *list = strstr(page, "<ol class=events>"), *end = list ? strstr(list, "</ol>") : NULL;
    assert_non_null(end);
    const char *second = strstr(list, "<span>2018-07-01</span> fine</li>");
    assert_true(second && second < end);
    assert_int_equal(count(page, "<ol class=events>"), 1); /* on no other chart */
    free(page);
}

static void a_table_tells_a_phone_what_its_cells_are(void **state) {
    (void)state;
    make_store("n.db", NSERIES, 1);
    char *page = report_of("n.db", "n.html");
    const char *rules = strstr(page, "@media(max-width:620px){#k"), *head = strstr(page, "</head>");
    assert_true(rules && head && rules < head);
    for (const char *p = page; (p = strstr(p, "<table class=stack id=k")) != NULL; p++) {
        char rule[60];
        snprintf(rule, sizeof rule, "#k%d td:nth-child(2)::before{content:\"", atoi(p + 23));
        assert_non_null(strstr(rules, rule));
    }
    assert_true(count(page, "<table class=stack id=k") >= 6);
    free(page);
}

static void a_run_without_harm_series_says_so_in_every_drawing(void **state) {
    (void)state;
    int figures;
    make_store("b.db", 1, 1);
    char *page = report_of("b.db", "b.html");
    assert_int_equal(encounter_figures_without_harm(page, &figures), 0);
    assert_true(count(page, "not in this run") >= figures);
    free(page);
}

/* Returns NULL, or what is wrong. Content of style and script is skipped. */
static const char *nesting(const char *p, char *words, size_t size) {
    static const char *const voids[] = {"meta", "br", "!doctype"};
    char stack[64][16];
    int depth = 0;
    while ((p = strchr(p, '<')) != NULL) {
        char name[16] = "", quote = 0;
        int closing = p[1] == '/', n = 0;
        const char *q = p + 1 + closing;
        while (n < 15 && (isalnum((unsigned char)*q) || *q == '!'))
            name[n++] = *q++;
        name[n] = '\0';
        while (*q && (quote || *q != '>')) {
            if (quote ? *q == quote : *q == '"')
                quote = quote ? 0 : '"';
            else if (!quote && *q == '<') {
                snprintf(words, size, "a < inside the tag %s", name);
                return words;
            }
            q++;
        }
        if (!n || !*q) {
            snprintf(words, size, "no tag at %.40s", p);
            return words;
        }
        int skip = q[-1] == '/';
        for (size_t i = 0; i < sizeof voids / sizeof *voids; i++)
            skip |= strcmp(name, voids[i]) == 0;
        if (closing && (depth == 0 || strcmp(stack[depth - 1], name))) {
            snprintf(words, size, "</%s> closes <%s>: %.60s", name, depth ? stack[depth - 1] : "nothing", p);
            return words;
        }
        if (closing)
            depth--;
        else if (!skip) {
            if (depth == 64)
                return "too deep";
            memcpy(stack[depth++], name, 16);
        }
        p = q;
        if (!closing && (strcmp(name, "script") == 0 || strcmp(name, "style") == 0))
            p = strstr(p, name[1] == 'c' ? "</script>" : "</style>");
    }
    return depth ? "something is left open" : NULL;
}

static void tags_nest(void **state) {
    (void)state;
    char words[200];
    make_store("c.db", NSERIES, 1);
    char *page = report_of("c.db", "c.html");
    const char *wrong = nesting(page, words, sizeof words);
    if (wrong)
        fail_msg("%s", wrong);
    assert_non_null(nesting("<p><b>x</p></b>", words, sizeof words)); /* the test can fail */
    free(page);
}

static void nothing_is_loaded_from_outside(void **state) {
    (void)state;
    static const char *const loads[] = {" src=",   "<link",  "url(",       "@import", "<iframe",
                                        "<object", "<embed", "<img",       "fetch(",  "XMLHttpRequest",
                                        "<base",   "<form",  "xlink:href", "<use"};
    make_store("d.db", NSERIES, 1);
    char *page = report_of("d.db", "d.html");
    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++) {
        const char *at = strstr(page, loads[i]);
        /* the planted note of the schedule is text: its < is escaped */
        if (at && strncmp(at - strlen("&lt;img"), "&lt;img src=", 12) != 0)
            fail_msg("%s: %.80s", loads[i], at);
    }
    for (const char *p = page; (p = strstr(p, "href=")) != NULL; p++)
        assert_true(p[5] == '#' || strncmp(p, "href=\"https://", 14) == 0); /* a link to follow, nothing else */
    for (const char *p = page; (p = strstr(p, "href=\"http")) != NULL; p++) {
        const char *tag = p;
        while (*tag != '<')
            tag--;
        assert_int_equal(strncmp(tag, "<a ", 3), 0);
    }
    assert_non_null(strstr(page, "default-src 'none'"));
    free(page);
}

static void hostile_names_stay_text(void **state) {
    (void)state;
    make_store("e.db", NSERIES, 1);
    char *page = report_of("e.db", "e.html");
    assert_int_equal(count(page, "<script"), 1); /* ours */
    assert_null(strstr(page, "<script>alert"));
    assert_null(strstr(page, "<b>There"));
    assert_null(strstr(page, "<img"));
    assert_null(strstr(page, "href=\"javascript:"));
    assert_non_null(strstr(page, "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;"));
    assert_non_null(strstr(page, "\xEF\xBF\xBD\xEF\xBF\xBD&lt;script&gt;")); /* not UTF-8, and a control character */
    assert_non_null(strstr(page, "https://example.org/?a=1&amp;b=2"));
    for (const char *p = page; *p; p++)
        assert_false((unsigned char)*p < 0x20 && *p != '\n');
    free(page);
}

static void the_same_store_gives_the_same_bytes(void **state) {
    (void)state;
    make_store("f.db", NSERIES, 1);
    char *one = report_of("f.db", "f1.html"), *two = report_of("f.db", "f2.html");
    assert_string_equal(one, two);
    free(one);
    free(two);
}

static void the_headline_tells_the_months_that_no_latent_saw(void **state) {
    (void)state;
    make_store("g.db", NSERIES, 1);
    char *page = report_of("g.db", "g.html");
    /* Latents saw data up to June 2019. July to December, median member: 11 a month in 18 cells; deaths 11 in 3 places.
     * Published: 123 and 7 a month. */
    const char *h1 = strstr(page, "<h1>");
    assert_non_null(h1);
    char line[300];
    snprintf(line, sizeof line, "%.*s", (int)(strstr(h1, "</h1>") - h1), h1);
    assert_string_equal(line,
                        "<h1>In the 6 months that no fit has seen, the simulation has 1,190 encounters, the published "
                        "record 738; recorded deaths 198 against 42");
    /* what was fitted is said to be: 18 months of 198 beside 500 and 17 times 123 */
    assert_non_null(strstr(h1, "Encounters were fitted up to June 2019 by <i>latents</i>"));
    assert_non_null(strstr(h1, "(3,560 simulated, 2,590 published): closeness there proves nothing"));
    assert_non_null(strstr(page, "<span class=\"tag free\">not seen by any latent</span></td><td class=t>"));
    assert_non_null(strstr(page, "<span class=tag>fitted</span></td><td class=t>"));
    assert_non_null(strstr(page, "<span class=tag>fitted in part</span></td><td class=t>"));
    free(page);
}

static void a_store_without_days_gives_an_error_and_no_page(void **state) {
    (void)state;
    vado *v = vado_new();
    make_store("h.db", NSERIES, 0);
    (void)remove("h.html");
    assert_int_equal(vado_report(v, "h.db", NULL, "h.html"), VADO_ERR_STORE);
    assert_int_equal(vado_error_count(v), 1);
    assert_null(fopen("h.html", "rb"));
    assert_int_equal(vado_report(v, "no such file.db", NULL, "h.html"), VADO_ERR_FILE);
    assert_int_equal(vado_report(v, "g.db", NULL, "no such folder/h.html"), VADO_ERR_FILE);
    vado_free(v);
}

static void tables_sum_flows_average_stocks_and_divide_ratios(void **state) {
    (void)state;
    results *r = NULL;
    char words[512];
    res_table t;
    make_store("i.db", NSERIES, 1);
    assert_int_equal(res_open(&r, "i.db", 1, words, sizeof words), 0);
    assert_int_equal(res_month_count(r), MONTHS);
    assert_int_equal(res_members(r), MEMBERS);
    assert_int_equal(res_read(r, res_series_find(r, "encounters"), RES_BY_PLACE | RES_BY_GROUP, &t), 0);
    assert_int_equal(t.nplaces * t.ngroups * t.nnationalities, PLACES * GROUPS);
    assert_near(res_value(r, &t, res_cell(&t, 2, 0, 1), 0, 2, 1), 2 * NATIONS * 11, 0);
    res_table_free(&t);
    assert_int_equal(res_read(r, res_series_find(r, "waiting"), RES_TOTAL, &t), 0);
    assert_near(res_value(r, &t, 0, 0, 3, 2), 12, 1e-12);
    res_table_free(&t);
    assert_int_equal(res_read(r, res_series_find(r, "repeat_share"), RES_BY_PLACE, &t), 0);
    assert_near(res_value(r, &t, 0, 1, 7, 2), 0.3, 1e-12);
    res_band v = res_band_at(r, &t, 0, 0, 1);
    assert_near(v.mid, 0.2, 1e-12);
    assert_near(v.low, 0.1, 1e-12); /* of three members: the lowest and the highest */
    assert_near(v.high, 0.3, 1e-12);
    res_table_free(&t);
    res_close(r);
}

static void published_rows_are_found_summed_and_the_better_kind_is_taken(void **state) {
    (void)state;
    results *r = NULL;
    char words[512];
    int start = 48 * 12;
    make_store("j.db", NSERIES, 1);
    assert_int_equal(res_open(&r, "j.db", 1, words, sizeof words), 0);
    assert_near(res_published(r, "encounters", "", "", "", start, 1), 500, 0);     /* reported before preliminary */
    assert_near(res_published(r, "encounters", "", "", "", start + 1, 1), 123, 0); /* the sum of the places */
    assert_near(res_published(r, "encounters", "West", "", "", start, 12), 240, 0);
    assert_near(res_published(r, "gotaways", "", "", "", start + 9, 12), 999, 0);
    assert_true(isnan(res_published(r, "gotaways", "", "", "", start + 8, 12)));
    assert_true(isnan(res_published(r, "encounters", "", "Plain", "", start, 1)));
    res_close(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(harm_stands_in_every_drawing_of_encounters),
                                       cmocka_unit_test(harm_lies_inside_the_frame_of_every_chart),
                                       cmocka_unit_test(no_whole_harm_stands_under_a_part),
                                       cmocka_unit_test(the_first_chart_names_the_busiest_days_of_a_schedule),
                                       cmocka_unit_test(a_table_tells_a_phone_what_its_cells_are),
                                       cmocka_unit_test(a_run_without_harm_series_says_so_in_every_drawing),
                                       cmocka_unit_test(tags_nest),
                                       cmocka_unit_test(nothing_is_loaded_from_outside),
                                       cmocka_unit_test(hostile_names_stay_text),
                                       cmocka_unit_test(the_same_store_gives_the_same_bytes),
                                       cmocka_unit_test(the_headline_tells_the_months_that_no_latent_saw),
                                       cmocka_unit_test(a_store_without_days_gives_an_error_and_no_page),
                                       cmocka_unit_test(tables_sum_flows_average_stocks_and_divide_ratios),
                                       cmocka_unit_test(published_rows_are_found_summed_and_the_better_kind_is_taken)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
