# Read by the checks of the house (". planted.sh"), POSIX sh: how their self-tests and their ends are told.

# planted_are_named FOUND BREACH...: each planted breach stands in what a check has said; else says which does not, and 1.
planted_are_named() {
    found=$1
    shift
    for planted in "$@"; do
        case $found in
        *"$planted"*) ;;
        *)
            echo "FAIL: the planted breach $planted was not found in:"
            echo "$found"
            return 1
            ;;
        esac
    done
    echo "all planted breaches were found"
}

# none_or_said FOUND WORDS: nothing found: says WORDS; else says what, and 1.
none_or_said() {
    if [ -n "$1" ]; then
        echo "$1"
        return 1
    fi
    echo "$2"
}
