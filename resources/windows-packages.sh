#!/bin/sh
# Robi instalator i wariant przenośny z folderu, który zbudował PyInstaller na Windows (potrzebny jest makensis z Debiana albo Ubuntu):
#   sh resources/windows-packages.sh built/windows/KonwerterKSeF WYNIKI
set -eu
root=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
bundle=$(CDPATH='' cd "${1:?folder programu}" && pwd)
mkdir -p "${2:?folder wyników}"
out=$(CDPATH='' cd "$2" && pwd)
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$root/app/__init__.py")
# Windows chce czterech liczb.
numbers=$(printf '%s' "$version" | sed -E 's/^([0-9]+(\.[0-9]+)*).*/\1.0.0.0/; s/^(([0-9]+\.){3}[0-9]+).*/\1/')
python3 "$root/resources/portable.py" "$bundle" "$out/KonwerterKSeF-$version-przenosny.zip"
makensis -V2 -INPUTCHARSET UTF8 "-DSOURCE_DIR=$bundle" "-DOUT_FILE=$out/KonwerterKSeF-$version-setup.exe" "-DVERSION=$version" \
    "-DVERSION4=$numbers" "-DSIGN=sh \"$root/resources/sign.sh\"" "$root/resources/installer/setup.nsi"
ls -l "$out" >&2
