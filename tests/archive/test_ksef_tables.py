"""What downloading keeps: coverage in stretches, calls of all threads, locks."""

import threading

import pytest

from app.archive.calls import ArchivedCalls
from app.archive.clients import remove_client
from app.archive.coverage import open_segments, reaches, segments
from app.archive.deliveries import deliver
from app.archive.ksef_records import Landing, Mark, Segment
from app.archive.locks import only_one
from app.base.errors import StorageError
from tests.archive.conftest import NIP

SECOND = 10_000_000
ROLES = ("Subject1", "Subject2")


def at(second):
    return Mark(second * SECOND, f"{second}")


def nothing():
    pass


def land(archive, role, segment, until):
    landing = Landing(client_nip=NIP, context=NIP, role=role, segment_ticks=at(segment).ticks, until=until)
    return deliver(archive, landing, (), nothing)


def test_stretches_that_touch_become_one(archive):
    open_segments(archive, NIP, NIP, ROLES, at(100), earlier=False)
    land(archive, ROLES[0], 100, at(200))
    open_segments(archive, NIP, NIP, ROLES, at(50), earlier=False)
    assert segments(archive, NIP, ROLES[0]) == (Segment(at(100), at(200)),)
    open_segments(archive, NIP, NIP, ROLES, at(50), earlier=True)
    assert len(segments(archive, NIP, ROLES[0])) == 2
    land(archive, ROLES[0], 50, at(80))
    assert segments(archive, NIP, ROLES[0])[0] == Segment(at(50), at(80))
    land(archive, ROLES[0], 50, at(100))
    assert segments(archive, NIP, ROLES[0]) == (Segment(at(50), at(200)),)


def test_an_end_never_goes_back(archive):
    open_segments(archive, NIP, NIP, ROLES, at(100), earlier=False)
    for until in (at(200), at(150), None):
        land(archive, ROLES[0], 100, until)
    assert segments(archive, NIP, ROLES[0])[0].until == at(200)


def test_complete_is_what_all_roles_share(archive):
    open_segments(archive, NIP, NIP, ROLES, at(100), earlier=False)
    land(archive, ROLES[0], 100, at(300))
    assert reaches(archive, ROLES)[NIP].until is None
    land(archive, ROLES[1], 100, at(200))
    reach = reaches(archive, ROLES)[NIP]
    assert reach.start.timestamp() == 100
    assert reach.until.timestamp() == 199, "the last instant itself is not claimed"


def test_removing_a_client_removes_what_was_known_of_his_downloads(archive):
    open_segments(archive, NIP, NIP, ROLES, at(100), earlier=False)
    remove_client(archive, NIP)
    assert segments(archive, NIP, ROLES[0]) == ()


def test_no_call_of_any_thread_is_lost(archive):
    log = ArchivedCalls(archive)

    def work():
        for _ in range(25):
            log.change(NIP, "invoiceExport", lambda times, blocked: ((*times, 1.5), blocked + 1))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen = []
    log.change(NIP, "invoiceExport", lambda times, blocked: (seen.append((len(times), blocked)), ((), 0.0))[1])
    assert seen == [(100, 100.0)]


def test_a_context_is_downloaded_once_at_a_time(archive):
    with only_one(archive, NIP), pytest.raises(StorageError, match="już"), only_one(archive, NIP):
        pass
    with only_one(archive, NIP):
        pass
