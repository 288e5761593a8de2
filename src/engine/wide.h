/* Loops over many numbers, compiled twice where processors may have AVX2: the same operations on four numbers at a time
 * instead of two, so the same bits (nothing is contracted).
 *
 * The loops, and what calls them, are marked ENG_LOOPS: they are compiled into their caller. There are two callers of
 * the outermost, alike but for ENG_WIDE; eng_wide(world) says whether the processor can run the one that is so marked.
 */
#ifndef VADO_WIDE_H
#define VADO_WIDE_H

#if defined(__x86_64__) && defined(__GNUC__)
#define ENG_WIDE __attribute__((target("avx2")))
#else
#define ENG_WIDE
#endif
#define ENG_LOOPS static inline __attribute__((always_inline))

#endif
