"""The promise: whatever happens, in whatever order, in the end the archive holds exactly the documents of KSeF, once each, byte for
byte, and no limit was ever exceeded."""

import contextlib
import datetime as dt
import gc
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.archive.ksef_records import SyncState
from app.base.environments import Environment
from app.base.progress import CancelToken
from app.office.access import set_token
from app.office.board import board
from app.office.sync import sync
from app.sandbox.clock import Clock
from app.sandbox.faults import Fault
from app.sandbox.keys import Keys
from app.sandbox.server import Sandbox
from app.sandbox.training import Seed
from tests.office.doom import Doom, DoomedVault, Killed, start_program
from tests.office.ksef_peer import BUYER, SELLER, START, THIRD, another, held

INVOICES = Path(__file__).resolve().parents[1] / "invoices"
CLIENTS = (SELLER, BUYER, THIRD)
STRANGER = "9992054706"
KEYS: list[Keys] = []

FAULTS = st.one_of(
    st.builds(
        Fault,
        st.sampled_from(["drop", "lost", "reset", "truncated", "wrong-length", "unauthorized", "gone", "forbidden-null"]),
        skip=st.integers(0, 6),
        count=st.integers(1, 4),
    ),
    st.builds(
        Fault, st.just("status"), value=st.sampled_from([500, 502, 503, 504]), skip=st.integers(0, 6), count=st.integers(1, 8)
    ),
    st.builds(Fault, st.just("html"), value=st.sampled_from([502, 503]), skip=st.integers(0, 6), count=st.integers(1, 8)),
    st.builds(Fault, st.just("rate-limit"), value=st.sampled_from([None, 5, 600, 3000]), skip=st.integers(0, 6)),
    st.builds(
        Fault,
        st.just("auth-status"),
        value=st.sampled_from(
            [(450, "Nieprawidłowe wyzwanie autoryzacyjne"), (450, "Nieprawidłowe szyfrowanie tokena"), (500, ""), (550, "")]
        ),
    ),
    st.builds(Fault, st.just("export-status"), value=st.sampled_from([500, 550, 410, 415, 420]), count=st.integers(1, 5)),
    st.builds(Fault, st.just("clock-skew"), value=st.sampled_from([-600, 600]), count=st.integers(1, 5)),
    st.builds(Fault, st.just("hwm-back"), value=st.sampled_from([60, 7200]), count=st.integers(1, 3)),
    st.builds(
        Fault,
        st.sampled_from(
            [
                "token-revoked",
                "permission-removed",
                "sessions-ended",
                "keys-rotated",
                "keys-replaced",
                "export-stuck",
                "wrong-meta-hash",
                "wrong-invoice-hash",
                "wrong-part-hash",
                "wrong-encrypted-part-hash",
                "parts-out-of-order",
                "flipped-byte",
                "link-expired",
                "documents-lacking",
                "metadata-cut",
                "metadata-missing",
                "metadata-extra",
                "metadata-lacking",
                "hostile-name",
                "duplicates",
                "shuffled",
                "hwm-missing",
                "firewall",
                "forbidden-waf",
            ]
        ),
        skip=st.integers(0, 4),
        count=st.integers(1, 3),
    ),
)


def document(number: int, seller: str, buyer: str, third: str) -> bytes:
    """An invoice of ours between these parties."""
    xml = (INVOICES / "fa3-podmiot3-faktor.xml").read_bytes()
    for part, nip in ((b"Podmiot1", seller), (b"Podmiot2", buyer), (b"Podmiot3", third)):
        xml = re.sub(rb"(<" + part + rb">.*?<NIP>)[0-9]+", rb"\g<1>" + nip.encode(), xml, count=1, flags=re.DOTALL)
    return another(xml, f"FV/{number}")


class Download(RuleBasedStateMachine):
    """KSeF and the program, and everything that can come between them."""

    @initialize(
        past=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 3), st.integers(0, 220)), max_size=14),
        cap=st.sampled_from([3, 5, 10_000]),
        part_size=st.sampled_from([2500, 50_000_000]),
        remembers=st.booleans(),
    )
    def begin(self, past, cap, part_size, remembers):
        if not KEYS:
            KEYS.append(Keys.generate())
        self.folder = Path(tempfile.mkdtemp(prefix="promise-"))
        self.remembers = remembers
        self.count = 0
        self.doom = Doom()
        self.ksef = Sandbox(Seed.empty(*CLIENTS), clock=Clock(start=START), keys=KEYS[0], cap=cap, part_size=part_size).start()
        for seller, buyer, third, days in past:
            self._add(seller, buyer, third, stored=START - dt.timedelta(days=days, minutes=self.count))
        self.vault = DoomedVault(Environment.TRAINING, self.doom)
        self._start()
        self._give_tokens()

    def _start(self):
        self.program = start_program(self.folder, self.ksef, self.vault, self.doom)

    def _stop(self):
        self.program.close()
        self.program.archive.close()

    def _give_tokens(self):
        for nip in CLIENTS:
            set_token(self.program, nip, self.ksef.add_token(nip))

    def _document(self, seller, buyer, third):
        self.count += 1
        parties = (*CLIENTS, STRANGER)
        return document(self.count, parties[seller], parties[buyer], parties[third])

    def _add(self, seller, buyer, third, **when):
        self.ksef.advance(0.5)  # no more of them at one instant than fit a package
        self.ksef.add_invoice(self._document(seller, buyer, third), **when)

    @rule(seller=st.integers(0, 2), buyer=st.integers(0, 3), third=st.integers(0, 3), many=st.integers(1, 6))
    def arrive(self, seller, buyer, third, many):
        for _ in range(many):
            self._add(seller, buyer, third)

    @rule(seller=st.integers(0, 2), buyer=st.integers(0, 3))
    def arrive_late(self, seller, buyer):
        self.ksef.advance(0.5)
        self.ksef.late_arrival(self._document(seller, buyer, 3))

    @rule(seconds=st.sampled_from([20, 140, 900, 4000, 90_000, 3_000_000]))
    def wait(self, seconds):
        self.ksef.advance(seconds)

    @rule(fault=FAULTS)
    def suffer(self, fault):
        self.ksef.inject(fault)

    @rule()
    def calm(self):
        self.ksef.clear_faults()

    @rule(emergency=st.booleans())
    def rotate(self, emergency):
        self.ksef.rotate_keys(emergency=emergency)

    @rule(nip=st.sampled_from(CLIENTS))
    def lose_access(self, nip):
        self.ksef.revoke_token(nip)
        self.ksef.end_sessions(nip)

    @rule()
    def get_access(self):
        self._give_tokens()

    @rule(chosen=st.one_of(st.none(), st.sampled_from(CLIENTS)), since=st.sampled_from([None, 30, 150]))
    def download(self, chosen, since):
        day = None if since is None else (START - dt.timedelta(days=since)).date()
        sync(self.program, None if chosen is None else [chosen], since=day)

    @rule(after=st.integers(0, 30))
    def download_until_cancelled(self, after):
        token = CancelToken()
        left = [after]

        def watch(_context, _progress):
            left[0] -= 1
            if left[0] < 0:
                token.cancel()

        sync(self.program, watch=watch, cancel=token)

    @rule(instant=st.integers(0, 250))
    def download_until_killed(self, instant):
        self.doom.arm(instant)
        with contextlib.suppress(Killed):
            sync(self.program)
        self._restart()

    @rule()
    def start_again(self):
        self._restart()

    def _restart(self):
        gc.collect()  # what a dead process held, its locks above all, is free
        self.doom = Doom()
        self._stop()
        if self.remembers:
            self.vault.doom = self.doom
        else:
            self.vault = DoomedVault(Environment.TRAINING, self.doom)
        self._start()
        if not self.remembers:
            self._give_tokens()

    @invariant()
    def nothing_is_claimed_that_is_not_there(self):
        if not hasattr(self, "program"):
            return
        for row in board(self.program.archive):
            if row.complete_to is None:
                continue
            mine = held(self.program, row.nip)
            start, end = (moment.timestamp() * 10**7 for moment in (row.complete_from, row.complete_to))
            promised = {d.number for d in self._stored(row.nip) if start <= d.stored <= end}
            assert promised <= set(mine)

    def _stored(self, nip):
        return self.ksef._visible(nip, "")

    @invariant()
    def no_limit_is_exceeded(self):
        if hasattr(self, "ksef"):
            assert self.ksef.limit_violations == 0

    def teardown(self):
        if not hasattr(self, "program"):
            return
        try:
            self.ksef.clear_faults()
            self._give_tokens()
            self.ksef.advance(7200)
            open_ones = set(CLIENTS)
            for _attempt in range(12):
                open_ones -= {
                    result.nip for result in sync(self.program, sorted(open_ones)).clients if result.state is SyncState.COMPLETE
                }
                if not open_ones:
                    break
                self.ksef.advance(3700)
            assert not open_ones
            since = min(row.complete_from for row in board(self.program.archive))
            for nip in CLIENTS:
                row = next(row for row in board(self.program.archive) if row.nip == nip)
                begun = row.complete_from.timestamp() * 10**7
                truth = {d.number: d.xml for d in self._stored(nip) if d.stored >= begun}
                mine = held(self.program, nip)
                assert {number: mine.get(number) for number in truth} == truth
                assert mine.items() <= self.ksef.documents(nip).items()
                assert row.complete_from >= since
            assert self.ksef.limit_violations == 0
            assert [name for name in self.vault._secrets if name.startswith("export/")] == []
            secrets = [*self.vault._secrets.values()]
            database = self.program.archive.path.read_bytes()
            assert not any(secret.encode() in database for secret in secrets)
        finally:
            self._stop()
            self.ksef.stop()
            shutil.rmtree(self.folder, ignore_errors=True)


_QUIETLY = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def test_the_promise_holds_in_a_few_stories():
    quick = settings(
        max_examples=5,
        stateful_step_count=8,
        deadline=None,
        suppress_health_check=_QUIETLY,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],  # shrinking takes minutes; the long run does it
    )
    run_state_machine_as_test(Download, settings=quick)


@pytest.mark.heavy
def test_the_promise_holds_in_many_stories():
    long = settings(max_examples=300, stateful_step_count=20, deadline=None, suppress_health_check=_QUIETLY, print_blob=True)
    run_state_machine_as_test(Download, settings=long)
