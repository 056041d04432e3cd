"""One document by its number."""

import base64
import hashlib

import pytest

from app.ksef import metadata, single
from app.ksef.errors import DamagedDocument, NoRight, NotInKsef, NotYetAvailable, Rejected
from app.sandbox.limits import Limits
from tests.ksef.conftest import autumn


def some(world):
    return next(iter(world.sandbox.documents(world.nip).items()))


def test_every_document_comes_byte_for_byte(make_world):
    world = make_world(limits=Limits.none())
    session = world.session()
    listed = {record.number: record.invoice_hash for record in metadata.listing(session, autumn(), world.errand).invoices}
    for number, xml in world.sandbox.documents(world.nip).items():
        assert single.download(session, number, world.errand, expected_hash=listed.get(number, "")) == xml


@pytest.mark.parametrize(("times", "works"), [(2, True), (3, False)])
def test_bytes_that_do_not_agree_are_asked_for_again_then_refused(world, times, works):
    number, xml = some(world)
    session = world.session()
    world.inject("wrong-meta-hash", count=times)
    if works:
        assert single.download(session, number, world.errand) == xml
        return
    with pytest.raises(DamagedDocument, match=number):
        single.download(session, number, world.errand)
    assert world.calls("/invoices/ksef/") == 3


def test_the_hash_of_the_list_must_agree_too(world):
    number, xml = some(world)
    right = base64.b64encode(hashlib.sha256(xml).digest()).decode()
    session = world.session()
    assert single.download(session, number, world.errand, expected_hash=right) == xml
    with pytest.raises(DamagedDocument):
        single.download(session, number, world.errand, expected_hash="A" * 43 + "=")


def test_a_number_that_ksef_does_not_know(world):
    with pytest.raises(NotInKsef, match="nie ma faktury"):
        single.download(world.session(), "1111111111-20261102-0100A1B2C3D4-8E", world.errand)


def test_a_document_too_young_to_be_read(make_world):
    world = make_world(availability=300)
    _number, xml = some(world)
    young = world.sandbox.add_invoice(xml.replace(b"<P_2>", b"<P_2>nowa/"))
    session = world.session()
    with pytest.raises(NotYetAvailable, match="za kilka minut"):
        single.download(session, young, world.errand)
    world.clock.sleep(301, world.errand.cancel)
    assert single.download(session, young, world.errand)


def test_a_document_of_somebody_else(world):
    session = world.session()
    world.inject("forbidden-resource", path="/invoices/ksef/")
    with pytest.raises(NoRight, match="Brak dostępu do tej faktury"):
        single.download(session, some(world)[0], world.errand)
    assert world.calls("/invoices/ksef/") == 1


def test_a_malformed_number_is_refused_by_ksef_and_leads_nowhere_else(world):
    with pytest.raises(Rejected) as error:
        single.download(world.session(), "../tokens", world.errand)
    assert error.value.code == 21405
