/* Any bytes as one of the tables of places and people: the first byte says which. */
#include "fuzz_input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const names[] = {"nationalities.csv", "places.csv",    "legs.csv",
                                        "sectors.csv",       "crossings.csv", "stations.csv",
                                        "ports.csv",         "origins.csv",   "returns.csv"};
    return size < 1 || size > 20000 ? 0 : fuzz_file(names[data[0] % 9], data + 1, size - 1);
}
