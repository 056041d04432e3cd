"""*Faktura*: the invoice as on paper. The page keeps its width and is scaled to the panel, so nothing wraps differently than in print."""

from typing import Final

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QResizeEvent,
    QShortcut,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsTextItem, QGraphicsView, QMenu, QWidget

from app.base.money import NO_BREAK_SPACE
from app.base.texts import _
from app.ui.preview.copying import plain
from app.ui.typeface import FAMILY, lend_typeface

_PAGE_WIDTH: Final = 660
"""Width of the laid-out page in pixels: A4 without its margins at 88 dots an inch."""
_MARGIN: Final = 20
_STEP: Final = 1.15
_SMALLEST: Final = 0.3
_LARGEST: Final = 4.0
_INK: Final = "#1c2430"
_LONGEST_SHOWN: Final = 50


class InvoicePage(QGraphicsView):
    """Paper is white in every theme: what is shown is what the PDF holds. Text can be selected, any field copied.

    The page fits the panel's width until somebody zooms; `fit` goes back to that.
    """

    copied = Signal(str)
    """A text that was put on the clipboard."""
    print_wanted = Signal()
    save_wanted = Signal()
    zoomed = Signal(float)
    """How large the page is shown now."""

    def __init__(self, parent: QWidget | None = None, *, kept: bool = True) -> None:
        """`kept`: the document is in the archive, so that it can be printed and saved."""
        super().__init__(parent)
        self._kept = kept
        lend_typeface()
        self._item = QGraphicsTextItem()
        self._item.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._item.setDefaultTextColor(QColor(_INK))
        self._item.setTextWidth(_PAGE_WIDTH)
        font = QFont(FAMILY)
        font.setPixelSize(13)
        self._item.setFont(font)
        scene = QGraphicsScene(self)
        scene.addItem(self._item)
        self.setScene(scene)
        self.setBackgroundBrush(QColor("#ffffff"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(_("Podgląd faktury"))
        self._zoomed = False
        for keys, step in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self.zoom(step))

    def show_page(self, html: str) -> None:
        """Show a page from its top; the zoom stays."""
        self._item.setHtml(html)
        self.setAccessibleDescription(self._item.toPlainText())
        height = self._item.document().size().height()
        self.setSceneRect(QRectF(-_MARGIN, -_MARGIN, _PAGE_WIDTH + 2 * _MARGIN, height + 2 * _MARGIN))
        if not self._zoomed:
            self.fit()
        self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())

    def toPlainText(self) -> str:  # noqa: N802 - as every text widget of Qt calls it
        """The page's text."""
        return self._item.toPlainText()

    @property
    def scale_now(self) -> float:
        """How large the page is shown; 1 is its natural size."""
        return self.transform().m11()

    @property
    def zoom_kept(self) -> float:
        """How large somebody wants the page, to be remembered; 0 where it fits the panel."""
        return self.scale_now if self._zoomed else 0

    def zoom(self, step: int) -> None:
        """Make the page larger (1) or smaller (-1), within bounds; 0 fits it to the panel again."""
        if step:
            self.zoom_to(self.scale_now * _STEP**step)
        else:
            self.fit()

    def zoom_to(self, scale: float) -> None:
        """Show the page so large, within bounds, whatever the panel's width."""
        wanted = max(_SMALLEST, min(_LARGEST, scale))
        self.resetTransform()
        self.scale(wanted, wanted)
        self._zoomed = True
        self.zoomed.emit(self.scale_now)

    def fit(self) -> None:
        """Fit the page's width to the panel again."""
        self._zoomed = False
        factor = self.viewport().width() / (_PAGE_WIDTH + 2 * _MARGIN)
        self.resetTransform()
        self.scale(factor, factor)
        self.zoomed.emit(self.scale_now)

    def field_at(self, place: QPoint) -> str:
        """The text of the field at a place of the view; empty beside the text."""
        document = self._item.document()
        at = document.documentLayout().hitTest(self._item.mapFromScene(self.mapToScene(place)), Qt.HitTestAccuracy.ExactHit)
        if at < 0:
            return ""
        runs = document.findBlock(at).begin()
        while not runs.atEnd():
            run = runs.fragment()
            if run.contains(at):
                return _line_at(run.text(), at - run.position()).replace(NO_BREAK_SPACE, " ")
            runs += 1
        return ""

    def menu_at(self, place: QPoint) -> QMenu:
        """What can be done at a place: copy the field there, what is selected, or all; print; save."""
        menu = QMenu(self)
        cursor, field = self._item.textCursor(), self.field_at(place)
        bare = plain(field)
        if field:
            menu.addAction(_("Kopiuj „{text}”").format(text=_shortened(field)), lambda: self._copy(field))
        if bare != field:
            menu.addAction(_("Kopiuj bez odstępów: {text}").format(text=bare), lambda: self._copy(bare))
        if cursor.hasSelection():
            menu.addAction(_("Kopiuj zaznaczenie"), lambda: self._copy(cursor.selection().toPlainText()))
        menu.addAction(_("Kopiuj całą fakturę"), lambda: self._copy(self.toPlainText()))
        if self._kept:
            menu.addSeparator()
            menu.addAction(_("Drukuj…"), self.print_wanted.emit)
            menu.addAction(_("Zapisz PDF albo XML…"), self.save_wanted.emit)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """The menu of the place, for the mouse and for the menu key."""
        self.menu_at(event.pos()).popup(event.globalPos())
        event.accept()

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep fitting while nobody has zoomed."""
        super().resizeEvent(event)
        if not self._zoomed:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)


def _line_at(text: str, place: int) -> str:
    """The line of a text (Qt's own separator is between them) in which a place lies."""
    start = text.rfind("\u2028", 0, place) + 1
    return text[start:].partition("\u2028")[0].strip()


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
