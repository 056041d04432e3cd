"""Traps of the invoice guide (§16) that every target must pass: texts, numbers, amounts and duplicates, on our own invoices."""

import io
import zipfile
from decimal import Decimal

import pytest

from app.base.findings import Level
from app.base.safe_names import safe_name
from app.targets.registry import TARGETS

HOSTILE = ("fa3-wrogie-nazwy", "fa3-wrogi-numer", "fa3-dlugie-pola", "fa3-dlugie-pola-b")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

EVERYTHING = {"jpk-fa": {"purchases": "write"}}
"""Options without which a target leaves purchases out by intent."""

pytestmark = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)


@pytest.fixture
def written(own_entries, batch_of):
    """Writes our own invoices of one client with a target: its files, what its check found, and the sources left out."""

    def write(target, client, *names):
        entries = [entry for name in names for entry in own_entries(name)]
        options = target.options(**EVERYTHING.get(target.id, {}))
        found = tuple(target.check(batch_of(client, entries), options))
        left_out = {finding.document for finding in found if finding.level is not Level.NOTES}
        kept = [entry for entry in entries if entry.source not in left_out]
        files = {}
        documents = 0
        for file in target.write(batch_of(client, kept), options):
            files[file.name] = b"".join(file.chunks)
            documents += file.documents
        return files, found, left_out, documents

    return write


def _texts(files):
    """Everything written, as one text; the parts of a workbook unpacked."""
    parts = []
    for name, data in files.items():
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts += [archive.read(member).decode("utf-8", "replace") for member in archive.namelist()]
        else:
            windows = name.endswith((".epp", ".txt")) or b'encoding="windows-1250"' in data[:60].lower()
            parts.append(data.decode("cp1250" if windows else "utf-8", "replace"))
    return "\n".join(parts)


def test_trap_27_hostile_texts_are_written(target, written):
    """Names with `;`, quotes, line breaks, formulas; numbers with `/`, `..` used as file names."""
    files, _, left_out, _ = written(target, "grafika", *HOSTILE)
    assert "fa3-wrogie-nazwy.xml" not in left_out
    assert [name for name in files if safe_name(name) != name or ".." in name] == []
    assert "rebię" in _texts(files)


def test_trap_27_no_cell_is_a_formula(target, written):
    """…formulas: no cell of a table begins one."""
    files, *_ = written(target, "grafika", *HOSTILE)
    if target.id == "xlsx":
        assert not any(f"<f>{text}" in _texts(files) for text in ("1+1", "HYPERLINK"))
    elif target.id == "csv":
        for data in files.values():
            cells = [cell.strip('"') for line in data.decode("utf-8-sig").splitlines() for cell in line.split(";")]
            assert [cell for cell in cells if cell.startswith(("=1+1", "=HYPERLINK", "@suma", "+48"))] == []


def test_trap_14_two_sellers_with_one_number_stay_two_documents(target, written):
    """The key must include the seller's NIP: `FV/1/2026` is used by everybody."""
    files, _, left_out, _ = written(target, "grafika", "fa3-ten-sam-numer", "fa3-tp-gtu")
    assert left_out == set()
    text = _texts(files)
    assert "9992064716" in text
    assert text.count("9/03/2026") >= 2


def test_trap_26_large_amounts_are_exact_or_refused(target, written):
    """Numbers as float."""
    files, _, left_out, _ = written(target, "stolarnia", "fa3-duze-kwoty", "fa3-vat")
    if "fa3-duze-kwoty.xml" not in left_out:
        text = _texts(files).replace(",", ".").replace("\xa0", "").replace(" ", "")
        assert any(
            str(amount) in text for amount in (Decimal("9007199254740.93"), Decimal("9007199254740.9300"), 900719925474093)
        )


def test_trap_29_a_collective_correction_names_its_originals(target, written):
    """Collective corrections forced into one "corrected invoice number": the full list is in the file or in a note."""
    files, found, left_out, _ = written(target, "stolarnia", "fa3-kor-zbiorcza")
    told = _texts(files) + "\n".join(finding.message for finding in found)
    assert left_out == set() or found
    for number in ("FS/3/01/2026", "FS/5/02/2026", "FS/12/03/2026"):
        assert number in told
