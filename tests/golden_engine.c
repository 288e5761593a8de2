/* Prints one line: a digest over runs of all networks in all arithmetics, with and without noise, and of huge counts.
 *
 * The line must be the same from gcc, clang, any optimisation, any CPU, and WebAssembly (wasm32-wasi): the build
 * compares them. No threads, no files, no arguments.
 */
#include "networks.h"

#include <stdio.h>
#include <stdlib.h>

static int add_run(eng_sha256 *sum, const net *n, int days) {
    unsigned char digest[32];
    net_model nm;
    char error[256];
    int status = net_build(&nm, n, 0);
    for (int a = 0; a < 3 && status == 0; a++) {
        if (a == ENG_INDIVIDUAL && net_everyone(n) > 1e5)
            continue;
        for (uint32_t k = 0; k < 3 && status == 0; k++) {
            eng_world_options o = {
                .arithmetic = (eng_arithmetic)a, .seed = 2024 + k, .chance_member = k, .environment_member = 7 * k};
            status = net_run(&nm, &o, days, NULL, digest, error);
            eng_sha256_add(sum, digest, sizeof digest);
        }
    }
    net_unbuild(&nm);
    return status;
}

static int add_network(eng_sha256 *sum, net *n, double scale) {
    int status = -1;
    if (!n)
        return status;
    if (scale > 1)
        net_scale(n, scale);
    status = add_run(sum, n, 40);
    if (status == 0) {
        net_add_noise(n);
        status = add_run(sum, n, 40);
    }
    free(n);
    return status;
}

int main(void) {
    unsigned char digest[32];
    eng_sha256 sum;
    eng_sha256_start(&sum);
    for (int i = 0; i < 7; i++)
        if (add_network(&sum, net_named(i), 1) != 0 || add_network(&sum, net_named(i), 1000) != 0 ||
            add_network(&sum, net_named(i), 1e9) != 0)
            return 1;
    for (uint64_t seed = 1; seed <= 20; seed++)
        if (add_network(&sum, net_random(seed), seed % 2 ? 1 : 1e6) != 0)
            return 1;
    eng_sha256_end(&sum, digest);
    for (int i = 0; i < 32; i++)
        printf("%02x", digest[i]);
    printf("\n");
    return 0;
}
