#!/bin/sh
# The tests with other versions of Qt and Python than the locked ones, in throw-away environments (needs uv):
#
#   scripts/try_versions.sh                        the oldest and the newest Qt that are promised, every Python at hand
#   scripts/try_versions.sh 6.8.3 -- tests/ui      this Qt, these tests
#   PYTHONS="3.11 /opt/python3.13/bin/python3" scripts/try_versions.sh    these Pythons, by version or place
#
# Everything but Qt and Python is as locked. 6.12.0 is left out: on Python 3.11 it loses a reference to None in almost
# every call and aborts. Exit status 1 when any of them failed.
cd "$(dirname "$0")/.." || exit 1
versions="" tests=""
while [ $# -gt 0 ]; do
    if [ "$1" = -- ]; then shift; tests="$*"; break; fi
    versions="$versions $1"; shift
done
versions=${versions:-"6.8.0.2 6.8.3 6.9.3 6.11"}
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
status=0 results=""
for python in ${PYTHONS:-3.11 3.12 3.13 3.14}; do
    interpreter=$(uv python find --offline --no-project "$python" 2>/dev/null) || {
        results="$results\nPython $python: not on this machine"
        continue
    }
    for qt in $versions; do
        environment=$place/environment
        case $qt in *.*.*) wanted="PySide6-Essentials==$qt" ;; *) wanted="PySide6-Essentials==$qt.*" ;; esac
        # The locked versions with this Qt in place of theirs; hashes would be those of the other one.
        sed -n 's/^\([a-z0-9._-]*==[^ ]*\)\(.*\) \\$/\1\2/p' requirements.lock |
            grep -v -e ^pyside6 -e ^shiboken6 >"$place/locked.txt"
        if uv venv --quiet --python "$interpreter" "$environment" &&
            uv pip install --quiet --python "$environment/bin/python" -r "$place/locked.txt" "$wanted" &&
            uv pip install --quiet --python "$environment/bin/python" --no-build-isolation --no-deps -e .; then
            echo "== Python $python, PySide6 $qt"
            if QT_QPA_PLATFORM=offscreen "$environment/bin/python" -m pytest -p no:cacheprovider $tests; then
                results="$results\nPython $python, PySide6 $qt: passed"
            else
                results="$results\nPython $python, PySide6 $qt: FAILED" status=1
            fi
        else
            results="$results\nPython $python, PySide6 $qt: could not be installed" status=1
        fi
        rm -rf "$environment"
    done
done
printf "$results\n"
exit $status
