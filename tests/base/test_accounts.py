import pytest

from app.base.accounts import usable_account


@pytest.mark.parametrize(
    ("given_as", "usable"),
    [
        ("PL 06 1050 1025 0000 0000 0000 0123", "06105010250000000000000123"),
        ("06105010250000000000000123", "06105010250000000000000123"),
        ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("06105010250000000000000124", ""),
        ("rachunek w kasie", ""),
        ("", ""),
    ],
)
def test_accounts_are_taken_only_when_sound(given_as, usable):
    assert usable_account(given_as) == usable
