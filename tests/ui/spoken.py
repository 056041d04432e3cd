"""Every text that a window shows or reads aloud, so that tests can ask in which language it speaks."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QSpinBox,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)

from app.ui.conversion.options_form import OptionsForm
from app.ui.conversion.questions_box import QuestionsBox
from app.ui.help.links import FindingLinks
from app.ui.preview.findings_page import FindingsPage
from app.ui.preview.invoice_page import InvoicePage
from app.ui.preview.xml_page import XmlPage

ALWAYS_POLISH = (OptionsForm, QuestionsBox, FindingLinks, FindingsPage, InvoicePage, XmlPage)
"""The words of the law and of bookkeeping programs, and documents themselves."""
_MOST_ROWS = 50
DATA_COLUMNS = {"Client", "Counterparty", "Seller", "Program", "Explanation", "File", "Download"}


def texts_of(root: QWidget) -> set[str]:
    """The texts of a window that is shown and of everything visible in it, menus included; data of columns that hold data left out."""
    found: set[str] = {root.windowTitle()}
    for widget in [root, *root.findChildren(QWidget)]:
        if isinstance(widget, QMenu):
            found |= {text for action in widget.actions() for text in (action.text(), action.toolTip())}
        elif widget.isVisible() and widget.window() is root and not _always_polish(widget, root):
            found |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), *_own(widget)}
    for action in root.actions():
        found |= {action.text(), action.toolTip()}
    return {text for text in found if text}


def _always_polish(widget: QWidget, root: QWidget) -> bool:
    place: QWidget | None = widget
    while place is not None and place is not root:
        if isinstance(place, ALWAYS_POLISH):
            return True
        place = place.parentWidget()
    return False


def _own(widget: QWidget) -> Iterator[str]:
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield widget.placeholderText()
        case QGroupBox():
            yield widget.title()
        case QSpinBox():
            yield from (widget.suffix(), widget.specialValueText())
        case QTabBar():
            yield from (widget.tabText(place) for place in range(widget.count()))
        case QComboBox():
            yield from (widget.itemText(place) for place in range(widget.count()))
        case QAbstractItemView():
            yield from _cells(widget)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if not isinstance(view, QTableView | QTreeView):
        yield from (str(model.index(row, 0).data() or "") for row in range(model.rowCount()))
        return
    for column in range(model.columnCount()):
        heading = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        yield heading
        if heading not in DATA_COLUMNS:
            yield from (str(model.index(row, column).data() or "") for row in range(min(model.rowCount(), _MOST_ROWS)))
