/* Reading a packed scenario. See packed.h.
 *   1. the front says how long it is and gives the sum of the head;
 *   2. the head says by what it was packed and where everything is;
 *   3. letters and rows are compared with their sum, texts when they are asked for.
 */
#include "scenario/packed.h"

#include "engine/engine.h"
#include "scenario/internal.h"
#include "text/array.h"
#include "text/path.h"
#include "vado.h"

#include <stdlib.h>
#include <string.h>

/* ---- the shape ---- */

static void add_words(byt_writer *w, const char *const *words) {
    for (int i = 0; words != NULL && words[i] != NULL; i++)
        byt_put_text(w, words[i]);
    byt_put_text(w, "");
}

static void add_schema(byt_writer *w, const tab_schema *s) {
    byt_put_text(w, s->file);
    byt_put_number(w, (uint64_t)s->nkey);
    for (int i = 0; i < s->ncolumns; i++) {
        const tab_column *c = &s->columns[i];
        byt_put_text(w, c->name);
        byt_put_number(w, (uint64_t)c->type);
        byt_put_number(w, (uint64_t)c->list);
        byt_put_number(w, c->required != 0);
        byt_put_number(w, c->offset == TAB_NOWHERE);
        add_words(w, c->words);
    }
    byt_put_text(w, "");
}

/* Tables of a scenario that are not of its geography. */
static const tab_schema *const others[] = {
    &scn_parameter_schema, &scn_schedule_schema, &scn_latent_schema,    &scn_observed_schema, &scn_claim_schema,
    &scn_used_schema,      &scn_level_schema,    &scn_posterior_schema, &scn_spread_schema,   &scn_stack_schema};
enum { OTHERS = sizeof others / sizeof others[0] };

int scn_packed_knows(const tab_schema *schema) {
    for (int i = 0; i < TABLE_COUNT; i++)
        if (scn_schemas[i] == schema)
            return 1;
    for (int i = 0; i < OTHERS; i++)
        if (others[i] == schema)
            return 1;
    return 0;
}

int scn_packed_shape(unsigned char sum[32]) {
    byt_writer w = {0};
    eng_sha256 h;
    for (int i = 0; i < TABLE_COUNT; i++)
        add_schema(&w, scn_schemas[i]);
    for (int i = 0; i < OTHERS; i++)
        add_schema(&w, others[i]);
    add_words(&w, scn_region_names);
    add_words(&w, scn_family_names);
    eng_sha256_start(&h);
    eng_sha256_add(&h, w.bytes, w.n);
    eng_sha256_end(&h, sum);
    free(w.bytes);
    return w.failed ? -1 : 0;
}

/* ---- refusing ---- */

static int refuse(rep_report *rep, const char *path, const char *found, const char *todo, const char *expected) {
    rep_unreadable(rep, path_show(path).text, found, todo, expected);
    return -1;
}

static int damaged(rep_report *rep, const char *path) {
    return refuse(rep, path, "a packed scenario that is damaged", "pack its folder again",
                  "the bytes that were written");
}

void scn_packed_refuse(const scn_folder *f, rep_report *rep) { (void)damaged(rep, f->path); }

/* ---- sums ---- */

static int is_sum(const void *bytes, size_t n, const unsigned char sum[32]) {
    eng_sha256 h;
    unsigned char found[32];
    eng_sha256_start(&h);
    eng_sha256_add(&h, bytes, n);
    eng_sha256_end(&h, found);
    return memcmp(found, sum, 32) == 0;
}

/* ---- the front ---- */

/* 0 and the head, as long as the front says, or -1 and the error. */
static int open_front(const unsigned char *bytes, size_t n, const char *path, byt_reader *head, rep_report *rep) {
    byt_reader r = {bytes + SCN_PACKED_MARK, bytes + n, 0};
    if (n < SCN_PACKED_FRONT || memcmp(bytes, PATH_PACKED_MARK, SCN_PACKED_MARK) != 0) {
        int other =
            n >= sizeof PATH_PACKED_NAME - 1 && memcmp(bytes, PATH_PACKED_NAME, sizeof PATH_PACKED_NAME - 1) == 0;
        if (other && n >= SCN_PACKED_MARK)
            return refuse(rep, path, "a scenario packed in another form", "pack its folder again with this program",
                          "one packed by vado " VADO_VERSION);
        return other ? refuse(rep, path, "a packed scenario that was cut short", "pack its folder again", "all of it")
                     : refuse(rep, path, "something else", "name another", "a packed scenario");
    }
    uint64_t whole = byt_fixed(&r), length = byt_fixed(&r);
    const unsigned char *sum = byt_take(&r, 32);
    if (whole > n)
        return refuse(rep, path,
                      txt_say("a packed scenario that was cut: %llu bytes of %llu", (unsigned long long)n,
                              (unsigned long long)whole)
                          .text,
                      "pack its folder again", "all of it");
    eng_sha256 h;
    unsigned char found[32];
    if (whole != n || length > (uint64_t)(r.end - r.at))
        return damaged(rep, path);
    eng_sha256_start(&h);
    eng_sha256_add(&h, bytes, SCN_PACKED_SUMMED);
    eng_sha256_add(&h, r.at, (size_t)length);
    eng_sha256_end(&h, found);
    if (memcmp(found, sum, 32) != 0)
        return damaged(rep, path);
    *head = (byt_reader){r.at, r.at + length, 0};
    return 0;
}

/* ---- the head ---- */

/* A file's name as a folder could have it: nothing hidden, nothing above, nothing of an option. */
static int is_name(const char *name) {
    if (!path_is_read(name) || strncmp(name, "given/", 6) == 0)
        return 0;
    for (const char *p = name; p != NULL; p = strchr(p, '/'), p = p == NULL ? NULL : p + 1)
        if (*p == '.' || *p == '/' || *p == '\0')
            return 0;
    return strchr(name, '\\') == NULL;
}

/* One file of the head; the places of its rows and text are made of the lengths before. 0, 1 if it cannot be, -1
 * without memory. */
static int read_file(scn_folder *f, byt_reader *head) {
    const char *name = byt_text(head);
    uint64_t length = byt_number(head), nrows = byt_number(head);
    if (head->bad || !is_name(name) || (f->count > 0 && strcmp(f->files[f->count - 1].name, name) >= 0) ||
        length >= f->npacked || nrows >= f->npacked)
        return 1;
    scn_file *files = arr_more(f->files, f->count, sizeof *files);
    char *own = txt_copy(name);
    if (files != NULL)
        f->files = files;
    if (files == NULL || own == NULL) {
        free(own);
        return -1;
    }
    f->files[f->count++] = (scn_file){.name = own, .length = (size_t)length, .nrows = (size_t)nrows};
    return 0;
}

/* Rows and texts where the lengths say; 0, or 1 if they do not fill the rest exactly. */
static int place_files(scn_folder *f, byt_reader *rest, size_t nletters) {
    f->letters = (const char *)byt_take(rest, nletters);
    for (int i = 0; i < f->count; i++)
        if (f->files[i].nrows > 0)
            f->files[i].rows = byt_take(rest, f->files[i].nrows);
    f->nletters = nletters;
    f->packed_texts = (size_t)(rest->at - f->packed);
    for (int i = 0; i < f->count; i++) {
        f->files[i].packed_at = (size_t)(rest->at - f->packed);
        (void)byt_take(rest, (uint64_t)f->files[i].length + 1);
    }
    return rest->bad || rest->at != rest->end;
}

/* The letters are plain texts: UTF-8 without control characters but those that a CSV cell may hold. */
static int letters_are_fine(const char *letters, size_t n) {
    if (n > 0 && letters[n - 1] != '\0')
        return 0;
    for (size_t i = 0; i < n;) {
        uint32_t c = (unsigned char)letters[i];
        int bytes = c < 0x80 ? 1 : txt_utf8(letters + i, n - i, &c);
        if (bytes == 0 || (c < 0x20 && c != 0 && c != '\t' && c != '\n') || c == 0x7F)
            return 0;
        i += (size_t)bytes;
    }
    return 1;
}

/* 0, 1 if it is damaged, 2 if it is of another version, which is said, -1 without memory. */
static int read_head(scn_folder *f, byt_reader *head, rep_report *rep) {
    unsigned char mine[32];
    const char *version = byt_text(head), *model = byt_text(head);
    const unsigned char *shape = byt_take(head, 32);
    if (scn_packed_shape(mine) != 0)
        return -1;
    if (version == NULL || model == NULL || shape == NULL)
        return 1;
    if (strcmp(version, VADO_VERSION) != 0 || memcmp(shape, mine, 32) != 0) {
        refuse(rep, f->path,
               txt_say("a scenario packed by %svado %.40s",
                       strcmp(version, VADO_VERSION) == 0 ? "another build of " : "", version)
                   .text,
               "pack its folder again with this program", "one packed by vado " VADO_VERSION);
        return 2;
    }
    if ((f->model = txt_copy(model)) == NULL)
        return -1;
    byt_reader rest = {head->end, f->packed + f->npacked, 0};
    uint64_t nletters = byt_number(head), nfiles = byt_number(head);
    int status = head->bad || nfiles > SCN_FILES_MAX || nletters >= f->npacked;
    for (uint64_t i = 0; status == 0 && i < nfiles; i++)
        status = read_file(f, head);
    if (status != 0)
        return status;
    const unsigned char *sum = byt_take(head, 32);
    f->texts_sum = byt_take(head, 32);
    if (head->bad || head->at != head->end || place_files(f, &rest, (size_t)nletters) != 0)
        return 1;
    return !is_sum(head->end, f->packed_texts - (size_t)(head->end - f->packed), sum) ||
           !letters_are_fine(f->letters, f->nletters);
}

/* ---- opening ---- */

int scn_packed_open(scn_folder *f, unsigned char *bytes, size_t n, const char *path, rep_report *rep) {
    byt_reader head;
    memset(f, 0, sizeof *f);
    f->packed = bytes;
    f->npacked = n;
    f->path = txt_copy(path);
    int status = f->path == NULL ? -1 : open_front(bytes, n, path, &head, rep) != 0 ? 2 : read_head(f, &head, rep);
    if (status == 1)
        (void)damaged(rep, path);
    if (status != 0)
        scn_folder_free(f);
    return status == 0 ? 0 : -1;
}

int scn_packed_texts(scn_folder *f) {
    if (f->texts_sum == NULL)
        return 0;
    int fine = !f->damaged && is_sum(f->packed + f->packed_texts, f->npacked - f->packed_texts, f->texts_sum);
    for (int i = 0; fine && i < f->count; i++) {
        scn_file *file = &f->files[i];
        if (file->packed_at == 0)
            continue;
        file->text = (char *)f->packed + file->packed_at;
        fine = file->text[file->length] == '\0';
    }
    f->damaged = !fine;
    if (fine)
        f->texts_sum = NULL;
    return fine ? 0 : -1;
}
