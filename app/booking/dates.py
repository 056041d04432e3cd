"""Receipt, tax point and VAT period of an entry (invoice guide §6.4, §8)."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from app.base.dates import Month, month_of
from app.base.findings import Finding, asks, notes
from app.base.ksef_number import date_of
from app.booking.client import Client
from app.booking.corrections import KSEF_RULES_SINCE, direction_of_change, goes_both_ways, original_date
from app.booking.entry import Direction
from app.booking.eu_supply import documents_eu_supply, eu_supply_obligation, note_obligation
from app.booking.periods import decided_purchase_period, decided_sale_period
from app.booking.supply import note_several_months, supply_date
from app.invoice.amounts import VatTotal
from app.invoice.document import Document
from app.invoice.forms import Form
from app.invoice.model import Invoice


class Dates(msgspec.Struct, frozen=True):
    """The dates of an entry. `receipt` is None for sales and while unknown; then `period` is provisional."""

    supply: dt.date
    tax_point: dt.date
    receipt: dt.date | None
    ksef: dt.date | None
    period: Month


def find_dates(
    document: Document,
    direction: Direction,
    client: Client,
    totals: tuple[VatTotal, ...],
    *,
    decisions: Mapping[str, str],
    found: list[Finding],
) -> Dates:
    """The dates of `document` in the client's books; what is unclear is noted with the default taken, or asks."""
    invoice = document.invoice
    supplied = supply_date(invoice)
    ksef = _ksef_date(document)
    if direction is Direction.SALE:
        point = _sale_tax_point(invoice, supplied, totals, found)
        return Dates(supplied, point, None, ksef, decided_sale_period(invoice, point, supplied, decisions, found))
    if invoice.form is Form.FA_RR_1:
        return _flat_rate(invoice, supplied, ksef, client, totals=totals, decisions=decisions, found=found)
    receipt = ksef or _decided_receipt(invoice, decisions, found)
    point = _purchase_tax_point(invoice, supplied)
    earliest = _deduction_month(invoice, receipt, point, totals, found)
    # What a decrease takes back may not wait (art. 86(19a)).
    delay = 0 if invoice.kind.is_correction and direction_of_change(totals) < 0 else client.deduction_delay
    period = decided_purchase_period(earliest, quarterly=client.quarterly, decisions=decisions, found=found, delay=delay)
    return Dates(supplied, point, receipt, ksef, period)


def _ksef_date(document: Document) -> dt.date | None:
    """The day in Poland on which the number was given: from the metadata, else from the number itself."""
    if document.received is not None:
        return document.received
    if not document.ksef_number:
        return None
    try:
        return date_of(document.ksef_number)
    except ValueError:  # a number typed by hand; the checks room says what is wrong with it
        return None


def _sale_tax_point(invoice: Invoice, supplied: dt.date, totals: tuple[VatTotal, ...], found: list[Finding]) -> dt.date:
    if invoice.kind.is_correction:
        return _sale_correction(invoice, totals, found)
    note_several_months(invoice, found)
    point = invoice.tax_point_date or supplied
    if invoice.annotations.cash_method:
        return _cash_sale(invoice, point, found)
    if invoice.tax_point_date is None and not invoice.kind.is_advance and documents_eu_supply(totals):
        return _eu_supply(invoice, supplied, found)
    if month_of(point) != month_of(invoice.issue_date):
        found.append(_months_differ(invoice, point))
    return point


def _eu_supply(invoice: Invoice, supplied: dt.date, found: list[Finding]) -> dt.date:
    point = eu_supply_obligation(invoice.issue_date, supplied)
    if not month_of(point) == month_of(supplied) == month_of(invoice.issue_date):
        found.append(note_obligation(invoice, supplied, point))
    return point


def _cash_sale(invoice: Invoice, point: dt.date, found: list[Finding]) -> dt.date:
    payment = invoice.payment
    if payment is not None and payment.paid and payment.paid_date is not None:
        return payment.paid_date
    found.append(
        notes(
            "cash_method",
            f"Metoda kasowa (P_16): podatek jest należny w miesiącu zapłaty, a faktura o niej nie mówi. Przyjęto {month_of(point)};"
            " po zapłacie wskaż właściwy miesiąc.",
            "P_16",
        )
    )
    return point


def _months_differ(invoice: Invoice, point: dt.date) -> Finding:
    issue = month_of(invoice.issue_date)
    if invoice.supply_date is None and invoice.supply_period is not None:
        message = (
            f"Okres rozliczeniowy kończy się {point}, a faktura jest z {invoice.issue_date}. Przyjęto {month_of(point)}; przy mediach,"
            f" najmie i podobnych usługach właściwy jest miesiąc wystawienia {issue}."
        )
        return notes("months_differ", message, "P_6_Do")
    return notes(
        "months_differ",
        f"Dostawa ({point}) i wystawienie ({invoice.issue_date}) są w różnych miesiącach. Przyjęto miesiąc dostawy {month_of(point)};"
        f" gdy obowiązek wynika z wystawienia, wskaż {issue}.",
        "P_6",
    )


def _sale_correction(invoice: Invoice, totals: tuple[VatTotal, ...], found: list[Finding]) -> dt.date:
    """Decrease: the period of the correction; increase: that of the original unless the seller says otherwise (guide §6.4)."""
    change = direction_of_change(totals)
    if not change:
        return invoice.issue_date
    if goes_both_ways(totals):
        found.append(
            notes(
                "correction_both_ways",
                "Korekta jedne kwoty zmniejsza, a inne zwiększa; okres dobrano według łącznej zmiany podatku."
                " Sprawdź, czy nie trzeba jej rozdzielić.",
                "TypKorekty",
            )
        )
    kind = "" if invoice.correction is None else invoice.correction.type
    if change < 0:
        if invoice.issue_date < KSEF_RULES_SINCE:
            found.append(
                notes(
                    "correction_period",
                    f"Korekta zmniejszająca sprzed {KSEF_RULES_SINCE}: okres zależy od uzgodnienia warunków z nabywcą."
                    f" Przyjęto miesiąc wystawienia {month_of(invoice.issue_date)}.",
                    "TypKorekty",
                )
            )
        return invoice.issue_date
    if kind == "3":
        found.append(
            notes(
                "correction_period",
                "Korekta zwiększająca ze skutkiem w innej dacie, której dokument nie podaje. Przyjęto miesiąc wystawienia"
                f" {month_of(invoice.issue_date)}; jeżeli właściwy jest inny, wskaż go.",
                "TypKorekty",
            )
        )
    if kind in {"2", "3"}:
        return invoice.issue_date
    original = original_date(invoice)
    if original is None:
        return invoice.issue_date
    if month_of(original) != month_of(invoice.issue_date):
        found.append(
            notes(
                "correction_period",
                f"Korekta zwiększająca: przyjęto okres faktury pierwotnej {month_of(original)} (błąd od początku). Jeżeli przyczyna powstała"
                f" później, wskaż {month_of(invoice.issue_date)}.",
                "TypKorekty",
            )
        )
    return original


def _purchase_tax_point(invoice: Invoice, supplied: dt.date) -> dt.date:
    if invoice.kind.is_correction:
        return invoice.issue_date
    payment = invoice.payment
    if invoice.annotations.cash_method and payment is not None and payment.paid and payment.paid_date is not None:
        return payment.paid_date
    return invoice.tax_point_date or supplied


def _decided_receipt(invoice: Invoice, decisions: Mapping[str, str], found: list[Finding]) -> dt.date | None:
    answer = decisions.get("receipt_date", "").strip()
    if answer == "issue":
        return invoice.issue_date
    if answer:
        try:
            day = dt.date.fromisoformat(answer)
        except ValueError:
            message = f"Odpowiedź „{answer}” nie jest datą otrzymania: podaj datę RRRR-MM-DD albo wybierz dzień wystawienia."
        else:
            if day >= invoice.issue_date:
                return day
            message = f"Data otrzymania {day} jest wcześniejsza niż wystawienie faktury {invoice.issue_date}. Podaj późniejszą."
        found.append(asks("receipt_date", message, "P_1"))
        return None
    found.append(
        asks(
            "receipt_date",
            f"Nie wiadomo, kiedy klient otrzymał fakturę {invoice.number} z {invoice.issue_date}: brak numeru KSeF."
            " Podaj datę otrzymania albo wybierz dzień wystawienia.",
            "P_1",
        )
    )
    return None


def _deduction_month(
    invoice: Invoice, receipt: dt.date | None, point: dt.date, totals: tuple[VatTotal, ...], found: list[Finding]
) -> Month:
    """The first month of deduction: of receipt, not before the tax point (art. 86(10), (10b)(1)); of a decrease the month of receipt."""
    due = month_of(point)
    if receipt is None:
        return max(due, month_of(invoice.issue_date))
    received = month_of(receipt)
    if invoice.kind.is_correction:
        if direction_of_change(totals) < 0 and invoice.issue_date < KSEF_RULES_SINCE:
            found.append(
                notes(
                    "correction_period",
                    f"Korekta zmniejszająca sprzed {KSEF_RULES_SINCE}: podatek naliczony zmniejsza się, gdy uzgodniono i spełniono jej warunki."
                    f" Przyjęto miesiąc otrzymania {received}.",
                    "TypKorekty",
                )
            )
        return received
    if invoice.annotations.cash_method and not (invoice.payment is not None and invoice.payment.paid):
        found.append(
            notes(
                "cash_method",
                f"Sprzedawca stosuje metodę kasową (P_16): podatek odlicza się dopiero po zapłacie. Przyjęto {max(due, received)};"
                " po zapłacie wskaż jej miesiąc.",
                "P_16",
            )
        )
    elif due > received:
        found.append(
            notes(
                "deduction_after_tax_point",
                f"Fakturę otrzymano {receipt}, ale obowiązek podatkowy powstaje {point}: podatek odlicza się najwcześniej w {due}.",
                "P_6",
            )
        )
    elif received > month_of(invoice.issue_date):
        found.append(
            notes(
                "received_in_later_month",
                f"Fakturę z {invoice.issue_date} otrzymano {receipt}: podatek odlicza się najwcześniej w {received}.",
                "P_1",
            )
        )
    return max(due, received)


def _flat_rate(
    invoice: Invoice,
    supplied: dt.date,
    ksef: dt.date | None,
    client: Client,
    *,
    totals: tuple[VatTotal, ...],
    decisions: Mapping[str, str],
    found: list[Finding],
) -> Dates:
    """A farmer's invoice: issued by the buyer, deducted in the period of payment by transfer (art. 116(6))."""
    receipt = ksef or invoice.issue_date
    days = [payment.date for payment in invoice.payment_documents if payment.date is not None]
    if invoice.payment is not None and invoice.payment.paid and invoice.payment.paid_date is not None:
        days.append(invoice.payment.paid_date)
    if days or "vat_period" in decisions:
        earliest = max([month_of(day) for day in days[-1:]] + [month_of(supplied)])
        period = decided_purchase_period(
            earliest, quarterly=client.quarterly, decisions=decisions, found=found, limited=bool(days)
        )
        return Dates(supplied, supplied, receipt, ksef, period)
    if invoice.kind.is_correction and direction_of_change(totals) <= 0:
        period = month_of(receipt)
        if totals:
            message = (
                f"Korekta VAT RR zmniejszająca: przyjęto miesiąc jej wystawienia {period}. Jeżeli właściwy jest inny, wskaż go."
            )
            found.append(notes("correction_period", message, "P_4B"))
        return Dates(supplied, supplied, receipt, ksef, period)
    found.append(
        asks(
            "vat_period",
            f"Zwrot podatku z faktury VAT RR {invoice.number} odlicza się w miesiącu zapłaty przelewem, a faktura jej nie podaje."
            " Wskaż ten miesiąc (RRRR-MM).",
            "DokumentZaplaty",
        )
    )
    return Dates(supplied, supplied, receipt, ksef, max(month_of(receipt), month_of(supplied)))
