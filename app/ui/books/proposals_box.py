"""Rules proposed from what people set by hand: what each would do, and the way to take it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.base.texts import _
from app.booking.treatment import LABELS, value_words
from app.office.rules import Proposal
from app.ui.wording import documents

_MOST_SHOWN = 3


class ProposalsBox(QWidget):
    """A line per proposal, at most three at a time; hidden while there is none."""

    accepted = Signal(object)
    """A sequence of `Proposal` to be kept as rules."""
    looked_at = Signal(object)
    """A `Proposal` to be seen and changed first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self.hide()

    def show_proposals(self, proposals: tuple[Proposal, ...]) -> None:
        """Show these in place of the earlier ones."""
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for proposal in proposals[:_MOST_SHOWN]:
            self._layout.addWidget(self._line(proposal))
        self.setVisible(bool(proposals))

    def _line(self, proposal: Proposal) -> QWidget:
        decided = ", ".join(f"{LABELS[field]}: {value_words(field, value)}" for field, value in proposal.rule.treatment.given())
        text = _("Propozycja: {name} → {decided} (tak zmieniono ręcznie {edited}; reguła obejmie {all})").format(
            name=proposal.rule.name, decided=decided, edited=documents(proposal.edited), all=documents(proposal.documents)
        )
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        label = QLabel(text)
        label.setWordWrap(True)
        layout.addWidget(label, stretch=1)
        look = QPushButton(_("Obejrzyj"))
        look.clicked.connect(lambda: self.looked_at.emit(proposal))
        take = QPushButton(_("Dodaj regułę"))
        take.clicked.connect(lambda: self.accepted.emit((proposal,)))
        layout.addWidget(look)
        layout.addWidget(take)
        return line
