"""What stops a document: what the files have no known form for, and what they must ask."""

from collections.abc import Iterator
from typing import Final

from app.base.environments import Environment
from app.base.findings import Finding, asks, blocks
from app.base.money import format_money, total
from app.booking.client import Client
from app.booking.entry import Entry
from app.booking.questions import RATE
from app.invoice.forms import VatGroup
from app.targets.enova.document import DESCRIPTION_LENGTH, UNWRITABLE, ZERO_WORD, counting, description, rate_word
from app.targets.enova.options import RATE_WORDS, EnovaXmlOptions, rates_of
from app.targets.enova.remarks import remarks

_REASONS: Final = {
    VatGroup.P_13_5: ("enova_oss", "sprzedaż w procedurze OSS (VAT innego kraju)"),
    VatGroup.P_13_11: ("enova_margin", "kwotę w procedurze marży, bez podstawy opodatkowania"),
    VatGroup.FOREIGN: ("enova_foreign_rate", "stawkę, która nie jest polską stawką VAT"),
}
_BY_HAND: Final = "Wprowadź dokument w enova365 ręcznie."


def document_findings(
    entry: Entry, client: Client, options: EnovaXmlOptions, environment: Environment, *, xml: bool
) -> Iterator[Finding]:
    """Every finding about one document in the form with (`xml`) or without it; what stops it hides the notes."""
    stops = [*_unwritable(entry), *_rates(entry, options), *_number(entry, options, environment), *_exchange_rate(entry)]
    yield from stops
    if not stops and all(box.net_pln is not None and box.tax_pln is not None for box in entry.vat):
        yield from remarks(entry, client, options, environment, xml=xml)


def _unwritable(entry: Entry) -> Iterator[Finding]:
    """OSS, margin and foreign rates, to be left out and reported (spec, Mapping notes)."""
    boxes = counting(entry)
    for group in dict.fromkeys(box.box for box in boxes if box.box in UNWRITABLE):
        code, what = _REASONS[group]
        amount = format_money(total([box.gross for box in boxes if box.box is group]), entry.currency)
        yield blocks(code, f"Dokument zawiera {what}: {amount}. Plik nie ma dla niej znanej postaci. {_BY_HAND}", group)


def _rates(entry: Entry, options: EnovaXmlOptions) -> Iterator[Finding]:
    boxes = [box for box in counting(entry) if box.box not in UNWRITABLE]
    if any(box.rate == "rr" and not rate_word(entry, box) for box in boxes):
        yield blocks(
            "enova_rr_rate",
            f"Faktura VAT RR łączy stawki zwrotu 7% i 6,5%, a element rejestru ma jedną. {_BY_HAND}",
        )
    known = rates_of(options)
    words = {rate_word(entry, box) for box in boxes if box.rate != "rr" or rate_word(entry, box)}
    if not counting(entry):
        words = {ZERO_WORD}
    for word in sorted(words - set(known)):
        if word in RATE_WORDS:
            yield blocks(
                "enova_rate_code",
                f"Stawka „{word}” nie ma kodu z enova365. Dopisz wiersz „{word}=KOD” w ustawieniu „Kody stawek VAT”.",
            )
        else:
            rate = f"pod stawką {word}%" if word else "bez stawki"
            yield blocks("enova_rate", f"Dokument ma kwotę {rate}, a to nie jest polska stawka VAT. {_BY_HAND}")


def _number(entry: Entry, options: EnovaXmlOptions, environment: Environment) -> Iterator[Finding]:
    start = description(entry, options, environment).partition(",")[0]
    if entry.ksef_number and not options.ksef_feature and len(start) > DESCRIPTION_LENGTH:
        yield blocks(
            "enova_ksef_number",
            f"Opis mieści {DESCRIPTION_LENGTH} znaków i nie pomieści numeru KSeF {entry.ksef_number}. "
            "Wpisz w ustawieniach formatu cechę na numer KSeF.",
        )


def _exchange_rate(entry: Entry) -> Iterator[Finding]:
    """A payment in a currency needs its rate; while PLN amounts are missing, booking asks for it itself. Without amounts there is none."""
    boxes = counting(entry)
    if boxes and entry.currency != "PLN" and entry.exchange_rate is None and all(box.net_pln is not None for box in entry.vat):
        yield asks(
            RATE.code,
            f"Dokument w walucie {entry.currency} nie podaje kursu, a płatność w pliku go wymaga. "
            f"Podaj kurs: ile złotych za 1 {entry.currency}.",
            "KursWaluty",
        )
