"""A bug of ours that nobody caught: told once, redacted, with the way to a report; the program goes on where it can."""

import datetime as dt
import logging
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout

from app.base.dates import WARSAW
from app.base.errors import KonwerterError
from app.base.paths import Paths
from app.base.texts import _
from app.office.diagnostics import crash_report, save_diagnostics
from app.ui.error_box import details_text, message_of

_LOG: Final = logging.getLogger(__name__)
_MOST: Final = 3
"""How often one and the same bug opens a window in a session; after that it goes to the log alone."""

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


class CrashWatch(QObject):
    """Takes the place of Python's hooks between `install` and `remove`. Exceptions of other threads come to the main one.

    While one report is open no other opens: a timer may meet the same bug ten times a second.
    """

    quit_wanted = Signal()
    """Somebody who has read the report wants to end the program."""
    _crashed = Signal(object)
    """A report, or a `KonwerterError` that nobody caught; emitted from any thread."""

    def __init__(self, paths: Paths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths = paths
        self._told: Counter[str] = Counter()
        self._busy = threading.local()
        self._before: Hook | None = None
        self._before_in_threads: Callable[[threading.ExceptHookArgs], object] | None = None
        self.shown: QDialog | None = None
        self._crashed.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Watch from now on."""
        self._before, self._before_in_threads = sys.excepthook, threading.excepthook
        sys.excepthook = self.take
        threading.excepthook = self._take_from_thread

    def remove(self) -> None:
        """Give the hooks back."""
        if self._before is not None and self._before_in_threads is not None:
            sys.excepthook, threading.excepthook = self._before, self._before_in_threads
            self._before = self._before_in_threads = None

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log an exception and have it shown. Never raises, never calls itself."""
        if getattr(self._busy, "now", False) or not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        self._busy.now = True
        try:
            text = trace_text(error)
            _LOG.error("%s", text)
            if self._told[text] < _MOST:
                self._told[text] += 1
                self._crashed.emit(error if isinstance(error, KonwerterError) else crash_report(kind.__name__, text))
        except Exception:  # noqa: BLE001 - the last resort must not become the next crash
            sys.__excepthook__(kind, error, trace)
        finally:
            self._busy.now = False

    def _take_from_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.take(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _show(self, crash: "str | KonwerterError") -> None:
        if self.shown is not None:
            return
        if isinstance(crash, KonwerterError):
            dialog: QDialog = message_of(crash)
        else:
            dialog = CrashDialog(self._paths, crash)
            dialog.quit_wanted.connect(self.quit_wanted)
        self.shown = dialog  # a window without a parent lives as long as somebody holds it
        dialog.finished.connect(self._forget)
        dialog.show()

    def _forget(self, _result: int) -> None:
        if self.shown is not None:
            self.shown.deleteLater()
        self.shown = None


def trace_text(error: BaseException) -> str:
    """Where an exception came from: kinds and places, the first cause first. No messages and no values: they may quote a document."""
    lines: list[str] = []
    link: BaseException | None = error
    while link is not None:
        places = [f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(link.__traceback__)]
        lines = [*places, f"{type(link).__module__}.{type(link).__qualname__}", *lines]
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n".join(lines)


def _place(filename: str) -> str:
    """A file without the folders of whose computer this is."""
    parts = Path(filename).parts
    return "/".join(parts[parts.index("app") :]) if "app" in parts else Path(filename).name


class CrashDialog(QDialog):
    """What happened and what now. The program's data are not touched by it."""

    quit_wanted = Signal()

    def __init__(self, paths: Paths, report: str) -> None:
        super().__init__()
        self._paths = paths
        self._report = report
        self.setWindowTitle("Konwerter KSeF")
        self.resize(680, 420)
        title = QLabel(_("Wystąpił błąd programu"))
        title.setProperty("role", "title")
        text = QLabel(
            _(
                "To nasza pomyłka, nie Twoja. Archiwum jest bezpieczne: zapis jest zawsze cały albo żaden. Ostatnia czynność mogła "
                "się nie wykonać, więc sprawdź jej wynik. Zwykle można pracować dalej; gdy coś się nie zgadza, uruchom program ponownie."
            )
        )
        ask = QLabel(_("Prześlij autorom ten opis albo plik diagnostyki. Nie ma w nich dokumentów, tokenów ani haseł."))
        for label in (text, ask):
            label.setWordWrap(True)
        ask.setProperty("role", "muted")
        self.details = QPlainTextEdit(report)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(_("Opis błędu"))
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.copy_button = QPushButton(_("Kopiuj"))
        self.copy_button.clicked.connect(self._copy)
        self.save_button = QPushButton(_("Zapisz diagnostykę…"))
        self.save_button.clicked.connect(self._ask_where)
        self.quit_button = QPushButton(_("Zamknij program"))
        self.quit_button.clicked.connect(self._quit)
        self.go_on_button = QPushButton(_("Pracuj dalej"))
        self.go_on_button.setProperty("primary", "true")
        self.go_on_button.setDefault(True)
        self.go_on_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.copy_button)
        foot.addWidget(self.save_button)
        foot.addStretch()
        foot.addWidget(self.quit_button)
        foot.addWidget(self.go_on_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        for widget in (title, text, self.details, ask, self.said):
            layout.addWidget(widget, stretch=1 if widget is self.details else 0)
        layout.addLayout(foot)

    def save_to(self, out: Path) -> None:
        """Write the diagnostics with this report."""
        try:
            save_diagnostics(self._paths, out, problem=self._report)
        except KonwerterError as error:
            self.said.setText(details_text(error))
            return
        self.said.setText(_("Zapisano: {file}").format(file=out))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self.said.setText(_("Skopiowano."))

    def _ask_where(self) -> None:
        suggested = Path.home() / f"diagnostyka-{dt.datetime.now(WARSAW):%Y-%m-%d-%H%M}.zip"
        name, _kind = QFileDialog.getSaveFileName(self, _("Gdzie zapisać diagnostykę?"), str(suggested), "ZIP (*.zip)")
        if name:
            self.save_to(Path(name))

    def _quit(self) -> None:
        self.accept()
        self.quit_wanted.emit()
