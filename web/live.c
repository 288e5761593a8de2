/* live DATE PARAMETER VALUE < PACKED: a packed scenario through vado.h alone, as a page uses it: fluid, stepped to a
 * date, branched, a parameter set in the branch, three months lived in both. Prints a line a month: encounters without
 * the change and with it, every digit; then the latter again as a lever answers them. The same program in WebAssembly
 * and native must print the same. */
#include "vado.h"

#include "stdin.h"

static int said(vado *v) {
    for (int i = 0; i < vado_message_count(v); i++)
        fprintf(stderr, "%s\n", vado_message(v, i));
    return -1;
}

/* Encounters of the month that was lived last, or -1. */
static double last_month(vado *v, const vado_simulation *s) {
    vado_numbers *n = NULL;
    if (vado_simulation_read(v, s, "encounters", NULL, &n))
        return said(v);
    double x = n->values[n->nperiods - 1];
    vado_numbers_free(&n);
    return x;
}

/* The same change as a lever's, for which there is a past to go on from. */
static int answer(vado *v, const vado_input *in, const vado_simulation_options *o, char **argv) {
    static const char *const series[] = {"encounters"};
    const char *parameters[] = {argv[2]};
    double value = strtod(argv[3], NULL);
    vado_lever_options l = VADO_INIT(vado_lever_options);
    vado_lever *lever = NULL;
    l.first = argv[1];
    l.nparameters = 1;
    l.parameters = parameters;
    l.nseries = 1;
    l.series = series;
    int status = vado_lever_open(v, in, o, &l, &lever) || vado_lever_set(v, lever, argv[1], &value) ? said(v) : 0;
    for (int month = 0; status == 0 && month < 3; month++) {
        status = vado_lever_next(v, lever) ? said(v) : 0;
        if (status == 0)
            printf("lever %.17g\n", vado_lever_month(lever, 0)->values[0]);
    }
    vado_lever_close(&lever);
    return status;
}

static int live(vado *v, const vado_input *in, char **argv) {
    vado_simulation_options o;
    vado_simulation_defaults(&o);
    vado_simulation *s = NULL, *other = NULL;
    int status = 0;
    o.mode = VADO_FLUID;
    if (vado_simulation_open(v, in, &o, &s) || vado_step_to(v, s, argv[1]) || vado_branch(v, s, &other) ||
        vado_set(v, other, argv[2], NULL, NULL, strtod(argv[3], NULL)))
        status = said(v);
    for (int month = 0; status == 0 && month < 3; month++) {
        status = vado_step_month(v, s) || vado_step_month(v, other) ? said(v) : 0;
        if (status == 0)
            printf("%s %.17g %.17g\n", vado_today(s), last_month(v, s), last_month(v, other));
    }
    vado_simulation_close(&other);
    vado_simulation_close(&s);
    return status == 0 ? answer(v, in, &o, argv) : status;
}

int main(int argc, char **argv) {
    vado_input in = VADO_INIT(vado_input);
    vado *v = vado_new();
    unsigned char *bytes = NULL;
    int status = -1;
    if (argc != 4)
        fprintf(stderr, "usage: live DATE PARAMETER VALUE < PACKED\n");
    else if (v && (bytes = read_all(&in.packed_bytes)) != NULL) {
        in.packed = bytes;
        status = live(v, &in, argv);
    }
    free(bytes);
    vado_free(v);
    return status == 0 && fflush(stdout) == 0 ? 0 : 1;
}
