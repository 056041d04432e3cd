"""Options and files of the .epp target."""

import datetime as dt

import msgspec
import pytest

from app.base.errors import ProgramError, UnusableArgument
from app.booking.client import Client
from app.targets.contract import Batch
from app.targets.epp import Epp
from app.targets.epp.options import EppOptions
from app.targets.options import parse_options
from tests.targets.epp.epp_reading import read

WRITTEN_AT = dt.datetime(2026, 4, 2, 8, 15, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ({"ksef_section": "mode_date"}, "1.12"),
        ({"contractor_symbols": "ODEON"}, "NIP=SYMBOL"),
        ({"contractor_symbols": "9992024705=SYMBOL-DŁUŻSZY-NIŻ-DWADZIEŚCIA"}, "20 znaków"),
        ({"contractor_symbols": "9992024705=A;9992034709=A"}, "dwóch kontrahentów"),
        ({"version": "1.06"}, "1.05.3"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(pairs, said):
    with pytest.raises(UnusableArgument, match=said):
        parse_options(EppOptions, pairs)


def test_symbols_may_be_given_in_lines_or_with_semicolons():
    lines = parse_options(EppOptions, {"contractor_symbols": "999-202-47-05 = ODEON\n\nDE811234567=MUSTER"})
    semicolons = parse_options(EppOptions, {"contractor_symbols": "9992024705=ODEON; DE811234567=MUSTER"})
    assert lines != semicolons
    for options in (lines, semicolons):
        assert options.contractor_symbols.count("=") == 2


class Once:
    """Entries that count how often they are read."""

    def __init__(self, *entries):
        self.entries = entries
        self.readings = 0

    def __iter__(self):
        self.readings += 1
        yield from self.entries


def test_one_file_reads_the_entries_once_and_counts_them_as_it_is_written(entry_of):
    entries = Once(entry_of("fa3-vat"), entry_of("fa3-vat-zakup"))
    batch = Batch(Client(nip="9992014701"), entries, WRITTEN_AT)
    list(Epp().check(batch, EppOptions()))
    assert entries.readings == 1
    (file,) = Epp().write(batch, EppOptions())
    assert entries.readings == 1
    data = b"".join(file.chunks)
    assert entries.readings == 2
    assert file.documents == len(read(data).documents) == 2
    assert file.name == "epp_9992014701_2026-04-02.epp"


def test_sales_and_purchases_go_to_files_of_their_own(entry_of):
    entries = (entry_of("fa3-vat-zakup"), entry_of("fa3-vat"), msgspec.structs.replace(entry_of("fa3-vat"), number="2"))
    batch = Batch(Client(nip="9992014701"), entries, WRITTEN_AT)
    files = {file.name: read(b"".join(file.chunks)) for file in Epp().write(batch, EppOptions(separate_files=True))}
    assert [[document[1] for document in file.documents] for file in files.values()] == [["FZ"], ["FS", "FS"]]
    assert [name.rpartition("_")[2] for name in files] == ["zakup.epp", "sprzedaz.epp"]


def test_the_same_batch_gives_the_same_bytes(entry_of, batch_of, write):
    batch = batch_of("stolarnia", [entry_of("fa3-vat"), entry_of("fa3-wdt"), entry_of("fa3-kor-roznice")])
    assert write(batch) == write(batch)


def test_a_document_that_still_waits_is_never_written(entry_of, batch_of, write):
    entry = msgspec.structs.replace(entry_of("fa3-marza-sprzedaz"), decisions={})
    with pytest.raises(ProgramError):
        write(batch_of("stolarnia", [entry]))
