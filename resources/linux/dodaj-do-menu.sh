#!/bin/sh
# Dodaje program z tego folderu do menu tego użytkownika (bez uprawnień administratora). Folder można potem przenieść i uruchomić to jeszcze raz.
#   sh dodaj-do-menu.sh          dodaje
#   sh dodaj-do-menu.sh --usun   usuwa z menu; program i jego dane zostają
set -eu
folder=$(CDPATH='' cd "$(dirname "$0")" && pwd)
shared=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$shared/applications/konwerter-ksef.desktop
icon=$shared/icons/hicolor/scalable/apps/konwerter-ksef.svg

if [ "${1:-}" = --usun ]; then
    rm -f "$entry" "$icon"
    echo "Programu nie ma już w menu."
    exit 0
fi
mkdir -p "$(dirname "$entry")" "$(dirname "$icon")"
cp "$folder/konwerter-ksef.svg" "$icon"
# W cudzysłowie wpisu menu znaki \ " $ ` % mają własne znaczenie.
program=$(printf '%s' "$folder/konwerter-ksef" | sed 's/[\\"$`]/\\\\&/g; s/%/%%/g')
awk -v program="$program" '/^Exec=/ { print "Exec=\"" program "\" --open %F"; next } { print }' \
    "$folder/konwerter-ksef.desktop" >"$entry"
echo "Program jest w menu: Konwerter KSeF."
