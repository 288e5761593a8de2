/* See json.h. */
#include "text/json.h"

#include "text/out.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void put(jsn_out *o, const char *text, size_t n) {
    if (!o->failed && n > 0 && o->write(o->user, text, n))
        o->failed = 1;
}

/* How a character is written; 0: as it is. The marks that end a line in a script, and < and >, are escaped too. */
static int escaped(uint32_t code, char out[16]) {
    if (code == '"' || code == '\\')
        return snprintf(out, 16, "\\%c", (char)code);
    if (code < 0x20 || code == 0x7F || code == '<' || code == '>' || code == '&' || code == 0x2028 || code == 0x2029)
        return snprintf(out, 16, "\\u%04x", (unsigned)code);
    return 0;
}

static void quoted(jsn_out *o, const char *text) {
    size_t length = strlen(text), from = 0;
    char out[16];
    put(o, "\"", 1);
    for (size_t i = 0; i < length;) {
        uint32_t code = 0xFFFD;
        int n = txt_utf8(text + i, length - i, &code);
        int m = n > 0 ? escaped(code, out) : snprintf(out, sizeof out, "\\ufffd");
        if (m > 0) {
            put(o, text + from, i - from);
            put(o, out, (size_t)m);
            from = i + (size_t)(n > 0 ? n : 1);
        }
        i += (size_t)(n > 0 ? n : 1);
    }
    put(o, text + from, length - from);
    put(o, "\"", 1);
}

static void begin(jsn_out *o, const char *key) {
    if (o->after)
        put(o, ",", 1);
    o->after = 1;
    if (key) {
        quoted(o, key);
        put(o, ":", 1);
    }
}

void jsn_open(jsn_out *o, const char *key, char bracket) {
    begin(o, key);
    put(o, &bracket, 1);
    o->after = 0;
}

void jsn_close(jsn_out *o, char bracket) {
    put(o, &bracket, 1);
    o->after = 1;
}

void jsn_text(jsn_out *o, const char *key, const char *text) {
    begin(o, key);
    quoted(o, text ? text : "");
}

void jsn_number(jsn_out *o, const char *key, double value) {
    char number[OUT_NUMBER];
    const char *text = isfinite(value) ? out_exact(value, number) : "null";
    begin(o, key);
    put(o, text, strlen(text));
}

void jsn_whole(jsn_out *o, const char *key, long value) {
    char number[32];
    begin(o, key);
    put(o, number, (size_t)snprintf(number, sizeof number, "%ld", value));
}

void jsn_true(jsn_out *o, const char *key, int yes) {
    begin(o, key);
    put(o, yes ? "true" : "false", yes ? 4 : 5);
}
