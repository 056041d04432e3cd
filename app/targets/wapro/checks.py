"""What stops a document: what the format has no known form for, and what it must ask."""

from collections.abc import Iterator
from typing import Final

from app.base.environments import Environment
from app.base.findings import Finding, asks, blocks
from app.base.money import format_money, total
from app.booking.client import Client
from app.booking.entry import Direction, Entry
from app.booking.questions import RATE
from app.invoice.forms import VatGroup
from app.targets.questions import SHORT_NUMBER, YES
from app.targets.wapro.contractors import NUMBER_LENGTH as TAX_NUMBER_LENGTH
from app.targets.wapro.contractors import tax_number
from app.targets.wapro.kinds import counting
from app.targets.wapro.notes import document_notes
from app.targets.wapro.options import WaproOptions
from app.targets.wapro.questions import MARGIN
from app.targets.wapro.rows import MARGIN_CODES, margin_code, rate_code
from app.targets.wapro.texts import MARK_LENGTH, MARKED, NUMBER_LENGTH, decisions, is_shortened, written_number
from app.targets.wording import flatten

_BY_HAND: Final = "Wprowadź dokument w programie ręcznie."


def document_findings(entry: Entry, client: Client, options: WaproOptions, environment: Environment) -> Iterator[Finding]:
    """Every finding about one document; what stops it hides the notes."""
    stops = [*_impossible(entry, options), *_questions(entry, options)]
    yield from stops
    if not stops and all(box.net_pln is not None and box.tax_pln is not None for box in entry.vat):
        yield from document_notes(entry, client, options, environment)


def _impossible(entry: Entry, options: WaproOptions) -> Iterator[Finding]:
    yield from _without_form(entry, options)
    number = tax_number(entry.counterparty)
    if len(number) > TAX_NUMBER_LENGTH:
        yield blocks(
            "wapro_tax_number",
            f"Numer podatkowy kontrahenta „{number}” ma {len(number)} znaków, a pole NIP mieści {TAX_NUMBER_LENGTH}. "
            f"Numeru nie wolno skrócić. {_BY_HAND}",
        )
    mark = flatten(decisions(entry)[options.mark]) if options.mark in MARKED else ""
    if len(mark) > MARK_LENGTH:
        yield blocks(
            "wapro_mark",
            f"Wyróżnik „{mark}” ma {len(mark)} znaków, a pole mieści {MARK_LENGTH}. Skróć go w regule albo w księgowaniu "
            "lub zmień wyróżnik w ustawieniach formatu.",
        )


def _without_form(entry: Entry, options: WaproOptions) -> Iterator[Finding]:
    """Rows for which WAPRO XML has no known form (spec, VAT/STAWKA): left for manual entry."""
    boxes = [box for box in entry.vat if not rate_code(entry, box, options)]
    boxes = [box for box in boxes if box.net or box.tax or not counting(entry)]
    if any(box.box is VatGroup.P_13_5 for box in boxes):
        yield blocks(
            "wapro_oss",
            f"Dokument zawiera sprzedaż w procedurze OSS (VAT innego kraju), a WAPRO XML nie ma dla niej znanej postaci. {_BY_HAND}",
            "P_13_5",
        )
    if entry.direction is Direction.SALE and any(box.rate == "marza" for box in boxes):
        gross = total([box.gross for box in boxes if box.rate == "marza"])
        yield blocks(
            "wapro_margin_sale",
            f"Sprzedaż w procedurze marży na {format_money(gross, entry.currency)}: WAPRO XML nie ma dla niej znanej postaci, a faktura "
            f"nie zawiera podstawy opodatkowania. {_BY_HAND}",
            "P_13_11",
        )
    if any(box.rate == "rr" for box in boxes):
        yield blocks(
            "wapro_rr_rate",
            "Faktura VAT RR ma stawkę zwrotu 6,5% albo łączy 6,5% z 7%, a kody stawek WAPRO XML są całymi procentami. "
            f"{_BY_HAND}",
        )
    others = [box for box in boxes if box.rate not in {"marza", "rr"} and box.box is not VatGroup.P_13_5]
    if others:
        rates = ", ".join(f"{box.rate}%" if box.rate else "bez stawki" for box in others)
        yield blocks("wapro_rate", f"Dokument ma kwotę {rates}, a to nie jest polska stawka VAT znana w WAPRO XML. {_BY_HAND}")


def _questions(entry: Entry, options: WaproOptions) -> Iterator[Finding]:
    if entry.currency != "PLN" and entry.exchange_rate is None and all(box.net_pln is not None for box in entry.vat):
        yield asks(
            RATE.code,
            f"Dokument w walucie {entry.currency} bez kwot do przeliczenia nie podaje kursu, a WAPRO XML go wymaga. "
            f"Podaj kurs: ile złotych za 1 {entry.currency}.",
            "KursWaluty",
        )
    margin = [box for box in counting(entry) if box.rate == "marza"]
    if margin and entry.direction is Direction.PURCHASE and margin_code(entry, options) not in MARGIN_CODES:
        gross = format_money(total([box.gross for box in margin]), entry.currency)
        yield asks(
            MARGIN.code,
            f"Zakup z faktury VAT marża na {gross} nie daje odliczenia, a WAPRO XML nie ma znanej postaci marży. Wybierz stawkę, pod którą "
            "zapisać kwotę brutto: NP albo ZW, według praktyki biura; bez wyboru wprowadź dokument ręcznie.",
            "P_13_11",
        )
    if is_shortened(entry.number) and entry.decisions.get(SHORT_NUMBER.code) != YES:
        yield asks(
            SHORT_NUMBER.code,
            f"Numer „{flatten(entry.number)}” ma więcej niż {NUMBER_LENGTH} znaków. "
            f"Zapisać „{written_number(entry.number)}”, a pełny numer w opisie, ile się zmieści?",
            "P_2",
        )
