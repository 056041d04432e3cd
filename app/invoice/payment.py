"""Payment, terms of the transaction, annotations, footer and attachments, as issued."""

import datetime as dt
from decimal import Decimal

import msgspec

from app.invoice.forms import MarginKind
from app.invoice.parties import Address, Party


class BankAccount(msgspec.Struct, frozen=True, omit_defaults=True):
    """A bank account. `own` is `RachunekWlasnyBanku` (1-3: an account of the bank itself)."""

    number: str
    swift: str = ""
    own: str = ""
    bank: str = ""
    description: str = ""


class PartialPayment(msgspec.Struct, frozen=True, omit_defaults=True):
    """`ZaplataCzesciowa`: one instalment already paid."""

    amount: Decimal
    date: dt.date | None = None
    form: str = ""
    other_form: str = ""


class DueTerm(msgspec.Struct, frozen=True, omit_defaults=True):
    """`TerminPlatnosci`: a date, or a description in parts (FA(3)) or as text (FA(1), FA(2))."""

    date: dt.date | None = None
    text: str = ""
    count: str = ""
    unit: str = ""
    event: str = ""


class Payment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`Platnosc`. `form` is the code of `FormaPlatnosci` as written: its meaning depends on the form (guide §10.3).

    `part_paid` is `ZnacznikZaplatyCzesciowej`: "1" in part, "2" in full in instalments. `buyer_accounts` exist in FA_RR only.
    """

    paid: bool = False
    paid_date: dt.date | None = None
    part_paid: str = ""
    partial: tuple[PartialPayment, ...] = ()
    due: tuple[DueTerm, ...] = ()
    form: str = ""
    other_form: str = ""
    accounts: tuple[BankAccount, ...] = ()
    factor_accounts: tuple[BankAccount, ...] = ()
    buyer_accounts: tuple[BankAccount, ...] = ()
    discount_terms: str = ""
    discount_amount: str = ""
    link: str = ""
    ksef_payment_id: str = ""
    terms_text: str = ""


class NewVehicle(msgspec.Struct, frozen=True, omit_defaults=True):
    """`NowySrodekTransportu`: first-use date, line number, and the other elements as (element, text)."""

    first_use: dt.date | None = None
    line_number: str = ""
    details: tuple[tuple[str, str], ...] = ()


class Annotations(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`Adnotacje` (guide §9.1). A flag is True only where the document says 1."""

    cash_method: bool = False
    """P_16"""
    self_billing: bool = False
    """P_17"""
    reverse_charge: bool = False
    """P_18"""
    split_payment: bool = False
    """P_18A"""
    exempt: bool = False
    """P_19"""
    exempt_act: str = ""
    exempt_directive: str = ""
    exempt_other: str = ""
    new_vehicles: bool = False
    """P_22"""
    article_42_5: bool = False
    vehicles: tuple[NewVehicle, ...] = ()
    triangular: bool = False
    """P_23"""
    margin: MarginKind | None = None


class Reference(msgspec.Struct, frozen=True, omit_defaults=True):
    """A contract or an order: its date and number."""

    number: str = ""
    date: dt.date | None = None


class Transport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`Transport` of the transaction's terms. Times are as written."""

    kind: str = ""
    other_kind: str = ""
    carrier: Party | None = None
    order_number: str = ""
    cargo: str = ""
    other_cargo: str = ""
    packaging: str = ""
    starts: str = ""
    ends: str = ""
    origin: Address | None = None
    via: tuple[Address, ...] = ()
    destination: Address | None = None


class TransactionTerms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`WarunkiTransakcji`. The contractual rate is never a VAT rate (guide §7.1)."""

    contracts: tuple[Reference, ...] = ()
    orders: tuple[Reference, ...] = ()
    batches: tuple[str, ...] = ()
    delivery: str = ""
    contract_rate: Decimal | None = None
    contract_currency: str = ""
    transports: tuple[Transport, ...] = ()
    intermediary: bool = False


class Registry(msgspec.Struct, frozen=True, omit_defaults=True):
    """`Rejestry` of the footer."""

    full_name: str = ""
    krs: str = ""
    regon: str = ""
    bdo: str = ""


class KeyValue(msgspec.Struct, frozen=True, omit_defaults=True):
    """`DodatkowyOpis` and metadata of attachments; `line_number` ties it to a line."""

    key: str
    value: str
    line_number: str = ""


class AttachmentTable(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`Tabela` of an attachment."""

    metadata: tuple[KeyValue, ...] = ()
    description: str = ""
    columns: tuple[str, ...] = ()
    column_types: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    sums: tuple[str, ...] = ()


class AttachmentBlock(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`BlokDanych` of an attachment (FA(3)), or an embedded or linked document of a PEF invoice.

    Of an embedded document only `name`, `media_type` and `size` (characters of its base64 text) are kept, not its bytes.
    """

    header: str = ""
    metadata: tuple[KeyValue, ...] = ()
    paragraphs: tuple[str, ...] = ()
    tables: tuple[AttachmentTable, ...] = ()
    name: str = ""
    media_type: str = ""
    size: int = 0
