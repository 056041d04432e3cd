"""`WarunkiTransakcji`, footer and attachments of FA(2) and FA(3)."""

from collections.abc import Mapping
from typing import Any, Final

from app.invoice.fa_parties import address, carrier
from app.invoice.nodes import Node, Value
from app.invoice.payment import (
    AttachmentBlock,
    AttachmentTable,
    KeyValue,
    Reference,
    Registry,
    TransactionTerms,
    Transport,
)
from app.invoice.records import Fields, many, needs, one_of, record
from app.invoice.values import (
    Convert,
    Leftovers,
    currency,
    early_day,
    flag,
    late_day,
    matching,
    natural,
    number_code,
    quantity,
    required_text,
    text,
    timestamp,
)

_transport_rules: Final = (
    one_of("RodzajTransportu", "TransportInny"),
    needs("TransportInny", "OpisInnegoTransportu"),
    needs("OpisInnegoTransportu", "TransportInny"),
    one_of("OpisLadunku", "LadunekInny"),
    needs("LadunekInny", "OpisInnegoLadunku"),
    needs("OpisInnegoLadunku", "LadunekInny"),
)


def transport_of(carrier: Convert, address: Convert) -> Convert:
    """A converter of `Transport` with a form's own parties and addresses."""
    return record(
        Transport,
        {
            "RodzajTransportu": ("kind", number_code("1", "2", "3", "4", "5", "7", "8")),
            "TransportInny": (None, flag),
            "OpisInnegoTransportu": ("other_kind", text),
            "Przewoznik": ("carrier", carrier),
            "NrZleceniaTransportu": ("order_number", text),
            "OpisLadunku": ("cargo", number_code(*(str(number) for number in range(1, 21)))),
            "LadunekInny": (None, flag),
            "OpisInnegoLadunku": ("other_cargo", text),
            "JednostkaOpakowania": ("packaging", text),
            "DataGodzRozpTransportu": ("starts", timestamp),
            "DataGodzZakTransportu": ("ends", timestamp),
            "WysylkaZ": ("origin", address),
            "WysylkaPrzez": ("via", many(address)),
            "WysylkaDo": ("destination", address),
        },
        rules=_transport_rules,
    )


def terms_of(day: Convert, transport: Convert) -> Convert:
    """A converter of `WarunkiTransakcji`."""
    return record(
        TransactionTerms,
        {
            "Umowy": ("contracts", many(record(Reference, {"DataUmowy": ("date", day), "NrUmowy": ("number", text)}))),
            "Zamowienia": (
                "orders",
                many(record(Reference, {"DataZamowienia": ("date", day), "NrZamowienia": ("number", text)})),
            ),
            "NrPartiiTowaru": ("batches", many(text)),
            "WarunkiDostawy": ("delivery", text),
            "KursUmowny": ("contract_rate", quantity),
            "WalutaUmowna": ("contract_currency", currency),
            "Transport": ("transports", many(transport)),
            "PodmiotPosredniczacy": ("intermediary", flag),
        },
        rules=(needs("KursUmowny", "WalutaUmowna"), needs("WalutaUmowna", "KursUmowny")),
    )


terms_fa2: Final = terms_of(late_day, transport_of(carrier, address))
terms_fa3: Final = terms_of(early_day, transport_of(carrier, address))

key_value: Final = record(
    KeyValue,
    {"NrWiersza": ("line_number", natural), "Klucz": ("key", required_text), "Wartosc": ("value", required_text)},
    required=("Klucz", "Wartosc"),
)

_DIGITS_10: Final = matching("[0-9]{10}", "bad_number", "która nie jest numerem z dziesięciu cyfr.")
_REGON: Final = matching("[0-9]{9}|[0-9]{14}", "bad_number", "która nie jest numerem REGON (9 albo 14 cyfr).")


def _footer_text(StopkaFaktury: str = "") -> str:  # noqa: N803  # the form's own name
    return StopkaFaktury


_FOOTER: Final[Fields] = {
    "Informacje": ("footers", many(record(_footer_text, {"StopkaFaktury": ("StopkaFaktury", text)}))),
    "Rejestry": (
        "registries",
        many(
            record(
                Registry,
                {
                    "PelnaNazwa": ("full_name", text),
                    "KRS": ("krs", _DIGITS_10),
                    "REGON": ("regon", _REGON),
                    "BDO": ("bdo", text),
                },
            )
        ),
    ),
}
footer: Final = record(dict, _FOOTER)


def _cells(name: str) -> Convert:
    """The cells of one row of an attachment's table; an empty cell keeps its place."""

    def make(cells: tuple[str, ...] = ()) -> tuple[str, ...]:
        return cells

    return record(make, {name: ("cells", many(text))})


def _columns(value: Value, leftovers: Leftovers) -> tuple[tuple[str, str], ...]:
    """Heading and type of each column of a table."""
    names = _heading(value, leftovers)
    types = [] if not isinstance(value, Node) or value.element is None else [column.get("Typ", "") for column in value.element]
    return tuple(zip(names, types, strict=False))


def _column_name(name: str = "") -> str:
    return name


def _column_names(names: tuple[str, ...]) -> tuple[str, ...]:
    return names


_heading: Final = record(
    _column_names, {"Kol": ("names", many(record(_column_name, {"NKom": ("name", text)})))}, required=("Kol",)
)


def _make_table(columns: tuple[tuple[str, str], ...], **values: Any) -> AttachmentTable:  # noqa: ANN401  # values of the table
    return AttachmentTable(
        columns=tuple(name for name, _type in columns), column_types=tuple(type_ for _name, type_ in columns), **values
    )


def _metadata(prefix: str) -> Convert:
    names: Mapping[str, str] = {f"{prefix}Klucz": "key", f"{prefix}Wartosc": "value"}
    return many(record(KeyValue, {name: (field, text) for name, field in names.items()}, required=tuple(names)))


_table: Final = record(
    _make_table,
    {
        "TMetaDane": ("metadata", _metadata("T")),
        "Opis": ("description", text),
        "TNaglowek": ("columns", _columns),
        "Wiersz": ("rows", many(_cells("WKom"))),
        "Suma": ("sums", _cells("SKom")),
    },
    required=("TNaglowek", "Wiersz"),
)


def _paragraphs(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    return paragraphs


def _blocks(blocks: tuple[AttachmentBlock, ...]) -> tuple[AttachmentBlock, ...]:
    return blocks


attachment: Final = record(
    _blocks,
    {
        "BlokDanych": (
            "blocks",
            many(
                record(
                    AttachmentBlock,
                    {
                        "ZNaglowek": ("header", text),
                        "MetaDane": ("metadata", _metadata("Z")),
                        "Tekst": (
                            "paragraphs",
                            record(_paragraphs, {"Akapit": ("paragraphs", many(text))}, required=("Akapit",)),
                        ),
                        "Tabela": ("tables", many(_table)),
                    },
                    required=("MetaDane",),
                )
            ),
        )
    },
    required=("BlokDanych",),
)
