"""An independent reading of the written file: elements by name, nothing of the program."""

from decimal import Decimal

from lxml import etree

NS = "{http://www.comarch.pl/cdn/optima/offline}"


def root_of(data):
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def records(data):
    """The documents of both registers, in the order of the file."""
    root = root_of(data)
    return [*root.iter(f"{NS}REJESTR_SPRZEDAZY_VAT"), *root.iter(f"{NS}REJESTR_ZAKUPU_VAT")]


def cards(data):
    return list(root_of(data).iter(f"{NS}KONTRAHENT"))


def text(record, name):
    found = record.find(f".//{NS}{name}")
    return None if found is None else found.text or ""


def numbers(record, name):
    return [Decimal(found.text) for found in record.iter(f"{NS}{name}")]


def texts(record, name):
    return [found.text or "" for found in record.iter(f"{NS}{name}")]


def party_name(record):
    return "".join(record.findtext(f"{NS}NAZWA{part}") or "" for part in (1, 2, 3))


def written(target, batch, options):
    """The single file of a conversion, its bytes together."""
    (file,) = list(target.write(batch, options))
    return b"".join(file.chunks)
