import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import StorageError
from app.base.log import logging_to, redact

JWT = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI1MjY1ODc3NjM1In0.c2lnbmF0dXJlLXdpdGgtYnl0ZXM"
KSEF_TOKEN = "20260214-EC-2AB3C4D5E6-F7A8B9C0D1-E2|nip-5265877635|8f14e45fceea167a5a36dedd4bea2543"  # noqa: S105 – made up
NRB = "61109010140000071219812874"

SECRETS = [
    JWT,
    KSEF_TOKEN,
    NRB,
    f"PL{NRB}",
    "61 1090 1014 0000 0712 1981 2874",
    "PL61 1090 1014 0000 0712 1981 2874",
    "PL61\u00a01090\u00a01014\u00a00000\u00a00712\u00a01981\u00a02874",
    "DE89 3704 0044 0532 0130 00",
    "GB29NWBK60161331926819",
    "k7dM2vQ9fXz1Lr8TnB4yHc6WpE0sJa5UgKiO3RtYbV+/=",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "sentence",
    ["{}", "konto {}.", "token={}", '{{"refreshToken":"{}"}}', "Bearer {}", "Authorization: Bearer {} dalej", "a\n{}\nb"],
)
def test_a_secret_never_reaches_the_log(secret, sentence):
    redacted = redact(sentence.format(secret))
    assert secret not in redacted
    assert secret[-12:] not in redacted
    assert "[usunięto]" in redacted


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("password=hunter2", "hunter2"),
        ('{"password": "dwa słowa", "nip": "5265877635"}', "słowa"),
        ("hasło: Tajne!1", "Tajne"),
        ("https://jan:tajne@posrednik.biuro:8080/", "tajne"),
        ("KSeF-Token: abc", "abc"),
        ("'access_token': 'krótki'", "krótki"),
        ("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----", "MIIE"),
        ("-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE", "MHcC"),
        ("encryptedSymmetricKey=abc/def", "abc/def"),
        ("Proxy-Authorization: Basic amFuOnRham5l", "amFuOnRham5l"),
    ],
)
def test_what_is_announced_as_secret_is_erased(text, secret):
    assert secret not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "Pobrano 124 dokumenty klienta 526-587-76-35 za 2026-02.",
        "5265877635-20250826-0100001AF629-AF zapisano",
        "eksport 20260214-EE-2AB3C4D5E6-F7A8B9C0D1-E2 w toku",
        "C:/Biuro/Klienci/Hurtownia/2026/02/Zakupy/faktury_nowe.xml",
        "Faktura FV/12/2026 na 1 234 567,89 zł, kurs 4.3123 z tabeli 025/A/NBP/2026",
        "GET https://api.ksef.mf.gov.pl/v2/invoices/exports 429 Retry-After: 30",
        "/home/anna/.local/share/Konwerter KSeF/archives/production.sqlite",
    ],
)
def test_what_support_needs_stays(text):
    assert redact(text) == text


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(SECRETS))
def test_nothing_around_a_secret_brings_it_back(before, after, secret):
    assert secret not in redact(f"{before} {secret} {after}")


def test_the_log_holds_messages_arguments_and_tracebacks_without_secrets(tmp_path: Path):
    path = tmp_path / "dziennik.log"
    with logging_to(path):
        logging.getLogger("app.ksef").info("Zalogowano, token=%s", KSEF_TOKEN)
        logging.getLogger("app.ksef").debug("tylko dla programisty")
        try:
            int(JWT)
        except ValueError:
            logging.getLogger("app.office").exception("Nie udało się")
    logging.getLogger("app.ksef").warning("po zamknięciu")
    text = path.read_text(encoding="utf-8")
    assert "Zalogowano" in text
    assert "Traceback" in text
    assert "programisty" not in text
    assert "po zamknięciu" not in text
    assert KSEF_TOKEN not in text
    assert JWT not in text


def test_a_log_that_cannot_be_written_is_named(tmp_path: Path):
    with pytest.raises(StorageError, match="brak"), logging_to(tmp_path / "brak" / "dziennik.log"):
        pass
