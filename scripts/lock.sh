#!/bin/sh
# Makes the lock files anew (needs uv): the newest sound versions within pyproject.toml's ranges, Qt held at 6.9.
# A bundle holds the same versions as requirements.lock, and PyInstaller; on ARM the last Qt for glibc 2.31.
cd "$(dirname "$0")/.." || exit 1
compile() {
    uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet "$@"
}
echo "PySide6-Essentials<6.10" | compile pyproject.toml --extra dev --constraints - -o requirements.lock
versions() { sed -n 's/^\([a-z0-9._-]*==[^ ]*\)\(.*\) \\$/\1\2/p' requirements.lock; }
versions | compile pyproject.toml bundle/requirements.in --constraints - -o bundle/requirements.lock
{ versions | grep -v -e ^pyside6 -e ^shiboken6 && echo "PySide6-Essentials==6.8.0.2"; } |
    compile pyproject.toml bundle/requirements.in --constraints - -o bundle/requirements-arm64.lock
