/* Threads that go through a list of jobs: what is run many times and kept in memory (variants, the fit's candidates,
 * Flee's members). Members that are stored have threads of their own, in work.c: there the calling thread writes.
 */
#ifndef VADO_RUN_CREW_H
#define VADO_RUN_CREW_H

#include <stddef.h>

enum { CREW_WORDS = 512 };

typedef struct {
    int jobs;    /* numbered from 0, begun in this order, each once */
    int threads; /* at most, the calling one included; 0: as many as processors */
    size_t room; /* bytes of its own, zeroed at first, for each thread to work in */
    /* Does a job, in any thread. 0, or a status and what to say of it; it looks itself whether it is to be cancelled.
     */
    int (*work)(void *user, int job, void *room, char words[CREW_WORDS]);
    /* Takes what a job that ended well has left in the room: in any thread, one call at a time, in any order of jobs.
     * 0, or a status. NULL: nothing is taken. */
    int (*take)(void *user, int job, const void *room);
    /* How many jobs are done, told now and then by the calling thread alone. NULL: nobody is told. */
    void (*tell)(void *user, int done);
    void *user;
} crew_list;

/* All jobs, or up to the first that fails: those begun are ended, no other is begun, nothing more is taken. The calling
 * thread works too, so that where threads cannot be started those that were do the work, if need be it alone.
 * 0, or the status of the first that failed with its words; VADO_ERR_MEMORY without words, if there is no room. */
int crew_run(const crew_list *list, char words[CREW_WORDS]);

/* Processors of this machine, 1 if that is not known. */
int crew_processors(void);

#endif
