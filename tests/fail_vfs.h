/* SQLite on a disk that fails: a VFS over the usual one in which a chosen call does not succeed. Every open, read,
 * write, truncate, sync, delete and lock is a call, counted from 1 since the last fvfs_arm. Sleeping is left out, so
 * that waiting for a lock costs no time. One thread at a time opens stores while it is installed. */
#ifndef VADO_TESTS_FAIL_VFS_H
#define VADO_TESTS_FAIL_VFS_H

void fvfs_install(void);               /* as the default, for the rest of the program */
void fvfs_arm(long call, int from_on); /* call fails (0: none), alone or with all after it */
long fvfs_calls(void);                 /* so far */
int fvfs_failed(void);                 /* calls that were made to fail */

#endif
