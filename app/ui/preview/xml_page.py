"""*XML*: the untouched document, coloured for reading."""

import re
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.base.texts import _
from app.ui.theme import Colours

_TAG: Final = re.compile(r"</?[\w:.-]+|/?>")
_ATTRIBUTE: Final = re.compile(r'[\w:.-]+(?=\s*=\s*")')
_VALUE: Final = re.compile(r'"[^"]*"')
_LONGEST_COLOURED: Final = 400_000


class XmlHighlighter(QSyntaxHighlighter):
    """Tags, attributes and values in the theme's colours."""

    def __init__(self, document: QTextDocument, colours: Colours) -> None:
        super().__init__(document)
        self._rules = [
            (_TAG, _format(colours.accent)),
            (_ATTRIBUTE, _format(colours.attention)),
            (_VALUE, _format(colours.ok)),
        ]

    def highlightBlock(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Colour one line."""
        for pattern, form in self._rules:
            for match in pattern.finditer(text):
                self.setFormat(match.start(), match.end() - match.start(), form)


class XmlPage(QPlainTextEdit):
    """Read-only text of the XML as received."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setStyleHint(QFont.StyleHint.Monospace)
        self.setFont(font)
        self.setAccessibleName(_("XML dokumentu"))
        self._colours = colours
        self._highlighter: XmlHighlighter | None = None

    def show_xml(self, data: bytes) -> None:
        """Show the document's text; very long ones stay uncoloured so that nothing stalls."""
        text = data.decode(_encoding(data), errors="replace")
        if self._highlighter is not None:
            self._highlighter.setDocument(None)
            self._highlighter = None
        self.setPlainText(text)
        if len(text) <= _LONGEST_COLOURED:
            self._highlighter = XmlHighlighter(self.document(), self._colours)

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme."""
        self._colours = colours
        if self._highlighter is not None:
            self._highlighter = XmlHighlighter(self.document(), colours)


def _format(colour: str) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(QColor(colour))
    return form


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    declared = re.match(rb'<\?xml[^>]*encoding=["\']([A-Za-z0-9._-]+)', data)
    return declared.group(1).decode() if declared else "utf-8-sig"
