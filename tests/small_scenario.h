/* A valid scenario of four places as texts, and a few declared parameters, for tests and fuzz targets of src/scenario.
 * A test changes one text and looks at what is said. */
#ifndef VADO_TESTS_SMALL_SCENARIO_H
#define VADO_TESTS_SMALL_SCENARIO_H

#include "scenario/scenario.h"

#include <string.h>

typedef struct {
    const char *name, *text;
} small_file;

static const small_file small_files[] = {
    {"scenario.yaml", "name: small\n"
                      "title: Four places\n"
                      "model: corridor\n"
                      "period: {from: 2018-01-01, until: 2018-12-31}\n"
                      "spin_up_days: 30\n"
                      "latents: latents/flat.csv\n"
                      "parameters:\n"
                      "  mexico.effort: 2\n"
                      "  border.agents: {El Paso: 300, Yuma: 200}\n"},
    {"nationalities.csv", "name,bloc,population,source\n"
                          "Mexico,Mexico,120000000,x\n"
                          "Honduras,North,9000000,x\n"},
    {"places.csv", "name,country,role,region,lat,lon,rest_days,shelter_places,danger,source\n"
                   "San Pedro Sula,HN,origin,,15.5,-88,,,,x\n"
                   "Tapachula,MX,south_border,south,14.9,-92.3,10,500,1.5,x\n"
                   "Ciudad Juárez,MX,north_border,north-west,31.7,-106.4,5,800,2,x\n"
                   "San Luis Río Colorado,MX,north_border,north-west,32.5,-114.8,5,100,1,x\n"},
    {"legs.csv", "from,to,mode,km,days,cost_usd,hardship,checkpoint,deaths_per_100k,robbery,opens,closes,source\n"
                 "San Pedro Sula,Tapachula,bus,700,2,100,1,0,1,1,,,x\n"
                 "Tapachula,Ciudad Juárez,bus,3000,4,300,1,2,2,1,,,x\n"
                 "Tapachula,San Luis Río Colorado,train,3500,9,50,5,1,20,3,2018-02-01,,x\n"},
    {"sectors.csv",
     "name,nest,state,agents,custody_places,lat,lon,tmax_jan,tmax_feb,tmax_mar,tmax_apr,tmax_may,tmax_jun,"
     "tmax_jul,tmax_aug,tmax_sep,tmax_oct,tmax_nov,tmax_dec,source\n"
     "Yuma,Arizona,Arizona,800,300,32.7,-114.6,20,22,26,30,35,40,42,41,38,32,25,20,x\n"
     "El Paso,Texas West,Texas,2000,900,31.8,-106.4,14,17,22,26,31,36,35,34,31,26,19,14,x\n"},
    {"crossings.csv", "name,from,sector,kind,terrain,km,days,cost_usd,hardship,remoteness,deaths_per_100k,source\n"
                      "Juárez river,Ciudad Juárez,El Paso,urban,river,3,0.5,100,2,0.1,10,x\n"
                      "Santa Teresa,Ciudad Juárez,El Paso,remote,desert,60,3,3000,6,0.6,200,x\n"
                      "Yuma dam,San Luis Río Colorado,Yuma,urban,wall,3,0.5,100,2,0.1,10,x\n"
                      "Camino del Diablo,San Luis Río Colorado,Yuma,remote,desert,90,4,3000,8,0.9,400,x\n"},
    {"stations.csv", "name,place,region,places,source\n"
                     "Siglo XXI,Tapachula,south,960,x\n"},
    {"ports.csv", "name,place,sector,officers,lat,lon,source\n"
                  "Paso del Norte,Ciudad Juárez,El Paso,100,31.7,-106.4,x\n"},
    {"origins.csv", "nationality,place,family,from,until,share,source\n"
                    "Honduras,San Pedro Sula,home,,2018-06-30,1,x\n"
                    "Honduras,San Pedro Sula,home,2018-07-01,,2,x\n"
                    "Mexico,Tapachula,home,,,1,x\n"},
    {"returns.csv", "sector,place,share,source\n"
                    "El Paso,Ciudad Juárez,1,x\n"
                    "Yuma,San Luis Río Colorado,1,x\n"},
    {"parameters.csv", "parameter,where,who,value,source,note\n"
                       "behaviour.stay,Tapachula,Honduras/family,0.5,x,\n"
                       "behaviour.stay,,Honduras,0.25,x,\n"
                       "border.agents,Yuma,,250,x,\n"},
    {"schedule.csv", "from,until,parameter,where,who,change,value,note,source\n"
                     "2018-03-01,2018-03-31,mexico.effort,,,set,5,,x\n"
                     "2018-03-10,2018-04-10,mexico.effort,,,scale,2,,x\n"
                     "2018-05-01,,border.agents,Yuma,,add,50,,x\n"},
    {"policies/more.csv", "# title: More agents in Yuma\n"
                          "from,until,parameter,where,who,change,value,note,source\n"
                          "2018-05-01,2018-05,border.agents,Yuma,,scale,2,,x\n"},
    {"latents/flat.csv", "latent,month,where,who,value\n"
                         "departures,2018-01,,Honduras,1\n"
                         "departures,2018-02,,Honduras,2\n"
                         "departures,2018-04,,Honduras,4\n"},
    {"observed/encounters.csv", "series,from,until,place,nationality,group,value,unit,publisher,kind,source,note\n"
                                "encounters,2018-01,2018-01,El Paso,,,1607,events,USBP,reported,x,\n"
                                "encounters,2018-01,2018-01,Yuma,Honduras,family,100,events,USBP,rounded,x,\n"},
};
enum { SMALL_FILES = sizeof small_files / sizeof small_files[0] };

static const par_decl small_declarations[] = {
    {"mexico.effort", "1", 1, 0, 20, PRIOR_LOGNORMAL, 0.5, 2, WHERE_NONE, WHO_NONE, PAR_POLICY, CONF_JUDGEMENT, "",
     "x"},
    {"border.agents", "people", 100, 0, 1000, PRIOR_NONE, 0, 0, WHERE_SECTOR, WHO_NONE, PAR_POLICY, CONF_JUDGEMENT, "",
     "x"},
    {"behaviour.stay", "probability", 0.1, 0, 1, PRIOR_UNIFORM, 0.05, 0.15, WHERE_PLACE, WHO_BOTH, PAR_BEHAVIOUR,
     CONF_JUDGEMENT, "", "x"},
    {"behaviour.fear", "1", 0, -5, 5, PRIOR_NORMAL, -1, 1, WHERE_NONE, WHO_DEMOGRAPHIC, PAR_BEHAVIOUR, CONF_JUDGEMENT,
     "", "x"},
    {"routes.wish", "1", 0, -5, 5, PRIOR_NONE, 0, 0, WHERE_FAMILY, WHO_NATIONALITY, PAR_BEHAVIOUR, CONF_JUDGEMENT, "",
     "x"},
    {NULL, NULL, 0, 0, 0, PRIOR_NONE, 0, 0, WHERE_NONE, WHO_NONE, PAR_STRUCTURE, CONF_SOURCE, NULL, NULL},
};
static const par_decl *const small_lists[] = {small_declarations};

/* The folder, with the file `name` (unless NULL) holding text (or, if text is NULL, missing). */
static inline int small_folder(scn_folder *f, const char *name, const char *text, size_t length) {
    memset(f, 0, sizeof *f);
    for (int i = 0; i < (int)SMALL_FILES; i++) {
        if (name != NULL && strcmp(small_files[i].name, name) == 0)
            continue;
        if (scn_folder_add(f, small_files[i].name, small_files[i].text, strlen(small_files[i].text)) != 0)
            return -1;
    }
    return name == NULL || text == NULL ? 0 : scn_folder_add(f, name, text, length);
}

static inline scn_options small_options(void) {
    scn_options o = {0};
    o.nlists = 1;
    o.lists = small_lists;
    return o;
}

static inline const char *small_text(const char *name) {
    for (int i = 0; i < (int)SMALL_FILES; i++)
        if (strcmp(small_files[i].name, name) == 0)
            return small_files[i].text;
    return NULL;
}

#endif
