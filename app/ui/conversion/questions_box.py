"""The questions of a pre-flight, each once, with the answer right there."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.base.texts import _
from app.office.convert import OpenQuestion
from app.ui.wording import documents


class QuestionsBox(QWidget):
    """One row per open question; an answer applies to every document of this conversion that asks it."""

    answered = Signal(str, str)
    """Code of the question and the answer."""

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
        label = QLabel(f"{asked.question.title}  ({documents(asked.documents)})")
        label.setWordWrap(True)
        layout.addWidget(label, stretch=3)
        choices = QComboBox()
        choices.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choices.setMinimumWidth(260)
        choices.setAccessibleName(question.title)
        free = QLineEdit()
        free.setAccessibleName(_("Odpowiedź: {title}").format(title=question.title))
        for value, meaning in question.answers:
            choices.addItem(meaning, value)
        give = QPushButton(_("Zastosuj"))
        choices.currentIndexChanged.connect(lambda _index: _show_free(choices, free))
        give.clicked.connect(lambda: self._give(question.code, choices, free))
        free.returnPressed.connect(give.click)
        _show_free(choices, free)
        layout.addWidget(choices, stretch=2)
        layout.addWidget(free, stretch=1)
        layout.addWidget(give)
        return row

    def _give(self, code: str, choices: QComboBox, free: QLineEdit) -> None:
        value = str(choices.currentData())
        answer = free.text().strip() if value.startswith("<") else value
        if answer:
            self.answered.emit(code, answer)


def _show_free(choices: QComboBox, free: QLineEdit) -> None:
    value = str(choices.currentData())
    free.setVisible(value.startswith("<"))
    free.setPlaceholderText(choices.currentText())
    choices.setToolTip(choices.currentText())
