# WebAssembly: the target of `cmake --preset wasm`, built beside this build, and its programs native, for cmd_wasm.sh.

add_executable(days ${PROJECT_SOURCE_DIR}/web/days.c)
target_link_libraries(days PRIVATE vado_flags vado_corridor m)
add_executable(live ${PROJECT_SOURCE_DIR}/web/live.c)
target_link_libraries(live PRIVATE vado_flags ${vado_ALL} Threads::Threads m)
if(wasm_works)
    add_custom_target(wasm ALL
        # (by the environment: a folder of before that has another generator keeps it)
        COMMAND ${CMAKE_COMMAND} -E env CMAKE_GENERATOR=${CMAKE_GENERATOR} ${CMAKE_COMMAND} --preset wasm
            -B ${PROJECT_BINARY_DIR}/wasm
            -DCMAKE_C_COMPILER_LAUNCHER=${CMAKE_C_COMPILER_LAUNCHER}
        COMMAND ${CMAKE_COMMAND} --build ${PROJECT_BINARY_DIR}/wasm
        WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} VERBATIM COMMENT "wasm: vado for WebAssembly")
endif()
