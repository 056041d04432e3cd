"""What a document holds beside its amounts, worth knowing where it is looked at (invoice guide §14.44). Information, no warning."""

from collections.abc import Iterator
from textwrap import shorten
from typing import Final

from app.base.findings import Finding, notes
from app.checks.case import Case

_MANY: Final = 1000
_LENGTH: Final = 200


def check_contents(case: Case) -> Iterator[Finding]:
    """Attachments, very many lines, additional descriptions."""
    invoice = case.invoice
    if invoice.attachment:
        yield notes(
            "attachment",
            "Faktura ma załącznik; kwoty do rejestru bierze się z samej faktury. Załącznik jest na stronie faktury.",
            "Zalacznik",
        )
    if len(invoice.lines) > _MANY:
        yield notes("many_lines", f"Faktura ma {len(invoice.lines)} pozycji. Jej strona może otwierać się dłużej.", "FaWiersz")
    if invoice.descriptions:
        said = "; ".join(f"{one.key}: {one.value}" for one in invoice.descriptions)
        yield notes(
            "additional_descriptions",
            f"Dodatkowe opisy: {shorten(said, _LENGTH, placeholder=' …')}. Mogą zawierać numer zamówienia albo umowy do opisu w księgach.",
            "DodatkowyOpis",
        )
