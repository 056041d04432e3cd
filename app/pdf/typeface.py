"""The bundled font: Carlito (OFL 1.1), regular and bold, so that a page looks alike where the system has no fonts at all."""

from importlib import resources
from typing import Final

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase

from app.base.errors import ProgramError

FAMILY: Final = "Carlito"
"""The family the pages' stylesheet names. Its figures are tabular: columns of amounts align."""

_FILES: Final = ("Carlito-Regular.ttf", "Carlito-Bold.ttf")


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
