"""Packages: the layers of checks, what is accepted and reported, what is refused, and that nothing stays behind."""

import base64
import io
import json
import tarfile
import threading
import zipfile

import pytest

from app.base.errors import Cancelled, StorageError
from app.base.progress import CancelToken
from app.ksef import exports, packages
from app.ksef.errand import Errand
from app.ksef.errors import DamagedPackage, PackageGone
from app.ksef.exports import Package, Part, Secret
from app.ksef.filters import Role
from app.ksef.packages import OpenedPackage
from app.ksef.parts import _Damaged, _Opening
from tests.ksef.conftest import autumn

KEY, IV = bytes(range(32)), bytes(range(16))
VECTOR = base64.b64decode("sM4XSxs86ShYiRNHAVAuTL5bG32YHxIT70VEcEoJg/E=")
VECTOR_PART = Part(
    1,
    "",
    21,
    "P4eAWqTUSY6e01Vl7Ym7UMDQ2ia6ZwgBet/CV6t6i7U=",
    32,
    "h0iub9JPArgvt6LDdpjXDuRTbzxAAmqLz2nJNy5x83c=",
)


def fetch(world, session=None, role=Role.SELLER, errand=None, **how):
    session = session or world.session()
    errand = errand or world.errand
    started = exports.start(session, autumn(role), errand, **how)
    ended = exports.wait(session, started.reference, errand)
    with packages.fetch(
        session, started.reference, ended.package, started.secret, errand, only_metadata=how.get("only_metadata", False)
    ) as opened:
        return list(opened), opened


def truth(world, role=Role.SELLER):
    return {number: xml for number, xml in world.sandbox.documents(world.nip, role).items() if number[11:17] >= "202608"}


def contents(documents):
    return {document.number: document.content for document in documents}


# One part


def opened_part(part, pieces, secret=None):
    archive = io.BytesIO()
    opening = _Opening(secret or Secret(KEY, IV), archive, 0)
    for piece in pieces:
        opening.take(piece)
    return opening.close(part), archive.getvalue()


def test_the_test_vector_of_the_guide():
    assert opened_part(VECTOR_PART, [VECTOR]) == (True, b"KSeF part test vector")
    assert opened_part(VECTOR_PART, [VECTOR[n : n + 1] for n in range(32)]) == (True, b"KSeF part test vector")


def changed(**fields):
    return Part(**{name: fields.get(name, getattr(VECTOR_PART, name)) for name in Part.__slots__})


@pytest.mark.parametrize(
    ("part", "pieces", "secret", "reason"),
    [
        (VECTOR_PART, [VECTOR[:16]], None, "16 B / 32 B"),
        (VECTOR_PART, [VECTOR, b"x"], None, "33 B / 32 B"),
        (VECTOR_PART, [VECTOR[:31] + b"\0"], None, "encryptedPartHash"),
        (VECTOR_PART, [VECTOR], Secret(KEY[::-1], IV), "padding"),
        (changed(size=22), [VECTOR], None, "partSize"),
    ],
)
def test_each_layer_refuses_in_its_turn(part, pieces, secret, reason):
    with pytest.raises(_Damaged) as refused:
        opened_part(part, pieces, secret)
    assert reason in refused.value.detail


def test_a_wrong_hash_of_the_decrypted_part_alone_is_told_and_not_refused():
    assert opened_part(changed(hash="A" * 43 + "="), [VECTOR]) == (False, b"KSeF part test vector")


# Whole packages


@pytest.mark.parametrize("compression", ["Zip", "TarGz"])
@pytest.mark.parametrize("role", list(Role))
def test_every_document_of_a_package_comes_byte_for_byte(world, compression, role):
    documents, opened = fetch(world, role=role, compression=compression)
    assert contents(documents) == truth(world, role)
    assert all(document.metadata.number == document.number for document in documents)
    assert opened.outcome.complete
    assert opened.outcome.problems == ()


@pytest.mark.parametrize("compression", ["Zip", "TarGz"])
def test_several_parts_are_one_archive(make_world, compression):
    world = make_world(part_size=1000)
    documents, opened = fetch(world, compression=compression)
    assert contents(documents) == truth(world)
    assert opened.outcome.complete
    assert world.calls("/storage/") > 3


def test_part_links_get_no_token_of_ours(make_world):
    world = make_world(part_size=4000)
    fetch(world)
    asked = [one for one in world.sandbox.requests if "/storage/" in one.path]
    assert asked
    assert not any("authorization" in one.headers for one in asked)


def test_a_list_alone(world):
    documents, opened = fetch(world, only_metadata=True)
    assert documents == []
    assert set(opened.metadata) == set(truth(world))
    assert opened.outcome.complete


def test_an_empty_package_is_a_success(world):
    documents, opened = fetch(world, role=Role.AUTHORIZED)
    assert documents == []
    assert opened.outcome.complete
    assert opened.outcome.problems == ()


def test_progress_tells_of_bytes(make_world):
    world = make_world(part_size=1000)
    fetch(world)
    told = [one for one in world.told if "Pobieranie" in one.text]
    assert told[-1].done <= told[-1].total
    assert [one.done for one in told] == sorted(one.done for one in told)


@pytest.mark.parametrize(
    "fault", ["flipped-byte", "truncated", "wrong-length", "drop", "reset", "lost", "link-expired", "firewall", "status", "html"]
)
@pytest.mark.parametrize("times", [1, 2])
def test_a_part_that_goes_wrong_is_asked_for_again(make_world, fault, times):
    world = make_world(part_size=3000)
    world.inject(fault, path="/storage/", count=times, skip=1)
    documents, opened = fetch(world)
    assert contents(documents) == truth(world)
    assert opened.outcome.complete


def test_links_that_have_ended_are_renewed(make_world):
    world = make_world(part_size=3000)
    session = world.session()
    started = exports.start(session, autumn(), world.errand)
    ended = exports.wait(session, started.reference, world.errand)
    world.clock.sleep(2 * 3600, world.errand.cancel)
    with packages.fetch(session, started.reference, ended.package, started.secret, world.errand) as opened:
        assert contents(opened) == truth(world)


def test_parts_in_another_order_are_put_in_theirs(make_world):
    world = make_world(part_size=1000)
    world.inject("parts-out-of-order", count=None)
    documents, _opened = fetch(world)
    assert contents(documents) == truth(world)


@pytest.mark.parametrize(
    ("fault", "error"),
    [("flipped-byte", DamagedPackage), ("wrong-encrypted-part-hash", DamagedPackage), ("link-expired", PackageGone)],
)
def test_what_stays_wrong_is_refused_after_three_downloads(world, fault, error):
    world.inject(fault, count=None)
    with pytest.raises(error):
        fetch(world)
    assert world.calls("/storage/") == 3


def test_a_package_that_ksef_has_forgotten_is_gone(world):
    session = world.session()
    started = exports.start(session, autumn(), world.errand)
    ended = exports.wait(session, started.reference, world.errand)
    world.clock.sleep(8 * 86_400, world.errand.cancel)
    with (
        pytest.raises(PackageGone),
        packages.fetch(session, started.reference, ended.package, started.secret, world.errand),
    ):
        pass


def test_a_wrong_part_hash_alone_is_accepted_when_every_document_is_proven(world, caplog):
    world.inject("wrong-part-hash", count=None)
    documents, opened = fetch(world)
    assert contents(documents) == truth(world)
    assert opened.outcome.complete
    assert "partHash" in caplog.text


@pytest.mark.parametrize(
    "second", ["metadata-cut", "metadata-missing", "wrong-invoice-hash", "metadata-lacking", "metadata-extra"]
)
def test_a_wrong_part_hash_with_anything_unproven_is_refused(world, second):
    session = world.session()
    world.inject("wrong-part-hash", count=None)
    world.inject(second, path="/invoices/exports$")
    with pytest.raises(DamagedPackage, match="skróty"):
        fetch(world, session)


@pytest.mark.parametrize("fault", ["metadata-cut", "metadata-missing"])
def test_without_a_list_the_documents_are_the_truth(world, fault):
    world.inject(fault)
    documents, opened = fetch(world)
    assert contents(documents) == truth(world)
    assert all(document.metadata is None for document in documents)
    assert opened.outcome.complete
    assert len(opened.outcome.problems) == 1
    assert opened.outcome.unlisted == ()


def test_a_listed_document_that_is_not_inside_is_missing(world):
    world.inject("metadata-extra")
    documents, opened = fetch(world)
    assert contents(documents) == truth(world)
    assert len(opened.outcome.missing) == 1
    assert opened.outcome.missing[0].permanent_storage
    assert not opened.outcome.complete


def test_a_document_that_is_not_listed_is_taken_and_told_of(world):
    world.inject("metadata-lacking")
    documents, opened = fetch(world)
    assert contents(documents) == truth(world)
    assert len(opened.outcome.unlisted) == 1
    assert opened.outcome.complete


def test_a_document_that_does_not_agree_with_its_hash_is_held_back(world):
    world.inject("wrong-invoice-hash", path="/invoices/exports$")
    documents, opened = fetch(world)
    assert len(documents) == len(truth(world)) - 1
    assert len(opened.outcome.damaged) == 1
    assert opened.outcome.damaged[0].number not in contents(documents)
    assert not opened.outcome.complete


def test_a_hostile_name_is_never_touched(world, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    world.inject("hostile-name")
    documents, opened = fetch(world)
    assert contents(documents) == truth(world)
    assert any("Nieoczekiwany plik" in problem for problem in opened.outcome.problems)
    assert list(tmp_path.rglob("*")) == []


def test_a_bomb_is_refused(world):
    world.inject("bomb")
    with pytest.raises(DamagedPackage):
        fetch(world)


def test_a_foreign_key_opens_nothing(world):
    session = world.session()
    started = exports.start(session, autumn(), world.errand)
    ended = exports.wait(session, started.reference, world.errand)
    with (
        pytest.raises(DamagedPackage, match="odszyfrować"),
        packages.fetch(session, started.reference, ended.package, Secret.new(), world.errand),
    ):
        pass


def test_nothing_stays_in_the_folder(world, tmp_path):
    session = world.session()
    started = exports.start(session, autumn(), world.errand)
    ended = exports.wait(session, started.reference, world.errand)
    with packages.fetch(session, started.reference, ended.package, started.secret, world.errand, folder=tmp_path) as opened:
        assert len(list(opened)) == 12
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_nothing_is_the_disks_fault(world, tmp_path):
    session = world.session()
    started = exports.start(session, autumn(), world.errand)
    ended = exports.wait(session, started.reference, world.errand)
    with (
        pytest.raises(StorageError),
        packages.fetch(session, started.reference, ended.package, started.secret, world.errand, folder=tmp_path / "brak"),
    ):
        pass


def test_a_cancel_in_the_middle_of_a_part_leaves_nothing(world, tmp_path):
    session = world.session()
    started = exports.start(session, autumn(), world.errand)
    ended = exports.wait(session, started.reference, world.errand)
    cancel = CancelToken()
    world.inject("drip", path="/storage/", value=200)
    errand = Errand(cancel=cancel)
    threading.Timer(0.3, cancel.cancel).start()
    with (
        pytest.raises(Cancelled),
        packages.fetch(session, started.reference, ended.package, started.secret, errand, folder=tmp_path),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_an_untrusted_place_is_not_followed(world):
    session = world.session()
    started = exports.start(session, autumn(), world.errand)
    package = exports.wait(session, started.reference, world.errand).package
    for url in ("http://ksef.example/storage/x", "file:///etc/passwd", "ftp://127.0.0.1/x"):
        part = package.parts[0]
        elsewhere = Part(part.ordinal, url, part.size, part.hash, part.encrypted_size, part.encrypted_hash)
        false = Package(package.count, package.size, "Zip", truncated=False, last="", hwm="", parts=(elsewhere,))
        with (
            pytest.raises(DamagedPackage, match="nie można zaufać"),
            packages.fetch(session, started.reference, false, started.secret, world.errand),
        ):
            pass


# Archives of odd makers


def opened_archive(data, count, compression="Zip"):
    part = Part(1, "", len(data), "", 0, "")
    package = Package(count, len(data), compression, truncated=False, last="", hwm="", parts=(part,))
    return OpenedPackage(io.BytesIO(data), package, only_metadata=False)


NUMBER = "9992014701-20261102-0100A1B2C3D4-8E"


def zipped(*members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def test_names_in_small_letters_and_numbers_of_the_first_ksef_are_known():
    old = "9992014701-20231102-0100A1-B2C3D4-8E"
    opened = opened_archive(zipped((f"{NUMBER.lower()}.xml", b"<a/>"), (f"{old}.xml", b"<b/>")), 2)
    assert [document.number for document in opened] == [NUMBER, old]


@pytest.mark.parametrize(
    "name", ["x.xml", f"folder/{NUMBER}.xml", f"{NUMBER}.xml.exe", f"/{NUMBER}.xml", f"..\\{NUMBER}.xml", NUMBER]
)
def test_any_other_name_is_reported_once(name):
    opened = opened_archive(zipped((name, b"<a/>")), 0)
    assert list(opened) == []
    assert list(opened) == []
    assert sum("Nieoczekiwany plik" in problem for problem in opened.outcome.problems) == 1


def test_fewer_documents_than_announced_is_not_complete():
    opened = opened_archive(zipped((f"{NUMBER}.xml", b"<a/>")), 2)
    assert len(list(opened)) == 1
    assert not opened.outcome.complete
    assert "zapowiedział 2 faktur, w paczce jest 1" in opened.outcome.problems[-1]


def test_a_document_twice_counts_once():
    records = json.dumps({"invoices": [{"ksefNumber": NUMBER}]})
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, content in (("_metadata.json", records.encode()), (f"{NUMBER}.xml", b"<a/>"), (f"{NUMBER}.xml", b"<a/>")):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    opened = opened_archive(made.getvalue(), 1, "TarGz")
    assert len(list(opened)) == 1
    assert opened.outcome.complete


@pytest.mark.parametrize("cut", [10, 60, -4])
def test_a_broken_archive_is_a_damaged_package(cut):
    data = zipped((f"{NUMBER}.xml", b"<a/>" * 50))
    with pytest.raises(DamagedPackage):
        list(opened_archive(data[:cut], 1))


def test_the_outcome_is_not_guessed_before_the_end():
    with pytest.raises(RuntimeError):
        _ = opened_archive(zipped((f"{NUMBER}.xml", b"<a/>")), 1).outcome
