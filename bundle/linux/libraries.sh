#!/bin/bash
# The libraries that Qt's wheel lacks (libxcb-cursor and others), of Debian 11: bundle/linux/libraries.sh FOLDER [MACHINE]
#
# They need no glibc newer than 2.28, unlike those of a newer Debian; scripts/check_bundle.py looks. Their licences
# stand beside them in FOLDER/copyright.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=$(mkdir -p "$1" && cd "$1" && pwd)
machine=${2:-$(uname -m)}
case $machine in x86_64) architecture=amd64 ;; aarch64) architecture=arm64 ;; *) architecture=$machine ;; esac
packages="libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-render0
    libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon0 libxkbcommon-x11-0
    libglib2.0-0 libpcre3 libzstd1"
# The wheels for ARM64 are made with the protocol of sessions, those for x86_64 without.
[ "$machine" != aarch64 ] || packages="$packages libsm6 libice6 libuuid1 libbsd0 libmd0"
work=$target/apt
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/unpacked" "$target/lib" "$target/copyright"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian bullseye main" \
    >"$work/sources.list"
apt=(-o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$work/lists"
    -o "Dir::Cache=$work/cache" -o Dir::State::status=/dev/null -o APT::Sandbox::User=
    -o "APT::Architecture=$architecture" -o "APT::Architectures=$architecture")
cd "$work"
apt-get "${apt[@]}" update -qq
apt-get "${apt[@]}" download -qq $packages
for each in *.deb; do
    dpkg-deb --extract "$each" unpacked
    name=${each%%_*}
    cp "unpacked/usr/share/doc/$name/copyright" "$target/copyright/$name.txt"
    echo "$name $(dpkg-deb --field "$each" Version)"
done >"$target/copyright/versions"
find unpacked -path '*-linux-gnu/*.so*' -exec cp --no-dereference {} "$target/lib" \;

# PyInstaller leaves out a plugin that is linked to something this machine lacks, and so the printers where there is no
# CUPS. CUPS is the computer's own (bundle/contents.py): an empty one stands in for it.
ZIG_TARGET=$machine-linux-gnu.2.28 "$here/zig-cc" -shared -Wl,-soname,libcups.so.2 -x c /dev/null -o "$target/lib/libcups.so.2"
