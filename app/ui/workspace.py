"""What the windows work on: the archive of the environment in force, the settings, the places of files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.base.environments import Environment
from app.base.paths import Paths
from app.base.settings import Settings
from app.office import companies
from app.office.archives import Archive, open_archive
from app.ui.preferences import Preferences


class Workspace:
    """One open archive at a time. Making one opens the archive: not on the main thread."""

    def __init__(self, preferences: Preferences) -> None:
        self.preferences = preferences
        self.archive: Archive = open_archive(preferences.paths, preferences.settings.environment)

    @property
    def paths(self) -> Paths:
        """Where the program keeps its files."""
        return self.preferences.paths

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.preferences.settings

    @property
    def environment(self) -> Environment:
        """The environment whose archive is open."""
        return self.archive.environment

    def take(self, archive: Archive) -> None:
        """Work on another archive from now on; the one before is closed."""
        self.archive.close()
        self.archive = archive
        self.remember(environment=archive.environment, client="")

    def remember(self, **changes: Any) -> None:  # noqa: ANN401 - see `Preferences.remember`
        """Change settings and write them."""
        self.preferences.remember(**changes)

    def folder(self, purpose: str) -> Path:
        """The folder used last for a purpose."""
        return self.preferences.folder(purpose)

    def remember_folder(self, purpose: str, folder: Path) -> None:
        """Offer this folder next time."""
        self.preferences.remember_folder(purpose, folder)

    def close(self) -> None:
        """Close the archive."""
        self.archive.close()


@dataclass(frozen=True, slots=True)
class Opened:
    """What the window begins with, made ready off the main thread."""

    workspace: Workspace
    clients: tuple[companies.ClientRow, ...]


def open_workspace(preferences: Preferences) -> Opened:
    """Open the archive and count its clients' documents: not on the main thread."""
    workspace = Workspace(preferences)
    return Opened(workspace, companies.clients(workspace.archive))
