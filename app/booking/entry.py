"""The `Entry`: a document as it will be booked for one client. Everything a target needs, so that a target only lays out."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum

import msgspec

from app.base.dates import Month
from app.base.findings import Finding
from app.invoice.forms import Kind, VatGroup
from app.invoice.model import Invoice

_ZERO = Decimal("0.00")


class Direction(StrEnum):
    """Which register the entry belongs to."""

    SALE = "sale"
    PURCHASE = "purchase"


class VatBox(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the VAT register.

    `box` is the header sum it comes from; a group that mixes two rates gives two rows (guide §4.2). `rate` is one of 23, 22, 8, 7,
    5, 4, 3, 0, ``zw``, ``np``, ``oo``, ``marza``, ``rr`` or, for OSS and foreign PEF rates, the percent itself as written (``"19"``).
    Amounts without suffix are in the document's currency. For margin `net` is the price with tax. The PLN amounts are None only
    while the exchange rate is missing (then a finding asks for it).
    """

    box: VatGroup
    rate: str
    net: Decimal
    tax: Decimal
    net_pln: Decimal | None
    tax_pln: Decimal | None

    @property
    def gross(self) -> Decimal:
        """Net and tax together, in the document's currency."""
        return self.net + self.tax


class ExchangeRate(msgspec.Struct, frozen=True, kw_only=True):
    """PLN for one unit of the document's currency, and where it comes from.

    `source` is ``invoice`` (KursWaluty, KursWalutyZ), ``lines`` (several rates of lines: `rate` is the average that results), ``partial``
    (several KursWalutyZW), ``implied`` (P_14_xW / P_14_x), ``user`` (given by hand), ``original`` (of the corrected
    invoice), ``nbp``. `table` and `date` are those of the NBP table, where known.
    """

    rate: Decimal
    source: str
    table: str = ""
    date: dt.date | None = None


class Counterparty(msgspec.Struct, frozen=True, kw_only=True):
    """The other side, ready for a contractor's card (guide §3.3).

    `nip` is ten digits for a Polish taxpayer, else empty; `tax_country` + `tax_number` are what JPK wants (code ``EL`` for Greece,
    empty country for Poland; number without its code), both empty for a consumer or somebody without a number. `eu` tells that the
    number is a VAT-EU number of another state. `country` is ISO 3166 of the address. Address parts are split at best effort;
    `address` holds both free lines as they stand.
    """

    name: str
    nip: str = ""
    tax_country: str = ""
    tax_number: str = ""
    eu: bool = False
    country: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""
    city: str = ""
    postal_code: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    account: str = ""

    @property
    def without_number(self) -> bool:
        """Whether the party has no tax number at all (consumer, simplified invoice)."""
        return not self.nip and not self.tax_number

    @property
    def key(self) -> str:
        """What identifies the contractor in one batch: NIP, else country and number, else the name."""
        return self.nip or (self.tax_country + self.tax_number) or self.name


class PaymentForm(StrEnum):
    """Form of payment, whatever the code list of the document's form (guide §10.3)."""

    CASH = "gotówka"
    CARD = "karta"
    VOUCHER = "bon"
    CHEQUE = "czek"
    CREDIT = "kredyt"
    TRANSFER = "przelew"
    MOBILE = "płatność mobilna"
    COMPENSATION = "kompensata"
    OTHER = "inna"
    UNKNOWN = ""


class Paid(msgspec.Struct, frozen=True):
    """One payment already made, in the document's currency."""

    amount: Decimal
    date: dt.date | None
    form: PaymentForm = PaymentForm.UNKNOWN


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """The settlements side, in the document's currency.

    `open_item` is `DoZaplaty`, or P_15 where there is none: what goes to receivables or payables before payments (negative for a
    decrease). `gross` is P_15. `outside_vat` is their difference (charges and deductions). `due` is the earliest date, None where
    it cannot be computed; `paid` is the sum of `payments`.
    """

    gross: Decimal
    open_item: Decimal
    outside_vat: Decimal = _ZERO
    form: PaymentForm = PaymentForm.UNKNOWN
    form_text: str = ""
    due: dt.date | None = None
    due_dates: tuple[dt.date, ...] = ()
    payments: tuple[Paid, ...] = ()
    account: str = ""
    swift: str = ""

    @property
    def paid(self) -> Decimal:
        """Sum of the payments made."""
        return sum((payment.amount for payment in self.payments), _ZERO)


class CorrectionReference(msgspec.Struct, frozen=True, kw_only=True):
    """What a correction corrects. `numbers` are all originals; `number` and `date` the first; several make it collective."""

    number: str = ""
    date: dt.date | None = None
    ksef_number: str = ""
    numbers: tuple[str, ...] = ()
    reason: str = ""
    type: str = ""
    period: str = ""

    @property
    def collective(self) -> bool:
        """Whether more than one invoice is corrected (art. 106j(3))."""
        return len(self.numbers) > 1


class Income(msgspec.Struct, frozen=True, kw_only=True):
    """The income-tax side: revenue or cost of `net_pln` PLN on `date`, or why there is `none` (a Polish sentence).

    `column` is the KPiR column (``"K_7"`` for sales; a purchase's is the office's choice, ``"K_13"`` proposed). `rate` is the lump-sum rate.
    `exchange_rate` is the income tax's own: the NBP's of the last working day before `date`; None in PLN and where it is not known
    (then `net_pln` is by the VAT rate, with a note).
    """

    none: str = ""
    date: dt.date | None = None
    net_pln: Decimal | None = None
    column: str = ""
    rate: str = ""
    exchange_rate: ExchangeRate | None = None


class Explanation(msgspec.Struct, frozen=True):
    """Why a field of an entry has its value: `field` of `app.booking.treatment.Treatment`, the value in words, and who says so.

    `source` is Polish and ready to be shown: ``reguła: Paliwo``, ``ręcznie``, ``profil klienta``.
    """

    field: str
    value: str
    source: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One document in one client's books.

    `codes` are JPK_V7 marks of the row: GTU_01…GTU_13, procedures, TP, TT_D, MR_T, MR_UZ (sales), and the document type FP, MK or VAT_RR.
    `ksef_mark` is OFF, BFK or DI where the user chose one in place of a missing number. `receipt_date` is None for sales and while
    unknown. `tax_point` is when the tax obligation arises. `no_effect` marks a correction of data only: no row in a register, no
    income. `decisions` are the answers given to findings that ask, by code; targets look theirs up here.
    """

    source: str
    invoice: Invoice
    direction: Direction
    kind: Kind
    number: str
    issue_date: dt.date
    supply_date: dt.date
    tax_point: dt.date
    receipt_date: dt.date | None
    vat_period: Month
    counterparty: Counterparty
    currency: str
    vat: tuple[VatBox, ...]
    settlement: Settlement
    income: Income
    ksef_number: str = ""
    ksef_date: dt.date | None = None
    ksef_mark: str = ""
    exchange_rate: ExchangeRate | None = None
    codes: tuple[str, ...] = ()
    split_payment: bool = False
    cash_method: bool = False
    triangular: bool = False
    correction: CorrectionReference | None = None
    no_effect: bool = False
    share: Decimal = Decimal(100)
    """The client's percent of a purchase that several buyers share; all amounts of the entry are that part already."""
    deductible_share: Decimal = Decimal(100)
    """Percent of the tax that a purchase may deduct (art. 86a, 90): `app.booking.deduction` splits the amounts by it."""
    fixed_asset: bool = False
    """A purchase of a fixed asset: K_40/K_41 of JPK_V7, no direct cost."""
    category: str = ""
    account: str = ""
    """The cost or revenue account of the net amount."""
    vat_account: str = ""
    settlement_account: str = ""
    cost_type: str = ""
    register: str = ""
    """Name of the VAT register where it is another than the one in the target's options."""
    description: str = ""
    unit: str = ""
    """The five digits of an internal unit (IDWew) the document names for the client; a cost centre."""
    decisions: dict[str, str] = {}
    explanations: tuple[Explanation, ...] = ()
    """Which rule, hand or profile gave the fields above that the document itself does not give."""
    findings: tuple[Finding, ...] = ()

    @property
    def net(self) -> Decimal:
        """Sum of the boxes' net in the document's currency."""
        return sum((box.net for box in self.vat), _ZERO)

    @property
    def tax(self) -> Decimal:
        """Sum of the boxes' tax in the document's currency."""
        return sum((box.tax for box in self.vat), _ZERO)
