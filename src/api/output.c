/* vado_output_*: what text/outfile*.c does, for callers. */
#include "api/api.h"
#include "text/outfile.h"

int vado_output_open(vado *v, const char *path, const vado_output_options *o, vado_output **out) {
    vado_output_options mine = VADO_INIT(vado_output_options);
    vado_input in = VADO_INIT(vado_input);
    ctx_clear(v);
    *out = NULL;
    int status = api_take(v, "vado_output_options", &mine, sizeof mine, o);
    if (status == 0)
        status = api_one_of(v, "kind", (int)mine.kind, VADO_FILE_TEXT + 1);
    if (status == 0 && mine.input) {
        status = api_take(v, "vado_input", &in, sizeof in, mine.input);
        mine.input = &in; /* copied by fil_open */
    }
    return status ? status : fil_open(v, path, &mine, out);
}

int vado_output_write(void *output, const char *text, size_t length) { return fil_write(output, text, length); }
int vado_output_close(vado *v, vado_output *output, int status) { return fil_close(v, output, status); }
