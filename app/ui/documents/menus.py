"""The menus of the list: what can be done with the selected documents, and which columns are shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from app.base.texts import Later, _
from app.office.listing import WorkState
from app.ui.documents.model import COLUMNS

_STATES: Final[tuple[tuple[WorkState, Later], ...]] = (
    (WorkState.TO_CONVERT, "Oznacz: do przekazania"),
    (WorkState.SKIPPED, "Oznacz: pominięta"),
    (WorkState.NEW, "Oznacz: nowa"),
)
_ALWAYS_SHOWN = 1
"""The number of a document: without it nobody knows which document a row is."""


@dataclass(frozen=True, slots=True)
class SelectionDeeds:
    """What the menu calls."""

    convert: Callable[[], None]
    save: Callable[[], None]
    print: Callable[[], None]
    set_state: Callable[[WorkState], None]
    tag: Callable[[str], None]
    untag: Callable[[str], None]
    new_tag: Callable[[], None]
    note: Callable[[], None]
    treat: Callable[[], None]
    check_sellers: Callable[[], None]


def selection_menu(parent: QWidget, deeds: SelectionDeeds, tags: Sequence[str], worn: Sequence[str]) -> QMenu:
    """The menu of the selected documents. `tags` are those in use, `worn` those that all of the selected have."""
    menu = QMenu(parent)
    _add(menu, _("Konwertuj zaznaczone…"), deeds.convert)
    _add(menu, _("Zmień księgowanie zaznaczonych…"), deeds.treat)
    _add(menu, _("Sprawdź sprzedawców na białej liście"), deeds.check_sellers)
    menu.addSeparator()
    _add(menu, _("Zapisz PDF albo XML…"), deeds.save)
    _add(menu, _("Drukuj…"), deeds.print)
    menu.addSeparator()
    for state, title in _STATES:
        _add(menu, _(title), partial(deeds.set_state, state))
    menu.addSeparator()
    labels = menu.addMenu(_("Etykiety"))
    for tag in tags:
        action = QAction(tag, labels)
        action.setCheckable(True)
        action.setChecked(tag in worn)
        action.triggered.connect(lambda checked, tag=tag: (deeds.tag if checked else deeds.untag)(tag))
        labels.addAction(action)
    if tags:
        labels.addSeparator()
    _add(labels, _("Nowa etykieta…"), deeds.new_tag)
    _add(menu, _("Notatka…"), deeds.note)
    return menu


def columns_menu(parent: QWidget, header: QHeaderView) -> QMenu:
    """A line per column with a box for showing it."""
    menu = QMenu(parent)
    for number, column in enumerate(COLUMNS):
        action = QAction(_(column.title), menu)
        action.setCheckable(True)
        action.setChecked(not header.isSectionHidden(number))
        action.setEnabled(number != _ALWAYS_SHOWN)
        action.toggled.connect(lambda shown, number=number: header.setSectionHidden(number, not shown))
        menu.addAction(action)
    return menu


def _add(menu: QMenu, title: str, deed: Callable[[], None]) -> None:
    action = QAction(title, menu)
    action.triggered.connect(lambda _checked=False: deed())
    menu.addAction(action)
