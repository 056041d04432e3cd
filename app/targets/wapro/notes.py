"""What the program must be told after the import: meanings which a rate alone does not carry, deductions, income."""

from collections.abc import Iterator
from decimal import Decimal

from app.base.environments import Environment
from app.base.findings import Finding, notes
from app.base.money import ZERO, format_money, format_pln, total
from app.booking.client import Client, IncomeMethod
from app.booking.deduction import WHOLE, lost_tax
from app.booking.entry import Direction, Entry
from app.invoice.codes import GROUPS
from app.invoice.forms import VatGroup
from app.targets.register_day import register_day
from app.targets.wapro.kinds import PARTIAL_DEDUCTION, TOLD_BY_TYPE, counting, words
from app.targets.wapro.left_out import left_out
from app.targets.wapro.options import WaproOptions
from app.targets.wapro.rows import margin_code, rate_code
from app.targets.wapro.texts import document_type


def document_notes(entry: Entry, client: Client, options: WaproOptions, environment: Environment) -> Iterator[Finding]:
    """The notes about a document that can be written."""
    yield from _rates(entry, options)
    if entry.direction is Direction.PURCHASE:
        yield from _purchase(entry, client, options)
    yield from _period(entry)
    yield from _income(entry, client)
    yield from left_out(entry, options, environment)


def _rates(entry: Entry, options: WaproOptions) -> Iterator[Finding]:
    boxes = counting(entry)
    if any(box.box is VatGroup.P_13_4 for box in boxes):
        rates = " i ".join(dict.fromkeys(f"{box.rate}%" for box in boxes if box.box is VatGroup.P_13_4))
        yield notes(
            "wapro_taxi",
            f"Ryczałt dla taksówek jest w pliku pod stawką {rates}; nie wiadomo, czy program ją przyjmie. Sprawdź dokument w buforze.",
            "P_13_4",
        )
    if any(box.rate == "rr" for box in boxes):
        yield notes(
            "wapro_flat_rate",
            "Zryczałtowany zwrot podatku (VAT RR) jest w pliku pod stawką 7. Oznacz dokument w programie jako VAT RR; odliczenie przysługuje "
            "po zapłacie.",
            "P_11_2",
        )
    yield from _sale_kind(entry, options)
    yield from _merged(entry, options)
    if not boxes:
        yield notes("wapro_zero_row", "Dokument nie ma kwot do rejestru VAT; w pliku ma stawki z kwotami 0,00.")
    if entry.invoice.receipt_invoice:
        yield notes(
            "wapro_receipt_invoice",
            "Faktura do paragonu (FP): sprzedaż jest już w raporcie fiskalnym. Sprawdź w programie, że nie zwiększa podatku należnego.",
            "FP",
        )


def _sale_kind(entry: Entry, options: WaproOptions) -> Iterator[Finding]:
    """Sales whose rate does not tell what they are (spec: WDT and export need the document kind as well)."""
    if entry.direction is Direction.PURCHASE:
        return
    typed = set(options.tables().types) & set(words(entry))
    groups = {box.box for box in counting(entry)}
    untold = {group: word for group, word in TOLD_BY_TYPE.items() if group in groups and word not in typed}
    if untold:
        what = "; ".join(GROUPS[group] for group in untold)
        yield notes(
            "wapro_sale_kind",
            f"Stawka w pliku nie mówi, że to {what}, a typ „{document_type(entry, options)}” mają też inne dokumenty. Nadaj takiej sprzedaży "
            f"własny typ w ustawieniach formatu ({', '.join(untold.values())}) albo ustaw jej rodzaj w programie.",
            min(untold),
        )


def _merged(entry: Entry, options: WaproOptions) -> Iterator[Finding]:
    """Sums of different meaning under one rate: the file has one row for a rate (spec)."""
    parts: dict[tuple[str, bool], dict[VatGroup, Decimal]] = {}
    for box in counting(entry):
        sums = parts.setdefault((rate_code(entry, box, options), box.rate == "oo"), {})
        sums[box.box] = sums.get(box.box, ZERO) + box.net
    for (code, _reverse), sums in parts.items():
        if len(sums) > 1:
            meanings = "; ".join(f"{GROUPS[group]}: {format_money(net, entry.currency)}" for group, net in sums.items())
            yield notes(
                "wapro_one_rate",
                f"Pod jedną stawką {code} są w pliku kwoty o różnym znaczeniu ({meanings}). Rozdziel je w programie.",
            )


def _purchase(entry: Entry, client: Client, options: WaproOptions) -> Iterator[Finding]:
    boxes = counting(entry)
    margin = [box.gross for box in boxes if box.rate == "marza"]
    if margin:
        yield notes(
            "wapro_margin_purchase",
            f"Kwota z faktury VAT marża, {format_money(total(margin), entry.currency)}, jest w pliku pod stawką "
            f"{margin_code(entry, options)}, bez podatku do odliczenia.",
            "P_13_11",
        )
    if any(box.rate == "oo" for box in boxes):
        yield notes(
            "wapro_reverse_charge",
            "Odwrotne obciążenie: podatek rozlicza nabywca. W pliku jest kwota netto pod stawką NP ze znakiem odwrotnego obciążenia; "
            "stawkę i podatek uzupełnij w programie.",
            "P_13_10",
        )
    unusual = [box.box for box in boxes if box.box in {VatGroup.P_13_6_2, VatGroup.P_13_6_3, VatGroup.P_13_8, VatGroup.P_13_9}]
    if unusual or entry.triangular:
        what = f"kwotą w polu {', '.join(dict.fromkeys(unusual))}" if unusual else "dostawą trójstronną"
        yield notes(
            "wapro_foreign_purchase",
            f"Zakup z {what}: podatek rozlicza zwykle nabywca. W pliku nie ma podatku; sprawdź dokument w programie.",
        )
    if entry.deductible_share != WHOLE and not client.vat_exempt:
        yield _deduction(entry, options)


def _deduction(entry: Entry, options: WaproOptions) -> Finding:
    lost = lost_tax(entry)
    tax = total([box.tax_pln for box in entry.vat if box.tax_pln is not None])
    typed = PARTIAL_DEDUCTION in options.tables().types or "deductible_share" in options.places
    where = "Ustaw to w źródle danych dla tego typu albo pola." if typed else "Ustaw to w programie po imporcie."
    return notes(
        "wapro_deductible_share",
        f"Odliczenie {entry.deductible_share.normalize():f}%: odlicz {format_pln(tax - lost)}, a {format_pln(lost)} jest kosztem. "
        f"Plik ma całą kwotę VAT i nie ma pola na odliczenie. {where}",
    )


def _period(entry: Entry) -> Iterator[Finding]:
    """Where no date of the document lies in the month in which it counts."""
    day = register_day(entry)
    if day not in {entry.tax_point, entry.receipt_date}:
        yield notes(
            "wapro_vat_period",
            f"Dokument należy do VAT za {entry.vat_period}, choć jego daty są z innego miesiąca: jako data w rejestrze VAT jest w pliku "
            f"{day.isoformat()}. Sprawdź okres VAT w programie.",
        )


def _income(entry: Entry, client: Client) -> Iterator[Finding]:
    """Where the ledger of Kaper gets another amount than the document's net, or none."""
    sale = entry.direction is Direction.SALE
    if client.income_method is IncomeMethod.BOOKS or (client.income_method is IncomeMethod.LUMP_SUM and not sale):
        return
    ledger = "ewidencji przychodów" if client.income_method is IncomeMethod.LUMP_SUM else "KPiR"
    if entry.income.none:
        yield notes("wapro_income", f"{entry.income.none} W pliku nie ma na to znaku: nie księguj tego dokumentu w {ledger}.")
        return
    net = total([box.net_pln for box in entry.vat if box.net_pln is not None])
    tax = total([box.tax_pln for box in entry.vat if box.tax_pln is not None])
    posted = net + (tax if client.vat_exempt else lost_tax(entry))
    if entry.income.net_pln is not None and entry.income.net_pln != posted:
        what = "Przychód" if sale else "Koszt"
        yield notes(
            "wapro_income",
            f"{what} do {ledger} to {format_pln(entry.income.net_pln)}, a z kwot dokumentu wynika {format_pln(posted)}. "
            f"Popraw kwotę w {ledger}.",
        )
