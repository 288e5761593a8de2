/* A lock between threads; where there are none, in WebAssembly, it is nothing. */
#ifndef VADO_LOCK_H
#define VADO_LOCK_H

#ifdef __wasi__

typedef struct {
    char none;
} lock;
static inline int lock_make(lock *l) {
    (void)l;
    return 0;
}
static inline void lock_take(lock *l) { (void)l; }
static inline void lock_give(lock *l) { (void)l; }
static inline void lock_end(lock *l) { (void)l; }

#else

#include <pthread.h>

typedef pthread_mutex_t lock;
/* -1: the system has none to give. */
static inline int lock_make(lock *l) { return pthread_mutex_init(l, NULL) ? -1 : 0; }
static inline void lock_take(lock *l) { (void)pthread_mutex_lock(l); }
static inline void lock_give(lock *l) { (void)pthread_mutex_unlock(l); }
static inline void lock_end(lock *l) { (void)pthread_mutex_destroy(l); }

#endif
#endif
