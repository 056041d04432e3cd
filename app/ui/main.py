"""The start of the window: the application object, the theme, the main window."""

import sys

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app import __version__
from app.base.paths import Paths
from app.ui.icons import program_icon
from app.ui.main_window import MainWindow
from app.ui.theme import ThemeChoice, apply_theme
from app.ui.workspace import Workspace


def make_application() -> QApplication:
    """The application object with its name, icon and Qt's own texts in Polish."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Konwerter KSeF")
    application.setApplicationVersion(__version__)
    application.setWindowIcon(program_icon())
    QLocale.setDefault(QLocale(QLocale.Language.Polish, QLocale.Country.Poland))
    translator = QTranslator(application)
    if translator.load("qtbase_pl", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    return application


def open_window(workspace: Workspace, application: QApplication) -> MainWindow:
    """The main window, themed and shown."""
    colours = apply_theme(application, ThemeChoice(workspace.settings.theme))
    window = MainWindow(workspace, colours)
    window.show()
    return window


def run(paths: Paths) -> int:
    """Open the window and stay until it is closed; the exit status."""
    application = make_application()
    workspace = Workspace(paths)
    window = open_window(workspace, application)
    status = application.exec()
    del window
    return status
