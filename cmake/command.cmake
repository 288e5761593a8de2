# What is installed beside the command: man pages, completion for bash and zsh. The command writes them itself, from the
# declarations that its --help is made from (src/cli/pages.h).
if(NOT TARGET vado OR CMAKE_CROSSCOMPILING)
    return()
endif()
include(GNUInstallDirs)
set(folder ${PROJECT_BINARY_DIR}/pages)
add_custom_command(OUTPUT ${folder}/man1/vado.1
    COMMAND sh ${PROJECT_SOURCE_DIR}/tools/write-pages $<TARGET_FILE:vado> ${folder}
    DEPENDS vado ${PROJECT_SOURCE_DIR}/tools/write-pages VERBATIM
    COMMENT "man pages and completion")
add_custom_target(vado_pages ALL DEPENDS ${folder}/man1/vado.1)
install(DIRECTORY ${folder}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR})
install(FILES ${folder}/bash/vado DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${folder}/zsh/_vado DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
