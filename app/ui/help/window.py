"""The window of the help: a searchable list of pages, and the page."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QFont,
    QKeySequence,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from app.base.errors import KonwerterError
from app.base.folding import fold
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.ui.error_box import show_error
from app.ui.help.pages import FIRST, Page, load_pages
from app.ui.help.search import Finder, best_place
from app.ui.icons import program_icon
from app.ui.tasks import TaskRunner
from app.ui.theme import Colours
from app.ui.widgets.client_delegate import DETAIL_ROLE, ClientDelegate

_ID: Final = Qt.ItemDataRole.UserRole
_MARGIN: Final = 28
_ABOVE: Final = 12


class HelpWindow(QWidget):
    """Stays open beside the work; the pages are read once, off the main thread."""

    def __init__(self, runner: TaskRunner, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._pages: dict[str, Page] = {}
        self._finder = Finder(())
        self._wanted = FIRST
        self.setWindowTitle(_("Pomoc – Konwerter KSeF"))
        self.setWindowIcon(program_icon())
        self.resize(1040, 720)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Szukaj w pomocy"))
        self.search.setAccessibleName(_("Szukaj w pomocy"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Strony pomocy"))
        self.list.setItemDelegate(ClientDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.browser = QTextBrowser()
        self.browser.setAccessibleName(_("Strona pomocy"))
        self.browser.setOpenLinks(False)
        self.nothing = QLabel(_("Nie ma takiej strony. Spróbuj innego słowa, na przykład „token”."))
        self.nothing.setWordWrap(True)
        self.nothing.setProperty("role", "muted")
        self.nothing.hide()
        self._place()
        self.search.textChanged.connect(self._list)
        self.search.returnPressed.connect(self.list.setFocus)
        self.list.currentItemChanged.connect(self._show_item)
        self.browser.anchorClicked.connect(self._follow)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self).activated.connect(self.search.setFocus)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.close)
        task = runner.start(_load, title=_("Wczytywanie pomocy"), lane="pomoc")
        task.succeeded.connect(self._take)
        task.failed.connect(self._fail)

    @property
    def topic(self) -> str:
        """The page shown."""
        return self._wanted

    def show_topic(self, topic: str) -> None:
        """Show a page; the first one for a name that is none."""
        self._wanted = topic
        if not self._pages:
            return
        if self.search.text():
            with QSignalBlocker(self.search):
                self.search.clear()
            self._list("")
        self._open(topic)

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme."""
        self._colours = colours
        if self._pages:
            self._open(self._wanted)

    def _place(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.list, stretch=1)
        split = QSplitter()
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.browser)
        split.setSizes([320, 720])
        split.setStretchFactor(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)

    def _take(self, finder: Finder) -> None:
        self._finder = finder
        self._pages = {page.id: page for page in finder.pages}
        self._list(self.search.text())
        self.show_topic(self._wanted)

    def _fail(self, error: KonwerterError) -> None:
        show_error(self, error)

    def _list(self, query: str) -> None:
        hits = self._finder.search(query)
        with QSignalBlocker(self.list):
            self.list.clear()
            for hit in hits:
                item = QListWidgetItem(hit.page.title)
                item.setData(_ID, hit.page.id)
                item.setData(DETAIL_ROLE, hit.excerpt or hit.page.plain.removeprefix(hit.page.title).strip())
                self.list.addItem(item)
        self.nothing.setVisible(not hits)
        if hits and query:
            self.list.setCurrentRow(0)

    def _open(self, topic: str) -> None:
        name, _sign, place = topic.partition("#")
        if name not in self._pages:
            topic, name, place = FIRST, FIRST, ""
        self._wanted = topic
        with QSignalBlocker(self.list):
            for row in range(self.list.count()):
                if self.list.item(row).data(_ID) == name:
                    self.list.setCurrentRow(row)
        self.browser.setMarkdown(self._pages[name].text)
        self._typeset()
        self.browser.moveCursor(QTextCursor.MoveOperation.Start)
        self.setWindowTitle(_("{title} – Pomoc").format(title=self._pages[name].title))
        if place:
            self._go_to(next((block for block in self._blocks() if block.text() == place), None))
        elif self.search.text():
            self._go_to(self._found(self.search.text()))

    def _blocks(self) -> Iterator[QTextBlock]:
        block = self.browser.document().begin()
        while block.isValid():
            yield block
            block = block.next()

    def _found(self, query: str) -> QTextBlock | None:
        """The paragraph that holds every word of the query, else the heading of the section that answers it best."""
        words = fold(query).split()
        headings, texts = list[QTextBlock](), list[list[str]]()
        for block in self._blocks():
            if all(word in fold(block.text()) for word in words):
                return block
            if block.blockFormat().headingLevel() or not headings:
                headings.append(block)
                texts.append([])
            else:
                texts[-1].append(block.text())
        place = best_place([(heading.text(), "\n".join(text)) for heading, text in zip(headings, texts, strict=True)], query)
        return None if place is None else headings[place]

    def _go_to(self, block: QTextBlock | None) -> None:
        """Bring a paragraph to the top, with the heading over it."""
        if block is None:
            return
        while block.previous().isValid() and not block.blockFormat().headingLevel():
            block = block.previous()
        top = self.browser.document().documentLayout().blockBoundingRect(block).top()
        self.browser.verticalScrollBar().setValue(int(top) - _ABOVE)

    def _typeset(self) -> None:
        """Give Qt's plain rendering of Markdown room to breathe: margins, line height, quiet tables."""
        document = self.browser.document()
        document.setDocumentMargin(_MARGIN)
        block = document.begin()
        while block.isValid():
            cursor = QTextCursor(block)
            layout = cursor.blockFormat()
            layout.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            if layout.headingLevel():
                layout.setTopMargin(0 if layout.headingLevel() == 1 else 18)
                layout.setBottomMargin(8)
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                letters = cursor.charFormat()
                letters.setFontPointSize(self.font().pointSizeF() * (1.7 if layout.headingLevel() == 1 else 1.25))
                letters.setFontWeight(QFont.Weight.DemiBold)
                cursor.mergeCharFormat(letters)
            QTextCursor(block).mergeBlockFormat(layout)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table = frame.format().toTableFormat()
                table.setBorder(1)
                table.setBorderCollapse(True)
                table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                table.setBorderBrush(self.palette().mid())
                table.setCellPadding(6)
                table.setTopMargin(6)
                table.setBottomMargin(12)
                frame.setFormat(table)

    def _show_item(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._open(str(item.data(_ID)))

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(link)
        elif link.toString().partition("#")[0] in self._pages:
            self.show_topic(link.toString())


def _load(_report: Report, _cancel: CancelToken) -> Finder:
    return Finder(load_pages())
