"""Waits for a window to settle and takes pictures of it."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from app.base.paths import Paths
from app.base.settings import load_settings
from app.ui.main_window import MainWindow
from app.ui.theme import ThemeChoice, apply_theme


class Shots:
    """Waits for the window to settle and saves what it shows."""

    def __init__(self, application: QApplication, folder: Path, rest: float = 0.3) -> None:
        """`rest`: how many seconds a window is left alone before it is taken, for what comes a moment later."""
        self.application = application
        self.folder = folder
        self._rest = rest
        self.made: list[Path] = []

    def open(self, paths: Paths, theme: ThemeChoice) -> MainWindow:
        paths.prepare()
        window = MainWindow(paths, load_settings(paths.settings), apply_theme(self.application, theme))
        window.resize(1500, 900)
        ready: list[bool] = []
        window.furnished.connect(lambda: ready.append(True))
        window.show()
        self.until(lambda: bool(ready))
        window.workspace.remember(theme=theme.value)
        self.settle(window)
        return window

    def settle(self, window: MainWindow) -> None:
        self.until(lambda: not window.runner.tasks)
        end = time.monotonic() + self._rest
        self.until(lambda: time.monotonic() > end)

    def until(self, done: Callable[[], bool]) -> None:
        while not done():
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.001)

    def take(self, widget: QWidget, name: str) -> None:
        path = self.folder / f"{name}.png"
        widget.grab().save(str(path))
        self.made.append(path)
