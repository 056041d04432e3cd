import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app import __version__
from app.cli.main import main

NIP = "9992014701"
SALE = "fa3-vat.xml"
PURCHASE = "fa3-vat-zakup.xml"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run a command in process: (status, standard output, standard error)."""
    monkeypatch.setenv("KONWERTER_KSEF_DATA", str(tmp_path / "data"))

    def ran(*arguments):
        status = main([str(one) for one in arguments], lambda data_dir: 40 if data_dir is None else 41)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        assert "Błąd programu" not in err, err
        return status, out, err

    return ran


@pytest.fixture
def month(tmp_path, invoices):
    place = tmp_path / "marzec"
    place.mkdir()
    for name in (SALE, PURCHASE):
        shutil.copyfile(invoices / name, place / name)
    return place


def test_without_a_command_the_window_opens(run, tmp_path):
    assert run()[0] == 40
    assert run("--data-dir", tmp_path)[0] == 41


def test_convert_writes_and_reports(run, month, tmp_path):
    report = tmp_path / "raporty" / "r.json"
    status, out, err = run("convert", month, "--nip", NIP, "--to", "optima", "--out", tmp_path / "wynik", "--report", report)
    assert status == 1, "a document awaits a decision"
    assert "receipt_date" in err
    assert Path(out.strip()).is_file()
    assert "Sprawdzono: plik odczytany ponownie, 1 dokument, kwoty co do grosza zgodne." in err
    written = json.loads(report.read_text(encoding="utf-8"))
    assert [row["state"] for row in written["documents"]] == ["asks", "written"]
    assert (written["verified"], written["totals_written"][0]["written_net_pln"]) == (True, "4350.00")
    status, out, _err = run("convert", month, "--nip", NIP, "--out", tmp_path / "a.epp", "--decide", "receipt_date=issue")
    assert (status, out) == (0, f"{tmp_path / 'a.epp'}\n")
    assert not (tmp_path / "data").exists(), "files are converted without an archive"


def test_convert_options_reach_the_target(run, month, tmp_path):
    for version in ("1.11", "1.12"):
        run("convert", month, "--nip", NIP, "--out", tmp_path / f"{version}.epp", "--set", f"version={version}")
    assert (tmp_path / "1.11.epp").read_bytes() != (tmp_path / "1.12.epp").read_bytes()


def test_direction_filters(run, month, tmp_path):
    report = tmp_path / "r.json"
    arguments = ("convert", month, "--nip", NIP, "--out", tmp_path / "o", "--report", report, "--direction", "sale")
    assert run(*arguments)[0] == 0
    assert [row["state"] for row in json.loads(report.read_text())["documents"]] == ["skipped", "written"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["convert"],
        ["nie-ma"],
        ["convert", "{month}", "--nip", NIP],
        ["convert", "{month}", "--nip", "1234567890", "--out", "{out}"],
        ["convert", "{month}", "--nip", NIP, "--to", "word", "--out", "{out}"],
        ["convert", "{month}", "--nip", NIP, "--set", "kolor=1", "--out", "{out}"],
        ["convert", "{month}", "--nip", NIP, "--set", "version", "--out", "{out}"],
        ["convert", "{month}", "--nip", NIP, "--decide", "kolor=1", "--out", "{out}"],
        ["convert", "{month}", "--nip", NIP, "--decide", "receipt_date=jutro", "--out", "{out}"],
        ["convert", "{month}", "--nip", NIP, "--month", "2026-03", "--out", "{out}"],
        ["convert", "{month}", "--environment", "test", "--nip", NIP, "--out", "{out}"],
        ["convert", "--nip", NIP, "--out", "{out}"],
        ["convert", "--environment", "test", "--nip", NIP, "--month", "2026-13", "--out", "{out}"],
        ["convert", "--environment", "test", "--nip", NIP, "--by", "vat", "--out", "{out}"],
        ["convert", "--environment", "test", "--nip", NIP, "--out", "{out}"],
        ["convert", "{out}/nie-ma.xml", "--nip", NIP, "--out", "{out}"],
        ["inspect", "{month}", "--json"],
        ["page", "{month}/fa3-vat.xml", "--out", "{out}.doc"],
        ["page", "--out", "{out}"],
        ["page", "--nip", NIP, "--out", "{out}"],
        ["page", "{month}", "--nip", NIP, "--environment", "test", "--out", "{out}"],
        ["page", "{month}", "--month", "2026-03", "--out", "{out}"],
        ["page", "{month}", "--out", "{out}", "--name-pattern", "{{numer}} {{kwota}}"],
        ["page", "{month}", "--out", "{out}", "--name-pattern", "{{data}}"],
        ["list", "--environment", "prod", "--nip", NIP],
        ["company"],
        ["company", "add", "--nip", "1"],
        ["company", "import", "nie-ma.csv"],
        ["import", "{month}", "--nip", NIP],
    ],
)
def test_what_cannot_be_meant_ends_with_2_and_a_sentence(run, month, tmp_path, arguments):
    status, out, err = run(*(one.format(month=month, out=tmp_path / "o") for one in arguments))
    assert (status, out) == (2, "")
    assert len(err) > 20
    assert not (tmp_path / "o").exists()


def test_the_disk_at_fault_ends_with_3(run, month, tmp_path):
    (tmp_path / "plik").write_text("")
    status, _out, err = run("convert", month, "--nip", NIP, "--out", tmp_path / "plik" / "wynik")
    assert status == 3
    assert "Nie można zapisać" in err
    (tmp_path / "data" / "archives").mkdir(parents=True)
    (tmp_path / "data" / "archives" / "demo.sqlite").write_bytes(b"x" * 5000)
    status, _out, err = run("company", "list", "--environment", "demo")
    assert status == 3
    assert "uszkodzony" in err


def test_a_report_that_cannot_be_written_hides_nothing_of_the_conversion(run, month, tmp_path):
    (tmp_path / "r.json").mkdir()
    status, out, err = run(
        "convert",
        month / SALE,
        "--nip",
        NIP,
        "--out",
        tmp_path / "wynik.epp",
        "--report",
        tmp_path / "r.json",
        "--decide",
        "rate=4",
    )
    assert (status, out) == (3, f"{tmp_path / 'wynik.epp'}\n")
    assert "Zapisano: 1" in err
    assert "rate@NUMER" in err, "a decision that nobody needed is told"
    (tmp_path / "plik").write_text("")
    status, out, _err = run(
        "convert", month / SALE, "--nip", NIP, "--out", tmp_path / "b.epp", "--report", tmp_path / "plik" / "r.json"
    )
    assert (status, out) == (3, "")
    assert not (tmp_path / "b.epp").exists(), "where the report's folder cannot be made nothing is written"


def test_inspect_is_the_invoice_as_json(run, month):
    status, out, _err = run("inspect", month / SALE, "--json")
    invoice = json.loads(out)
    assert status == 0
    assert (invoice["number"], invoice["seller"]["nip"], invoice["extras"]) == ("FS/12/03/2026", NIP, [])
    assert isinstance(invoice["total_due"], str)
    assert run("inspect", month / SALE)[1].startswith("FA (3), VAT, FS/12/03/2026")


def test_inspect_of_a_broken_file_ends_with_2(run, invoices):
    status, _out, err = run("inspect", invoices / "bad" / "uciety.xml", "--json")
    assert status == 2
    assert "wiersz" in err


def test_entries_are_json_with_the_keys_scripts_rely_on(run, month, invoices):
    status, out, _err = run("entries", month, invoices / "fa3-vat-trzy-stawki.xml", "--nip", NIP, "--json")
    answer = json.loads(out)
    assert status == 1
    assert {
        "source", "number", "ksef_number", "direction", "kind", "issue_date", "supply_date", "receipt_date", "vat_period", "currency",
        "counterparty", "vat", "codes", "exchange_rate", "income", "findings",
    } <= set(answer["entries"][0])  # fmt: skip
    assert set(answer["entries"][0]["vat"][0]) == {"box", "rate", "net_document", "tax_document", "net_pln", "tax_pln"}
    assert [row["findings"][0]["code"] for row in answer["refused"]] == ["client_not_found"]
    assert run("entries", month / SALE, "--nip", NIP)[0] == 0


def test_targets(run):
    status, out, _err = run("targets", "--json")
    answer = json.loads(out)
    assert status == 0
    assert {"epp", "optima", "csv", "xlsx"} <= {target["id"] for target in answer["targets"]}
    assert "receipt_date" in {question["code"] for question in answer["questions"]}
    assert "--set" in run("targets")[1]


def test_page(run, month, tmp_path):
    assert run("page", month / SALE, "--out", tmp_path / "a.html", "--environment", "training")[0] == 0
    assert "SZKOLENIOW" in (tmp_path / "a.html").read_text(encoding="utf-8").upper()


def test_pages_of_many_files_go_to_a_folder_under_the_names_of_the_pattern(run, month, tmp_path):
    status, out, _err = run("page", month, "--out", tmp_path / "strony", "--name-pattern", "{data} {numer}")
    assert status == 0
    assert sorted(out.splitlines()) == sorted(str(path) for path in (tmp_path / "strony").iterdir())
    assert any("FS_12_03_2026" in line for line in out.splitlines())
    assert run("page", month / SALE, "--out", tmp_path / "jedna")[0] == 0
    assert len(list((tmp_path / "jedna").iterdir())) == 1
    (tmp_path / "zepsuty.xml").write_bytes(b"<Faktura")
    status, out, err = run("page", month / SALE, tmp_path / "zepsuty.xml", "--out", tmp_path / "inne")
    assert (status, len(out.splitlines())) == (1, 1)
    assert "zepsuty.xml" in err


def test_the_archive_from_import_to_export(run, month, tmp_path):
    box = ("--environment", "training", "--nip", NIP)
    status, out, _err = run("import", month, *box)
    assert (status, out.startswith("Nowe: 2,")) == (0, True)
    assert run("import", month, *box)[1].startswith("Nowe: 0, znane: 2,")
    listed = json.loads(run("list", *box, "--json")[1])
    keys = {
        "ksef_number",
        "number",
        "direction",
        "issue_date",
        "receipt_date",
        "state",
        "sha256",
        "net",
        "tax",
        "gross",
        "currency",
    }
    assert all(keys <= set(row) for row in listed)
    assert {row["state"] for row in listed} == {"new"}
    assert json.loads(run("list", *box, "--json", "--direction", "sale", "--month", "2026-03")[1])[0]["number"] == "FS/12/03/2026"
    assert json.loads(run("list", *box, "--json", "--month", "2020-01")[1]) == []
    status, out, _err = run(
        "convert", *box, "--to", "epp", "--out", tmp_path / "w", "--month", "2026-03", "--decide", "receipt_date=issue"
    )
    assert status == 0
    assert "SZKOLENIOWE" in out
    assert {row["state"] for row in json.loads(run("list", *box, "--json")[1])} == {"converted"}
    status, out, _err = run("convert", *box, "--out", tmp_path / "w2", "--month", "2026-03")
    assert (status, out) == (0, ""), "converted documents are not written again by the way"
    assert run("convert", *box, "--out", tmp_path / "w2", "--state", "converted")[0] == 1
    assert run("convert", *box, "--out", tmp_path / "w2", "--state", "converted", "--decide", "repeated=again")[0] == 0
    assert run("xml", *box, "--out", tmp_path / "xml")[0] == 0
    assert len(list((tmp_path / "xml").iterdir())) == 2
    assert run("xml", *box, "--out", tmp_path / "luty", "--month", "2026-02")[0] == 0
    assert list((tmp_path / "luty").iterdir()) == []
    status, out, _err = run("page", *box, "--month", "2026-03", "--out", tmp_path / "pdf", "--name-pattern", "{kierunek}_{numer}")
    assert status == 0
    assert "sprzedaz_FS_12_03_2026.pdf" in {path.name for path in (tmp_path / "pdf").iterdir()}
    packed = ("--month", "2026-03", "--out", tmp_path / "p.zip", "--name-pattern", "{data}_{numer}")
    assert run("package", *box, *packed)[0] == 0
    assert run("company", "remove", *box)[0] == 2
    assert run("company", "remove", *box, "--proof", tmp_path / "protokol.txt")[0] == 0
    assert json.loads(run("company", "list", "--environment", "training", "--json")[1]) == []


def test_the_history_tells_who_wrote_what_and_takes_it_back(run, month, tmp_path):
    client = ("--environment", "test", "--nip", NIP)
    assert run("company", "add", "--environment", "test", "--nip", NIP, "--name", "Stolarnia")[0] == 0
    assert run("import", month, *client)[0] == 0
    assert run("convert", *client, "--month", "2026-03", "--out", tmp_path / "wynik", "--decide", "receipt_date=issue")[0] == 0
    status, out, _err = run("history", *client, "--json")
    (row,) = json.loads(out)
    assert (status, row["target"], row["documents"], row["undone_at"]) == (0, "epp", 2, None)
    assert row["made_by"]
    assert {total["direction"] for total in row["totals"]} == {"sale", "purchase"}
    (file,) = row["files"]
    assert file["state"] == "same"
    Path(file["path"]).unlink()
    status, out, err = run("history", *client, "--undo", row["id"])
    assert status == 0
    assert "Przywrócono 2 dokumenty" in err
    assert "cofnięta" in out
    assert "brak pliku" in out
    assert run("history", *client, "--undo", row["id"])[0] == 2
    assert run("history", *client, "--undo", 99)[0] == 2


def test_companies(run, tmp_path):
    assert run("company", "add", "--nip", "999-201-47-01", "--name", "Stolarnia", "--quarterly")[0] == 0
    assert run("company", "add", "--nip", NIP)[0] == 2
    (tmp_path / "lista.csv").write_text("nazwa;nip\nZorza;9992024705\nZła;1\n", encoding="utf-8")
    assert run("company", "import", tmp_path / "lista.csv")[0] == 1
    listed = json.loads(run("company", "list", "--json")[1])
    assert [(row["nip"], row["name"], row["quarterly"]) for row in listed] == [
        (NIP, "Stolarnia", True),
        ("9992024705", "Zorza", False),
    ]


def test_data_dir_before_and_after_the_command(run, tmp_path):
    run("--data-dir", tmp_path / "a", "company", "list")
    run("company", "list", "--data-dir", tmp_path / "b")
    assert (tmp_path / "a" / "archives" / "production.sqlite").exists()
    assert (tmp_path / "b" / "archives" / "production.sqlite").exists()


def test_as_a_real_process(month, tmp_path):
    environment = {**os.environ, "KONWERTER_KSEF_DATA": str(tmp_path / "data")}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        environment.pop(name, None)
    root = Path(__file__).resolve().parents[2]

    def run_process(*arguments):
        command = [sys.executable, "-m", "app", *map(str, arguments)]
        return subprocess.run(command, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - ours

    assert run_process("--version").stdout.strip().endswith(__version__)
    done = run_process("convert", month, "--nip", NIP, "--out", tmp_path / "w", "--decide", "receipt_date=issue")
    assert (done.returncode, Path(done.stdout.strip()).is_file()) == (0, True)
    assert run_process("convert", month, "--nip", "zły NIP", "--out", tmp_path / "w").returncode == 2
    assert "Użycie:" in run_process("convert", "--help").stdout
    if sys.platform.startswith("linux"):
        window = run_process()
        assert window.returncode == 3
        assert "wiersza poleceń" in window.stderr
