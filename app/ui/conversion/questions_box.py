"""The questions of a pre-flight, each once, with the answer right there."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.base.texts import _
from app.booking.questions import RATE, VAT_PERIOD
from app.office.answers import DUPLICATE, REPEATED
from app.office.convert import OpenQuestion
from app.ui.help.links import ExplainLink
from app.ui.wording import documents

_ONE_TIME = frozenset({DUPLICATE.code, REPEATED.code, RATE.code, VAT_PERIOD.code})
"""Questions whose answer says nothing about other documents."""


class QuestionsBox(QWidget):
    """One row per open question; an answer applies to every document of this conversion that asks it."""

    answered = Signal(str, str, bool)
    """Code of the question, the answer, and whether it is to hold for the client's later documents too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def show_questions(self, questions: tuple[OpenQuestion, ...]) -> None:
        """Show these questions in place of the earlier ones."""
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for question in questions:
            self._layout.addWidget(self._row(question))
        self.setVisible(bool(questions))

    def _row(self, asked: OpenQuestion) -> QWidget:
        question = asked.question
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        label = ExplainLink(f"{asked.question.title} ({documents(asked.documents)})", question.code)
        layout.addWidget(label, stretch=3)
        choices = QComboBox()
        choices.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choices.setMinimumWidth(260)
        choices.setAccessibleName(question.title)
        free = QLineEdit()
        free.setAccessibleName(_("Odpowiedź: {title}").format(title=question.title))
        for value, meaning in question.answers:
            choices.addItem(meaning, value)
        remember = QCheckBox(_("Pamiętaj"))
        remember.setToolTip(_("Tak samo odpowiadaj na to pytanie w następnych konwersjach tego klienta"))
        remember.setVisible(question.code not in _ONE_TIME)
        give = QPushButton(_("Zastosuj"))
        choices.currentIndexChanged.connect(lambda _index: _show_free(choices, free, remember))
        give.clicked.connect(lambda: self._give(question.code, choices, free, remember))
        free.returnPressed.connect(give.click)
        _show_free(choices, free, remember)
        layout.addWidget(choices, stretch=2)
        layout.addWidget(free, stretch=1)
        layout.addWidget(remember)
        layout.addWidget(give)
        return row

    def _give(self, code: str, choices: QComboBox, free: QLineEdit, remember: QCheckBox) -> None:
        value = str(choices.currentData())
        answer = free.text().strip() if value.startswith("<") else value
        if answer:
            self.answered.emit(code, answer, remember.isChecked() and remember.isEnabled())


def _show_free(choices: QComboBox, free: QLineEdit, remember: QCheckBox) -> None:
    """What is typed (a date, a rate) is about these documents: only a choice can be remembered."""
    value = str(choices.currentData())
    free.setVisible(value.startswith("<"))
    remember.setEnabled(not value.startswith("<"))
    free.setPlaceholderText(choices.currentText())
    choices.setToolTip(choices.currentText())
