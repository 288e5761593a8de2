#!/bin/sh
# r/vado: the package is installed against an installed library, the lines of its README run, numbers are those of the
# command of the same seed, to the last bit, harm beside each; refusals come in the library's words. Starts in an empty
# folder.
set -u
. "${SOURCE_DIR:?}/tests/command.sh"
for program in Rscript pkg-config cc make; do
    command -v $program >/dev/null || {
        echo "SKIPPED: $program is missing (Debian packages r-base-core pkg-config gcc make)"
        exit 77
    }
done
grep -q '^VADO_SANITIZE:[A-Z]*=..*' "${BUILD_DIR:?}/CMakeCache.txt" && {
    echo "SKIPPED: R loads no library that is under a sanitizer"
    exit 77
}
code 0 cmake --install "$BUILD_DIR" --prefix "$PWD/root"
lib=$(dirname "$(find "$PWD/root" -name libvado.so)")
export PKG_CONFIG_PATH="$lib/pkgconfig" LD_LIBRARY_PATH="$lib" R_LIBS="$PWD/library"
mkdir library tests
cp -R "$SOURCE_DIR/r/vado" package
code 0 R CMD INSTALL --library=library package
grep -i warning out.txt err.txt && wrong "the package is installed with warnings"
ln -s "$SOURCE_DIR/tests/scenarios" tests/scenarios

# ---- the README's lines ----
sed -n '/^```r$/,/^```$/p' "$SOURCE_DIR/r/README.md" | sed '/^```/d' >readme.R
[ "$(wc -l <readme.R)" -eq 5 ] || wrong "the README has not five lines"
code 0 Rscript readme.R
says 'month *place member value *harm_waiting' out.txt
says 'harm_deaths' out.txt

# ---- the same run by the command: digest, and every number of some series ----
code 0 "$VADO" run tests/scenarios/six-places -o command.db --members 4 --until 2018-06 --quiet
code 0 "$VADO" run tests/scenarios/six-places -o command-water.db --members 4 --until 2018-06 --quiet --policy water.csv
for db in base water; do
    digest=$("$VADO" digest "command$([ $db = base ] || echo -$db).db")
    code 0 Rscript -e "cat(vado::vado_digest('$db.db'))"
    [ "$(cat out.txt)" = "$digest" ] || wrong "$db: another digest than the command's"
done
cat >rows.R <<'END'
library(vado)
series <- vado_series("base.db")
for (i in seq_len(nrow(series))) for (by in c("", "place", "nationality", "group")) {
    if (by != "" && !series[i, by]) next
    rows <- vado_read("base.db", series$series[i], by = by[by != ""])
    exact <- ifelse(is.na(rows$value), "", sprintf("%.17g", rows$value))
    file <- paste0("rows/", series$series[i], if (by != "") "-by-", by, ".csv")
    writeLines(paste(rows$month, if (by != "") rows[[by]] else "", rows$member, exact, sep = "|"), file)
    deaths <- vado_read("base.db", "deaths")
    at <- match(paste(rows$month, rows$member), paste(deaths$month, deaths$member))
    stopifnot(identical(rows$harm_deaths, deaths$value[at]), paste0("harm_", series$series[series$harm == 1]) %in% names(rows))
}
refused <- function(call, words) {
    said <- tryCatch({ call; "nothing" }, error = conditionMessage)
    if (!grepl(words, said, fixed = TRUE)) stop("expected ", words, ", found ", said)
}
refused(vado_read("base.db", "encouters"), "did you mean encounters")
refused(vado_read("base.db", "gotaways", by = "group"), "a margin that gotaways keeps")
refused(vado_read("nowhere.db", "deaths"), "no such file")
refused(vado_run("tests/scenarios/six-places", "x.db", sets = "us.agent=3"), "us.agent")
differs <- vado_compare("base.db", "water.db")
stopifnot(nrow(differs) == length(readLines("compare.csv")) - 1)
cat("the same\n")
END
"$VADO" compare command.db command-water.db --csv 2>/dev/null | grep -v '^#' >compare.csv
mkdir rows
code 0 Rscript rows.R
says '^the same' out.txt
"$VADO" export command.db --all --members -o tables 2>/dev/null
[ "$(ls rows | wc -l)" -gt 100 ] || wrong "so few series are read: $(ls rows | wc -l)"
for file in rows/*.csv; do # numbers as doubles print in C, from the command's and from R's
    tail -n +2 "tables/${file#rows/}" | awk -F, '{ v = $NF; n = NF == 4 ? $2 : "";
        print $1 "|" n "|" $(NF - 1) "|" (v == "" ? "" : sprintf("%.17g", v)) }' >want.txt
    cmp -s want.txt "$file" || wrong "$file is not the command's: $(diff want.txt "$file" | head -3)"
done
# ---- the page of docs/tutorials, cell by cell ----
sed -n '/^```r$/,/^```$/p' "$SOURCE_DIR/docs/tutorials/r.md" | sed '/^```/d' >page.R
[ "$(wc -l <page.R)" -ge 25 ] || wrong "the page has only $(wc -l <page.R) lines"
code 0 Rscript page.R
says 'harm_kidnappings' out.txt
says 'deaths' out.txt
[ "$(head -c 5 what-if.pdf)" = %PDF- ] || wrong "the page's figure is none"
[ $failed -eq 0 ] && echo "all is well"
exit $failed
