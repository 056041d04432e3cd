"""The diary of downloads: one report per run."""

from app.archive import diary
from app.archive.ksef_records import ClientResult, RunRow, SyncState
from app.archive.store import Archive

__all__ = ["ClientResult", "RunRow", "SyncState", "runs"]


def runs(archive: Archive, *, nip: str = "", limit: int = 100) -> tuple[RunRow, ...]:
    """The latest runs, newest first; with `nip` those of this client, and of them only its results."""
    return diary.list_runs(archive, nip, limit)
