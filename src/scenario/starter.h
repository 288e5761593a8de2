/* A small scenario to begin one's own from: files that check, run, and say what to write in place of what is there. */
#ifndef VADO_STARTER_H
#define VADO_STARTER_H

typedef struct {
    const char *name, *text;
} scn_starter_file;

enum { SCN_STARTER_FILES = 9 };
extern const scn_starter_file scn_starter[SCN_STARTER_FILES]; /* flat names in one folder */

#endif
