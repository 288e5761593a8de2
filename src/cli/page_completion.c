/* Completion for bash and zsh. After an option that takes a file, files; after one that takes anything else, nothing;
 * after - the command's options; else files, for scenarios and stores are files. */
#include "cli/pages.h"

#include <string.h>

/* What the value of an option is, by the word that stands for it in --help. */
static int is_folder(const arg_option *o) { return strcmp(o->value, "DIR") == 0; }
static int is_file(const arg_option *o) {
    return strncmp(o->value, "FILE", 4) == 0 || strncmp(o->value, "OUT", 3) == 0;
}

/* |--name|-n for each option of which `which` holds, as a pattern of case; those of which it does not, are passed. */
static void pattern(const arg_command *c, int (*which)(const arg_option *), const char *does) {
    int any = 0;
    for (const arg_option *o = c->options; o && o->name; o++)
        if (o->value && which(o)) {
            printf("%s%s%s%s", any++ ? "|" : "            ", o->name, o->brief ? "|" : "", o->brief ? o->brief : "");
        }
    if (any)
        printf(") %s; return ;;\n", does);
}

static int is_other(const arg_option *o) { return !is_folder(o) && !is_file(o); }

static void bash_command(const arg_command *c) {
    printf("    %s)\n        options='", c->name);
    for (const arg_option *o = c->options; o && o->name; o++)
        printf("%s%s%s ", o->name, o->brief ? " " : "", o->brief ? o->brief : "");
    printf("%s'\n        case $previous in\n", arg_help_option.name);
    pattern(c, is_file, "_vado_files -f");
    pattern(c, is_folder, "_vado_files -d");
    pattern(c, is_other, ":");
    puts("        esac ;;");
}

void page_bash(const cli_command *const *commands, int n) {
    puts("# bash completion of vado. Written by vado help --completion bash from the declarations of the commands.\n"
         "_vado_files() {\n"
         "    type compopt >/dev/null 2>&1 && compopt -o filenames 2>/dev/null\n"
         "    mapfile -t COMPREPLY < <(compgen \"$1\" -- \"$current\")\n"
         "}\n\n"
         "_vado() {\n"
         "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} commands options=''\n"
         "    COMPREPLY=()\n"
         "    # --name=VALUE comes as three words.\n"
         "    if [[ $current == = ]]; then\n"
         "        current=''\n"
         "    elif [[ $previous == = ]]; then\n"
         "        previous=${COMP_WORDS[COMP_CWORD - 2]}\n"
         "    fi");
    fputs("    commands='", stdout);
    for (int i = 0; i < n; i++)
        printf("%s ", commands[i]->declared->name);
    puts("help'\n"
         "    if ((COMP_CWORD == 1)); then\n"
         "        mapfile -t COMPREPLY < <(compgen -W \"$commands --help --version\" -- \"$current\")\n"
         "        return\n"
         "    fi\n"
         "    case ${COMP_WORDS[1]} in\n"
         "    help)\n"
         "        mapfile -t COMPREPLY < <(compgen -W \"$commands\" -- \"$current\")\n"
         "        return ;;");
    for (int i = 0; i < n; i++)
        bash_command(commands[i]->declared);
    puts("    esac\n"
         "    if [[ $current == -* ]]; then\n"
         "        mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$current\")\n"
         "    else\n"
         "        _vado_files -f\n"
         "    fi\n"
         "}\n"
         "complete -F _vado vado");
}

/* Between single quotes of a shell, with a backslash before what _arguments or _describe reads as its own. */
static void quoted(const char *text, const char *own) {
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\'", stdout);
        else if (*text == '\\' || strchr(own, *text))
            putchar('\\');
        putchar(*text);
    }
}

static void zsh_option(const arg_option *o) {
    fputs("            '", stdout);
    if (o->repeated)
        putchar('*');
    else if (o->brief)
        printf("(%s %s)", o->brief, o->name);
    if (o->brief)
        printf("'{%s%s,%s%s}'", o->brief, o->value ? "+" : "", o->name, o->value ? "=" : "");
    else
        printf("%s%s", o->name, o->value ? "=" : "");
    putchar('[');
    quoted(o->help, "[]");
    putchar(']');
    if (o->value) {
        putchar(':');
        quoted(o->value, ":");
        fputs(is_file(o) ? ":_files" : is_folder(o) ? ":_files -/" : ": ", stdout);
    }
    puts("' \\");
}

void page_zsh(const cli_command *const *commands, int n) {
    puts("#compdef vado\n"
         "# zsh completion of vado. Written by vado help --completion zsh from the declarations of the commands.\n"
         "_vado() {\n"
         "    local -a commands=(");
    for (int i = 0; i < n; i++) {
        printf("        '%s:", commands[i]->declared->name);
        quoted(commands[i]->declared->about, "");
        puts("'");
    }
    puts("        'help:what a command takes'\n"
         "    )\n"
         "    if ((CURRENT == 2)); then\n"
         "        _describe -t commands 'command of vado' commands\n"
         "        return\n"
         "    fi\n"
         "    local command=$words[2]\n"
         "    shift words\n"
         "    ((CURRENT--))\n"
         "    case $command in\n"
         "    help) _describe -t commands 'command of vado' commands ;;");
    for (int i = 0; i < n; i++) {
        printf("    %s)\n        _arguments \\\n", commands[i]->declared->name);
        for (const arg_option *o = commands[i]->declared->options; o && o->name; o++)
            zsh_option(o);
        zsh_option(&arg_help_option);
        puts("            '*:file:_files' ;;");
    }
    puts("    esac\n"
         "}\n"
         "_vado \"$@\"");
}
