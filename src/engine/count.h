/* Counting: who moved and who is where, added by classes to numbers outside of the world.
 *
 * What is counted day after day is a list, made once: a flow, how its classes join, and the cells they are added to.
 * Neighbours in the list who are factors of the same people (eng_like, eng_rate) are joined once; of whole people only
 * the cells that hold somebody are looked at, until all who moved are found.
 */
#ifndef VADO_COUNT_H
#define VADO_COUNT_H

#include "engine/engine.h"

typedef struct {
    int flow, stock;  /* and the stock it leaves */
    int place;        /* among the flows out of it; of a served one, behind them */
    int group, cells; /* every `group` neighbouring classes of the stock are one of so many cells */
    int factor;       /* the number of one of the day's factors; ENG_NO_FACTOR: as many as moved */
    int array, to;    /* the first cell: of which array */
    int more, again;  /* the next of the list is out of the same stock and joined alike: into the same cells, others */
    size_t ready, moved, taken; /* where a world has its people */
} eng_count;
enum { ENG_NO_FACTOR = -1 };

/* Of a model that is frozen: the flow's people, `group` classes a cell (a divisor of their number; 0: all in one cell),
 * as they moved, into the first array from `to` on. The caller may then change factor, array and to. */
eng_count eng_count_of(const eng_model *m, int flow, int group, int to);
/* When a list of n is complete: sees which neighbours can be joined. */
void eng_count_list(int n, eng_count rows[]);
/* Adds the people of the last day moved. room: as many numbers as the cells of the row that has most. */
void eng_count_moved(const eng_world *w, int n, const eng_count rows[], const double *factors, double *const arrays[],
                     double *room);
/* Flows that are no list: adds factor times the people of n of them out of stocks of one shape, every `group`
 * neighbouring classes joined, to out [classes / group]; neighbours as above. A flow of -1 is none. */
void eng_count_several(const eng_world *w, int n, const int flows[], int group, double factor, double *out);
/* Of n neighbouring classes of a flow, those who moved. */
double eng_count_classes(const eng_world *w, int flow, int first, int n);
/* In decide: 1 if nothing was put or loaded into the world since its last day ended, so that what was counted of that
 * day still holds; 0 if that is not known. */
int eng_count_lasts(const eng_world *w);
/* Adds factor times those in a stock, every `group` neighbouring classes joined, to out [classes / group]. */
void eng_count_people(const eng_world *w, int stock, int group, double factor, double *out);

#endif
