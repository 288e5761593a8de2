/* JSON going out through the caller's writer. Texts may be anybody's: what JSON must escape is escaped, and besides
 * what would end a script in a page that holds it; bytes that are no UTF-8 become U+FFFD. A failure of the writer is
 * kept and found once, at the end. */
#ifndef VADO_JSON_H
#define VADO_JSON_H

#include "vado.h"

typedef struct {
    vado_writer *write;
    void *user;
    int failed;
    int after; /* a value stands before: a comma is due */
} jsn_out;

/* key: of an object's value; NULL in an array, and for the whole. */
void jsn_open(jsn_out *o, const char *key, char bracket);     /* '{' or '[' */
void jsn_close(jsn_out *o, char bracket);                     /* '}' or ']' */
void jsn_text(jsn_out *o, const char *key, const char *text); /* NULL: "" */
void jsn_number(jsn_out *o, const char *key, double value);   /* null if it is no number */
void jsn_whole(jsn_out *o, const char *key, long value);
void jsn_true(jsn_out *o, const char *key, int yes);

#endif
