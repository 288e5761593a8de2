/* See args.h. --name VALUE and --name=VALUE are the same; -- ends options. */
#include "cli/args.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

/* Optimal string alignment distance, for words of at most 63 letters; capitals count as small ones. */
static int distance(const char *a, const char *b) {
    int rows[3][64];
    int n = (int)strlen(a), m = (int)strlen(b);
    if (n > 63 || m > 63)
        return 64;
    for (int j = 0; j <= m; j++)
        rows[0][j] = j;
    for (int i = 1; i <= n; i++) {
        int *now = rows[i % 3], *before = rows[(i + 2) % 3], *two = rows[(i + 1) % 3];
        now[0] = i;
        for (int j = 1; j <= m; j++) {
            int best = before[j - 1] + (lower(a[i - 1]) != lower(b[j - 1]));
            best = before[j] + 1 < best ? before[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && two[j - 2] + 1 < best)
                best = two[j - 2] + 1;
            now[j] = best;
        }
    }
    return rows[n % 3][m];
}

const char *arg_nearest(const char *word, int n, const char *const *words) {
    const char *best = NULL;
    int least = (int)strlen(word) / 3 + 1;
    for (int i = 0; i < n; i++) {
        int d = distance(word, words[i]);
        if (d <= least && (!best || d < least)) {
            least = d;
            best = words[i];
        }
    }
    return best;
}

int arg_whole(const char *text, long long low, long long high, long long *out) {
    char *end;
    errno = 0;
    long long v = strtoll(text, &end, 10);
    if (errno || end == text || *end || v < low || v > high)
        return -1;
    *out = v;
    return 0;
}

int arg_number(const char *text, double *out) {
    char *end;
    errno = 0;
    double v = strtod(text, &end);
    if (errno || end == text || *end)
        return -1;
    *out = v;
    return 0;
}

const arg_option arg_help_option = {"--help", NULL, NULL, 0, "this text"};
const arg_code arg_codes[] = {{0, "done"},
                              {1, "the input is wrong"},
                              {2, "the command is wrong"},
                              {3, "a file or store cannot be read or written"},
                              {4, "the run failed"},
                              {5, "a statement differs from what was expected"},
                              {130, "interrupted (what was done is kept)"},
                              {0, NULL}};
const char arg_caution[] = "Results are aggregates for analysis and never a ground for action against a person:\n"
                           "see docs/responsible-use.md.";

void arg_exit_codes(FILE *to) {
    fputs("\nexit codes:", to);
    for (const arg_code *c = arg_codes; c->means; c++)
        fprintf(to, "%s%d %s%s", c->code == 4 ? "\n            " : " ", c->code, c->means, c[1].means ? ";" : "\n");
}

void arg_help(const arg_command *c) {
    printf("%s\n\nusage:\n", c->about);
    for (const char *line = c->usage; line && *line;) {
        size_t n = strcspn(line, "\n");
        printf("  vado %s %.*s\n", c->name, (int)n, line);
        line += n + (line[n] == '\n');
    }
    if (c->options && c->options->name)
        printf("\noptions:\n");
    for (const arg_option *o = c->options; o && o->name; o++) {
        char left[80];
        snprintf(left, sizeof left, "%s%s%s%s%s%s", o->brief ? o->brief : "", o->brief ? ", " : "", o->name,
                 o->value ? " " : "", o->value ? o->value : "", o->repeated ? " ..." : "");
        printf("  %-30s %s\n", left, o->help);
    }
    printf("  %-30s %s\n", arg_help_option.name, arg_help_option.help);
    if (c->more)
        printf("\n%s\n", c->more);
    arg_exit_codes(stdout);
}

static int find(const arg_command *c, const char *text, size_t n) {
    for (int i = 0; c->options && c->options[i].name; i++) {
        const arg_option *o = &c->options[i];
        if ((strlen(o->name) == n && strncmp(o->name, text, n) == 0) ||
            (o->brief && strlen(o->brief) == n && strncmp(o->brief, text, n) == 0))
            return i;
    }
    return -1;
}

static int unknown(const arg_command *c, const char *text) {
    const char *names[ARG_MAX], *near;
    char word[64];
    int n = 0;
    for (int i = 0; c->options && c->options[i].name && n < ARG_MAX; i++)
        names[n++] = c->options[i].name;
    snprintf(word, sizeof word, "%.*s", (int)strcspn(text, "="), text);
    near = arg_nearest(word, n, names);
    cli_say(stderr, "vado %s: unknown option %s%s%s%s; see vado %s --help\n", c->name, word,
            near ? ", did you mean " : "", near ? near : "", near ? "?" : "", c->name);
    return -1;
}

static int twice(const arg_result *r, int option) {
    for (int i = 0; i < r->ngiven; i++)
        if (r->option[i] == option)
            return 1;
    return 0;
}

static int option(arg_result *r, int argc, char **argv, int *at) {
    const arg_command *c = r->command;
    const char *text = argv[*at];
    size_t n = strcspn(text, "=");
    int i = find(c, text, n);
    if (i < 0)
        return unknown(c, text);
    const arg_option *o = &c->options[i];
    const char *value = text[n] == '=' ? text + n + 1 : NULL;
    if (!o->value && value) {
        cli_say(stderr, "vado %s: %s takes no value, write %s alone\n", c->name, o->name, o->name);
        return -1;
    }
    if (o->value && !value) {
        if (*at + 1 >= argc) {
            cli_say(stderr, "vado %s: %s needs a value: %s\n", c->name, o->name, o->value);
            return -1;
        }
        value = argv[++*at];
    }
    if (!o->repeated && twice(r, i)) {
        cli_say(stderr, "vado %s: %s is given twice, give it once\n", c->name, o->name);
        return -1;
    }
    if (r->ngiven == ARG_MAX) {
        cli_say(
            stderr,
            "vado %s: too many options (%d at most): changes of parameters can stand in one file, --policy FILE.csv\n",
            c->name, ARG_MAX);
        return -1;
    }
    r->option[r->ngiven] = i;
    r->given[r->ngiven++] = value ? value : "";
    return 0;
}

int arg_parse(const arg_command *c, int argc, char **argv, arg_result *r) {
    memset(r, 0, sizeof *r);
    r->command = c;
    int ended = 0;
    for (int i = 1; i < argc; i++) {
        const char *a = argv[i];
        if (!ended && (strcmp(a, "--help") == 0 || strcmp(a, "-h") == 0)) {
            arg_help(c);
            return 1;
        }
        if (!ended && strcmp(a, "--") == 0) {
            ended = 1;
        } else if (!ended && a[0] == '-' && a[1]) {
            if (option(r, argc, argv, &i))
                return -1;
        } else if (r->npositional == c->most || r->npositional == ARG_MAX) {
            cli_say(stderr, "vado %s: one argument too many: %s; see vado %s --help\n", c->name, a, c->name);
            return -1;
        } else {
            r->positional[r->npositional++] = a;
        }
    }
    if (r->npositional < c->least) {
        cli_say(stderr, "vado %s: an argument is missing: vado %s %.*s\n", c->name, c->name,
                (int)strcspn(c->usage, "\n"), c->usage);
        return -1;
    }
    return 0;
}

const char *arg_value(const arg_result *r, const char *name) {
    for (int i = r->ngiven; i-- > 0;)
        if (strcmp(r->command->options[r->option[i]].name, name) == 0)
            return r->given[i];
    return NULL;
}

int arg_values(const arg_result *r, const char *name, const char **list) {
    int n = 0;
    for (int i = 0; i < r->ngiven; i++)
        if (strcmp(r->command->options[r->option[i]].name, name) == 0)
            list[n++] = r->given[i];
    return n;
}
