/* Every key of simsetting.yml that takes a number or a switch, once: the reader, the bounds, the parameters of the
 * store and the table in docs/flee.md are made of this list. Included several times, each time with another X:
 *
 *   X(section, key, type, standing, default, low, high, unit, meaning)
 *
 * type      WHOLE, NUMBER or SWITCH (0 or 1)
 * standing  LIVE     does what Flee does
 *           IDLE     Flee reads it and nothing comes of it here; said if it is set to something else
 *           REFUSED  outside what is simulated here: any value but the default is refused by name
 * Defaults and meanings: Flee's at commit 02cd2cb, as measured.
 */

/* top of the file */
X(TOP, number_of_steps, WHOLE, IDLE, -1, -1, 1e6, "days", "length of a run; Flee's run script takes it from elsewhere")
X(TOP, default_conflict_intensity, WHOLE, LIVE, 1, 0, 1e6, "",
  "intensity of a place that location_changes.csv makes a conflict zone")

X(LOG, agent, WHOLE, IDLE, 0, -1e6, 1e6, "level", "Flee's log of a line a person and day")
X(LOG, link, WHOLE, IDLE, 0, -1e6, 1e6, "level", "Flee's log of a line a link and day")
X(LOG, camp, WHOLE, IDLE, 0, -1e6, 1e6, "level", "lengths of journeys, kept in Flee's memory only")
X(LOG, init, WHOLE, IDLE, 0, -1e6, 1e6, "level", "messages at the start")
X(LOG, conflict, WHOLE, IDLE, 0, -1e6, 1e6, "level", "messages on conflicts")
X(LOG, idp_totals, WHOLE, LIVE, 0, -1e6, 1e6, "level", "above 0: a column `total IDPs` in the output")

X(SPAWN, take_from_population, SWITCH, LIVE, 0, 0, 1, "", "who is displaced is taken off the place's population")
X(SPAWN, insert_day0, SWITCH, LIVE, 1, 0, 1, "", "camps begin with the people the data give them on day 0")
X(SPAWN, empty_camps_on_day0, SWITCH, LIVE, 0, 0, 1, "", "camps begin empty and their data are counted from day 0")
X(SPAWN, conflict_zone_spawning_only, SWITCH, IDLE, 1, 0, 1, "",
  "only conflict zones displace people; without it no other place does either, as nothing gives it a weight")
X(SPAWN, flood_zone_spawning_only, SWITCH, LIVE, 0, 0, 1, "",
  "floods displace people, not conflicts (with flood_driven_spawn_mode)")
X(SPAWN, camps_are_sinks, SWITCH, REFUSED, 0, 0, 1, "", "people in camps stop moving (Flee never reads this key)")
X(SPAWN, camps_are_sicks, SWITCH, REFUSED, 0, 0, 1, "", "people in camps stop moving (Flee's spelling)")
X(SPAWN, read_from_agents_csv_file, SWITCH, REFUSED, 0, 0, 1, "", "people one by one from agents.csv")
X(SPAWN, sum_from_camps, SWITCH, LIVE, 1, 0, 1, "",
  "people displaced are the sum over the camps' data, not the total's")
X(SPAWN, starvation_driven_spawning, SWITCH, REFUSED, 0, 0, 1, "", "hunger displaces people")
X(SPAWN, average_social_connectivity, NUMBER, IDLE, 3, 0, 1e6, "people",
  "acquaintances of a person; only System 2 would read them")
X(SPAWN, conflict_spawn_decay_interval, WHOLE, LIVE, 30, 1, 1e6, "days", "days of each entry of conflict_spawn_decay")

X(MOVE, max_move_speed, NUMBER, LIVE, 360, 1e-3, 1e5, "km/day", "most that is travelled in a day")
X(MOVE, max_walk_speed, NUMBER, LIVE, 35, 1e-3, 1e5, "km/day", "the same on foot")
X(MOVE, max_crossing_speed, NUMBER, IDLE, 20, 0, 1e5, "km/day", "the same over rivers")
X(MOVE, foreign_weight, NUMBER, LIVE, 1, 0, 1e9, "factor", "attraction of places abroad")
X(MOVE, camp_weight, NUMBER, LIVE, 1, 0, 1e9, "factor", "attraction of camps")
X(MOVE, conflict_weight, NUMBER, LIVE, 0.31622776601683794, 0, 1e9, "factor",
  "attraction of conflict zones, to the power of their intensity")
X(MOVE, conflict_movechance, NUMBER, LIVE, 1, 0, 1e9, "per day", "chance to leave a conflict zone")
X(MOVE, camp_movechance, NUMBER, LIVE, 0.001, 0, 1e9, "per day", "chance to leave a camp")
X(MOVE, idpcamp_movechance, NUMBER, LIVE, 0.1, 0, 1e9, "per day", "chance to leave a camp for the internally displaced")
X(MOVE, default_movechance, NUMBER, LIVE, 0.3, 0, 1e9, "per day", "chance to leave any other place")
X(MOVE, awareness_level, WHOLE, LIVE, 1, -1, 1e6, "links",
  "how far people look ahead; at 0 nobody leaves any place (as in Flee), -1 is as 1")
X(MOVE, capacity_buffer, NUMBER, LIVE, 0.9, 0, 1e9, "share", "how full a camp may be before it loses attraction")
X(MOVE, capacity_scaling, NUMBER, LIVE, 1, 0, 1e9, "factor", "on every capacity")
X(MOVE, avoid_short_stints, SWITCH, LIVE, 0, 0, 1, "", "who has come but a short way today goes on from a town")
X(MOVE, start_on_foot, SWITCH, LIVE, 0, 0, 1, "", "the first link is walked")
X(MOVE, use_v1_rules, SWITCH, LIVE, 0, 0, 1, "",
  "Flee 1: 200 km/day, nobody walks, no short stints, camp_weight 2, conflict_weight 0.25")
X(MOVE, softening, NUMBER, LIVE, 10, 0, 1e6, "km", "added to the length of a way in its weight")
X(MOVE, weight_softening, NUMBER, LIVE, 0, 0, 1e9, "", "added to the attraction in the weight of a way")
X(MOVE, weight_power, NUMBER, LIVE, 1, -20, 20, "", "power of the whole weight")
X(MOVE, distance_power, NUMBER, LIVE, 1, -20, 20, "", "power of the length in the weight")
X(MOVE, stay_close_to_home, SWITCH, LIVE, 0, 0, 1, "", "places far away attract less")
X(MOVE, home_distance_power, NUMBER, LIVE, 0.5, -20, 20, "", "power of that distance")
X(MOVE, use_pop_for_loc_weight, SWITCH, LIVE, 0, 0, 1, "", "populous places attract more")
X(MOVE, pop_power_for_loc_weight, NUMBER, LIVE, 0.1, -20, 20, "", "power of the population in that")
X(MOVE, movechance_pop_base, NUMBER, LIVE, 10000, 1e-9, 1e12, "people",
  "population at which the chance to leave is as given")
X(MOVE, movechance_pop_scale_factor, NUMBER, LIVE, 0, -20, 20, "", "power of the population in the chance to leave")
X(MOVE, pruning_threshold, NUMBER, LIVE, 1, 0, 1e12, "factor",
  "ways lighter than the heaviest by this factor are left out; below 1.001 none are")
X(MOVE, WomenAvoidHazards, SWITCH, LIVE, 0, 0, 1, "", "women: attraction squared")
X(MOVE, ChildrenAvoidHazards, SWITCH, LIVE, 0, 0, 1, "", "below 19 years: attraction squared")
X(MOVE, ElderlyAvoidHazards, SWITCH, LIVE, 0, 0, 1, "", "above 59 years: attraction squared")
X(MOVE, BoysTakeRisk, SWITCH, LIVE, 0, 0, 1, "",
  "males above 14 years: all places attract alike (with ChildrenAvoidHazards)")
X(MOVE, MatchCampReligion, SWITCH, LIVE, 0, 0, 1, "", "camps attract by the share of people of one's religion")
X(MOVE, MatchCampEthnicity, SWITCH, LIVE, 0, 0, 1, "", "camps attract by the share of people of one's ethnicity")
X(MOVE, MatchTownEthnicity, SWITCH, LIVE, 0, 0, 1, "", "the same of towns")
X(MOVE, MatchConflictEthnicity, SWITCH, LIVE, 0, 0, 1, "", "the same of conflict zones")
X(MOVE, avg_religion_fraction, NUMBER, LIVE, 0.25, 1e-9, 1e9, "share",
  "share of people of one's religion that leaves the attraction as it is")
X(MOVE, fixed_routes, SWITCH, LIVE, 0, 0, 1, "",
  "people choose among a table of destinations made each day, with those of major_routes.csv")
X(MOVE, two_system_decision_making, NUMBER, REFUSED, 0, 0, 1e9, "", "a second way of deciding (Flee never comes to it)")
X(MOVE, use_economic_pull, NUMBER, LIVE, 0, 0, 1e9, "",
  "places abroad attract by trade_volume and hdi; any value but 0 is yes")
X(MOVE, flee_when_starving, SWITCH, REFUSED, 0, 0, 1, "", "hunger raises the chance to leave")
X(MOVE, avoid_food_deprived_locations, SWITCH, REFUSED, 0, 0, 1, "", "hunger lowers the attraction of a place")

X(FLOOD, max_flood_level, NUMBER, IDLE, -1, -1, 1e6, "level", "highest level")
X(FLOOD, flood_forecaster, SWITCH, REFUSED, 0, 0, 1, "", "people foresee floods")
X(FLOOD, flood_forecaster_timescale, NUMBER, IDLE, 0, 0, 1e6, "days", "how far; only the forecaster reads it")
X(FLOOD, flood_forecaster_end_time, NUMBER, IDLE, 0, 0, 1e6, "days", "until when; only the forecaster reads it")

X(FAST, hasten, WHOLE, LIVE, 1, 1, 1e9, "people", "one simulated person stands for so many")
#undef X
