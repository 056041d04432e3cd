"""What KSeF reads from a document for its metadata (guide §3.2): FA, FA_RR and PEF. The sandbox's own reader."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from lxml import etree

from app.base import safe_xml

_FORMS: Final = {
    "http://crd.gov.pl/wzor/2021/11/29/11089/": ("FA (1)", "1-0E", "FA"),
    "http://crd.gov.pl/wzor/2023/06/29/12648/": ("FA (2)", "1-0E", "FA"),
    "http://crd.gov.pl/wzor/2025/06/25/13775/": ("FA (3)", "1-0E", "FA"),
    "http://crd.gov.pl/wzor/2026/02/17/14164/": ("FA_RR (1)", "1-0E", "FA_RR"),
    "http://crd.gov.pl/wzor/2026/03/06/14189/": ("FA_RR (1)", "1-1E", "FA_RR"),
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2": ("PEF (3)", "2-1", "PEF"),
    "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2": ("PEF_KOR (3)", "2-1", "PEF"),
}
_TYPES: Final = {
    "VAT": "Vat",
    "ZAL": "Zal",
    "KOR": "Kor",
    "ROZ": "Roz",
    "UPR": "Upr",
    "KOR_ZAL": "KorZal",
    "KOR_ROZ": "KorRoz",
    "VAT_RR": "VatRr",
    "KOR_VAT_RR": "KorVatRr",
}
_UBL: Final = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
_NIP_SCHEME: Final = "9945"


@dataclass(frozen=True, slots=True)
class Facts:
    """The parts of a metadata record that come from the document, and who may see it as what."""

    issuer: str
    number: str
    issued: dt.date
    record: dict[str, Any]
    corrected: str = ""
    roles: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    """Pairs of context and subjectType."""


def read(xml: bytes) -> Facts:
    """The facts of a document; `ValueError` for a form KSeF does not take, `UnreadableDocument` for what is no XML."""
    root = safe_xml.parse(xml, "dokument")
    namespace = etree.QName(root).namespace or ""
    if namespace not in _FORMS:
        raise ValueError(namespace)
    form = dict(zip(("systemCode", "schemaVersion", "value"), _FORMS[namespace], strict=True))
    return _read_pef(root, form) if form["value"] == "PEF" else _read_fa(root, form)


def _read_fa(root: etree._Element, form: dict[str, str]) -> Facts:
    fields = _Fields(root)
    farmer = form["value"] == "FA_RR"
    body = "FakturaRR" if farmer else "Fa"
    seller, buyer = fields.nip("Podmiot1"), _buyer(fields)
    number = fields.text(f"{body}/{'P_4C' if farmer else 'P_2'}")
    issued = dt.date.fromisoformat(fields.text(f"{body}/{'P_4B' if farmer else 'P_1'}"))
    third = [_third(party) for party in fields.all("Podmiot3")]
    authorized = fields.nip("PodmiotUpowazniony")
    net, vat, gross = _farmer_amounts(fields) if farmer else _amounts(fields)
    roles = {(seller, "Subject1"), (authorized, "SubjectAuthorized")}
    roles |= {
        (party["identifier"].get("value") or "", "Subject3")
        for party in third
        if party["identifier"]["type"] in ("Nip", "InternalId")
    }
    if buyer["type"] == "Nip":
        roles.add((buyer["value"], "Subject2"))
    record = {
        "invoiceNumber": number,
        "issueDate": issued.isoformat(),
        "seller": {"nip": seller, "name": fields.text("Podmiot1/DaneIdentyfikacyjne/Nazwa") or None},
        "buyer": {"identifier": buyer, "name": fields.text("Podmiot2/DaneIdentyfikacyjne/Nazwa") or None},
        "netAmount": net,
        "grossAmount": gross,
        "vatAmount": vat,
        "currency": fields.text(f"{body}/KodWaluty"),
        "invoiceType": _TYPES[fields.text(f"{body}/RodzajFaktury")],
        "formCode": form,
        "isSelfInvoicing": fields.text(f"{body}/Adnotacje/P_17") == "1",
        "hasAttachment": bool(fields.all("Zalacznik")),
        "thirdSubjects": third or None,
        "authorizedSubject": None
        if not authorized
        else {
            "nip": authorized,
            "name": fields.text("PodmiotUpowazniony/DaneIdentyfikacyjne/Nazwa") or None,
            "role": int(fields.text("PodmiotUpowazniony/RolaPU") or 3),
        },
    }
    # Inferred: whose NIP a farmer's invoice carries in its number is not documented; here it is the issuer's, the buyer's.
    return Facts(
        issuer=buyer["value"] if farmer else seller,
        number=number,
        issued=issued,
        record=record,
        corrected=fields.text(f"{body}/DaneFaKorygowanej/NrKSeFFaKorygowanej"),
        roles=frozenset((context, role) for context, role in roles if context),
    )


def _read_pef(root: etree._Element, form: dict[str, str]) -> Facts:
    fields = _Fields(root, _UBL)
    parties = {
        name: fields.text(f"cac:{name}/cac:Party/cbc:EndpointID")
        for name in ("AccountingSupplierParty", "AccountingCustomerParty")
    }
    seller, buyer = (_digits(fields, name, endpoint) for name, endpoint in parties.items())
    correction = form["systemCode"].startswith("PEF_KOR")
    net = _decimal(fields.text("cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount"))
    gross = _decimal(fields.text("cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount"))
    vat = [_decimal(node.text or "") for node in fields.all("cac:TaxTotal/cbc:TaxAmount") if node.get("currencyID") == "PLN"]
    issued = dt.date.fromisoformat(fields.text("cbc:IssueDate"))
    number = fields.text("cbc:ID")
    record = {
        "invoiceNumber": number,
        "issueDate": issued.isoformat(),
        "seller": {
            "nip": seller,
            "name": fields.text("cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName"),
        },
        "buyer": {
            "identifier": {"type": "Nip", "value": buyer},
            "name": fields.text("cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName"),
        },
        "netAmount": net,
        "grossAmount": gross,
        "vatAmount": vat[0] if vat else gross - net,
        "currency": fields.text("cbc:DocumentCurrencyCode"),
        "invoiceType": "KorPef" if correction else "VatPef",
        "formCode": form,
        "isSelfInvoicing": False,
        "hasAttachment": False,
        "thirdSubjects": None,
        "authorizedSubject": None,
    }
    roles = frozenset({(seller, "Subject1"), (buyer, "Subject2")})
    return Facts(issuer=seller, number=number, issued=issued, record=record, roles=roles)


def _digits(fields: "_Fields", party: str, endpoint: str) -> str:
    """The NIP of a PEF party: the end point where it is one, else the tax number without its prefix."""
    return endpoint or fields.text(f"cac:{party}/cac:Party/cac:PartyTaxScheme/cbc:CompanyID").removeprefix("PL")


def _buyer(fields: "_Fields") -> dict[str, Any]:
    path = "Podmiot2/DaneIdentyfikacyjne"
    if nip := fields.nip("Podmiot2"):
        return {"type": "Nip", "value": nip}
    if vat_ue := fields.text(f"{path}/NrVatUE"):
        return {"type": "VatUe", "value": fields.text(f"{path}/KodUE") + vat_ue}
    if other := fields.text(f"{path}/NrID"):
        return {"type": "Other", "value": other}
    return {"type": "None", "value": None}


def _third(party: etree._Element) -> dict[str, Any]:
    fields = _Fields(party)
    path = "DaneIdentyfikacyjne"
    identifier: dict[str, Any] = {"type": "None", "value": None}
    for element, kind in (("NIP", "Nip"), ("IDWew", "InternalId"), ("NrVatUE", "VatUe"), ("NrID", "Other")):
        if value := fields.text(f"{path}/{element}"):
            identifier = {"type": kind, "value": value}
            break
    return {"identifier": identifier, "name": fields.text(f"{path}/Nazwa") or None, "role": int(fields.text("Rola") or 0)}


def _amounts(fields: "_Fields") -> tuple[Decimal, Decimal, Decimal]:
    """Net and gross in the document's currency, tax in PLN."""
    net = vat = Decimal(0)
    for name, value in fields.amounts("Fa"):
        if name.startswith("P_13_"):
            net += value
        elif name.startswith("P_14_") and not name.endswith("W"):
            in_pln = fields.text(f"Fa/{name}W")
            vat += _decimal(in_pln) if in_pln else value
    return net, vat, _decimal(fields.text("Fa/P_15"))


def _farmer_amounts(fields: "_Fields") -> tuple[Decimal, Decimal, Decimal]:
    vat = fields.text("FakturaRR/P_11_2W") or fields.text("FakturaRR/P_11_2")
    return _decimal(fields.text("FakturaRR/P_11_1")), _decimal(vat), _decimal(fields.text("FakturaRR/P_12_1"))


def _decimal(text: str) -> Decimal:
    return Decimal(text or "0")


class _Fields:
    """Values of a document by path, in the namespace of its root or by prefixes."""

    def __init__(self, root: etree._Element, prefixes: dict[str, str] | None = None) -> None:
        self._root = root
        self._namespaces = prefixes or {"": etree.QName(root).namespace or ""}

    def all(self, path: str) -> list[etree._Element]:
        return self._root.findall(path, self._namespaces)

    def text(self, path: str) -> str:
        return (self._root.findtext(path, "", self._namespaces) or "").strip()

    def nip(self, party: str) -> str:
        return self.text(f"{party}/DaneIdentyfikacyjne/NIP")

    def amounts(self, path: str) -> Iterator[tuple[str, Decimal]]:
        for parent in self.all(path):
            for node in parent:
                name = etree.QName(node).localname
                if name.startswith(("P_13_", "P_14_")):
                    yield name, _decimal((node.text or "").strip())
