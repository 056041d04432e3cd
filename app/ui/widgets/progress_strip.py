"""The strip at the foot of the window: what is being done, how far it is, and the way to stop it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from app.base.progress import Progress
from app.base.texts import _
from app.ui.tasks import Task


class ProgressStrip(QWidget):
    """Shows the task started last; hidden while nothing goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks: list[Task] = []
        self._label = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(220)
        self._bar.setAccessibleName(_("Postęp"))
        self._note = QLabel()
        self._note.setProperty("role", "muted")
        self.cancel_button = QPushButton(_("Anuluj"))
        self.cancel_button.clicked.connect(self._cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(12)
        layout.addWidget(self._bar, alignment=Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._label, stretch=1)
        layout.addWidget(self._note)
        layout.addWidget(self.cancel_button)
        self.hide()

    def follow(self, task: Task) -> None:
        """Show this task until it is finished."""
        self._tasks.append(task)
        task.progressed.connect(self._show_progress)
        task.finished.connect(self._forget)  # a bound method: the connection goes when the strip goes
        self.cancel_button.setEnabled(True)
        self._show_progress(Progress(0, None, task.title))
        self.show()

    def show_note(self, text: str) -> None:
        """Say beside it what the work waits for; empty: nothing."""
        self._note.setText(text)

    def _show_progress(self, progress: Progress) -> None:
        self._bar.setRange(0, progress.total or 0)
        self._bar.setValue(progress.done)
        counted = f"  {progress.done} / {progress.total}" if progress.total else ""
        self._label.setText((progress.text or self._tasks[-1].title) + counted)

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self._label.setText(_("Przerywanie…"))
        for task in self._tasks:
            task.cancel()

    def _forget(self) -> None:
        self._tasks = [task for task in self._tasks if not task.done]
        self.setVisible(bool(self._tasks))
