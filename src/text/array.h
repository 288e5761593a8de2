/* Arrays that grow by one: room doubles at powers of two, so that nothing need hold how much there is. */
#ifndef VADO_TEXT_ARRAY_H
#define VADO_TEXT_ARRAY_H

#include <stddef.h>

/* An array of `count` elements of `size` bytes with room for one more, new room zeroed; NULL without memory, and the
 * array stays. Only for arrays that began as NULL and always grew by this. */
void *arr_more(void *array, int count, size_t size);

#endif
