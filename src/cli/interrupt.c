/* Ctrl-C: the run is asked to stop; the store keeps what was done. */
#include "cli/cli.h"

#include <signal.h>
#include <string.h>

static vado *volatile running; /* a signal handler has no other way to know */

static void stop(int signal_number) {
    if (running)
        vado_cancel(running);
    signal(signal_number, SIG_DFL); /* the second time it is meant */
}

void cli_interruptible(vado *v) {
    struct sigaction a;
    memset(&a, 0, sizeof a);
    running = v;
    a.sa_handler = v ? stop : SIG_DFL;
    sigemptyset(&a.sa_mask);
    sigaction(SIGINT, &a, NULL);
    sigaction(SIGTERM, &a, NULL);
}
