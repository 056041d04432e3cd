"""*Księgowanie*: the entry as it will go into the client's books, with what an office decides about it to be edited."""

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.base.dates import Month, month_of, next_month
from app.base.texts import Words, _
from app.booking.entry import Direction, Entry
from app.booking.rules import Conditions, Rule
from app.booking.treatment import LABELS, Treatment
from app.ui.books.treatment_form import TreatmentForm
from app.ui.preview.booking_account import account_html
from app.ui.preview.booking_change import change_html
from app.ui.theme import Colours
from app.ui.wording import DIRECTIONS, month_name

_BY_HAND = "ręcznie"
_SOURCES = Words({_BY_HAND: "ręcznie", "profil klienta": "profil klienta", "reguła": "reguła"})
_NOTHING = object()
_NEXT_MONTHS = 3


class BookingPage(QWidget):
    """The fields above, the account below; what is edited is announced at once, and shown when the entry comes back booked anew."""

    edited = Signal(object, object)
    """A `Treatment` with the one field that was set, and the `Direction` of the entry."""
    taken_back = Signal(str, object)
    """The name of a field that was emptied, and the `Direction` of the entry."""
    month_chosen = Signal(str)
    """The VAT month that was chosen; empty: the one that follows from the document."""
    rule_wanted = Signal(object)
    """A `Rule` made from this entry, to be looked at."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._entries: tuple[Entry, ...] = ()
        self._used: Mapping[str, tuple[str, ...]] = {}
        self._announced: dict[str, object] = {}
        self._before: dict[Direction, Entry] = {}
        self.side = QComboBox()
        self.side.setAccessibleName(_("Który zapis"))
        self.side.currentIndexChanged.connect(lambda _index: self._show())
        self.month = QComboBox()
        self.month.setAccessibleName(_("Okres VAT"))
        self.month.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.month.activated.connect(lambda _index: self.month_chosen.emit(self.month.currentData()))
        self.account = QTextBrowser()
        self.account.setOpenLinks(False)
        self.account.setAccessibleName(_("Księgowanie dokumentu"))
        self.account.document().setDocumentMargin(12)
        self._fields = QScrollArea()
        body = self._place()
        self.forms = {direction: TreatmentForm(direction, body) for direction in Direction}
        for direction, form in self.forms.items():
            form.edited.connect(lambda name, direction=direction: self._announce(name, direction))
        self.rule_button = QPushButton(_("Utwórz regułę…"))
        self.rule_button.setToolTip(_("Reguła, która tak samo potraktuje następne dokumenty tego kontrahenta"))
        self.rule_button.clicked.connect(self._want_rule)
        self._fill_body(body)

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme; the next document shown takes it."""
        self._colours = colours

    def finish(self) -> None:
        """Announce what is typed in the field in focus: another document is about to be shown, or the window to be closed."""
        for direction, form in self.forms.items():
            for name in form.names:
                if form.typed(name):
                    self._announce(name, direction)

    def show_entries(self, entries: tuple[Entry, ...], used: Mapping[str, tuple[str, ...]], *, anew: bool = False) -> None:
        """Show the entry (two where the client stands on both sides), or that there is none. `used` are texts to offer by field.

        `anew`: the entry of the same document, which leaves alone what is being typed.
        """
        chosen = self.side.currentData()
        self._remember(entries, anew=anew)
        self._entries = entries
        self._used = used
        self._announced = {}
        with QSignalBlocker(self.side):
            self.side.clear()
            for entry in entries:
                self.side.addItem(DIRECTIONS[entry.direction].capitalize(), entry.direction.value)
            self.side.setCurrentIndex(max(0, self.side.findData(chosen)))
        self.side.setVisible(len(entries) > 1)
        self._fields.setVisible(bool(entries))
        if entries:
            self._show(anew=anew)
        else:
            self.account.setHtml(f"<p>{_('Tego dokumentu nie da się zaksięgować. Powód jest na karcie Uwagi.')}</p>")

    def _place(self) -> QWidget:
        """The frame; gives the place of the fields. A widget that is filled where it stands is styled once, not with each it is put into."""
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setHandleWidth(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        split.addWidget(self.account)
        split.addWidget(self._fields)
        split.setSizes([420, 380])
        body = QWidget()
        self._fields.setWidgetResizable(True)
        self._fields.setFrameShape(QScrollArea.Shape.NoFrame)
        self._fields.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fields.setWidget(body)
        return body

    def _fill_body(self, body: QWidget) -> None:
        top = QFormLayout()
        top.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        top.addRow(_("Okres VAT"), self.month)
        note = QLabel(_("Puste pole oddaje decyzję regułom i profilowi."))
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        foot = QHBoxLayout()
        foot.addWidget(note, stretch=1)
        foot.addWidget(self.rule_button)
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.side)
        column.addLayout(top)
        for form in self.forms.values():
            column.addWidget(form)
        column.addLayout(foot)
        column.addStretch()

    @property
    def _entry(self) -> Entry | None:
        place = self.side.currentIndex()
        return self._entries[place] if 0 <= place < len(self._entries) else None

    def _show(self, *, anew: bool = False) -> None:
        entry = self._entry
        if entry is None:
            return
        sources = {one.field: _told(one.source) for one in entry.explanations}
        for direction, form in self.forms.items():
            form.setVisible(direction is entry.direction)
        form = self.forms[entry.direction]
        for name, texts in self._used.items():
            form.offer(name, texts)
        form.show_values(_present(entry), sources, keep_typed=anew)
        self._show_months(entry)
        before = self._before.get(entry.direction)
        change = "" if before is None else change_html(before, entry, self._colours)
        self.account.setHtml(change + account_html(entry, self._colours))

    def _remember(self, entries: tuple[Entry, ...], *, anew: bool) -> None:
        """Keep what an edit has changed, until the next edit or another document."""
        if not anew:
            self._before = {}
        elif entries != self._entries:
            self._before = {entry.direction: entry for entry in self._entries}

    def _show_months(self, entry: Entry) -> None:
        chosen = entry.decisions.get("vat_period", "")
        with QSignalBlocker(self.month):
            self.month.clear()
            suffix = "" if chosen else f": {month_name(entry.vat_period)}"
            self.month.addItem(_("wynika z dokumentu{month}").format(month=suffix), "")
            for month in _months(entry):
                self.month.addItem(month_name(month), month)
            self.month.setCurrentIndex(max(0, self.month.findData(chosen)))

    def _announce(self, name: str, direction: Direction) -> None:
        entry = self._entry
        if entry is None or entry.direction is not direction:
            return
        value = self.forms[direction].value(name)
        if value == _present(entry).get(name) or (value in {"", None} and _present(entry).get(name) in {"", None}):
            return
        if self._announced.get(name, _NOTHING) == value:
            return  # on its way already: the entry has not come back yet
        self._announced[name] = value
        if value in {"", None}:
            self.taken_back.emit(name, direction)
        else:
            self.edited.emit(msgspec.structs.replace(Treatment(), **{name: value}), direction)

    def _want_rule(self) -> None:
        entry = self._entry
        if entry is None:
            return
        by_hand = {one.field for one in entry.explanations if one.source == _BY_HAND}
        wanted = by_hand or {one.field for one in entry.explanations}
        given = {name: value for name, value in _present(entry).items() if name in wanted and name != "skip"}
        party = entry.counterparty
        number = party.nip or party.tax_country + party.tax_number
        conditions = Conditions(
            direction=entry.direction, tax_numbers=(number,) if number else (), name="" if number else party.name
        )
        treatment = msgspec.structs.replace(Treatment(), **given)
        self.rule_wanted.emit(Rule(name=party.name or number, conditions=conditions, treatment=treatment))


def _present(entry: Entry) -> dict[str, object]:
    """What holds for the entry by the fields of a treatment; where nothing was decided, nothing."""
    decided = {one.field: one.value for one in entry.explanations}
    values: dict[str, object] = {name: getattr(entry, name) for name in LABELS if name in _OF_ENTRY}
    values["column"] = entry.income.column if "column" in decided else ""
    values["lump_sum_rate"] = entry.income.rate if "lump_sum_rate" in decided else ""
    values["deductible_share"] = entry.deductible_share if "deductible_share" in decided else None
    values["fixed_asset"] = entry.fixed_asset if "fixed_asset" in decided else None
    values["skip"] = decided["skip"] == "tak" if "skip" in decided else None
    values["description"] = entry.description if "description" in decided else ""
    return values


_OF_ENTRY = frozenset({"category", "account", "vat_account", "settlement_account", "register", "cost_type"})


def _months(entry: Entry) -> tuple[Month, ...]:
    """The months a person may mean: from the earliest date of the entry on, as far as the act lets."""
    days = [entry.tax_point, entry.issue_date, *([entry.receipt_date] if entry.receipt_date else [])]
    first = month_of(max(days) if entry.direction is Direction.PURCHASE else min(days))
    months = [next_month(first, count) for count in range(_NEXT_MONTHS + 1)]
    chosen = entry.decisions.get("vat_period", "")
    return tuple(dict.fromkeys(sorted([*months, *([Month(chosen)] if chosen else [])])))


def _told(source: str) -> str:
    """Where a value comes from, in the window's language; the name of a rule stays."""
    kind, colon, name = source.partition(": ")
    return f"{_SOURCES.get(kind, kind)}{colon}{name}"
