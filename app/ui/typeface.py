"""The program's own letters, which printed pages are set in, for the window too."""

from importlib.resources import files
from typing import Final

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase

FAMILY: Final = "Roboto"


def lend_typeface() -> None:
    """Make the bundled letters known; does nothing where they are known already."""
    if FAMILY in QFontDatabase.families():
        return
    folder = files("app.pdf") / "fonts"
    for name in ("Roboto-Regular.ttf", "Roboto-Bold.ttf"):
        QFontDatabase.addApplicationFontFromData(QByteArray((folder / name).read_bytes()))
