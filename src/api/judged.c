/* vado_judged: the study of src/study/judged.h. */
#include "study/judged.h"

#include "api/api.h"

static int judged(vado *v, const vado_input *in, const vado_judged_options *o, vado_writer *w, void *user) {
    inp_opened opened;
    jdg_result r;
    int status = inp_open(v, in, 1, &opened);
    if (status)
        return status;
    status = jdg_run(v, &opened, o, &r);
    if (!status) {
        out_text out = {w, user, 0};
        if (o->format == VADO_CSV)
            jdg_csv(&r, &out);
        else
            jdg_text(&r, &out);
        if (out.failed)
            status = ctx_fail(v, VADO_ERR_FILE, "the output cannot be written");
        jdg_free(&r);
    }
    inp_close(&opened);
    return status;
}

static int check(vado *v, const vado_judged_options *o) {
    if (o->factor != 0 && !(o->factor > 1 && o->factor <= 100))
        return ctx_fail(v, VADO_ERR_USAGE, "factor: found %g, expected more than 1, to 100", o->factor);
    if (o->largest < 0 || o->largest > 10000)
        return ctx_fail(v, VADO_ERR_USAGE, "largest: found %d, expected 0 to 10000", o->largest);
    return api_format(v, o->format);
}

int vado_judged(vado *v, const vado_input *in, const vado_judged_options *o, vado_writer *w, void *user) {
    vado_input input;
    vado_judged_options mine = VADO_INIT(vado_judged_options);
    int status = api_scenario(v, in, &input);
    if (status == 0)
        status = api_take(v, "vado_judged_options", &mine, sizeof mine, o);
    status = status ? status : check(v, &mine);
    return status ? status : judged(v, &input, &mine, w, user);
}

const char *vado_judged_head(vado_format format) { return jdg_head(format == VADO_CSV); }
