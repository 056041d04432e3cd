"""The longer work of the page *Dane*: backups, checks, diagnostics. Each is one job with its progress and its result in words."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from app.base.dates import WARSAW
from app.base.progress import CancelToken, Report
from app.base.texts import _, plural
from app.office.archives import Archive
from app.ui.preferences import Preferences
from app.ui.tasks import TaskRunner
from app.ui.wording import documents
from app.ui.work import Work

if TYPE_CHECKING:
    from app.office.backups import Backup
    from app.office.leaving import Expired, Removed

_LANE: Final = "kopia zapasowa"
_MOST_PROBLEMS: Final = 5


class DataWork(Work):
    """One thing at a time. Without an open archive only what needs none can be done."""

    said = Signal(str, str)
    """What the result is of (``"backup"``, ``"check"``, ``"diagnostics"``, ``"expired"``), and the result in words."""
    inspected = Signal(object, object)
    """A `Path` and the `Backup` it holds: somebody wants to restore it."""
    expired = Signal(tuple)
    """`Expired` of each client."""
    removed = Signal()
    """Documents are gone."""

    def __init__(self, preferences: Preferences, runner: TaskRunner, archive: Archive | None, parent: QObject) -> None:
        super().__init__(parent, runner)
        self.archive = archive
        self._preferences = preferences

    def back_up(self, folder: Path) -> None:
        """Make a backup and try it."""
        archive = self._open_archive()
        self._preferences.remember_folder("backup", folder)

        def job(report: Report, cancel: CancelToken) -> "tuple[Path, Backup]":
            from app.office.backups import make_backup  # noqa: PLC0415 - the settings must open at once

            return make_backup(archive, folder, report=report, cancel=cancel)

        self._start(job, _("Kopia zapasowa"), _LANE).succeeded.connect(self._say_backup)

    def inspect(self, file: Path) -> None:
        """Look what a backup holds."""
        self._preferences.remember_folder("restore", file.parent)

        def job(_report: Report, _cancel: CancelToken) -> "Backup":
            from app.office.backups import inspect_backup  # noqa: PLC0415 - see back_up

            return inspect_backup(file)

        self._start(job, _("Odczyt kopii"), _LANE).succeeded.connect(lambda backup: self.inspected.emit(file, backup))

    def check(self) -> None:
        """Look over the archive in use."""
        archive = self._open_archive()

        def job(report: Report, cancel: CancelToken) -> tuple[str, ...]:
            from app.office.backups import check_archive  # noqa: PLC0415 - see back_up

            return check_archive(archive, report=report, cancel=cancel)

        self._start(job, _("Sprawdzanie archiwum"), _LANE).succeeded.connect(self._say_check)

    def save_diagnostics(self, out: Path) -> None:
        """Write the ZIP for support."""
        paths = self._preferences.paths
        self._preferences.remember_folder("diagnostics", out.parent)

        def job(_report: Report, _cancel: CancelToken) -> Path:
            from app.office.diagnostics import save_diagnostics  # noqa: PLC0415 - see back_up

            return save_diagnostics(paths, out)

        self._start(job, _("Diagnostyka"), _LANE).succeeded.connect(
            lambda file: self.said.emit("diagnostics", _("Zapisano: {file}").format(file=file))
        )

    def look_for_expired(self) -> None:
        """Find documents whose term of keeping is over."""
        archive = self._open_archive()

        def job(_report: Report, _cancel: CancelToken) -> "tuple[Expired, ...]":
            from app.office.leaving import expired  # noqa: PLC0415 - see back_up

            return expired(archive, dt.datetime.now(WARSAW).date())

        self._start(job, _("Szukanie dokumentów po terminie"), _LANE).succeeded.connect(self._give_expired)

    def remove_expired(self, old: "tuple[Expired, ...]", proof: Path) -> None:
        """Remove documents whose term is over."""
        archive = self._open_archive()
        self._preferences.remember_folder("leaving", proof.parent)

        def job(_report: Report, _cancel: CancelToken) -> "Removed":
            from app.office.leaving import delete_expired  # noqa: PLC0415 - see back_up

            return delete_expired(archive, old, proof)

        self._start(job, _("Usuwanie dokumentów po terminie"), _LANE).succeeded.connect(self._say_removed)

    def _open_archive(self) -> Archive:
        if self.archive is None:
            raise RuntimeError("no archive is open: the page offers nothing that needs one")
        return self.archive

    def _say_backup(self, made: "tuple[Path, Backup]") -> None:
        file, backup = made
        text = _("✓ Kopia zrobiona i sprawdzona: {what}.\n{file}").format(what=content(backup), file=file)
        self.said.emit("backup", text)

    def _say_check(self, problems: tuple[str, ...]) -> None:
        if not problems:
            self.said.emit("check", _("✓ Archiwum jest w porządku: każdy dokument zgadza się ze swoim skrótem."))
            return
        shown = "\n".join(problems[:_MOST_PROBLEMS])
        text = _("⚠ Archiwum jest uszkodzone. Zrób kopię folderu danych, a potem przywróć ostatnią dobrą kopię.")
        self.said.emit("check", f"{text}\n{shown}")

    def _give_expired(self, old: "tuple[Expired, ...]") -> None:
        if old:
            self.expired.emit(old)
        else:
            self.said.emit("expired", _("Nie ma dokumentów, których okres przechowywania minął."))

    def _say_removed(self, removed: "Removed") -> None:
        text = _("✓ Usunięto {documents}. Protokół: {file}").format(documents=documents(removed.documents), file=removed.proof)
        self.said.emit("expired", text)
        self.removed.emit()


def content(backup: "Backup") -> str:
    """„12 klientów, 340 dokumentów, 2026-11-20 18:32”."""
    clients = f"{backup.clients} {plural(backup.clients, 'klient', 'klientów', 'klientów')}"
    return f"{clients}, {documents(backup.documents)}, {backup.made_at.astimezone(WARSAW):%Y-%m-%d %H:%M}"
