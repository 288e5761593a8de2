# vado for WebAssembly: libvado.a, with what of vado.h a page uses (a packed scenario, a simulation in memory and its
# numbers), and the programs days.wasm, live.wasm and explorer.wasm of web/.
#
# 1. What a page has no use for is left out: files that read YAML (a packed scenario needs none), talk to SQLite, start
#    threads or catch signals, and all of the store, the tables and the studies but what a simulation leans on. What then
#    leans on them is dropped at the link, hence the sections.
# 2. Some of what is taken names types of SQLite: its header is needed, the library is not.
# 3. The same code flags as everywhere, and vectors of 128 bits: results stay the same to the bit.
# 4. The objects are joined at the link and compiled as one, which lets the loops of a day (engine/kernels.h) be called by
#    name or within their callers: a call through a pointer costs more here than elsewhere. But not memory.c, whose
#    functions the compiler calls by itself afterwards.
set(VADO_WASM_SOURCES web/memory.c web/no_yaml.c web/one_thread.c src/store/pack.c)
foreach(folder IN ITEMS engine text scenario corridor flee)
    file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${folder}/*.c)
    list(APPEND VADO_WASM_SOURCES ${sources})
endforeach()
foreach(name IN ITEMS run/input run/input_hash run/level run/level_table run/models run/past run/claims_check run/run table/period
        table/results_table table/layers table/about table/about_policy api/about api/messages api/lever api/lever_open
        api/lever_lay api/numbers api/simulation api/simulation_input api/simulation_read api/sized api/run)
    list(APPEND VADO_WASM_SOURCES ${PROJECT_SOURCE_DIR}/src/${name}.c)
endforeach()
foreach(source IN LISTS VADO_WASM_SOURCES)
    file(STRINGS ${source} outside REGEX "#[ ]*include[ ]*<(yaml|sqlite3|pthread|threads|signal)[.]h>" LIMIT_COUNT 1)
    if(outside)
        list(REMOVE_ITEM VADO_WASM_SOURCES ${source})
    endif()
endforeach()
find_file(VADO_SQLITE_HEADER sqlite3.h PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH)
if(NOT VADO_SQLITE_HEADER)
    message(FATAL_ERROR "sqlite3.h is missing (Debian package libsqlite3-dev)")
endif()
file(COPY ${VADO_SQLITE_HEADER} DESTINATION ${PROJECT_BINARY_DIR}/include)

add_library(vado STATIC ${VADO_WASM_SOURCES})
target_include_directories(vado PUBLIC src include PRIVATE ${PROJECT_BINARY_DIR}/include)
target_compile_definitions(vado PUBLIC ${VADO_DEFINITIONS})
target_compile_options(vado PUBLIC ${VADO_CODE_FLAGS} ${VADO_WARNINGS} -msimd128 -ffunction-sections -fdata-sections
    -flto)
set_source_files_properties(web/memory.c PROPERTIES COMPILE_OPTIONS "-fno-builtin;-fno-vectorize;-fno-lto")
foreach(program IN ITEMS days live)
    add_executable(${program} web/${program}.c)
    target_link_libraries(${program} PRIVATE vado)
    target_link_options(${program} PRIVATE -Wl,--gc-sections -Wl,-z,stack-size=8388608 -Wl,--stack-first)
endforeach()

# What the explorer's page runs (web/page): functions that it calls, and no main.
add_executable(explorer web/explorer.c)
target_link_libraries(explorer PRIVATE vado)
target_link_options(explorer PRIVATE -mexec-model=reactor -Wl,--gc-sections -Wl,--strip-all -Wl,-z,stack-size=8388608
    -Wl,--stack-first)

# One side of the bench: tools/bench looks for it.
add_executable(bench_side EXCLUDE_FROM_ALL bench/bench_side.c)
target_link_libraries(bench_side PRIVATE vado)
target_link_options(bench_side PRIVATE -Wl,--gc-sections -Wl,-z,stack-size=8388608 -Wl,--stack-first)
set_target_properties(bench_side PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bench)
