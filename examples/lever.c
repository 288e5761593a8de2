/* A lever under the hand: one parameter, changed from a date on again and again; each answer is told month by month as
 * it comes, with harm, and given up for the next after so many months: lever SCENARIO DATE PARAMETER MONTHS VALUE... cc
 * lever.c $(pkg-config --cflags --libs vado) -o lever
 */
#include <stdio.h>
#include <stdlib.h>
#include <vado.h>

static void told(const vado_numbers *n) {
    printf("%s: %s %.1f", n->periods[0], n->series, vado_value(n, 0, 0, 0, 0, 0));
    for (int h = 0; h < n->nharm; h++)
        printf("; %s %.6g %s", n->harm[h]->name, n->harm[h]->values[0], n->harm[h]->unit);
    printf("\n");
}

/* Sets the lever and lives through so many months of the answer. A program with a window would look for the hand's next
 * move between two of them. */
static int move(vado *v, vado_lever *lever, const char *date, double value, int months) {
    int status = vado_lever_set(v, lever, date, &value);
    printf("%g from %s on\n", value, date);
    while (!status && months-- > 0 && vado_lever_left(lever) > 0)
        if (!(status = vado_lever_next(v, lever)))
            told(vado_lever_month(lever, 0));
    return status;
}

int main(int argc, char **argv) {
    static const char *const series[] = {"encounters"};
    vado_input in = VADO_INIT(vado_input);
    vado_simulation_options o;
    vado_simulation_defaults(&o);
    vado_lever_options l = VADO_INIT(vado_lever_options);
    vado_lever *lever = NULL;
    if (argc < 6)
        return 2;
    in.scenario = argv[1];
    o.mode = VADO_FLUID;
    l.first = argv[2];
    l.nparameters = 1;
    l.parameters = (const char *const *)&argv[3];
    l.nseries = 1;
    l.series = series;

    vado *v = vado_new();
    int status = v ? vado_lever_open(v, &in, &o, &l, &lever) : VADO_ERR_MEMORY;
    for (int i = 5; !status && i < argc; i++)
        status = move(v, lever, argv[2], strtod(argv[i], NULL), atoi(argv[4]));
    for (int i = 0; v && status && i < vado_message_count(v); i++)
        fprintf(stderr, "%s\n", vado_message(v, i));
    vado_lever_close(&lever);
    vado_free(v);
    return status ? 1 : 0;
}
