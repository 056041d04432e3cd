"""What the setup for Windows promises, and the portable variant."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app import __version__
from app.base.paths import PORTABLE_MARKER, find_paths
from tests.resources.conftest import ROOT

SCRIPT = (ROOT / "resources" / "installer" / "setup.nsi").read_text(encoding="utf-8")


def _section(name: str) -> str:
    """The lines between a Section and its end."""
    found = re.search(rf"^Section [^\n]*{name}[^\n]*\n(.*?)^SectionEnd", SCRIPT, re.MULTILINE | re.DOTALL)
    assert found is not None, name
    return found[1]


def test_it_is_for_one_user_without_administrator_rights():
    assert "RequestExecutionLevel user" in SCRIPT
    assert 'InstallDir "$LOCALAPPDATA\\Programs\\' in SCRIPT
    assert "HKLM" not in SCRIPT
    assert "$COMMONPROGRAMFILES" not in SCRIPT


def test_every_text_is_there_in_polish_and_english():
    texts = re.findall(r"^LangString (\w+) \$\{LANG_(\w+)\} \"(.+)\"$", SCRIPT, re.MULTILINE)
    polish = {name for name, language, _text in texts if language == "POLISH"}
    english = {name for name, language, _text in texts if language == "ENGLISH"}
    assert polish == english
    assert set(re.findall(r"\$\((\w+)\)", SCRIPT)) == polish


def test_opening_of_xml_is_opt_in_and_takes_nothing_away_from_other_programs():
    assert re.search(r'^Section /o "\$\(OPENING\)"', SCRIPT, re.MULTILINE)
    writes = [line for line in SCRIPT.splitlines() if "WriteReg" in line and ".xml" in line]
    assert len(writes) == 1
    assert "OpenWithProgids" in writes[0]
    assert '--open "%1"' in _section("SEC_OPENING")


def test_an_upgrade_and_a_removal_close_the_program_first():
    assert _section("SEC_PROGRAM").split("\n")[1].strip() == "Call CloseProgram"
    assert _section("UNSEC_PROGRAM").split("\n")[1].strip() == "Call un.CloseProgram"
    asked, closed = (re.sub(r" ;.*", "", line) for line in SCRIPT.splitlines() if "nsExec::Exec" in line)
    assert asked.endswith("""'"$INSTDIR\\${CLI}" --quit'"""), "it may be working beside the clock, without a window to close"
    assert "taskkill /IM" in closed
    assert "/F" not in closed, "politely, never by force"


def test_a_removal_keeps_the_data_unless_it_is_told_in_words():
    assert "${TITLE}" in _section("UNSEC_DATA")
    assert re.search(r'^Section /o "un\.\$\(DATA\)" UNSEC_DATA', SCRIPT, re.MULTILINE)
    assert "$LOCALAPPDATA\\${TITLE}" not in _section("UNSEC_PROGRAM")
    assert 'GetOptions} $0 "/USUN-DANE"' in SCRIPT


def test_what_silent_removal_needs_is_registered_with_quotes():
    assert """"UninstallString" '"$INSTDIR\\uninstall.exe"'""" in SCRIPT
    assert """"QuietUninstallString" '"$INSTDIR\\uninstall.exe" /S'""" in SCRIPT


def test_every_message_box_has_an_answer_for_the_silent_mode():
    for line in SCRIPT.splitlines():
        assert "MessageBox" not in line or "/SD" in line, line


@pytest.mark.skipif(sys.platform != "linux", reason="the 64-bit stub comes with NSIS of Debian and Ubuntu")
def test_the_setup_compiles_without_a_warning(built: Path, tmp_path: Path):
    if shutil.which("makensis") is None:
        pytest.skip("makensis is not installed")
    for name in ("Konwerter KSeF.exe", "konwerter-ksef.exe"):
        (built / name).write_bytes(b"MZ")
    out = tmp_path / "wyniki"
    subprocess.run(["sh", str(ROOT / "resources/windows-packages.sh"), str(built), str(out)], check=True, capture_output=True)
    assert {file.name for file in out.iterdir()} == {
        f"KonwerterKSeF-{__version__}-{end}" for end in ("setup.exe", "przenosny.zip")
    }
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", f"-DSOURCE_DIR={built}", f"-DOUT_FILE={tmp_path / 's.exe'}"]
    script = str(ROOT / "resources/installer/setup.nsi")
    subprocess.run([*command, "-DVERSION=1.2.3", "-DVERSION4=1.2.3.0", script], check=True, capture_output=True)


def test_the_portable_variant_holds_the_marker_beside_the_program(built: Path, tmp_path: Path, script):
    out = tmp_path / "p.zip"
    script("portable").make_portable(built, out)
    with zipfile.ZipFile(out) as packed:
        names = packed.namelist()
        assert len({name.split("/")[0] for name in names}) == 1
        (marker,) = (name for name in names if name.endswith(f"/{PORTABLE_MARKER}"))
        (program,) = (name for name in names if name.endswith("/konwerter-ksef"))
        assert marker.rpartition("/")[0] == program.rpartition("/")[0]
        assert "dane" in packed.read(marker).decode("utf-8-sig")


def test_a_removal_with_data_removes_the_folder_that_the_program_uses(monkeypatch: pytest.MonkeyPatch):
    if sys.platform == "win32":
        monkeypatch.delenv("KONWERTER_KSEF_DATA", raising=False)
        assert find_paths(None, {}).data.name == "Konwerter KSeF"
    assert '!define TITLE "Konwerter KSeF"' in SCRIPT
