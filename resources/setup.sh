#!/bin/sh
# Przygotowuje wszystko, czego potrzebuje projekt: biblioteki systemowe (Debian, Ubuntu) i środowisko .venv w folderze projektu.
#   sh resources/setup.sh run     program
#   sh resources/setup.sh dev     program, testy i narzędzia programisty
#   sh resources/setup.sh heavy   to samo i ekran na niby (Xvfb) dla testów długich i zrzutów
# Gdy niczego nie brakuje, kończy od razu.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}

# Qt bez okna (platforma „offscreen”, PDF).
libraries="libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0"
# Qt w oknie pod X11; pod Waylandem Qt sięga po nie przez XWayland.
window_libraries="libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"
# Prawdziwy pęk kluczy dla testów sejfu; bez nich te testy się pomijają.
vault_packages="dbus-daemon gnome-keyring"
screen_packages="xvfb xauth"

say() { printf '%s\n' "$*" >&2; }

installed() {
    # Od 2024 roku część bibliotek nosi w nowszych wydaniach końcówkę t64.
    for name in "$1" "$1t64"; do
        case "$(dpkg-query -W -f '${Status}' "$name" 2>/dev/null || true)" in
            "install ok installed") return 0 ;;
        esac
    done
    return 1
}

# Wypisuje z podanych pakietów te, których nie ma.
missing_of() {
    for package in "$@"; do
        installed "$package" || printf ' %s' "$package"
    done
}

may_install() {
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; }
}

# Uruchamia polecenie jako root po cichu; co wypisało, widać dopiero, gdy się nie udało.
as_root() {
    if [ "$(id -u)" != 0 ]; then set -- sudo "$@"; fi
    output=$("$@" 2>&1) || {
        printf '%s\n' "$output" >&2
        return 1
    }
}

# Instaluje podane pakiety systemowe; gdy nie wolno albo się nie da, mówi, co wpisać.
install_packages() {
    line="apt-get update && apt-get install -y --no-install-recommends $*"
    if may_install; then
        say "Instaluję pakiety systemowe: $*"
        # Cudze źródło pakietów, które nie odpowiada, nie musi przeszkadzać: rozstrzyga instalacja.
        as_root apt-get update -qq || true
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=120 --no-install-recommends "$@" && return 0
        say "Nie udało się zainstalować pakietów systemowych; powód jest wyżej."
    fi
    say "Brakuje pakietów systemowych. Administrator instaluje je poleceniem:"
    if command -v sudo >/dev/null 2>&1; then
        say "    sudo sh -c '$line'"
    elif [ "$(id -u)" = 0 ]; then
        say "    $line"
    else
        say "    su -c '$line'"
    fi
    return 1
}

usable_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

environment_works() {
    [ -x .venv/bin/python ] && .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

on_debian=false
if command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1; then on_debian=true; fi

# Listy pakietów mają być podzielone na słowa.
# shellcheck disable=SC2086
if $on_debian; then
    missing=$(missing_of $libraries)
    if [ "$purpose" = heavy ] || { [ "$purpose" = run ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; }; then
        missing="$missing$(missing_of $window_libraries)"
    fi
    if [ "$purpose" = heavy ]; then missing="$missing$(missing_of $screen_packages)"; fi
    wished=""
    if [ "$purpose" != run ]; then wished=$(missing_of $vault_packages); fi
else
    missing=""
    wished=""
fi

if ! environment_works; then
    if python=$(usable_python); then
        # Debian trzyma ensurepip, bez którego nie powstanie .venv, w osobnym pakiecie.
        if $on_debian && ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
            missing="$missing python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
        fi
    elif $on_debian; then
        missing="$missing python3 python3-venv"
    else
        say "Potrzebny jest Python 3.11 lub nowszy."
        exit 1
    fi
fi

# shellcheck disable=SC2086
if [ -n "$missing" ]; then
    install_packages $missing || {
        say "Potem uruchom to polecenie jeszcze raz."
        exit 1
    }
fi
# shellcheck disable=SC2086
if [ -n "$wished" ]; then install_packages $wished || say "Bez nich pominą się testy pęku kluczy; reszta działa."; fi

refuse_unwritable() {
    if [ -w . ] && { [ ! -e .venv ] || [ -w .venv ]; }; then return 0; fi
    say "Nie mogę zapisywać w folderze $(pwd) albo w jego podfolderze .venv: należy do kogoś innego."
    say "Usuń .venv albo skopiuj projekt do własnego folderu i uruchom to polecenie jeszcze raz."
    exit 1
}

if ! environment_works; then
    refuse_unwritable
    python=$(usable_python) || {
        say "Potrzebny jest Python 3.11 lub nowszy; system ma starszy."
        exit 1
    }
    say "Tworzę środowisko .venv…"
    rm -rf .venv
    "$python" -m venv .venv
fi

# Biblioteki są dwojakie: „run” i „dev”. Znacznik mówi, dla jakiej treści tych dwóch plików środowisko jest gotowe.
if [ "$purpose" = run ]; then kind=run what=.; else kind=dev what=".[dev]"; fi
state="$(cat pyproject.toml resources/constraints.txt | cksum) $(pwd)"
ready() { [ -f ".venv/ready-$1" ] && [ "$(cat ".venv/ready-$1")" = "$state" ]; }

if ready dev || ready "$kind"; then exit 0; fi

refuse_unwritable
say "Instaluję biblioteki Pythona do .venv (za pierwszym razem trwa to kilka minut)…"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint resources/constraints.txt --editable "$what" >&2 || {
    say "Nie udało się zainstalować bibliotek Pythona; powód jest wyżej. Ten krok wymaga połączenia z Internetem."
    exit 1
}
printf '%s\n' "$state" >".venv/ready-$kind"
