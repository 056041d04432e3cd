"""The bundled font: Roboto (Apache 2.0), regular and bold, so that a page looks alike where the system has no fonts at all.

Its figures are tabular, and it has glyphs of its own for the tab and the no-break space: with most other fonts Qt tells a PDF reader that
every space is a tab, and text copied out of the file is full of them.
"""

from importlib import resources
from typing import Final

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase

from app.base.errors import ProgramError

FAMILY: Final = "Roboto"
"""The family the pages' stylesheet names."""

_FILES: Final = ("Roboto-Regular.ttf", "Roboto-Bold.ttf")


def load_typeface() -> None:
    """Make the bundled font known to the running `QGuiApplication`; does nothing where it is known already.

    The files stand beside this module, so that an installed and a frozen program find them the same way.
    """
    if FAMILY in QFontDatabase.families():
        return
    folder = resources.files("app.pdf") / "fonts"
    for name in _FILES:
        data = (folder / name).read_bytes()
        if QFontDatabase.addApplicationFontFromData(QByteArray(data)) < 0:
            raise ProgramError(
                "Nie udało się wczytać czcionki dołączonej do programu.",
                advice="Zainstaluj program ponownie.",
                detail=f"{name}: {len(data)} B",
            )
