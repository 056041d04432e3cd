"""The toolbar of the main window."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from app.base.texts import _


def make_toolbar(window: QWidget, actions: Mapping[str, QAction], badge: QWidget, search: QLineEdit) -> QToolBar:
    """Environment, the month's steps from left to right, search, and on the right what is about the program itself."""
    toolbar = QToolBar(_("Narzędzia"))
    toolbar.setMovable(False)
    toolbar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    toolbar.addWidget(badge)
    toolbar.addSeparator()
    downloads = ("download_all", "download", "", "board", "diary", "", "access", "import_clients")
    toolbar.addWidget(_menu_button(window, actions, "download_all", downloads))
    actions["board"].setCheckable(True)
    for name in ("board", "import"):
        toolbar.addAction(actions[name])
    toolbar.addWidget(
        _menu_button(window, actions, "convert", ("convert", "history", "undo", "", "profile", "rules", "", "undo_edit"))
    )
    toolbar.addWidget(_menu_button(window, actions, "pdf", ("pdf", "print")))
    toolbar.addAction(actions["package"])
    spacer = QWidget()
    spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    toolbar.addWidget(spacer)
    search.setPlaceholderText(_("Szukaj (Ctrl+F)"))
    search.setAccessibleName(_("Szukaj dokumentów"))
    search.setClearButtonEnabled(True)
    search.setMaximumWidth(320)
    search.setEnabled(False)
    toolbar.addWidget(search)
    toolbar.addAction(actions["settings"])
    symbols = [
        toolbar.widgetForAction(actions["settings"]),
        _menu_button(window, actions, "help", ("help", "theme", "", "about")),
    ]
    toolbar.addWidget(symbols[1])
    for symbol in symbols:
        if isinstance(symbol, QToolButton):
            symbol.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    return toolbar


def _menu_button(window: QWidget, actions: Mapping[str, QAction], main: str, names: Sequence[str]) -> QToolButton:
    """A button for an action, with others below it."""
    menu = QMenu(window)
    for name in names:
        if name:
            menu.addAction(actions[name])
        else:
            menu.addSeparator()
    button = QToolButton()
    button.setDefaultAction(actions[main])
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setAccessibleName(actions[main].text())
    return button
