"""*Usuń klienta*: what will be lost, where the proof goes, and whether everything is saved before."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.base.nip import format_nip
from app.base.texts import _
from app.office.companies import ClientRow
from app.ui.help.key import attach_help
from app.ui.widgets.elided_label import ElidedLabel
from app.ui.wording import documents


@dataclass(frozen=True, slots=True)
class Removal:
    """What somebody decided: where the proof goes, and the file for everything of the client (None: none is wanted)."""

    proof: Path
    export: Path | None


class RemovalDialog(QDialog):
    """Asks once, in sentences which name what will be lost; the safe answer is the default."""

    decided = Signal(object)
    """A `Removal`."""

    def __init__(self, parent: QWidget, row: ClientRow, folder: Path, *, access: bool, now: dt.datetime) -> None:
        super().__init__(parent)
        self._row = row
        self._folder = folder
        self._stamp = f"{row.client.nip}-{now:%Y-%m-%d-%H%M%S}"
        self.setWindowTitle(_("Usunięcie klienta"))
        self.setMinimumWidth(560)
        title = QLabel(_("Usunąć klienta {name}?").format(name=row.client.name or format_nip(row.client.nip)))
        title.setProperty("role", "title")
        title.setWordWrap(True)
        lost = [
            _("{documents} z oryginalnymi plikami XML").format(documents=documents(row.documents)),
            _("profil, reguły, decyzje, ręczne zmiany i historia konwersji"),
        ]
        if access:
            lost.append(_("token albo certyfikat tego klienta w tym programie (w KSeF działa dalej)"))
        self.lost = QLabel(_("Z archiwum znikną na zawsze:\n{what}").format(what="\n".join(f"•  {one}" for one in lost)))
        self.lost.setWordWrap(True)
        stays = QLabel(_("Zostaną pliki zapisane na dysku i wcześniejsze kopie zapasowe: w nich dokumenty nadal są."))
        proof = QLabel(_("Powstanie protokół: lista usuniętych dokumentów z numerami KSeF i skrótami SHA-256."))
        for label in (stays, proof):
            label.setWordWrap(True)
            label.setProperty("role", "muted")
        self.export_box = QCheckBox(_("Najpierw zapisz wszystko, co dotyczy klienta, w pliku ZIP"))
        self.export_box.setChecked(True)
        self.place = ElidedLabel()
        self.place_button = QPushButton(_("Zmień folder…"))
        self.place_button.clicked.connect(self._ask_folder)
        self.keep_button = QPushButton(_("Zostaw"))
        self.keep_button.setDefault(True)
        self.keep_button.clicked.connect(self.reject)
        self.remove_button = QPushButton(_("Usuń klienta i {documents}").format(documents=documents(row.documents)))
        self.remove_button.clicked.connect(self._decide)
        place = QHBoxLayout()
        place.addWidget(self.place, stretch=1)
        place.addWidget(self.place_button)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.remove_button)
        foot.addWidget(self.keep_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        for widget in (title, self.lost, stays, self.export_box, proof):
            layout.addWidget(widget)
        layout.addLayout(place)
        layout.addSpacing(8)
        layout.addLayout(foot)
        self.set_folder(folder)
        attach_help(self, "dane")

    def set_folder(self, folder: Path) -> None:
        """Put the proof (and the ZIP) there."""
        self._folder = folder
        self.place.setText(_("Folder: {folder}").format(folder=folder))
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def removal(self) -> Removal:
        """What is chosen."""
        export = self._folder / f"klient-{self._stamp}.zip" if self.export_box.isChecked() else None
        return Removal(self._folder / f"protokol-{self._stamp}.txt", export)

    def _decide(self) -> None:
        self.accept()
        self.decided.emit(self.removal())

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Gdzie zapisać protokół?"), str(self._folder))
        if chosen:
            self.set_folder(Path(chosen))
