# Truths drawn from the prior of the six-place corridor: where each lies among the members of the posterior that is found
# (tests/test_posterior_truths.c). A try is a truth; all are one program, which prints rank histograms with bands that all
# their bins together leave once in a hundred. Needs a build with tests.
campaign_prepare() {
    truths=$(dirname "$VADO")/tests/test_posterior_truths
    [ -x "$truths" ] || { echo "$truths is not there: ./test -R test_posterior_truths makes it" >&2; exit 77; }
    SOURCE_DIR=$SOURCE_DIR VADO_TRUTHS=$count "$truths" >ranks.txt 2>&1
    right=$?
    grep -v '^\[' ranks.txt
}
campaign_try() {
    [ "$right" -eq 0 ] || undetected "the ranks of truths are not those of members"
    tried truth
}
