/* vado_pack. */
#include "run/input.h"

#include "api/api.h"

#include <stdlib.h>

/* What is laid over a scenario is laid over it when it is opened. */
static int laid_over(vado *v, const vado_input *in) {
    if (!in->nsets && !in->npolicies && !in->latents && !in->from && !in->until)
        return 0;
    return ctx_fail(v, VADO_ERR_USAGE,
                    SAY_SETS ", " SAY_POLICIES ", " SAY_LATENTS ", " SAY_FROM ", " SAY_UNTIL
                             ": a scenario is packed as it is, give them when it is opened");
}

int vado_pack(vado *v, const vado_input *in, vado_writer *w, void *user) {
    vado_input mine;
    byt_writer out = {0};
    int status = api_scenario(v, in, &mine);
    if (status == 0)
        status = laid_over(v, &mine);
    if (status == 0)
        status = inp_pack(v, &mine, &out);
    if (status == 0 && w(user, (char *)out.bytes, out.n))
        status = ctx_fail(v, VADO_ERR_FILE, "the packed scenario could not be written");
    free(out.bytes);
    return status;
}
