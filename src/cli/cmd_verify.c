/* vado verify: is a store what was written? */
#include "cli/cli.h"

#include <stdio.h>

static const arg_option options[] = {{NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {
    "verify",
    "look through a store: is it whole, and what was written?",
    "FILE.db ...",
    options,
    1,
    ARG_MAX,
    "Every checksum, every row that the run owes, the hash of its input and the digest of its results. Says what is\n"
    "wrong and ends with 3. A run that is not finished but otherwise whole ends with 0 and says how far it is."};

static int one(vado *v, const char *path) {
    vado_verified found = VADO_INIT(vado_verified);
    int status = vado_verify(v, path, &found);
    if (status)
        return status;
    if (found.done)
        cli_say(stdout, "%s: whole: %lld months of results of %d runs\n", path, (long long)found.months, found.members);
    else if (found.part_done)
        cli_say(stdout, "%s: whole, a part: %lld months of results of %d runs, of members %d to %d\n", path,
                (long long)found.months, found.members, found.member_first, found.member_last);
    else
        cli_say(stdout,
                "%s: not finished, what is there is whole: %lld of %lld months of results; `vado run --resume %s` goes "
                "on\n",
                path, (long long)found.months, (long long)found.months_owed, path);
    return 0;
}

static int run(const arg_result *args, const char *line) {
    (void)line;
    vado *v = cli_new();
    int first = 0;
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    for (int i = 0; i < args->npositional; i++) {
        int status = cli_tell(v, one(v, args->positional[i]));
        first = first ? first : status;
    }
    return cli_end(v, first);
}

const cli_command cmd_verify = {&declared, run};
