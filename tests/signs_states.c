/* Signs of what the United States decides behind the line, at the origins and in its talks with Mexico. */
#include "signs.h"

#define REACT "2018-02-01,,diplomacy.endogenous,,,set,1,,x\n"
#define QUIET "diplomacy.crisis_hazard=0", "us.ports.posture=0"
#define AIR                                                                                                            \
    { "origins.csv", "", "Honduras,Mexico City,air_mexico,,,0.5,x\n" }
#define MINORS .outcome = {.words = "minors in custody", .series = "custody", .group = 1 + DEMO_MINOR}
#define SITES .outcome = {.words = "emergency sites open", .series = "emergency_shelters"}
#define DEPARTURES .outcome = {.words = "people who set out", .series = "departures"}
#define ENCOUNTERS .outcome = {.words = "encounters between ports", .series = "encounters"}
#define EFFORT .outcome = {.words = "Mexican effort in force", .series = "mexican_effort", .over = ""}
#define BEDS(city)                                                                                                     \
    .outcome = {                                                                                                       \
        .words = "who need a bed, over beds, in " city, .series = "shelter_occupancy", .over = "", .place = city}
#define BAR "us.asylum.rule_penalty=0.3"
#define MANY "us.minors.most_sites=200"
#define FEW_BEDS "us.minors.beds=5000"
#define S(n) "mission, S" n

#define CITY(slug, name)                                                                                               \
    {"us.interior." slug ".beds", .values = {10, 30, 100, 300, 1000}, BEDS(name), -1, S("18"), .no_members = 1},       \
        {"us.interior." slug ".buses",                                                                                 \
         .values = {0, 1, 2, 4, 8},                                                                                    \
         .outcome = {.words = "arrivals in " name, .series = "interior_arrivals", .place = name},                      \
         1,                                                                                                            \
         S("18"),                                                                                                      \
         .no_members = 1},                                                                                             \
    {                                                                                                                  \
        "us.interior." slug ".limit_days", .values = {5, 10, 20, 40, 80}, BEDS(name), 1, S("18"), .no_members = 1      \
    }

const sign_row sign_states[] = {
    {"us.minors.beds", .values = {1000, 5000, 10000, 20000, 40000}, SITES, -1, S("16"), .sets = {MANY}},
    {"us.minors.beds", .values = {1000, 5000, 10000, 20000, 40000}, MINORS, -1,
     "REFEREE E: beds full, children stay in custody", .sets = {"us.minors.most_sites=0"}},
    {"us.minors.open_fill", .values = {0.25, 0.5, 0.85, 1.2, 2}, SITES, -1, S("16"), .sets = {FEW_BEDS, MANY}},
    {"us.minors.open_days", .values = {1, 10, 20, 60, 180}, MINORS, 1, "MODEL 8: sites opened after a lag",
     .sets = {MANY}, .background = "2018-03-01,,us.minors.beds,,,set,1000,,x\n"},
    {"us.minors.close_days", .values = {1, 10, 30, 60, 200}, SITES, 1, "the word itself",
     .sets = {FEW_BEDS, MANY, "us.minors.open_days=60"}},
    {"us.minors.most_sites", .values = {0, 4, 10, 30, 100}, MINORS, -1, "MODEL 8", .sets = {FEW_BEDS}},
    {"us.minors.mexican_return_share", .values = {0, 0.25, 0.5, 0.75, 1},
     .outcome = {.words = "minors in care", .series = "minors_in_care"}, -1, S("15, S16")},
    {"us.courts.judges", .values = {100, 200, 400, 800, 1600},
     .outcome = {.words = "years before a decision", .series = "court_wait_years"}, -1,
     "MODEL 8: wait = backlog over throughput"},
    {"us.courts.judges", .values = {100, 200, 400, 800, 1600}, DEPARTURES, -1,
     "MODEL, pattern 6; mission S02: stay for years", .not_fixed = 1},
    {"us.courts.judges", .values = {100, 200, 400, 800, 1600},
     .outcome = {.words = "cases on the docket", .series = "court_backlog"}, -1,
     "MODEL 8: wait = backlog over throughput"},
    {"us.asylum.rule_penalty", .values = {0, 0.25, 0.5, 0.75, 1}, DEPARTURES, 1, "LITERATURE i: May 2023, June 2024",
     .not_fixed = 1},
    {"us.court_lets_stand.asylum_rule", .values = {0, 0.25, 0.5, 0.75, 1}, DEPARTURES, -1,
     S("15: stopped or altered by US courts"), .sets = {BAR}, .not_fixed = 1},
    {"us.parole.per_month", "", "Honduras", .values = {0, 50, 200, 1000, 5000}, DEPARTURES, -1,
     "LITERATURE c: lawful channels, elasticity -0.3"},
    {"us.parole.per_month", "", "Honduras", .values = {0, 50, 200, 1000, 5000}, ENCOUNTERS, -1,
     "LITERATURE c: CHNV, -89%"},
    {"us.tone", .values = {-1, -0.5, 0, 0.5, 1}, DEPARTURES, 1, S("02: a new government's more welcoming tone")},
    {"us.announcement", .values = {-1, -0.5, 0, 0.5, 1}, DEPARTURES, 1,
     "MODEL 1: announced ends pull departures forward", .days = 30},
    {"us.aid.usd_per_year", "", "Honduras", .values = {0, 1e7, 1e8, 1e9, 1e10}, DEPARTURES, 0,
     "MODEL 2, LITERATURE e: none for years; contested after"},
    {"routes.family_open", "air_mexico", "Honduras", .values = {0.02, 0.25, 0.5, 0.75, 1},
     .outcome = {.words = "encounters of that nationality", .series = "encounters", .nationality = "Honduras"}, 1,
     "MODEL, pattern 3; LITERATURE c: visas", .days = 90, .edit = AIR},
    {"us.diplomacy.threat", .values = {0, 0.25, 0.5, 1, 2}, EFFORT, 1, S("21; LITERATURE c: 7 June 2019"),
     "pressure: the first 60 days", .background = REACT, .sets = {QUIET}, .days = 60},
    {"us.diplomacy.threat", .values = {0, 0.25, 0.5, 1, 2}, EFFORT, 1, S("21"),
     "pressure: where money for effort does not end", .background = REACT, .sets = {QUIET, "mexico.effort.income=1"}},
    {"us.diplomacy.threat", .values = {0, 0.25, 0.5, 1, 2}, EFFORT, SIGN_EITHER,
     "MODEL 10: a budget shuts effort down when it is empty", "both: more effort, whose money is spent sooner",
     .background = REACT, .sets = {QUIET}},
    {"us.diplomacy.offer", .values = {0, 0.25, 0.5, 1, 2}, EFFORT, 1, S("21; LITERATURE g: December 2023"),
     .background = REACT, .sets = {QUIET}},
    {"us.diplomacy.congress_grants", .values = {0, 0.25, 0.5, 0.75, 1}, EFFORT, 1, S("21: Congress controls aid"),
     .background = REACT "2018-02-15,,us.diplomacy.offer,,,set,1,,x\n", .sets = {QUIET}},
    CITY("new_york", "New York"),
    CITY("chicago", "Chicago"),
    CITY("denver", "Denver"),
    CITY("boston", "Boston"),
    CITY("philadelphia_washington", "Philadelphia and Washington"),
    CITY("miami", "Miami"),
    CITY("los_angeles", "Los Angeles"),
    CITY("houston", "Houston"),
    CITY("elsewhere", "Elsewhere"),
};
const int sign_states_count = sizeof sign_states / sizeof sign_states[0];

const sign_unstated sign_without[] = {
    {"diplomacy.endogenous", "whether the two governments react, or follow the schedule"},
    {"mexico.asylum.answers_per_month",
     "how soon Mexico answers; papers let people stay, and let them take a bus north"},
    {"mexico.asylum.recognised", "whom Mexico lets stay; papers let people stay, and let them take a bus north"},
    {"mexico.bus_south.destination", "where buses go, not how many"},
    {"mexico.checkpoints.added_in_effort", "what the effort of the schedule holds already: it is no measure"},
    {"mexico.personnel.index_in_effort", "the same of personnel"},
    {"mexico.repatriation.reserve_for_buses", "which of two purses is filled, not how much there is"},
    {"us.ports.posture", "which of two ways ports close"},
    {"us.ports.reopen_fill", "terms of the bargain on ports: what Mexico does for them is not stated by size"},
    {"us.ports.reopen_fill_rail", "terms of the bargain on rail bridges, likewise"},
    {"us.ports.reopen_effort", "terms of the bargain on ports, likewise"},
    {"us.ports.reopen_half_life", "how soon officers go back when the bargain holds"},
    {"us.ports.patience_half_life", "how soon they go back without one"},
};
const int sign_without_count = sizeof sign_without / sizeof sign_without[0];
