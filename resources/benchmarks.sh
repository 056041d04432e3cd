#!/bin/sh
# Pomiary: wypisuje zmierzone stosunki czasów, niczego nie ocenia. Argumenty trafiają do pytest.
set -eu
cd "$(dirname "$0")/.."
sh resources/setup.sh dev
QT_QPA_PLATFORM=offscreen exec .venv/bin/python -m pytest -m benchmark --capture=no "$@"
