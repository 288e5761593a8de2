/* A packed scenario with some of its bytes changed and sums that fit again: each three bytes of the input are where and
 * what. Nothing but a scenario that holds together, or words why not, may come of it. */
#include "fuzz_input.h"

#include "../packed_forge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static unsigned char *whole; /* packed once: it is the same for every input */
    static size_t n;
    if (whole == NULL) {
        byt_writer w = forge_packed(NULL, NULL);
        whole = w.bytes;
        n = w.n;
    }
    unsigned char *bytes = whole == NULL || size > 3000 ? NULL : malloc(n);
    if (bytes == NULL)
        return 0;
    memcpy(bytes, whole, n);
    for (size_t i = 0; i + 3 <= size; i += 3)
        bytes[((size_t)data[i] << 8 | data[i + 1]) % n] = data[i + 2];
    forge_sums(bytes, n);
    scn_scenario s;
    rep_report rep;
    rep_init(&rep);
    int status = forge_open(bytes, n, &s, &rep);
    fuzz_opened(status, &s, &rep);
    free(bytes);
    return 0;
}
