"""The client whose books are kept."""

from enum import StrEnum

import msgspec


class IncomeMethod(StrEnum):
    """How the client settles income tax: decides the income side of an `Entry`."""

    KPIR = "kpir"
    LUMP_SUM = "ryczalt"
    BOOKS = "books"


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """A company of the office. `nip` is ten digits. `vat_exempt` means that no VAT register is kept (revenue is gross)."""

    nip: str
    name: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""
    city: str = ""
    postal_code: str = ""
    email: str = ""
    tax_office: str = ""
    """Four-digit code of the tax office (KodUrzedu)."""
    income_method: IncomeMethod = IncomeMethod.KPIR
    quarterly: bool = False
    """Whether VAT is settled by quarters: two next periods instead of three (art. 86(11))."""
    vat_exempt: bool = False
    deduction_delay: int = 0
    """How many months after the earliest possible one the office deducts the tax of purchases (0-3, inside art. 86(11))."""
