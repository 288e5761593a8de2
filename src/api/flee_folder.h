/* The files of Flee's folders, put together. */
#ifndef VADO_API_FLEE_FOLDER_H
#define VADO_API_FLEE_FOLDER_H

#include "scenario/scenario.h"
#include "text/context.h"

/* Reads what `in` names into *f, which is the caller's to free, also after an error. within: figures of days after the
 * run are not to be read. 0, or a status whose message is in v. */
int flee_folder(vado *v, const vado_flee_input *in, int within, scn_folder *f);

#endif
