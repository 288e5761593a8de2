/* Runs a small corridor in both arithmetics and prints every cell of its series to the last bit; of a corridor that has
 * the toy, what it holds as well. Built with the systems as they are, and with the toy's line more.
 */
#include "corridor_small.h"

#include <stdio.h>
#include <string.h>

#ifdef WITH_TOY
#include "toy/toy.h"

static void print_toy(const small_member *p, const char *words) {
    printf("toy, %s: eagerness %.3f, eager %.3f, at the border %.0f, heard of %.1f\n", words,
           small_parameter(p, "toy.eagerness", 0), toy_eager(p->p), eng_total(p->w, toy_ids(p->model->m)->field),
           eng_get(p->w, toy_ids(p->model->m)->seen)[0]);
}
#else
static void print_toy(const small_member *p, const char *words) {
    (void)p;
    (void)words;
}
#endif

enum { ALL_LAYERS = 1 };

static int run(const char *words, const small_options *o, eng_arithmetic arithmetic) {
    small_model *model = small_open(o);
    small_member *p = model ? small_start_layers(model, arithmetic, 3, ALL_LAYERS) : NULL;
    int status = p ? small_run(p, 200) : -1;
    for (int k = 0; !status && k < model->nseries; k++)
        for (int i = 0; i < model->series[k].width; i++)
            printf("%s: %s %d %a\n", words, model->series[k].name, i, p->record[model->series[k].offset + i]);
    if (!status)
        print_toy(p, words);
    small_stop(p);
    small_close(model);
    return status;
}

int main(void) {
    static const small_options plain = {.sets = {"us.ports.appointments_per_day=2"}};
#ifdef WITH_TOY
    static const small_options off = {.sets = {"us.ports.appointments_per_day=2", "toy.eagerness=0"}};
    if (run("off", &off, ENG_FLUID))
        return 1;
#endif
    return run("fluid", &plain, ENG_FLUID) || run("stochastic", &plain, ENG_STOCHASTIC);
}
