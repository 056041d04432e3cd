"""Filters that are needed now and then: kind, tag, counterparty, amount. A panel that opens below its button."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QHBoxLayout, QLineEdit, QWidget

from app.base.texts import _
from app.invoice.forms import Kind
from app.office.listing import Query


class MoreFilters(QFrame):
    """Closes by itself when somebody clicks beside it; what it says stays in force."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("more-filters")
        self.kind = QComboBox()
        self.kind.addItem(_("każdy"), "")
        for kind in Kind:
            self.kind.addItem(kind.value, kind.value)
        self.tag = QComboBox()
        self.tag.addItem(_("każda"), "")
        self.counterparty = QLineEdit()
        self.counterparty.setPlaceholderText(_("część nazwy albo NIP"))
        self.least, self.most = QLineEdit(), QLineEdit()
        self.least.setPlaceholderText(_("od"))
        self.most.setPlaceholderText(_("do"))
        amounts = QHBoxLayout()
        amounts.addWidget(self.least)
        amounts.addWidget(self.most)
        form = QFormLayout(self)
        form.setContentsMargins(16, 16, 16, 16)
        form.setVerticalSpacing(8)
        for label, field in (
            (_("Rodzaj"), self.kind), (_("Etykieta"), self.tag), (_("Kontrahent"), self.counterparty),
        ):  # fmt: skip
            field.setAccessibleName(label)
            form.addRow(label, field)
        form.addRow(_("Kwota brutto"), amounts)
        self.least.setAccessibleName(_("Kwota brutto od"))
        self.most.setAccessibleName(_("Kwota brutto do"))
        for box in (self.kind, self.tag):
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        for line in (self.counterparty, self.least, self.most):
            line.editingFinished.connect(self.changed)
            line.returnPressed.connect(self.hide)

    @property
    def count(self) -> int:
        """How many of these filters are in force."""
        asked = self.apply_to(Query())
        return sum(
            (bool(asked.kinds), bool(asked.tags), bool(asked.counterparty), asked.least is not None, asked.most is not None)
        )

    def apply_to(self, query: Query) -> Query:
        """The query with these choices in it; an amount that is none counts as not given."""
        kind, tag = self.kind.currentData(), self.tag.currentData()
        return replace(
            query,
            kinds=frozenset({Kind(kind)} if kind else ()),
            tags=frozenset({tag} if tag else ()),
            counterparty=self.counterparty.text().strip(),
            least=_amount(self.least.text()),
            most=_amount(self.most.text()),
        )

    def show_query(self, query: Query) -> None:
        """Set the fields to what a query says; nothing is announced."""
        with QSignalBlocker(self):
            self.kind.setCurrentIndex(max(0, self.kind.findData(next(iter(query.kinds), Kind.VAT).value) if query.kinds else 0))
            tag = next(iter(query.tags), "")
            if tag and self.tag.findData(tag) < 0:
                self.tag.addItem(tag, tag)
            self.tag.setCurrentIndex(max(0, self.tag.findData(tag)))
            self.counterparty.setText(query.counterparty)
            self.least.setText("" if query.least is None else f"{query.least:f}".replace(".", ","))
            self.most.setText("" if query.most is None else f"{query.most:f}".replace(".", ","))

    def offer_tags(self, tags: Sequence[str]) -> None:
        """Offer the tags in use; the chosen one stays chosen."""
        chosen = self.tag.currentData()
        with QSignalBlocker(self.tag):
            self.tag.clear()
            self.tag.addItem(_("każda"), "")
            for tag in tags:
                self.tag.addItem(tag, tag)
            if chosen and chosen not in tags:
                self.tag.addItem(chosen, chosen)
            self.tag.setCurrentIndex(max(0, self.tag.findData(chosen)))


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace(",", "."))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None
