/* One writer a store. The lock is the operating system's (flock on the store itself): it ends with its process, however
 * that ends, and leaves no file behind. Where a file system has no such locks, there is none. */
#ifndef VADO_LOCK_H
#define VADO_LOCK_H

#include <stddef.h>

/* Locks the file of that name. 0 with an open descriptor in *lock (-1: no locks on this file system); 1: another
 * process holds it, and who says which ("process 4711"); -1: errno. create: makes an empty file if there is none; of
 * the several processes that do so at once one gets the lock. */
int lock_take(const char *path, int create, int *lock, char *who, size_t size);
void lock_release(int *lock);

#endif
