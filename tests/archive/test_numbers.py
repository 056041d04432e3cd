import pytest

from app.archive.numbers import likeness, sort_key


def test_numbers_sort_as_people_count():
    numbers = ["FV/10/2026", "fv/9/2026", "FV/2/2026"]
    assert sorted(numbers, key=sort_key) == ["FV/2/2026", "fv/9/2026", "FV/10/2026"]


@pytest.mark.parametrize("other", ["FV 7/2026", "fv-007-2026", "FV/7/2026 ", "Fv.7.2026"])
def test_numbers_written_otherwise_are_alike(other: str):
    assert likeness(other) == likeness("FV/7/2026")


@pytest.mark.parametrize("other", ["FV/72/026", "FV/17/2026", "FK/7/2026", "FV/7/2025"])
def test_other_numbers_are_not(other: str):
    assert likeness(other) != likeness("FV/7/2026")
