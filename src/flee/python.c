/* What Python makes of a value of simsetting.yml, which Flee reads with PyYAML: by YAML 1.1, not 1.2.
 *
 * 1. A value in quotes is a text. A plain one is a truth (yes, no, on, off, true, false), a whole number (also 010,
 *    which is 8, 0x10, 0b11, 1_000 and 1:30, which is 90), a number with a point (an exponent needs a sign and the
 *    point: 1e3 is a text), nothing, or else a text.
 * 2. bool() of a text is true unless it is empty; float() and int() of a text read it, int() of a number cuts it.
 */
#include "flee/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int one_of(const char *text, int n, const char *const *words) {
    for (int i = 0; i < n; i++)
        if (strcmp(text, words[i]) == 0)
            return 1;
    return 0;
}

static int is_digit(char c) { return c >= '0' && c <= '9'; }

/* Characters of `set` and underscores, from text on. */
static size_t run_of(const char *text, const char *set) {
    size_t n = 0;
    while (text[n] && (text[n] == '_' || strchr(set, text[n])))
        n++;
    return n;
}

/* A number in a base; underscores are passed over. */
static double in_base(const char *text, size_t n, int base) {
    double v = 0;
    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        if (c == '_')
            continue;
        v = v * base + (is_digit(c) ? c - '0' : (c | 32) - 'a' + 10);
    }
    return v;
}

/* 1:30 and 1:30.5: each part counts sixty of the next. */
static int sexagesimal(const char *text, double *out, int *whole) {
    double v = 0;
    size_t n = run_of(text, "0123456789");
    if (!is_digit(text[0]) || text[n] != ':')
        return 0;
    v = in_base(text, n, 10);
    text += n;
    while (*text == ':') {
        n = strspn(text + 1, "0123456789");
        if (n < 1 || n > 2 || (n == 2 && text[1] > '5'))
            return 0;
        v = v * 60 + in_base(text + 1, n, 10);
        text += n + 1;
    }
    *whole = *text == '\0';
    if (*text == '.') {
        double part = 0.1;
        for (text++; *text && (is_digit(*text) || *text == '_'); text++)
            if (*text != '_') {
                v += part * (*text - '0');
                part /= 10;
            }
    }
    *out = v;
    return *text == '\0';
}

/* Digits with underscores taken out; -1 if they do not fit. */
static int without_marks(const char *text, char *out, size_t size) {
    size_t n = 0;
    for (; *text; text++)
        if (*text != '_') {
            if (n + 1 >= size)
                return -1;
            out[n++] = *text;
        }
    out[n] = '\0';
    return 0;
}

/* As PyYAML's pattern has it: a point must be there, an exponent has a sign. */
static int has_point(const char *text) {
    size_t n = is_digit(text[0]) ? run_of(text, "0123456789") : 0;
    if (text[n] != '.' || (n == 0 && !is_digit(text[1])))
        return 0;
    text += n + 1;
    text += run_of(text, "0123456789");
    if ((*text | 32) != 'e')
        return *text == '\0';
    if (text[1] != '+' && text[1] != '-')
        return 0;
    n = strspn(text + 2, "0123456789");
    return n > 0 && text[2 + n] == '\0';
}

static int whole_number(const char *text, double *out, int *odd) {
    size_t all = strlen(text);
    *odd = 1;
    if (text[0] == '0' && (text[1] == 'b' || text[1] == 'x')) {
        size_t n = run_of(text + 2, text[1] == 'b' ? "01" : "0123456789abcdefABCDEF");
        *out = in_base(text + 2, n, text[1] == 'b' ? 2 : 16);
        return n > 0 && n + 2 == all;
    }
    if (text[0] == '0' && all > 1) {
        *out = in_base(text + 1, all - 1, 8);
        return run_of(text, "01234567") == all;
    }
    *odd = 0;
    *out = in_base(text, all, 10);
    return is_digit(text[0]) && run_of(text, "0123456789") == all;
}

fle_python fle_python_of(const yml_node *v) {
    static const char *const yes[] = {"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"};
    static const char *const no[] = {"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"};
    static const char *const nothing[] = {"", "~", "null", "Null", "NULL"};
    static const char *const infinite[] = {".inf", ".Inf", ".INF"}, *const nan[] = {".nan", ".NaN", ".NAN"};
    fle_python p = {.type = PY_TEXT};
    if (v->kind != YML_SCALAR) {
        p.type = PY_MANY;
        p.number = v->n;
        return p;
    }
    const char *text = v->text;
    if (v->quoted)
        return p;
    int sign = text[0] == '-' ? -1 : 1, whole = 0;
    const char *bare = text + (text[0] == '-' || text[0] == '+');
    char plain[64];
    if (one_of(text, 9, yes) || one_of(text, 9, no))
        p = (fle_python){PY_TRUTH, one_of(text, 9, yes), 0};
    else if (one_of(text, 5, nothing))
        p.type = PY_NOTHING;
    else if (whole_number(bare, &p.number, &p.odd))
        p.type = PY_WHOLE;
    else if (sexagesimal(bare, &p.number, &whole)) {
        p.type = whole ? PY_WHOLE : PY_NUMBER;
        p.odd = 1;
    } else if (one_of(bare, 3, infinite) || one_of(text, 3, nan)) {
        p = (fle_python){PY_NUMBER, 0, 0};
        p.number = one_of(text, 3, nan) ? NAN : INFINITY;
    } else if (has_point(bare) && without_marks(bare, plain, sizeof plain) == 0) {
        p = (fle_python){PY_NUMBER, strtod(plain, NULL), 0};
    } else {
        p = (fle_python){.type = PY_TEXT};
    }
    if (p.type == PY_WHOLE || p.type == PY_NUMBER)
        p.number *= sign;
    return p;
}

int fle_python_bool(const yml_node *v, const fle_python *p) {
    switch (p->type) {
    case PY_NOTHING:
        return 0;
    case PY_TEXT:
        return v->text[0] != '\0';
    default:
        return !(p->number >= 0 && p->number <= 0);
    }
}

/* Text as float() and int() take it: spaces around it, underscores between digits. */
static int text_number(const char *text, int whole, double *out) {
    char trimmed[64], plain[64];
    fle_trim(text, trimmed, sizeof trimmed);
    size_t n = strlen(trimmed);
    for (size_t i = 0; i < n; i++)
        if (trimmed[i] == '_' && !(i > 0 && is_digit(trimmed[i - 1]) && is_digit(trimmed[i + 1])))
            return -1;
    if (n == 0 || strlen(text) >= sizeof trimmed || without_marks(trimmed, plain, sizeof plain))
        return -1;
    const char *bare = plain + (plain[0] == '-' || plain[0] == '+');
    size_t digits = strspn(bare, "0123456789");
    if (whole)
        return digits > 0 && bare[digits] == '\0' ? (*out = strtod(plain, NULL), 0) : -1;
    if (!is_digit(bare[0]) && !(bare[0] == '.' && is_digit(bare[1])))
        return -1;
    if (bare[0] == '0' && (bare[1] | 32) == 'x')
        return -1;
    char *end;
    *out = strtod(plain, &end);
    return *end ? -1 : 0;
}

int fle_python_number(const yml_node *v, const fle_python *p, int whole, double *out) {
    if (p->type == PY_NOTHING || p->type == PY_MANY)
        return -1;
    if (p->type == PY_TEXT)
        return text_number(v->text, whole, out);
    if (isnan(p->number) || (whole && isinf(p->number)))
        return -1;
    *out = whole ? trunc(p->number) : p->number;
    return 0;
}
