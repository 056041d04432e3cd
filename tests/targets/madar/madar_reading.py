"""An independent reader and checker of the written file, by the vendor's sample files: columns by name, nothing of the program."""

import csv
import io
import re
from decimal import Decimal

VENDOR_COLUMNS = {
    "faktura_nr", "tresc", "klient_nazwa", "ulica", "kod_pocztowy", "miejscowosc", "nip", "netto23", "vat23", "netto8", "vat8", "netto0",
    "netto5", "vat5", "nettoOO", "DATA_FAKTURY", "DATA_OTRZYMANIA", "termin_platnosci", "typ", "opis",
}  # fmt: skip
"""Those of `madar-samples/vatstawki.csv`."""
DESCRIBED_COLUMNS = {"nettoZW", "nettoNP", "DATA_SPRZEDAZY"}
"""Those of the vendor's description only (invoicer.blogspot.com, 23 August 2016)."""

AMOUNT = re.compile(r"-?\d+(,\d*[1-9])?", re.ASCII)
DAY = re.compile(r"[1-9]\d?\.(0[1-9]|1[0-2])\.\d{4}", re.ASCII)
TAX_OF_NET = {"netto23": "vat23", "netto8": "vat8", "netto5": "vat5"}
PERCENT = {"netto23": 23, "netto8": 8, "netto5": 5}


def rows_of(data):
    """The rows as dictionaries, after everything the vendor's files show has been checked."""
    assert b"\r" not in data
    assert data.endswith(b"\n")
    text = data.decode("utf-8")
    assert not text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    for row in rows:
        assert set(row) == VENDOR_COLUMNS | DESCRIBED_COLUMNS
        assert not any(char in value for value in row.values() for char in "\t\n\r")
        for name, value in row.items():
            if name.startswith(("netto", "vat")):
                assert not value or AMOUNT.fullmatch(value), (name, value)
            if name.startswith("DATA") or name == "termin_platnosci":
                assert DAY.fullmatch(value) or (name == "termin_platnosci" and not value), (name, value)
        assert row["faktura_nr"]
        assert row["typ"]
        for net, tax in TAX_OF_NET.items():
            assert bool(row[net]) == bool(row[tax]), row
    return rows


def amount(row, name):
    return Decimal(row[name].replace(",", ".") or 0)


def sums(rows):
    """(net, tax) by net column over rows, noughts left out."""
    found = {}
    for row in rows:
        for name in row:
            if name.startswith("netto"):
                net, tax = found.get(name, (Decimal(0), Decimal(0)))
                found[name] = (net + amount(row, name), tax + (amount(row, TAX_OF_NET[name]) if name in TAX_OF_NET else 0))
    return {name: pair for name, pair in found.items() if any(pair)}
