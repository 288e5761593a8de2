/* Writing a packed scenario. See packed.h. */
#include "engine/engine.h"
#include "scenario/packed.h"
#include "text/array.h"
#include "text/path.h"
#include "vado.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    char *name;
    byt_writer bytes;
} noted;

struct scn_packing {
    int n;
    noted *files;
    byt_writer letters; /* each text once, ended by '\0' */
    size_t *slots;      /* [nslots] a hash table of where each text stands, from 1; a power of two or 0 */
    size_t nslots, ntexts;
    int failed;
};

scn_packing *scn_packing_new(void) { return calloc(1, sizeof(scn_packing)); }

void scn_packing_free(scn_packing *p) {
    for (int i = 0; p != NULL && i < p->n; i++) {
        free(p->files[i].name);
        free(p->files[i].bytes.bytes);
    }
    if (p != NULL) {
        free(p->files);
        free(p->letters.bytes);
        free(p->slots);
    }
    free(p);
}

/* ---- letters ---- */

static size_t *slot_of(const scn_packing *p, const size_t *slots, size_t nslots, const char *text) {
    uint64_t h = 0xcbf29ce484222325u; /* FNV-1a */
    for (const char *c = text; *c != '\0'; c++)
        h = (h ^ (unsigned char)*c) * 0x100000001b3u;
    size_t i = (size_t)(h ^ (h >> 32)) & (nslots - 1);
    while (slots[i] != 0 && strcmp((char *)p->letters.bytes + slots[i] - 1, text) != 0)
        i = (i + 1) & (nslots - 1);
    return (size_t *)(uintptr_t)&slots[i];
}

static int more_slots(scn_packing *p) {
    if (4 * (p->ntexts + 1) <= 3 * p->nslots)
        return 0;
    size_t n = p->nslots == 0 ? 1024 : 2 * p->nslots, *slots = calloc(n, sizeof *slots);
    if (slots == NULL)
        return -1;
    for (size_t i = 0; i < p->nslots; i++)
        if (p->slots[i] != 0)
            *slot_of(p, slots, n, (char *)p->letters.bytes + p->slots[i] - 1) = p->slots[i];
    free(p->slots);
    p->slots = slots;
    p->nslots = n;
    return 0;
}

/* Where a text stands among the letters. */
static uint64_t number(void *user, const char *text) {
    scn_packing *p = user;
    if (p->failed || (p->failed = more_slots(p)) != 0)
        return 0;
    size_t *slot = slot_of(p, p->slots, p->nslots, text), at = p->letters.n;
    if (*slot != 0)
        return *slot - 1;
    byt_put(&p->letters, text, strlen(text) + 1);
    p->failed = p->letters.failed;
    *slot = at + 1;
    p->ntexts++;
    return at;
}

/* ---- noting ---- */

static byt_writer *add(scn_packing *p, const char *file) {
    noted *files = arr_more(p->files, p->n, sizeof *files);
    char *name = txt_copy(file);
    if (files != NULL)
        p->files = files;
    if (files == NULL || name == NULL) {
        free(name);
        return NULL;
    }
    files[p->n] = (noted){.name = name};
    return &files[p->n++].bytes;
}

int scn_packing_table(scn_packing *p, const char *file, const tab_table *t) {
    byt_writer *w = scn_packed_knows(t->schema) ? add(p, file) : NULL; /* else another shape would be read as ours */
    if (w == NULL)
        return -1;
    tab_pack(t, w, number, p);
    return p->failed || w->failed ? -1 : 0;
}

int scn_packing_tree(scn_packing *p, const char *file, const yml_node *root) {
    byt_writer *w = add(p, file);
    if (w == NULL)
        return -1;
    yml_pack(root, w);
    return w->failed ? -1 : 0;
}

/* ---- writing ---- */

static const byt_writer *rows_of(const scn_packing *p, const char *name) {
    for (int i = 0; i < p->n; i++)
        if (strcmp(p->files[i].name, name) == 0)
            return &p->files[i].bytes;
    return NULL;
}

static void put_sum(byt_writer *w, const byt_writer *of) {
    unsigned char sum[32];
    eng_sha256 h;
    eng_sha256_start(&h);
    eng_sha256_add(&h, of->bytes, of->n);
    eng_sha256_end(&h, sum);
    byt_put(w, sum, sizeof sum);
}

static void put_head(byt_writer *head, const scn_packing *p, const scn_folder *f, const char *model,
                     const byt_writer *rows, const byt_writer *texts) {
    unsigned char shape[32];
    head->failed |= scn_packed_shape(shape) != 0;
    byt_put_text(head, VADO_VERSION);
    byt_put_text(head, model);
    byt_put(head, shape, sizeof shape);
    byt_put_number(head, p->letters.n);
    byt_put_number(head, (uint64_t)f->count);
    for (int i = 0; i < f->count; i++) {
        const byt_writer *one = rows_of(p, f->files[i].name);
        byt_put_text(head, f->files[i].name);
        byt_put_number(head, f->files[i].length);
        byt_put_number(head, one == NULL ? 0 : one->n);
    }
    put_sum(head, rows);
    put_sum(head, texts);
}

int scn_packing_write(const scn_packing *p, const scn_folder *f, const char *model, byt_writer *out) {
    byt_writer head = {0}, rows = {0}, texts = {0}, summed = {0};
    byt_put(&rows, p->letters.bytes, p->letters.n);
    for (int i = 0; i < f->count; i++) {
        const byt_writer *one = rows_of(p, f->files[i].name);
        if (one != NULL)
            byt_put(&rows, one->bytes, one->n);
        byt_put(&texts, f->files[i].text, f->files[i].length);
        byt_put(&texts, "", 1);
    }
    put_head(&head, p, f, model, &rows, &texts);
    byt_put(&summed, PATH_PACKED_MARK, SCN_PACKED_MARK);
    byt_put_fixed(&summed, SCN_PACKED_FRONT + head.n + rows.n + texts.n);
    byt_put_fixed(&summed, head.n);
    byt_put(out, summed.bytes, summed.n);
    byt_put(&summed, head.bytes, head.n);
    put_sum(out, &summed);
    byt_put(out, head.bytes, head.n);
    byt_put(out, rows.bytes, rows.n);
    byt_put(out, texts.bytes, texts.n);
    int failed = head.failed || rows.failed || texts.failed || summed.failed || out->failed;
    free(head.bytes);
    free(rows.bytes);
    free(texts.bytes);
    free(summed.bytes);
    return failed ? -1 : 0;
}
