/* The man pages, in the man macros that groff and mandoc both know. */
#include "cli/pages.h"

#include <string.h>

/* Words as roff shows them: its own signs escaped, and hyphens and quotes as they are typed. */
static void words(const char *text, size_t n) {
    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        int starts = i == 0 || text[i - 1] == '\n';
        if (starts && (c == '.' || c == ' '))
            fputs("\\&", stdout);
        if (c == '\\')
            fputs("\\e", stdout);
        else if (c == '-')
            fputs("\\-", stdout);
        else if (c == '`')
            fputs("\\(ga", stdout);
        else if (c == '\'')
            fputs("\\(aq", stdout);
        else if (c == '~')
            fputs("\\(ti", stdout);
        else if (c == '^')
            fputs("\\(ha", stdout);
        else
            putchar(c);
    }
}

static void line(const char *text) {
    words(text, strlen(text));
    putchar('\n');
}

static void bold(const char *text) {
    fputs("\\fB", stdout);
    words(text, strlen(text));
    fputs("\\fR", stdout);
}

static void head(const char *name, const char *about) {
    fputs(".\\\" Written by vado help --man from the declarations of the commands.\n.TH \"VADO", stdout);
    for (const char *c = name; *c; c++)
        printf("%s%c", c == name ? "-" : "", *c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    printf("\" 1 \"\" \"vado " VADO_VERSION "\" \"vado\"\n.SH NAME\nvado%s%s \\- ", *name ? "\\-" : "", name);
    line(about);
}

static void usage(const char *name, const char *forms) {
    puts(".SH SYNOPSIS");
    for (const char *form = forms; form && *form;) {
        size_t n = strcspn(form, "\n");
        bold("vado");
        putchar(' ');
        if (*name)
            bold(name);
        if (*name)
            putchar(' ');
        words(form, n);
        putchar('\n');
        form += n + (form[n] == '\n');
        if (*form)
            puts(".br");
    }
}

static void option(const arg_option *o) {
    puts(".TP");
    if (o->brief) {
        bold(o->brief);
        fputs(", ", stdout);
    }
    bold(o->name);
    if (o->value)
        printf(" \\fI%s\\fR", o->value);
    puts(o->repeated ? " ..." : "");
    line(o->help);
}

static void exit_codes(void) {
    puts(".SH EXIT STATUS");
    for (const arg_code *c = arg_codes; c->means; c++) {
        printf(".TP\n.B %d\n", c->code);
        line(c->means);
    }
}

static void see_also(const cli_command *const *commands, int n, const cli_command *but) {
    puts(".SH SEE ALSO");
    if (but)
        puts(".BR vado (1),");
    for (int i = 0; i < n; i++)
        if (commands[i] != but)
            printf(".BR vado\\-%s (1)%s\n", commands[i]->declared->name,
                   i + 1 == n || (i + 2 == n && commands[n - 1] == but) ? "" : ",");
}

static void whole(const cli_command *const *commands, int n) {
    head("", "an open simulator of a migration corridor");
    usage("", "COMMAND ...\nCOMMAND --help\n--version");
    puts(".SH DESCRIPTION");
    line(arg_caution);
    puts(".SH COMMANDS");
    for (int i = 0; i < n; i++) {
        puts(".TP");
        bold(commands[i]->declared->name);
        putchar('\n');
        line(commands[i]->declared->about);
    }
    exit_codes();
    see_also(commands, n, NULL);
}

void page_man(const cli_command *const *commands, int n, const cli_command *c) {
    if (!c) {
        whole(commands, n);
        return;
    }
    const arg_command *d = c->declared;
    head(d->name, d->about);
    usage(d->name, d->usage);
    if (d->more) {
        puts(".SH DESCRIPTION");
        line(d->more);
    }
    puts(".SH OPTIONS");
    for (const arg_option *o = d->options; o && o->name; o++)
        option(o);
    option(&arg_help_option);
    exit_codes();
    see_also(commands, n, c);
}
