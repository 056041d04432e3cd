"""After a full run with known secrets, none of them is in the log, the database, the settings, the report, or an error."""

import logging

import msgspec
import pytest

from app.base.environments import Environment
from app.base.errors import KonwerterError
from app.base.log import logging_to
from app.base.paths import Paths
from app.base.settings import Settings, save_settings
from app.office.access import set_certificate, set_token
from app.office.access_trials import try_access
from app.office.diary import runs
from app.office.sync import sync
from app.sandbox.faults import Fault
from app.sandbox.server import Sandbox
from app.vault.memory import MemoryVault
from tests.office.ksef_peer import BUYER, SELLER, THIRD, connected


class Remembering(MemoryVault):
    """A vault that remembers every secret it was ever given."""

    def __init__(self, environment):
        super().__init__(environment)
        self.ever = set()

    def set(self, name, secret):
        self.ever.add(secret)
        super().set(name, secret)


@pytest.mark.parametrize("fault", [None, "status", "html", "unauthorized", "forbidden-null", "flipped-byte", "auth-status"])
def test_no_secret_is_anywhere(sandbox_keys, still_clock, tmp_path, capsys, fault):
    vault = Remembering(Environment.TRAINING)
    paths = Paths(tmp_path)
    paths.prepare()
    told = []
    with (
        Sandbox(clock=still_clock, keys=sandbox_keys) as ksef,
        logging_to(paths.log, logging.DEBUG),
        connected(tmp_path, ksef, vault) as connection,
    ):
        container, password = ksef.issue_certificate(BUYER)
        set_certificate(connection, BUYER, container, password)
        for nip in (SELLER, THIRD):
            set_token(connection, nip, ksef.training_token(nip))
        revoked = ksef.add_token(THIRD, status="Revoked")
        if fault is not None:
            value = {"status": 500, "html": 503, "auth-status": (450, "Nieprawidłowy token")}.get(fault)
            ksef.inject(Fault(fault, value=value, count=None))
        report = sync(connection, watch=lambda context, progress: told.append(f"{context} {progress}"))
        told.extend(str(result) for result in report.clients)
        told.append(str(runs(connection.archive)))
        for tokens in ({}, {THIRD: revoked}, {THIRD: "niby-token-" + "9f" * 40}):
            try:
                told.append(str(try_access(connection, THIRD, tokens=tokens)))
            except KonwerterError as error:
                told.append(f"{error} {error.detail} {error!r}")
        told.append(repr(connection) + repr(vault))
    save_settings(paths.settings, Settings())
    captured = capsys.readouterr()
    everything = b"\n".join(
        [
            *(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file() and file.suffix != ".p12"),
            msgspec.json.encode(told),
            captured.out.encode() + captured.err.encode(),
        ]
    )
    secrets = vault.ever | {password, revoked, "9f" * 40, ksef.training_token(SELLER).rpartition("|")[2]}
    assert len(secrets) >= 6
    assert [secret for secret in secrets if secret.encode() in everything] == []
    assert b"eyJ" not in everything, "a JWT"
