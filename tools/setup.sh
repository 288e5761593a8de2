# tools/setup.sh: read by ./run and ./test (". tools/setup.sh"), POSIX sh.
#
# 1. setup_packages KIND...: finds by command or file what is missing of the Debian packages of KIND (build, explorer,
#    test: what tests need besides both), says what will be installed, and installs it with apt-get as root or through
#    sudo.
# 2. Without a network, without apt-get or without the right to install, it says what stays missing and goes on; only
#    what the build cannot do without ends the script.
# 3. setup_configure: configures build/ by the preset "default".
# 4. CMake by itself takes make, which a machine that got ninja need not have: whoever configures anything from here on, a
#    build or a test within it too, gets ninja by the environment. A folder that was configured before stays as it is.

# Words of a line: kind, package, and how to see that it is there. "make" is asked for only where there is no ninja.
setup_list() {
    cat <<'LIST'
build gcc                        command cc gcc clang
build libc6-dev                  file /usr/include/stdio.h
build cmake                      command cmake
build ninja-build                command ninja make gmake
build libyaml-dev                file /usr/include/yaml.h /usr/local/include/yaml.h
build libsqlite3-dev             file /usr/include/sqlite3.h /usr/local/include/sqlite3.h
test  libcmocka-dev              file /usr/include/cmocka.h /usr/local/include/cmocka.h
test  libgsl-dev                 file /usr/include/gsl/gsl_cdf.h /usr/local/include/gsl/gsl_cdf.h
test  pkg-config                 command pkg-config
test  clang-format               command clang-format
test  libclang-rt-14-dev         file /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a
test  chromium                   command chromium chromium-browser google-chrome
explorer clang                      command clang
explorer lld                        command wasm-ld
explorer wasi-libc                  file /usr/lib/wasm32-wasi/libc.a
explorer libclang-rt-14-dev-wasm32  file /usr/lib/llvm-*/lib/clang/*/lib/wasi/libclang_rt.builtins-wasm32.a
explorer nodejs                     command node
explorer npm                        command npm
LIST
}

# setup_present HOW WHAT...: is any of WHAT there?
setup_present() {
    how=$1
    shift
    for what in "$@"; do
        if [ "$how" = command ]; then
            command -v "$what" >/dev/null 2>&1 && return 0
        else
            [ -e "$what" ] && return 0
        fi
    done
    return 1
}

# setup_missing KIND: names of the packages not found.
setup_missing() {
    setup_list | while read -r kind package how what; do
        # Unquoted: the patterns in $what are to be expanded.
        # shellcheck disable=SC2086
        if [ "$kind" = "$1" ] && ! setup_present "$how" $what; then
            echo "$package"
        fi
    done
}

setup_apt() {
    if [ "$(id -u)" -eq 0 ]; then
        DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=1 -o Acquire::http::Timeout=30 "$@"
    else
        sudo DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=1 -o Acquire::http::Timeout=30 "$@"
    fi
}

# setup_install PACKAGE...: never fails; what could not be installed is seen by looking again.
setup_install() {
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "There is no apt-get here: please install these by hand."
        return 0
    fi
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
        echo "Not root, and there is no sudo: cannot install."
        return 0
    fi
    setup_apt update -qq || echo "apt-get update did not succeed (no network?)"
    known=
    for package in "$@"; do
        if apt-cache show "$package" >/dev/null 2>&1; then
            known="$known $package"
        else
            echo "This system's package lists do not know $package."
        fi
    done
    if [ -n "$known" ]; then
        # shellcheck disable=SC2086
        setup_apt install -y -qq --no-install-recommends $known </dev/null ||
            echo "apt-get install did not succeed."
    fi
}

# setup_missing_of KIND...: the same for several kinds, on one line.
setup_missing_of() {
    for kind in "$@"; do
        setup_missing "$kind"
    done | tr '\n' ' '
}

# setup_packages KIND...
setup_packages() {
    wanted=$(setup_missing_of "$@")
    if [ -n "$wanted" ]; then
        echo "These Debian packages are missing and will be installed: $wanted"
        # shellcheck disable=SC2086
        setup_install $wanted
    fi
    still=$(setup_missing_of build)
    if [ -n "$still" ]; then
        echo "Cannot build without: $still" >&2
        echo "Please install them (Debian names), then start again." >&2
        exit 3
    fi
    still=$(setup_missing_of "$@")
    if [ -n "$still" ]; then
        echo "Going on without: $still(tests that need them are skipped)"
    fi
}

setup_generator() {
    if [ -z "${CMAKE_GENERATOR:-}" ] && command -v ninja >/dev/null 2>&1; then
        CMAKE_GENERATOR=Ninja
        export CMAKE_GENERATOR
    fi
}

# setup_configure [CMAKE ARGUMENT]...: a build folder of another place (a copied tree) is set up anew.
setup_configure() {
    if [ -f build/CMakeCache.txt ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$(pwd -P)" build/CMakeCache.txt; then
        echo "build/ belongs to another folder: setting it up anew."
        rm -rf build/CMakeCache.txt build/CMakeFiles
    fi
    setup_generator
    if [ ! -f build/CMakeCache.txt ] && [ -z "${CC:-}" ] && command -v gcc >/dev/null 2>&1; then
        set -- -DCMAKE_C_COMPILER=gcc "$@"
    fi
    cmake --preset default "$@"
}

# setup_page: the packages of web/page that its lock file names, anew where that has changed.
setup_page() {
    (
        cd web/page
        cmp -s package-lock.json node_modules/.of-lock && exit 0
        npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || exit 1
        cp package-lock.json node_modules/.of-lock
    )
}
