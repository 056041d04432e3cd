"""All schema-valid public samples, each converted alone for its seller and for its buyer."""

import csv

from app.base.findings import Level
from app.booking.book import book
from app.booking.client import Client
from app.invoice.read import read_document
from app.targets.contract import Batch
from tests.targets.conftest import WRITTEN_AT

DECISIONS = {"receipt_date": "issue", "short_number": "yes"}


def samples(shared, step=1):
    """(file, document) of every `step`-th sample."""
    with (shared / "ksef" / "samples" / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["valid"] == "y"]
    for row in rows[::step]:
        data = (shared / "ksef" / "samples" / row["file"]).read_bytes()
        yield row["file"], read_document(data, source=row["file"], ksef_number=row["ksef_number"])


def conversions(shared, target, options, step=1):
    """(role and file, batch, bytes of the files, codes of what stops it) of every sample in both roles; only a batch that stops has codes."""
    for name, document in samples(shared, step):
        for role, nip in (("seller", document.invoice.seller.nip), ("buyer", document.invoice.buyer.nip)):
            if nip:
                yield f"{role} {name}", *_convert(document, nip, target, options)


def _convert(document, nip, target, options):
    booked = book(document, Client(nip=nip), DECISIONS)
    stops = {found.code for found in booked.findings if found.level is not Level.NOTES}
    batch = Batch(client=Client(nip=nip), entries=booked.entries, written_at=WRITTEN_AT)
    if booked.entries and not stops:
        stops = {found.code for found in target.check(batch, options) if found.level is not Level.NOTES}
    written = [] if stops else [b"".join(file.chunks) for file in target.write(batch, options)]
    return batch, written, sorted(stops) or ([] if written else ["skipped_no_effect"])
