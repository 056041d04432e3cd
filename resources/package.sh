#!/bin/sh
# Robi pakiety dla Linuksa z folderu, który zbudował PyInstaller:
#   sh resources/package.sh dist/KonwerterKSeF WYNIKI
# WYNIKI/konwerter-ksef_WERSJA_ARCHITEKTURA.deb (gdy jest dpkg-deb) i WYNIKI/konwerter-ksef-WERSJA-linux-MASZYNA.tar.xz
set -eu
root=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
bundle=$(CDPATH='' cd "${1:?folder programu}" && pwd)
mkdir -p "${2:?folder wyników}"
out=$(CDPATH='' cd "$2" && pwd)
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$root/app/__init__.py")
linux=$root/resources/linux
maintainer=${MAINTAINER:-Konwerter KSeF <konwerter-ksef@localhost>}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Czego Qt żąda od systemu (reszta jest w pakiecie). Nowsze wydania z końcówką t64 podają też dawne nazwy.
glibc=$(getconf GNU_LIBC_VERSION | cut -d' ' -f2) # programy działają tam, gdzie jest taka, na jakiej je zbudowano, albo nowsza
depends="libc6 (>= $glibc), libstdc++6, libgcc-s1, libgl1, libegl1, libfontconfig1, libfreetype6, libdbus-1-3, libglib2.0-0, libzstd1, libbrotli1"
depends="$depends, libgssapi-krb5-2, libx11-6, libx11-xcb1, libxcb1, libxcb-cursor0, libxcb-glx0, libxcb-icccm4, libxcb-image0, libxcb-keysyms1"
depends="$depends, libxcb-randr0, libxcb-render0, libxcb-render-util0, libxcb-shape0, libxcb-shm0, libxcb-sync1, libxcb-util1, libxcb-xfixes0"
depends="$depends, libxcb-xkb1, libxkbcommon0, libxkbcommon-x11-0, libwayland-client0, libwayland-cursor0, libwayland-egl1"

deb() {
    tree=$work/deb
    program=$tree/usr/lib/konwerter-ksef
    doc=$tree/usr/share/doc/konwerter-ksef
    icons=$tree/usr/share/icons/hicolor
    mkdir -p "$tree/DEBIAN" "$program" "$tree/usr/bin" "$doc" "$tree/usr/share/applications" "$icons/scalable/apps" "$icons/256x256/apps"
    cp -a "$bundle/." "$program/"
    ln -s ../lib/konwerter-ksef/konwerter-ksef "$tree/usr/bin/konwerter-ksef"
    cp "$linux/konwerter-ksef.desktop" "$tree/usr/share/applications/"
    cp "$root/app/ui/icons/app.svg" "$icons/scalable/apps/konwerter-ksef.svg"
    cp "$root/resources/installer/app.png" "$icons/256x256/apps/konwerter-ksef.png"
    cp "$root/LICENSE" "$doc/copyright"
    gzip -9nc "$root/CHANGELOG.md" >"$doc/changelog.gz"
    find "$tree" -type d -exec chmod 755 {} +
    find "$tree" -type f ! -perm -u+x -exec chmod 644 {} +
    find "$tree" -type f -perm -u+x -exec chmod 755 {} +
    cat >"$tree/DEBIAN/control" <<CONTROL
Package: konwerter-ksef
Version: $version
Section: office
Priority: optional
Architecture: $(dpkg --print-architecture)
Installed-Size: $(du -ks --exclude=DEBIAN "$tree" | cut -f1)
Maintainer: $maintainer
Depends: $depends
Recommends: gnome-keyring | kwalletmanager, libcups2
Description: Faktury z KSeF do plików importu programów księgowych
 Program dla biur rachunkowych: pobiera faktury ustrukturyzowane z KSeF,
 pokazuje je jak na papierze i zapisuje pliki importu programów
 księgowych. Niczego nie wystawia ani nie wysyła.
CONTROL
    dpkg-deb --root-owner-group -Zxz --build "$tree" "$out/konwerter-ksef_${version}_$(dpkg --print-architecture).deb" >&2
}

tarball() {
    name=konwerter-ksef-$version
    mkdir -p "$work/tar"
    cp -a "$bundle" "$work/tar/$name"
    cp "$linux/konwerter-ksef.desktop" "$linux/dodaj-do-menu.sh" "$root/LICENSE" "$work/tar/$name/"
    cp "$root/app/ui/icons/app.svg" "$work/tar/$name/konwerter-ksef.svg"
    tar -C "$work/tar" --owner=0 --group=0 --numeric-owner --sort=name -cf - "$name" |
        xz -T0 -6e >"$out/$name-linux-$(uname -m).tar.xz"
}

if command -v dpkg-deb >/dev/null 2>&1; then deb; else echo "Nie ma dpkg-deb: pakiet .deb pominięty." >&2; fi
tarball
ls -l "$out" >&2
