#!/bin/sh
# Przygotowuje wszystko i sprawdza projekt: ruff, mypy, pytest. Ostatni wiersz jest podsumowaniem pytest; status różny od zera, gdy coś zawiodło.
set -eu
cd "$(dirname "$0")/.."
sh resources/setup.sh dev
export QT_QPA_PLATFORM=offscreen

failed=0
step() {
    printf '\n== %s\n' "$*"
    .venv/bin/python -m "$@" || failed=1
}

step ruff check .
step ruff format --check .
step mypy
[ $failed = 0 ] || printf '\n!! Sprawdzenia powyżej zgłosiły błędy; wynik całości będzie ujemny.\n'
# Trzy procesy na dwa rdzenie, tyle ma najsłabszy komputer, na którym to uruchamiamy: część testów czeka na KSeF z tego komputera.
step pytest -n 3 --dist worksteal "$@"
exit $failed
