"""The worked example of README keeps what it teaches: it writes, refuses, asks, and reads back what it wrote."""

import io
import re
from pathlib import Path

from app.base.findings import Level
from app.booking.entry import Direction
from app.cli.main import main
from app.targets import registry
from app.targets.contract import ReadRow
from tests.targets.example.zeszyt import Zeszyt, ZeszytOptions
from tests.targets.made import box, made_entry

ROOT = Path(__file__).resolve().parents[3]
SOURCE = Path(__file__).with_name("zeszyt.py")
OPTIONS = ZeszytOptions()


def _written(batch, options=OPTIONS):
    (file,) = Zeszyt().write(batch, options)
    return b"".join(file.chunks), file


def test_it_stays_as_short_as_promised():
    assert len(SOURCE.read_text(encoding="utf-8").splitlines()) < 150


def test_readme_quotes_the_example_as_it_is():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    source = SOURCE.read_text(encoding="utf-8")
    section = readme.split("### Nowy format", 1)[1].split("\n### ", 1)[0]
    assert "tests/targets/example/zeszyt.py" in section
    quotes = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    assert quotes
    for quote in quotes:
        for part in quote.split("    ...\n"):
            assert part.strip("\n") in source


def test_a_line_for_each_document_and_rate(batch_of):
    entries = (
        made_entry(box(), box(group="P_13_2", rate="8", net="-10.00", tax="-0.80")),
        made_entry(direction=Direction.PURCHASE),
    )
    data, file = _written(batch_of("stolarnia", entries))
    assert data.decode().splitlines() == [
        "strona;data;numer;NIP;stawka;netto;VAT",
        "S;2026-03-10;FS/1/2026;9992144705;23;100,00;23,00",
        "S;2026-03-10;FS/1/2026;9992144705;8;-10,00;-0,80",
        "Z;2026-03-10;FS/1/2026;9992144705;23;100,00;23,00",
    ]
    assert file.documents == 2


def test_what_was_written_reads_back_as_expected(batch_of, own_entries, expected):
    target, compared = Zeszyt(), 0
    for name in (name for name, known in expected.items() if known["client"]):
        entries = own_entries(name)
        batch = batch_of(expected[name]["client"], entries)
        if entries and not any(found.level is Level.BLOCKS for found in target.check(batch, OPTIONS)):
            data, _file = _written(batch)
            wanted = [target.expect(entry, batch, OPTIONS) for entry in entries if entry.vat and not entry.no_effect]
            assert list(target.read(io.BytesIO(data))) == wanted, name
            compared += 1
    assert compared > 30


def test_a_rate_it_does_not_know_is_refused(batch_of):
    batch = batch_of("stolarnia", [made_entry(box(group="P_13_11", rate="marza", tax="0.00"))])
    (finding,) = Zeszyt().check(batch, OPTIONS)
    assert (finding.level, finding.code, finding.document) == (Level.BLOCKS, "zeszyt_rate", "FS/1/2026.xml")


def test_a_long_number_asks_and_then_is_shortened_with_a_note(batch_of):
    number = "FAKTURA/SPRZEDAZY/2026/03/000001"
    (asked,) = Zeszyt().check(batch_of("stolarnia", [made_entry(number=number)]), OPTIONS)
    assert (asked.level, asked.code) == (Level.ASKS, "short_number")
    answered = batch_of("stolarnia", [made_entry(number=number, decisions={"short_number": "yes"})])
    (told,) = Zeszyt().check(answered, OPTIONS)
    assert told.level is Level.NOTES
    assert number in told.message
    (document,) = Zeszyt().read(io.BytesIO(_written(answered)[0]))
    assert len(document.number) == 20
    assert document.rows == (ReadRow("23", made_entry().net, made_entry().tax),)


def test_a_name_in_the_registry_is_all_that_the_rest_of_the_program_needs(monkeypatch, invoices, tmp_path, capsys):
    monkeypatch.setattr(registry, "TARGETS", (*registry.TARGETS, Zeszyt()))
    out = tmp_path / "wynik.txt"
    command = ["convert", str(invoices / "fa3-vat.xml"), "--nip", "9992014701", "--to", "zeszyt", "--set", "heading=nie"]
    assert main([*command, "--out", str(out)], lambda *_given: 40) == 0
    (document,) = Zeszyt().read(io.BytesIO(out.read_bytes()))
    assert (document.direction, document.tax_number) == (Direction.SALE, "9992054706")
    assert str(out) in capsys.readouterr().out
