"""Findings with the way to what the help says of them."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.base.findings import Finding
from app.base.texts import _
from app.ui.help.key import give_help
from app.ui.help.pages import finding_topic


class ExplainLink(QLabel):
    """A sentence and behind it „Co to znaczy?” for one code, by mouse and by keyboard."""

    def __init__(self, text: str, code: str, parent: QWidget | None = None) -> None:
        super().__init__(f"{escape(text)} {_link(code)}", parent)
        self.setWordWrap(True)
        _let_follow(self)


class FindingLinks(QLabel):
    """Findings one under another, each with its link; hidden where there are none."""

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        """`most`: so many are shown, the others are counted."""
        super().__init__(parent)
        self._most = most
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        _let_follow(self)
        self.hide()

    def show_findings(self, findings: Sequence[Finding], mark: str = "") -> None:
        """Show these in place of those before, `mark` in front of each."""
        lines = [f"{mark}{escape(one.message)} {_link(one.code)}" for one in findings[: self._most]]
        if len(findings) > self._most:
            lines.append(escape(_("… i jeszcze {n}.").format(n=len(findings) - self._most)))
        self.setText("<br>".join(lines))
        self.setVisible(bool(findings))


def explain(widget: QWidget, code: str) -> None:
    """Open the help at what a code means."""
    give_help(widget, finding_topic(code))


def _link(code: str) -> str:
    return f'<a href="{escape(code)}">{escape(_("Co to znaczy?")).replace(" ", "&nbsp;")}</a>'


def _let_follow(label: QLabel) -> None:
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
    )
    label.linkActivated.connect(lambda code: explain(label, code))
