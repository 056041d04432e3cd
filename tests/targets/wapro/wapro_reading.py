"""An independent reading of a written file: elements by name, nothing of the program."""

import datetime as dt
from decimal import Decimal

from lxml import etree


def root_of(data):
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def files(target, batch, options):
    """The files of a conversion by name, their bytes together."""
    return {file.name: b"".join(file.chunks) for file in target.write(batch, options)}


def single(target, batch, options):
    """The only file of a conversion."""
    (data,) = files(target, batch, options).values()
    return data


def documents(data):
    return root_of(data).findall("DOKUMENTY/DOKUMENT")


def cards(data):
    return root_of(data).findall("KARTOTEKA_KONTRAHENTOW/KONTRAHENT")


def card_of(data, document):
    """The card of a document's contractor."""
    (found,) = [card for card in cards(data) if text(card, "ID_KONTRAHENTA") == text(document, "ID_KONTRAHENTA")]
    return found


def text(element, name):
    """The text of the first element of that name; None where there is none."""
    found = element.find(f".//{name}")
    return None if found is None else found.text or ""


def amount(element, name):
    return Decimal(text(element, name))


def day(element, name):
    """A Clarion day: 1900-01-01 is 36163 (spec, Value types)."""
    number = text(element, name)
    return dt.date(1900, 1, 1) + dt.timedelta(days=int(number) - 36163) if number else None


def rates(document):
    """Code, mark of reverse charge, net and tax in PLN of every STAWKA."""
    return [
        (text(rate, "KOD_VAT"), text(rate, "ODWROTNY"), amount(rate, "NETTO"), amount(rate, "VAT"))
        for rate in document.findall("VAT/STAWKA")
    ]
