/* The kernels for every processor, and the choice between the two sets. */
#define KERNEL_SET eng_kernels_baseline
#define KERNEL_NAME "baseline"
#define KERNEL_TARGET
#define KERNEL_LOT rng_four
#define KERNEL_WIDE 0
#include "engine/kernels_body.h"

#include <stdlib.h>

const eng_kernels *eng_kernels_here(void) {
#ifdef ENG_HAVE_AVX2
    const char *asked = getenv("VADO_ISA");
    if (!(asked && strcmp(asked, "baseline") == 0) && __builtin_cpu_supports("avx2"))
        return &eng_kernels_avx2;
#endif
    return &eng_kernels_baseline;
}
