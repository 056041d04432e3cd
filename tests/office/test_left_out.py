"""A correction of data only stays out of the file, and the report says so (guide §6.2)."""

from pathlib import Path

import pytest

from app.office import convert
from app.office.convert import Outcome
from tests.cast import CARPENTRY


@pytest.mark.parametrize("target", ["epp", "optima"])
def test_a_correction_of_data_only_counts_as_skipped(invoices: Path, tmp_path: Path, target: str):
    inputs = [invoices / "fa3-vat.xml", invoices / "fa3-kor-danych.xml"]
    with convert.preflight_files(inputs, CARPENTRY.nip, target) as plan:
        states = {Path(row.source).name: row.state for row in plan.documents}
        conversion = convert.write(plan, tmp_path)
        assert states == {"fa3-vat.xml": Outcome.WRITTEN, "fa3-kor-danych.xml": Outcome.SKIPPED}
        assert [file.documents for file in conversion.files] == [plan.counts[Outcome.WRITTEN]] == [1]


def test_it_is_written_where_the_office_wants_it(invoices: Path, tmp_path: Path):
    with convert.preflight_files([invoices / "fa3-kor-danych.xml"], CARPENTRY.nip, "epp", options={"no_effect": "write"}) as plan:
        assert plan.counts[Outcome.WRITTEN] == 1
        assert convert.write(plan, tmp_path).files[0].documents == 1
