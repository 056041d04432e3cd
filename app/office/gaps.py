"""What may be missing in a month: holes in the client's own numbering, originals of corrections, KSeF numbers."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from app.archive.records import DocumentRow
from app.booking.entry import Direction

_DIGITS: Final = re.compile(r"\d+")
_LONGEST_HOLE: Final = 20
"""A jump over more numbers is another series, not a hole."""
_MOST_DIGITS: Final = 9


def number_gaps(numbers: Iterable[str]) -> tuple[str, ...]:
    """Numbers that a series skips: ``FV/1/03``, ``FV/3/03`` lacks ``FV/2/03``.

    A series is numbers that differ in one group of digits only; a hole is at most 20 numbers long. A guess, to be read by a person.
    """
    series: defaultdict[tuple[str, ...], dict[int, int]] = defaultdict(dict)
    every = sorted(set(numbers))
    known = set(every)
    for number in every:
        for match in _DIGITS.finditer(number):
            if len(match.group()) <= _MOST_DIGITS:
                series[number[: match.start()], number[match.end() :]][int(match.group())] = len(match.group())
    missing = {number for (before, after), found in series.items() for number in _holes(before, after, found)}
    return tuple(sorted(missing - known))


def document_gaps(rows: Iterable[DocumentRow], corrected: Mapping[str, Iterable[str]], archived: frozenset[str]) -> Iterator[str]:
    """Polish sentences about what may be missing.

    `corrected` gives for a correction's source the originals it names (KSeF number, or the number where there is none); `archived` holds the
    numbers and KSeF numbers of the client's whole archive.
    """
    sales: list[str] = []
    for row in rows:
        if row.summary.direction is Direction.SALE:
            sales.append(row.summary.number)
        if not row.ksef_number:
            yield f"Dokument {row.summary.number} ({row.summary.counterparty}) nie ma numeru KSeF."
        for original in corrected.get(row.source, ()):
            if original not in archived:
                yield f"Korekta {row.summary.number} poprawia dokument {original}, którego nie ma w archiwum."
    for number in number_gaps(sales):
        yield f"W numeracji sprzedaży brakuje prawdopodobnie dokumentu {number}."


def _holes(before: str, after: str, found: Mapping[int, int]) -> Iterator[str]:
    ordered = sorted(found)
    for lower, upper in itertools.pairwise(ordered):
        if 1 < upper - lower <= _LONGEST_HOLE + 1:
            for number in range(lower + 1, upper):
                yield f"{before}{str(number).zfill(found[lower] if found[lower] == found[upper] else 0)}{after}"
