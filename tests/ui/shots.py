"""Waits for a window to settle and takes pictures of it."""

import dataclasses
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.base.paths import Paths
from app.base.settings import load_settings
from app.ui.main_window import MainWindow
from app.ui.theme import ThemeChoice, apply_theme

DialogT = TypeVar("DialogT", bound=QWidget)


class Shots:
    """Waits for the window to settle and saves what it shows."""

    def __init__(self, application: QApplication, folder: Path, theme: ThemeChoice, rest: float) -> None:
        """`rest`: how many seconds a window is left alone before it is taken, for what comes a moment later."""
        self.application = application
        self.folder = folder
        self.theme = theme
        self._rest = rest
        self.made: list[Path] = []

    def open(self, paths: Paths) -> MainWindow:
        """A window in the theme of these pictures, furnished and at rest."""
        paths.prepare()
        settings = dataclasses.replace(load_settings(paths.settings), theme=self.theme.value)
        window = MainWindow(paths, settings, apply_theme(self.application, self.theme))
        window.resize(1500, 900)
        ready: list[bool] = []
        window.furnished.connect(lambda: ready.append(True))
        window.show()
        self.until(lambda: bool(ready))
        self.settle(window)
        return window

    def dialog(self, window: QWidget, kind: type[DialogT]) -> DialogT:
        """The dialog of this kind that is open, at rest."""
        self.until(lambda: any(one.isVisible() for one in window.findChildren(kind)))
        return next(one for one in window.findChildren(kind) if one.isVisible())

    def click(self, button: QAbstractButton) -> None:
        """Click as soon as the button lets itself be clicked."""
        self.until(button.isEnabled)
        button.click()

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
