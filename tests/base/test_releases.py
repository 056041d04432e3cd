import pytest

from app.base.releases import Release


@pytest.mark.parametrize(
    ("released", "own", "newer"),
    [("1.10", "1.9", True), ("1.2.1", "1.2", True), ("1.2.0", "1.2", False), ("0.9.9", "1.0", False), ("2.0", "1.99.99", True)],
)
def test_versions_are_compared_number_by_number(released: str, own: str, *, newer: bool):
    assert Release(released).is_newer_than(own) is newer
