/* In place of src/scenario/yaml.c where there is no libyaml: a packed scenario holds its settings as they were read, so
 * only a folder's scenario.yaml comes here. */
#include "scenario/yaml_tree.h"

yml_node *yml_read(const char *text, size_t length, const char *file, rep_report *rep) {
    (void)text;
    (void)length;
    rep_add(rep, REP_ERROR, file, 1, 1, "settings in YAML", "pack the scenario: this program reads no YAML",
            "a packed scenario");
    return NULL;
}
