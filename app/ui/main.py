"""The start of the window: the application object, the language, the theme, the main window, and who else watches over it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from app import __version__
from app.base.errors import KonwerterError, ProgramError
from app.base.log import logging_to
from app.base.paths import Paths
from app.base.settings import load_settings
from app.base.texts import SOURCE_LANGUAGE, install
from app.ui.crash import CrashWatch
from app.ui.error_box import message_of
from app.ui.icons import program_icon
from app.ui.main_window import MainWindow
from app.ui.pauses import keep_what_is_loaded, share_interpreter
from app.ui.single_instance import take_place
from app.ui.theme import ThemeChoice, apply_theme

_READY_WITHIN_MS: Final = 60_000


def make_application() -> QApplication:
    """The application object with its name and icon."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Konwerter KSeF")
    application.setApplicationVersion(__version__)
    application.setWindowIcon(program_icon())
    QLocale.setDefault(QLocale(QLocale.Language.Polish, QLocale.Country.Poland))
    return application


def speak(application: QApplication, language: str) -> None:
    """Let the program's texts and Qt's own be in a language; dates and amounts stay as in Poland."""
    install(language)
    translator = QTranslator(application)
    if language == SOURCE_LANGUAGE and translator.load("qtbase_pl", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)


def open_window(paths: Paths, application: QApplication) -> MainWindow:
    """The main window in its language and theme, shown; it opens the archive after its first paint."""
    paths.prepare()
    settings = load_settings(paths.settings)
    speak(application, settings.language)
    share_interpreter()
    keep_what_is_loaded()
    window = MainWindow(paths, settings, apply_theme(application, ThemeChoice(settings.theme), settings.text_percent))
    window.furnished.connect(keep_what_is_loaded)
    window.show()
    return window


def try_window(paths: Paths) -> str:
    """Open the window, wait until it is furnished, close it; what was seen. Raises `ProgramError` where it does not get ready."""
    application = make_application()
    window = open_window(paths, application)
    waiting = QEventLoop()
    furnished: list[bool] = []
    window.furnished.connect(lambda: furnished.append(True))
    window.furnished.connect(waiting.quit)
    QTimer.singleShot(_READY_WITHIN_MS, waiting.quit)
    waiting.exec()
    families = len(QFontDatabase.families())
    window.close()
    if not furnished:
        raise ProgramError("Okno nie jest gotowe.", detail=f"{_READY_WITHIN_MS} ms")
    if not families:
        raise ProgramError("Okno nie ma żadnego kroju pisma.")
    return f"gotowe; kroje pisma: {families}"


def run(paths: Paths, files: Sequence[Path] = ()) -> int:
    """Open the window, with `files` in it, and stay until it is closed; the exit status. Where one is open already, it takes the files.

    Raises `StorageError` where the data folder cannot be used and `WorldError` where the window that is open does not answer, after showing
    it: a program started by a click has nobody at its standard error.
    """
    application = make_application()
    try:
        paths.prepare()
        install(load_settings(paths.settings).language)  # another window may have to be told of before this one is opened
        place = take_place(paths.data, files)
        if place is None:
            return 0
        with logging_to(paths.log):
            watch = CrashWatch(paths)
            watch.install()
            try:
                window = open_window(paths, application)
                watch.quit_wanted.connect(window.leave)
                place.started_again.connect(window.come_forward)
                place.leave_wanted.connect(window.leave, Qt.ConnectionType.QueuedConnection)  # whoever asked has its answer first
                window.open_files([file.absolute() for file in files])
                status = application.exec()
                del window
                return status
            finally:
                watch.remove()
                place.close()
    except KonwerterError as error:
        message_of(error).exec()
        raise
