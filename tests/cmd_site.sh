#!/bin/sh
# The site of docs/: every page is in its table of contents; where Debian's Sphinx is, it is built, without a warning, and
# finds by its search. The rest is SKIPPED where that is missing.
set -u
root=${SOURCE_DIR:?}
. "$root/tests/command.sh"
(cd "$root/docs" && find . -name '*.md' ! -path './site/*' | sed 's/^\.\///; s/\.md$//' | grep -vx index | sort) >pages.txt
sed -n '/^```{toctree}/,/^```$/p' "$root/docs/index.md" | grep -v '^```\|^:\|^$' | sort >listed.txt
differ=$(diff pages.txt listed.txt) || wrong "docs/index.md and the pages of docs/ differ: $differ"
if [ $failed -ne 0 ]; then exit 1; fi
if ! [ -x /usr/bin/sphinx-build ] || ! /usr/bin/python3 -c 'import myst_parser' 2>/dev/null; then
    echo "SKIPPED: Debian's python3-sphinx and python3-myst-parser are missing; that every page is listed was looked at"
    exit 77
fi
code 0 "$root/tools/site" "$PWD/site"
[ -s site/tutorials/policy.html ] || wrong "there is no page of the tutorial"
says 'custody' site/searchindex.js
exit $failed
