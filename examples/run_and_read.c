/* Runs three members of a scenario into a store, and reads encounters by month with the harm of the same months beside
 * them: run_and_read SCENARIO LAST_DAY STORE
 *   cc run_and_read.c $(pkg-config --cflags --libs vado) -o run_and_read
 */
#include <stdio.h>
#include <string.h>
#include <vado.h>

static double mean(const double *members, int n) {
    double sum = 0;
    for (int k = 0; k < n; k++)
        sum += members[k];
    return sum / n;
}

static void print(const vado_numbers *n) {
    printf("month,%s", n->series);
    for (int h = 0; h < n->nharm; h++)
        printf(",%s", n->harm[h]->name);
    printf("\n");
    for (int i = 0; i < n->nperiods; i++) {
        printf("%s,%.1f", n->periods[i], mean(n->values + i * n->nmembers, n->nmembers));
        for (int h = 0; h < n->nharm; h++)
            printf(",%.1f", mean(n->harm[h]->values + i * n->nmembers, n->nmembers));
        printf("\n");
    }
}

int main(int argc, char **argv) {
    vado_input in = VADO_INIT(vado_input);
    vado_run_options o;
    vado_store *store = NULL;
    vado_numbers *n = NULL;
    if (argc != 4)
        return 2;
    in.scenario = argv[1];
    in.until = argv[2];
    vado_run_defaults(&o);
    o.members = 3;
    o.force = 1; /* a file of that name may be written over */

    vado *v = vado_new();
    int status = v ? vado_run(v, &in, &o, argv[3]) : VADO_ERR_MEMORY;
    if (!status)
        status = vado_store_open(v, argv[3], &store);
    if (!status)
        status = vado_read(v, store, "encounters", NULL, &n);
    if (!status)
        print(n);
    for (int i = 0; v && status && i < vado_message_count(v); i++)
        fprintf(stderr, "%s\n", vado_message(v, i));
    vado_numbers_free(&n);
    vado_store_close(&store);
    vado_free(v);
    return status ? 1 : 0;
}
