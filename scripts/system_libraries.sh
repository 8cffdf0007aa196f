#!/bin/sh
# The system libraries that Qt's wheels expect, and a Chinese font: installed where they are missing and may be.
# Nothing to do on Windows, macOS and most desktops.

[ "$(uname -s)" = Linux ] || exit 0
command -v ldconfig >/dev/null 2>&1 || PATH=$PATH:/sbin:/usr/sbin

missing=""
need() { # library, package
    ldconfig -p 2>/dev/null | grep -q "$1" || missing="$missing $2"
}
need libEGL.so.1 libegl1
need libGL.so.1 libgl1
need libfontconfig.so.1 libfontconfig1
need libdbus-1.so.3 libdbus-1-3
need libglib-2.0.so.0 libglib2.0-0
need libxkbcommon.so.0 libxkbcommon0
need libxkbcommon-x11.so.0 libxkbcommon-x11-0
need libxcb-cursor.so.0 libxcb-cursor0
need libxcb-icccm.so.4 libxcb-icccm4
need libxcb-image.so.0 libxcb-image0
need libxcb-keysyms.so.1 libxcb-keysyms1
need libxcb-randr.so.0 libxcb-randr0
need libxcb-render-util.so.0 libxcb-render-util0
need libxcb-shape.so.0 libxcb-shape0
need libxcb-xinerama.so.0 libxcb-xinerama0
need libxcb-xkb.so.1 libxcb-xkb1
fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fontconfig fonts-noto-cjk"

[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Qt may need these libraries, please install them with your package manager (Debian names):$missing"
elif [ "$(id -u)" = 0 ]; then
    echo "installing system libraries:$missing"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1 ||
        echo "some could not be installed; the window may not open"
elif sudo -n true 2>/dev/null; then
    echo "installing system libraries:$missing"
    { sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1 ||
        echo "some could not be installed; the window may not open"
else
    echo "Qt may need these libraries: sudo apt-get install$missing"
fi
exit 0
