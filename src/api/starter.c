/* vado_new_scenario. */
#include "scenario/starter.h"
#include "text/outfile.h"

#include <string.h>

int vado_new_scenario(vado *v, const char *folder) {
    fil_folder *out = NULL;
    ctx_clear(v);
    int status = folder ? fil_folder_open(v, folder, &out) : ctx_fail(v, VADO_ERR_USAGE, "no folder is named");
    for (int i = 0; status == 0 && i < SCN_STARTER_FILES; i++)
        if (fil_folder_file(out, scn_starter[i].name) == 0)
            (void)fil_folder_write(out, scn_starter[i].text, strlen(scn_starter[i].text));
    return fil_folder_close(v, out, status);
}
