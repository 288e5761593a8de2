/* vado claims: statements of the sources, judged on runs. */
#include "cli/cli.h"

static const arg_option options[] = {
    {"--csv", NULL, NULL, 0, "CSV, one row a statement"},
    {"--claims", NULL, "FILE.csv", 0, "statements to judge, in place of the claims.csv that the first store holds"},
    CLI_PARTIAL_OPTION,
    {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {"claims",
                                     "judge the statements of the sources on a run",
                                     "A.db [B.db ...] [--csv] [--claims FILE.csv]",
                                     options,
                                     1,
                                     ARG_MAX,
                                     "Published series are put through the same tests first; what they fail is "
                                     "disputed. Further stores are evidence for\n"
                                     "structural statements: runs with latents fitted before the event, or under a "
                                     "policy. Ends with 5 if a verdict is not\n"
                                     "the one the row expects."};

static int run(const arg_result *args, const char *line) {
    (void)line;
    vado *v = vado_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    vado_allow_partial(v, arg_value(args, "--partial") != NULL);
    int csv = arg_value(args, "--csv") != NULL;
    return cli_end(
        v, vado_claims(v, args->npositional, args->positional, arg_value(args, "--claims"), csv, cli_stdout, NULL));
}

const cli_command cmd_claims = {&declared, run};
