/* The CSV reader: cells, their places, and every way a file can be wrong.
 * ctest: sanitized */
#include "text/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    csv_table t;
    rep_report rep;
} read;

static read *read_bytes(const char *text, size_t n) {
    read *r = calloc(1, sizeof *r);
    assert_non_null(r);
    rep_init(&r->rep);
    char *exact = malloc(n > 0 ? n : 1); /* no byte more, so that a sanitizer sees one that is read too far */
    assert_non_null(exact);
    memcpy(exact, text, n);
    assert_int_equal(csv_read(&r->t, exact, n, "a.csv", &r->rep), 0);
    free(exact);
    return r;
}

static read *read_text(const char *text) { return read_bytes(text, strlen(text)); }

static void done(read *r) {
    csv_free(&r->t);
    rep_free(&r->rep);
    free(r);
}

static void is_cell(const read *r, int row, int cell, const char *text, int line, int column) {
    assert_true(row < r->t.nrows);
    assert_true(cell < r->t.rows[row].ncells);
    const csv_cell *c = &r->t.cells[r->t.rows[row].first + cell];
    assert_string_equal(c->text, text);
    assert_int_equal(c->at.line, line);
    assert_int_equal(c->at.column, column);
}

static void is_error(const read *r, int i, const char *line) {
    assert_true(i < r->rep.count);
    char *said = rep_line(&r->rep.entries[i]);
    assert_string_equal(said, line);
    free(said);
}

static void cells_know_their_line_and_column_in_characters(void **state) {
    (void)state;
    read *r = read_text("name,x\nCiudad Juárez,1\nÑandú,\"a,b\"\n");
    assert_int_equal(r->rep.count, 0);
    assert_int_equal(r->t.nrows, 3);
    is_cell(r, 0, 1, "x", 1, 6);
    is_cell(r, 1, 1, "1", 2, 15);
    is_cell(r, 2, 0, "Ñandú", 3, 1);
    is_cell(r, 2, 1, "a,b", 3, 7);
    done(r);
}

static void quotes_hold_commas_line_ends_and_doubled_quotes(void **state) {
    (void)state;
    read *r = read_text("a,b,c\n\"x \"\"y\"\" z\",\"one\ntwo\",3\n4,\"\",5");
    assert_int_equal(r->rep.count, 0);
    assert_int_equal(r->t.nrows, 3);
    is_cell(r, 1, 0, "x \"y\" z", 2, 1);
    is_cell(r, 1, 1, "one\ntwo", 2, 13);
    is_cell(r, 1, 2, "3", 3, 6);
    is_cell(r, 2, 1, "", 4, 3);
    is_cell(r, 2, 2, "5", 4, 6);
    done(r);
}

static void a_byte_order_mark_crlf_comments_and_blank_lines_do_not_shift_anything(void **state) {
    (void)state;
    read *r = read_text("\xEF\xBB\xBF# about, \"this\r\na,b\r\n\r\n# more\r\n1,\"x\r\ny\"\r\n3,4\r\n");
    assert_int_equal(r->rep.count, 0);
    assert_int_equal(r->t.nrows, 3);
    is_cell(r, 0, 0, "a", 2, 1);
    is_cell(r, 1, 0, "1", 5, 1);
    is_cell(r, 1, 1, "x\ny", 5, 3);
    is_cell(r, 2, 1, "4", 7, 3);
    done(r);
}

static void an_empty_cell_at_the_end_of_the_file_is_a_cell(void **state) {
    (void)state;
    read *r = read_text("a,b\n1,");
    assert_int_equal(r->rep.count, 0);
    is_cell(r, 1, 1, "", 2, 3);
    done(r);
    r = read_text("");
    assert_int_equal(r->t.nrows, 0);
    assert_int_equal(r->rep.count, 0);
    done(r);
}

static void a_quote_never_closed_is_said_where_it_opens(void **state) {
    (void)state;
    read *r = read_text("a,b\n1,2\n3,\"x\n4,5\n");
    assert_int_equal(r->rep.count, 1);
    is_error(
        r, 0,
        "a.csv:3:3: found a quote that is never closed, expected a closing quote, close it; what follows was not read");
    assert_int_equal(r->t.cut, 1);
    assert_int_equal(r->t.nrows, 3);
    done(r);
}

static void rows_of_the_wrong_width_are_each_said(void **state) {
    (void)state;
    read *r = read_text("a,b\n1\n1,2,3\n1,2\n");
    assert_int_equal(r->rep.count, 2);
    is_error(r, 0,
             "a.csv:2:1: found 1 cell, expected 2 as in the header line, leave cells empty but keep their commas");
    is_error(r, 1, "a.csv:3:5: found 3 cells, expected 2 as in the header line, put text that holds commas in quotes");
    assert_int_equal(r->t.rows[1].bad, 1);
    assert_int_equal(r->t.rows[3].bad, 0);
    done(r);
}

static void stray_quotes_are_said(void **state) {
    (void)state;
    read *r = read_text("a,b\nx\"y,1\n\"x\"y,1\n");
    assert_int_equal(r->rep.count, 2);
    assert_int_equal(r->rep.entries[0].line, 2);
    assert_int_equal(r->rep.entries[0].column, 2);
    assert_int_equal(r->rep.entries[1].line, 3);
    assert_int_equal(r->rep.entries[1].column, 4);
    is_cell(r, 2, 1, "1", 3, 6);
    done(r);
}

static void bad_utf8_nul_and_control_characters_are_said_once_a_row(void **state) {
    (void)state;
    static const char text[] = "a,b\nx\xC3,\xFF\ny\0,1\nz,\x01\nok,\xED\xA0\x80\nok,\xC0\xAF\nok,\xF4\x90\x80\x80\n";
    read *r = read_bytes(text, sizeof text - 1);
    assert_int_equal(r->rep.count, 6);
    is_error(r, 0, "a.csv:2:2: found byte 0xC3, expected text in UTF-8, save the file as UTF-8");
    is_error(r, 1, "a.csv:3:2: found a NUL character, expected plain text, delete it");
    is_error(r, 2, "a.csv:4:3: found control character 0x01, expected plain text, delete it");
    is_error(r, 3, "a.csv:5:4: found byte 0xED, expected text in UTF-8, save the file as UTF-8"); /* a surrogate */
    is_error(r, 4, "a.csv:6:4: found byte 0xC0, expected text in UTF-8, save the file as UTF-8"); /* overlong */
    is_error(r, 5, "a.csv:7:4: found byte 0xF4, expected text in UTF-8, save the file as UTF-8"); /* past U+10FFFF */
    is_cell(r, 1, 1, "?", 2, 4);
    is_cell(r, 2, 0, "y?", 3, 1);
    done(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_know_their_line_and_column_in_characters),
        cmocka_unit_test(quotes_hold_commas_line_ends_and_doubled_quotes),
        cmocka_unit_test(a_byte_order_mark_crlf_comments_and_blank_lines_do_not_shift_anything),
        cmocka_unit_test(an_empty_cell_at_the_end_of_the_file_is_a_cell),
        cmocka_unit_test(a_quote_never_closed_is_said_where_it_opens),
        cmocka_unit_test(rows_of_the_wrong_width_are_each_said),
        cmocka_unit_test(stray_quotes_are_said),
        cmocka_unit_test(bad_utf8_nul_and_control_characters_are_said_once_a_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
