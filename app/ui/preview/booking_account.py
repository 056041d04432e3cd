"""The entry in words and figures: what *Księgowanie* shows below the fields that can be edited."""

from html import escape

from app.base.money import ZERO, format_amount
from app.base.nip import format_nip
from app.base.texts import Words, _
from app.booking.deduction import lost_tax
from app.booking.entry import Direction, Entry, ExchangeRate, VatBox
from app.booking.exchange import rate_text
from app.booking.jpk import register_fields
from app.ui.theme import Colours
from app.ui.wording import DIRECTIONS, money, month_name

Row = tuple[str, str]


def account_html(entry: Entry, colours: Colours) -> str:
    """The account of an entry as HTML, the VAT table and its JPK fields first."""
    sections = (
        (_("Rejestr"), _register(entry)),
        (_("Kontrahent"), _party(entry)),
        (_("Płatność"), _payment(entry)),
        (_("Podatek dochodowy"), _income(entry)),
    )
    tables = "".join(f"<h4>{escape(title)}</h4>{_table(rows)}" for title, rows in sections)
    return f"{_style(colours)}<h4>VAT</h4>{_boxes(entry)}{_table(_effect(entry))}{tables}"


def _style(colours: Colours) -> str:
    return (
        f"<style>td, th {{ padding: 3px 12px 3px 0; }} th {{ color: {colours.muted}; font-weight: normal; text-align: left; }}"
        f"h4 {{ margin: 14px 0 4px 0; }}</style>"
    )


def _boxes(entry: Entry) -> str:
    in_pln = entry.currency == "PLN"
    titles = (_("Netto"), "VAT") if in_pln else (_("Netto"), "VAT", _("Netto PLN"), _("VAT PLN"))
    head = f"<th>{escape(_('Pole'))}</th><th>{escape(_('Stawka'))}</th>"
    head += "".join(f'<th align="right">{escape(title)}</th>' for title in titles)
    rows = "".join(
        f"<tr><td>{escape(box.box.value)}</td><td>{escape(box.rate)}</td>{_figures(box, in_pln=in_pln)}</tr>" for box in entry.vat
    )
    return f"<table><tr>{head}</tr>{rows}</table>"


def _effect(entry: Entry) -> list[Row]:
    """What the entry adds to the declaration, and what of its tax is lost."""
    fields = ",  ".join(f"{name} {format_amount(amount)}" for name, amount in register_fields(entry).items())
    lost = lost_tax(entry)
    return [
        (_("Pola JPK_V7"), fields or _("żadne")),
        (
            _("VAT bez odliczenia"),
            _("{amount} zł, dolicza się do kosztu").format(amount=format_amount(lost)) if lost != ZERO else "",
        ),
    ]


def _figures(box: VatBox, *, in_pln: bool) -> str:
    """The row's amounts; those in PLN only where the document has another currency."""
    amounts = (box.net, box.tax) if in_pln else (box.net, box.tax, box.net_pln, box.tax_pln)
    shown = ("?" if amount is None else format_amount(amount) for amount in amounts)
    return "".join(f'<td align="right" style="white-space: nowrap">{escape(figure)}</td>' for figure in shown)


def _table(rows: list[Row]) -> str:
    shown = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows if value)
    return f"<table>{shown}</table>"


def _register(entry: Entry) -> list[Row]:
    correction = entry.correction
    return [
        (_("Kierunek"), DIRECTIONS[entry.direction]),
        (_("Rodzaj"), entry.kind.value),
        (_("Numer"), entry.number),
        (_("Numer KSeF"), entry.ksef_number or entry.ksef_mark or _("brak")),
        (_("Korygowana"), "" if correction is None else ", ".join(correction.numbers) or correction.period),
        (_("Data wystawienia"), str(entry.issue_date)),
        (_("Data sprzedaży"), str(entry.supply_date)),
        (_("Data wpływu"), _receipt(entry)),
        (_("Okres VAT"), month_name(entry.vat_period)),
        (_("Oznaczenia JPK"), ", ".join(entry.codes)),
        (_("Podzielona płatność"), _("obowiązkowa") if entry.split_payment else ""),
        (_("Metoda kasowa"), _("tak") if entry.cash_method else ""),
        (_("Kurs"), _rate(entry.exchange_rate)),
        (_("Opis"), entry.description),
    ]


def _receipt(entry: Entry) -> str:
    if entry.direction is Direction.SALE:
        return ""
    return str(entry.receipt_date) if entry.receipt_date else _("nieznana")


def _party(entry: Entry) -> list[Row]:
    party = entry.counterparty
    return [
        (_("Nazwa"), party.name),
        (_("NIP"), format_nip(party.nip) if party.nip else ""),
        (_("Numer podatkowy"), "" if party.nip else f"{party.tax_country} {party.tax_number}".strip()),
        (_("Adres"), party.address),
    ]


def _payment(entry: Entry) -> list[Row]:
    side = entry.settlement
    return [
        (_("Do zapłaty"), money(side.open_item, entry.currency)),
        (_("Brutto (P_15)"), money(side.gross, entry.currency) if side.gross != side.open_item else ""),
        (_("Zapłacono"), money(side.paid, entry.currency) if side.payments else ""),
        (_("Forma"), side.form_text or side.form.value),
        (_("Termin"), ", ".join(str(day) for day in side.due_dates) or (str(side.due) if side.due else "")),
        (_("Rachunek"), side.account),
    ]


def _income(entry: Entry) -> list[Row]:
    income = entry.income
    if income.none:
        return [(_("Brak"), income.none)]
    return [
        (_("Data"), str(income.date or "")),
        (_("Kwota netto PLN"), "" if income.net_pln is None else format_amount(income.net_pln)),
        (_("Kurs"), _rate(income.exchange_rate)),
        (_("Kolumna KPiR"), income.column),
        (_("Stawka ryczałtu"), income.rate),
    ]


def _rate(rate: ExchangeRate | None) -> str:
    """``4,2512 (NBP), tabela 046/A/NBP/2026 z 2026-03-09``."""
    if rate is None:
        return ""
    table = _(", tabela {table} z {day}").format(table=rate.table, day=rate.date) if rate.table else ""
    return f"{rate_text(rate.rate)} ({_RATE_SOURCES.get(rate.source, rate.source)}){table}"


_RATE_SOURCES = Words(
    {
        "invoice": "z faktury",
        "lines": "z wierszy faktury, średni",
        "partial": "z zaliczek częściowych",
        "implied": "wynika z kwoty VAT w złotych",
        "user": "podany ręcznie",
        "original": "z faktury korygowanej",
        "nbp": "NBP",
    }
)
