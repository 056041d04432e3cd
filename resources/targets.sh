#!/bin/sh
# Które faktury zapisuje każdy format: listy wyników, tabela w pomocy i resources/docs/targets.md, od nowa z testów.
# Zatrzymuje się, gdy dokument dotąd zapisywany przestał być zapisywany.
set -eu
cd "$(dirname "$0")/.."
sh resources/setup.sh dev
export KONWERTER_UPDATE_GOLDEN=1
.venv/bin/python -m pytest -q tests/targets/test_two_way.py -k own_invoice
.venv/bin/python -m pytest -q tests/targets/test_matrix.py
