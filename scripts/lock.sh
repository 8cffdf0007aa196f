#!/bin/sh
# Makes requirements.lock anew (needs uv): the newest sound versions within pyproject.toml's ranges, Qt held at 6.9.
cd "$(dirname "$0")/.." || exit 1
echo "PySide6-Essentials<6.10" | uv pip compile pyproject.toml --extra dev --constraints - \
    --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet -o requirements.lock
