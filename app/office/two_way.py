"""The two-way check: what was written is read back by somebody else and must be the documents that were to be written.

Nothing of the documents is kept: both sides are added up as hashes, whose sum does not depend on the order. Only where the sums differ are
both sides gone over again, to name the documents.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import msgspec

from app.base.errors import ProgramError, StorageError
from app.base.money import ZERO, format_pln
from app.base.texts import Words, _, plural
from app.booking.entry import Direction, Entry
from app.office.rate_agreement import RateAgreement, Sums, agreements
from app.targets.contract import Batch, ReadDocument, Target

_DIGEST: Final = 16
_NAMED: Final = 5
_SIDES: Final = Words({Direction.SALE: "sprzedaż", Direction.PURCHASE: "zakup"})

Count = Callable[[int], None]


class Verification(msgspec.Struct, frozen=True):
    """What the two-way check found: how many documents agree, and the sums before and after by rate."""

    documents: int
    totals: tuple[RateAgreement, ...]

    @property
    def said(self) -> str:
        """What was checked, in a sentence; a second one names the sums that the format by its nature states otherwise."""
        words = plural(self.documents, "dokument", "dokumenty", "dokumentów")
        checked = _("Sprawdzono: plik odczytany ponownie, {n} {documents}, kwoty co do grosza zgodne.").format(
            n=self.documents, documents=words
        )
        otherwise = "; ".join(_otherwise(one) for one in self.totals if not one.agrees)
        return f"{checked} {_('Ten format inaczej niż rejestr podaje: {sums}.').format(sums=otherwise)}" if otherwise else checked


def verify(target: Target[Any], options: Any, batch: Batch, files: Sequence[Path], read: Count) -> Verification:  # noqa: ANN401 - any target's
    """Read the written files back and compare them with the entries; `read` is called with the count of documents read so far.

    Raises `ProgramError` that names the first documents which differ, and `StorageError` for files that the disk does not give back.
    """
    check = _Check(target, options, batch, files)
    sums = Sums()
    documents = 0
    difference = 0
    for entry in batch.entries:
        expected = check.expected(entry)
        if expected:
            documents += 1
            sums.expect(entry, expected[0], lambda part: target.expect(part, batch, options))
        difference += sum(_number(one) for one in expected)
    for count, found in enumerate(check.found(), 1):
        sums.find(found)
        difference -= _number(found)
        read(count)
    if difference:
        raise check.differing()
    return Verification(documents, agreements(sums))


class _Check:
    """Both sides of one comparison, each as often as it is asked for."""

    def __init__(self, target: Target[Any], options: Any, batch: Batch, files: Sequence[Path]) -> None:  # noqa: ANN401 - any target's
        self._target = target
        self._options = options
        self._batch = batch
        self._files = files

    def expected(self, entry: Entry) -> tuple[ReadDocument, ...]:
        """What must be found of an entry."""
        return self._target.expect_all(entry, self._batch, self._options)

    def found(self) -> Iterator[ReadDocument]:
        """What the files say."""
        for path in self._files:
            try:
                with path.open("rb") as file:
                    yield from self._target.read(file)
            except ValueError as error:
                raise _refused(_("Zapisanego pliku nie da się odczytać ponownie."), f"{self._target.id}: {error}") from error
            except OSError as error:
                raise StorageError(
                    _("Nie można odczytać zapisanego pliku."),
                    advice=_("Sprawdź, czy dysk działa i czy inny program nie blokuje pliku, i spróbuj ponownie."),
                    detail=str(error),
                ) from error

    def differing(self) -> ProgramError:
        """The error that names the first documents of either side which the other one lacks."""
        lacking: list[str] = []
        surplus = Counter(_digest(one) for one in self.found())
        for entry in self._batch.entries:
            for one in self.expected(entry):
                digest = _digest(one)
                if surplus[digest]:
                    surplus[digest] -= 1
                else:
                    lacking.append(entry.number)
        unknown = [one.number for one in self.found() if surplus[_digest(one)] > 0]
        named = list(dict.fromkeys([*lacking, *unknown]))
        numbers = ", ".join(f"„{number}”" for number in named[:_NAMED])
        more = _(" i {n} innych").format(n=len(named) - _NAMED) if len(named) > _NAMED else ""
        return _refused(
            _("Plik odczytany ponownie nie zgadza się z fakturami: {numbers}{more}.").format(numbers=numbers, more=more),
            f"{self._target.id}: expected and not found {len(lacking)}, found and not expected {sum(surplus.values())}",
        )


def _otherwise(one: RateAgreement) -> str:
    side = "" if one.direction is None else _SIDES[one.direction]
    amounts = _("netto {sum}, w pliku {written}").format(sum=format_pln(one.net_pln), written=format_pln(one.written_net_pln))
    if one.tax_pln != one.written_tax_pln:
        amounts += _("; VAT {sum}, w pliku {written}").format(
            sum=format_pln(one.tax_pln), written=format_pln(one.written_tax_pln)
        )
    return f"{side} {', '.join(one.rates)} ({amounts})".strip()


def _refused(title: str, detail: str) -> ProgramError:
    advice = _(
        "Nic nie zapisano. To błąd programu: skopiuj szczegóły i zgłoś go; pozostałe dokumenty można skonwertować bez tych."
    )
    return ProgramError(title, advice=advice, detail=detail)


def _digest(document: ReadDocument) -> bytes:
    """A hash of everything a document says; equal amounts are equal however they are written."""
    rows = [(row.heading, _plain(row.net_pln), _plain(row.tax_pln)) for row in document.rows]
    said = (document.direction, document.number, document.issue_date, document.tax_number, document.ksef_number, rows)
    return hashlib.blake2b(msgspec.json.encode(said), digest_size=_DIGEST).digest()


def _number(document: ReadDocument) -> int:
    return int.from_bytes(_digest(document))


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize() or ZERO:f}"
