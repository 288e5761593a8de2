/* A packed scenario: a scenario's folder as one file, its tables already read and checked.
 *
 * It holds the texts of all files of the folder, and of those that every opening reads (scenario.yaml, the tables of
 * places, parameters, schedule, the latents that scenario.yaml names, published figures, statements) what was read of
 * them, so that nothing need be parsed. Opening it is opening its folder: the same readers look names up and the same
 * checks run, over rows in place of CSV. Other latents and the policies were checked when it was packed, and are read
 * from their texts when one is asked for.
 *
 *   front   24 bytes: PATH_PACKED_MARK and '\0'; the length of all, the length of the head; SHA-256 of these and the
 * head head    version of vado, model, shape (SHA-256 of the columns that rows have), lengths; each file's name, length
 * of its text and of what was read of it; SHA-256 of the letters and rows, SHA-256 of the texts letters the texts of
 * all rows, each once rows    of each file: rows of a table (rows.c), or the tree of scenario.yaml (yaml_tree.c) texts
 * of each file, ended by '\0'
 *
 * No byte is used before its SHA-256 was compared, and none is believed after: lengths, numbers and names are held
 * against what they may be, since anybody can write a file with the right sums.
 */
#ifndef VADO_SCENARIO_PACKED_H
#define VADO_SCENARIO_PACKED_H

#include "scenario/scenario.h"
#include "scenario/table.h"
#include "scenario/yaml_tree.h"

/* ---- reading: packed.c ---- */

/* The folder of a packed scenario in memory: bytes from malloc, taken over also on failure. Its texts are not there
 * before scn_packed_texts. path: what messages call it. 0, or -1 with one error in rep (none without memory, *f is then
 * empty). */
int scn_packed_open(scn_folder *f, unsigned char *bytes, size_t n, const char *path, rep_report *rep);
/* Compares the texts with their sum and puts them into the files; of a folder that is not packed, nothing. 0, or -1:
 * they are damaged, which scn_packed_refuse says and scn_scenario_open_folder does of itself. */
int scn_packed_texts(scn_folder *f);
void scn_packed_refuse(const scn_folder *f, rep_report *rep);

/* ---- writing: packing.c ---- */

/* What the readers have read, noted by them while a scenario is opened. */
typedef struct scn_packing scn_packing;
scn_packing *scn_packing_new(void); /* NULL without memory */
void scn_packing_free(scn_packing *p);
/* Notes what was read of a file; 0, or -1 without memory. */
int scn_packing_table(scn_packing *p, const char *file, const tab_table *t);
int scn_packing_tree(scn_packing *p, const char *file, const yml_node *root);
/* The packed scenario of a folder whose texts are there and of what was noted of it: the same bytes for the same
 * folder. 0, or -1 without memory. */
int scn_packing_write(const scn_packing *p, const scn_folder *f, const char *model, byt_writer *out);

/* ---- what both know ---- */

enum { SCN_PACKED_FRONT = 72, SCN_PACKED_SUMMED = 40, SCN_PACKED_MARK = 24 };
/* The columns of all tables that are packed; rows of others cannot be read. 0, or -1 without memory. */
int scn_packed_shape(unsigned char sum[32]);
int scn_packed_knows(const tab_schema *schema); /* whether its columns are among these */

#endif
