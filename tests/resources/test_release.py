"""What a release says of itself, what it is made of, how it is signed."""

import base64
import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app import __version__
from app.office.licences import libraries_here
from tests.resources.conftest import ROOT

WORKFLOWS = ROOT / ".github" / "workflows"


def test_the_bill_of_materials_names_every_library_with_version_and_licence(script):
    bill = script("sbom").bill_of_materials(dt.datetime(2026, 11, 28, 12, 0, tzinfo=dt.UTC))
    assert (bill["bomFormat"], bill["specVersion"], bill["metadata"]["component"]["version"]) == ("CycloneDX", "1.6", __version__)
    assert bill["metadata"]["timestamp"] == "2026-11-28T12:00:00Z"
    components = {component["name"]: component for component in bill["components"]}
    for library in libraries_here():
        assert components[library.name]["purl"] == f"pkg:pypi/{library.name.lower().replace('_', '-')}@{library.version}"
    assert all(component["licenses"][0]["license"]["name"] for component in components.values())
    references = [component["bom-ref"] for component in bill["components"]]
    assert len(set(references)) == len(references)
    assert bill["dependencies"][0]["dependsOn"] == references


def test_the_notes_are_the_versions_part_of_the_list_of_changes(script):
    changes = "# Zmiany\n\n## [1.1.0] - 2026-12-01\n\n- Nowe.\n\n## [1.0.0] - 2026-11-01\n\n- Pierwsze.\n"
    notes = script("release_notes").release_notes(changes, "1.1.0")
    assert notes.startswith("- Nowe.")
    assert "Pierwsze" not in notes
    assert "SUMY-SHA256.txt" in notes


@pytest.mark.parametrize("changes", ["", "## [1.1.0]\n\n## [1.0.0]\n\n- Pierwsze.\n"])
def test_a_release_without_a_word_on_its_changes_is_refused(script, changes: str):
    with pytest.raises(ValueError, match=r"1\.1\.0"):
        script("release_notes").release_notes(changes, "1.1.0")


def test_the_workflows_use_only_scripts_that_are_there():
    text = "\n".join(file.read_text(encoding="utf-8") for file in WORKFLOWS.glob("*.yml"))
    named = set(re.findall(r"resources/[\w.-]+\.(?:py|sh|txt)", text))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_nothing_is_published_without_a_self_test_of_the_frozen_program():
    release = (WORKFLOWS / "release.yml").read_text(encoding="utf-8")
    assert release.count("--self-test") >= 3
    assert "needs: [windows, linux]" in release


@pytest.mark.skipif(sys.platform == "win32", reason="programs for Windows are signed on Linux")
def test_without_a_certificate_nothing_is_signed_and_nothing_fails(tmp_path: Path):
    program = tmp_path / "p.exe"
    program.write_bytes(b"MZ")
    done = _sign(program, {})
    assert "Bez podpisu" in done.stderr
    assert program.read_bytes() == b"MZ"


@pytest.mark.skipif(sys.platform == "win32", reason="programs for Windows are signed on Linux")
def test_with_a_certificate_a_setup_carries_its_signature(tmp_path: Path):
    for tool in ("osslsigncode", "makensis"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    source = tmp_path / "s.nsi"
    source.write_text('Unicode true\nName "x"\nOutFile "p.exe"\nSection\nSectionEnd\n', encoding="utf-8")
    subprocess.run(["makensis", "-V1", str(source)], check=True, cwd=tmp_path)
    program = tmp_path / "p.exe"
    _sign(program, {"WINDOWS_CERTIFICATE": _certificate(), "WINDOWS_CERTIFICATE_PASSWORD": "hasło do prób", "TIMESTAMP_URL": ""})
    said = subprocess.run(["osslsigncode", "verify", str(program)], check=False, capture_output=True, text=True).stdout
    assert "Konwerter KSeF Test" in said
    assert "No signature found" not in said


def _sign(program: Path, variables: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WINDOWS_CERTIFICATE")}
    command = ["sh", str(ROOT / "resources" / "sign.sh"), str(program)]
    return subprocess.run(command, check=True, capture_output=True, text=True, env={**clean, **variables})


def _certificate() -> str:
    from cryptography import x509  # noqa: PLC0415 - one test needs it
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Konwerter KSeF Test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
        .sign(key, hashes.SHA256())
    )
    how = serialization.BestAvailableEncryption("hasło do prób".encode())
    return base64.b64encode(pkcs12.serialize_key_and_certificates(b"x", key, made, None, how)).decode()
