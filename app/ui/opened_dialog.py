"""An invoice opened from outside the program: shown first, and kept only when somebody says so."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.office.archives import Archive
from app.office.opened import Opened, look_at
from app.ui.desk import Desk
from app.ui.preview.invoice_page import InvoicePage
from app.ui.tasks import TaskRunner

_LANE = "podgląd"


def open_from_outside(desk: Desk, runner: TaskRunner, paths: Sequence[Path]) -> None:
    """Show one invoice that somebody opened from outside; several files, an archive or a folder are imported."""
    if len(paths) != 1 or paths[0].suffix.lower() != ".xml":
        desk.import_paths(paths)
        return
    dialog = OpenedDialog(desk, desk.workspace.archive, runner, paths[0])
    dialog.import_wanted.connect(lambda nip: desk.files.import_paths(nip, paths))
    dialog.client_wanted.connect(lambda: desk.add_client(then=lambda nip: desk.files.import_paths(nip, paths)))
    dialog.failed.connect(desk.failed)
    dialog.open()


class OpenedDialog(QDialog):
    """Reads the file off the main thread and closes where it cannot be read. Never writes anything itself."""

    import_wanted = Signal(str)
    """The NIP of the client whose archive the file shall go to."""
    client_wanted = Signal()
    """None of the clients is a party: somebody wants to add one and import for him."""
    failed = Signal(object)
    """A `KonwerterError`."""

    def __init__(self, parent: QWidget, archive: Archive, runner: TaskRunner, path: Path) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(path.name)
        self.resize(820, 860)
        self.title = QLabel(_("Wczytywanie…"))
        self.title.setProperty("role", "title")
        self.hint = QLabel(str(path))
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "muted")
        self.page = InvoicePage(kept=False)
        self.owner = QComboBox()
        self.owner.setAccessibleName(_("Klient, do którego archiwum trafi faktura"))
        self.owner.hide()
        self.import_button = QPushButton(_("Wczytaj do archiwum"))
        self.import_button.setEnabled(False)
        self.import_button.clicked.connect(self._import)
        self.close_button = QPushButton(_("Zamknij"))
        self.close_button.clicked.connect(self.reject)
        self._place()

        def job(_report: Report, _cancel: CancelToken) -> Opened:
            return look_at(archive, path)

        task = runner.start(job, title=_("Wczytywanie dokumentu"), lane=_LANE)
        task.succeeded.connect(self._show)
        task.failed.connect(self.reject)
        task.failed.connect(self.failed)

    def _place(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.owner, stretch=1)
        foot.addStretch()
        foot.addWidget(self.import_button)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self.title)
        layout.addWidget(self.hint)
        layout.addWidget(self.page, stretch=1)
        layout.addLayout(foot)

    def _show(self, opened: Opened) -> None:
        self.title.setText(opened.number)
        self.page.show_page(opened.html)
        for client in opened.owners:
            self.owner.addItem(client.name or client.nip, client.nip)
        self.owner.setVisible(bool(opened.owners))
        if not opened.owners:
            self.hint.setText(
                _("Żaden z klientów nie jest stroną tej faktury. Na razie jest tylko pokazana, niczego nie zapisano.")
            )
            self.import_button.setText(_("Dodaj klienta i wczytaj…"))
        self.import_button.setEnabled(True)
        self.import_button.setDefault(True)

    def _import(self) -> None:
        self.accept()
        if self.owner.count():
            self.import_wanted.emit(str(self.owner.currentData()))
        else:
            self.client_wanted.emit()
