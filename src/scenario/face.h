/* How a scenario wants to be shown, in keys of scenario.yaml that move nobody: the words for its series, the names of
 * its countries, the window of its map, the changes its report tells of, the events that its first chart names. The
 * store reads them from the copy of the file that it holds.
 */
#ifndef VADO_FACE_H
#define VADO_FACE_H

#include "scenario/yaml_tree.h"
#include "text/report.h"

typedef struct {
    char *key, *text; /* a series, or a part of the report: its words */
    txt_pos at;
} face_words;

typedef struct {
    char *code, *name; /* "MX", "MEXICO" */
    double lat, lon;   /* where the map writes it; NAN: amid its places */
} face_country;

typedef struct {
    double west, east, south, north;
} face_window;
enum { FACE_BORDER, FACE_WAY, FACE_BORDER_NARROW, FACE_WAY_NARROW, FACE_WINDOWS };

/* A change of a series from one month to another that the report tells. */
typedef struct {
    char *series, *words, *note;
    int from, until; /* months since 1970-01 */
} face_finding;

/* A dated event, in the few words that a chart has room for. */
typedef struct {
    int64_t day;
    char *words;
    txt_pos at; /* of the day */
} face_event;

typedef struct {
    int nlabels, nmeanings, nwhatif, ncountries, nfindings, nevents;
    face_words *labels, *meanings, *whatif; /* whatif: how a what-if's sentence on a series begins */
    face_country *countries;
    int has_window[FACE_WINDOWS];
    face_window window[FACE_WINDOWS];
    face_finding *findings;
    face_event *events; /* sorted by day */
} scn_face;

/* From the keys of a scenario.yaml, mistakes into rep; *f must be empty. 0, or -1 without memory. */
int face_read(const yml_node *root, const char *file, rep_report *rep, scn_face *f);
/* From its text, as a store holds it; mistakes were said when the run was made. */
int face_read_text(const char *text, size_t length, scn_face *f);
void face_free(scn_face *f);
const char *face_label(const scn_face *f, const char *key, const char *otherwise);
const char *face_whatif(const scn_face *f, const char *series, const char *otherwise);
const char *face_meaning(const scn_face *f, const char *series, const char *otherwise);

#endif
