/* The small scenario to begin from. Its places are not on a map: what is to be replaced cannot be taken for a finding.
 */
#include "scenario/starter.h"

#define JUDGED ",[our judgement]\n"

static const char yaml[] =
    "# A corridor of one's own: two ways from an origin to a border, a town each before it, two sectors behind it.\n"
    "# Nothing here is a figure of the world. Replace the rows, table by table, and check this folder\n"
    "# after each: it says with line and column what does not fit, and what is not there yet.\n"
    "name: new-corridor\n"
    "title: A corridor to begin from\n"
    "model: corridor\n"
    "period: {from: 2018-01-01, until: 2018-12-31}\n"
    "spin_up_days: 60          # days lived before the first that is told, so that people are on their way\n"
    "parameters:               # those not set stand at their defaults\n"
    "    origins.rate_per_year: {Highland: 0.01}    # of the population, people who set out in a year\n";

static const char nationalities[] = "# Who sets out. bloc: nationalities of one bloc share what is fitted of sectors.\n"
                                    "name,bloc,population,source\n"
                                    "Highland,Highland,5000000" JUDGED;

static const char origins[] =
    "# Where they set out from, and the family of routes they take; shares of a nationality add up to 1.\n"
    "nationality,place,family,from,until,share,source\n"
    "Highland,Old Town,home,,,1" JUDGED;

static const char places[] =
    "# role: origin, route, south_border, north_border (from where the border is crossed). country: two letters.\n"
    "# rest_days: usual stay; shelter_places: people who find a bed; danger: a multiple of the usual risk of being "
    "robbed.\n"
    "name,country,role,region,lat,lon,rest_days,shelter_places,danger,source\n"
    "Old Town,HL,origin,,10.0,-80.0,0,0,1" JUDGED "Halfway,HL,route,,12.0,-82.0,4,300,1" JUDGED
    "West Bridge,HL,north_border,,14.0,-84.0,8,500,1.5" JUDGED "East Bridge,HL,north_border,,14.0,-81.0,8,500,2" JUDGED;

static const char legs[] =
    "# Ways between two places, each by a mode (walk, bus, train, smuggler, air); a pair may have several.\n"
    "# hardship: what cannot be paid with money, 0 to 10; robbery: a multiple; checkpoint: load.\n"
    "from,to,mode,km,days,cost_usd,hardship,checkpoint,deaths_per_100k,robbery,opens,closes,source\n"
    "Old Town,Halfway,bus,500,2,60,1,0,2,1,," JUDGED "Old Town,Halfway,walk,450,14,20,5,0,10,2,," JUDGED
    "Halfway,West Bridge,bus,400,1,50,1,0,2,1,," JUDGED "Halfway,East Bridge,bus,350,1,40,1,0,2,1.5,," JUDGED;

static const char sectors[] =
    "# The other side of the border. agents: who finds people; custody_places: beds; tmax: mean highest temperature, "
    "C.\n"
    "name,nest,state,agents,custody_places,lat,lon,tmax_jan,tmax_feb,tmax_mar,tmax_apr,tmax_may,tmax_jun,tmax_jul,"
    "tmax_aug,tmax_sep,tmax_oct,tmax_nov,tmax_dec,source\n"
    "West,West,North,800,600,14.2,-84.0,14,17,22,26,31,36,35,34,31,26,19,14" JUDGED
    "East,East,North,1200,900,14.2,-81.0,21,24,27,30,33,36,36,37,34,31,26,22" JUDGED;

static const char crossings[] =
    "# Where a border place is crossed to a sector. kind: urban or remote; terrain: river, open, desert.\n"
    "name,from,sector,kind,terrain,km,days,cost_usd,hardship,remoteness,deaths_per_100k,source\n"
    "West Bridge: the river,West Bridge,West,urban,river,3,0.5,100,2,0.1,10" JUDGED
    "West Bridge: the desert,West Bridge,West,remote,desert,60,3,2500,6,0.7,200" JUDGED
    "East Bridge: the river,East Bridge,East,urban,river,4,0.5,100,2,0.1,20" JUDGED
    "East Bridge: the ranches,East Bridge,East,remote,open,90,4,2500,7,0.8,250" JUDGED;

static const char returns[] = "# To which border place a sector returns people; shares of a sector add up to 1.\n"
                              "sector,place,share,source\n"
                              "West,West Bridge,1" JUDGED "East,East Bridge,1" JUDGED;

static const char schedule[] = "# What changed on which day: change is set, scale or add; until is the last day, "
                               "empty: to the end. A policy is a file\n"
                               "# of the same form, laid over this one when it is run; those in policies/ are the "
                               "what-ifs that this scenario ships.\n"
                               "from,until,parameter,where,who,change,value,note,source\n"
                               "2018-07-01,,us.agents,East,,scale,1.5,more agents in the east,[our judgement]\n";

const scn_starter_file scn_starter[SCN_STARTER_FILES] = {
    {"scenario.yaml", yaml},      {"nationalities.csv", nationalities},
    {"origins.csv", origins},     {"places.csv", places},
    {"legs.csv", legs},           {"sectors.csv", sectors},
    {"crossings.csv", crossings}, {"returns.csv", returns},
    {"schedule.csv", schedule}};
