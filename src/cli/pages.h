/* What is installed beside the command, made from the declarations that --help is made from. All go to stdout. */
#ifndef VADO_PAGES_H
#define VADO_PAGES_H

#include "cli/cli.h"

/* The man page of vado itself (c NULL), or of one command. */
void page_man(const cli_command *const *commands, int n, const cli_command *c);
void page_bash(const cli_command *const *commands, int n);
void page_zsh(const cli_command *const *commands, int n);

#endif
