"""The settings in use: what the window remembers, written as soon as it changes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from app.base.paths import Paths
from app.base.settings import Settings, save_settings


class Preferences:
    """There before any archive is open, and one for the whole program."""

    def __init__(self, paths: Paths, settings: Settings) -> None:
        self.paths = paths
        self.settings = settings

    def remember(self, **changes: Any) -> None:  # noqa: ANN401 - fields of `Settings`, checked by `replace`
        """Change settings and write them."""
        changed = replace(self.settings, **changes)
        if changed != self.settings:
            self.settings = changed
            save_settings(self.paths.settings, changed)

    def folder(self, purpose: str) -> Path:
        """The folder used last for a purpose; the user's home where none was."""
        known = self.settings.folders.get(purpose)
        return Path(known) if known else Path.home()

    def remember_folder(self, purpose: str, folder: Path) -> None:
        """Offer this folder next time."""
        self.remember(folders={**self.settings.folders, purpose: str(folder)})
