"""*Uwagi*: what the program has to say about a document, with the answers where it asks."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.base.findings import Finding, Level
from app.base.texts import _
from app.booking.questions import Question
from app.office.checks import is_acknowledged
from app.office.listing import Acknowledged
from app.ui.help.links import explain
from app.ui.theme import Colours
from app.ui.wording import LEVELS

_SEEN: Final = "seen"
_EXPLAIN: Final = "explain"


class FindingsPage(QScrollArea):
    """A card per finding, the most serious first."""

    decided = Signal(str, str)
    """Code of the question and the answer given."""
    acknowledged = Signal(str)
    """Code of a note that was seen."""
    reopened = Signal(str)
    """Code of a note whose acknowledgement is taken back."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Uwagi do dokumentu"))
        self._colours = colours

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme; the next document shown takes it."""
        self._colours = colours

    def show_findings(
        self,
        findings: Sequence[Finding],
        questions: Mapping[str, Question],
        answers: Mapping[str, str],
        acknowledged: Mapping[str, Acknowledged],
    ) -> None:
        """Show findings; those that ask offer the answers their question takes. Answers given already can be taken back.

        Notes can be acknowledged; those that were stand last and quiet, with who did it, and can be taken back.
        """
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        fresh = [finding for finding in findings if not is_acknowledged(finding, acknowledged)]
        for finding in sorted(fresh, key=lambda finding: list(Level).index(finding.level)):
            layout.addWidget(self._card(finding, questions.get(finding.code)))
        for code, value in answers.items():
            layout.addWidget(self._answer(code, value, questions.get(code)))
        for finding in findings:
            if is_acknowledged(finding, acknowledged):
                layout.addWidget(self._seen(finding, acknowledged[finding.code]))
        if not findings and not answers:
            layout.addWidget(_muted(_("Brak uwag: dokument można przekazać.")))
        layout.addStretch()
        self.setWidget(body)

    def _card(self, finding: Finding, question: Question | None) -> QFrame:
        ink, ground = {
            Level.BLOCKS: (self._colours.wrong, self._colours.wrong_soft),
            Level.ASKS: (self._colours.attention, self._colours.attention_soft),
            Level.NOTES: (self._colours.text, self._colours.alternate),
        }[finding.level]
        card = QFrame()
        card.setObjectName("card")
        card.setStyleSheet(f"#card {{ background: {ground}; border-radius: 8px; }}")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(12, 10, 12, 10)
        heading = QLabel(f"{LEVELS[finding.level].capitalize()}{f' · {finding.field}' if finding.field else ''}")
        heading.setStyleSheet(f"color: {ink}; font-weight: 600;")
        text = QLabel(finding.message)
        text.setWordWrap(True)
        layout.addWidget(heading)
        layout.addWidget(text)
        if finding.level is Level.ASKS and question is not None:
            layout.addLayout(self._choices(question))
        layout.addWidget(self._links(finding))
        return card

    def _links(self, finding: Finding) -> QLabel:
        """The ways on from a finding: to its entry in the help, and out of the way where it only notes."""
        ways = [f'<a href="{_EXPLAIN}">{escape(_("Co to znaczy?"))}</a>']
        if finding.level is Level.NOTES:
            ways.insert(0, f'<a href="{_SEEN}">{escape(_("Przyjmij do wiadomości"))}</a>')
        links = QLabel("&nbsp;&nbsp;&nbsp;".join(ways))
        links.setAlignment(Qt.AlignmentFlag.AlignRight)
        links.setToolTip(_("Przyjęta uwaga zostaje przy dokumencie, ale nie podnosi już jego stopnia na listach"))
        links.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        links.linkActivated.connect(lambda way: self._go(way, finding.code))
        return links

    def _go(self, way: str, code: str) -> None:
        if way == _SEEN:
            self.acknowledged.emit(code)
        else:
            explain(self, code)

    def _seen(self, finding: Finding, by: Acknowledged) -> QWidget:
        who = _("Przyjęta do wiadomości: {who}, {when}").format(who=by.by, when=f"{by.at.astimezone():%Y-%m-%d}")
        return self._with_undo(f"{finding.message} {who}", lambda: self.reopened.emit(finding.code))

    def _choices(self, question: Question) -> QHBoxLayout:
        row = QHBoxLayout()
        for value, meaning in question.answers:
            if value.startswith("<"):
                field = QLineEdit()
                field.setPlaceholderText(meaning)
                field.setAccessibleName(question.title)
                give = QPushButton(_("Zapisz"))
                give.clicked.connect(lambda _checked=False, field=field: self._give(question.code, field.text()))
                field.returnPressed.connect(lambda field=field: self._give(question.code, field.text()))
                row.addWidget(field)
                row.addWidget(give)
            else:
                button = QPushButton(meaning)
                button.clicked.connect(lambda _checked=False, value=value: self.decided.emit(question.code, value))
                row.addWidget(button)
        row.addStretch()
        return row

    def _give(self, code: str, text: str) -> None:
        if text.strip():
            self.decided.emit(code, text.strip())

    def _answer(self, code: str, value: str, question: Question | None) -> QWidget:
        meaning = next((meaning for each, meaning in question.answers if each == value), value) if question else value
        text = _("Decyzja: {title} → {value}").format(title=question.title if question else code, value=meaning)
        return self._with_undo(text, lambda: self.decided.emit(code, ""))

    def _with_undo(self, text: str, take_back: Callable[[], None]) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(12, 0, 0, 0)
        layout.addWidget(_muted(text), stretch=1)
        undo = QPushButton(_("Cofnij"))
        undo.clicked.connect(take_back)
        layout.addWidget(undo)
        return line


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    return label
