/* Signs of what Mexico decides. */
#include "signs.h"

#define HELD "mexico.returns.share=1", "mexico.checkpoints.intensity=0.5"
#define POOR "mexico.repatriation.income_usd_per_day=20000", "mexico.repatriation.reserve_usd=1000"
#define SOUTH "mexico.bus_south.destination[Tapachula]=1"
#define REACT "2018-02-01,,diplomacy.endogenous,,,set,1,,x\n"
#define LINE                                                                                                           \
    "mexico.caravans.line[Tapachula]=1", "mexico.caravans.line[Acayucan]=2", "mexico.caravans.line[Mexico City]=3",    \
        "mexico.caravans.least=5", "mexico.caravans.hazard_per_week=0"
#define SHORT                                                                                                          \
    { "legs.csv", "Tapachula,Acayucan,walk,550,14", "Tapachula,Acayucan,walk,72,3" }
#define OFFICE                                                                                                         \
    { "parameters.csv", NULL, "parameter,where,who,value,source,note\nmexico.asylum.office,Tapachula,,0.01,x,\n" }
#define NO_PAPERS "mexico.caravans.papers_per_day=0"
#define THREAT "2018-02-15,,us.diplomacy.threat,,,set,2,,x\n"
#define CARAVAN "2018-03-02,2018-03-02,mexico.caravans.called,,,set,40,,x\n"
#define QUIET "diplomacy.crisis_hazard=0", "us.ports.posture=0"
#define ENCOUNTERS .outcome = {.words = "encounters between ports", .series = "encounters", .nationality = "Honduras"}
#define EVENTS .outcome = {.words = "taken in by Mexico", .series = "mexico_events"}
#define RETURNS .outcome = {.words = "returned by Mexico", .series = "mexico_returns"}
#define BY_AIR .outcome = {.words = "flown home by Mexico", .series = "mexico_returns_by_air"}
#define EFFORT .outcome = {.words = "Mexican effort in force", .series = "mexican_effort", .over = ""}
#define S(n) "mission, S" n

const sign_row sign_mexico[] = {
    {"mexico.checkpoints.effort", .values = {1, 2, 4, 8, 16}, ENCOUNTERS, -1,
     "MODEL, pattern 2; LITERATURE c: Southern Border Plan, January 2024"},
    {"mexico.checkpoints.effort", .values = {1, 2, 4, 8, 16}, EVENTS, 1, "LITERATURE c: arrests of 2014 and 2019"},
    {"mexico.checkpoints.effort", .values = {1, 2, 4, 8, 16},
     .outcome = {.words = "people who set out", .series = "departures"}, -1,
     "REFEREE A: effort that lasts keeps some from setting out", .not_fixed = 1},
    {"mexico.checkpoints.bribe_share", .values = {0, 0.2, 0.4, 0.6, 0.8}, EVENTS, -1, S("07: guards can be bribed")},
    {"mexico.checkpoints.bribe_share", .values = {0, 0.2, 0.4, 0.6, 0.8}, ENCOUNTERS, 1,
     S("06: pay officials to let trucks through")},
    {"mexico.checkpoints.added", .values = {0, 100, 300, 600, 1000}, EVENTS, 1, S("07: more detained than ever")},
    {"mexico.checkpoints.added", .values = {0, 100, 300, 600, 1000}, ENCOUNTERS, -1, "MODEL, pattern 2"},
    {"mexico.personnel.index", .values = {1, 2, 4, 7, 10}, EVENTS, 1, S("07, S08"),
     .sets = {"mexico.stations.capacity_factor=0.001", "mexico.checkpoints.effort=8"}},
    {"mexico.personnel.nationwide", .values = {1000, 4000, 8000, 16000, 32000}, EFFORT, 1,
     S("07: they have reached their limit"), .sets = {"mexico.checkpoints.effort=6"}},
    {"mexico.personnel.at_region", "south", .values = {1000, 2000, 4000, 8000, 16000}, EFFORT, 1,
     S("07: they have reached their limit"), .sets = {"mexico.checkpoints.effort=6"}},
    {"mexico.stations.capacity_factor", .values = {0.0002, 0.001, 0.003, 0.01, 1}, EVENTS, 1,
     "MODEL 6: detections never exceed what stations can take", .sets = {"mexico.checkpoints.effort=8"}},
    {"mexico.returns.share", .values = {0, 0.25, 0.5, 0.75, 1}, RETURNS, 1, S("09")},
    {"mexico.returns.share", .values = {0, 0.25, 0.5, 0.75, 1}, ENCOUNTERS, -1,
     "LITERATURE a.2: returned, some give up"},
    {"mexico.returns.group_factor", .values = {0, 0.25, 0.5, 0.75, 1}, RETURNS, 1, S("08: recorded as rescues")},
    {"mexico.stations.detention_limit_hours", .values = {12, 36, 72, 120, 360}, BY_AIR, 1, "MODEL 6; REFEREE A",
     .sets = {HELD}},
    {"mexico.stations.detention_limit_hours", .values = {12, 36, 72, 120, 360}, RETURNS, 1, "REFEREE A",
     .sets = {HELD}},
    {"mexico.repatriation.notice_hours", .values = {0, 24, 48, 72, 120}, BY_AIR, -1, "MODEL 6; REFEREE A",
     .sets = {HELD, "mexico.stations.detention_limit_hours=72"}},
    {"mexico.repatriation.notice_hours", .values = {0, 24, 48, 72, 120}, RETURNS, -1, "REFEREE A",
     .sets = {HELD, "mexico.stations.detention_limit_hours=72"}},
    {"mexico.repatriation.compliance", .values = {0, 0.25, 0.5, 0.75, 1}, BY_AIR, -1, "REFEREE A",
     .sets = {HELD, "mexico.stations.detention_limit_hours=36"}},
    {"mexico.repatriation.standing_share", .values = {0, 0.25, 0.5, 0.75, 1}, BY_AIR, 1, "MODEL 6: standing agreements",
     .sets = {HELD, "mexico.stations.detention_limit_hours=36"}},
    {"mexico.repatriation.accepts", .values = {0, 0.25, 0.5, 0.75, 1}, BY_AIR, 1, S("09: an agreement opens a country"),
     .sets = {HELD}},
    {"mexico.repatriation.seats_per_day", .values = {0, 2, 5, 15, 60}, BY_AIR, 1, "MODEL 6: seats", .sets = {HELD}},
    {"mexico.repatriation.seats_per_day", .values = {0, 2, 5, 15, 60}, RETURNS, 1, "MODEL 6: seats", .sets = {HELD}},
    {"mexico.repatriation.income_usd_per_day", .values = {0, 300, 1000, 3000, 30000}, RETURNS, 1,
     "MODEL, pattern 7: budget to zero, the record month follows",
     .sets = {HELD, "mexico.repatriation.reserve_usd=1000"}},
    {"mexico.repatriation.income_usd_per_day", .values = {0, 300, 1000, 3000, 30000}, ENCOUNTERS, -1,
     "MODEL, pattern 7: budget to zero, the record month follows",
     .sets = {HELD, "mexico.repatriation.reserve_usd=1000"}},
    {"mexico.repatriation.reserve_usd", .values = {1000, 10000, 50000, 200000, 1000000}, RETURNS, 1,
     "MODEL 6: a budget that can run out", "what is kept pays when payments stop", .sets = {HELD},
     .background = "2018-03-01,,mexico.repatriation.income_usd_per_day,,,set,0,,x\n"},
    {"mexico.repatriation.reserve_usd", .values = {1000, 10000, 50000, 200000, 1000000}, BY_AIR, SIGN_EITHER, "MODEL 6",
     "both: while the purse of buses fills, fewer fly", .sets = {HELD},
     .background = "2018-03-01,,mexico.repatriation.income_usd_per_day,,,set,20000,,x\n"},
    {"mexico.repatriation.work_help", .values = {0, 0.25, 0.5, 0.75, 1}, ENCOUNTERS, -1,
     S("09: helps the returned find work"), .sets = {HELD}},
    {"mexico.bus_south.per_day", .values = {0, 2, 5, 10, 40},
     .outcome = {.words = "bused south", .series = "mexico_bused_south"}, 1, S("10"),
     .sets = {SOUTH, "mexico.bus_south.share=1", "mexico.returns.share=0"}},
    {"mexico.bus_south.per_day", .values = {0, 2, 5, 10, 40}, .outcome = {.words = "bribes", .series = "bribes"}, 1,
     S("10: come north again, pay bribes again"),
     .sets = {SOUTH, "mexico.bus_south.share=1", "mexico.returns.share=0"}},
    {"mexico.bus_south.per_day", .values = {0, 2, 5, 10, 40}, ENCOUNTERS, -1, "LITERATURE i: 2024-01, southward buses",
     .sets = {SOUTH, "mexico.bus_south.share=1", "mexico.returns.share=0"}},
    {"mexico.bus_south.per_day", .values = {0, 30, 100, 300, 1000}, ENCOUNTERS, -1,
     "LITERATURE i: 2024-01, southward buses; those removed in the north",
     .sets = {SOUTH, "mexico.north.removals_effort=1", "origins.rate_per_year[Honduras]=1", "us.ports.posture=0"}},
    {"mexico.bus_south.share", .values = {0, 0.25, 0.5, 0.75, 1},
     .outcome = {.words = "bused south", .series = "mexico_bused_south"}, 1, S("10"),
     .sets = {SOUTH, "mexico.bus_south.per_day=1000", "mexico.returns.share=0"}},
    {"mexico.bus_south.share", .values = {0, 0.25, 0.5, 0.75, 1}, ENCOUNTERS, -1,
     "LITERATURE i: 2024-01, southward buses",
     .sets = {SOUTH, "mexico.bus_south.per_day=1000", "mexico.returns.share=0"}},
    {"mexico.north.removals_effort", .values = {0, 0.5, 1, 2, 5}, EVENTS, 1, "MODEL 6: raids and removals",
     .sets = {SOUTH}},
    {"mexico.north.removals_effort", .values = {0, 0.5, 1, 2, 5}, ENCOUNTERS, -1,
     "MODEL 6: without them January 2024 cannot fall by half", .sets = {SOUTH}},
    {"mexico.north.gap_guard", .values = {0, 0.5, 1, 2, 4},
     .outcome = {.words = "share on remote legs", .series = "remote_share", .over = "", .nationality = NULL}, 1,
     "MODEL 6: moves people to remote legs of the same sector"},
    {"mexico.trains.running", .values = {0, 0.25, 0.5, 0.75, 1},
     .outcome = {.words = "rides on freight trains", .series = "train_riders"}, 1, S("04: stopped trains")},
    {"mexico.trains.security", .values = {1, 2, 3, 5, 10},
     .outcome = {.words = "rides on freight trains", .series = "train_riders"}, -1,
     S("04: security was raised along the rail routes")},
    {"mexico.buses.put_off", "centre", .values = {0, 0.25, 0.5, 0.75, 1},
     .outcome = {.words = "rides on freight trains", .series = "train_riders"}, 1,
     S("04, S26: put off buses, they go another way")},
    {"mexico.caravans.block", .values = {0, 0.1, 0.3, 0.5, 0.7},
     .outcome = {.words = "walking in a caravan", .series = "caravan_people"}, -1, S("05"), .background = CARAVAN,
     .sets = {LINE, NO_PAPERS}, .edit = SHORT, .days = 60},
    {"mexico.caravans.stopped_held", .values = {0, 0.25, 0.5, 0.75, 1}, EVENTS, 1, S("05"), .background = CARAVAN,
     .sets = {LINE, NO_PAPERS, "mexico.caravans.block=0.5"}, .edit = SHORT, .days = 60},
    {"mexico.caravans.tire_out", .values = {0, 0.5, 1, 2, 5},
     .outcome = {.words = "km a caravan walks", .series = "caravan_km"}, -1, S("05: tire them out"),
     .background = CARAVAN, .sets = {LINE}, .days = 15},
    {"mexico.caravans.papers_after_days", .values = {0, 3, 8, 12, 20},
     .outcome = {.words = "walking in a caravan", .series = "caravan_people"}, 1, "MODEL 4: papers end it",
     .background = CARAVAN, .sets = {LINE}, .days = 60},
    {"mexico.caravans.papers_per_day", .values = {0, 0.1, 0.2, 0.4, 0.7},
     .outcome = {.words = "walking in a caravan", .series = "caravan_people"}, -1, "MODEL 4: papers end it",
     .background = CARAVAN, .sets = {LINE}, .days = 60},
    {"mexico.asylum.office", "Tapachula", .values = {0, 0.1, 0.3, 0.6, 1},
     .outcome = {.words = "ask for asylum in Mexico", .series = "asylum_in_mexico"}, 1,
     S("25: Mexico's own asylum capacity grows"), .edit = OFFICE},
    {"mexico.effort.income", .values = {0, 0.01, 0.02, 0.04, 0.1}, EFFORT, 1,
     "MODEL 10: a budget shuts effort down when it is empty", .background = REACT THREAT,
     .sets = {QUIET, "mexico.effort.budget=0"}},
    {"mexico.checkpoints.effort", .values = {1, 2, 4, 8, 16},
     .outcome = {.words = "fee of guided people", .series = "smuggler_price", .over = ""}, 1,
     S("06: prices adapt to enforcement")},
    {"mexico.north.gap_guard", .values = {0, 0.5, 1, 2, 4},
     .outcome =
         {.words = "deaths for each known got-away", .series = "deaths", .over = "gotaways", .nationality = "Honduras"},
     1, "MODEL 6; LITERATURE d: remote edges raise deaths per evader"},
    {"mexico.stations.detention_limit_hours", .values = {12, 36, 72, 120, 360}, RETURNS, 1,
     "REFEREE A: where the purse binds", .sets = {HELD, POOR}},
    {"mexico.stations.detention_limit_hours", .values = {12, 36, 72, 120, 360}, BY_AIR, 1,
     "REFEREE A: where the purse binds", .sets = {HELD, POOR}},
    {"mexico.repatriation.notice_hours", .values = {0, 24, 48, 72, 120}, RETURNS, -1,
     "REFEREE A: where the purse binds", .sets = {HELD, POOR, "mexico.stations.detention_limit_hours=72"}},
    {"mexico.repatriation.compliance", .values = {0, 0.25, 0.5, 0.75, 1}, RETURNS, -1, "REFEREE A",
     .sets = {HELD, "mexico.stations.detention_limit_hours=36"}},
};
const int sign_mexico_count = sizeof sign_mexico / sizeof sign_mexico[0];
