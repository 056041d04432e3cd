"""Export packages and their parts (KSeF API guide §5, §12.3)."""

import io
import json
import tarfile
import zipfile

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.sandbox import packages
from app.sandbox.documents import Documents
from app.sandbox.faults import Fault
from app.sandbox.signins import Lifetimes
from app.sandbox.training import Seed
from tests.sandbox.peer import code_of

CARPENTRY, DESIGNER = "9992014701", "9992024705"


def unzipped(archive):
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def documents_in(members):
    return {name.removesuffix(".xml"): content for name, content in members.items() if name != "_metadata.json"}


def expected(box, subject, nip=CARPENTRY):
    return {number: xml for number, xml in box.complete_documents(nip, subject).items() if "-2025" not in number}


@pytest.mark.parametrize("part_size", [50_000_000, 1_000, 4_096])
def test_a_package_holds_what_the_role_sees(boxes, peers, part_size):
    box = boxes(part_size=part_size, export_polls=2)
    peer = peers(box)
    for subject in ("Subject1", "Subject2", "Subject3"):
        export = peer.export(peer.filters(subject, days=99))
        assert export.answer.status_code == 201
        members = unzipped(export.archive())
        truth = expected(box, subject)
        assert documents_in(members) == truth
        records = json.loads(members["_metadata.json"])["invoices"]
        assert [record["ksefNumber"] for record in records] == list(truth)
        package = export.poll()["package"]
        assert package["invoiceCount"] == len(truth)
        assert (len(package["parts"]) > 1) is (package["size"] > part_size)
        assert package["permanentStorageHwmDate"] == "2026-11-20T11:57:30.123456+00:00"
        assert "lastPermanentStorageDate" not in package


def test_a_tar_holds_the_same(box, peer):
    export = peer.export(peer.filters(days=99), compressionType="TarGz")
    archive = export.archive()
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        members = {entry.name: opened.extractfile(entry).read() for entry in opened.getmembers()}
    assert documents_in(members) == expected(box, "Subject1")
    package = export.poll()["package"]
    assert package["compressionType"] == "TarGz"
    assert package["parts"][0]["partName"].endswith("-001.tar.gz.aes")


def test_metadata_alone_can_be_asked_for(box, peer):
    members = unzipped(peer.export(peer.filters(days=99), onlyMetadata=True).archive())
    assert list(members) == ["_metadata.json"]
    assert len(json.loads(members["_metadata.json"])["invoices"]) == len(expected(box, "Subject1"))


def test_an_export_is_in_progress_for_a_while(boxes, peers):
    box = boxes(export_polls=3)
    export = peers(box).export()
    assert [export.poll()["status"]["code"] for _ in range(4)] == [100, 100, 100, 200]


def test_a_package_ends_at_the_cap_and_says_where(boxes, peers):
    box = boxes(cap=5)
    peer = peers(box)
    filters, found, rounds = peer.filters(days=99), {}, 0
    while True:
        export = peer.export(filters)
        found.update(documents_in(unzipped(export.archive())))
        package = export.poll()["package"]
        rounds += 1
        if not package["isTruncated"]:
            break
        assert package["invoiceCount"] == 5
        filters["dateRange"]["from"] = package["lastPermanentStorageDate"]
    assert rounds == 3
    assert found == expected(box, "Subject1")
    by_issue = peer.filters(days=99, dates={"dateType": "Issue", "restrictToPermanentStorageHwmDate": None})
    package = peer.export(by_issue).ready()["package"]
    assert package["lastIssueDate"] == "2026-10-05"
    assert "permanentStorageHwmDate" not in package


def test_nothing_found_is_an_empty_package(peer):
    package = peer.export(peer.filters("SubjectAuthorized")).ready()["package"]
    assert (package["invoiceCount"], package["size"], package["parts"], package["isTruncated"]) == (0, 0, [], False)


def test_nothing_new_is_status_420(box, peer):
    filters = peer.filters()
    filters["dateRange"]["from"] = box.clock.now().isoformat()
    assert peer.export(filters).ready()["status"]["code"] == 420


@pytest.mark.parametrize("more", [{"usage": "KsefTokenEncryption"}, {"key": bytes(16)}, {"key": bytes(44)}])
def test_a_wrong_key_is_noticed_later(peer, more):
    export = peer.export(**more)
    assert export.answer.status_code == 201
    assert export.ready()["status"]["code"] == 415


def test_the_start_is_checked(box, peers, peer):
    assert code_of(peer.export(encryption={"initializationVector": "AAAA"}).answer) == 21405
    assert code_of(peer.export(encryption={"encryptedSymmetricKey": "%"}).answer) == 21405
    assert code_of(peer.export(encryption={"publicKeyId": "A" * 44}).answer) == 21470
    assert code_of(peer.export(encryption={"publicKeyId": "A"}).answer) == 21405
    assert code_of(peer.export(compressionType="Rar").answer) == 21405
    assert code_of(peer.export(peer.filters(days=101)).answer) == 21405
    assert code_of(peer.call("POST", "/invoices/exports", json={})) == 21405
    assert code_of(peer.call("POST", "/invoices/exports", data=b"")) == 21001
    unit = peers(box, "9992014701-00002")
    assert code_of(unit.export(unit.filters("SubjectAuthorized")).answer) == 21181


def test_after_a_rotation_the_old_key_still_fits_until_it_is_withdrawn(box, peer):
    old = peer.key("SymmetricKeyEncryption")
    box.rotate_keys()
    assert (
        peer.export(encryption={"publicKeyId": peer.key("SymmetricKeyEncryption")["publicKeyId"]}).ready()["status"]["code"]
        == 200
    )
    stale = peer.encrypt("SymmetricKeyEncryption", bytes(32), key=old)
    assert peer.export(encryption={"encryptedSymmetricKey": stale}).ready()["status"]["code"] == 200
    box.rotate_keys(emergency=True)
    assert peer.export(encryption={"encryptedSymmetricKey": stale}).ready()["status"]["code"] == 415
    assert code_of(peer.export(encryption={"publicKeyId": old["publicKeyId"]}).answer) == 21470


def test_ten_exports_run_at_once(boxes, peers):
    box = boxes(export_polls=1)
    peer, other = peers(box), peers(box, DESIGNER)
    started = [peer.export() for _ in range(10)]
    assert code_of(peer.export().answer) == 21182
    assert other.export().answer.status_code == 201
    started[0].ready()
    assert peer.export().answer.status_code == 201
    assert code_of(peer.export().answer) == 21182
    box.advance(61)
    peer.sign_in()
    assert peer.export().answer.status_code == 201


def test_an_export_belongs_to_its_context(box, peers, peer):
    export = peer.export()
    stranger = peers(box, DESIGNER)
    assert code_of(stranger.call("GET", f"/invoices/exports/{export.reference}")) == 21175
    assert code_of(peer.call("GET", "/invoices/exports/nieznany")) == 21175


def test_packages_expire_and_are_forgotten(boxes, peers):
    box = boxes(lifetimes=Lifetimes(access=30 * 86_400, package=3_600))
    peer = peers(box)
    export = peer.export()
    assert export.ready()["status"]["code"] == 200
    box.advance(3_601)
    assert export.poll()["status"]["code"] == 210
    box.advance(7 * 86_400)
    assert peer.call("GET", f"/invoices/exports/{export.reference}").status_code == 410


def test_links_are_signed_expire_and_refuse_the_token(box, peer):
    export = peer.export()
    first, second = (export.ready()["package"]["parts"][0]["url"] for _ in range(2))
    assert first != second
    assert requests.get(first, timeout=9).status_code == 200
    with_token = requests.get(first, headers={"Authorization": f"Bearer {peer.tokens['access']}"}, timeout=9)
    assert with_token.status_code == 400
    assert requests.get(first.replace("sig=", "sig=0"), timeout=9).status_code == 403
    assert requests.get(first.replace("2026", "2027", 1), timeout=9).status_code in (403, 404)
    assert requests.get(first.partition("?")[0], timeout=9).status_code == 403
    box.advance(3_601)
    assert requests.get(second, timeout=9).status_code == 403
    peer.sign_in()
    assert requests.get(export.ready()["package"]["parts"][0]["url"], timeout=9).status_code == 200


def test_parts_do_not_count_in_the_limits(box, peer):
    url = peer.export().ready()["package"]["parts"][0]["url"]
    before = len(box.requests)
    for _ in range(100):
        assert requests.get(url, timeout=9).status_code == 200
    assert {recorded.group for recorded in box.requests[before:]} == {""}


def test_the_test_vector_of_the_guide(tmp_path):
    wish = packages.Wish(
        "REF", "Zip", only_metadata=False, key=bytes(range(32)), iv=bytes(range(16)), part_size=99, spoiled=frozenset()
    )
    part = next(iter(packages.cut_and_encrypt(wish, io.BytesIO(b"KSeF part test vector"), tmp_path)))
    assert (part.size, part.encrypted_size) == (21, 32)
    assert part.hash == "P4eAWqTUSY6e01Vl7Ym7UMDQ2ia6ZwgBet/CV6t6i7U="
    assert part.encrypted_hash == "h0iub9JPArgvt6LDdpjXDuRTbzxAAmqLz2nJNy5x83c="


@given(st.integers(1, 5_000), st.binary(min_size=1, max_size=9_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_parts_have_the_sizes_the_guide_gives(tmp_path, part_size, content):
    wish = packages.Wish("R", "Zip", only_metadata=False, key=bytes(32), iv=bytes(16), part_size=part_size, spoiled=frozenset())
    parts = list(packages.cut_and_encrypt(wish, io.BytesIO(content), tmp_path))
    assert sum(part.size for part in parts) == len(content)
    assert all(part.encrypted_size == (part.size // 16 + 1) * 16 == part.file.stat().st_size for part in parts)
    assert all(part.size == part_size for part in parts[:-1])


def test_a_range_of_days_is_found_among_many():
    documents = Documents(b"x")
    xml = next(d.xml for d in Seed.training().documents if b"F/2026/9/14" in d.xml)
    for day in range(300):
        documents.add(xml.replace(b"F/2026/9/14", f"F/{day}".encode()), day * 864_000_000_000)
    found = list(documents.stored_between(CARPENTRY, "Subject2", 100 * 864_000_000_000, 110 * 864_000_000_000, 10**18))
    assert len(found) == 10
    assert list(documents.stored_between(CARPENTRY, "Subject1", 0, 10**18, 10**18)) == []


@pytest.mark.parametrize(
    ("kind", "held"),
    [
        ("metadata-cut", lambda members: not members["_metadata.json"].endswith(b"}")),
        ("metadata-missing", lambda members: "_metadata.json" not in members),
        ("metadata-extra", lambda members: len(json.loads(members["_metadata.json"])["invoices"]) == len(members)),
        ("metadata-lacking", lambda members: len(json.loads(members["_metadata.json"])["invoices"]) == len(members) - 2),
        ("hostile-name", lambda members: "../poza-folderem.xml" in members),
        ("bomb", lambda members: max(map(len, members.values())) == 64 << 20),
    ],
)
def test_packages_can_be_spoiled(box, peer, kind, held):
    box.inject(Fault(kind))
    assert held(unzipped(peer.export(peer.filters(days=99)).archive()))
    assert not held(unzipped(peer.export(peer.filters(days=99)).archive()))


def test_exports_can_be_stuck_or_fail(boxes, peers):
    box = boxes(export_polls=1)
    peer = peers(box)
    box.inject(Fault("export-stuck"))
    stuck = peer.export()
    assert [stuck.poll()["status"]["code"] for _ in range(5)] == [100] * 5
    box.inject(Fault("export-status", value=550))
    assert peer.export().ready()["status"]["code"] == 550
    assert peer.export().ready()["status"]["code"] == 200
    box.advance(800)
    peer.sign_in()
    assert stuck.poll()["status"]["code"] == 100
