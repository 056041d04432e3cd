"""The filter bar: month, direction, state, findings, and the way to clear them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QMenu, QPushButton, QToolButton, QWidget

from app.base.dates import Month
from app.base.findings import Level
from app.base.texts import Later, _
from app.booking.entry import Direction
from app.office.listing import Period, Query, WorkState
from app.ui import wording
from app.ui.documents.more_filters import MoreFilters
from app.ui.widgets.flow import FlowLayout

_PERIODS: Final[tuple[tuple[Period, Later], ...]] = (
    (Period.VAT, "Okres VAT"),
    (Period.ISSUE, "Wystawienie"),
    (Period.RECEIPT, "Wpływ"),
)
_SIDES: Final[tuple[tuple[Direction | None, Later], ...]] = (
    (None, "Wszystkie"),
    (Direction.PURCHASE, "Zakup"),
    (Direction.SALE, "Sprzedaż"),
)
_FINDINGS: Final[tuple[tuple[Later, frozenset[Level | None]], ...]] = (
    ("Uwagi: każde", frozenset()),
    ("Niemożliwe", frozenset({Level.BLOCKS})),
    ("Wymaga decyzji", frozenset({Level.ASKS})),
    ("Bez przeszkód", frozenset({Level.NOTES, None})),
)


_NARROWEST = 9
"""Letters that a drop-down list shows at least: the bar must leave room for the preview."""


class FilterBar(QWidget):
    """Turns the user's choices into a `Query`; client, text and order are other people's business."""

    changed = Signal()
    view_chosen = Signal(object)
    """A `Query` saved under a name."""
    save_view_wanted = Signal()
    forget_view_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month = self._choice(_("Miesiąc"), [(_("Każdy miesiąc"), None)])
        self.period = self._choice(_("Którą datę oznacza miesiąc"), [(_(title), period) for period, title in _PERIODS])
        self.state = self._choice(
            _("Stan"), [(_("Stan: każdy"), None), *((title.capitalize(), state) for state, title in wording.STATES.items())]
        )
        self.findings = self._choice(_("Uwagi"), [(_(title), levels) for title, levels in _FINDINGS])
        self.currency = self._choice(_("Waluta"), [(_("Waluta: każda"), "")])
        self._sides = QButtonGroup(self)
        layout = FlowLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addWidget(self.month)
        layout.addWidget(self.period)
        for number, (_side, title) in enumerate(_SIDES):
            button = QToolButton()
            button.setText(_(title))
            button.setCheckable(True)
            button.setChecked(number == 0)
            self._sides.addButton(button, number)
            layout.addWidget(button)
        self._sides.idClicked.connect(lambda _number: self.changed.emit())
        layout.addWidget(self.state)
        layout.addWidget(self.findings)
        layout.addWidget(self.currency)
        self.more = MoreFilters(self)
        self.more_button = QToolButton()
        self.more_button.clicked.connect(self._open_more)
        self.more.changed.connect(self.changed)
        layout.addWidget(self.more_button)
        self.views_button = QToolButton()
        self.views_button.setText(_("Widoki"))
        self.views_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.views_button.setToolTip(_("Filtry i kolejność zapisane pod nazwą"))
        self.views_menu = QMenu(self.views_button)
        self.views_button.setMenu(self.views_menu)
        layout.addWidget(self.views_button)
        self.clear_button = QPushButton(_("Wyczyść filtry"))
        self.clear_button.clicked.connect(self.clear)
        layout.addWidget(self.clear_button)
        self.changed.connect(self._show_clear)
        self._show_clear()

    def side_button(self, direction: Direction | None) -> QToolButton:
        """The button of one direction; None is the one for all."""
        button = self._sides.button([side for side, _title in _SIDES].index(direction))
        assert isinstance(button, QToolButton)  # noqa: S101 - only such buttons are put in the group
        return button

    def offer(self, months: Sequence[Month], currencies: Sequence[str]) -> None:
        """Offer the months and currencies that the archive holds; what was chosen stays chosen."""
        self._refill(self.month, [(_("Każdy miesiąc"), None), *((wording.month_name(month), month) for month in months)])
        self.currency.setVisible(len(currencies) > 1)
        self._refill(self.currency, [(_("Waluta: każda"), ""), *((code, code) for code in currencies)])

    def show_views(self, views: Mapping[str, Query]) -> None:
        """Offer the lists saved under a name."""
        self.views_menu.clear()
        for name, query in views.items():
            self.views_menu.addAction(name).triggered.connect(lambda _checked=False, query=query: self.view_chosen.emit(query))
        if views:
            self.views_menu.addSeparator()
        self.views_menu.addAction(_("Zapisz te filtry jako widok…")).triggered.connect(self.save_view_wanted)
        if views:
            forget = self.views_menu.addMenu(_("Usuń widok"))
            for name in views:
                forget.addAction(name).triggered.connect(lambda _checked=False, name=name: self.forget_view_wanted.emit(name))

    def show_query(self, query: Query) -> None:
        """Set every choice to what a query says; announced once."""
        with QSignalBlocker(self):
            for box, value in ((self.month, query.month), (self.currency, query.currency)):
                if value and box.findData(value) < 0:
                    box.addItem(str(value), value)
                box.setCurrentIndex(max(0, box.findData(value)))
            self.period.setCurrentIndex([period for period, _title in _PERIODS].index(query.by))
            self._sides.button([side for side, _title in _SIDES].index(query.direction)).setChecked(True)
            self.state.setCurrentIndex(max(0, self.state.findData(next(iter(query.states)).value if query.states else None)))
            self.findings.setCurrentIndex(max(0, [levels for _title, levels in _FINDINGS].index(query.levels)))
            self.more.show_query(query)
        self.changed.emit()

    def apply_to(self, query: Query) -> Query:
        """The query with this bar's choices in it."""
        state = self.state.currentData()  # Qt keeps the bare text of a StrEnum
        return replace(
            self.more.apply_to(query),
            month=self.month.currentData(),
            by=Period(self.period.currentData()),
            direction=_SIDES[self._sides.checkedId()][0],
            states=frozenset({WorkState(state)} if state else ()),
            levels=self.findings.currentData(),
            currency=self.currency.currentData(),
        )

    @property
    def filters(self) -> bool:
        """Whether anything is left out."""
        return bool(
            self.month.currentIndex() or self.state.currentIndex() or self.findings.currentIndex()
            or self.currency.currentIndex() or self._sides.checkedId() or self.more.count
        )  # fmt: skip

    def clear(self) -> None:
        """Show everything again."""
        for box in (self.month, self.period, self.state, self.findings, self.currency):
            with QSignalBlocker(box):
                box.setCurrentIndex(0)
        with QSignalBlocker(self._sides):
            self._sides.button(0).setChecked(True)
        self.more.show_query(Query())
        self.changed.emit()

    def _open_more(self) -> None:
        self.more.adjustSize()
        self.more.move(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))
        self.more.show()
        self.more.kind.setFocus()

    def _choice(self, name: str, entries: Sequence[tuple[str, object]]) -> QComboBox:
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_NARROWEST)
        box.setAccessibleName(name)
        box.setToolTip(name)
        for title, value in entries:
            box.addItem(title, value)
        box.currentIndexChanged.connect(self.changed)
        return box

    def _refill(self, box: QComboBox, entries: Sequence[tuple[str, object]]) -> None:
        chosen = box.currentData()
        values = [value for _title, value in entries]
        gone = chosen not in values
        with QSignalBlocker(box):
            box.clear()
            for title, value in entries:
                box.addItem(title, value)
            box.setCurrentIndex(0 if gone else values.index(chosen))
        if gone:
            self.changed.emit()

    def _show_clear(self) -> None:
        self.clear_button.setVisible(self.filters)
        count = self.more.count
        self.more_button.setText(_("Więcej ({n})").format(n=count) if count else _("Więcej"))
