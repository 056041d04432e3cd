"""The forms of structured invoices and the vocabularies their codes come from (invoice guide §1, §5)."""

from enum import StrEnum


class Form(StrEnum):
    """The schema a document was written in; the namespace of the root element decides."""

    FA_1 = "FA (1)"
    FA_2 = "FA (2)"
    FA_3 = "FA (3)"
    FA_RR_1 = "FA_RR (1)"
    PEF_3 = "PEF (3)"
    PEF_KOR_3 = "PEF_KOR (3)"

    @property
    def is_fa(self) -> bool:
        """Whether this is one of the three versions of the ordinary invoice form."""
        return self in {Form.FA_1, Form.FA_2, Form.FA_3}


class Kind(StrEnum):
    """`RodzajFaktury`; for PEF the names of the KSeF API (guide §5), which are not in the XML."""

    VAT = "VAT"
    KOR = "KOR"
    ZAL = "ZAL"
    ROZ = "ROZ"
    UPR = "UPR"
    KOR_ZAL = "KOR_ZAL"
    KOR_ROZ = "KOR_ROZ"
    VAT_RR = "VAT_RR"
    KOR_VAT_RR = "KOR_VAT_RR"
    VAT_PEF = "VAT_PEF"
    VAT_PEF_SP = "VAT_PEF_SP"
    KOR_PEF = "KOR_PEF"

    @property
    def is_correction(self) -> bool:
        """Whether the amounts of the header are differences (guide §6.1; PEF: after reading, see `app.invoice.pef`)."""
        return self.startswith("KOR")

    @property
    def is_advance(self) -> bool:
        """Whether the document records a payment before supply or corrects such a document."""
        return self is Kind.ZAL or self is Kind.KOR_ZAL

    @property
    def is_final(self) -> bool:
        """Whether the header holds only what advances left over (guide §5)."""
        return self is Kind.ROZ or self is Kind.KOR_ROZ


class VatGroup(StrEnum):
    """One sum of the VAT summary, named by its net field in FA(2)/FA(3) (guide §4.1).

    FA(1) is brought to these names by the reader where the document allows it (guide §1.3), PEF by its category
    codes (§12). FLAT_RATE is the value of an FA_RR invoice (`P_11_1`, refund `P_11_2`). FOREIGN is a PEF subtotal
    whose percent is no Polish rate.
    """

    P_13_1 = "P_13_1"
    P_13_2 = "P_13_2"
    P_13_3 = "P_13_3"
    P_13_4 = "P_13_4"
    P_13_5 = "P_13_5"
    P_13_6_1 = "P_13_6_1"
    P_13_6_2 = "P_13_6_2"
    P_13_6_3 = "P_13_6_3"
    P_13_7 = "P_13_7"
    P_13_8 = "P_13_8"
    P_13_9 = "P_13_9"
    P_13_10 = "P_13_10"
    P_13_11 = "P_13_11"
    FLAT_RATE = "P_11_1"
    FOREIGN = "FOREIGN"
    # FA(1) sums that cover several groups; kept as issued when the lines do not tell them apart.
    FA1_P_13_4 = "FA1_P_13_4"
    FA1_P_13_5 = "FA1_P_13_5"
    FA1_P_13_6 = "FA1_P_13_6"


class PartyRole(StrEnum):
    """Role of a `Podmiot3` (`Rola`); OTHER is `RolaInna` with its own description."""

    FACTOR = "1"
    RECIPIENT = "2"
    ORIGINAL_ENTITY = "3"
    ADDITIONAL_BUYER = "4"
    ISSUER = "5"
    PAYER = "6"
    JST_ISSUER = "7"
    JST_RECIPIENT = "8"
    GROUP_ISSUER = "9"
    GROUP_RECIPIENT = "10"
    EMPLOYEE = "11"
    OTHER = "other"


class MarginKind(StrEnum):
    """`PMarzy`: which margin scheme (art. 119, 120 of the VAT act)."""

    TRAVEL = "P_PMarzy_2"
    USED_GOODS = "P_PMarzy_3_1"
    ART = "P_PMarzy_3_2"
    ANTIQUES = "P_PMarzy_3_3"
    UNSPECIFIED = "P_PMarzy"
