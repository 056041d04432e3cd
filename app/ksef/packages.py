"""Fetching a package and reading what is in it, one document in memory at a time (§5.3, §5.4)."""

import base64
import hashlib
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from app.base import ksef_number
from app.base.archives import ArchiveLimits, iter_members
from app.base.errors import UnreadableDocument
from app.base.progress import Progress
from app.base.texts import _
from app.ksef import exports
from app.ksef.errand import Errand
from app.ksef.errors import Unavailable
from app.ksef.exports import ExportState, Package, Part, Secret
from app.ksef.parts import Receiver, damaged_package, disk_error, package_gone
from app.ksef.records import InvoiceMetadata, read_records
from app.ksef.session import Session

_LOG: Final = logging.getLogger(__name__)
_METADATA: Final = "_metadata.json"
_SUFFIX: Final = ".xml"
# 10,000 documents and the list; a few more were seen (§3.3). Four gigabytes of XML (§5.4). The list has a kilobyte or more for each
# document; no XML, attachments included, comes near the limit here.
_LIST_LIMITS: Final = ArchiveLimits(members=10_100, member_bytes=64 * 1024**2, total_bytes=4 * 1024**3)
_DOCUMENT_LIMITS: Final = ArchiveLimits(members=10_100, member_bytes=32 * 1024**2, total_bytes=4 * 1024**3)


@dataclass(frozen=True, slots=True)
class PackedDocument:
    """A document of a package whose bytes agree with their hash; `metadata` is None where the list does not name it."""

    number: str
    metadata: InvoiceMetadata | None
    content: bytes = field(repr=False)
    sha256: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a package held when it has been read to its end.

    `missing` are listed but not inside, `damaged` do not agree with their hash: fetch both kinds one by one. `unlisted` are inside, but
    not on the list. `complete`: as many sound documents as KSeF announced, and none of those kinds lacking. `problems` are Polish texts.
    """

    count: int
    missing: tuple[InvoiceMetadata, ...]
    damaged: tuple[InvoiceMetadata, ...]
    unlisted: tuple[str, ...]
    problems: tuple[str, ...]
    complete: bool


class OpenedPackage:
    """A package on the disk, decrypted. Iterating gives its documents; `outcome` is there afterwards."""

    def __init__(self, archive: IO[bytes], package: Package, *, only_metadata: bool) -> None:
        self._archive = archive
        self._package = package
        self._only_metadata = only_metadata
        self._problems: list[str] = []
        self.metadata: dict[str, InvoiceMetadata] = self._read_list()
        self._outcome: Outcome | None = None if not only_metadata else self._sum_up({}, [], [])

    @property
    def outcome(self) -> Outcome:
        """What the package held; raises `RuntimeError` before it has been read to its end."""
        if self._outcome is None:
            raise RuntimeError
        return self._outcome

    def __iter__(self) -> Iterator[PackedDocument]:
        seen: dict[str, None] = {}
        damaged: list[InvoiceMetadata] = []
        unlisted: list[str] = []
        for name, content in self._members(is_list=False):
            number = name.removesuffix(_SUFFIX).upper()
            record = self.metadata.get(number)
            digest = hashlib.sha256(content).digest()
            if record is not None and record.invoice_hash and base64.b64encode(digest).decode("ascii") != record.invoice_hash:
                damaged.append(record)
                continue
            if number in seen:
                continue
            seen[number] = None
            if record is None:
                unlisted.append(number)
            yield PackedDocument(number, record, content, digest)
        self._outcome = self._sum_up(seen, damaged, unlisted)

    def verify(self) -> None:
        """Read everything once without handing it out; raises `DamagedPackage` unless all of it is proven by hashes.

        A list alone has no hashes of its own: that it is readable and as long as announced must do.
        """
        if self._only_metadata:
            if not self.outcome.complete:
                raise damaged_package(_("lista jest niepełna"), "partHash")
            return
        for _document in self:
            pass
        found = self.outcome
        hashed = sum(bool(record.invoice_hash) for record in self.metadata.values())
        if not found.complete or not found.count == hashed == len(self.metadata):
            raise damaged_package(_("skróty nie zgadzają się"), "partHash")
        self._outcome = None

    def _read_list(self) -> dict[str, InvoiceMetadata]:
        """The records of ``_metadata.json``; none where it is missing or cut: the documents themselves are the truth (§11, 21)."""
        for _name, content in self._members(is_list=True):
            try:
                return {record.number: record for record in read_records(content)[1]}
            except Unavailable as error:
                _LOG.warning("Lista faktur w paczce: %s", error.detail)
                self._problems.append(_("Lista faktur w paczce jest nieczytelna."))
                return {}
        if self._package.count:
            self._problems.append(_("W paczce nie ma listy faktur."))
        return {}

    def _members(self, *, is_list: bool) -> Iterator[tuple[str, bytes]]:
        if not self._package.parts:
            return
        wanted, limits = (_is_list, _LIST_LIMITS) if is_list else (self._is_document, _DOCUMENT_LIMITS)
        try:
            yield from iter_members(self._archive, source=_("paczka z KSeF"), wanted=wanted, limits=limits)
        except UnreadableDocument as error:
            raise damaged_package(error.title, error.detail or error.code) from None

    def _is_document(self, name: str) -> bool:
        """Only ``{KSeF number}.xml`` is read; anything else is told of once and never touched."""
        if name == _METADATA:
            return False
        stem = name.removesuffix(_SUFFIX)
        fit = name.endswith(_SUFFIX) and ksef_number.find(stem) == stem.upper()
        problem = _("Nieoczekiwany plik w paczce: „{name}”.").format(name=name[:100])
        if not fit and problem not in self._problems:
            self._problems.append(problem)
        return fit

    def _sum_up(self, seen: dict[str, None], damaged: list[InvoiceMetadata], unlisted: list[str]) -> Outcome:
        lacking = [record for number, record in self.metadata.items() if number not in seen]
        sound = len(self.metadata) if self._only_metadata else len(seen)
        missing = () if self._only_metadata else tuple(record for record in lacking if record not in damaged)
        torn = tuple(record for record in damaged if record.number not in seen)
        problems = list(self._problems)
        if sound != self._package.count:
            problems.append(
                _("KSeF zapowiedział {announced} faktur, w paczce jest {found}.").format(
                    announced=self._package.count, found=sound
                )
            )
        return Outcome(
            count=sound,
            missing=missing,
            damaged=torn,
            unlisted=tuple(unlisted) if self.metadata else (),
            problems=tuple(problems),
            complete=not missing and not torn and sound >= self._package.count,
        )


@contextmanager
def fetch(
    session: Session,
    reference: str,
    package: Package,
    secret: Secret,
    errand: Errand,
    *,
    folder: Path | None = None,
    only_metadata: bool = False,
) -> Iterator[OpenedPackage]:
    """Download, check and decrypt all parts into a nameless temporary file in `folder`, and open it; it is gone afterwards.

    Raises `DamagedPackage`, `PackageGone` (export again), `StorageError`, and what `Session.call` raises.
    """
    try:
        archive = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 – closed below
    except OSError as error:
        raise disk_error(error) from error
    with archive:
        source = _Source(session, reference, package, errand)
        sound = source.download(secret, archive)
        opened = OpenedPackage(archive, package, only_metadata=only_metadata)
        if not sound:
            _LOG.warning("Paczka %s: partHash niezgodny, sprawdzane są wszystkie faktury", reference)
            opened.verify()
        yield opened


class _Source:
    """Where the parts of one package come from; its links are renewed when they end."""

    def __init__(self, session: Session, reference: str, package: Package, errand: Errand) -> None:
        self._session = session
        self._reference = reference
        self._errand = errand
        self._parts = {part.ordinal: part for part in package.parts}
        self._total = sum(part.size for part in package.parts)

    def download(self, secret: Secret, archive: IO[bytes]) -> bool:
        """All parts in their order; whether every hash was right."""
        receiver = Receiver(self._session.transport, secret, archive, self._errand, self._tell)
        # Not `all`: every part is wanted, whatever an earlier one was like.
        return sum(not receiver.append(self._parts[ordinal], self._renew) for ordinal in sorted(self._parts)) == 0

    def _renew(self, part: Part) -> Part:
        found = exports.status(self._session, self._reference, self._errand)
        if found.package is not None:
            self._parts.update((other.ordinal, other) for other in found.package.parts)
        if found.state is not ExportState.READY:
            raise package_gone(f"{found.code} {found.description}")
        return self._parts[part.ordinal]

    def _tell(self, count: int) -> None:
        self._errand.report(Progress(count, self._total, _("Pobieranie paczki faktur…")))


def _is_list(name: str) -> bool:
    return name == _METADATA
