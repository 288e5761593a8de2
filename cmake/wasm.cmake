# The engine, the readers and the corridor for WebAssembly: libvado.a and the program days.wasm (web/days.c).
#
# 1. What a page has no use for is left out: files that read YAML (a packed scenario needs none), talk to SQLite, start
#    threads or catch signals. What then leans on them is dropped at the link, hence the sections.
# 2. The same code flags as everywhere, and vectors of 128 bits: results stay the same to the bit.
set(VADO_WASM_SOURCES web/no_yaml.c)
foreach(folder IN ITEMS engine text scenario corridor)
    file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${folder}/*.c)
    foreach(source IN LISTS sources)
        file(STRINGS ${source} outside REGEX "#[ ]*include[ ]*<(yaml|sqlite3|pthread|threads|signal)[.]h>" LIMIT_COUNT 1)
        if(NOT outside)
            list(APPEND VADO_WASM_SOURCES ${source})
        endif()
    endforeach()
endforeach()
add_library(vado STATIC ${VADO_WASM_SOURCES})
target_include_directories(vado PUBLIC src include)
target_compile_definitions(vado PUBLIC ${VADO_DEFINITIONS})
target_compile_options(vado PUBLIC ${VADO_CODE_FLAGS} ${VADO_WARNINGS} -msimd128 -ffunction-sections -fdata-sections)
add_executable(days web/days.c)
target_link_libraries(days PRIVATE vado)
target_link_options(days PRIVATE -Wl,--gc-sections -Wl,-z,stack-size=8388608 -Wl,--stack-first)
