"""Annotations and codes against the sums and the parties (invoice guide §9, §14.17-24)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.base.findings import Finding, notes
from app.base.money import format_money, format_pln
from app.checks.case import Case, has, is_foreign
from app.invoice.codes import group_words
from app.invoice.forms import Form, Kind, VatGroup

_SPLIT_PAYMENT_ABOVE: Final = Decimal(15_000)
_ANNEX_15_GTU: Final = frozenset({"GTU_05", "GTU_06"})
"""The groups of the JPK regulation whose goods are, word for word, positions of annex 15: waste and electronics."""
_ABROAD: Final = (VatGroup.P_13_8, VatGroup.P_13_9, VatGroup.FA1_P_13_5)
_WHOLE: Final = frozenset({Kind.VAT, Kind.UPR, Kind.VAT_PEF, Kind.VAT_PEF_SP})
"""Kinds whose P_15 is what the supply costs: not a part of it, nor a change."""


def check_marks(case: Case) -> Iterator[Finding]:
    """What is odd about annotations, procedures and codes."""
    if case.invoice.form.is_fa and case.sums:
        yield from _reverse_charge(case)
        yield from _abroad(case)
        yield from _exemption_and_margin(case)
        yield from _special(case)
    if not case.corrects:
        yield from _split_payment(case)
    if case.gtu and case.purchase:
        yield notes(
            "gtu_on_purchase",
            f"Oznaczenia {', '.join(sorted(case.gtu))} dotyczą sprzedaży wystawcy; w rejestrze zakupów pominięto je.",
            "GTU",
        )


def _reverse_charge(case: Case) -> Iterator[Finding]:
    marked = case.invoice.annotations.reverse_charge
    domestic = case.sums.get(VatGroup.P_13_10)
    if domestic is not None and is_foreign(case.invoice.buyer):
        yield notes(
            "reverse_charge_abroad",
            f"Stawka „oo” ({format_money(domestic.net, case.invoice.currency)}) jest dla krajowego odwrotnego obciążenia, a nabywca jest"
            " zagraniczny: zwykle należy mu się „np”. Wyjaśnij to z wystawcą.",
            "P_13_10",
        )
    if domestic is not None and not marked:
        yield notes(
            "reverse_charge_unmarked",
            "Faktura ma odwrotne obciążenie (P_13_10), a nie ma adnotacji „odwrotne obciążenie” (P_18). Poproś wystawcę o korektę.",
            "P_18",
        )
    if marked and not has(case, VatGroup.P_13_10, VatGroup.FA1_P_13_4, *_ABROAD):
        yield notes(
            "reverse_charge_without_amount",
            "Faktura ma adnotację „odwrotne obciążenie” (P_18), a żadnej kwoty bez polskiego podatku (P_13_8, P_13_9, P_13_10). Wyjaśnij"
            " z wystawcą, kto rozlicza podatek.",
            "P_18",
        )


def _abroad(case: Case) -> Iterator[Finding]:
    invoice = case.invoice
    buyer = invoice.buyer
    european = bool(buyer.eu_number) and buyer.eu_code != "PL"
    if has(case, VatGroup.P_13_6_2):
        if buyer.nip:
            yield notes(
                "wdt_polish_buyer",
                f"Wewnątrzwspólnotowa dostawa (P_13_6_2), a nabywca ma polski NIP {buyer.nip}. Stawka 0% wymaga numeru VAT-UE z innego"
                " państwa; wyjaśnij to z wystawcą.",
                "P_13_6_2",
            )
        elif not invoice.seller.prefix or not (european or buyer.prefix):
            missing = (
                "numeru VAT-UE nabywcy (NrVatUE)" if invoice.seller.prefix else "kodu PL przy NIP sprzedawcy (PrefiksPodatnika)"
            )
            yield notes(
                "wdt_without_eu_number",
                f"Wewnątrzwspólnotowa dostawa (P_13_6_2) bez {missing}. Stawka 0% i informacja VAT-UE wymagają obu numerów.",
                "P_13_6_2",
            )
    if has(case, VatGroup.P_13_6_3) and european:
        yield notes(
            "export_eu_buyer",
            f"Eksport (P_13_6_3), a nabywca ma numer VAT-UE {buyer.eu_code}{buyer.eu_number}. To możliwe przy wywozie poza Unię;"
            " sprawdź dokumenty wywozu.",
            "P_13_6_3",
        )
    if has(case, VatGroup.P_13_9) and not european and not buyer.prefix:
        yield notes(
            "services_without_eu_number",
            "Usługi z art. 100 ust. 1 pkt 4 (P_13_9), a nabywca nie ma numeru VAT-UE. Informacja VAT-UE go wymaga; sprawdź numer albo kwotę"
            " należy wykazać w P_13_8.",
            "P_13_9",
        )


def _exemption_and_margin(case: Case) -> Iterator[Finding]:
    annotations = case.invoice.annotations
    exempt = has(case, VatGroup.P_13_7)
    if exempt and not annotations.exempt:
        yield notes(
            "exemption_without_basis",
            "Faktura ma kwotę zwolnioną z podatku (P_13_7), a nie podaje podstawy zwolnienia (P_19). Poproś wystawcę o jej wskazanie.",
            "P_19",
        )
    if annotations.exempt and not exempt and not case.corrects:
        yield notes(
            "basis_without_exemption",
            "Faktura podaje podstawę zwolnienia (P_19), a nie ma kwoty zwolnionej (P_13_7). Sprawdź, czy stawki są właściwe.",
            "P_19",
        )
    if case.invoice.form is Form.FA_1:  # no sum for margin there
        return
    margin = has(case, VatGroup.P_13_11)
    if margin and annotations.margin is None:
        yield notes(
            "margin_unmarked",
            "Faktura ma kwotę w procedurze marży (P_13_11), a nie ma adnotacji, która to procedura (P_PMarzy). W JPK trzeba wskazać MR_T"
            " albo MR_UZ.",
            "P_PMarzy",
        )
    if annotations.margin is not None and not margin and not case.corrects:
        yield notes(
            "margin_without_amount",
            "Faktura ma adnotację procedury marży (P_PMarzy), a nie ma kwoty w P_13_11. Sprawdź, czy kwoty stoją we właściwych polach.",
            "P_13_11",
        )


def _special(case: Case) -> Iterator[Finding]:
    annotations = case.invoice.annotations
    corrects = case.corrects
    if annotations.new_vehicles and not has(case, VatGroup.P_13_6_2, VatGroup.FA1_P_13_6) and not corrects:
        yield notes(
            "new_vehicle_without_wdt",
            "Adnotacja o nowym środku transportu (P_22) bez kwoty wewnątrzwspólnotowej dostawy (P_13_6_2). Sprawdź stawkę.",
            "P_22",
        )
    if annotations.triangular and not has(case, VatGroup.P_13_8, VatGroup.FA1_P_13_5) and not corrects:
        yield notes(
            "triangular_without_amount",
            "Procedura uproszczona transakcji trójstronnej (P_23) bez kwoty w P_13_8. Sprawdź, gdzie wystawca ujął wartość.",
            "P_23",
        )
    if has(case, VatGroup.P_13_5) and not case.oss and "WSTO_EE" not in case.procedures:
        yield notes(
            "oss_without_rate",
            f"Suma {group_words(VatGroup.P_13_5)} bez stawki podatku innego kraju (P_12_XII) i bez oznaczenia WSTO_EE w pozycjach. Ustal"
            " kraj i stawkę z wystawcą.",
            "P_12_XII",
        )
    if case.oss and not has(case, VatGroup.P_13_5, VatGroup.FA1_P_13_5) and not corrects:
        yield notes(
            "oss_rate_without_sum",
            "Pozycje mają stawkę podatku innego kraju (P_12_XII), a nagłówek nie ma sumy procedury OSS (P_13_5). Sprawdź fakturę.",
            "P_13_5",
        )


def _split_payment(case: Case) -> Iterator[Finding]:
    """Obligatory split payment: above 15,000 PLN gross and goods or services of annex 15, between taxpayers (art. 108a(1a), 106e(1)(18a))."""
    gross = case.gross_pln
    if case.invoice.annotations.split_payment:
        if case.invoice.kind in _WHOLE and gross is not None and gross <= _SPLIT_PAYMENT_ABOVE:
            yield notes(
                "split_payment_needless",
                f"Adnotacja „mechanizm podzielonej płatności” (P_18A) na fakturze na {format_pln(gross)}: obowiązek jest dopiero ponad"
                " 15 000 zł brutto. Zapłata na rachunek VAT jest wtedy dobrowolna.",
                "P_18A",
            )
        elif not case.annex_15:
            yield notes(
                "split_payment_without_goods",
                "Adnotacja „mechanizm podzielonej płatności” (P_18A), a żadna pozycja nie jest oznaczona jako towar lub usługa z załącznika"
                " nr 15 (P_12_Zal_15). Zapłać w podzielonej płatności, a u wystawcy sprawdź, czego ona dotyczy.",
                "P_18A",
            )
        return
    goods = case.annex_15 or bool(case.gtu & _ANNEX_15_GTU)
    if goods and case.invoice.buyer.nip and gross is not None and gross > _SPLIT_PAYMENT_ABOVE:
        what = (
            "pozycja jest oznaczona jako towar z załącznika nr 15"
            if case.annex_15
            else "pozycja ma oznaczenie GTU_05 albo GTU_06"
        )
        yield notes(
            "split_payment_missing",
            f"Faktura na {format_pln(gross)} bez adnotacji „mechanizm podzielonej płatności” (P_18A), a {what}. Jeżeli obowiązek jest,"
            " zapłać w podzielonej płatności mimo braku adnotacji i zgłoś to wystawcy.",
            "P_18A",
        )
