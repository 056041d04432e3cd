import pytest

from app.office.gaps import number_gaps


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        ([], ()),
        (["FV/1/03", "FV/2/03", "FV/3/03"], ()),
        (["FV/1/03", "FV/3/03"], ("FV/2/03",)),
        (["FV/009", "FV/012"], ("FV/010", "FV/011")),
        (["FV/9", "FV/11"], ("FV/10",)),
        (["FV/1", "FV/500"], ()),
        (["A/1", "B/3"], ()),
        (["FV/1/2026", "FV/1/2026", "FV/2/2026"], ()),
        (["12345678901234567890", "12345678901234567892"], ()),
    ],
)
def test_holes_in_a_series(numbers, missing):
    assert number_gaps(numbers) == missing
