/* Two policies from one past: a simulation is stepped to a date, branched, and each branch goes on under its own
 * policy: compare_policies SCENARIO LAST_DAY DATE POLICY POLICY cc compare_policies.c $(pkg-config --cflags --libs
 * vado) -o compare_policies
 */
#include <stdio.h>
#include <string.h>
#include <vado.h>

/* What happened from first to last, and what was suffered. */
static void print(const char *policy, const vado_numbers *n) {
    double sum = 0;
    for (int i = 0; i < n->nperiods; i++)
        sum += n->values[i];
    printf("%s: %s %.0f", policy, n->series, sum);
    for (int h = 0; h < n->nharm; h++)
        printf("; %s %.6g %s", n->harm[h]->name, n->harm[h]->whole[0], n->harm[h]->unit);
    printf("\n");
}

static int under(vado *v, const vado_simulation *past, const char *policy) {
    vado_simulation *s = NULL;
    vado_numbers *n = NULL;
    int status = vado_branch(v, past, &s);
    if (!status)
        status = vado_lay(v, s, policy);
    while (!status && vado_days_left(s) > 0)
        status = vado_step_month(v, s);
    if (!status)
        status = vado_simulation_read(v, s, "encounters", NULL, &n);
    if (!status)
        print(policy, n);
    vado_numbers_free(&n);
    vado_simulation_close(&s);
    return status;
}

int main(int argc, char **argv) {
    vado_input in = VADO_INIT(vado_input);
    vado_simulation_options o;
    vado_simulation *past = NULL;
    if (argc != 6)
        return 2;
    in.scenario = argv[1];
    in.until = argv[2];
    vado_simulation_defaults(&o);
    o.mode = VADO_FLUID;

    vado *v = vado_new();
    int status = v ? vado_simulation_open(v, &in, &o, &past) : VADO_ERR_MEMORY;
    if (!status)
        status = vado_step_to(v, past, argv[3]);
    for (int i = 4; !status && i < argc; i++)
        status = under(v, past, argv[i]);
    for (int i = 0; v && status && i < vado_message_count(v); i++)
        fprintf(stderr, "%s\n", vado_message(v, i));
    vado_simulation_close(&past);
    vado_free(v);
    return status ? 1 : 0;
}
