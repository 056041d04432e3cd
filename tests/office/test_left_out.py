"""A correction of data only stays out of the file, and the report says so (guide §6.2)."""

from pathlib import Path

import pytest

from app.archive.store import Archive
from app.base.environments import Environment
from app.office import companies, convert, listing
from app.office.convert import Outcome
from app.office.imports import import_files
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


def test_in_the_archive_it_becomes_skipped_with_the_conversion(invoices: Path, tmp_path: Path):
    with Archive.open(tmp_path / "production.sqlite", Environment.PRODUCTION) as archive:
        import_files(archive, CARPENTRY.nip, [invoices / "fa3-vat.xml", invoices / "fa3-kor-danych.xml"])
        with convert.preflight_archive(archive, CARPENTRY.nip, "epp") as plan:
            convert.write(plan, tmp_path / "out")
        rows = listing.rows(archive, listing.ordered_ids(archive, listing.Query(client=CARPENTRY.nip)))
        states = {row.source.split(" ")[0]: row.state for row in rows}
        assert sorted(states.values()) == [listing.WorkState.CONVERTED, listing.WorkState.SKIPPED]
        assert next(state for name, state in states.items() if "kor-danych" in name) is listing.WorkState.SKIPPED
        assert [client.new for client in companies.clients(archive)] == [0]


def test_what_has_no_place_in_one_kind_of_file_is_met_again_by_the_next(invoices: Path, tmp_path: Path):
    """A purchase stays out of JPK_FA, and is still new for the program that wants it."""
    with Archive.open(tmp_path / "production.sqlite", Environment.PRODUCTION) as archive:
        companies.add_client(archive, CARPENTRY)
        import_files(archive, CARPENTRY.nip, [invoices / "fa3-vat.xml", invoices / "fa3-vat-zakup.xml"])
        decisions = convert.Decisions({"receipt_date": "issue"})
        with convert.preflight_archive(archive, CARPENTRY.nip, "jpk-fa", decisions=decisions) as plan:
            assert plan.counts[Outcome.WRITTEN] == plan.counts[Outcome.SKIPPED] == 1
            assert [file.documents for file in convert.write(plan, tmp_path / "out").files] == [1]
        rows = listing.rows(archive, listing.ordered_ids(archive, listing.Query(client=CARPENTRY.nip)))
        states = {row.source.split(" ")[0]: row.state for row in rows}
        assert next(state for name, state in states.items() if "zakup" in name) is listing.WorkState.NEW
