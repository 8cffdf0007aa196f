#!/bin/bash
# A Debian package of a finished folder: bundle/linux/deb.sh FOLDER VERSION GLIBC MACHINE TARGET
#
# It depends on what every desktop has: the C library, and the libraries of screen and fonts that belong with the
# computer's own drivers (bundle/contents.py names them). Everything else is inside.
set -euo pipefail
folder=$1 version=$2 glibc=$3 machine=$4 target=$5
here=$(cd "$(dirname "$0")" && pwd)
case $machine in x86_64) architecture=amd64 ;; aarch64) architecture=arm64 ;; *) architecture=$machine ;; esac
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
depends=$(PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$here/.. python3 -c '
import contents, sys
print(", ".join(sorted(set(contents.SYSTEM.values()) - {"libc6"})))')

mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/usr/lib" "$root/usr/share/applications" "$root/usr/share/mime/packages" \
    "$root/usr/share/icons/hicolor/256x256/apps" "$root/usr/share/icons/hicolor/scalable/apps" \
    "$root/usr/share/doc/reportdesk"
cp -a "$folder" "$root/usr/lib/reportdesk"
program=$root/usr/lib/reportdesk
rm -rf "$program/share" "$program/说明.txt" "$program/登记到菜单.sh"
mv "$program/licences" "$program/THIRD-PARTY.txt" "$root/usr/share/doc/reportdesk"
mv "$program/LICENSE" "$root/usr/share/doc/reportdesk/copyright"
ln -s ../lib/reportdesk/reportdesk "$root/usr/bin/reportdesk"
cp "$here/reportdesk.desktop" "$root/usr/share/applications"
cp "$here/reportdesk.xml" "$root/usr/share/mime/packages"
icons=$program/_internal/resources/icons
cp "$icons/reportdesk.png" "$root/usr/share/icons/hicolor/256x256/apps"
cp "$icons/reportdesk.svg" "$root/usr/share/icons/hicolor/scalable/apps"
cat >"$root/DEBIAN/control" <<END
Package: reportdesk
Version: $version
Architecture: $architecture
Maintainer: ReportDesk maintainers <reportdesk@localhost>
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Depends: libc6 (>= $glibc), $depends, xkb-data
Recommends: fonts-noto-cjk | fonts-wqy-microhei | fonts-wqy-zenhei, shared-mime-info, desktop-file-utils
Section: editors
Priority: optional
Description: fill in, check and export the yearly report on government information disclosure
 年报填报：填写、核对、导出政府信息公开工作年度报告。不联网。
END
cat >"$root/DEBIAN/postinst" <<'END'
#!/bin/sh
# Where no trigger does it: menus and file types are read anew.
set -e
if [ "$1" = configure ]; then
    command -v update-mime-database >/dev/null && update-mime-database /usr/share/mime || true
    command -v update-desktop-database >/dev/null && update-desktop-database -q /usr/share/applications || true
    command -v gtk-update-icon-cache >/dev/null && gtk-update-icon-cache -q /usr/share/icons/hicolor || true
fi
END
sed 's/= configure/= remove/' "$root/DEBIAN/postinst" >"$root/DEBIAN/postrm"
chmod 755 "$root/DEBIAN/postinst" "$root/DEBIAN/postrm"
(cd "$root" && find usr -type f -printf '%P\0' | sort -z | (cd usr && xargs -0 md5sum) | sed 's#  #  usr/#' >DEBIAN/md5sums)
chmod -R u=rwX,go=rX "$root/usr"
rm -f "$target"/reportdesk_*_"$architecture".deb
dpkg-deb --root-owner-group -Zxz --build "$root" "$target/reportdesk_${version}_$architecture.deb" >/dev/null
