/* Ctrl-C: the run is asked to stop; the store keeps what was done. What the parent ignores stays ignored (nohup, a
 * shell's job in the background). */
#include "cli/cli.h"

#include <signal.h>
#include <string.h>

static vado *volatile running; /* a signal handler has no other way to know */

static void stop(int signal_number) {
    if (running)
        vado_cancel(running);
    signal(signal_number, SIG_DFL); /* the second time it is meant */
}

static void handle(int signal_number, int on) {
    struct sigaction a, before;
    memset(&a, 0, sizeof a);
    a.sa_handler = on ? stop : SIG_DFL;
    sigemptyset(&a.sa_mask);
    if (sigaction(signal_number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(signal_number, &a, NULL);
}

void cli_interruptible(vado *v) {
    running = v;
    handle(SIGINT, v != NULL);
    handle(SIGTERM, v != NULL);
}
