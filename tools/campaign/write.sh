# Kind write: write number N of a command (or sync, rename, opening to write) fails, once or from N on (fail_calls.c). What
# ends with 0 has given the right result; what does not left what stood, and a run can be resumed to the right digest.
. "$here/lib/commands.sh"
how=write

campaign_prepare() {
    prepare_before
    prepare_library fail_calls
    prepare_right
}

campaign_try() { try_call; }
