# vado from R: run a scenario, read its series into a data frame, lay a policy, compare two runs. Thin over libvado; numbers
# are the library's own, those of the command and of C to the last bit.
#
# What was suffered in the same periods stands in every data frame that is read, as harm_deaths and the like, over all
# places and people: who shows the one shows the other. There is no function that searches over enforcement, and none may
# be built of these (docs/responsible-use.md).

one_of <- function(word, words, what) {
    at <- match(word, words)
    if (length(word) != 1 || is.na(at))
        stop(what, ": found ", paste(word, collapse = ", "), ", expected one of ", paste(words, collapse = ", "), call. = FALSE)
    at - 1L
}

name_of <- function(path) if (is.null(path)) NULL else enc2utf8(path.expand(path))

# A table of the library's: CSV below its comments.
table_of <- function(text) utils::read.csv(text = text, comment.char = "#", check.names = FALSE, stringsAsFactors = FALSE)

# Runs a scenario into the new store db, whose name it gives. sets: texts as "path=value@date"; policies: names of files,
# as vado_policy writes them. members 0: 8 if stochastic, 1 if fluid.
vado_run <- function(scenario, db, members = 0, seed = 1, mode = "stochastic", threads = 0, sets = character(),
                     policies = character(), from = NULL, until = NULL, force = FALSE) {
    .Call(C_run, name_of(scenario), name_of(db), as.integer(members), as.double(seed),
          one_of(mode, c("stochastic", "fluid", "individual"), "mode"), as.integer(threads), enc2utf8(as.character(sets)),
          name_of(as.character(policies)), from, until, as.integer(force))
    invisible(db)
}

# A series as a data frame: the period (month, year or date), the margins asked for of place, nationality and group, member,
# value, and the harm of that period and member. Units and meaning are attributes. NA: a ratio of nothing.
vado_read <- function(db, series, by = character(), period = "month", fiscal = FALSE, partial = FALSE) {
    margins <- c("place", "nationality", "group")
    for (one in by) one_of(one, margins, "by")
    n <- .Call(C_read, name_of(db), enc2utf8(series), one_of(period, c("month", "year", "day"), "period"),
               as.integer(margins %in% by), as.integer(fiscal), as.integer(partial))
    sizes <- lengths(n$axes) # period, place, nationality, group, member: the last is the fastest
    each <- rev(cumprod(c(1, rev(sizes[-1]))))
    columns <- lapply(seq_along(sizes), function(k) rep(rep(n$axes[[k]], each = each[k]), length.out = prod(sizes)))
    names(columns) <- c(c(month = "month", year = "year", day = "date")[[period]], margins, "member")
    frame <- data.frame(columns[c(TRUE, margins %in% by, TRUE)], value = n$values, stringsAsFactors = FALSE)
    at <- rep(seq_len(sizes[1]) - 1, each = each[1]) * sizes[5] + rep(seq_len(sizes[5]), length.out = prod(sizes))
    for (h in names(n$harm)) frame[[paste0("harm_", h)]] <- n$harm[[h]][at]
    attr(frame, "unit") <- n$unit
    attr(frame, "meaning") <- n$meaning
    attr(frame, "harm_units") <- n$harm_units
    attr(frame, "partial") <- n$partial
    frame
}

# What a store holds: series, unit, over_time, harm, the margins it keeps, meaning.
vado_series <- function(db) table_of(.Call(C_series, name_of(db)))

# A policy as a file of dated changes, whose name it gives; rows is a data frame with columns of such a file, at least from,
# parameter and value. It is checked when a run reads it.
vado_policy <- function(title, rows, file, about = "") {
    columns <- c("from", "until", "parameter", "where", "who", "change", "value", "note", "source")
    if (!all(c("from", "parameter", "value") %in% names(rows)) || !all(names(rows) %in% columns))
        stop("rows: found ", paste(names(rows), collapse = ", "), ", expected columns of ", paste(columns, collapse = ", "),
             ", from, parameter and value among them", call. = FALSE)
    usual <- list(until = "", where = "", who = "", change = "set", note = title, source = "[what-if]")
    for (one in setdiff(columns, names(rows))) rows[[one]] <- usual[[one]]
    rows$value <- vapply(rows$value, format, "", digits = 17, scientific = FALSE, trim = TRUE)
    to <- file(file, "w", encoding = "UTF-8")
    on.exit(close(to))
    writeLines(paste0("# title: ", gsub("\\s+", " ", title)), to)
    if (nzchar(about)) writeLines(paste0("# about: ", gsub("\\s+", " ", about)), to)
    utils::write.table(rows[columns], to, sep = ",", row.names = FALSE, qmethod = "double", quote = c(8, 9), na = "")
    invisible(file)
}

# What differs between two runs of the same seed and members, member beside member: the table of `vado compare --csv`, harm
# among its rows.
vado_compare <- function(a, b) table_of(.Call(C_compare, name_of(a), name_of(b)))

# The SHA-256 of all results of a run.
vado_digest <- function(db) .Call(C_digest, name_of(db))

# The version of the library that is loaded.
vado_version <- function() .Call(C_version)
