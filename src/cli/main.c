/* vado: finds the command and runs it. */
#include "cli/cli.h"
#include "cli/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const cli_command *const commands[] = {
    &cmd_run,    &cmd_check,  &cmd_params,   &cmd_summary, &cmd_export, &cmd_observed, &cmd_compare, &cmd_report,
    &cmd_series, &cmd_digest, &cmd_verify,   &cmd_fit,     &cmd_whatif, &cmd_knockout, &cmd_explain, &cmd_flee,
    &cmd_claims, &cmd_pack,   &cmd_forecast, &cmd_score,   &cmd_new,    &cmd_merge,    &cmd_judged};
enum { COMMANDS = sizeof commands / sizeof *commands };

static void help(FILE *to) {
    fputs("vado " VADO_VERSION ": an open simulator of a migration corridor\n\nusage: vado COMMAND ...\n\ncommands:\n",
          to);
    for (int i = 0; i < COMMANDS; i++)
        fprintf(to, "  %-10s %s\n", commands[i]->declared->name, commands[i]->declared->about);
    fprintf(to, "\n`vado COMMAND --help` says more. %s\n", arg_caution);
    arg_exit_codes(to);
}

static const cli_command *find(const char *name) {
    for (int i = 0; i < COMMANDS; i++)
        if (strcmp(name, commands[i]->declared->name) == 0)
            return commands[i];
    return NULL;
}

static int unknown(const char *name) {
    const char *names[COMMANDS];
    for (int i = 0; i < COMMANDS; i++)
        names[i] = commands[i]->declared->name;
    const char *near = arg_nearest(name, COMMANDS, names);
    cli_say(stderr, "vado: unknown command %s%s%s%s; see vado --help\n", name, near ? ", did you mean " : "",
            near ? near : "", near ? "?" : "");
    return EXIT_USAGE;
}

/* The command as it was typed, for the record of the run; words with spaces in quotes. */
static char *typed(int argc, char **argv) {
    size_t n = 5;
    for (int i = 1; i < argc; i++)
        n += strlen(argv[i]) + 3;
    char *line = malloc(n);
    if (!line)
        return NULL;
    strcpy(line, "vado");
    for (int i = 1; i < argc; i++) {
        int quote = argv[i][strcspn(argv[i], " *$[]()\"")] != '\0' || !*argv[i];
        strcat(line, quote ? " '" : " ");
        strcat(line, argv[i]);
        if (quote)
            strcat(line, "'");
    }
    return line;
}

/* Were one of the three closed, the next file opened would take its place, and what is printed would go into a store.
 * In place of a closed standard output stands what cannot be written: printing then fails, and is told. */
static void hold_standard_files(void) {
    static const int ways[] = {O_RDONLY, O_RDONLY, O_WRONLY};
    for (int i = 0; i < 3; i++)
        if (fcntl(i, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/dev/null", ways[i]); /* the lowest that is free: i */
}

/* help --man [COMMAND] and help --completion bash|zsh: what is installed beside the command. */
static int pages(int argc, char **argv) {
    int man = strcmp(argv[2], "--man") == 0;
    const cli_command *c = man && argc == 4 ? find(argv[3]) : NULL;
    if (man && argc == 4 && !c)
        return unknown(argv[3]);
    if (man && argc <= 4)
        page_man(commands, COMMANDS, c);
    else if (!man && argc == 4 && strcmp(argv[3], "bash") == 0)
        page_bash(commands, COMMANDS);
    else if (!man && argc == 4 && strcmp(argv[3], "zsh") == 0)
        page_zsh(commands, COMMANDS);
    else {
        cli_say(stderr, "vado help: expected --man, --man COMMAND, --completion bash or --completion zsh\n");
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

/* vado help, vado help COMMAND, and the pages. */
static int helped(int argc, char **argv) {
    if (argc == 2) {
        help(stdout);
        return EXIT_DONE;
    }
    if (strcmp(argv[2], "--man") == 0 || strcmp(argv[2], "--completion") == 0)
        return pages(argc, argv);
    const cli_command *c = find(argv[2]);
    if (!c)
        return unknown(argv[2]);
    arg_help(c->declared);
    return EXIT_DONE;
}

static int command(int argc, char **argv) {
    if (argc < 2) {
        help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("vado " VADO_VERSION);
        return EXIT_DONE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        help(stdout);
        return EXIT_DONE;
    }
    if (strcmp(argv[1], "help") == 0)
        return helped(argc, argv);
    const cli_command *c = find(argv[1]);
    if (!c)
        return unknown(argv[1]);
    arg_result args;
    int parsed = arg_parse(c->declared, argc - 1, argv + 1, &args);
    if (parsed)
        return parsed > 0 ? EXIT_DONE : EXIT_USAGE;
    char *line = typed(argc, argv);
    int code = line ? c->run(&args, line) : EXIT_RUN;
    free(line);
    return code;
}

int main(int argc, char **argv) {
    hold_standard_files();
    (void)signal(SIGXFSZ, SIG_IGN); /* a file that grows too large is an error like a full disk, not a death */
    return cli_flushed(command(argc, argv));
}
