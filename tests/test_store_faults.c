/* A write, a read or a lock that fails ends as a refusal or as the right result, never as a wrong one that looks right:
 * every call to the disk of a small run is made to fail in turn, once and from then on; two runs at once; a store that
 * another process holds; stores cut short, flipped, of other formats. Scenario six-places. ctest: processors=2
 *
 * Every eighth call is tried here, by turns; FAULTS_EVERY=1 in the environment tries each (tools/campaign).
 */
#include "fail_vfs.h"
#include "hand_store.h"
#include "run/digest.h"
#include "run/run.h"
#include "store/db.h"
#include "store/lock.h"
#include "store/meta.h"
#include "store/rows.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "copy_file.h"

static char folder[4096];
static const wrk_tuning by_days = {.snapshot_days = 40, .no_twins = 1};
static char right[65]; /* the digest of the run below, undisturbed */

static vado_input input_of(void) {
    vado_input in = VADO_INIT(vado_input);
    in.scenario = folder;
    in.until = "2018-02-20";
    return in;
}

static vado_run_options two_members(uint64_t seed) {
    vado_run_options o;
    vado_run_defaults(&o);
    o.members = 2;
    o.threads = 2;
    o.seed = seed;
    o.command = "test";
    return o;
}

static void say(const vado *v) {
    for (int i = 0; i < vado_message_count(v); i++)
        print_message("%s\n", vado_message(v, i));
}

static long every(void) {
    const char *given = getenv("FAULTS_EVERY");
    long n = given ? strtol(given, NULL, 10) : 8;
    return n > 0 ? n : 8;
}

static int run(const char *path, uint64_t seed) {
    vado_input in = input_of();
    vado_run_options o = two_members(seed);
    vado *v = vado_new();
    int status = run_tuned(v, &in, &o, path, &by_days);
    if (status && vado_error_count(v) == 0)
        fail_msg("status %d without a message", status);
    vado_free(v);
    return status;
}

static int resume(const char *path) {
    vado *v = vado_new();
    int status = run_resume_tuned(v, path, 2, &by_days);
    if (status)
        say(v);
    vado_free(v);
    return status;
}

/* The status of verify, its first message into words (if not NULL). */
static int verify(const char *path, vado_verified *found, char *words, size_t size) {
    vado *v = vado_new();
    int status = vado_verify(v, path, found);
    if (words)
        snprintf(words, size, "%s", vado_message_count(v) ? vado_message(v, 0) : "");
    vado_free(v);
    return status;
}

static void digest_is(const char *path, const char *wanted, const char *when) {
    char found[65] = "";
    vado *v = vado_new();
    if (vado_digest(v, path, found) || strcmp(found, wanted) != 0) {
        say(v);
        fail_msg("%s: the digest is not that of an undisturbed run", when);
    }
    vado_free(v);
}

/* ---- every call in turn ---- */

static void after(const char *path, int status, const char *when) {
    if (status == 0) {
        digest_is(path, right, when);
    } else if (access(path, F_OK) == 0) {
        vado_verified found = VADO_INIT(vado_verified);
        char words[512];
        if (verify(path, &found, words, sizeof words))
            fail_msg("%s: what is left is not whole: %s", when, words);
        if (resume(path))
            fail_msg("%s: cannot be resumed", when);
        digest_is(path, right, when);
    }
    if (access(path, F_OK) == 0 && verify(path, NULL, NULL, 0))
        fail_msg("%s: does not verify", when);
}

static void a_run_whose_nth_call_fails_is_refused_or_right(void **state) {
    (void)state;
    char when[128];
    long calls, tried = 0;
    fvfs_arm(0, 0);
    assert_int_equal(run("calls.db", 1), 0);
    calls = fvfs_calls();
    assert_true(calls > 100);
    for (int from_on = 0; from_on < 2; from_on++)
        for (long n = 1 + from_on * every() / 2; n <= calls; n += every()) {
            snprintf(when, sizeof when, "call %ld of %ld%s", n, calls, from_on ? " and all after it" : "");
            (void)unlink("f.db");
            fvfs_arm(n, from_on);
            int status = run("f.db", 1), failed = fvfs_failed();
            fvfs_arm(0, 0);
            tried += failed > 0;
            after("f.db", status, when);
        }
    print_message("%ld calls, %ld runs disturbed\n", calls, tried);
}

static void a_resume_whose_nth_call_fails_is_refused_or_right(void **state) {
    (void)state;
    char when[128];
    fvfs_arm(0, 0);
    assert_int_equal(run("whole.db", 1), 0);
    long half = fvfs_calls() / 2;
    (void)unlink("half.db");
    fvfs_arm(half, 1);
    assert_int_not_equal(run("half.db", 1), 0);
    fvfs_arm(0, 0);
    assert_int_equal(verify("half.db", NULL, NULL, 0),
                     0); /* rolled back: a copy without its journal would be damaged */
    copy_file("half.db", "g.db");
    assert_int_equal(resume("g.db"), 0);
    long calls = fvfs_calls();
    for (int from_on = 0; from_on < 2; from_on++)
        for (long n = 1 + from_on * every() / 2; n <= calls; n += every()) {
            snprintf(when, sizeof when, "resume, call %ld of %ld%s", n, calls, from_on ? " and all after it" : "");
            copy_file("half.db", "g.db");
            fvfs_arm(n, from_on);
            vado *v = vado_new();
            int status = run_resume_tuned(v, "g.db", 2, &by_days);
            vado_free(v);
            fvfs_arm(0, 0);
            after("g.db", status, when);
        }
}

static void a_new_run_over_an_old_store_leaves_the_one_or_the_other(void **state) {
    (void)state;
    char when[128], old[65];
    vado *v = vado_new();
    fvfs_arm(0, 0);
    assert_int_equal(run("old.db", 7), 0);
    assert_int_equal(vado_digest(v, "old.db", old), 0);
    vado_free(v);
    for (long n = 1; n <= 60; n += every() > 1 ? 4 : 1) {
        snprintf(when, sizeof when, "over an old one, call %ld", n);
        copy_file("old.db", "h.db");
        fvfs_arm(n, 1);
        int status = run("h.db", 1);
        fvfs_arm(0, 0);
        vado_verified found = VADO_INIT(vado_verified);
        if (verify("h.db", &found, NULL, 0))
            fail_msg("%s: neither the old store nor a whole new one", when);
        if (status && found.done)
            digest_is("h.db", old, when);
        else
            after("h.db", status, when);
    }
}

/* ---- one writer ---- */

static void a_second_writer_is_told_who_holds_the_store(void **state) {
    (void)state;
    int lock, ready[2], over[2];
    char who[64], byte = 0, pid[32];
    fvfs_arm(0, 0);
    (void)unlink("held.db");
    fvfs_arm(90, 1);
    (void)run("held.db", 1);
    fvfs_arm(0, 0);
    assert_int_equal(access("held.db", F_OK), 0);
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(over), 0);
    pid_t child = fork();
    if (child == 0) {
        close(over[1]); /* so that the end of the parent is an end of file here */
        int rc = lock_take("held.db", 0, &lock, who, sizeof who);
        if (write(ready[1], rc ? "n" : "y", 1) != 1 || read(over[0], &byte, 1) < 0)
            _exit(2);
        _exit(0);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    snprintf(pid, sizeof pid, "process %ld", (long)child);
    for (int i = 0; i < 2; i++) {
        vado *v = vado_new();
        vado_input in = input_of();
        vado_run_options o = two_members(1);
        assert_int_equal(i ? vado_run(v, &in, &o, "held.db") : vado_resume(v, "held.db", 1), VADO_ERR_FILE);
        const char *said = vado_message(v, vado_message_count(v) - 1);
        if (!strstr(said, "is being written by"))
            fail_msg("a second writer is told: %s", said);
        if (access("/proc/locks", R_OK) == 0 && !strstr(said, pid))
            print_message("the process is not named here: %s\n", said);
        vado_free(v);
    }
    assert_int_equal(write(over[1], "x", 1), 1);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(resume("held.db"), 0);
    digest_is("held.db", right, "after the first writer");
}

/* Two processes begin at once: one of them gets the store, the other is told so or comes after it. */
static void two_runs_at_once_leave_one_whole_result(void **state) {
    (void)state;
    for (int round = 0; round < 5; round++) {
        (void)unlink("both.db");
        pid_t child[2];
        int code[2], done = 0;
        for (int i = 0; i < 2; i++)
            if ((child[i] = fork()) == 0)
                _exit(run("both.db", 1) ? 1 : 0);
        for (int i = 0; i < 2; i++) {
            assert_int_equal(waitpid(child[i], &code[i], 0), child[i]);
            assert_true(WIFEXITED(code[i]));
            done += WEXITSTATUS(code[i]) == 0;
        }
        assert_true(done >= 1);
        digest_is("both.db", right, "two at once");
    }
}

/* A reader's lock from outside is no damage. */
static void a_locked_store_is_called_locked(void **state) {
    (void)state;
    char digest[65];
    sqlite3 *other = NULL;
    fvfs_arm(0, 0);
    assert_int_equal(run("busy.db", 1), 0);
    assert_int_equal(sqlite3_open("busy.db", &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
    vado *v = vado_new();
    assert_int_equal(vado_digest(v, "busy.db", digest), VADO_ERR_FILE);
    assert_non_null(strstr(vado_message(v, 0), "is locked by another program"));
    vado_free(v);
    sqlite3_close(other);
    digest_is("busy.db", right, "unlocked again");
}

/* ---- damage ---- */

static void a_store_cut_short_is_damaged_and_never_read(void **state) {
    (void)state;
    struct stat info;
    char words[512];
    assert_int_equal(run("long.db", 1), 0);
    assert_int_equal(stat("long.db", &info), 0);
    for (int i = 1; i < 10; i++) {
        copy_file("long.db", "short.db");
        assert_int_equal(truncate("short.db", info.st_size * i / 10), 0);
        assert_int_equal(verify("short.db", NULL, words, sizeof words), VADO_ERR_STORE);
        assert_non_null(strstr(words, "is damaged: it is cut short"));
    }
}

static void put_bytes(const char *path, long at, const char *bytes, size_t n) {
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    assert_int_equal(fseek(f, at, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static void a_store_of_another_format_says_what_to_do(void **state) {
    (void)state;
    char words[512];
    assert_int_equal(run("format.db", 1), 0);
    put_bytes("format.db", 60, "\0\0\0\143", 4);
    assert_int_equal(verify("format.db", NULL, words, sizeof words), VADO_ERR_STORE);
    assert_non_null(strstr(words, "update vado"));
    put_bytes("format.db", 60, "\0\0\0\1", 4);
    assert_int_equal(verify("format.db", NULL, words, sizeof words), VADO_ERR_STORE);
    assert_non_null(strstr(words, "run the scenario again"));
}

/* Any one bit: either no result that a reader gives is another one (an unused byte), or the store is refused. A
 * finished and an unfinished one, bits drawn by a fixed generator. */
/* The day of a snapshot, put by one who can seal a store anew: a resumed run would take it at its word. */
static void a_snapshot_of_no_day_of_the_run_is_refused(void **state) {
    (void)state;
    static const char mark[8] = {'v', 'a', 'd', 'o', 's', 'n', 'p', '1'};
    static const int64_t days[] = {-1, INT64_MIN, 900000, INT64_MAX} /* counted from the first of the spin-up */;
    for (int i = 0; i < 4; i++) {
        db_store s;
        char words[512];
        sqlite3_stmt *q = NULL;
        int found = 0;
        copy_file("half.db", "day.db");
        assert_int_equal(db_open(&s, "day.db", 1, words, sizeof words), 0);
        assert_int_equal(sto_sizes(&s), 0);
        int members = s.members, months = s.months, nseries = s.nseries;
        assert_int_equal(db_prepare(&s, "SELECT rowid, snapshot FROM member WHERE snapshot IS NOT NULL", &q), 0);
        while (row_next(q) > 0) {
            sqlite3_blob *blob = NULL;
            int size = sqlite3_column_bytes(q, 1), at = 0;
            const char *bytes = sqlite3_column_blob(q, 1);
            while (at + 24 < size && memcmp(bytes + at, mark, sizeof mark) != 0)
                at++;
            assert_true(at + 24 < size);
            assert_int_equal(
                sqlite3_blob_open(s.db, "main", "member", "snapshot", sqlite3_column_int64(q, 0), 1, &blob), SQLITE_OK);
            assert_int_equal(sqlite3_blob_write(blob, &days[i], sizeof days[i], at + 16), SQLITE_OK);
            assert_int_equal(sqlite3_blob_close(blob), SQLITE_OK);
            found++;
        }
        sqlite3_finalize(q);
        db_close(&s);
        assert_true(found > 0);
        hand_forge("day.db", members, months, nseries);
        vado *v = vado_new();
        int status = run_resume_tuned(v, "day.db", 2, &by_days);
        if (status != VADO_ERR_STORE)
            fail_msg("day %lld: status %d", (long long)days[i], status);
        assert_true(vado_error_count(v) > 0);
        vado_free(v);
    }
}

static void a_flipped_bit_is_refused_or_changes_nothing(void **state) {
    (void)state;
    struct stat info;
    uint64_t x = 88172645463325252u;
    int refused = 0, tries = every() > 1 ? 60 : 1000;
    copy_file("half.db", "flip0.db");
    assert_int_equal(run("flip1.db", 1), 0);
    for (int i = 0; i < 2 * tries; i++) {
        const char *from = i % 2 ? "flip1.db" : "flip0.db";
        copy_file(from, "flip.db");
        assert_int_equal(stat("flip.db", &info), 0);
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        long at = (long)((x >> 8) % (uint64_t)info.st_size);
        FILE *f = fopen("flip.db", "r+b");
        assert_int_equal(fseek(f, at, SEEK_SET), 0);
        int byte = fgetc(f) ^ (1 << (x & 7));
        assert_int_equal(fseek(f, at, SEEK_SET), 0);
        fputc(byte, f);
        fclose(f);
        vado *v = vado_new();
        int status = run_resume_tuned(v, "flip.db", 2, &by_days);
        vado_free(v);
        refused += status != 0;
        if (status == 0) {
            char when[128];
            snprintf(when, sizeof when, "byte %ld, bit %d of %s", at, (int)(x & 7), from);
            digest_is("flip.db", right, when);
        }
    }
    print_message("%d flips, %d refused, the others changed nothing\n", 2 * tries, refused);
    assert_true(refused > tries / 2); /* a quarter: most of such small files is room that nothing uses */
}

/* Tables that the digest does not hold. */
static void a_change_by_hand_of_any_table_is_found(void **state) {
    (void)state;
    static const char *const changes[] = {"UPDATE observed SET value=value+1 WHERE id=1",
                                          "DELETE FROM observed WHERE id=2",
                                          "UPDATE meta SET value='Another' WHERE key='title'",
                                          "INSERT INTO meta VALUES('note', 'by hand')",
                                          "INSERT INTO message(text) VALUES('warning: by hand')",
                                          "INSERT INTO option(name, value) VALUES('set', 'a=1')",
                                          "UPDATE file SET content='' WHERE name='places.csv'",
                                          "INSERT INTO event_share VALUES('2018-02-01','a',0,.5,1,2,0,0,0,0)",
                                          "UPDATE series SET harm=0",
                                          "UPDATE label SET name='Atlantis' WHERE axis='nationality' AND position=0",
                                          "DELETE FROM value WHERE id=(SELECT max(id) FROM value)",
                                          "DELETE FROM month WHERE id=(SELECT max(id) FROM month)",
                                          "DELETE FROM daily WHERE id=0",
                                          "UPDATE member SET parameters=NULL WHERE kind=0 AND member=1",
                                          "DELETE FROM member WHERE kind=1 AND member=1",
                                          "CREATE TABLE more(x)",
                                          "DROP INDEX value_of_series"};
    char words[512];
    vado_input in = input_of();
    vado_run_options o = two_members(1);
    vado *plain = vado_new();
    assert_int_equal(vado_run(plain, &in, &o, "tables.db"), 0); /* with its twins */
    vado_free(plain);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        sqlite3 *db = NULL;
        copy_file("tables.db", "table.db");
        assert_int_equal(sqlite3_open("table.db", &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, changes[i], NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
        if (verify("table.db", NULL, words, sizeof words) != VADO_ERR_STORE || !strstr(words, "is damaged"))
            fail_msg("not found: %s (%s)", changes[i], words);
        vado *v = vado_new();
        char digest[65];
        assert_int_equal(vado_digest(v, "table.db", digest), VADO_ERR_STORE);
        vado_free(v);
    }
}

static int prepare(void **state) {
    (void)state;
    const char *root = getenv("SOURCE_DIR");
    snprintf(folder, sizeof folder, "%s/tests/scenarios/six-places", root ? root : ".");
    fvfs_install();
    (void)unlink("right.db");
    if (run("right.db", 1))
        return -1;
    vado *v = vado_new();
    int status = vado_digest(v, "right.db", right);
    vado_free(v);
    return status;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_whose_nth_call_fails_is_refused_or_right),
        cmocka_unit_test(a_resume_whose_nth_call_fails_is_refused_or_right),
        cmocka_unit_test(a_new_run_over_an_old_store_leaves_the_one_or_the_other),
        cmocka_unit_test(a_second_writer_is_told_who_holds_the_store),
        cmocka_unit_test(two_runs_at_once_leave_one_whole_result),
        cmocka_unit_test(a_locked_store_is_called_locked),
        cmocka_unit_test(a_store_cut_short_is_damaged_and_never_read),
        cmocka_unit_test(a_store_of_another_format_says_what_to_do),
        cmocka_unit_test(a_snapshot_of_no_day_of_the_run_is_refused),
        cmocka_unit_test(a_flipped_bit_is_refused_or_changes_nothing),
        cmocka_unit_test(a_change_by_hand_of_any_table_is_found),
    };
    return cmocka_run_group_tests(tests, prepare, NULL);
}
