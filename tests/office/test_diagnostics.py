import json
import zipfile

from app.base.environments import Environment
from app.base.paths import Paths
from app.office.diagnostics import crash_report, save_diagnostics
from app.office.imports import import_files
from tests.office.conftest import NIP

TOKEN = "20260901-EC-0123456789-ABCDEF0123-4D|nip-9992014701|" + "0f" * 32


def test_diagnostics_hold_counts_and_logs_but_no_document_and_no_secret(production, folder, tmp_path):
    import_files(production, NIP, [folder("fa3-vat.xml")])
    paths = Paths(tmp_path / "data")
    paths.settings.write_text('{"theme": "dark"}', encoding="utf-8")
    paths.log.write_text(f"2026-11-28 start\ntoken: {TOKEN}\n", encoding="utf-8")
    out = save_diagnostics(paths, tmp_path / "diagnostyka.zip", problem=f"Authorization: Bearer {TOKEN}")
    with zipfile.ZipFile(out) as opened:
        texts = {name: opened.read(name).decode() for name in opened.namelist()}
    program = json.loads(texts["program.json"])
    assert program["archives"]["production"]["documents"] == 1
    assert "start" in texts["dziennik/konwerter-ksef.log"]
    everything = "\n".join(texts.values())
    assert "0f0f0f" not in everything
    assert NIP not in everything
    assert "Stolarnia" not in everything


def test_a_damaged_archive_does_not_stop_the_diagnostics(tmp_path):
    paths = Paths(tmp_path / "data")
    paths.prepare()
    paths.archive(Environment.PRODUCTION).write_bytes(b"to nie jest baza" * 100)
    with zipfile.ZipFile(save_diagnostics(paths, tmp_path / "d.zip")) as opened:
        assert "problem" in json.loads(opened.read("program.json"))["archives"]["production"]


def test_a_crash_report_is_redacted():
    report = crash_report("ValueError", f"Traceback\n  token={TOKEN}")
    assert "0f0f0f" not in report
    assert "Traceback" in report
