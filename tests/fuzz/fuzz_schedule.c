/* Any bytes as schedule.csv, as a policy or as parameters.csv: the first byte says which. */
#include "fuzz_input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const names[] = {"schedule.csv", "policies/more.csv", "parameters.csv"};
    return size < 1 || size > 20000 ? 0 : fuzz_file(names[data[0] % 3], data + 1, size - 1);
}
