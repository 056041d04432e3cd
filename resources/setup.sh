#!/bin/sh
# Przygotowuje wszystko, czego potrzebuje projekt: biblioteki systemowe (Debian, Ubuntu) i środowisko .venv w folderze projektu.
#   sh resources/setup.sh run     program
#   sh resources/setup.sh dev     program, testy i narzędzia programisty
# Gdy niczego nie brakuje, kończy od razu.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}

# Qt bez okna (platforma „offscreen”, PDF).
libraries="libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0"
# Qt w oknie pod X11; pod Waylandem Qt sięga po nie przez XWayland.
window_libraries="libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"

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

# Instaluje podane pakiety systemowe; gdy nie wolno, mówi, co wpisać.
install_packages() {
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        as_root="sudo"
    else
        say "Brakuje pakietów systemowych. Zainstaluj je poleceniem:"
        say "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
        say "a potem uruchom to polecenie jeszcze raz."
        exit 1
    fi
    say "Instaluję pakiety systemowe: $*"
    $as_root apt-get update -qq >&2
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
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

missing=""
if $on_debian; then
    wanted=$libraries
    if [ "$purpose" = run ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then wanted="$wanted $window_libraries"; fi
    for package in $wanted; do
        installed "$package" || missing="$missing $package"
    done
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

# Lista pakietów ma być podzielona na słowa.
# shellcheck disable=SC2086
if [ -n "$missing" ]; then install_packages $missing; fi

if ! environment_works; then
    python=$(usable_python) || { say "Potrzebny jest Python 3.11 lub nowszy; system ma starszy."; exit 1; }
    say "Tworzę środowisko .venv…"
    rm -rf .venv
    "$python" -m venv .venv
fi

# Znacznik mówi, dla jakiej treści tych dwóch plików środowisko jest gotowe.
state="$(cat pyproject.toml resources/constraints.txt | cksum) $(pwd)"
ready() { [ -f ".venv/ready-$1" ] && [ "$(cat ".venv/ready-$1")" = "$state" ]; }

if ready dev || { [ "$purpose" = run ] && ready run; }; then exit 0; fi

say "Instaluję biblioteki Pythona do .venv (za pierwszym razem trwa to kilka minut)…"
what=.
if [ "$purpose" = dev ]; then what=".[dev]"; fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint resources/constraints.txt --editable "$what" >&2
printf '%s\n' "$state" >".venv/ready-$purpose"
