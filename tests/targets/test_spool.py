"""Bytes kept in little memory come back as they were."""

from hypothesis import given
from hypothesis import strategies as st

from app.targets.spool import Spool


@given(st.lists(st.binary(max_size=5000)))
def test_gives_back_what_was_written(pieces):
    spool = Spool()
    for piece in pieces:
        spool.write(piece)
    assert b"".join(spool.drain()) == b"".join(pieces)


def test_keeps_repeated_records_small_and_comes_in_pieces():
    spool = Spool()
    for place in range(20_000):
        spool.write(f"<KONTRAHENT><NAZWA>Firma {place}</NAZWA></KONTRAHENT>".encode())
    pieces = list(spool.drain())
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= 64 * 1024
    assert sum(map(len, pieces)) > 1_000_000
