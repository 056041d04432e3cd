"""`WarunkiTransakcji`, footer and attachments of FA(2) and FA(3)."""

from collections.abc import Mapping
from typing import Any, Final

from app.invoice.fa_parties import address, carrier
from app.invoice.payment import (
    AttachmentBlock,
    AttachmentTable,
    KeyValue,
    Reference,
    Registry,
    TransactionTerms,
    Transport,
)
from app.invoice.records import Convert, Many, Record, many, needs, one_of
from app.invoice.values import (
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


def transport_of(carrier: Record, address: Record) -> Record:
    """A converter of `Transport` with a form's own parties and addresses."""
    return Record(
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


def terms_of(day: Convert, transport: Record, rate: Convert = quantity) -> Record:
    """A converter of `WarunkiTransakcji`."""
    return Record(
        TransactionTerms,
        {
            "Umowy": ("contracts", many(Record(Reference, {"DataUmowy": ("date", day), "NrUmowy": ("number", text)}))),
            "Zamowienia": (
                "orders",
                many(Record(Reference, {"DataZamowienia": ("date", day), "NrZamowienia": ("number", text)})),
            ),
            "NrPartiiTowaru": ("batches", many(text)),
            "WarunkiDostawy": ("delivery", text),
            "KursUmowny": ("contract_rate", rate),
            "WalutaUmowna": ("contract_currency", currency),
            "Transport": ("transports", many(transport)),
            "PodmiotPosredniczacy": ("intermediary", flag),
        },
        rules=(needs("KursUmowny", "WalutaUmowna"), needs("WalutaUmowna", "KursUmowny")),
    )


terms_fa2: Final = terms_of(late_day, transport_of(carrier, address))
terms_fa3: Final = terms_of(early_day, transport_of(carrier, address))

key_value: Final = Record(
    KeyValue,
    {"NrWiersza": ("line_number", natural), "Klucz": ("key", required_text), "Wartosc": ("value", required_text)},
    required=("Klucz", "Wartosc"),
)

_DIGITS_10: Final = matching("[0-9]{10}", "bad_number", "dziesięć cyfr")
_REGON: Final = matching("[0-9]{9}|[0-9]{14}", "bad_number", "numer REGON (9 albo 14 cyfr)")


def _only(value: Any = "") -> Any:  # noqa: ANN401  # the one field of an element that only wraps it
    return value


def _wrapped(name: str, kind: Convert | Record | Many, *, required: bool = True) -> Record:
    """An element that only wraps another."""
    return Record(_only, {name: ("value", kind)}, required=(name,) if required else ())


footer: Final = Record(
    dict,
    {
        "Informacje": ("footers", many(_wrapped("StopkaFaktury", text, required=False))),
        "Rejestry": (
            "registries",
            many(
                Record(
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
    },
)


def _column(name: str, type_: str) -> tuple[str, str]:
    return name, type_


def _make_table(columns: tuple[tuple[str, str], ...], **values: Any) -> AttachmentTable:  # noqa: ANN401  # values of the table
    return AttachmentTable(
        columns=tuple(name for name, _type in columns), column_types=tuple(type_ for _name, type_ in columns), **values
    )


def _metadata(prefix: str) -> Many:
    names: Mapping[str, str] = {f"{prefix}Klucz": "key", f"{prefix}Wartosc": "value"}
    return many(Record(KeyValue, {name: (field, text) for name, field in names.items()}, required=tuple(names)))


_COLUMN: Final = Record(_column, {"NKom": ("name", text)}, required=("NKom",), attributes={"Typ": ("type_", text)})
_table: Final = Record(
    _make_table,
    {
        "TMetaDane": ("metadata", _metadata("T")),
        "Opis": ("description", text),
        "TNaglowek": (
            "columns",
            _wrapped("Kol", many(_COLUMN)),
        ),
        "Wiersz": ("rows", many(_wrapped("WKom", many(text)))),
        "Suma": ("sums", _wrapped("SKom", many(text))),
    },
    required=("TNaglowek", "Wiersz"),
)
_block: Final = Record(
    AttachmentBlock,
    {
        "ZNaglowek": ("header", text),
        "MetaDane": ("metadata", _metadata("Z")),
        "Tekst": ("paragraphs", _wrapped("Akapit", many(text))),
        "Tabela": ("tables", many(_table)),
    },
    required=("MetaDane",),
)
attachment: Final = _wrapped("BlokDanych", many(_block))
