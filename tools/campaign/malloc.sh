# Kind malloc: allocation number N of a command fails, once or from N on (fail_malloc.c). What ends with 0 has printed,
# written and said what an undisturbed command does; what does not, no signal ended, and it left what stood as it was.
. "$here/lib/commands.sh"
how=malloc

campaign_prepare() {
    prepare_before
    prepare_library fail_malloc
    prepare_right
}

campaign_try() { try_call; }
