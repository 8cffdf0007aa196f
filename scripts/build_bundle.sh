#!/bin/bash
# Makes the bundles for Linux from a fresh checkout, into dist/: the folder, .tar.gz, .deb, SHA256SUMS.
#
#   scripts/build_bundle.sh
#   BUNDLE_PYTHON=/path/to/python3.11 scripts/build_bundle.sh    with a portable CPython that is there already
#   BUNDLE_GLIBC=2.31 scripts/build_bundle.sh                    the oldest glibc that is promised (2.28)
#
# Without BUNDLE_PYTHON a CPython for glibc 2.28 is built (bundle/linux/python.sh) and the libraries that Qt's wheel
# lacks come from Debian 11: both need apt-get and deb.debian.org, and are kept in dist/making for the next time.
# With it, the libraries are those of this machine, whose glibc must be old enough. scripts/check_bundle.py looks.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n 's/^VERSION = "\(.*\)"$/\1/p' src/reportdesk/version.py)
machine=$(uname -m)
glibc=${BUNDLE_GLIBC:-2.28}
lock=bundle/requirements.lock
[ "$machine" = aarch64 ] && lock=bundle/requirements-arm64.lock
work=$PWD/dist/making
uv=0.13.9 # puts the wheels of another platform where they belong; Python needs no network of its own for it
mkdir -p "$work"

libraries="" copyright=()
if [ -n "${BUNDLE_PYTHON:-}" ]; then
    base=$BUNDLE_PYTHON
else
    base=$work/python/bin/python3.11
    [ -x "$base" ] || bundle/linux/python.sh "$work/python"
    [ -d "$work/libraries/lib" ] || bundle/linux/libraries.sh "$work/libraries"
    libraries=$work/libraries/lib
    copyright=("$work/libraries/copyright" "$work/python/copyright")
fi

echo "== the locked versions"
rm -rf "$work/site" "$work/build" "$work/reportdesk"
# Wheels for a newer glibc than the promised one are not taken, whatever this machine has.
[ -x "$work/tools/bin/uv" ] || { python3 -m venv "$work/tools" && "$work/tools/bin/pip" install --quiet "uv==$uv"; }
"$base" -m venv --without-pip "$work/site"
python=$work/site/bin/python
"$work/tools/bin/uv" pip install --quiet --python "$python" --python-platform "$machine-manylinux_${glibc/./_}" \
    --only-binary :all: --require-hashes -r "$lock"

echo "== the folder"
LD_LIBRARY_PATH=$libraries "$python" -m PyInstaller bundle/reportdesk.spec --noconfirm --log-level ERROR \
    --workpath "$work/build" --distpath "$work"
folder=$work/reportdesk
cp LICENSE "$folder"
mkdir "$folder/share"
cp bundle/linux/reportdesk.desktop bundle/linux/reportdesk.xml "$folder/share"
cp bundle/linux/说明.txt bundle/linux/登记到菜单.sh "$folder"
"$python" bundle/licences.py "$work/build/reportdesk" "$folder" "${copyright[@]}"
chmod -R u=rwX,go=rX "$folder"
"$python" scripts/check_bundle.py "$folder" --glibc "$glibc"

echo "== .tar.gz"
name=reportdesk-$version-linux-$machine
rm -rf "dist/$name" dist/reportdesk*.deb dist/reportdesk*.tar.gz
cp -a "$folder" "dist/$name"
tar --sort=name --owner=0 --group=0 --numeric-owner -C dist -cf - "$name" | gzip -9n >"dist/$name.tar.gz"

if command -v dpkg-deb >/dev/null; then
    echo "== .deb"
    bundle/linux/deb.sh "dist/$name" "$version" "$glibc" dist
fi
cd dist
sha256sum reportdesk*.tar.gz $(ls reportdesk*.deb 2>/dev/null) >SHA256SUMS
cat SHA256SUMS
