"""Run by the frozen program before its own code: Qt finds the plugins it was built with, and no other.

PyInstaller's own hook does this too, but loads Qt for it, also where a command line needs none.
"""

import os
import sys
from pathlib import Path

_PLUGINS = ("PySide6", "plugins") if sys.platform == "win32" else ("PySide6", "Qt", "plugins")

os.environ["QT_PLUGIN_PATH"] = str(Path(sys._MEIPASS, *_PLUGINS))  # noqa: SLF001 - the bootloader's name
