"""What the windows work on: the archive of the environment in force, the settings, the places of files."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from app.base.environments import Environment
from app.base.paths import Paths
from app.base.settings import Settings, save_settings
from app.office.archives import Archive, open_archive


class Workspace:
    """One open archive at a time; settings are written as soon as they change. Making one opens the archive: not on the main thread."""

    def __init__(self, paths: Paths, settings: Settings) -> None:
        self.paths = paths
        self.settings = settings
        self.archive: Archive = open_archive(paths, settings.environment)

    @property
    def environment(self) -> Environment:
        """The environment whose archive is open."""
        return self.settings.environment

    def take(self, archive: Archive) -> None:
        """Work on another environment's archive from now on; the one before is closed."""
        self.archive.close()
        self.archive = archive
        self.remember(environment=archive.environment, client="")

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

    def close(self) -> None:
        """Close the archive."""
        self.archive.close()
