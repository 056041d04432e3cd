import json
import shutil

import pytest

from app.cli.main import main

NIP = "9992014701"
OTHER = "9992024705"
PLACE = ("--environment", "test", "--nip", NIP)


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KONWERTER_KSEF_DATA", str(tmp_path / "data"))

    def ran(*arguments):
        status = main([str(one) for one in arguments], lambda _data_dir: 40)
        out, err = capsys.readouterr()
        assert "Błąd programu" not in err, err
        return status, out, err

    return ran


@pytest.fixture
def office(run, invoices, tmp_path):
    place = tmp_path / "faktury"
    place.mkdir()
    shutil.copyfile(invoices / "fa3-vat-zakup.xml", place / "fa3-vat-zakup.xml")
    shutil.copyfile(invoices / "fa3-vat.xml", place / "fa3-vat.xml")
    assert run("import", place, *PLACE)[0] == 0
    return run


def numbers(run):
    return {row["direction"]: row["number"] for row in json.loads(run("list", *PLACE, "--json")[1])}


def test_rules_are_added_tried_ordered_and_removed(office):
    rule = ("--name", "Wszystko z Polski", "--if-direction", "purchase", "--if-currency", "pln")
    status, out, err = office("rules", "try", *PLACE, *rule, "--category", "Koszty")
    assert status == 0
    assert [one["after"][0]["value"] for one in json.loads(out)] == ["Koszty"]
    assert "niczego nie zmieniono" in err
    first = office("rules", "add", *PLACE, *rule, "--category", "Koszty", "--deductible-share", "50")[1].strip()
    second = office("rules", "add", *PLACE, *rule, "--category", "Inne")[1].strip()
    assert office("rules", "order", *PLACE, second, first)[0] == 0
    listed = json.loads(office("rules", "list", *PLACE)[1])
    assert [one["treatment"]["category"] for one in listed] == ["Inne", "Koszty"]
    assert office("rules", "remove", *PLACE, first)[0] == 0
    status, _out, err = office("rules", "remove", *PLACE, first)
    assert status == 2
    assert f"nie ma reguły {first}" in err


def test_a_rule_without_conditions_is_refused(office):
    status, _out, err = office("rules", "add", *PLACE, "--name", "R", "--category", "x")
    assert status == 2
    assert "wszystkich dokumentów" in err


def test_a_document_is_edited_by_hand_and_edits_become_proposals(office, tmp_path):
    number = numbers(office)["purchase"]
    assert office("edit", *PLACE, number, "--category", "Paliwo", "--skip", "nie")[0] == 0
    assert office("edit", *PLACE, number, "--clear", "skip")[0] == 0
    assert json.loads(office("rules", "proposals", *PLACE)[1]) == [], "one document is no habit"
    out = tmp_path / "wynik"
    decide = ("--decide", "receipt_date=issue")
    assert office("convert", *PLACE, "--to", "csv", "--out", out, *decide)[0] == 0
    assert any("Paliwo" in path.read_text(encoding="utf-8-sig") for path in out.iterdir())
    status, _out, err = office("edit", *PLACE, "nie ma takiego", "--category", "x")
    assert status == 2
    assert "nie ma dokumentu" in err
    assert office("edit", *PLACE, number)[0] == 2


def test_a_profile_is_shown_changed_copied_and_carried_in_a_file(office, tmp_path):
    assert office("company", "add", "--environment", "test", "--nip", OTHER, "--name", "Inny")[0] == 0
    status, _out, _err = office(
        "profile", "set", *PLACE, "--to", "optima", "--set", "register_sale=SPRZ", "--deduction-delay", "1",
        "--defaults", "purchase", "--account", "402", "--deductible-share", "50",
    )  # fmt: skip
    assert status == 0
    shown = json.loads(office("profile", "show", *PLACE)[1])
    assert (shown["target"], shown["options"], shown["deduction_delay"]) == ("optima", {"register_sale": "SPRZ"}, 1)
    assert shown["purchase"] == {"account": "402", "deductible_share": "50"}
    assert office("profile", "export", *PLACE, "--out", tmp_path / "p.json")[0] == 0
    assert office("profile", "import", "--environment", "test", "--nip", OTHER, tmp_path / "p.json")[0] == 0
    assert office("profile", "copy", *PLACE, "--other", OTHER)[0] == 0
    his = json.loads(office("profile", "show", "--environment", "test", "--nip", OTHER)[1])
    assert his["purchase"] == shown["purchase"]


def test_values_without_a_register_are_refused(office):
    status, _out, err = office("profile", "set", *PLACE, "--account", "402")
    assert status == 2
    assert "--defaults" in err
