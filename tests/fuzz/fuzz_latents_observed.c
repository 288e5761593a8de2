/* Any bytes as a latents table or a table of published figures: the first byte says which. */
#include "fuzz_input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const names[] = {"latents/flat.csv", "observed/encounters.csv"};
    return size < 1 || size > 20000 ? 0 : fuzz_file(names[data[0] % 2], data + 1, size - 1);
}
