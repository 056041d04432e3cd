#!/bin/sh
# Przygotowuje wszystko i uruchamia program: bez argumentów otwiera okno, z argumentami działa jak konwerter-ksef.
set -eu
folder=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
sh "$folder/resources/setup.sh" run

if [ $# -eq 0 ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ] && [ "$(uname)" = Linux ]; then
    cat <<'TEXT'
Wszystko jest zainstalowane, ale na tym komputerze nie ma ekranu, więc okno się nie otworzy.
Program działa też z wiersza poleceń, na przykład:

    sh resources/run.sh --help
    sh resources/run.sh targets
    sh resources/run.sh convert FAKTURY --nip 5265877635 --to epp --out WYNIK
TEXT
    exit 0
fi

# Ścieżki w argumentach mają znaczyć to samo, co u wywołującego, dlatego folder się nie zmienia.
exec "$folder/.venv/bin/python" -P -m app "$@"
