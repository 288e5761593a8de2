/* Signs of what the two governments decide at the line: agents, ports, expulsion, rescue. */
#include "signs.h"

#define PORT "us.ports.appointments_per_day[Paso del Norte]=20"
#define T42 "us.title42.active=1"
#define FULL "us.custody.places=0.3"
#define ENCOUNTERS .outcome = {"encounters between ports", "encounters"}
#define AT(place_) .outcome = {"encounters between ports, " place_, "encounters", .place = place_}
#define AT_PORTS .outcome = {"encounters at ports", "encounters_at_ports"}
#define GOTAWAYS .outcome = {"known got-aways for each encounter", "gotaways", "encounters"}
#define RELEASES .outcome = {"released from custody", "releases"}
#define REPEATS .outcome = {"share encountered before", "repeat_share", ""}
#define EXPELLED .outcome = {"expelled", "expulsions"}
#define WAITING .outcome = {"waiting on the Mexican side", "waiting"}
#define CLOSED .outcome = {"ports and bridges closed", "port_closures"}
#define CUSTODY .outcome = {"in Border Patrol custody", "custody"}
#define SLOW "processing.hours_adult=10", "processing.hours_family=10", "processing.hours_minor=10"
#define S(n) "mission, S" n

const sign_row sign_line[] = {
    {"us.agents", .values = {0.25, 0.5, 1, 2, 4}, GOTAWAYS, -1,
     "LITERATURE a.3: detection rises with staff on the line", "detection: who evades is caught more often"},
    {"us.agents", "El Paso", .values = {0.25, 0.5, 1, 2, 4},
     .outcome = {"known got-aways, El Paso", "gotaways", .place = "El Paso"}, -1, "LITERATURE a.3, a.4",
     "detection: who evades is caught more often"},
    {"us.agents", .values = {0.25, 0.5, 1, 2, 4}, .outcome = {"people who set out", "departures"}, -1,
     "LITERATURE a.4: tripled enforcement cut crossings by a tenth", "deterrence: fewer set out", .not_fixed = 1},
    {"us.agents", .values = {0.25, 0.5, 1, 2, 4}, .outcome = {"fee of guided people", "smuggler_price", ""}, 1,
     "LITERATURE a.4: prices of guides rose by 17 to 30%", "deterrence: fewer set out"},
    {"us.agents", .values = {0.25, 0.5, 1, 2, 4}, ENCOUNTERS, SIGN_EITHER, "LITERATURE a.3, a.4",
     "both: caught more often, of fewer who come"},
    {"us.sector_pressure", "El Paso", .values = {0, 0.5, 1, 2, 4}, AT("El Paso"), -1, S("26; MODEL, pattern 1")},
    {"us.sector_pressure", "El Paso", .values = {0, 0.5, 1, 2, 4}, AT("Rio Grande Valley"), 1,
     S("26: they go somewhere else; MODEL, pattern 1")},
    {"us.ports.appointments_per_day", "Paso del Norte", .values = {0, 5, 10, 20, 40}, AT_PORTS, 1, S("15")},
    {"us.ports.appointments_per_day", "Paso del Norte", .values = {0, 5, 10, 20, 40}, ENCOUNTERS, -1,
     "LITERATURE c: lawful channels; S13, S15"},
    {"us.ports.without_appointment", .values = {0, 0.25, 0.5, 1, 2}, AT_PORTS, 1, S("13"), .sets = {PORT}},
    {"us.ports.closed_by_order", "Paso del Norte", .values = {0, 0.25, 0.5, 0.75, 1}, AT_PORTS, -1, S("13"),
     .sets = {PORT, "us.ports.posture=0"}},
    {"us.ports.closed_by_order", "El Paso rail bridge", .values = {0, 0.25, 0.5, 0.75, 1},
     .outcome = {"goods held up", "trade_held_usd"}, 1, S("23; MODEL, pattern 8"), .sets = {"us.ports.posture=0"}},
    {"us.custody.places", .values = {0.1, 0.2, 0.4, 0.8, 1.6}, RELEASES, -1,
     S("14: custody fills, people are released")},
    {"us.custody.places", .values = {0.1, 0.2, 0.4, 0.8, 1.6}, GOTAWAYS, -1,
     "MODEL, pattern 5: fewer agents on the line, more got-aways",
     "agents: on the line instead of in custody work (release moves no choice, no officer of a port is lent)",
     .sets = {"crossing.stay_weight=0", "us.ports.posture=0"}},
    {"us.custody.places", .values = {0.1, 0.2, 0.4, 0.8, 1.6}, GOTAWAYS, SIGN_EITHER, "MODEL 7, pattern 5",
     "both: fewer are released, so that fewer turn themselves in"},
    {"us.custody.places", .values = {0.1, 0.2, 0.4, 0.8, 1.6}, CLOSED, -1,
     S("13: close when their staff are moved to processing"),
     .sets = {"ports.clear_days=0.5", "ports.sideways_low=0", "ports.sideways_high=0"}},
    {"processing.coordinators_hours", .values = {0, 500, 2000, 5000, 20000}, GOTAWAYS, -1,
     "LITERATURE f: agents off the line for paperwork", .sets = {SLOW}},
    {"processing.coordinators_hours", .values = {0, 500, 2000, 5000, 20000}, CUSTODY, -1,
     "LITERATURE f: hours of paperwork for each person", .sets = {SLOW}},
    {"us.camps.from_fill", .values = {0.2, 0.5, 1, 1.5, 3}, WAITING, -1,
     S("11: wait in camps to be taken into custody"), .sets = {FULL}},
    {"us.title42.active", .values = {0, 0, 0, 0, 1}, REPEATS, 1, "MODEL, pattern 4",
     .sets = {"us.title42.expel_share=0.8"}},
    {"us.title42.active", .values = {0, 0, 0, 0, 1}, RELEASES, -1, S("15"), .sets = {"us.title42.expel_share=0.8"}},
    {"us.title42.expel_share", .values = {0, 0.25, 0.5, 0.75, 1}, REPEATS, 1, "MODEL, pattern 4", .sets = {T42}},
    {"us.title42.expel_share", .values = {0, 0.25, 0.5, 0.75, 1}, EXPELLED, 1, S("15"), .sets = {T42}},
    {"us.title42.expel_share", .values = {0, 0.25, 0.5, 0.75, 1}, RELEASES, -1, S("15"), .sets = {T42}},
    {"us.title42.expel_share", .values = {0, 0.25, 0.5, 0.75, 1}, GOTAWAYS, 1, "LITERATURE c: got-aways rise",
     .sets = {T42}},
    {"us.title42.flight_share", "", "Honduras", .values = {0, 0.25, 0.5, 0.75, 1}, EXPELLED, 1, S("15"),
     .sets = {T42, "us.title42.expel_share=0.8", "us.mexico_accepts=0.3"}},
    {"us.mexico_accepts", .values = {0, 0.25, 0.5, 0.75, 1}, EXPELLED, 1,
     "MODEL 8: acceptance limits what can be expelled", .sets = {T42, "us.title42.expel_share=0.8"}},
    {"us.mexico_accepts", .values = {0, 0.25, 0.5, 0.75, 1}, RELEASES, -1,
     "MODEL 8: the rest are released, families in March 2021", .sets = {T42, "us.title42.expel_share=0.8"}},
    {"us.mexico_accepts", "", "Honduras/family", .values = {0, 0.25, 0.5, 0.75, 1},
     .outcome = {"families who set out", "departures", .nationality = "Honduras", .group = 1 + DEMO_FAMILY}, -1,
     S("15; LITERATURE i: 2021-01-11"), .sets = {T42, "us.title42.expel_share=0.8"}, .not_fixed = 1},
    {"us.court_lets_stand.title42", .values = {0, 0.25, 0.5, 0.75, 1}, EXPELLED, 1,
     S("15: stopped or altered by US courts"), .sets = {T42, "us.title42.expel_share=0.8"}},
    {"us.mpp.share", .values = {0, 0.1, 0.2, 0.4, 0.8}, WAITING, 1, S("15, S11")},
    {"us.mpp.share", .values = {0, 0.1, 0.2, 0.4, 0.8}, .outcome = {"kidnapped", "kidnappings"}, 1,
     S("11; LITERATURE b: raises harm mechanically")},
    {"us.mpp.share", .values = {0, 0.1, 0.2, 0.4, 0.8}, RELEASES, -1, S("15")},
    {"us.court_lets_stand.mpp", .values = {0, 0.25, 0.5, 0.75, 1}, RELEASES, -1,
     S("15: stopped or altered by US courts"), .sets = {"us.mpp.share=0.5"}},
    {"us.title8.return_to_mexico_share", .values = {0, 0.25, 0.5, 0.75, 1}, RELEASES, -1, "MODEL 8"},
    {"us.title8.return_to_mexico_share", "", "Honduras", .values = {0, 0.25, 0.5, 0.75, 1},
     .outcome = {"people who set out", "departures", .nationality = "Honduras"}, -1, "LITERATURE c, i: May 2023",
     .not_fixed = 1},
    {"us.title8.expedited_share", .values = {0, 0.25, 0.5, 0.75, 1}, RELEASES, -1, "MODEL 8"},
    {"us.title8.flown_share", .values = {0, 0.1, 0.2, 0.4, 0.8}, .outcome = {"removed under title 8", "removals"}, 1,
     "MODEL 8: removals by flights"},
    {"us.title8.flown_share", .values = {0, 0.1, 0.2, 0.4, 0.8}, .outcome = {"people who set out", "departures"}, -1,
     "LITERATURE i: flights to Haiti, 2021-09", .not_fixed = 1},
    {"harm.water_and_rescue", .values = {0.05, 0.25, 0.5, 0.75, 1},
     .outcome = {"deaths for each known got-away", "deaths", "gotaways"}, 1,
     S("19: by route; the factor is on the hazard"), "hazard: who goes by a remote leg dies less often"},
    {"harm.water_and_rescue", .values = {0.05, 0.25, 0.5, 0.75, 1},
     .outcome = {"share on remote legs", "remote_share", ""}, 0,
     "none: that help draws people onto remote legs is not in the sources, and the choice of a leg is not moved by it",
     "choice: who goes by a remote leg"},
    {"harm.water_and_rescue", .values = {0.05, 0.25, 0.5, 0.75, 1}, .outcome = {"deaths at the border", "deaths"}, 1,
     S("19; policies"), "both"},
    {"smugglers.joint_investigations", .values = {1, 2, 3, 5, 8},
     .outcome = {"fee of guided people", "smuggler_price", ""}, 1,
     S("06; LITERATURE a.4: prices rise with enforcement")},
};
const int sign_line_count = sizeof sign_line / sizeof sign_line[0];
