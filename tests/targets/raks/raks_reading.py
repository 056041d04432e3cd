"""An independent reading of the written file: attributes by name, nothing of the program."""

from decimal import Decimal

from lxml import etree

EVERY_RATE = "23=12\n22=30\n8=13\n7=31\n5=15\n4=32\n3=33\n0=16\n0 WDT=17\n0 EX=18\nzw=19\nnp I=20\nnp II=21\noo=22\nmarża=23\n7 RR=24\n6,5 RR=25"
"""Invented ids beside the three known ones, so that documents of every rate are written."""
RATE_OF_ID = {line.partition("=")[2]: line.partition("=")[0] for line in EVERY_RATE.splitlines()}


def files(target, batch, options):
    """The bytes of each file by its name."""
    return {file.name: b"".join(file.chunks) for file in target.write(batch, options)}


def root_of(data):
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def single(target, batch, options):
    """The single document of a conversion."""
    (data,) = files(target, batch, options).values()
    (document,) = root_of(data).iter("DOKUMENT")
    return document


def amount(element, name):
    return Decimal(element.get(name).replace(",", "."))


def positions(document):
    """(rate as the table of the tests names its id, net, tax) of every POZYCJA."""
    return [
        (RATE_OF_ID[row.get("ID_STAWKI")], amount(row, "KWOTA_NETTO"), amount(row, "KWOTA_VAT"))
        for row in document.iter("POZYCJA")
    ]
