/* From what a caller names (folder, --set, --policy, --latents, --from, --until) to a checked scenario and its model.
 */
#ifndef VADO_INPUT_H
#define VADO_INPUT_H

#include "scenario/model.h"
#include "text/bytes.h"
#include "text/context.h"

typedef struct {
    scn_scenario scenario;
    const mdl_kind *kind;
    mdl_model *model; /* NULL if not asked for */
    rep_report report;
    int opened; /* scenario holds something */
    /* The scenario's own period before --from and --until, its projection included in own_last; days after the last. */
    int64_t own_from, own_until, own_last;
} inp_opened;

/* Reads, checks, shortens the period, opens the model if with_model. Every message goes to v. On failure *o is empty.
 */
int inp_open(vado *v, const vado_input *in, int with_model, inp_opened *o);
/* The same for who needs no text of the scenario's files: those of one packed in memory stay unread (scn_packed_texts)
 * unless an option names one. */
int inp_open_quick(vado *v, const vado_input *in, int with_model, inp_opened *o);
/* The scenario packed, after it was opened and found right; out->bytes is the caller's to free. */
int inp_pack(vado *v, const vado_input *in, byt_writer *out);
/* The same from a folder in memory (taken over, also on failure). */
int inp_open_folder(vado *v, scn_folder *folder, const vado_input *in, int with_model, inp_opened *o);
void inp_close(inp_opened *o);

/* Name of element (i, j) of a parameter as --set takes it: "Place", "People", "Place,People"; "" if it has
 * but one. In a scenario only. */
void inp_element_name(const scn_scenario *s, const par_decl *d, int element, char *out, size_t size);
/* Name of element i of a kind of place; "" of none. In a scenario only. */
const char *inp_where_name(const scn_scenario *s, par_where where, int i);
/* Where a call keeps what it finds is settled before it begins, and what an earlier one left there is read: *text, to
 * be freed, NULL if there is none. to: as the file will be written. what: how the caller's user names it. 0 or a
 * status, said.
 */
int inp_read_kept(vado *v, const char *what, const char *path, const vado_output_options *to, char **text);
/* As vado_check. */
int inp_check(vado *v, const vado_input *in);
/* Does a parameter act in a scenario and stand at a default that was judged for another; how many do. */
int inp_judged_elsewhere(const inp_opened *o, int parameter);

extern const char *const inp_where_names[WHERE_COUNT];
extern const char *const inp_who_names[WHO_COUNT];
extern const char *const inp_kind_names[3];
extern const char *const inp_prior_names[4];
extern const char *const inp_confidence_names[3];

#endif
