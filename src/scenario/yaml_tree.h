/* A YAML file as a small tree with the line and column of every node.
 *
 * Of YAML we take mappings, sequences and scalars of one document; anchors, aliases, tags and keys that are not plain
 * texts are refused: a scenario file should look like what it means.
 */
#ifndef VADO_YAML_TREE_H
#define VADO_YAML_TREE_H

#include "text/bytes.h"
#include "text/words.h"

typedef enum { YML_SCALAR, YML_MAP, YML_LIST } yml_kind;

typedef struct yml_node {
    yml_kind kind;
    txt_pos at;
    char *text; /* of a scalar */
    int quoted; /* it stands in quotes, or in a block: a text whatever it says */
    int n;
    char **keys;              /* [n] of a mapping */
    txt_pos *key_at;          /* [n] */
    struct yml_node **values; /* [n] of a mapping or sequence */
} yml_node;

/* NULL if there is no tree; why is in rep (unless memory ran out). Double keys are said here. */
yml_node *yml_read(const char *text, size_t length, const char *file, rep_report *rep);
void yml_free(yml_node *node);

/* The tree as bytes, and from bytes that anybody may have written. NULL: they are no tree, or memory is missing. */
void yml_pack(const yml_node *node, byt_writer *w);
yml_node *yml_unpack(const unsigned char *bytes, size_t n);

#endif
