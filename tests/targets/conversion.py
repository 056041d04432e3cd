"""A document on its whole way through a target: booked, its questions answered, checked, written, read back."""

import io
from collections import Counter
from decimal import Decimal
from typing import NamedTuple

import msgspec

from app.base.findings import Level
from app.booking.book import book
from app.booking.questions import QUESTIONS
from app.targets.contract import NOT_IN_THIS_FILE, SKIPPED_NO_EFFECT, Batch, read_rows
from tests.targets.conftest import WRITTEN_AT

FREE = {"<rate>": "4.2500", "<date>": "2026-03-31", "<percent>": "50"}
"""Answers to questions that take any; a month is the document's own."""
PREFERRED = {
    "group": "P_13_1",
    "direction": "sale",
    "symfonia_rate_zw": "-3",
    "symfonia_rate_np": "-4",
}
"""Answers to questions whose first one is not the most telling."""
_ROUNDS = 16
LEFT_OUT = {SKIPPED_NO_EFFECT, NOT_IN_THIS_FILE}
"""What rightly stays out of a file."""


class Way(NamedTuple):
    """How far a document came: `asked` are the questions that were answered on the way, `stops` what keeps it out all the same."""

    batch: Batch
    asked: tuple[str, ...]
    stops: tuple[str, ...]

    @property
    def written(self):
        return bool(self.batch.entries) and not self.stops

    @property
    def said(self):
        """In one line, as the lists of outcomes have it."""
        if self.stops:
            return f"{'skipped' if set(self.stops) <= LEFT_OUT else 'refused'}: {', '.join(self.stops)}"
        if not self.batch.entries:
            return "no entry"
        return f"written, asks: {', '.join(self.asked)}" if self.asked else "written"


def way(target, options, document, client):
    """Book a document for a client and answer whatever is asked, until it can be written or something refuses it."""
    questions = {question.code: question for question in (*QUESTIONS, *target.questions)}
    answers: dict[str, str] = {}
    for _round in range(_ROUNDS):
        booked = book(document, client, answers)
        batch = Batch(client=client, entries=booked.entries, written_at=WRITTEN_AT)
        found = [*booked.findings, *(target.check(batch, options) if booked.entries else ())]
        asked = {one.code for one in found if one.level is Level.ASKS}
        fresh = {code: _answer(questions[code], document, answers.get(code)) for code in sorted(asked) if code in questions}
        if not any(fresh.values()):
            break
        answers.update({code: value for code, value in fresh.items() if value})
    stops = {one.code for one in found if one.level is not Level.NOTES}
    if not stops:
        stops = {one.code for one in found if one.code in LEFT_OUT}
    return Way(batch, tuple(sorted(answers)), tuple(sorted(stops)))


def _answer(question, document, given):
    """The next answer to try after the one that was `given`; None where there is no further one."""
    values = [value for value, _meaning in question.answers if not value.startswith("<")]
    if question.code in PREFERRED:
        values = [PREFERRED[question.code]]
    elif not values:
        values = [FREE.get(question.answers[0][0]) or f"{document.invoice.issue_date:%Y-%m}"]
    return values[0] if given is None else next(iter(values[values.index(given) + 1 :]), None)


def read_back(target, options, batch):
    """Every document in the written files, as often as it is there."""
    found = Counter()
    for file in target.write(batch, options):
        found.update(target.read(io.BytesIO(b"".join(file.chunks))))
    return found


def expected(target, options, batch):
    """Every document that must be in the written files."""
    return Counter(one for entry in batch.entries for one in target.expect_all(entry, batch, options))


WITHOUT_BOXES = {"jpk-pkpir"}
"""Files of income: their amount is `Entry.income`, of which no box is a part by itself."""


class Stated(NamedTuple):
    """A box of the register whose amounts the file states otherwise than the entry."""

    group: str
    held: tuple[Decimal, Decimal]
    stated: tuple[Decimal, Decimal]


def stated_otherwise(target, options, batch, entry):
    """The boxes of an entry whose amounts do not stand in the file as they are.

    Each box is laid out alone; that their rows together are those of the document shows that no amount moves from one to another. Where a
    format decides by the whole document (RAKS may leave wholly exempt ones out of the register) the sums of the document tell.
    """
    whole = target.expect(entry, batch, options)
    if whole is None or target.id in WITHOUT_BOXES:
        return []
    found, rows = [], []
    for box in entry.vat:
        alone = target.expect(msgspec.structs.replace(entry, vat=(box,)), batch, options)
        if alone is None:  # a box of which the file says nothing by itself
            found.append(Stated(str(box.box), (box.net_pln, box.tax_pln), (Decimal(0), Decimal(0))))
            continue
        rows += alone.rows
        if _sums(alone.rows) != (box.net_pln, box.tax_pln):
            found.append(Stated(str(box.box), (box.net_pln, box.tax_pln), _sums(alone.rows)))
    if read_rows(rows) == whole.rows:
        return found
    held = (sum((box.net_pln for box in entry.vat), Decimal(0)), sum((box.tax_pln for box in entry.vat), Decimal(0)))
    return [] if _sums(whole.rows) == held else [Stated("document", held, _sums(whole.rows))]


def _sums(rows):
    return sum((row.net_pln for row in rows), Decimal(0)), sum((row.tax_pln for row in rows), Decimal(0))
