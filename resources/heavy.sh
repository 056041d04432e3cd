#!/bin/sh
# Testy długie: sto tysięcy dokumentów, wszystkie próbki, długie przebiegi własności. Argumenty trafiają do pytest.
set -eu
cd "$(dirname "$0")/.."
sh resources/setup.sh heavy
QT_QPA_PLATFORM=offscreen exec .venv/bin/python -m pytest -m heavy "$@"
