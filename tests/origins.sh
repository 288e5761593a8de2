# For cmd_forecast.sh and cmd_score.sh, sourced: a small scenario with figures of two years and dated tables of latents.

# origins FOLDER: six-places from 2018 to 2019 (projection to 2020-06), invented figures of its two sectors, and latents
# that end with the months 2018-12, 2019-03, 2019-06, 2019-09.
origins() {
    cp -R "$SOURCE_DIR/tests/scenarios/six-places" "$1"
    sed 's/until: 2018-12-31}/until: 2019-12-31, projection: 2020-06-30}/' "$1/scenario.yaml" >yaml.txt
    mv yaml.txt "$1/scenario.yaml"
    awk 'BEGIN {
        print "series,from,until,place,nationality,group,value,unit,publisher,kind,source,note,side"
        for (m = 0; m < 24; m++)
            for (k = 0; k < 2; k++) {
                month = sprintf("%d-%02d", 2018 + int(m / 12), m % 12 + 1)
                printf "encounters,%s,%s,%s,,,%d,events,U.S. Border Patrol,reported,[invented for this test],,time\n",
                    month, month, k ? "El Paso" : "Rio Grande Valley",
                    (k ? 2000 : 9000) * (1 + 0.3 * sin(m / 3 + k)) * (1 + m / 24)
            }
    }' >"$1/observed/encounters.csv"
    for table in 14:2018-12 17:2019-03 20:2019-06 23:2019-09; do
        awk -v last="${table%%:*}" 'BEGIN {
            print "latent,month,where,who,value"
            for (m = 0; m <= last; m++) { # from 2017-10 on
                month = sprintf("%d-%02d", 2017 + int((m + 9) / 12), (m + 9) % 12 + 1)
                printf "departures,%s,,Honduras,%.3f\ndepartures,%s,,Mexico,%.3f\n", month, 0.3 * sin(m / 3), month,
                    0.2 * sin(m / 4)
            }
            printf "departures_kept,%s,,,0.8\ndepartures_shared,%s,,,0.3\n", month, month
            for (i = 0; i < 2; i++)
                printf "departures_mean,%s,,%s,0\ndepartures_sd,%s,,%s,0.15\n", month, i ? "Mexico" : "Honduras", month,
                    i ? "Mexico" : "Honduras"
        }' >"$1/latents/${table##*:}.csv"
    done
}
