#!/bin/bash
# A command on another kind of machine: bundle/linux/emulated.sh ROOT MACHINE COMMAND [ARGUMENT …]
#
# ROOT is a Debian 11 of that machine, made the first time (debootstrap); qemu runs its programs. The folder of the
# caller is there at its own place. Needs root, and that the kernel hands such programs to qemu: apt-get install
# qemu-user-static binfmt-support (in a container: on the computer around it).
set -euo pipefail
root=$1 machine=$2
shift 2
case $machine in aarch64) architecture=arm64 ;; *) architecture=$machine ;; esac
if [ ! -e "/proc/sys/fs/binfmt_misc/qemu-$machine" ]; then
    echo "programs for $machine cannot be run here: apt-get install qemu-user-static binfmt-support" >&2
    exit 1
fi
if [ ! -e "$root/ready" ]; then
    rm -rf "$root"
    # What a desktop has, as bundle/contents.py names it, and objdump.
    debootstrap --arch="$architecture" --variant=minbase \
        --include=binutils,libgl1,libegl1,libx11-6,libx11-xcb1,libxcb1,libfontconfig1,libfreetype6,libdbus-1-3,libstdc++6,zlib1g \
        bullseye "$root" http://deb.debian.org/debian >/dev/null
    touch "$root/ready"
fi
mkdir -p "$root$PWD" "$root/proc"
# The mounts are seen by this command only.
exec unshare --mount sh -ec '
    root=$1 place=$2; shift 2
    mount --bind "$place" "$root$place"
    mount -t proc proc "$root/proc"
    exec chroot "$root" sh -c "cd \"\$0\" && exec \"\$@\"" "$place" "$@"' sh "$root" "$PWD" "$@"
