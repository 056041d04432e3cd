"""No secret is ever shown: not in the log, not in an error, not in a repr, whatever goes wrong."""

import logging
import re
import traceback

import pytest

from app.base.errors import KonwerterError
from app.base.log import logging_to
from app.ksef import access, exports, packages, single
from app.ksef.certificates import CertificateCredential, load_certificate
from app.ksef.contexts import Context
from tests.ksef.conftest import autumn

FAULTS = [
    ("auth-status", {"value": (450, "Nieprawidłowy token")}),
    ("status", {"path": "/auth/ksef-token", "value": 500, "count": None}),
    ("lost", {"path": "/auth/token/redeem", "count": None}),
    ("unauthorized", {"path": "/rate-limits", "count": None}),
    ("forbidden-null", {"path": "/invoices/exports$"}),
    ("bad-request", {"path": "/invoices/exports$", "value": 21405}),
    ("flipped-byte", {"count": None}),
    ("link-expired", {"count": None}),
    ("status", {"path": "/storage/", "value": 503, "count": None}),
    ("reset", {"path": "/storage/", "count": None}),
    ("forbidden-waf", {"path": "/invoices/exports/"}),
    ("wrong-meta-hash", {"path": "/invoices/ksef/", "count": None}),
]


class Keeper:
    """Remembers every secret that passes through the wire of our client, and everything that is shown of it."""

    def __init__(self, world, monkeypatch):
        self.secrets = {world.sandbox.training_token(world.nip).rpartition("|")[2]}
        self.shown = []
        transport = world.ksef._transport
        exchange = transport._wire.exchange

        def heard(method, url, headers, body):
            self.secrets |= set(re.findall(r"Bearer (\S+)", headers.get("Authorization", "")))
            self.secrets |= {text.decode() for text in re.findall(rb'"encrypted\w+":"([^"]+)"', body or b"")}
            answer = exchange(method, url, headers, body)
            self.secrets |= {text.decode() for text in re.findall(rb'"token":\s*"([^"]+)"', answer.body)}
            self.secrets |= {text.decode() for text in re.findall(rb"[?&]sig=([\w%.~-]+)", answer.body)}
            self.shown.append(repr(answer))
            return answer

        monkeypatch.setattr(transport._wire, "exchange", heard)

    def show(self, *things):
        self.shown += [f"{thing!r} {thing}" for thing in things]


@pytest.mark.parametrize(("kind", "how"), [("", {}), *FAULTS])
def test_whatever_happens_no_secret_is_shown(world, tmp_path, monkeypatch, kind, how):
    keeper = Keeper(world, monkeypatch)
    if kind:
        world.inject(kind, **how)
    log = tmp_path / "dziennik.log"
    with logging_to(log, logging.DEBUG):
        try:
            session = world.session()
            keeper.show(session, session._tokens, session._credential, access.inspect(session, world.errand))
            single.download(session, next(iter(world.sandbox.documents(world.nip))), world.errand)
            started = exports.start(session, autumn(), world.errand)
            keeper.secrets |= {started.secret.key_text, started.secret.key.hex()}
            ended = exports.wait(session, started.reference, world.errand)
            keeper.show(started, started.secret, ended, ended.package)
            with packages.fetch(session, started.reference, ended.package, started.secret, world.errand) as opened:
                keeper.show(opened, *list(opened))
            session.close(world.errand)
        except KonwerterError as error:
            keeper.show(error, error.detail, error.advice, "".join(traceback.format_exception(error)))
    keeper.show(*world.told, *world.ksef.warnings)
    everything = log.read_text(encoding="utf-8") + "\n".join(keeper.shown)
    assert len(keeper.secrets) >= 3 or kind in {"auth-status", "status"}
    assert [secret for secret in keeper.secrets if secret in everything] == []


def test_a_certificates_key_is_not_shown_either(world):
    container, password = world.sandbox.issue_certificate(world.sandbox.office_nip, "ec", password="bardzo-tajne")  # noqa: S106 – invented
    certificate = load_certificate(container, password)
    credential = CertificateCredential(certificate)
    session = world.ksef.sign_in(Context.parse(world.nip), credential, world.errand)
    number = f"{certificate.key.private_numbers().private_value:x}"
    for shown in (repr(certificate), repr(credential), repr(session), str(session.__dict__)):
        assert password not in shown
        assert number not in shown.lower()
