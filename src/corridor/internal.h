/* What the systems of the corridor share: classes, ids of the stocks and flows that more than one of them reads, the
 * parameters and latents of the day. Systems meet only here, in stocks, and in named fields.
 *
 * Classes: ND = nationality x demographic; NDA = ND x attempt (0 first encounter, 1, 2, 3 and more before);
 * N = nationality. Class of ND: n * DEMO_COUNT + d; of NDA: (n * DEMO_COUNT + d) * COR_ATTEMPTS + a.
 */
#ifndef VADO_CORRIDOR_INTERNAL_H
#define VADO_CORRIDOR_INTERNAL_H

#include "corridor/corridor.h"
#include "engine/detmath.h"

enum { COR_BACKS = 2, COR_ENDS = 3 }; /* expelled, returned; tries again soon, later, gives up */
enum {
    COR_ATTEMPTS = 4,
    COR_MAX_ND = 60,
    COR_MAX_FLOWS = 500,
    COR_MAX_LEGS = 2000,
    COR_MAX_SECTORS = 64,
    COR_MAX_BLOCS = 30,
    COR_MAX_ROADS = SCN_ROADS_MAX,
    COR_MAX_MODES = 16,
    COR_MAX_PORTS = 200
};

/* Systems, in the order of the mission's parts. */
typedef enum {
    SYS_ORIGINS,
    SYS_BELIEFS,
    SYS_AID,
    SYS_ROUTES,
    SYS_TRAINS,
    SYS_CARAVANS,
    SYS_SMUGGLERS,
    SYS_CHECKPOINTS,
    SYS_STATIONS,
    SYS_REPATRIATION,
    SYS_DECOMPRESSION,
    SYS_WAITING,
    SYS_REFUGE,
    SYS_CROSSING,
    SYS_ATTEMPTS,
    SYS_PORTS,
    SYS_PROCESSING,
    SYS_REGIMES,
    SYS_MINORS,
    SYS_COURTS,
    SYS_INTERIOR,
    SYS_HARM,
    SYS_DIPLOMACY,
    SYS_TRADE,
    SYS_MONEY,
    SYS_STATISTICS,
    SYS_COUNT
} cor_system_id;

/* What can happen to a person who tries a crossing; one flow each, from first-timers and from those who try again. */
typedef enum {
    TRY_TURN_IN,
    TRY_OUTSIDE, /* turns in, and waits in the open on the US side to be taken in */
    TRY_CAUGHT,
    TRY_RESCUED,
    TRY_GOT_AWAY,
    TRY_DIED_FOUND,
    TRY_DIED_NOT_FOUND,
    TRY_COUNT
} cor_try;

/* Series, in the order in which they stand in every output; harm last. statistics.c says what each is; the system that
 * knows records it. */
typedef enum {
    S_DEPARTURES,
    S_DARIEN,
    S_RIDERS,
    S_CARAVAN,
    S_CARAVAN_KM,
    S_PRICE,
    S_MX_EVENTS,
    S_MX_RETURNS,
    S_BUSED,
    S_BUSED_AGAIN,
    S_BRIBES,
    S_ASYLUM,
    S_EFFORT,
    S_BUDGET,
    S_WAITING,
    S_DAYS,
    S_ENCOUNTERS,
    S_UNIQUE,
    S_REMOTE,
    S_PORTS,
    S_PORT_CLOSED,
    S_GOTAWAYS,
    S_REPEAT,
    S_EXPULSIONS,
    S_RELEASES,
    S_REMOVALS,
    S_CUSTODY,
    S_MINORS,
    S_EMERGENCY,
    S_BACKLOG,
    S_YEARS,
    S_INTERIOR,
    S_OCCUPANCY,
    S_POSTURE,
    S_LEVERAGE,
    S_TRADE_HELD,
    S_TRADE_COST,
    S_MONEY,
    S_DEATHS,
    S_RECORDED,
    S_ROAD,
    S_RESCUES,
    S_KIDNAP,
    S_EXTORT,
    S_COUNT
} cor_series;

/* Institutions and features that a scenario may have or not: institutions.c. */
typedef enum {
    HAS_DARIEN,
    HAS_TRAINS,
    HAS_STATIONS,
    HAS_PORTS,
    HAS_TRADE,
    HAS_CUSTODY,
    HAS_CARAVANS,
    HAS_ASYLUM,
    HAS_EXPULSIONS,
    HAS_HEARINGS,
    HAS_MINORS,
    HAS_COURTS,
    HAS_INTERIOR,
    HAS_DIPLOMACY,
    HAS_AID,
    HAS_MONEY,
    COR_INSTITUTIONS
} cor_institution;

/* Ways out of custody. */
typedef enum {
    OUT_RELEASED,
    OUT_EXPELLED, /* to Mexico, tries again from there or not: see returned_to */
    OUT_FLOWN,    /* expelled or removed by air to the home country */
    OUT_RETURNED, /* to Mexico under title 8 (Mexicans; others from May 2023) */
    OUT_MPP,      /* to Mexico to wait for a hearing */
    OUT_DETAINED,
    OUT_MINOR_CARE,
    OUT_COUNT
} cor_out;

/* What the US asks of Mexico beside forces at checkpoints (diplomacy.c). */
typedef enum { ASK_REMOVALS, ASK_BUSES, ASK_READMISSION, ASK_VISAS, ASK_COUNT } cor_ask;

typedef struct {        /* a leg of the network, ready for the day's work */
    int from, to, road; /* road: legs that join the same two places */
    int region;         /* of Mexico where it is checked, or -1 */
    int is_air, darien;
    int free, pays, held; /* flows; -1 if none */
} cor_leg;

typedef struct {
    int from, sector, remote;
    int first[TRY_COUNT], again[TRY_COUNT]; /* flows */
} cor_crossing;

typedef struct {
    int line_city;                            /* index among border cities, or -1 */
    int stock;                                /* at the place, ND */
    int line, to_line;                        /* border cities: those who have come to cross here, ND; else -1; flow */
    int again;                                /* border cities: those who try again, NDA; else -1 */
    int held;                                 /* queue of the seen, ND, or -1 */
    int nroads, *roads;                       /* out of the place */
    int group;                                /* sector group reachable: nest index, or nnests if several */
    int station;                              /* where its held are taken, or -1 */
    int exposed;                              /* those at the place, to harm.c; so the ones of crossing.c */
    int died_found, died_not_found, gives_up; /* flows */
    double robbery;                           /* mean relative hazard of the legs that lead here */
} cor_place;

typedef struct { /* flows of an office for asylum in Mexico; its applicants before and in the queue, to harm.c */
    int applies, ready, leaves, leaves_queue, served, stays, north, refused, caravan, exposed, exposed_queue;
} cor_office;

typedef struct {   /* people of a stock who can be extorted and, if a border city is named, kidnapped near it */
    int city, per; /* index among border cities, or -1; classes of the stock for one of ND */
    int extorted, kidnapped; /* event; flow, or -1 */
} cor_exposed;

struct mdl_model {
    const scn_scenario *s;
    eng_model *e;
    int nn, nd, nda; /* nationalities, ND classes, NDA classes */
    int dim_n, dim_d, dim_a, N, ND, NDA;
    cor_place *places;
    cor_leg *legs;
    cor_crossing *crossings;
    int nroads, *road_from, *road_to, *road_first, *road_count, *road_legs; /* roads and their legs */
    int *road_modes;                                                        /* [nroads] modes besides flights */
    int *topological;                                                       /* places, north first */
    int ncities, *cities;                                                   /* border cities: place indices */
    int mexico;                                                             /* index of the nationality Mexico */
    int *bloc;                                                              /* [nn] */
    cor_latents latents;
    int *par[SYS_COUNT]; /* offsets of each system's parameters in the value array */

    /* stocks and flows that several systems read */
    struct {
        int population, pool, home;
        int nflows, *flow, *flow_place, *flow_origin; /* sets out: where it arrives, and its first row of origins.csv */
        int *row_flow;                                /* [rows of origins.csv] index of its flow */
        int refill, rested;
    } origins;
    struct {
        int value, slow, choice; /* fields: [places][nd], [places][nd], [legs][nd] */
        int cross_here;          /* field [cities][nd]: share of those at a border city who stay to cross */
        int reference; /* field [places][nd] and one more, owned by origins: values on the first day; set or not */
    } routes;
    struct {
        int state, *is_train, *bus_region; /* field; [legs]; [legs] region of Mexico of a bus, or -1 */
    } trains;
    struct {
        int walking, state, noise; /* stock, field, channel */
        int n, *line;              /* places it passes */
        double *km, *deaths;       /* [n] from the start; recorded deaths per 100,000 and km of the stretch before */
        int joins, driven_back, papers, died_found, died_not_found, *falls_out, *held; /* flows; [n] */
        int exposed;                                                                   /* to harm.c */
    } caravans;
    struct {
        int *applicants, *queue, *answered; /* [places] stocks, -1 without an office */
        int office, work, papers;           /* place of the first office; stocks */
        cor_office *flows;                  /* [places] */
        int *rides, moves_on, serve;        /* [cities] flows; flow; serve */
        int exposed;                        /* those with papers, to harm.c */
    } refuge;
    struct {
        int seen;             /* field [legs]: chance of being seen, foreigners */
        int believed;         /* field [regions]: effort as believed */
        int used;             /* field [regions]: effort as it has been, for its waning */
        int *serve;           /* [regions] */
        int *served, *passed; /* [places] flows out of held queues */
    } checkpoints;
    struct {
        int *stock, *returned, *bused, *released, *to_flight, *flown, *unseated, *queue; /* [stations] */
        int seats;                                                                       /* serve */
    } stations;
    struct {
        int money, landed, home, works; /* field [1], USD; stock, ND; flows out of it */
    } repatriation;
    struct {
        int *queue, *taken, *let_go, *leave; /* [places] */
        int south, serve;
    } decompression;
    struct {
        int price, demand, capacity; /* fields [sectors]: log price; guided people a day, as it is and as it was */
        int used, lean;              /* fields [regions], [crossings]: effort guides are used to; their lean, utility */
    } smugglers;
    struct {
        int *hostage, *freed;             /* [cities] */
        int *camp, *camp_in, *camp_serve; /* [sectors] queue in the open on the US side; flow to custody */
        int *camp_city;                   /* [sectors] border city it is counted at */
        int outside;                      /* field [sectors]: share of those who turn in who must wait outside */
    } waiting;
    struct {
        int caught;                /* field [sectors]: chance that an evader is caught */
        int choice;                /* field [crossings][2][nd]: shares among those who go, turn in and evade */
        int to_port;               /* field [cities][nd]: share of those who go that join a list for an appointment */
        int utility;               /* field [cities][nd]: value of the line */
        int dropped;               /* field [crossings]: of those who evade there, the share who were dropped short */
        int *city_first, *of_city; /* crossings of city c: of_city[city_first[c]] up to city_first[c + 1] */
        int *later;                /* [cities] those who will try again, but not soon, NDA */
        int *later_soon;           /* [cities] flows */
        int *give_up, *removed, *joins;                   /* [cities] from line */
        int *give_up_again, *removed_again, *joins_again; /* [cities] from again */
        int *exposed, *exposed_again, *exposed_later;     /* [cities] to harm.c */
        int got_away, dead;                               /* stocks, N */
    } crossing;
    struct {
        int *queue, *served, *leave, *serve; /* [ports] */
        int *exposed;                        /* [ports] those on the list, to harm.c */
        int *of_city;                        /* [cities] port of the city with the most officers, or -1 */
        int admitted, files, to_care;        /* stock, ND; flows to cities, of minors to shelters */
        int *closable;                       /* [ports] rows of ports.csv: ports, then rail bridges (closable.names) */
        int moved, then;                     /* fields [closable]: officers moved; lowest effort since they were */
        int arrivals, usual;                 /* fields: encounters a day by city; [1] effort Washington is used to */
    } ports;
    struct {
        int *custody, *processed, *served, *serve; /* [sectors] */
        int *out[OUT_COUNT];                       /* [sectors] flows; -1 for the ways back to Mexico, which are: */
        int nback, *back_sector, *back_city;       /* one row for each row of returns.csv */
        double *back_row_share;
        int *back[COR_BACKS][COR_ENDS], *back_mpp; /* [nback] flows */
        int *mpp, *mpp_leave, *mpp_retry;          /* [cities] */
        int *mpp_exposed;                          /* [cities] to harm.c */
        int load;                                  /* field [sectors]: share of agents in custody work */
        int detained, detained_removed, detained_released, inside, files; /* files: sets out for a city, interior.c */
        int transfer, *moved_out, *moved_in; /* people on the way between sectors, NDA; flows [sectors] */
    } processing;
    struct {
        int *waiting, *taken, care, leave, serve; /* [sectors, and ports] queues for a bed, ND; flows into care */
        int sites;                                /* field [2]: emergency sites open, in preparation */
    } minors;
    struct {
        int arriving, settled, *shelter;            /* stocks, ND; [cities of the US] */
        int *to_shelter, *to_settle, *leave, files; /* flows */
    } interior;
    struct {
        int implied; /* field [nd]: chance of staying the rules of the day imply, at ordinary load */
        int belief;  /* field [sectors][nd] */
        int tone;    /* field [nn][3]: tone heard, got used to; announced dates */
        int family;  /* field [3][families][nn]: openness of route families, seen through three stages */
    } beliefs;
    struct {
        int docket, served, serve, decided, residents, filed;
        int years; /* field [1]: expected years before a decision */
    } courts;
    struct {
        int state, noise; /* field and channel of diplomacy.c */
        int air;          /* route family of flights to Mexico, or -1 */
    } diplomacy;
    struct {
        int built; /* field of aid.c */
    } aid;
    struct {
        int n, most; /* stocks whose people are exposed: every owner names its own (cor_expose) */
        cor_exposed *of;
    } harm;
    struct {
        int turn_in_fee; /* offset of crossing.turn_in_fee_share in the value array */
    } money;
    /* places of series that are not the scenario's own */
    struct {
        int n;
        const char **names;
    } interior_cities, spenders, closable; /* cities of the US; "who: what" money is spent on; ports and rail bridges */
    struct {
        int death, cross, checkpoint, departure; /* channels */
    } noise;
    int has[COR_INSTITUTIONS];
    int noffs, *offs; /* parameters held at these values, of what the scenario does not have */
    double *off_values;
    int nseries, width;
    mdl_series *series; /* [S_COUNT] */
    mdl_series *shown;  /* [nseries] those of what the scenario has: all that anybody outside sees */
    int nkept;          /* arrays made while declaring, freed with the model */
    void **kept;
};

struct mdl_member {
    const mdl_model *m;
    eng_world *w;
    double *base, *values; /* parameters: drawn; of the day */
    int64_t day, first_day;
    int64_t values_day; /* whose parameters `values` holds */
    double *record;     /* where statistics adds the day, or NULL */
    const cor_latents *latents;
    double *go,
        *go_known; /* routes.c: rates of going on, and the values they were made of; derived, never read stale */
    double *crossing_caught; /* scratch of crossing.c, in the order of crossing.of_city */
    double *nda, *big;       /* scratch for the systems, [4][NDA] and more, never read before written */
};

/* ---- systems: each declares once and decides daily ---- */

typedef struct {
    const char *name, *part;    /* of the mission: "S05"; "ours" */
    const mdl_setting *off;     /* what switches it off for `vado knockout`, ended by an entry without path; or NULL */
    const par_decl *parameters; /* ended by an entry without path; the system's own enum counts them */
    int (*declare_stocks)(mdl_model *m, int system); /* stocks, fields and channels */
    int (*declare_flows)(mdl_model *m, int system);  /* flows and serves, when all stocks exist */
    int (*decide)(void *member, eng_day *day);
    int (*record)(void *member, const eng_world *w);
    int (*start)(mdl_member *p); /* first people and values of fields */
} cor_system;

extern const cor_system cor_origins, cor_beliefs, cor_aid, cor_routes, cor_trains, cor_caravans, cor_smugglers,
    cor_checkpoints, cor_stations, cor_repatriation, cor_decompression, cor_waiting, cor_refuge, cor_crossing_system,
    cor_attempts, cor_ports, cor_processing, cor_regimes, cor_minors, cor_courts, cor_interior, cor_harm, cor_diplomacy,
    cor_trade, cor_money, cor_statistics;

/* institutions.c: does a scenario have one; does a parameter act in it; what is wrong with what it says of them. */
int cor_has(const scn_scenario *s, cor_institution institution);
int cor_acts(const scn_scenario *s, int parameter);
void cor_check_institutions(const scn_scenario *s, rep_report *rep);
int cor_settle_institutions(mdl_model *m);                    /* fills in has and offs */
void cor_hold_off(const mdl_model *m, double *values);        /* after any change of a day's values */
const char *cor_home(void);                                   /* the scenario that the defaults were judged for */
int cor_at_home(const scn_scenario *s);                       /* does it lie in the same corridor */
const char *const *cor_first_to_judge(void);                  /* what to look at first elsewhere, ended by NULL */
void cor_check_words(const scn_scenario *s, rep_report *rep); /* statistics.c: labels and meanings, of series? */
int cor_is_darien(const scn_scenario *s, int leg);            /* model.c: does a leg lead through the gap */
int cor_start(mdl_member *p);                                 /* every system's first values */
/* n ids, all -1, freed with the model; NULL without memory. */
int *cor_ids(mdl_model *m, int n);
void **cor_pointers(mdl_model *m, int n);
double *cor_numbers(mdl_model *m, int n);

int cor_member_open(const mdl_model *m, const mdl_member_options *o, mdl_member **out);
void cor_member_close(mdl_member *p);
int64_t cor_member_day(const mdl_member *p);
int cor_member_step(mdl_member *p, double *record);
const char *cor_member_error(const mdl_member *p);
eng_world *cor_member_world(mdl_member *p);
const double *cor_member_parameters(const mdl_member *p);

/* Parameter k of a system's own table, today; element i of one that varies by place or people. */
static inline double cor_par(const mdl_member *p, cor_system_id system, int k, int i) {
    return p->values[p->m->par[system][k] + i];
}

/* ---- help shared by systems ---- */
static inline int cor_n(int nd) { return nd / DEMO_COUNT; }
static inline int cor_d(int nd) { return nd % DEMO_COUNT; }
/* Those of [ND] people who are not Mexicans. */
static inline double cor_foreigners(const mdl_member *p, const double *people) {
    double sum = 0;
    for (int nd = 0; nd < p->m->nd; nd++)
        sum += cor_n(nd) == p->m->mexico ? 0 : people[nd];
    return sum;
}
static inline double cor_clamp(double x, double low, double high) { return x < low ? low : x > high ? high : x; }
/* Weight today of what halves in half_life days, and its complement's step. */
static inline double cor_step(double half_life_days) { return 1 - det_exp(-0.69314718055994531 / half_life_days); }
int cor_name(char *out, size_t size, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;
/* Latent of a day from monthly knots. */
double cor_latent(const cor_latents *l, const double *knots, int64_t day);

/* statistics.c, for `record` of any system: people of a flow or stock of shape ND (per 1) or NDA (per COR_ATTEMPTS),
 * times a factor, into a series' cells of a place (0 where it has none). flow or stock -1: nothing. Only when p->record
 * is not NULL. */
void cor_count_flow(const mdl_member *p, const eng_world *w, cor_series series, int place, int flow, int per,
                    double factor);
void cor_count_stock(const mdl_member *p, const eng_world *w, cor_series series, int place, int stock, int per,
                     double factor);
/* A number into a series without margins of people; of a ratio: numerator and denominator. */
void cor_count(const mdl_member *p, cor_series series, int place, double value);
void cor_count_ratio(const mdl_member *p, cor_series series, int place, double numerator, double denominator);

/* beliefs.c: how open a route family is to a nationality today, 0 to 1. */
double cor_family_open(const mdl_member *p, int family, int n);
/* beliefs.c: tone heard beyond what one is used to; pulses of announced dates (log rates). */
double cor_tone(const mdl_member *p, int n);
double cor_announced(const mdl_member *p, int n);
int cor_title42(const mdl_member *p); /* regimes.c: is the expulsion order in force */
/* regimes.c: how far each way out of custody lets people stay, weighted by `out`. */
double cor_stays(const mdl_member *p, int n, const double out[OUT_COUNT]);
/* processing.c: people who left custody of a sector by this way yesterday, by NDA. */
void cor_processed(const mdl_member *p, int sector, cor_out way, double *nda);
/* regimes.c: probabilities of the ways out of custody for one ND class on the day, before load; out sums to 1. */
void cor_regime(const mdl_member *p, int nd, double out[OUT_COUNT]);
/* ... and under a load of custody (people / places). */
void cor_regime_under_load(const mdl_member *p, int nd, double fill, double out[OUT_COUNT]);
/* courts.c: how weak the claims of a nationality are, against the mean (1). */
double cor_claim_weakness(const mdl_member *p, int n);
/* minors.c: minors who wait in a sector's custody for a bed, and minors in care. */
double cor_minors_waiting(const mdl_member *p, int sector);
double cor_minors_in_care(const mdl_member *p);
/* interior.c: chance in a day that one released or admitted sets out for a city; people who need a bed today. */
double cor_interior_sets_out(const mdl_member *p);
double cor_interior_bed_days(const mdl_member *p);
/* attempts.c: chance that a person returned for the k-th time (k from 1) tries again. */
double cor_retry(const mdl_member *p, cor_out how, int nd, int k);
double cor_soon_share(const mdl_member *p);
double cor_retry_from_mpp(const mdl_member *p);
/* crossing.c: agents of a sector on the day. processing.c: people in custody over places. */
double cor_agents(const mdl_member *p, int sector);
double cor_custody_fill(const mdl_member *p, int sector);
double cor_custody_places(const mdl_member *p, int sector);
/* harm.c: recorded deaths and rescues per person who evades at a crossing on the day. */
void cor_harm_of_crossing(const mdl_member *p, int crossing, double *recorded, double *not_found, double *rescued);
/* harm.c: names a stock of shape ND (per 1) or NDA (per COR_ATTEMPTS) whose people can be extorted and, if `city` is an
 * index among border cities and not -1, kidnapped near it. In declare_flows; returns the number to ask with, or an
 * error below 0. */
int cor_expose(mdl_model *m, const char *who, int stock, int city, int per);
/* ... the owner asks for a day's harm of them at a place, hazards times a factor. *unharmed: the share that is left for
 * whatever else may happen to them that day. */
int cor_harm_of(mdl_member *p, eng_day *day, int exposed, int place, double factor, double *unharmed);
/* ... of all of them, yesterday or in `record` today: acts of extortion, people kidnapped. */
double cor_extorted(const mdl_member *p, const eng_world *w);
double cor_kidnapped(const mdl_member *p, const eng_world *w);
/* harm.c: factor on extortion in a caravan; factors on the recorded deaths of legs. */
double cor_harm_in_a_caravan(const mdl_member *p);
void cor_deaths_on_the_way(const mdl_member *p, double *found, double *not_found);
/* routes.c: factors on the rate of going on, by ND (waiting is a choice); share of those seen who pay. */
const double *cor_go_factors(mdl_member *p, int place);
double cor_scale_near(const mdl_member *p); /* of choice where one group of sectors is left */
double cor_bribe_share(const mdl_member *p, int n);
/* smugglers.c: price of a guided crossing of a sector over the fees of crossings.csv; lean of guides to a crossing
 * (utility of evading there, for a nationality); share of the guided dropped short onto the remote legs of a city,
 * moved in `choice`, and told by crossing in `dropped`; what that does to the risks at a crossing; factor on the share
 * of a nationality who pay at checkpoints. */
double cor_smuggler_price(const mdl_member *p, int sector);
double cor_smuggler_lean(const mdl_member *p, int crossing, int n);
void cor_drop_short(const mdl_member *p, int city, double *choice, double *dropped);
double cor_dropped_harm(const mdl_member *p, int crossing);
double cor_bribe_lift(const mdl_member *p, int n);
/* checkpoints.c: effort in force in a region of Mexico: ordered, within what staff can do, as far as it has waned. */
double cor_effort(const mdl_member *p, int region);
double cor_mexican_staff(const mdl_member *p); /* people of all forces at work on migration today */
/* crossing.c: people encountered between ports yesterday at a crossing, by whatever try. */
double cor_encountered(const mdl_member *p, int crossing);
/* crossing.c: chance today that an evader is caught at a crossing. */
double cor_caught_at(const mdl_member *p, int crossing);
/* routes.c: of those of each class who set out from a place, the shares that come to cross at each border city, by the
 * choices of today; out [cities][ND] with room for [places][ND] more behind it. */
void cor_where_to(const mdl_member *p, int place, double *out);
/* trains.c: does a leg run; did that change since yesterday; factor on checkpoints, hardship added, factor on deaths.
 */
int cor_rail_runs(const mdl_member *p, int leg);
int cor_rail_changed(const mdl_member *p);
double cor_rail_checks(const mdl_member *p, int leg);
double cor_rail_hardship(const mdl_member *p, int leg);
double cor_rail_for_mexicans(const mdl_member *p, int leg); /* what a train costs Mexicans besides, utility */
double cor_rail_falls(const mdl_member *p, int leg);
/* trains.c: shares [modes][ND] of the legs of a road when its trains have room for so many; NULL: as chosen. */
const double *cor_rail_board(const mdl_member *p, int place, int road, const double *go, const double *choice,
                             double *out);
/* caravans.c: of those who wait at a place, the share that leaves in a caravan today (foreigners). */
double cor_caravan_leaving(const mdl_member *p, int place);
/* refuge.c: stock of applicants at a place, or -1; the flow of applications and its rates [ND], 0 without an office. */
int cor_applicants_at(const mdl_model *m, int place);
int cor_applies_flow(const mdl_model *m, int place);
void cor_applies_at(const mdl_member *p, int place, double *out);
/* stations.c: how much of the stations' places of a region is in use today. */
double cor_station_capacity(const mdl_member *p, int region);
/* repatriation.c: chance that notice, identification and seat come before release (hours). */
double cor_flight_before_release(double identify_mean, double notice, double seat_wait, double limit, double compliance,
                                 double held_on);
/* ... for each nationality, times acceptance, when the share `paid` of what is wanted can be paid. */
void cor_flight_chances(const mdl_member *p, double paid, double *chance);
/* Share of the day's returns there is money for; seats bought; USD paid for the returns of the last day moved. */
double cor_returns_paid(const mdl_member *p, double bus_seats);
double cor_seats_per_day(const mdl_member *p, double paid);
double cor_returns_usd(const mdl_member *p);
/* waiting.c: chances in a day of those who wait at the line. */
double cor_removal_at(const mdl_member *p, int place);
double cor_give_up_at_line(const mdl_member *p);
/* ports.c: expected days on a city's list for an appointment, -1 where there is none; what such a list is worth. */
double cor_port_days(const mdl_member *p, int city);
double cor_port_value(const mdl_member *p, double days, int nd);
/* diplomacy.c: factors of today on what the schedule says Mexico does, all 1 in scripted mode: effort at checkpoints of
 * a region, what else is asked for, and how open a route family stays (1 but for flights to Mexico). */
double cor_effort_factor(const mdl_member *p, int region);
double cor_ask_factor(const mdl_member *p, cor_ask ask);
double cor_visa_factor(const mdl_member *p, int family);
/* aid.c: what aid beyond or short of history's does to departures (log rate); all countries' aid of a day. */
double cor_aid_push(const mdl_member *p, int n);
double cor_aid_usd_per_day(const mdl_member *p);
/* ports.c: share of the service of a port or rail bridge (closable.names) that is closed this morning, 0 to 1; officers
 * a sector's ports and bridges have given to processing. */
double cor_closed(const mdl_member *p, int closable);
double cor_officers_moved(const mdl_member *p, int sector);
/* processing.c: custody places of a sector, people in its custody; hours a day an agent or officer works. */
double cor_in_custody(const mdl_member *p, int sector);
double cor_agent_hours(const mdl_member *p);
/* trade.c: value of goods held up today at a port or rail bridge, USD a day. */
double cor_trade_held(const mdl_member *p, int closable);

#endif
