"""What all work asked for from a window has in common: it begins in the background, and says that it did and why it failed."""

from PySide6.QtCore import QObject, Signal

from app.ui.tasks import Job, ResultT, Task, TaskRunner


class Work(QObject):
    """Kinds of work are made from it; what comes of a task is their own."""

    started = Signal(object)
    """The `Task` of longer work."""
    failed = Signal(object)
    """A `KonwerterError`."""

    def __init__(self, parent: QObject, runner: TaskRunner) -> None:
        super().__init__(parent)
        self._runner = runner

    def _start(self, job: Job[ResultT], title: str, lane: str) -> Task:
        task = self._runner.start(job, title=title, lane=lane)
        task.failed.connect(self.failed)
        self.started.emit(task)
        return task
