"""The download against the sandbox: real HTTP, real cryptography."""

import datetime as dt
import re
import threading

import pytest

from app.archive.ksef_records import SyncState
from app.base.errors import UnusableArgument
from app.base.findings import Level
from app.base.progress import CancelToken
from app.office.access import set_token
from app.office.board import board
from app.office.diary import runs
from app.office.imports import import_files
from app.office.listing import Query, ordered_ids, rows
from app.office.sync import sync
from app.sandbox.faults import Fault
from app.sandbox.server import Sandbox
from app.sandbox.training import Seed
from app.vault import names
from tests.office.ksef_peer import BUYER, SELLER, THIRD, another, connected, held

HOUR = 3600.0
MONTH = dt.timedelta(days=30)


@pytest.fixture
def invoice(invoices):
    return (invoices / "fa3-vat.xml").read_bytes()


@pytest.fixture
def ksef(sandbox_keys, still_clock):
    with Sandbox(Seed.empty(SELLER, BUYER, THIRD), clock=still_clock, keys=sandbox_keys) as sandbox:
        yield sandbox


@pytest.fixture
def office(ksef, tmp_path):
    with connected(tmp_path, ksef) as connection:
        yield connection


def give_token(connection, ksef, nip=SELLER):
    set_token(connection, nip, ksef.training_token(nip))


def posts(ksef, path):
    return [request for request in ksef.requests if request.method == "POST" and request.path.endswith(path)]


def test_everything_comes_once_byte_for_byte_and_the_mark_can_be_defended(sandbox_keys, still_clock, tmp_path):
    with Sandbox(clock=still_clock, keys=sandbox_keys) as ksef, connected(tmp_path, ksef) as connection:
        nips = [company.nip for company in ksef.companies]
        for nip in nips:
            give_token(connection, ksef, nip)
        done = sync(connection)
        for result in done.clients:
            truth = ksef.complete_documents(result.nip)
            assert held(connection, result.nip) == truth
            assert (result.state, result.new) == (SyncState.COMPLETE, len(truth))
            assert result.complete_from == dt.datetime(2026, 1, 31, 23, tzinfo=dt.UTC)
            assert result.complete_to <= ksef.hwm()
            assert ksef.hwm() - result.complete_to < dt.timedelta(minutes=5)
        assert [result.nip for result in done.clients] == sorted(nips)
        assert {row.name for row in board(connection.archive)} == {company.name for company in ksef.companies}
        again = sync(connection)
        assert [(result.state, result.new) for result in again.clients] == [(SyncState.COMPLETE, 0)] * len(nips)
        assert ksef.limit_violations == 0


def test_a_document_that_turns_up_late_below_now_is_not_missed(office, ksef, invoice):
    give_token(office, ksef)
    sync(office)
    late = ksef.late_arrival(invoice)
    ksef.advance(HOUR)
    sync(office)
    assert set(held(office, SELLER)) == {late}


def test_an_earlier_beginning_fills_the_gap_later(office, ksef, invoice):
    now = ksef.clock.now()
    numbers = [ksef.add_invoice(another(invoice, f"FV/{n}"), stored=now - n * MONTH) for n in range(1, 9)]
    give_token(office, ksef)
    first = sync(office, [SELLER], since=(now - 2.5 * MONTH).date())
    assert set(held(office, SELLER)) == set(numbers[:2])
    assert first.clients[0].complete_from > now - 3 * MONTH
    second = sync(office, [SELLER], since=(now - 10 * MONTH).date())
    assert set(held(office, SELLER)) == set(numbers)
    assert second.clients[0].complete_from < now - 9 * MONTH
    third = sync(office, [SELLER], since=now.date())
    assert third.clients[0].complete_from == second.clients[0].complete_from


def test_windows_are_never_longer_than_ksef_takes_and_every_role_is_asked(office, ksef):
    give_token(office, ksef)
    sync(office, [SELLER])
    asked = [request.body["filters"] for request in posts(ksef, "/invoices/exports")]
    assert {filters["subjectType"] for filters in asked} == {"Subject1", "Subject2", "Subject3", "SubjectAuthorized"}
    for filters in asked:
        dates = filters["dateRange"]
        length = dt.datetime.fromisoformat(dates["to"]) - dt.datetime.fromisoformat(dates["from"])
        assert length <= dt.timedelta(days=99)
        assert dates["restrictToPermanentStorageHwmDate"] is True


def test_a_package_that_is_cut_goes_on_where_it_ended(sandbox_keys, still_clock, tmp_path, invoice):
    with Sandbox(Seed.empty(SELLER), clock=still_clock, keys=sandbox_keys, cap=5, part_size=3000) as ksef:
        stored = ksef.clock.now() - 2 * MONTH
        for n in range(23):
            ksef.add_invoice(another(invoice, f"FV/{n}"), stored=stored + n // 2 * dt.timedelta(minutes=1))
        with connected(tmp_path, ksef) as connection:
            give_token(connection, ksef)
            result = sync(connection).clients[0]
            assert held(connection, SELLER) == ksef.complete_documents(SELLER)
            assert (result.state, result.new) == (SyncState.COMPLETE, 23)


def test_a_document_of_two_roles_is_kept_once(office, ksef, invoice):
    ksef.add_invoice(
        re.sub(rb"(<Podmiot2>.*?<NIP>)[0-9]+", rb"\g<1>" + SELLER.encode(), invoice, flags=re.DOTALL),
        stored=ksef.clock.now() - MONTH,
    )
    give_token(office, ksef)
    result = sync(office, [SELLER]).clients[0]
    assert len(held(office, SELLER)) == 1
    assert (result.new, result.known) == (1, 1)


def test_next_to_nothing_is_fetched_one_by_one(office, ksef, invoice):
    give_token(office, ksef)
    sync(office, [SELLER])
    number = ksef.add_invoice(invoice)
    ksef.advance(HOUR)
    before = len(posts(ksef, "/invoices/exports"))
    sync(office, [SELLER])
    assert set(held(office, SELLER)) == {number}
    assert len(posts(ksef, "/invoices/exports")) == before


def test_what_is_no_readable_invoice_is_kept_and_shown_as_a_problem(office, ksef, invoice):
    strange = invoice.replace(b"</P_2>", b"</P_2><P_13_99>1.00</P_13_99>")
    number = ksef.add_invoice(strange, stored=ksef.clock.now() - MONTH)
    give_token(office, ksef)
    result = sync(office, [SELLER]).clients[0]
    assert held(office, SELLER) == {number: strange}
    assert (result.state, result.problems) == (SyncState.COMPLETE, 1)
    assert "nie da się" in result.message
    (row,) = rows(office.archive, ordered_ids(office.archive, Query(levels=frozenset({Level.BLOCKS}))))
    assert row.ksef_number == number


def test_bytes_from_a_file_give_way_to_the_original_and_that_is_told(office, ksef, invoice, tmp_path):
    number = ksef.add_invoice(invoice, stored=ksef.clock.now() - MONTH)
    file = tmp_path / f"{number}.xml"
    file.write_bytes(invoice.replace(b"\n", b"\r\n"))
    import_files(office.archive, SELLER, [file])
    give_token(office, ksef)
    result = sync(office, [SELLER]).clients[0]
    assert held(office, SELLER) == {number: invoice}
    assert number in result.message


def test_the_same_bytes_from_a_file_get_their_number(office, ksef, invoice, tmp_path):
    file = tmp_path / "faktura.xml"
    file.write_bytes(invoice)
    import_files(office.archive, SELLER, [file])
    number = ksef.add_invoice(invoice, stored=ksef.clock.now() - MONTH)
    give_token(office, ksef)
    sync(office, [SELLER])
    assert held(office, SELLER) == {number: invoice}


def test_a_file_with_other_bytes_and_no_number_does_not_keep_the_original_out(office, ksef, invoice, tmp_path):
    file = tmp_path / "faktura.xml"
    file.write_bytes(invoice.replace(b"\n", b"\r\n"))
    import_files(office.archive, SELLER, [file])
    number = ksef.add_invoice(invoice, stored=ksef.clock.now() - MONTH)
    give_token(office, ksef)
    sync(office, [SELLER])
    assert held(office, SELLER)[number] == invoice


def test_other_bytes_under_a_number_that_ksef_gave_before_are_a_loud_problem(office, ksef, invoice):
    number = ksef.add_invoice(invoice, stored=ksef.clock.now() - MONTH)
    give_token(office, ksef)
    first = sync(office, [SELLER], since=(ksef.clock.now() - MONTH / 2).date())
    assert first.clients[0].new == 0
    sync(office, [SELLER], since=(ksef.clock.now() - 2 * MONTH).date())
    other = another(invoice, "FV/inna")
    ksef.world.documents = type(ksef.world.documents)(b"again")
    ksef.add_invoice(other, stored=ksef.clock.now() - 3 * MONTH, number=number)
    result = sync(office, [SELLER], since=(ksef.clock.now() - 4 * MONTH).date()).clients[0]
    assert held(office, SELLER) == {number: invoice}
    assert result.state is SyncState.FAILED
    assert number in result.message
    assert result.complete_from == dt.datetime.combine(
        (ksef.clock.now() - 2 * MONTH).date(), dt.time(), dt.timezone(dt.timedelta(hours=2))
    )


def test_the_key_of_an_export_is_in_the_vault_until_the_commit(office, ksef, invoice):
    ksef.add_invoice(invoice, stored=ksef.clock.now() - MONTH)
    give_token(office, ksef)
    seen = []

    def watch(_context, _progress):
        pending = office.archive.path
        with office.archive.reading() as connection:
            references = connection.exec_driver_sql("SELECT reference FROM pending_exports WHERE NOT done").scalars().all()
        seen.extend(office.vault.get(names.export_key(reference)) is not None for reference in references)
        assert pending.exists()

    sync(office, [SELLER], watch=watch)
    assert seen
    assert all(seen)
    assert [name for name in office.vault._secrets if name.startswith("export/")] == []


def test_a_failing_client_does_not_stop_the_others_and_the_diary_tells(office, ksef, invoice):
    ksef.add_invoice(invoice, stored=ksef.clock.now() - MONTH)
    for nip in (SELLER, BUYER, THIRD):
        give_token(office, ksef, nip)
    ksef.revoke_token(BUYER)
    results = {result.nip: result for result in sync(office).clients}
    assert results[BUYER].state is SyncState.FAILED
    assert "unieważniony" in results[BUYER].message
    assert results[SELLER].state is results[THIRD].state is SyncState.COMPLETE
    assert len(held(office, SELLER)) == 1
    (run,) = runs(office.archive)
    assert {result.nip: result.state for result in run.clients} == {nip: result.state for nip, result in results.items()}
    assert run.finished_at is not None
    refused = next(row for row in board(office.archive) if row.nip == BUYER)
    assert refused.access_state.value == "refused"


def test_a_long_wait_for_limits_ends_the_client_as_waiting(office, ksef):
    give_token(office, ksef)
    ksef.inject(Fault("rate-limit", path="/invoices/exports$", method="POST", value=3000))
    result = sync(office, [SELLER]).clients[0]
    assert result.state is SyncState.WAITING
    assert result.resumes_at is not None
    assert "wznowienie" in result.message
    ksef.advance(HOUR)
    assert sync(office, [SELLER]).clients[0].state is SyncState.COMPLETE


def test_a_short_wait_for_limits_is_waited_for(office, ksef, invoice):
    ksef.add_invoice(invoice, stored=ksef.clock.now() - MONTH)
    give_token(office, ksef)
    ksef.inject(Fault("rate-limit", path="/invoices/exports$", method="POST", value=300))
    assert sync(office, [SELLER]).clients[0].state is SyncState.COMPLETE


@pytest.mark.parametrize("kind", ["metadata-cut", "metadata-missing", "metadata-extra", "metadata-lacking", "flipped-byte"])
def test_a_package_that_contradicts_itself_is_exported_again(office, ksef, invoice, kind):
    ksef.add_invoice(invoice, stored=ksef.clock.now() - MONTH)
    give_token(office, ksef)
    ksef.inject(Fault(kind, count=1))
    result = sync(office, [SELLER]).clients[0]
    assert result.state is SyncState.COMPLETE
    assert held(office, SELLER) == ksef.complete_documents(SELLER)


def test_a_document_that_ksef_lists_but_never_gives_keeps_the_mark_back(office, ksef, invoice):
    ksef.add_invoice(invoice, stored=ksef.clock.now() - MONTH)
    give_token(office, ksef)
    ksef.inject(Fault("metadata-extra", count=None))
    result = sync(office, [SELLER]).clients[0]
    assert result.state is SyncState.FAILED
    ksef.clear_faults()
    assert sync(office, [SELLER]).clients[0].state is SyncState.COMPLETE
    assert held(office, SELLER) == ksef.complete_documents(SELLER)


def test_exports_that_never_come_are_replaced_by_single_downloads(office, ksef, invoice):
    ksef.add_invoice(invoice, stored=ksef.clock.now() - MONTH)
    give_token(office, ksef)
    ksef.inject(Fault("export-stuck", count=None))
    results = [sync(office, [SELLER]).clients[0]]
    while results[-1].state is SyncState.WAITING and len(results) < 5:
        ksef.advance(HOUR)
        results.append(sync(office, [SELLER]).clients[0])
    assert results[-1].state is SyncState.COMPLETE
    assert held(office, SELLER) == ksef.complete_documents(SELLER)


def test_cancel_returns_at_once_and_the_next_run_goes_on(office, ksef, invoice):
    for n in range(5):
        ksef.add_invoice(another(invoice, f"FV/{n}"), stored=ksef.clock.now() - MONTH)
    give_token(office, ksef)
    token = CancelToken()
    ksef.inject(Fault("stall", path="/invoices/exports$", method="POST", value=5))
    threading.Timer(0.3, token.cancel).start()
    begun = dt.datetime.now(dt.UTC)
    result = sync(office, [SELLER], cancel=token).clients[0]
    assert (dt.datetime.now(dt.UTC) - begun) < dt.timedelta(seconds=4)
    assert result.state is SyncState.CANCELLED
    ksef.clear_faults()
    assert sync(office, [SELLER]).clients[0].state is SyncState.COMPLETE
    assert held(office, SELLER) == ksef.complete_documents(SELLER)


def test_a_second_download_of_the_same_client_is_refused_while_one_runs(office, ksef):
    give_token(office, ksef)
    inner = []

    def watch(_context, _progress):
        if not inner:
            inner.append(None)
            inner.append(sync(office, [SELLER]).clients[0])

    assert sync(office, [SELLER], watch=watch).clients[0].state is SyncState.COMPLETE
    assert inner[1].state is SyncState.FAILED
    assert "już" in inner[1].message


def test_without_any_access_there_is_nothing_to_download(office):
    with pytest.raises(UnusableArgument):
        sync(office)
    result = sync(office, [SELLER]).clients[0]
    assert result.state is SyncState.FAILED
    assert "nie ustawiono dostępu" in result.message


def test_a_token_for_one_run_needs_no_vault(office, ksef, invoice):
    ksef.add_invoice(invoice, stored=ksef.clock.now() - MONTH)
    result = sync(office, [SELLER], tokens={SELLER: ksef.training_token(SELLER)}).clients[0]
    assert (result.state, result.new) == (SyncState.COMPLETE, 1)
    assert office.vault.get(names.token(SELLER)) is None


def test_a_unit_is_downloaded_for_its_client(office, ksef):
    unit = f"{SELLER}-00001"
    result = sync(office, [unit], tokens={unit: ksef.training_token(unit)}).clients[0]
    assert (result.nip, result.context, result.state) == (SELLER, unit, SyncState.COMPLETE)


@pytest.mark.parametrize(
    "kinds", [("documents-lacking",), ("documents-lacking", "metadata-cut"), ("documents-lacking", "metadata-missing")]
)
def test_a_package_that_lacks_many_documents_again_and_again_is_made_up_from_the_list(office, ksef, invoice, kinds):
    for n in range(24):
        ksef.add_invoice(another(invoice, f"FV/{n}"), stored=ksef.clock.now() - MONTH)
    for kind in kinds:
        ksef.inject(Fault(kind, count=None))
    give_token(office, ksef)
    result = sync(office, [SELLER]).clients[0]
    assert held(office, SELLER) == ksef.complete_documents(SELLER)
    assert (result.state, result.new) == (SyncState.COMPLETE, 24)


def test_a_package_that_lacks_documents_does_not_make_the_time_complete(office, ksef, invoice):
    for n in range(24):
        ksef.add_invoice(another(invoice, f"FV/{n}"), stored=ksef.clock.now() - MONTH)
    for kind in ("documents-lacking", "metadata-cut"):
        ksef.inject(Fault(kind, count=None))
    ksef.inject(Fault("status", path="/invoices/query/metadata$", value=500, count=None))
    give_token(office, ksef)
    result = sync(office, [SELLER]).clients[0]
    assert len(held(office, SELLER)) == result.new == 12
    assert result.state is not SyncState.COMPLETE
    ksef.clear_faults()
    sync(office, [SELLER])
    assert held(office, SELLER) == ksef.complete_documents(SELLER)


def test_a_wait_for_limits_while_signing_in_lets_the_same_run_go_on(office, ksef, invoice):
    number = ksef.add_invoice(invoice, stored=ksef.clock.now() - MONTH)
    give_token(office, ksef)
    ksef.inject(Fault("rate-limit", path="/auth/challenge$", value=300))
    result = sync(office, [SELLER]).clients[0]
    assert (result.state, result.message.startswith("Nowe dokumenty: 1.")) == (SyncState.COMPLETE, True)
    assert set(held(office, SELLER)) == {number}


def test_a_server_that_asks_to_come_back_in_a_minute_is_asked_again_in_the_same_run(office, ksef, invoice):
    number = ksef.add_invoice(invoice, stored=ksef.clock.now() - MONTH)
    give_token(office, ksef)
    ksef.inject(Fault("out-of-order", path="/invoices/exports$", method="POST", value=60))
    assert sync(office, [SELLER]).clients[0].state is SyncState.COMPLETE
    assert set(held(office, SELLER)) == {number}


def test_a_server_that_never_stops_asking_to_come_back_ends_the_run(office, ksef):
    give_token(office, ksef)
    ksef.inject(Fault("out-of-order", path="/invoices/exports$", method="POST", value=60, count=None))
    assert sync(office, [SELLER]).clients[0].state is SyncState.FAILED


def test_what_goes_wrong_with_the_reading_of_one_client_does_not_stop_the_others(office, ksef, invoice):
    ksef.add_invoice(invoice, stored=ksef.clock.now() - MONTH)
    give_token(office, ksef)
    give_token(office, ksef, THIRD)

    def broken(_context, progress):
        if progress.text.startswith("Odczytano"):
            raise ZeroDivisionError

    states = {result.nip: result.state for result in sync(office, [SELLER, THIRD], watch=broken).clients}
    assert states == {SELLER: SyncState.FAILED, THIRD: SyncState.COMPLETE}


def test_who_was_cancelled_while_waiting_for_limits_can_be_downloaded_again_at_once(office, ksef):
    give_token(office, ksef)
    ksef.inject(Fault("rate-limit", path="/invoices/exports$", method="POST", value=300))
    token = CancelToken()
    waited = []

    def watch(_context, progress):
        if progress.until is not None:
            waited.append(progress)
            token.cancel()

    first = sync(office, [SELLER], watch=watch, cancel=token)
    second = sync(office, [SELLER])
    assert waited
    assert [done.clients[0].state for done in (first, second)] == [SyncState.CANCELLED, SyncState.COMPLETE]


def test_a_run_that_broke_down_leaves_the_client_to_the_next_one(office, ksef):
    give_token(office, ksef)

    class Broken(BaseException):
        pass

    def watch(_context, progress):
        if "paczk" in progress.text:
            raise Broken

    with pytest.raises(Broken) as broken:  # its traceback keeps everything alive
        sync(office, [SELLER], watch=watch)
    assert sync(office, [SELLER]).clients[0].state is SyncState.COMPLETE
    assert broken.tb is not None


def test_a_token_for_this_run_only_concerns_its_own_context(office, ksef):
    unit = f"{SELLER}-00012"
    set_token(office, unit, ksef.training_token(unit))
    done = sync(office, [SELLER], tokens={SELLER: ksef.training_token(SELLER)})
    assert [(result.context, result.state) for result in done.clients] == [(SELLER, SyncState.COMPLETE)]
    assert {result.context for result in sync(office, [SELLER]).clients} == {unit}
