"""What rules and hands decide, in the file of Optima."""

from decimal import Decimal

import msgspec
import pytest

from app.base.findings import Level
from app.targets.optima import Optima
from app.targets.optima.options import OptimaOptions
from tests.targets.optima.reading import numbers, records, text, texts, written


@pytest.fixture
def treated(own_entries, batch_of):
    def made(**fields):
        (entry,) = own_entries("fa3-vat-zakup")
        return batch_of("stolarnia", [msgspec.structs.replace(entry, **fields)])

    return made


def test_register_account_category_and_fixed_asset_stand_in_their_places(treated):
    batch = treated(register="ZAK-ŚT", account="010-1", category="MASZYNY", fixed_asset=True)
    (record,) = records(written(Optima(), batch, OptimaOptions()))
    assert text(record, "REJESTR") == "ZAK-ŚT"
    assert set(texts(record, "KONTO_WN")) == {"010-1"}
    assert text(record, "KATEGORIA") == "MASZYNY"
    assert set(texts(record, "RODZAJ_ZAKUPU")) == {"środki trwałe"}


def test_a_partly_deductible_purchase_has_two_rows_whose_sums_are_the_document(treated):
    (whole,) = records(written(Optima(), treated(), OptimaOptions()))
    (split,) = records(written(Optima(), treated(deductible_share=Decimal(50)), OptimaOptions()))
    assert len(texts(split, "LP")) == 2 * len(texts(whole, "LP"))
    assert sum(numbers(split, "VAT_SYS")) == sum(numbers(whole, "VAT_SYS"))
    assert texts(split, "ODLICZENIA_VAT")[:2] != texts(split, "ODLICZENIA_VAT")[1:3]


def test_what_has_no_field_is_said_and_a_register_too_long_is_refused(treated):
    batch = treated(vat_account="221", settlement_account="202", cost_type="paliwo")
    (note,) = [found for found in Optima().check(batch, OptimaOptions()) if found.code == "optima_treatment"]
    assert all(value in note.message for value in ("221", "202", "paliwo"))
    (refused,) = [found for found in Optima().check(treated(register="X" * 21), OptimaOptions()) if found.level is Level.BLOCKS]
    assert refused.code == "optima_register"
