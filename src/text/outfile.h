/* Every file that vado writes goes through here; src/api gives it away as vado_output_*.
 *
 * outfile.c       may this name be written to? where does it lead, is it an input, what stands there now
 * outfile_write.c the bytes: held back, then written beside the target and renamed over it
 * outfolder.c     several files as one: a new folder that holds all of them, or is not there
 */
#ifndef VADO_OUTFILE_H
#define VADO_OUTFILE_H

#include "text/context.h"

#include <sys/stat.h>

enum { FIL_PATH = 4096, FIL_HEAD = 65536 };

/* Where a name leads to. */
typedef struct {
    char path[FIL_PATH];   /* without links in its last part */
    char folder[FIL_PATH]; /* of path */
    int exists, through;   /* through: no file to be replaced (fifo, device): written into as it is */
    struct stat info;      /* if it exists */
} fil_target;

/* Follows links, looks for the folder, for inputs (inputs are never written over), and whether the place can be
 * written. 0, or a status with its message in v. */
int fil_find(vado *v, const char *path, const vado_output_options *o, fil_target *t);
/* Is what stands at the target of the kind that is to be written? text: what will be, as far as it is known. */
int fil_judge(vado *v, const fil_target *t, const vado_output_options *o, const char *text, size_t length);
/* The first line of a table below its comments: 1, or 0 if text holds none that is whole (end: the text ends here). */
int fil_header(const char *text, size_t length, int end, const char **line, size_t *n);

/* A name beside the target that nobody can foresee, another for each attempt; 0, or -1 with errno. */
int fil_name_beside(const fil_target *t, int attempt, char name[FIL_PATH]);
int fil_write_all(int fd, const char *text, size_t length); /* 0 or -1 with errno */
/* A new file beside the target, under a name nobody can foresee; its descriptor, or -1 with errno. */
int fil_beside(const fil_target *t, char name[FIL_PATH]);
/* Renames it over the target and sees that both are on disk; 0 or -1 with errno. */
int fil_replace(const fil_target *t, const char *name);
int fil_folder_on_disk(
    const fil_target *t); /* the names in it, after one that was given otherwise; 0 or -1 with errno */

/* A store that is to be made at path: judged. */
int fil_store(vado *v, const char *path, const vado_output_options *o, fil_target *t);
/* Folders above a file whose name nobody chose (defaults); and one folder, in one that must be there. */
int fil_make_folders(vado *v, const char *path);
int fil_make_folder(vado *v, const char *path);
/* Where a folder is to be made: nothing may stand under the name, and the folder above it must be there. */
int fil_new_folder(vado *v, const char *path, fil_target *t);

/* A new folder of files, all of it or none. What is written goes into the file that fil_folder_file named last; all is
 * held in memory until fil_folder_close, which frees, writes nothing if status is an error, and returns the status of
 * both. NULL is fine. */
typedef struct fil_folder fil_folder;
int fil_folder_open(vado *v, const char *path, fil_folder **out);
int fil_folder_file(fil_folder *f, const char *name); /* 0, or -1 without memory: fil_folder_close says it */
int fil_folder_write(void *folder, const char *text, size_t length); /* a vado_writer */
int fil_folder_close(vado *v, fil_folder *f, int status);

/* As vado_output_open, _write and _close. */
int fil_open(vado *v, const char *path, const vado_output_options *o, vado_output **out);
int fil_write(void *output, const char *text, size_t length);
int fil_close(vado *v, vado_output *output, int status);

/* The mark by which a page of vado is known, in its head. */
#define FIL_PAGE_MARK "<meta name=generator content=\"vado "

#endif
