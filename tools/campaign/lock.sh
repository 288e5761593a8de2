# Kind lock: lock number N that a command asks for is held by somebody else, once or from N on (fail_calls.c). It waits, or
# ends with another exit code than 0 and what stood stands; a run can be resumed to the right digest.
. "$here/lib/commands.sh"
how=lock

campaign_prepare() {
    prepare_before
    prepare_library fail_calls
    prepare_right
}

campaign_try() { try_call; }
