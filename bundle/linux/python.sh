#!/bin/bash
# Builds a CPython that runs on glibc 2.28: bundle/linux/python.sh FOLDER
#
# From Debian's sources of Python 3.11, zlib and libffi (with Debian's security patches, without its changes of the
# layout), compiled by the zig compiler of PyPI against glibc 2.28 on whatever glibc this machine has. No OpenSSL:
# the program never uses the network, and hashlib has its own code. No bz2, lzma, sqlite, readline: not used either.
# Where a portable CPython can be had ready made (uv python install), BUNDLE_PYTHON names it instead: build_bundle.sh.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=$(mkdir -p "$1" && cd "$1" && pwd)
work=$target/build
ZIG_VERSION=0.17.1 # the compiler, of PyPI
export ZIG_TARGET ZIG_PYTHON=$work/zig/bin/python
ZIG_TARGET=$(uname -m)-linux-gnu.2.28

mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$work/source"
python3 -m venv "$work/zig"
"$ZIG_PYTHON" -m pip install --quiet --disable-pip-version-check "ziglang==$ZIG_VERSION"

# Debian's archive signs its lists; apt-get checks every source against them.
echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian bookworm main" \
    >"$work/apt/sources.list"
apt=(-o "Dir::Etc::sourcelist=$work/apt/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$work/apt/lists"
    -o "Dir::Cache=$work/apt/cache" -o APT::Sandbox::User=)
cd "$work/source"
apt-get "${apt[@]}" update -qq
apt-get "${apt[@]}" source -qq --download-only python3.11 zlib libffi

unpack() { # name: the upstream source into its folder
    rm -rf "$1" && mkdir "$1" && tar xf "$1"_*.orig.tar.* -C "$1" --strip-components=1
}
export CC=$here/zig-cc AR=$work/zig-ar RANLIB=true
printf '#!/bin/sh\nexec "%s" -m ziglang ar "$@"\n' "$ZIG_PYTHON" >"$AR"
chmod +x "$AR"
quietly() { "$@" >"$work/log" 2>&1 || { tail -40 "$work/log" >&2; exit 1; }; }

unpack zlib && cd zlib
CFLAGS="-O2 -fPIC" quietly ./configure --static --prefix="$work/static"
quietly make -j"$(nproc)" libz.a AR="$AR" ARFLAGS=rc
mkdir -p "$work/static/lib" "$work/static/include"
cp libz.a "$work/static/lib" && cp zlib.h zconf.h "$work/static/include" && cd ..

unpack libffi && cd libffi
CFLAGS="-O2 -fPIC" quietly ./configure --host="$(uname -m)-linux-gnu" --prefix="$work/static" --disable-shared \
    --enable-static --with-pic --disable-docs --disable-exec-static-tramp
quietly make -j"$(nproc)" install && cd ..

unpack python3.11 && cd python3.11
tar xf ../python3.11_*.debian.tar.* # its patches: what comes before this one is Debian's layout
sed -n '/^shutdown-deadlock/,$p' debian/patches/series | while read -r patch; do
    patch -p1 -s -f --no-backup-if-mismatch <"debian/patches/$patch" >/dev/null
done
# One of the patches lets pyexpat look inside the interpreter; Debian links it in, where that needs no permission.
sed -i '1i #define Py_BUILD_CORE_MODULE 1' Modules/pyexpat.c
quietly ./configure --prefix="$target" --enable-shared --without-ensurepip --disable-test-modules \
    CFLAGS="-g0" CPPFLAGS="-I$work/static/include" LIBFFI_INCLUDEDIR="$work/static/include" \
    LDFLAGS="-L$work/static/lib -Wl,-rpath,$target/lib"
quietly make -j"$(nproc)" PY3LIBRARY=
quietly make install PY3LIBRARY=
find "$target/lib" -name '*.so*' -type f -exec strip --strip-debug {} +

# What is compiled into it, for the list of licences.
mkdir -p "$target/copyright"
cp ../libffi/LICENSE "$target/copyright/libffi.txt"
cp ../zlib/LICENSE "$target/copyright/zlib.txt"
for name in libffi zlib; do # NAME_VERSION.orig.tar.gz; Debian calls its cut of zlib 1.2.13.dfsg
    file=$(basename ../"$name"_*.orig.tar.*) && file=${file#*_} && file=${file%.orig.tar.*}
    echo "$name ${file%.dfsg}"
done >"$target/copyright/versions"

"$target/bin/python3.11" -c 'import ctypes, zlib, hashlib, decimal, unicodedata, fcntl, pyexpat, mmap, select, struct'
