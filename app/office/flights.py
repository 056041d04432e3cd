"""Exports on their way: what is needed to receive them is kept before the first wait, and gone after the commit (API guide §5.1)."""

import logging
from dataclasses import dataclass
from typing import Final

from app.archive import coverage
from app.archive.ksef_records import PendingExport
from app.base.errors import AccessRefused, WorldError
from app.ksef.contexts import Context
from app.ksef.exports import Secret, Started
from app.ksef.filters import Role
from app.office.connection import Connection
from app.office.windows import Window, mark
from app.vault import names

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Flight:
    """An export of a window, with what decrypts it."""

    window: Window
    reference: str
    secret: Secret


class Flights:
    """The exports of one context: reference and iv in the archive, the key in the keyring; here too, should the keyring refuse."""

    def __init__(self, connection: Connection, context: Context) -> None:
        self._archive = connection.archive
        self._vault = connection.vault
        self._context = context
        self._secrets: dict[str, Secret] = {}

    def keep(self, role: Role, window: Window, started: Started) -> Flight:
        """Keep an export that was started. A keyring that refuses costs no more than exporting this window again after a crash."""
        self._secrets[started.reference] = started.secret
        coverage.keep_pending(
            self._archive,
            PendingExport(
                reference=started.reference,
                client_nip=self._context.nip,
                context=self._context.value,
                role=role.value,
                segment_ticks=window.segment_ticks,
                window_from=window.start.text,
                window_to=window.end.text,
                iv=started.secret.iv_text,
                started_at=started.at,
            ),
        )
        try:
            self._vault.set(names.export_key(started.reference), started.secret.key_text)
        except (AccessRefused, WorldError) as error:
            _log.warning("the key of export %s stays in memory: %s", started.reference, error.title)
        return Flight(window, started.reference, started.secret)

    def resumed(self, role: Role, window: Window) -> Flight | None:
        """An export of an earlier turn or run that serves this window; others of the role, and those whose key is lost, are given up."""
        found: Flight | None = None
        for export in coverage.pending(self._archive, self._context.value, role.value):
            secret = self._secret(export) if found is None and export.segment_ticks == window.segment_ticks else None
            if secret is None or mark(export.window_from) > window.start or mark(export.window_to) <= window.start:
                self.give_up(export.reference)
                continue
            end = mark(export.window_to)
            asked = Window(window.segment_ticks, mark(export.window_from), end, last=window.last and end >= window.end)
            found = Flight(asked, export.reference, secret)
        return found

    def give_up(self, reference: str) -> None:
        """An export will not come, or is of no use."""
        coverage.give_up_pending(self._archive, reference)
        self.forget(reference)

    def forget(self, reference: str) -> None:
        """Delete the key of an export that is committed or given up, then forget it."""
        self._secrets.pop(reference, None)
        try:
            self._vault.delete(names.export_key(reference))
        except (AccessRefused, WorldError) as error:
            _log.warning("the key of export %s is not deleted yet: %s", reference, error.title)
            return  # the archive remembers that it is spent; the next run deletes it
        coverage.forget_pending(self._archive, reference)

    def clear(self) -> None:
        """Delete the keys that a crash between commit and deletion left behind."""
        for reference in coverage.spent(self._archive, self._context.value):
            self.forget(reference)

    def _secret(self, export: PendingExport) -> Secret | None:
        if export.reference in self._secrets:
            return self._secrets[export.reference]
        try:
            key = self._vault.get(names.export_key(export.reference))
        except (AccessRefused, WorldError) as error:
            _log.warning("the key of export %s cannot be had: %s", export.reference, error.title)
            return None
        return None if key is None else Secret.from_texts(key, export.iv)
