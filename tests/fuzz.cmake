# Fuzz targets of the readers: tests/fuzz/fuzz_*.c, libFuzzer with AddressSanitizer and UBSan, always by clang whatever
# compiles the rest. Under ctest each tries VADO_FUZZ_RUNS inputs from its seeds with a fixed seed of chance.

file(GLOB fuzz_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/fuzz_*.c)
set(fuzz_flags -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
set(fuzz_works FALSE)
if(fuzz_sources AND VADO_CLANG)
    set(probe ${CMAKE_CURRENT_BINARY_DIR}/fuzz_probe)
    file(WRITE ${probe}.c "#include <stddef.h>\n#include <stdint.h>\n"
        "int LLVMFuzzerTestOneInput(const uint8_t *d, size_t n);\n"
        "int LLVMFuzzerTestOneInput(const uint8_t *d, size_t n) { return n && d[0] == 77 ? 0 : 0; }\n")
    execute_process(COMMAND ${VADO_CLANG} ${fuzz_flags} -fsanitize=fuzzer ${probe}.c -o ${probe}
        RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
    if(status EQUAL 0)
        set(fuzz_works TRUE)
    endif()
endif()

if(fuzz_works)
    # All readers live in scenario, store or above; the folders are taken whole, and what a target does not reach is
    # dropped at the link.
    set(fuzz_library_sources)
    foreach(folder IN LISTS VADO_FOLDERS)
        file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${folder}/*.c)
        list(APPEND fuzz_library_sources ${sources})
    endforeach()
    vado_foreign_objects(fuzz_objects fuzz_build SOURCES ${fuzz_library_sources}
        COMMAND ${VADO_CLANG} ${fuzz_flags} -fsanitize=fuzzer-no-link -I${VADO_YAML_INCLUDE})
endif()

set(fuzz_programs)
foreach(source IN LISTS fuzz_sources)
    cmake_path(GET source STEM name)
    if(NOT fuzz_works)
        vado_skip(${name} "clang with libFuzzer is missing (Debian packages clang libclang-rt-14-dev)")
        continue()
    endif()
    string(REGEX REPLACE "^fuzz_" "" short ${name})
    set(seeds ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/seeds/${name})
    if(NOT EXISTS ${seeds})
        set(seeds ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/seeds/${short})
    endif()
    if(NOT EXISTS ${seeds})
        message(FATAL_ERROR "tests/fuzz/${name}.c has no seeds: expected inputs in tests/fuzz/seeds/${short}/")
    endif()
    vado_foreign_objects(main fuzz_build SOURCES ${source} COMMAND ${VADO_CLANG} ${fuzz_flags} -fsanitize=fuzzer-no-link)
    set(program ${CMAKE_CURRENT_BINARY_DIR}/${name})
    add_custom_command(OUTPUT ${program}
        COMMAND ${VADO_CLANG} ${fuzz_flags} -fsanitize=fuzzer ${main} ${fuzz_objects} ${VADO_YAML_LIBRARY}
            ${SQLite3_LIBRARIES} -lpthread -lm -o ${program}
        DEPENDS ${main} ${fuzz_objects} VERBATIM COMMENT "fuzz: ${name}")
    list(APPEND fuzz_programs ${program})
    # New inputs go to the empty folder, never among the seeds. A finding must not end as ctest's "skipped" (77).
    add_test(NAME ${name} COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/in_empty_folder.sh
        ${CMAKE_CURRENT_BINARY_DIR}/work/${name} sh -c
        "mkdir corpus && exec \"$0\" -runs=${VADO_FUZZ_RUNS} -seed=1 -error_exitcode=1 -timeout=20 -rss_limit_mb=2048 corpus \"$1\""
        ${program} ${seeds})
    vado_settle(${name} ${source})
    set_property(TEST ${name} APPEND PROPERTY LABELS fuzz)
endforeach()
# One target for all, so that a parallel make compiles the shared objects once.
add_custom_target(fuzz ALL DEPENDS ${fuzz_programs})
