"""Every request our client sends is as the contract 2.9.0 says."""

import contextlib

from app.base.errors import KonwerterError
from app.ksef import access, exports, metadata, packages, single
from app.ksef.certificates import CertificateCredential, load_certificate
from app.ksef.contexts import Context
from app.ksef.endpoints import ENDPOINTS
from tests.ksef.conftest import autumn
from tests.openapi import Contract


def walk(world):
    """Everything the client can do."""
    session = world.session()
    access.inspect(session, world.errand)
    listed = metadata.listing(session, autumn(), world.errand).invoices
    single.download(session, listed[0].number, world.errand, expected_hash=listed[0].invoice_hash)
    for how in ({}, {"compression": "TarGz"}, {"only_metadata": True}):
        started = exports.start(session, autumn(), world.errand, **how)
        ended = exports.wait(session, started.reference, world.errand)
        with packages.fetch(session, started.reference, ended.package, started.secret, world.errand) as opened:
            list(opened)
    world.clock.sleep(1000, world.errand.cancel)
    session.access(world.errand)
    session.close(world.errand)
    again = world.session()
    access.revoke_own_token(again, world.errand)
    certificate = load_certificate(*world.sandbox.issue_certificate(world.sandbox.office_nip, "ec"))
    by_certificate = world.ksef.sign_in(Context.parse(world.nip), CertificateCredential(certificate), world.errand)
    with contextlib.suppress(KonwerterError):
        access.inspect(by_certificate, world.errand)


def test_every_call_we_make_is_as_the_contract_says(world, shared):
    walk(world)
    contract = Contract(shared)
    sent = [one for one in world.sandbox.requests if not one.path.startswith(("/storage/", "/status"))]
    problems = [problem for one in sent for problem in contract.request_problems(one)]
    assert problems == []
    made = {(one.method, one.path.split("/")[1]) for one in sent}
    assert made == {(endpoint.method, endpoint.path.split("/")[1]) for endpoint in ENDPOINTS}
    assert all(one.headers["x-error-format"] == "problem-details" for one in sent)
    assert all(one.headers["accept"] in {"application/json", "application/xml"} for one in sent)


def test_a_whole_walk_stays_within_the_limits(world):
    walk(world)
    assert world.sandbox.limit_violations == 0
