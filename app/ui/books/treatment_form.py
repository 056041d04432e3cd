"""The fields of a `Treatment` as a form: for one document, for a rule, for a client's defaults."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.base.texts import Later, _
from app.booking.entry import Direction
from app.booking.treatment import LABELS, PLACES, Treatment

COLUMNS: Final[tuple[tuple[str, Later], ...]] = (
    ("", ""),
    ("K_7", "7 – sprzedaż towarów i usług"),
    ("K_8", "8 – pozostałe przychody"),
    ("K_10", "10 – zakup towarów i materiałów"),
    ("K_11", "11 – koszty uboczne zakupu"),
    ("K_12", "12 – wynagrodzenia"),
    ("K_13", "13 – pozostałe wydatki"),
    ("K_16", "16 – działalność badawczo-rozwojowa"),
)
_SHARES: Final[tuple[tuple[str, Later], ...]] = (
    ("", ""),
    ("100", "100% – w całości"),
    ("50", "50% – połowa"),
    ("0", "0% – bez odliczenia"),
)
_FLAGS: Final[tuple[tuple[str, Later], ...]] = (("", ""), ("tak", "tak"), ("nie", "nie"))
_CHOICES: Final = {"column": COLUMNS, "deductible_share": _SHARES, "fixed_asset": _FLAGS, "skip": _FLAGS}
_ONLY: Final = {"deductible_share": Direction.PURCHASE, "fixed_asset": Direction.PURCHASE, "lump_sum_rate": Direction.SALE}
_TITLES: Final[dict[str, Later]] = {
    "category": "Kategoria",
    "account": "Konto",
    "vat_account": "Konto VAT",
    "settlement_account": "Konto rozrachunków",
    "register": "Rejestr VAT",
    "cost_type": "Rodzaj kosztu",
    "column": "Kolumna KPiR",
    "lump_sum_rate": "Stawka ryczałtu",
    "deductible_share": "Odliczenie VAT",
    "fixed_asset": "Środek trwały",
    "skip": "Nie przekazuj do programu",
    "description": "Opis",
}


class TreatmentForm(QWidget):
    """Empty fields decide nothing. Each field may have a line beneath that says where its present value comes from."""

    edited = Signal(str)
    """The name of a field whose value a person has changed and left."""

    def __init__(self, direction: Direction | None = None, parent: QWidget | None = None) -> None:
        """`direction` leaves out what does not concern that register; None shows everything."""
        super().__init__(parent)
        self._editors: dict[str, QWidget] = {}
        self._sources: dict[str, QLabel] = {}
        self._filled: dict[str, str] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name in LABELS:
            if direction is None or _ONLY.get(name, direction) is direction:
                form.addRow(_(_TITLES[name]), self._field(name))

    def show_treatment(self, treatment: Treatment) -> None:
        """Fill the fields; nothing is announced."""
        for name in self._editors:
            self._fill(name, _as_text(getattr(treatment, name)))

    def show_values(self, values: dict[str, Any], sources: dict[str, str], *, keep_typed: bool = False) -> None:
        """Fill the fields with what holds now, and say under each where it comes from.

        `keep_typed` leaves alone a field in which somebody is typing.
        """
        for name in self._editors:
            if not (keep_typed and self.typed(name)):
                self._fill(name, _as_text(values.get(name)))
            source = sources.get(name, "")
            self._sources[name].setText(source)
            self._sources[name].setVisible(bool(source))

    def treatment(self) -> Treatment:
        """What the fields say."""
        given = {name: value for name in self._editors if (value := self.value(name)) not in {"", None}}
        return msgspec.structs.replace(Treatment(), **given)

    def value(self, name: str) -> str | bool | Decimal | None:
        """The value of one field as a `Treatment` takes it; empty text or None where it decides nothing."""
        text = _text_of(self._editors[name])
        if name == "deductible_share":
            return Decimal(text) if text else None
        if name in {"fixed_asset", "skip"}:
            return None if not text else text == "tak"
        return text

    @property
    def names(self) -> tuple[str, ...]:
        """The fields there are."""
        return tuple(self._editors)

    def typed(self, name: str) -> bool:
        """Whether somebody has typed in the field that still has the focus."""
        editor = self._editors[name]
        return editor.hasFocus() and _text_of(editor) != self._filled.get(name, "")

    def editor(self, name: str) -> QWidget:
        """The widget of a field."""
        return self._editors[name]

    def offer(self, name: str, texts: tuple[str, ...]) -> None:
        """Offer texts used before in an editable field."""
        editor = self._editors.get(name)
        if isinstance(editor, QComboBox) and editor.isEditable():
            present = editor.currentText()
            editor.clear()
            editor.addItems(["", *texts])
            editor.setCurrentText(present)

    def _fill(self, name: str, text: str) -> None:
        _fill(self._editors[name], text)
        self._filled[name] = _text_of(self._editors[name])

    def _field(self, name: str) -> QWidget:
        editor = self._editor(name)
        editor.setAccessibleName(_(_TITLES[name]))
        self._editors[name] = editor
        source = QLabel()
        source.setProperty("role", "muted")
        source.setVisible(False)
        self._sources[name] = source
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(editor)
        column.addWidget(source)
        return box

    def _editor(self, name: str) -> QWidget:
        said = self._saying(name)
        if name in _CHOICES:
            box = QComboBox()
            _let_shrink(box)
            for value, title in _CHOICES[name]:
                box.addItem(_(title), value)
            box.activated.connect(said)
            return box
        if name in {"category", "account", "cost_type", "register"}:
            typed = QComboBox()
            typed.setEditable(True)
            _let_shrink(typed)
            typed.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            typed.activated.connect(said)
            line = typed.lineEdit()
            if line is not None:
                line.editingFinished.connect(said)
            return typed
        line = QLineEdit()
        line.editingFinished.connect(said)
        if name == "description":
            places = ", ".join(f"{{{place}}} – {meaning}" for place, meaning in PLACES.items())
            line.setToolTip(_("Wzorzec; w nawiasach: {places}").format(places=places))
            line.setPlaceholderText(_("np. {kategoria}: {opis}"))
        return line

    def _saying(self, name: str) -> Callable[..., None]:
        return lambda *_given: self.edited.emit(name)


def _let_shrink(box: QComboBox) -> None:
    """A list as wide as its place, not as its longest line."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "tak" if value else "nie"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def _text_of(editor: QWidget) -> str:
    if isinstance(editor, QComboBox):
        return editor.currentText().strip() if editor.isEditable() else str(editor.currentData())
    assert isinstance(editor, QLineEdit)  # noqa: S101 - `_editor` makes no other kind
    return editor.text().strip()


def _fill(editor: QWidget, text: str) -> None:
    if isinstance(editor, QLineEdit):
        editor.setText(text)
    elif isinstance(editor, QComboBox) and editor.isEditable():
        editor.setCurrentText(text)
    elif isinstance(editor, QComboBox):
        editor.setCurrentIndex(max(0, editor.findData(text)))
