"""The XML of business sessions (spec, B): order of children matters, no comments, money with its currency."""

from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from app.booking.entry import Counterparty
from app.targets.enova.document import Document
from app.targets.wording import flatten

HEAD: Final = (
    '<?xml version="1.0" encoding="utf-8"?>\r\n<session xmlns="http://www.soneta.pl/schema/business" business="true">\r\n'
)
TAIL: Final = "</session>\r\n"
_END: Final = "\r\n"


def contractor_markup(party: Counterparty, code: str) -> str:
    """A contractor who is created where his code is not there, and never overwritten."""
    name = flatten(party.name) or code
    number = f"<NIP>{party.nip}</NIP>" if party.nip else ""
    if party.eu and party.tax_number:
        number = f"<EuVAT>{escape(party.tax_country + party.tax_number)}</EuVAT>"
    key = quoteattr(f"Kod={code}")
    return (
        f'<Kontrahent id={quoteattr(local_id(code))} key={key} insertonly="true"><Kod>{escape(code)}</Kod>'
        f"<Nazwa>{escape(name)}</Nazwa>{number}</Kontrahent>{_END}"
    )


def local_id(code: str) -> str:
    """The name of a contractor inside one file, another for each code: what is neither letter nor digit stands as its number."""
    return "Kontrahent_" + "".join(letter if letter.isalnum() else f"_{ord(letter):X}_" for letter in code)


def document_markup(document: Document, kind: str, mark: str, feature: str) -> str:
    """A document in the buffer; `kind` is `RodzajPodmiotu`, `mark` is `OznaczenieKSeF`, `feature` the one that holds the KSeF number."""
    side = "Sprzedaz" if document.sale else "Zakup"
    corrected = f"<NrDokumentuK>{escape(document.corrected)}</NrDokumentuK>" if document.corrected else ""
    reason = f"<PrzyczynaKorekty>{escape(document.reason)}</PrzyczynaKorekty>" if document.reason else ""
    elements = "".join(
        f'<ElemEwidencjiVATAkcyzy class="ElemEwidencjiVAT{side}"><DefinicjaStawki where={quoteattr("Kod=" + element.code)}/>'
        f"<Netto>{_pln(element.net)}</Netto><VAT>{_pln(element.tax)}</VAT><Rodzaj>{element.nature}</Rodzaj>"
        f"{_given('Odliczenia', element.deduction)}{'<Grupa>MPP</Grupa>' if document.split_payment else ''}"
        f"{_given('Kolumna', document.column)}</ElemEwidencjiVATAkcyzy>"
        for element in document.elements
    )
    return (
        f'<DokEwidencji class="{side}Ewidencja"><Definicja where={quoteattr("Symbol=" + document.definition)}/>'
        f"<DataDokumentu>{document.issued}</DataDokumentu><DataOperacji>{document.operation}</DataOperacji>"
        f"{_given('DataWplywu', '' if document.received is None else document.received.isoformat())}"
        f"<NumerDokumentu>{escape(document.number)}</NumerDokumentu>{corrected}{reason}"
        f"<Podmiot>{local_id(document.code)}</Podmiot>{_given('Opis', escape(document.description))}"
        f"<NagEwidencjiVAT><DataZaewidencjonowania>{document.registered}</DataZaewidencjonowania>{_given('RodzajPodmiotu', kind)}"
        f"{_given('OznaczenieKSeF', mark)}<Elementy>{elements}</Elementy></NagEwidencjiVAT>"
        f"{_payment(document)}{_analysis(document)}{_feature(document, feature)}<Stan>Bufor</Stan></DokEwidencji>{_END}"
    )


def _payment(document: Document) -> str:
    payment = document.payment
    if payment is None:
        return ""
    foreign = "" if payment.rate is None else f"<KwotaKsiegi>{_pln(payment.booked)}</KwotaKsiegi><Kurs>{payment.rate:f}</Kurs>"
    form = f"<SposobZaplaty where={quoteattr('Nazwa=' + payment.form)}/>" if payment.form else ""
    due = _given("Termin", "" if payment.due is None else payment.due.isoformat())
    name = "Naleznosc" if document.sale else "Zobowiazanie"
    amount = f"<Kwota>{payment.amount:.2f} {payment.currency}</Kwota>"
    return f'<Platnosci><Platnosc class="{name}">{form}{due}{amount}{foreign}</Platnosc></Platnosci>'


def _analysis(document: Document) -> str:
    if not document.symbol:
        return ""
    return (
        f'<OpisAnalityczny><ElementOpisu class="ElementOpisuEwidencji"><Wymiar>{escape(document.dimension)}</Wymiar>'
        f"<Symbol>{escape(document.symbol)}</Symbol><Kwota>{_pln(document.net)}</Kwota>"
        f"{_given('Opis', escape(document.symbol_text))}</ElementOpisu></OpisAnalityczny>"
    )


def _feature(document: Document, name: str) -> str:
    if not name or not document.ksef_number:
        return ""
    return f"<features><Feature name={quoteattr(name)}>{escape(document.ksef_number)}</Feature></features>"


def _given(name: str, text: str) -> str:
    return f"<{name}>{text}</{name}>" if text else ""


def _pln(amount: Decimal) -> str:
    return f"{amount:.2f} PLN"
