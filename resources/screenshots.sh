#!/bin/sh
# Robi zrzuty wszystkich ekranów w prawdziwym oknie (Xvfb) do folderu podanego w argumencie; bez argumentu: build/zrzuty.
set -eu
cd "$(dirname "$0")/.."
sh resources/setup.sh heavy
folder=${1:-build/zrzuty}
KONWERTER_GALLERY="$folder" .venv/bin/python -m pytest -q -m heavy tests/ui/test_gallery.py
