/* YAML through libyaml's events, which give positions.
 *   1. ask for events one by one and build the tree from above, at most DEPTH_MAX deep;
 *   2. a mapping takes pairs of a plain key and any node; a key seen before is said and its value dropped;
 *   3. at the parser's own error the position is its mark; what was read before it is given up.
 */
#include "scenario/yaml_tree.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { DEPTH_MAX = 16 };

typedef struct {
    yaml_parser_t parser;
    const char *text;
    size_t length;
    const char *file;
    rep_report *rep;
    int failed; /* said, or out of memory */
} reader;

static txt_pos mark_pos(yaml_mark_t m) { return (txt_pos){(int)m.line + 1, (int)m.column + 1}; }

static void say(reader *r, txt_pos at, const char *found, const char *todo, const char *expected) {
    rep_add(r->rep, REP_ERROR, r->file, at.line, at.column, found, todo, "%s", expected);
    r->failed = 1;
}

static txt_pos offset_pos(const reader *r, size_t offset) {
    txt_pos at = {1, 1};
    for (size_t i = 0; i < offset && i < r->length; i++) {
        unsigned char c = (unsigned char)r->text[i];
        if (c == '\n')
            at = (txt_pos){at.line + 1, 1};
        else if ((c & 0xC0) != 0x80)
            at.column++;
    }
    return at;
}

static unsigned byte_at(const reader *r, size_t offset) {
    return offset < r->length ? (unsigned char)r->text[offset] : 0;
}

static int next(reader *r, yaml_event_t *event) {
    if (yaml_parser_parse(&r->parser, event))
        return 0;
    const yaml_parser_t *p = &r->parser;
    txt_pos at = mark_pos(p->problem_mark);
    if (p->error == YAML_READER_ERROR) { /* of bad characters only the offset is known */
        say(r, offset_pos(r, p->problem_offset), txt_say("byte 0x%02X", byte_at(r, p->problem_offset)).text,
            "save the file as UTF-8, without control characters", "text in UTF-8");
        return -1;
    }
    const char *problem = p->problem == NULL ? "something unreadable" : p->problem;
    if (strncmp(problem, "found ", 6) == 0) /* the report says that itself */
        problem += 6;
    say(r, at, problem, "indent with spaces, write `key: value`",
        p->context == NULL
            ? "YAML"
            : txt_say("YAML: %.60s that began in line %d", p->context, (int)p->context_mark.line + 1).text);
    return -1;
}

static yml_node *build(reader *r, yaml_event_t *event, int depth);

/* Room for one more value; -1 without memory. */
static int grow(yml_node *node, int with_key) {
    size_t n = (size_t)node->n + 1;
    yml_node **values = realloc(node->values, n * sizeof *values);
    if (values == NULL)
        return -1;
    node->values = values;
    if (with_key) {
        char **keys = realloc(node->keys, n * sizeof *keys);
        if (keys == NULL)
            return -1;
        node->keys = keys;
        txt_pos *at = realloc(node->key_at, n * sizeof *at);
        if (at == NULL)
            return -1;
        node->key_at = at;
    }
    return 0;
}

static int has_nul(const yaml_event_t *e) { return memchr(e->data.scalar.value, 0, e->data.scalar.length) != NULL; }

static int build_pair(reader *r, yml_node *map, yaml_event_t *key, int depth) {
    txt_pos at = mark_pos(key->start_mark);
    if (key->type != YAML_SCALAR_EVENT || has_nul(key)) {
        say(r, at, "a key that is not a plain text", NULL, "`key: value`");
        return -1;
    }
    char *name = txt_copy_n((const char *)key->data.scalar.value, key->data.scalar.length);
    yaml_event_t event;
    if (name == NULL || next(r, &event) != 0) {
        free(name);
        return -1;
    }
    yml_node *value = build(r, &event, depth + 1);
    yaml_event_delete(&event);
    int twice = -1;
    for (int i = 0; i < map->n && twice < 0; i++)
        if (strcmp(map->keys[i], name) == 0)
            twice = i;
    if (value != NULL && twice >= 0) {
        rep_add(r->rep, REP_ERROR, r->file, at.line, at.column, txt_say("%.80s again", txt_show(name).text).text,
                "take one of them out", "each key once: it stands in line %d", map->key_at[twice].line);
        yml_free(value);
        free(name);
        return 0;
    }
    if (value == NULL || grow(map, 1) != 0) {
        yml_free(value);
        free(name);
        return -1;
    }
    map->keys[map->n] = name;
    map->key_at[map->n] = at;
    map->values[map->n++] = value;
    return 0;
}

static int build_children(reader *r, yml_node *node, int depth) {
    yaml_event_type_t end = node->kind == YML_MAP ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    for (;;) {
        yaml_event_t event;
        int status = 0;
        if (next(r, &event) != 0)
            return -1;
        if (event.type == end) {
            yaml_event_delete(&event);
            return 0;
        }
        if (node->kind == YML_MAP)
            status = build_pair(r, node, &event, depth);
        else {
            yml_node *value = build(r, &event, depth + 1);
            if (value == NULL || grow(node, 0) != 0) {
                yml_free(value);
                status = -1;
            } else
                node->values[node->n++] = value;
        }
        yaml_event_delete(&event);
        if (status != 0)
            return -1;
    }
}

static yml_node *build(reader *r, yaml_event_t *event, int depth) {
    txt_pos at = mark_pos(event->start_mark);
    const unsigned char *anchor = NULL, *tag = NULL;
    yml_node *node = calloc(1, sizeof *node);
    if (node == NULL)
        return NULL;
    node->at = at;
    if (event->type == YAML_SCALAR_EVENT) {
        node->kind = YML_SCALAR;
        node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
        if (has_nul(event)) {
            say(r, at, "a NUL character", "delete it", "plain text");
            goto fail;
        }
        node->text = txt_copy_n((const char *)event->data.scalar.value, event->data.scalar.length);
        if (node->text == NULL)
            goto fail;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        node->kind = YML_MAP;
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        node->kind = YML_LIST;
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    }
    if (event->type == YAML_ALIAS_EVENT || anchor != NULL || tag != NULL) {
        say(r, at, "an anchor, alias or tag", "write the value itself", "plain YAML");
        goto fail;
    }
    if (depth > DEPTH_MAX) {
        say(r, at, "too many levels", NULL, "fewer levels");
        goto fail;
    }
    if (node->kind != YML_SCALAR && build_children(r, node, depth) != 0)
        goto fail;
    return node;
fail:
    yml_free(node);
    return NULL;
}

yml_node *yml_read(const char *text, size_t length, const char *file, rep_report *rep) {
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) { /* libyaml would count the mark as a column */
        text += 3;
        length -= 3;
    }
    reader r = {.text = text, .length = length, .file = file, .rep = rep};
    yml_node *root = NULL;
    yaml_event_t event;
    if (!yaml_parser_initialize(&r.parser))
        return NULL;
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, length);
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    for (;;) {
        if (next(&r, &event) != 0)
            goto fail;
        yaml_event_type_t type = event.type;
        if (type == YAML_STREAM_END_EVENT) {
            yaml_event_delete(&event);
            break;
        }
        if (type == YAML_STREAM_START_EVENT || type == YAML_DOCUMENT_START_EVENT || type == YAML_DOCUMENT_END_EVENT) {
            if (type == YAML_DOCUMENT_START_EVENT && root != NULL)
                say(&r, mark_pos(event.start_mark), "a second document", "take the `---` out", "one document");
        } else
            root = build(&r, &event, 0);
        yaml_event_delete(&event);
        if (r.failed || (root == NULL && type != YAML_STREAM_START_EVENT && type != YAML_DOCUMENT_START_EVENT))
            goto fail;
    }
    if (root == NULL)
        say(&r, (txt_pos){1, 1}, "an empty file", "write name, model and period, see docs/scenario-format.md",
            "keys and values");
    yaml_parser_delete(&r.parser);
    return root;
fail:
    yml_free(root);
    yaml_parser_delete(&r.parser);
    return NULL;
}
