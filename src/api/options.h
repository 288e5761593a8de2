/* Option structs that begin with their size: what a caller compiled against an older or a newer header hands over. */
#ifndef VADO_OPTIONS_H
#define VADO_OPTIONS_H

#include "text/context.h"

/* Copies the caller's struct over the defaults in own. NULL: the defaults stay. A struct smaller than the first ever
 * published (least), or one whose fields beyond ours are not zero, is VADO_ERR_USAGE with a message that names it. */
int opt_take(vado *v, const char *name, const void *given, size_t least, void *own, size_t size);

#endif
