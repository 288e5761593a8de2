/* Options of a command: declared in a table, parsed with "did you mean", shown by --help from the same table. */
#ifndef VADO_ARGS_H
#define VADO_ARGS_H

#include <stdio.h>

enum { ARG_MAX = 64 };

typedef struct {
    const char *name;  /* "--members"; the table ends with a NULL name */
    const char *brief; /* "-o", or NULL */
    const char *value; /* "N" if it takes a value, NULL if not */
    int repeated;      /* may be given more than once */
    const char *help;
} arg_option;

typedef struct {
    const char *name;  /* "run" */
    const char *about; /* one line */
    const char *usage; /* what follows the name, one form a line */
    const arg_option *options;
    int least, most;  /* arguments that are not options */
    const char *more; /* further help, or NULL */
} arg_command;

typedef struct {
    int npositional, ngiven;
    const char *positional[ARG_MAX];
    int option[ARG_MAX]; /* index in the table */
    const char *given[ARG_MAX];
    const arg_command *command;
} arg_result;

/* What every command shares: --help, its exit codes (the list ends with NULL) and what results are not for. */
typedef struct {
    int code;
    const char *means;
} arg_code;
extern const arg_option arg_help_option;
extern const arg_code arg_codes[];
extern const char arg_caution[];
void arg_exit_codes(FILE *to);

/* 0; 1: help was asked for and printed; -1: wrong, said on stderr. argv[0] is the command's name. */
int arg_parse(const arg_command *c, int argc, char **argv, arg_result *out);
void arg_help(const arg_command *c);
/* Value of an option (the last given), "" if it takes none, NULL if it was not given. */
const char *arg_value(const arg_result *r, const char *name);
/* All values of a repeated option, into list [ARG_MAX]. */
int arg_values(const arg_result *r, const char *name, const char **list);
/* The nearest of n words, or NULL. */
const char *arg_nearest(const char *word, int n, const char *const *words);
/* A whole number, or a number; 0 or -1. */
int arg_whole(const char *text, long long low, long long high, long long *out);
int arg_number(const char *text, double *out);

/* fprintf of words that may hold what a user has typed: no control byte of it reaches a terminal. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void cli_say(FILE *to, const char *format, ...);

#endif
