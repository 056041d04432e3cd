"""Documents whose term of keeping is over, by client: which of them to remove, with a proof."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.base.dates import WARSAW
from app.base.nip import format_nip
from app.base.texts import _
from app.ui.message import ask
from app.ui.settings.page import note
from app.ui.wording import documents

if TYPE_CHECKING:
    from app.office.leaving import Expired

_PLACE: Final = Qt.ItemDataRole.UserRole


class RetentionDialog(QDialog):
    """Nothing is ticked at first: what is removed is chosen, not left over."""

    decided = Signal(tuple, object)
    """The chosen `Expired` and the `Path` of the proof."""

    def __init__(self, parent: QWidget, old: Sequence[object], folder: Path) -> None:
        super().__init__(parent)
        self._old = cast("Sequence[Expired]", old)
        self._folder = folder
        self.setWindowTitle(_("Dokumenty po terminie"))
        self.resize(560, 480)
        title = QLabel(_("Których dokumentów nie trzeba już trzymać?"))
        title.setProperty("role", "title")
        text = note(
            _(
                "Termin minął, ale zostaw dokumenty, które są jeszcze potrzebne: środków trwałych i nieruchomości, ulg, spraw w toku. "
                "Powstanie protokół z numerami i skrótami SHA-256; wcześniejsze kopie zapasowe nadal mają te dokumenty."
            )
        )
        self.list = QListWidget()
        self.list.setStyleSheet("QListWidget::item { padding: 5px 8px; }")
        self.list.setAccessibleName(_("Klienci z dokumentami po terminie"))
        for place, one in enumerate(self._old):
            name = one.client.name or format_nip(one.client.nip)
            item = QListWidgetItem(f"{name} · {documents(len(one.ids))}")
            item.setData(_PLACE, place)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _item: self._name_button())
        self.remove_button = QPushButton()
        self.remove_button.clicked.connect(self._ask_proof)
        close = QPushButton(_("Zostaw wszystko"))
        close.setDefault(True)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.remove_button)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addWidget(self.list, stretch=1)
        layout.addLayout(foot)
        self._name_button()

    @property
    def chosen(self) -> "tuple[Expired, ...]":
        """What is ticked."""
        items = (self.list.item(number) for number in range(self.list.count()))
        return tuple(self._old[item.data(_PLACE)] for item in items if item.checkState() == Qt.CheckState.Checked)

    def confirm(self, proof: Path) -> None:
        """Ask once more, with the numbers, and announce the decision."""
        chosen = self.chosen
        count = sum(len(one.ids) for one in chosen)
        ask(
            self,
            _("Usunąć na zawsze {documents}?").format(documents=documents(count)),
            _("Znikną z archiwum razem z oryginalnymi plikami XML. Protokół: {file}").format(file=proof),
            _("Usuń {documents}").format(documents=documents(count)),
            lambda: self._decide(chosen, proof),
        )

    def _decide(self, chosen: "tuple[Expired, ...]", proof: Path) -> None:
        self.accept()
        self.decided.emit(chosen, proof)

    def _ask_proof(self) -> None:
        suggested = self._folder / f"protokol-przechowywanie-{dt.datetime.now(WARSAW):%Y-%m-%d-%H%M%S}.txt"
        name, _kind = QFileDialog.getSaveFileName(self, _("Gdzie zapisać protokół?"), str(suggested), _("Protokół (*.txt)"))
        if name:
            self.confirm(Path(name))

    def _name_button(self) -> None:
        count = sum(len(one.ids) for one in self.chosen)
        self.remove_button.setText(_("Usuń {documents}…").format(documents=documents(count)) if count else _("Zaznacz klientów"))
        self.remove_button.setEnabled(bool(count))
