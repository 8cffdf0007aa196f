#!/bin/bash
# Makes the bundles for Linux from a fresh checkout, into dist/: the folder, .tar.gz, .deb, SHA256SUMS.
#
#   scripts/build_bundle.sh [MACHINE]                            x86_64 or aarch64; this kind of machine
#   BUNDLE_PYTHON=/path/to/python3.11 scripts/build_bundle.sh    with a portable CPython that is there already
#   BUNDLE_GLIBC=2.31 scripts/build_bundle.sh                    the oldest glibc that is promised (2.28; aarch64 2.31)
#
# Without BUNDLE_PYTHON a CPython for glibc 2.28 is built (bundle/linux/python.sh) and the libraries that Qt's wheel
# lacks come from Debian 11: both need apt-get and deb.debian.org, and are kept in dist/making for the next time.
# With it, the libraries are those of this machine, whose glibc must be old enough. scripts/check_bundle.py looks.
# For another kind of machine PyInstaller runs under qemu (bundle/linux/emulated.sh says what that needs).
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n 's/^VERSION = "\(.*\)"$/\1/p' src/reportdesk/version.py)
machine=${1:-$(uname -m)}
lock=bundle/requirements.lock glibc=${BUNDLE_GLIBC:-2.28}
[ "$machine" = aarch64 ] && lock=bundle/requirements-arm64.lock glibc=${BUNDLE_GLIBC:-2.31}
tools=$PWD/dist/making/tools work=$PWD/dist/making/$machine
uv=0.13.9 ziglang=0.17.1 # uv puts the wheels of another platform where they belong; zig is the compiler
mkdir -p "$work"
export PYTHONDONTWRITEBYTECODE=1

there() { # a command on the kind of machine that the bundle is for
    if [ "$machine" = "$(uname -m)" ]; then "$@"; else bundle/linux/emulated.sh "$work/root" "$machine" "$@"; fi
}
[ -x "$tools/bin/uv" ] || { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet "uv==$uv" "ziglang==$ziglang"; }

libraries="" copyright=()
if [ -n "${BUNDLE_PYTHON:-}" ]; then
    base=$BUNDLE_PYTHON
else
    export ZIG_PYTHON=$tools/bin/python
    base=$work/python/bin/python3.11
    [ -x "$base" ] || bundle/linux/python.sh "$work/python" "$machine"
    [ -e "$work/libraries/lib/libcups.so.2" ] || bundle/linux/libraries.sh "$work/libraries" "$machine"
    libraries=$work/libraries/lib
    copyright=("$work/libraries/copyright" "$work/python/copyright")
fi
there "$base" -c 'import ctypes, zlib, hashlib, decimal, unicodedata, fcntl, pyexpat, mmap, select, struct'

echo "== the locked versions"
rm -rf "$work/site" "$work/build" "$work/reportdesk"
# Wheels for a newer glibc than the promised one are not taken, whatever this machine has.
there "$base" -m venv --without-pip "$work/site"
python=$work/site/bin/python
"$tools/bin/uv" pip install --quiet --target "$work/site/lib/python3.11/site-packages" --python-version 3.11 \
    --python-platform "$machine-manylinux_${glibc/./_}" --only-binary :all: --require-hashes -r "$lock"

echo "== the folder"
there env LD_LIBRARY_PATH="$libraries" "$python" -m PyInstaller bundle/reportdesk.spec --noconfirm --log-level ERROR \
    --workpath "$work/build" --distpath "$work"
folder=$work/reportdesk
cp LICENSE "$folder"
mkdir "$folder/share"
cp bundle/linux/reportdesk.desktop bundle/linux/reportdesk.xml "$folder/share"
cp bundle/linux/说明.txt bundle/linux/登记到菜单.sh "$folder"
there "$python" bundle/licences.py "$work/build/reportdesk" "$folder" "${copyright[@]}"
chmod -R u=rwX,go=rX "$folder"
there "$python" scripts/check_bundle.py "$folder" --glibc "$glibc"

echo "== .tar.gz"
name=reportdesk-$version-linux-$machine
rm -rf dist/reportdesk-*-linux-"$machine" dist/reportdesk-*-linux-"$machine".tar.gz
cp -a "$folder" "dist/$name"
tar --sort=name --owner=0 --group=0 --numeric-owner -C dist -cf - "$name" | gzip -9n >"dist/$name.tar.gz"

if command -v dpkg-deb >/dev/null; then
    echo "== .deb"
    bundle/linux/deb.sh "dist/$name" "$version" "$glibc" "$machine" dist
fi
cd dist
sha256sum reportdesk-"$version"-linux-*.tar.gz $(ls reportdesk_"$version"_*.deb 2>/dev/null) >SHA256SUMS
cat SHA256SUMS
