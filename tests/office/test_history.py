"""The history of conversions: who, when, which file with which content, and the way back."""

from pathlib import Path

import pytest

from app.base.errors import Cancelled, UnusableArgument
from app.base.progress import CancelToken
from app.office.convert import preflight_archive, write
from app.office.history import FileState, WrittenFile, documents_in, file_state, history, undo
from app.office.imports import import_files
from app.office.listing import WorkState
from tests.office.conftest import NIP, SALE


@pytest.fixture
def converted(production, folder, tmp_path):
    """The archive with one conversion of two documents."""
    import_files(production, NIP, [folder(SALE, "fa3-fp.xml")])
    with preflight_archive(production, NIP, "epp") as plan:
        write(plan, tmp_path / "wynik")
    return production


def test_a_conversion_is_told_whole_and_undone(converted):
    (row,) = history(converted, NIP)
    assert (row.profile.target, row.month, row.documents, row.undone_at) == ("epp", "2026-03", 2, None)
    assert row.made_by
    assert row.totals == (("sale", "23", "4850.00", "1115.50"),)
    assert {document.summary.number for document in documents_in(converted, row.id)} == {"FS/12/03/2026", "FP/4/03/2026"}
    assert undo(converted, row.id) == 2
    assert history(converted, NIP)[0].undone_at is not None
    assert {document.state for document in documents_in(converted, row.id)} == {WorkState.NEW}


def test_a_file_that_was_changed_or_is_gone_is_noticed(converted, tmp_path):
    ((file,),) = (row.files for row in history(converted, NIP))
    assert file_state(file) is FileState.SAME
    path = Path(file.path)
    path.write_bytes(path.read_bytes() + b" ")
    assert file_state(file) is FileState.CHANGED
    path.unlink()
    assert file_state(file) is FileState.GONE
    assert file_state(WrittenFile(str(tmp_path), file.sha256, 1)) in {FileState.UNREADABLE, FileState.GONE}


def test_looking_at_a_file_can_be_stopped(converted):
    ((file,),) = (row.files for row in history(converted, NIP))
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        file_state(file, token)


def test_an_unknown_client_has_no_history(converted):
    with pytest.raises(UnusableArgument):
        history(converted, "5265877635")
