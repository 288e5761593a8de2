# Golden programs: each tests/golden_*.c prints one line (a digest), compiled four ways from the same sources.
#
# 1. The reference is gcc's (or, without gcc, this build's own compiler's).
# 2. clang, wasm32-wasi in Node, and gcc's program once more with FMA hidden from the C library, and without our own
#    AVX2 kernels, must print the same.
# 3. The last means something only if the hiding works: tests/fma_probe.c is a sum over libm's exp, sin and pow, which
#    differs with and without FMA on the CPUs that have it.
# A golden program takes src/engine and the tests' helpers that need no system; one named golden_corridor* or golden_flee*
# takes src/text, src/scenario and src/corridor or src/flee too, but for the files that read YAML, talk to SQLite or start threads,
# which have no place in WebAssembly.

set(golden_reference ${VADO_GCC})
if(NOT golden_reference)
    set(golden_reference ${CMAKE_C_COMPILER})
endif()
set(wasm_sysroot_flags --target=wasm32-wasi)
set(wasm_link_flags -Wl,-z,stack-size=8388608 -Wl,--stack-first)

# Does clang link a program for wasm32-wasi here? (asks for wasi-libc, wasm-ld and clang's runtime at once)
set(wasm_works FALSE)
if(VADO_CLANG AND VADO_WASM_LD)
    set(probe ${CMAKE_CURRENT_BINARY_DIR}/wasm_probe)
    file(WRITE ${probe}.c "#include <stdio.h>\nint main(void) { return printf(\"%d\", 1) < 0; }\n")
    execute_process(COMMAND ${VADO_CLANG} ${wasm_sysroot_flags} -O1 ${probe}.c -o ${probe}.wasm
        RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
    if(status EQUAL 0)
        set(wasm_works TRUE)
    endif()
endif()

file(GLOB golden_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/golden_*.c)
file(GLOB golden_engine_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/engine/*.c)
foreach(folder IN ITEMS text scenario corridor flee)
    file(GLOB golden_upper_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${folder}/*.c)
    set(golden_${folder}_sources)
    foreach(source IN LISTS golden_upper_sources)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
        file(STRINGS ${source} outside REGEX "#[ ]*include[ ]*<(yaml|sqlite3|pthread|threads|signal)[.]h>" LIMIT_COUNT 1)
        if(NOT outside)
            list(APPEND golden_${folder}_sources ${source})
        endif()
    endforeach()
endforeach()

# Helpers of the tests (an oracle, small networks) that would also do without a system beneath them.
set(golden_helper_sources)
foreach(source IN LISTS helper_sources)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
    file(STRINGS ${source} outside
        REGEX "#[ ]*include[ ]*<(cmocka[.]h|setjmp[.]h|gsl/|yaml[.]h|sqlite3[.]h|pthread[.]h|threads[.]h|signal[.]h|unistd[.]h|sys/)"
        LIMIT_COUNT 1)
    if(NOT outside)
        list(APPEND golden_helper_sources ${source})
    endif()
endforeach()

# Unreached functions that lean on a file left out are dropped at the link, hence the sections.
set(golden_flags -O2 -g0 -ffunction-sections -fdata-sections)

# vado_golden_objects(OUT WHO COMMAND...): objects of one compiler, into OUT_engine, OUT_corridor and OUT_flee.
function(vado_golden_objects out who)
    vado_foreign_objects(engine golden_${who} SOURCES ${golden_engine_sources}
        COMMAND ${ARGN} ${golden_flags} ${VADO_WARNINGS})
    vado_foreign_objects(helpers golden_${who} SOURCES ${golden_helper_sources} COMMAND ${ARGN} ${golden_flags})
    foreach(folder IN ITEMS text scenario corridor flee)
        vado_foreign_objects(${folder} golden_${who} SOURCES ${golden_${folder}_sources}
            COMMAND ${ARGN} ${golden_flags})
    endforeach()
    set(${out}_engine ${engine} ${helpers} PARENT_SCOPE)
    set(${out}_corridor ${text} ${scenario} ${corridor} PARENT_SCOPE)
    set(${out}_flee ${text} ${scenario} ${flee} PARENT_SCOPE)
endfunction()

# vado_golden_program(WHO SUFFIX SOURCE LINK COMMAND...): the program golden/<name>.<who>SUFFIX
function(vado_golden_program who suffix source link)
    cmake_path(GET source STEM name)
    vado_foreign_objects(main golden_${who} SOURCES ${source} COMMAND ${ARGN} ${golden_flags})
    set(objects ${main} ${golden_${who}_engine})
    if(name MATCHES "^golden_(corridor|flee)")
        list(APPEND objects ${golden_${who}_${CMAKE_MATCH_1}})
    endif()
    set(program ${CMAKE_CURRENT_BINARY_DIR}/${name}.${who}${suffix})
    add_custom_command(OUTPUT ${program} COMMAND ${ARGN} ${objects} -Wl,--gc-sections ${link} -o ${program}
        DEPENDS ${objects} VERBATIM COMMENT "golden: ${name}, ${who}")
    set_property(GLOBAL APPEND PROPERTY vado_golden_programs ${program})
endfunction()

# vado_golden_test(TEST SOURCE COMMAND...): TEST fails unless the command prints the reference's line.
function(vado_golden_test test source)
    cmake_path(GET source STEM name)
    add_test(NAME ${test} COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/golden_compare.sh
        ${CMAKE_CURRENT_BINARY_DIR}/${name}.reference ${ARGN})
    vado_settle(${test} ${source})
    set_property(TEST ${test} APPEND PROPERTY LABELS golden)
endfunction()

if(golden_sources)
    vado_golden_objects(golden_reference reference ${golden_reference})
    if(VADO_CLANG)
        vado_golden_objects(golden_clang clang ${VADO_CLANG})
    endif()
    if(wasm_works)
        vado_golden_objects(golden_wasm wasm ${VADO_CLANG} ${wasm_sysroot_flags})
    endif()
    add_executable(fma_probe fma_probe.c)
    target_link_libraries(fma_probe PRIVATE vado_flags m)
    add_test(NAME the_fma_of_the_cpu_can_be_hidden_from_libc
        COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/golden_compare.sh --probe $<TARGET_FILE:fma_probe>)
    set_property(TEST the_fma_of_the_cpu_can_be_hidden_from_libc PROPERTY SKIP_RETURN_CODE 77)
endif()

foreach(source IN LISTS golden_sources)
    cmake_path(GET source STEM name)
    set(here ${CMAKE_CURRENT_BINARY_DIR}/${name})
    vado_golden_program(reference "" ${source} -lm ${golden_reference})
    vado_golden_test(${name}_prints_one_line_twice_alike ${source} ${here}.reference)
    vado_golden_test(${name}_same_with_fma_hidden_from_libc ${source} --without-fma ${here}.reference)
    vado_golden_test(${name}_same_without_avx2 ${source} --baseline ${here}.reference)
    set_property(TEST ${name}_same_without_avx2 PROPERTY SKIP_RETURN_CODE 77)
    if(VADO_CLANG)
        vado_golden_program(clang "" ${source} -lm ${VADO_CLANG})
        vado_golden_test(${name}_same_from_clang ${source} ${here}.clang)
    else()
        vado_skip(${name}_same_from_clang "clang is missing (Debian package clang)")
    endif()
    if(NOT wasm_works)
        vado_skip(${name}_same_from_wasm
            "clang cannot link for wasm32-wasi (Debian packages clang lld wasi-libc libclang-rt-14-dev-wasm32)")
    elseif(NOT VADO_NODE)
        vado_skip(${name}_same_from_wasm "Node is missing (Debian package nodejs)")
    else()
        vado_golden_program(wasm .wasm ${source} "${wasm_link_flags}" ${VADO_CLANG} ${wasm_sysroot_flags})
        vado_golden_test(${name}_same_from_wasm ${source}
            ${VADO_NODE} --no-warnings ${CMAKE_CURRENT_SOURCE_DIR}/wasi_run.mjs ${here}.wasm.wasm)
    endif()
endforeach()
get_property(golden_programs GLOBAL PROPERTY vado_golden_programs)
if(golden_programs)
    add_custom_target(golden ALL DEPENDS ${golden_programs})
endif()
