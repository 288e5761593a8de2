/* The tree of yaml_tree.h without YAML: freeing it, and writing it into a packed scenario and reading it from there.
 * A node is its kind, place and whether it stands in quotes; then a scalar's text, or the values of a sequence, or of a
 * mapping each key with its place and value. */
#include "scenario/yaml_tree.h"

#include <limits.h>
#include <stdlib.h>

enum { DEPTH_MAX = 32 };

void yml_free(yml_node *node) {
    if (node == NULL)
        return;
    for (int i = 0; i < node->n; i++) {
        if (node->keys != NULL)
            free(node->keys[i]);
        yml_free(node->values[i]);
    }
    free(node->keys);
    free(node->key_at);
    free(node->values);
    free(node->text);
    free(node);
}

/* ---- writing ---- */

static void put_place(byt_writer *w, txt_pos at) {
    byt_put_number(w, (uint64_t)at.line);
    byt_put_number(w, (uint64_t)at.column);
}

void yml_pack(const yml_node *node, byt_writer *w) {
    byt_put_number(w, (uint64_t)node->kind);
    put_place(w, node->at);
    byt_put_number(w, node->quoted != 0);
    if (node->kind == YML_SCALAR) {
        byt_put_text(w, node->text);
        return;
    }
    byt_put_number(w, (uint64_t)node->n);
    for (int i = 0; i < node->n; i++) {
        if (node->kind == YML_MAP) {
            byt_put_text(w, node->keys[i]);
            put_place(w, node->key_at[i]);
        }
        yml_pack(node->values[i], w);
    }
}

/* ---- reading ---- */

static int small(byt_reader *r) {
    uint64_t x = byt_number(r);
    r->bad |= x > INT_MAX / 2;
    return r->bad ? 0 : (int)x;
}

static txt_pos place(byt_reader *r) {
    int line = small(r), column = small(r);
    return (txt_pos){line, column};
}

static char *copy_text(byt_reader *r) {
    const char *text = byt_text(r);
    return text == NULL ? NULL : txt_copy(text);
}

static yml_node *unpack(byt_reader *r, int depth);

/* 0, or -1 when the bytes are wrong or memory is missing. */
static int fill(byt_reader *r, yml_node *node, int depth) {
    int n = small(r);
    if (r->bad || n > r->end - r->at) /* each value takes more than one byte */
        return -1;
    node->values = calloc((size_t)n + 1, sizeof(yml_node *));
    node->keys = node->kind == YML_MAP ? calloc((size_t)n + 1, sizeof *node->keys) : NULL;
    node->key_at = node->kind == YML_MAP ? calloc((size_t)n + 1, sizeof *node->key_at) : NULL;
    if (node->values == NULL || (node->kind == YML_MAP && (node->keys == NULL || node->key_at == NULL)))
        return -1;
    while (node->n < n) {
        int i = node->n++;
        if (node->kind == YML_MAP) {
            if ((node->keys[i] = copy_text(r)) == NULL)
                return -1;
            node->key_at[i] = place(r);
        }
        if ((node->values[i] = unpack(r, depth + 1)) == NULL)
            return -1;
    }
    return 0;
}

static yml_node *unpack(byt_reader *r, int depth) {
    int kind = small(r);
    if (r->bad || kind > YML_LIST || depth > DEPTH_MAX)
        return NULL;
    yml_node *node = calloc(1, sizeof *node);
    if (node == NULL)
        return NULL;
    node->kind = (yml_kind)kind;
    node->at = place(r);
    node->quoted = byt_number(r) != 0;
    if (node->kind == YML_SCALAR ? (node->text = copy_text(r)) == NULL : fill(r, node, depth) != 0) {
        yml_free(node);
        return NULL;
    }
    return node;
}

yml_node *yml_unpack(const unsigned char *bytes, size_t n) {
    byt_reader r = {bytes, bytes + n, 0};
    yml_node *root = unpack(&r, 0);
    if (root != NULL && (r.bad || r.at != r.end)) {
        yml_free(root);
        return NULL;
    }
    return root;
}
