/* Progress on stderr: a bar with the time left on a terminal, a plain line every tenth otherwise. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void left(double seconds, char out[48]) {
    if (seconds < 0)
        out[0] = '\0';
    else if (seconds < 90)
        snprintf(out, 48, "%.0f s left", seconds);
    else if (seconds < 5400)
        snprintf(out, 48, "%.0f min left", seconds / 60);
    else
        snprintf(out, 48, "%.1f h left", seconds / 3600);
}

static void show(void *user, int64_t done, int64_t total, double seconds) {
    enum { WIDTH = 40 };
    cli_progress *p = user;
    char time[48], bar[WIDTH + 1];
    if (total <= 0)
        return;
    int percent = (int)(100 * done / total);
    left(done < total ? seconds : -1, time);
    if (p->terminal) {
        int full = (int)(WIDTH * done / total);
        memset(bar, '.', WIDTH);
        memset(bar, '#', (size_t)full);
        bar[WIDTH] = '\0';
        fprintf(stderr, "\r[%s] %3d%%  %-16s", bar, percent, time);
        fflush(stderr);
        p->shown = 1;
    } else if (percent / 10 > p->tenth) {
        p->tenth = percent / 10;
        fprintf(stderr, "%d%% of %lld %s%s%s\n", percent, (long long)total, p->what ? p->what : "days",
                time[0] ? ", " : "", time);
    }
}

void cli_progress_start(cli_progress *p, vado *v) {
    memset(p, 0, sizeof *p);
    p->terminal = isatty(STDERR_FILENO);
    vado_on_progress(v, show, p);
}

void cli_progress_end(cli_progress *p) {
    if (p->terminal && p->shown)
        fputc('\n', stderr);
}
