/* The kernels for processors with AVX2: a vector holds the four numbers. */
#include "engine/kernels.h"

#ifdef ENG_HAVE_AVX2
#define KERNEL_SET eng_kernels_avx2
#define KERNEL_NAME "avx2"
#define KERNEL_TARGET __attribute__((target("avx2")))
#define KERNEL_WIDE 1
#define KERNEL_LOT rng_eight
#include "engine/kernels_body.h"
#endif
