"""*Faktura*: the invoice as on paper. The page keeps its width and is scaled to the panel, so nothing wraps differently than in print."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QKeySequence, QPainter, QResizeEvent, QShortcut, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsTextItem, QGraphicsView, QWidget

from app.base.texts import _

_PAGE_WIDTH: Final = 660
"""Width of the laid-out page in pixels: A4 without its margins at 88 dots an inch."""
_MARGIN: Final = 20
_STEP: Final = 1.15
_SMALLEST: Final = 0.3
_LARGEST: Final = 4.0
_INK: Final = "#1c2430"


class InvoicePage(QGraphicsView):
    """Paper is white in every theme: what is shown is what the PDF holds. Text can be selected and copied.

    The page fits the panel's width until somebody zooms; `fit` goes back to that.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = QGraphicsTextItem()
        self._item.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._item.setDefaultTextColor(QColor(_INK))
        self._item.setTextWidth(_PAGE_WIDTH)
        font = QFont(self._item.font())
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
        for keys, factor in ((QKeySequence.StandardKey.ZoomIn, _STEP), (QKeySequence.StandardKey.ZoomOut, 1 / _STEP)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda factor=factor: self.zoom(factor))
        fit = QShortcut(QKeySequence("Ctrl+0"), self)
        fit.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        fit.activated.connect(self.fit)

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

    def zoom(self, factor: float) -> None:
        """Make the page larger or smaller, within bounds."""
        wanted = max(_SMALLEST, min(_LARGEST, self.scale_now * factor))
        self.scale(wanted / self.scale_now, wanted / self.scale_now)
        self._zoomed = True

    def fit(self) -> None:
        """Fit the page's width to the panel again."""
        self._zoomed = False
        factor = self.viewport().width() / (_PAGE_WIDTH + 2 * _MARGIN)
        self.resetTransform()
        self.scale(factor, factor)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep fitting while nobody has zoomed."""
        super().resizeEvent(event)
        if not self._zoomed:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            event.accept()
            return
        super().wheelEvent(event)
