/* Checks a scenario and says all that is wrong with it: check SCENARIO
 *   cc check.c $(pkg-config --cflags --libs vado) -o check
 */
#include <stdio.h>
#include <string.h>
#include <vado.h>

int main(int argc, char **argv) {
    vado_input in = VADO_INIT(vado_input);
    in.scenario = argc > 1 ? argv[1] : ".";

    vado *v = vado_new();
    if (!v)
        return 1;
    int status = vado_check(v, &in);
    for (int i = 0; i < vado_message_count(v); i++)
        printf("%s\n", vado_message(v, i));
    printf("%s: %d error%s\n", in.scenario, vado_error_count(v), vado_error_count(v) == 1 ? "" : "s");
    vado_free(v);
    return status ? 1 : 0;
}
