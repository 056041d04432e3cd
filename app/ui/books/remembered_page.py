"""*Decyzje*: the answers that hold for all of a client's documents, and the way to forget one."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.base.texts import _
from app.office import listing
from app.office.archives import Archive
from app.office.programs import every_question


class RememberedPage(QWidget):
    """A line per answer. Forgetting takes effect at once; documents decided so far keep their answers."""

    def __init__(self, archive: Archive, nip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._archive = archive
        self._nip = nip
        self._questions = {question.code: question for question in every_question()}
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(8)
        self.show_answers()

    def show_answers(self) -> None:
        """Read the answers anew."""
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        answers = listing.answers_for_client(self._archive, self._nip)
        text = (
            _("Na te pytania program odpowiada sam w każdej konwersji tego klienta.")
            if answers
            else _("Nie ma zapamiętanych decyzji. Zapamiętasz je w oknie Konwertuj, zaznaczając „Pamiętaj” przy odpowiedzi.")
        )
        note = QLabel(text)
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        self._layout.addWidget(note)
        for code, value in sorted(answers.items()):
            self._layout.addWidget(self._line(code, value))
        self._layout.addStretch()

    def _line(self, code: str, value: str) -> QWidget:
        question = self._questions.get(code)
        meaning = next((meaning for each, meaning in question.answers if each == value), value) if question else value
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        label = QLabel(f"{question.title if question else code} → {meaning}")
        label.setWordWrap(True)
        forget = QPushButton(_("Zapomnij"))
        forget.setAccessibleName(_("Zapomnij: {title}").format(title=question.title if question else code))
        forget.clicked.connect(lambda: self._forget(code))
        row.addWidget(label, stretch=1)
        row.addWidget(forget)
        return line

    def _forget(self, code: str) -> None:
        listing.decide_for_client(self._archive, self._nip, code, "")
        self.show_answers()
