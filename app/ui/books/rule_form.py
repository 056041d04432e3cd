"""One rule as a form: its name, which documents it concerns, what it decides."""

from decimal import Decimal, InvalidOperation
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.base.texts import Later, _
from app.booking.entry import Direction
from app.booking.rules import Conditions, Rule
from app.ui.books.treatment_form import TreatmentForm

_SIDES: Final[tuple[tuple[str, Later], ...]] = (
    ("", "sprzedaż i zakup"),
    (Direction.SALE.value, "tylko sprzedaż"),
    (Direction.PURCHASE.value, "tylko zakup"),
)


class RuleForm(QScrollArea):
    """Edits a copy of a rule; `rule` gives what the fields say."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.name = QLineEdit()
        self.enabled = QCheckBox(_("Włączona"))
        self.side = QComboBox()
        for value, title in _SIDES:
            self.side.addItem(_(title), value)
        self.numbers = QLineEdit()
        self.numbers.setPlaceholderText(_("jeden albo kilka, po przecinku"))
        self.party = QLineEdit()
        self.line = QLineEdit()
        self.gtu = QLineEdit()
        self.gtu.setPlaceholderText("GTU_02, GTU_07")
        self.currency = QLineEdit()
        self.currency.setMaxLength(3)
        self.least, self.most = QLineEdit(), QLineEdit()
        self.least.setPlaceholderText(_("od"))
        self.most.setPlaceholderText(_("do"))
        self.treatment = TreatmentForm()
        self._place()
        for field in (self.name, self.numbers, self.party, self.line, self.gtu, self.currency, self.least, self.most):
            field.textEdited.connect(lambda _text: self.changed.emit())
        self.side.activated.connect(lambda _index: self.changed.emit())
        self.enabled.clicked.connect(lambda _checked: self.changed.emit())
        self.treatment.edited.connect(lambda _name: self.changed.emit())

    def show_rule(self, rule: Rule) -> None:
        """Fill the fields."""
        conditions = rule.conditions
        self._id = rule.id
        self.name.setText(rule.name)
        self.enabled.setChecked(rule.enabled)
        self.side.setCurrentIndex(self.side.findData("" if conditions.direction is None else conditions.direction.value))
        self.numbers.setText(", ".join(conditions.tax_numbers))
        self.party.setText(conditions.name)
        self.line.setText(conditions.line)
        self.gtu.setText(", ".join(conditions.gtu))
        self.currency.setText(conditions.currency)
        self.least.setText(_amount_text(conditions.amount_from))
        self.most.setText(_amount_text(conditions.amount_to))
        self.treatment.show_treatment(rule.treatment)

    def rule(self) -> Rule:
        """The rule as the fields say it; an amount that is none counts as not given."""
        side = self.side.currentData()
        conditions = Conditions(
            direction=Direction(side) if side else None,
            tax_numbers=_listed(self.numbers.text()),
            name=self.party.text().strip(),
            line=self.line.text().strip(),
            gtu=_listed(self.gtu.text().upper()),
            currency=self.currency.text().strip().upper(),
            amount_from=_amount(self.least.text()),
            amount_to=_amount(self.most.text()),
        )
        name = self.name.text().strip()
        treatment = self.treatment.treatment()
        return Rule(id=self._id, name=name, enabled=self.enabled.isChecked(), conditions=conditions, treatment=treatment)

    def _place(self) -> None:
        amounts = QHBoxLayout()
        amounts.addWidget(self.least)
        amounts.addWidget(self.most)
        top = QFormLayout()
        top.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        top.addRow(_("Nazwa reguły"), self.name)
        top.addRow("", self.enabled)
        conditions = QFormLayout()
        conditions.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, field in (
            (_("Dotyczy"), self.side), (_("NIP kontrahenta"), self.numbers), (_("Nazwa kontrahenta zawiera"), self.party),
            (_("Pozycja faktury zawiera"), self.line), (_("Oznaczenie GTU"), self.gtu), (_("Waluta"), self.currency),
        ):  # fmt: skip
            field.setAccessibleName(label)
            conditions.addRow(label, field)
        for field, label in (
            (self.least, _("Kwota brutto od")),
            (self.most, _("Kwota brutto do")),
            (self.name, _("Nazwa reguły")),
        ):
            field.setAccessibleName(label)
        conditions.addRow(_("Kwota brutto"), amounts)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(_heading(_("Których dokumentów dotyczy (wszystkie podane warunki naraz)")))
        column.addLayout(conditions)
        column.addWidget(_heading(_("Co ustala (puste pola zostawia innym regułom)")))
        column.addWidget(self.treatment)
        column.addStretch()
        self.setWidget(body)


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setStyleSheet("font-weight: 600;")
    label.setWordWrap(True)
    return label


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in (one.strip() for one in text.replace(";", ",").split(",")) if part)


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace(",", "."))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _amount_text(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}".replace(".", ",")
