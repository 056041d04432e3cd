"""Every document, every target: what is written is read back as it was, and every amount is the header's to the grosz.

What becomes of each own invoice stands in tests/targets/golden/outcomes; a written one that becomes refused fails. A new target gets its list
by ``KONWERTER_UPDATE_GOLDEN=1``.
"""

import contextlib
import json
import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.errors import UnusableArgument
from app.base.findings import Level
from app.booking.client import Client
from app.invoice.forms import Form
from app.targets.contract import Batch
from app.targets.options import describe, parse_options
from app.targets.registry import TARGETS
from tests.cast import CLIENTS
from tests.targets.conftest import WRITTEN_AT
from tests.targets.conversion import expected, read_back, stated_otherwise, way
from tests.targets.offices import COMPLETE, complete_options, office_client
from tests.targets.samples import samples

OUTCOMES = Path(__file__).resolve().parent / "golden" / "outcomes"
OWN = json.loads((Path(__file__).resolve().parents[1] / "invoices" / "expected.json").read_text(encoding="utf-8"))
EACH_TARGET = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)


def offices(target):
    """Options by a name: as installed, and with every table filled in where that makes a difference."""
    return {"usual": target.options()} | ({"complete": complete_options(target)} if target.id in COMPLETE else {})


def sides(invoice):
    """(role, client) of both parties with a NIP; the office's own clients as they are."""
    known = {client.nip: client for client in CLIENTS.values()}
    for role, nip in (("seller", invoice.seller.nip), ("buyer", invoice.buyer.nip)):
        if nip:
            yield role, known.get(nip, Client(nip=nip))


def assert_headers_are_kept(document, entry):
    """The entry's boxes are the sums of the header: group by group, and the tax in PLN where the header states it."""
    invoice = document.invoice
    if entry.share != 100 or not invoice.totals or invoice.form is Form.FA_1 or entry.decisions.get("group"):
        return  # a share of the sums; sums that the form does not have
    held: dict[str, list[Decimal]] = {}
    for box in entry.vat:
        sums = held.setdefault(box.box, [Decimal(0)] * 4)
        for place, amount in enumerate((box.net, box.tax, box.net_pln, box.tax_pln)):
            sums[place] += amount
    for total in invoice.totals:
        net, tax, net_pln, tax_pln = held.pop(total.group, [Decimal(0)] * 4)
        assert (net, tax) == (total.net, total.tax or 0), (entry.source, total.group)
        if invoice.currency == "PLN":
            assert (net_pln, tax_pln) == (net, tax), (entry.source, total.group)
        elif total.tax_pln is not None and total.net:
            assert tax_pln == total.tax_pln, (entry.source, total.group)
    assert not held, entry.source


def outcome(target, options, gone):
    """What becomes of a document, in words, and what the format states otherwise than the entry."""
    otherwise = []
    for entry in gone.batch.entries if gone.written else ():
        otherwise += [(entry.direction, *one) for one in stated_otherwise(target, options, gone.batch, entry)]
    if not otherwise:
        return gone.said, []
    boxes = (f"{group} {held[0]}/{held[1]} as {stated[0]}/{stated[1]}" for _side, group, held, stated in otherwise)
    return f"{gone.said}; {', '.join(boxes)}", otherwise


def assert_read_back(target, options, ways):
    """The documents of each client together, and those that cannot stand in one file with others alone."""
    clients: dict[str, list] = {}
    for gone in ways:
        clients.setdefault(gone.batch.client.nip, []).append(gone.batch)
    for batches in clients.values():
        together = Batch(
            client=batches[0].client, entries=[one for batch in batches for one in batch.entries], written_at=WRITTEN_AT
        )
        apart = {found.document for found in target.check(together, options) if found.level is not Level.NOTES}
        kept = [entry for entry in together.entries if entry.source not in apart]
        alone = [batch for batch in batches if any(entry.source in apart for entry in batch.entries)]
        for batch in (replace(together, entries=kept), *alone):
            assert read_back(target, options, batch) == expected(target, options, batch)


def outcomes(target, options, documents):
    """Outcome by (name, document) and role in both directions, and what the format states otherwise; what is written is read back."""
    found, otherwise, ways = {}, [], []
    for name, document in documents:
        for role, client in sides(document.invoice):
            gone = way(target, options, document, office_client(target, client))
            found[f"{name} {role}"], other = outcome(target, options, gone)
            otherwise += other
            if gone.written:
                ways.append(gone)
                for entry in gone.batch.entries:
                    assert_headers_are_kept(document, entry)
    assert_read_back(target, options, ways)
    return found, otherwise


@pytest.fixture(scope="module")
def own_outcomes(own_document):
    """The outcomes of all own invoices for a target and options, made once."""
    made = {}

    def outcomes_of(target, kind):
        if (target.id, kind) not in made:
            documents = [(name, own_document(name)) for name in sorted(OWN)]
            made[target.id, kind] = outcomes(target, offices(target)[kind], documents)
        return made[target.id, kind]

    return outcomes_of


@EACH_TARGET
def test_every_own_invoice_in_both_directions_is_read_back_or_says_why_not(target, own_outcomes):
    found = {kind: own_outcomes(target, kind)[0] for kind in offices(target)}
    path = OUTCOMES / f"{target.id}.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if os.environ.get("KONWERTER_UPDATE_GOLDEN") == "1":
        lost = [
            (kind, name)
            for kind, cells in known.items()
            for name, said in cells.items()
            if said.startswith("written") and not found.get(kind, {}).get(name, "").startswith("written")
        ]
        assert not lost, "these were written until now; where that is meant, delete their lines first"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        known = found
    assert found == known, f"golden/outcomes/{target.id}.json: what becomes of these invoices has changed"


def every_sample(target, shared, own_outcomes, step=1):
    """Each sample for its seller and its buyer; gives how many were written."""
    kind = "complete" if target.id in COMPLETE else "usual"
    known = {group for _side, group, *_ in own_outcomes(target, kind)[1]}
    found, otherwise = outcomes(target, offices(target)[kind], samples(shared, step))
    assert {group for _side, group, *_ in otherwise} <= known, [said for said in found.values() if " as " in said]
    return sum(said.startswith("written") for said in found.values())


@EACH_TARGET
def test_every_fortieth_sample_reads_back_for_both_sides(target, shared, own_outcomes):
    assert every_sample(target, shared, own_outcomes, step=40)


@pytest.mark.heavy
@EACH_TARGET
def test_every_sample_reads_back_for_both_sides(target, shared, own_outcomes):
    assert every_sample(target, shared, own_outcomes) > 250


FEW = (
    "fa3-dlugie-pola", "fa3-dlugie-pola-b", "fa3-wrogie-nazwy", "fa3-wrogi-numer", "fa3-eur-kurs", "fa3-wszystko", "fa3-kor-danych", "fa3-marza",
    "fa3-konsument", "fa3-kor-zbiorcza", "fa-rr", "fa3-oss", "fa3-wdt-grecja", "fa3-zw", "fa3-odwrotne-krajowe", "pef-kor",
)  # fmt: skip


def every_choice(target):
    """Options that differ from the complete office's in one choice or flag, or in the length of a number."""
    base = COMPLETE.get(target.id, {})
    for field in describe(target.options):
        values = [value for value, _label in field.choices] or {"flag": ["tak", "nie"]}.get(field.kind, [])
        for value in values:
            with contextlib.suppress(UnusableArgument):  # a choice that needs another one beside it
                yield f"{field.name}={value}", parse_options(target.options, {**base, field.name: value})


@EACH_TARGET
def test_every_choice_of_an_office_reads_back(target, own_document):
    documents = [(name, own_document(name)) for name in FEW]
    for name, options in every_choice(target):
        found, _otherwise = outcomes(target, options, documents)
        assert any(said.startswith("written") for said in found.values()), name
