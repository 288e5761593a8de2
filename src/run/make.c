/* A new store under the name that was asked for: whole, or not there.
 *
 * It is made under a name of its own beside the target and gets its name when what `fill` writes is committed: until
 * then what stood there stands. What fails leaves nothing behind.
 */
#include "run/run.h"

#include "store/lock.h"
#include "text/outfile.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void unmake(const char *made) {
    char journal[4200];
    snprintf(journal, sizeof journal, "%s-journal", made);
    (void)unlink(made);
    (void)unlink(journal);
}

int run_make_store(vado *v, db_store *store, const char *path, const vado_output_options *to, run_filler *fill,
                   void *user) {
    char words[512], made[FIL_PATH], who[64];
    fil_target target;
    int old = -1, status = fil_store(v, path, to, &target);
    if (status)
        return status;
    int held = target.exists ? lock_take(target.path, 0, &old, who, sizeof who) : 0;
    if (held > 0)
        return ctx_fail(v, VADO_ERR_FILE, "%s: is being written by %s: wait until it has ended, or choose another name",
                        path, who);
    int fd = held < 0 ? -1 : fil_beside(&target, made);
    if (fd < 0) {
        int why = errno;
        lock_release(&old);
        return ctx_fail(v, VADO_ERR_FILE, "%s: cannot be made: %s; name a file in a folder that can be written",
                        path_show(path).text, strerror(why));
    }
    close(fd);
    status = db_create(store, made, words, sizeof words);
    if (status)
        status = ctx_fail(v, status, "%s", words);
    else if ((status = fill(v, store, user)) == 0 &&
             (status = db_name(store, made, target.path, target.exists, words, sizeof words)))
        status = ctx_fail(v, status, "%s", words);
    else if (status == 0 && fil_folder_on_disk(&target))
        status = ctx_fail(v, VADO_ERR_FILE, "%s: its folder cannot be brought to the disk: %s", path, strerror(errno));
    if (status)
        unmake(made);
    lock_release(&old);
    return status;
}
