/* How each function of vado.h begins: the messages of the call before are forgotten, and what the caller gives is read
 * as far as the caller's structs go.
 */
#ifndef VADO_API_H
#define VADO_API_H

#include "text/context.h"

/* Options of a caller into ours: `to` (known bytes) holds the defaults, and what from->size covers takes their place;
 * to->size becomes known. from NULL: the defaults stay. VADO_ERR_USAGE, said in v with the struct's name, if from was
 * not begun (size 0) or holds what we do not know. */
int api_take(vado *v, const char *name, void *to, size_t known, const void *from);
/* A result of ours into a caller's struct, as far as that goes; what it knows and we do not becomes 0. */
void api_give(void *to, const void *from, size_t known);
/* Defaults into a caller's struct of `size` bytes, which need not have been begun: it is, by this. */
void api_defaults(void *to, size_t size, const void *from, size_t known);
/* May a result be given? VADO_ERR_USAGE if `to` was not begun. NULL is fine. */
int api_takes(vado *v, const char *name, const void *to);

/* A value of an enum with n values, from 0. VADO_ERR_USAGE, said, if it is none. */
int api_one_of(vado *v, const char *name, int value, int n);
int api_format(vado *v, vado_format format); /* text or CSV */

/* Each clears the messages, and takes what its name says. */
int api_input(vado *v, const vado_input *in, vado_input *mine);
int api_scenario(vado *v, const vado_input *in, vado_input *mine); /* and a scenario must be named */
int api_input_and_run(vado *v, const vado_input *in, vado_input *mine, const vado_run_options *o,
                      vado_run_options *run);
/* As api_input_and_run, where a part of the members may be asked for. */
int api_input_and_part(vado *v, const vado_input *in, vado_input *mine, const vado_run_options *o,
                       vado_run_options *run);
int api_on_disk(vado *v,
                const vado_input *in); /* refuses a scenario packed in memory, where it is read again by its path */
/* These clear nothing: they come second. */
int api_run_options(vado *v, const vado_run_options *o, vado_run_options *mine); /* refuses a part of the members */
int api_part_options(vado *v, const vado_run_options *o, vado_run_options *mine);

#endif
