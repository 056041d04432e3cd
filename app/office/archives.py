"""The archive of an environment, opened where the program keeps its data."""

from app.archive.store import Archive
from app.base.environments import Environment
from app.base.paths import Paths

__all__ = ["Archive", "open_archive"]


def open_archive(paths: Paths, environment: Environment) -> Archive:
    """Open the archive of `environment` in the data folder, or make it. Raises `StorageError`, `NewerArchive`."""
    paths.prepare()
    return Archive.open(paths.archive(environment), environment)
