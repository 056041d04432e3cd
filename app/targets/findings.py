"""What several targets say alike about a document."""

import msgspec

from app.base.findings import Finding, notes
from app.booking.entry import Entry
from app.targets.contract import SKIPPED_NO_EFFECT


def about(entry: Entry, finding: Finding) -> Finding:
    """The finding with the document it belongs to."""
    return msgspec.structs.replace(finding, document=entry.source)


def identity(entry: Entry) -> str:
    """What makes an entry the same document: direction and KSeF number, without one the seller, the kind and the seller's number."""
    number = entry.ksef_number or f"{entry.invoice.seller.nip}|{entry.kind}|{entry.number}"
    return f"{entry.direction}|{number}"


def data_correction_skipped(entry: Entry) -> Finding:
    """The note about a correction of data only, which stays out of the file."""
    return notes(
        SKIPPED_NO_EFFECT,
        f"Korekta „{entry.number}” zmienia same dane, bez kwot: nie trafia do pliku. Popraw dane w kartotece kontrahenta.",
    )
