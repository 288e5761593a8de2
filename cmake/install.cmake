# What is installed beside the program: header, libraries, pkg-config file, CMake package.
#
# 1. One object is linked of all folders of src/ but cli, and every symbol in it that is not of include/vado.h (vado_*)
#    is made local: so a program that links vado statically may have an eng_day or a tab_read of its own.
# 2. libvado.a holds that object and no other, libvado.so is linked from it: they export the same by construction.
# 3. Both are part of `all`, and cost a link; `./run` asks for the program alone.
include(GNUInstallDirs)

set(merged ${PROJECT_BINARY_DIR}/vado_merged.o)
set(merged_all ${PROJECT_BINARY_DIR}/vado_merged_all.o)
set(archives)
foreach(library IN LISTS vado_ALL)
    list(APPEND archives $<TARGET_FILE:${library}>)
endforeach()
add_custom_command(OUTPUT ${merged}
    COMMAND ${CMAKE_LINKER} -r -o ${merged_all} --whole-archive ${archives}
    COMMAND ${CMAKE_OBJCOPY} --wildcard --keep-global-symbol=vado_* --remove-section=.gnu.lto_*
        --remove-section=.gnu.debuglto_* ${merged_all} ${merged}
    COMMAND ${CMAKE_COMMAND} -E rm ${merged_all}
    DEPENDS ${vado_ALL} ${archives} VERBATIM
    COMMENT "One object of all folders, which exports vado_* alone")
set_source_files_properties(${merged} PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)
add_custom_target(vado_merged DEPENDS ${merged}) # both libraries wait for it, and neither makes it a second time

add_library(vado_shared SHARED ${merged})
add_library(vado_static STATIC ${merged})
foreach(library vado_shared vado_static)
    add_dependencies(${library} vado_merged)
    target_include_directories(${library} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    set_target_properties(${library} PROPERTIES OUTPUT_NAME vado LINKER_LANGUAGE C)
endforeach()
# Before 1.0 a minor version may change the interface: its number is part of the library's name.
set_target_properties(vado_shared PROPERTIES EXPORT_NAME vado VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
set_target_properties(vado_static PROPERTIES EXPORT_NAME vado_static)
target_link_libraries(vado_shared PRIVATE ${VADO_YAML_LIBRARY} SQLite::SQLite3 Threads::Threads m)
target_link_options(vado_shared PRIVATE ${VADO_SANITIZE_FLAGS})
# By name: where these stand on the machine that uses the archive, its linker knows.
target_link_libraries(vado_static INTERFACE yaml sqlite3 m -pthread)

install(TARGETS vado_shared vado_static EXPORT vado
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${PROJECT_SOURCE_DIR}/include/vado.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

# Paths in the two are said from where they stand, so that an installed tree may be moved.
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/vado)
set(pkgconfig_folder ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH pkgconfig_to_prefix /${pkgconfig_folder} /)
string(REGEX REPLACE "/$" "" pkgconfig_to_prefix "${pkgconfig_to_prefix}")
configure_file(${PROJECT_SOURCE_DIR}/cmake/vado.pc.in ${PROJECT_BINARY_DIR}/vado.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/vado.pc DESTINATION ${pkgconfig_folder})

include(CMakePackageConfigHelpers)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/vadoConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(EXPORT vado NAMESPACE vado:: FILE vadoConfig.cmake DESTINATION ${package_folder})
install(FILES ${PROJECT_BINARY_DIR}/vadoConfigVersion.cmake DESTINATION ${package_folder})

# The scenarios, where the command finds them by name (src/cli/shipped.c).
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scenarios/ DESTINATION share/vado/scenarios)
