# Kind kill: a command is killed before write number N (fail_calls.c). What stood stands, or a whole new file does; a run
# is resumed, and a study run again, to the right result.
. "$here/lib/commands.sh"
how=kill

campaign_prepare() {
    prepare_before
    prepare_library fail_calls
    prepare_right
}

campaign_try() { try_call; }
