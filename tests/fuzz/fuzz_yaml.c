/* Any bytes as scenario.yaml of a scenario that is otherwise sound. */
#include "fuzz_input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return size > 20000 ? 0 : fuzz_file("scenario.yaml", data, size);
}
