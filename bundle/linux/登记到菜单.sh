#!/bin/sh
# Menu entry, icon and file type for the current user, pointing at this folder. Nothing else is changed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
mkdir -p "$data/applications" "$data/mime/packages" "$data/icons/hicolor/256x256/apps"
resources=$here/_internal/resources
# Exec: a path in double quotes, in which a backslash, a quotation mark, ` and $ are escaped twice; % is doubled.
program=$(printf '%s' "$here/reportdesk" | sed -e 's/[\\"`$]/\\\\&/g' -e 's/%/%%/g')
while IFS= read -r line; do
    case $line in
        Exec=*) printf 'Exec="%s" %%f\n' "$program" ;;
        *) printf '%s\n' "$line" ;;
    esac
done <"$here/share/reportdesk.desktop" >"$data/applications/reportdesk.desktop"
cp "$here/share/reportdesk.xml" "$data/mime/packages/reportdesk.xml"
cp "$resources/icons/reportdesk.png" "$data/icons/hicolor/256x256/apps/reportdesk.png"
command -v update-mime-database >/dev/null 2>&1 && update-mime-database "$data/mime" >/dev/null 2>&1 || true
command -v update-desktop-database >/dev/null 2>&1 && update-desktop-database "$data/applications" >/dev/null 2>&1 || true
echo "已登记。在菜单的“办公”中可以找到“年报填报”。"
