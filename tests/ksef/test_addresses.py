"""Addresses: of every environment, of old days, and of servers in their place."""

import datetime as dt

import pytest

from app.base.environments import Environment
from app.base.errors import UnusableArgument
from app.ksef.addresses import TOKEN_RULES, addresses_of, is_loopback, recognise, token_notice


@pytest.mark.parametrize("environment", list(Environment))
def test_every_environment_says_what_it_is_for(environment):
    known = addresses_of(environment)
    assert known.purpose.endswith(".")
    assert known.signing_in.endswith(".")
    assert known.warning.endswith(".")
    assert known.qr == environment.qr_base


def test_the_real_environments_are_where_the_guide_says():
    assert addresses_of(Environment.PRODUCTION).api == "https://api.ksef.mf.gov.pl/v2"
    assert addresses_of(Environment.DEMO).api == "https://api-demo.ksef.mf.gov.pl/v2"
    assert addresses_of(Environment.TEST).api == "https://api-test.ksef.mf.gov.pl/v2"
    assert addresses_of(Environment.PRODUCTION).application == "https://ap.ksef.mf.gov.pl/web/"
    assert addresses_of(Environment.TEST).latarnia == ""


def test_another_server_takes_the_place_of_an_environment():
    elsewhere = addresses_of(Environment.TEST, "https://ksef.example/v2/")
    assert elsewhere.api == "https://ksef.example/v2"
    assert elsewhere.latarnia == ""
    assert elsewhere.warning == addresses_of(Environment.TEST).warning
    training = addresses_of(Environment.TRAINING, "http://127.0.0.1:8123/v2")
    assert (training.api, training.latarnia) == ("http://127.0.0.1:8123/v2", "http://127.0.0.1:8123")
    assert addresses_of(Environment.PRODUCTION, "http://localhost:1/v2").latarnia == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://ksef.example/v2",
        "ftp://127.0.0.1",
        "127.0.0.1:80",
        "https://",
        "http://127.0.0.1.evil.example/",
        "http://localhost@evil.example",
    ],
)
def test_no_other_server_is_spoken_to_in_the_open(url):
    with pytest.raises(UnusableArgument, match="nie może być adresem"):
        addresses_of(Environment.TEST, url)


def test_this_computer_is_known_under_its_names():
    assert is_loopback("http://127.0.0.1:5/v2")
    assert is_loopback("http://localhost")
    assert is_loopback("http://[::1]:8/")
    assert not is_loopback("http://10.0.0.1")
    assert not is_loopback("")


@pytest.mark.parametrize(
    ("text", "environment"),
    [
        ("https://ksef-test.mf.gov.pl/api/v2", Environment.TEST),
        ("https://ksef-demo.mf.gov.pl/api/v2", Environment.DEMO),
        ("https://ksef.mf.gov.pl/api/v2", Environment.PRODUCTION),
        ("ksef.mf.gov.pl/web", Environment.PRODUCTION),
        ("https://web2te-ksef.mf.gov.pl/web/", Environment.TEST),
        ("https://mcu.mf.gov.pl", Environment.PRODUCTION),
        ("https://ksef-test.mf.gov.pl/client-app/invoice/abc", Environment.TEST),
    ],
)
def test_an_old_address_is_recognised_and_explained(text, environment):
    found = recognise(text)
    assert found is not None
    assert found.environment is environment
    assert "dawnej wersji" in found.explanation
    assert addresses_of(environment).api in found.explanation


@pytest.mark.parametrize(
    ("text", "environment"),
    [
        ("https://api-test.ksef.mf.gov.pl/docs/v2", Environment.TEST),
        ("https://ap-demo.ksef.mf.gov.pl/web/", Environment.DEMO),
        ("https://qr.ksef.mf.gov.pl/invoice/1/2/3", Environment.PRODUCTION),
    ],
)
def test_todays_address_needs_no_explanation(text, environment):
    found = recognise(text)
    assert found is not None
    assert (found.environment, found.explanation) == (environment, "")


@pytest.mark.parametrize("text", ["", "https://example.com", "https://api.ksef.mf.gov.pl.evil.example/", "token"])
def test_any_other_address_is_none_of_ours(text):
    assert recognise(text) is None


def test_the_days_on_which_tokens_end_are_told_in_time():
    assert [rule.day for rule in TOKEN_RULES] == [dt.date(2026, 12, 31), dt.date(2027, 11, 30)]
    assert token_notice(dt.date(2026, 6, 1)) == ""
    assert "31 grudnia 2026" in token_notice(dt.date(2026, 11, 20))
    assert "ksef.podatki.gov.pl" in token_notice(dt.date(2026, 11, 20))
    assert "30 listopada 2027" not in token_notice(dt.date(2027, 1, 10))
    assert "30 listopada 2027" in token_notice(dt.date(2027, 10, 10))
    assert "30 listopada 2027" in token_notice(dt.date(2028, 1, 1))
