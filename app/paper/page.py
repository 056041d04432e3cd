"""The invoice as one HTML page: everything the document says, in the words of a printed Polish invoice.

The HTML keeps to what `QTextDocument` lays out (tables, a simple stylesheet), so the same page serves the preview, a browser
and the PDF. Nothing in it is fetched: no script, no outside image, no font.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from jinja2 import Environment as Templates
from jinja2 import PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from app.base.environments import Environment
from app.invoice import codes
from app.invoice.document import Document
from app.invoice.forms import Kind
from app.invoice.model import Invoice
from app.paper import details, figures, paying, people
from app.paper.blocks import Block, pairs
from app.paper.items import items
from app.paper.summary import totals, vat_summary
from app.paper.verification import is_resaved, qr_data_uri, verification_link


@dataclass(frozen=True, slots=True)
class Page:
    """What the template lays out. `mark` is empty for production; the `appendix` follows the code for verification."""

    kind: str
    number: str
    mark: str
    dates: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    appendix: tuple[Block, ...]
    ksef_number: str
    link: str
    qr: str
    warning: str
    origin: str

    @property
    def title(self) -> str:
        """The name of the page, for the window, the browser and the foot of each printed page."""
        return f"{self.kind} {' '.join(self.number.split())}"


def page_html(document: Document, environment: Environment = Environment.PRODUCTION) -> str:
    """The complete page of an invoice of any kind and form.

    `environment` is where the document comes from: it decides the address in the QR code, and anything but production is marked in a
    band at the top (for a PDF pass `environment.mark` as the watermark to `app.pdf.render.write_pdf` too). Amounts are as issued; what is
    computed (sums of a column, differences of a correction) is computed exactly and never rounded.
    """
    return _templates().get_template("page.html").render(page=_page(document, environment))


def _page(document: Document, environment: Environment) -> Page:
    invoice = document.invoice
    link = verification_link(document, environment)
    return Page(
        kind=codes.KINDS[invoice.kind],
        number=invoice.number,
        mark=_MARKS.get(environment, ""),
        dates=_dates(invoice),
        blocks=_blocks(invoice),
        appendix=(*details.attachments(invoice), *details.extras(invoice)),
        ksef_number=document.ksef_number,
        link=link,
        qr=qr_data_uri(link) if link else "",
        warning=_RESAVED_WARNING if is_resaved(document) else "",
        origin=_origin(invoice),
    )


_RESAVED_WARNING: Final = (
    "Plik został ponownie zapisany po pobraniu z KSeF, więc jego skrót jest inny niż w KSeF i kod QR nie potwierdzi faktury. "
    "Pobierz oryginał jeszcze raz."
)

_MARKS: Final = {
    Environment.DEMO: "DEMO – dokument z wersji przedprodukcyjnej KSeF, bez skutków prawnych",
    Environment.TEST: "TEST – dokument ze środowiska testowego KSeF, bez skutków prawnych",
    Environment.TRAINING: "SZKOLENIOWE – dokument do ćwiczeń, bez skutków prawnych",
}


def _dates(invoice: Invoice) -> tuple[tuple[str, str], ...]:
    supply = "Data nabycia" if invoice.kind in {Kind.VAT_RR, Kind.KOR_VAT_RR} else "Data dostawy lub usługi"
    return pairs(
        ("Data wystawienia", figures.day(invoice.issue_date)),
        ("Miejsce wystawienia", invoice.issue_place),
        ("Data otrzymania zapłaty" if invoice.kind.is_advance else supply, figures.day(invoice.supply_date)),
        ("Okres", figures.period(*invoice.supply_period) if invoice.supply_period is not None else ""),
        ("Data powstania obowiązku podatkowego", figures.day(invoice.tax_point_date)),
        ("Waluta", invoice.currency),
        ("Kurs waluty", figures.rate(invoice.advance_exchange_rate)),
    )


def _blocks(invoice: Invoice) -> tuple[Block, ...]:
    order = invoice.order
    return (
        *people.main_parties(invoice),
        *people.further_parties(invoice),
        *details.correction(invoice),
        *people.parties_before(invoice),
        *items(_items_title(invoice), invoice.lines, invoice.form),
        *(
            items(f"Zamówienie lub umowa – wartość {figures.amount(order.value)} {invoice.currency}", order.lines, invoice.form)
            if order
            else ()
        ),
        *vat_summary(invoice),
        *details.advances(invoice),
        *paying.settlement(invoice),
        *totals(invoice),
        *details.annotations(invoice),
        *paying.payment(invoice),
        *details.descriptions(invoice),
        *details.terms(invoice),
        *details.footer(invoice),
    )


def _items_title(invoice: Invoice) -> str:
    if not invoice.kind.is_correction:
        return "Pozycje"
    return (
        "Pozycje – przed korektą, po korekcie i różnica"
        if any(line.before for line in invoice.lines)
        else "Pozycje – kwoty różnic"
    )


def _origin(invoice: Invoice) -> str:
    """The small print: the form, and when and by what program the file was made."""
    parts = (
        f"Dokument {invoice.form.value}",
        f"wersja schematu {invoice.schema_version}" if invoice.schema_version else "",
        f"plik utworzono {invoice.created_at}" if invoice.created_at else "",
        f"program wystawcy: {invoice.system_info}" if invoice.system_info else "",
    )
    return " · ".join(part for part in parts if part)


@cache
def _templates() -> Templates:
    templates = Templates(
        loader=PackageLoader("app.paper"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["lines"] = _lines
    return templates


def _lines(text: str) -> Markup:
    """Text of a document, escaped, with its line breaks."""
    return Markup("<br>").join(escape(line.strip()) for line in text.strip().splitlines())
