"""*O programie*: which version this is, whose work is in it, what is new, whether it looks for newer versions."""

import platform
from typing import Final

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app import __version__
from app.base.errors import KonwerterError
from app.base.paths import Paths
from app.base.progress import CancelToken, Report
from app.base.releases import Release
from app.base.texts import _
from app.office.licences import Part, bundled_parts, changes
from app.ui.icons import program_icon
from app.ui.tasks import TaskRunner
from app.ui.updates import LANE, UpdateNotice

_ICON: Final = 64
_MARGIN: Final = 12


class AboutDialog(QDialog):
    """Three tabs; the licences are read off the main thread."""

    def __init__(self, parent: QWidget, paths: Paths, runner: TaskRunner, updates: UpdateNotice) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("O programie"))
        self.resize(820, 600)
        self._updates = updates
        self._parts: tuple[Part, ...] = ()
        self.tabs = QTabWidget()
        self.tabs.addTab(self._about(paths), _("O programie"))
        self.tabs.addTab(self._licences(), _("Licencje"))
        self.changes = QTextBrowser()
        self.changes.setAccessibleName(_("Co nowego"))
        self.changes.setOpenExternalLinks(True)
        self.changes.setMarkdown(changes())
        self.changes.document().setDocumentMargin(_MARGIN)
        if self.changes.toPlainText():
            self.tabs.addTab(self.changes, _("Co nowego"))
        close = QPushButton(_("Zamknij"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.tabs, stretch=1)
        layout.addLayout(foot)
        updates.found.connect(self._tell_found)
        updates.failed.connect(self._tell_failed)
        runner.start(_read, title=_("Wczytywanie licencji"), lane=LANE).succeeded.connect(self._show_parts)

    def _about(self, paths: Paths) -> QWidget:
        logo = QLabel()
        logo.setPixmap(program_icon().pixmap(_ICON, _ICON))
        title = QLabel(_("Konwerter KSeF {version}").format(version=__version__))
        title.setProperty("role", "title")
        text = QLabel(
            _(
                "Czyta faktury z KSeF i zapisuje pliki importu programów księgowych. Niczego nie wystawia ani nie wysyła.\n"
                "Program jest na licencji MIT: wolno go używać, kopiować i zmieniać, bez gwarancji."
            )
        )
        text.setWordWrap(True)
        facts = QFormLayout()
        folder = QLabel(str(paths.data))
        folder.setWordWrap(True)
        system = QLabel(f"{platform.system()} {platform.release()}, Python {platform.python_version()}, Qt {qVersion()}")
        for label, value in ((_("System:"), system), (_("Dane programu:"), folder)):
            value.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            facts.addRow(label, value)
        self.folder_button = QPushButton(_("Otwórz folder danych"))
        self.folder_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.data))))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        for widget in (logo, title, text):
            column.addWidget(widget)
        column.addLayout(facts)
        column.addWidget(self.folder_button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(12)
        self._add_updates(column)
        column.addStretch()
        return page

    def _add_updates(self, column: QVBoxLayout) -> None:
        url = QUrl(self._updates.url)
        self.updates_box = QCheckBox(_("Raz dziennie sprawdzaj, czy jest nowsza wersja"))
        self.updates_box.setChecked(self._updates.wanted)
        self.updates_box.toggled.connect(lambda wanted: self._updates.want(wanted=wanted))
        self.look_button = QPushButton(_("Sprawdź teraz"))
        self.look_button.clicked.connect(self._look)
        self.said = QLabel(
            _("Program pobiera wtedy jeden mały plik z {host}. Nie wysyła żadnych danych i sam niczego nie instaluje.").format(
                host=url.host()
            )
            if url.host()
            else _("Ta kopia programu nie zna adresu, pod którym są nowe wersje.")
        )
        self.said.setWordWrap(True)
        self.said.setProperty("role", "muted")
        for widget in (self.updates_box, self.look_button):
            widget.setEnabled(self._updates.ready)
        column.addWidget(self.updates_box)
        column.addWidget(self.said)
        column.addWidget(self.look_button, alignment=Qt.AlignmentFlag.AlignLeft)

    def _licences(self) -> QWidget:
        self.parts = QListWidget()
        self.parts.setAccessibleName(_("Części programu"))
        self.licence = QPlainTextEdit()
        self.licence.setAccessibleName(_("Tekst licencji"))
        self.licence.setReadOnly(True)
        self.licence.document().setDocumentMargin(_MARGIN)
        self.parts.currentRowChanged.connect(self._show_licence)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(self.parts)
        split.addWidget(self.licence)
        split.setSizes([280, 520])
        split.setStretchFactor(1, 1)
        return split

    def _show_parts(self, parts: tuple[Part, ...]) -> None:
        self._parts = parts
        self.parts.addItems([f"{part.name} {part.version}".strip() for part in parts])
        self.parts.setCurrentRow(0)

    def _show_licence(self, row: int) -> None:
        if 0 <= row < len(self._parts):
            part = self._parts[row]
            self.licence.setPlainText(_("{name}: {licence}").format(name=part.name, licence=part.licence) + f"\n\n{part.text}")

    def _look(self) -> None:
        self.look_button.setEnabled(False)
        self.said.setText(_("Sprawdzam…"))
        self._updates.look()

    def _tell_found(self, release: Release | None) -> None:
        self.look_button.setEnabled(True)
        self.said.setText(
            _("Jest nowsza wersja: {version}.").format(version=release.version) if release else _("Masz najnowszą wersję.")
        )
        if release is not None and self.isVisible():
            self._updates.show_changes()

    def _tell_failed(self, error: KonwerterError) -> None:
        self.look_button.setEnabled(True)
        self.said.setText(str(error))


def _read(_report: Report, _cancel: CancelToken) -> tuple[Part, ...]:
    return bundled_parts()
