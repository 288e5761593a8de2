/* Steps a simulation day by day; on a date a parameter gets another value. The last day of each month is printed, with
 * harm: step SCENARIO LAST_DAY DATE PARAMETER VALUE
 *   cc step.c $(pkg-config --cflags --libs vado) -o step
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vado.h>

/* Called after each day: on the first morning of a month, and at the end, it tells of the month that is over. */
static int told(vado *v, const vado_simulation *s) {
    vado_numbers *n = NULL;
    if (strcmp(vado_today(s) + 8, "01") && vado_days_left(s) > 0)
        return 0;
    int status = vado_simulation_read(v, s, "encounters", NULL, &n);
    if (status)
        return status;
    int last = n->nperiods - 1;
    printf("%s: %s %.1f", n->periods[last], n->series, vado_value(n, last, 0, 0, 0, 0));
    for (int h = 0; h < n->nharm; h++)
        printf("; %s %.6g %s", n->harm[h]->name, n->harm[h]->values[last], n->harm[h]->unit);
    printf("\n");
    vado_numbers_free(&n);
    return 0;
}

int main(int argc, char **argv) {
    vado_input in = VADO_INIT(vado_input);
    vado_simulation_options o;
    vado_simulation *s = NULL;
    if (argc != 6)
        return 2;
    in.scenario = argv[1];
    in.until = argv[2];
    vado_simulation_defaults(&o);
    o.mode = VADO_FLUID;

    vado *v = vado_new();
    int status = v ? vado_simulation_open(v, &in, &o, &s) : VADO_ERR_MEMORY;
    while (!status && vado_days_left(s) > 0) {
        if (strcmp(vado_today(s), argv[3]) == 0)
            status = vado_set(v, s, argv[4], NULL, NULL, strtod(argv[5], NULL));
        if (!status)
            status = vado_step(v, s);
        if (!status)
            status = told(v, s);
    }
    for (int i = 0; v && status && i < vado_message_count(v); i++)
        fprintf(stderr, "%s\n", vado_message(v, i));
    vado_simulation_close(&s);
    vado_free(v);
    return status ? 1 : 0;
}
