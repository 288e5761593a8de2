# For cmd_*.sh: `unseen DIR` makes six-places with latents and with figures that no latent sees, of which a posterior can be
# found in seconds; one figure judges.
unseen() {
    cp -R "$SOURCE_DIR/tests/scenarios/six-places" "$1" && chmod -R u+w "$1"
    cat >"$1/latents/flat.csv" <<'END'
latent,month,where,who,value
departures,2018-02,,Honduras,0.25
departures,2018-06,,Honduras,1
departures,2018-02,,Mexico,-1
departures,2018-06,,Mexico,-0.5
departures_kept,2018-06,,,0.8
departures_mean,2018-06,,Honduras,0.2
departures_mean,2018-06,,Mexico,0
END
    awk 'BEGIN {
        print "series,from,until,place,nationality,group,value,unit,publisher,kind,source,note,side"
        split("gotaways 9000 mexico_events 250 waiting 5000 deaths_recorded 10", about, " ")
        for (s = 1; s < 8; s += 2)
            for (t = 1; t <= 6; t++)
                printf "%s,2018-%02d,2018-%02d,,,,%g,people,a test,reported,[a test],,%s\n", about[s], t, t,
                    about[s + 1] * (.5 + .14 * t), s == 1 && t == 5 ? "judge" : "set"
    }' >"$1/observed/other.csv"
}
