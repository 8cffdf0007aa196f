#!/bin/bash
# Builds a CPython that runs on glibc 2.28: bundle/linux/python.sh FOLDER [MACHINE]
#
# From Debian's sources of Python 3.11, zlib and libffi (with Debian's security patches, without its changes of the
# layout), compiled by the zig compiler of PyPI against glibc 2.28 on whatever glibc this machine has, for this kind of
# machine or another one (then python3 must be a 3.11 too). No OpenSSL: the program never uses the network, and hashlib
# has its own code. No bz2, lzma, sqlite, readline: not used either. Where a portable CPython can be had ready made (uv
# python install), BUNDLE_PYTHON names it instead: build_bundle.sh, which also says where the compiler is (ZIG_PYTHON).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=$(mkdir -p "$1" && cd "$1" && pwd)
native=$(uname -m) machine=${2:-$(uname -m)}
work=$target/build
export ZIG_TARGET=$machine-linux-gnu.2.28

mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$work/source"

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
CFLAGS="-O2 -fPIC" quietly ./configure --host="$machine-linux-gnu" --prefix="$work/static" --disable-shared \
    --enable-static --with-pic --disable-docs --disable-exec-static-tramp
quietly make -j"$(nproc)" install && cd ..

unpack python3.11 && cd python3.11
tar xf ../python3.11_*.debian.tar.* # its patches: what comes before this one is Debian's layout
sed -n '/^shutdown-deadlock/,$p' debian/patches/series | while read -r patch; do
    patch -p1 -s -f --no-backup-if-mismatch <"debian/patches/$patch" >/dev/null
done
# One of the patches lets pyexpat look inside the interpreter; Debian links it in, where that needs no permission.
sed -i '1i #define Py_BUILD_CORE_MODULE 1' Modules/pyexpat.c
other=() # what configure cannot try out for another kind of machine
[ "$machine" = "$native" ] || other=(--host="$machine-linux-gnu" --build="$native-linux-gnu"
    --with-build-python="$(command -v python3)" ac_cv_file__dev_ptmx=yes ac_cv_file__dev_ptc=no
    ac_cv_buggy_getaddrinfo=no READELF="$(command -v readelf)")
quietly ./configure --prefix="$target" --enable-shared --without-ensurepip --disable-test-modules "${other[@]}" \
    CFLAGS="-g0" CPPFLAGS="-I$work/static/include" LIBFFI_INCLUDEDIR="$work/static/include" \
    LDFLAGS="-s -L$work/static/lib -Wl,-rpath,$target/lib"
quietly make -j"$(nproc)" PY3LIBRARY=
quietly make install PY3LIBRARY=

# What is compiled into it, for the list of licences.
mkdir -p "$target/copyright"
cp ../libffi/LICENSE "$target/copyright/libffi.txt"
cp ../zlib/LICENSE "$target/copyright/zlib.txt"
for name in libffi zlib; do # NAME_VERSION.orig.tar.gz; Debian calls its cut of zlib 1.2.13.dfsg
    file=$(basename ../"$name"_*.orig.tar.*) && file=${file#*_} && file=${file%.orig.tar.*}
    echo "$name ${file%.dfsg}"
done >"$target/copyright/versions"
