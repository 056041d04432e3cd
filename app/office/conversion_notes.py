"""What only a conversion of many documents can notice about one of them."""

from collections.abc import Iterator, Sequence

from app.base.dates import Month
from app.base.findings import Finding, notes
from app.booking.entry import Entry
from app.invoice.model import Invoice
from app.office.states import SKIPPED_BY_TREATMENT


def other_period(entry: Entry, month: Month | None) -> Finding:
    """Why a document is left out of the conversion of `month`."""
    message = (
        f"Dokument należy do okresu VAT {entry.vat_period}, a konwersja obejmuje {month}: nie zapisano go."
        f" Zostanie przekazany z okresem {entry.vat_period}."
    )
    return notes("other_period", message, "vat_period")


def one_rate(invoice: Invoice, rate: str, currencies: Sequence[str]) -> Iterator[Finding]:
    """A note where `rate`, given for all documents, was used before for another one of `currencies` (in the order of their use)."""
    if invoice.currency != currencies[0]:
        message = (
            f"Kurs {rate.replace('.', ',')} podano dla wszystkich dokumentów i użyto go też do {currencies[0]}. Sprawdź, czy to kurs"
            f" {invoice.currency}; dla jednego dokumentu podaj rate@{invoice.number}=KURS."
        )
        yield notes("rate_of_another_currency", message, "KursWaluty")


def skipped_by_treatment(source: str) -> Finding:
    """The note about a document that a rule, a hand or the client's profile keeps out of conversions."""
    return notes(SKIPPED_BY_TREATMENT, f"Dokumentu nie przekazuje się do programu księgowego ({source}).")
