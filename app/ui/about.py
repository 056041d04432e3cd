"""*O programie*."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app import __version__
from app.base.texts import _
from app.ui.icons import program_icon


def show_about(parent: QWidget) -> None:
    """Say which version this is and what it does."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, _("O programie"), f"Konwerter KSeF {__version__}", parent=parent)
    box.setIconPixmap(program_icon().pixmap(64, 64))
    box.setInformativeText(
        _(
            "Czyta faktury z KSeF i zapisuje pliki importu programów księgowych. Niczego nie wystawia ani nie wysyła.\n\nLicencja MIT."
        )
    )
    box.addButton(_("Zamknij"), QMessageBox.ButtonRole.AcceptRole)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
