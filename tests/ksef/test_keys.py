"""The Ministry's keys: which is taken, how long it is kept."""

import base64
import datetime as dt
import json

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from app.base.progress import CancelToken
from app.ksef.errand import Errand
from app.ksef.errors import Unavailable
from app.ksef.keys import PublicKeys, Usage
from tests.ksef.scripted import Scripted
from tests.ksef.test_transport import JSON, transport_to

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
RSA = rsa.generate_private_key(65537, 2048)


def certificate(key=RSA):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "MF")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - dt.timedelta(days=1))
        .not_valid_after(NOW + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


OURS = certificate()


def entry(name, begins=-10, ends=10, usage=("KsefTokenEncryption",), der=OURS):
    return {
        "certificate": der,
        "certificateId": "x",
        "publicKeyId": name.ljust(44, "="),
        "validFrom": (NOW + dt.timedelta(days=begins)).isoformat(),
        "validTo": (NOW + dt.timedelta(days=ends)).isoformat(),
        "usage": list(usage),
        "somethingNew": 1,
    }


class Ministry(Scripted):
    def __init__(self, *entries):
        self.entries = list(entries)
        super().__init__(lambda *_request: (200, JSON, json.dumps(self.entries).encode()))


def chosen(keys, usage=Usage.TOKEN):
    return keys.choose(usage, Errand()).key_id.rstrip("=")


def test_the_youngest_key_in_force_for_the_usage_is_taken():
    entries = [
        entry("ended", -30, -1),
        entry("not-yet", 1, 30),
        entry("older", -20, 20),
        entry("right", -5, 5),
        entry("other-use", -2, 5, ("SymmetricKeyEncryption",)),
        entry("both", -15, 5, ("SymmetricKeyEncryption", "KsefTokenEncryption", "NewUsage")),
    ]
    with Ministry(*entries) as ministry:
        keys = PublicKeys(transport_to(ministry.url))
        assert chosen(keys) == "right"
        assert chosen(keys, Usage.EXPORT) == "other-use"
        assert len(ministry.seen) == 1


def test_an_entry_that_cannot_be_read_does_not_hide_the_others():
    broken = [{}, 7, None, {**entry("x"), "validFrom": "?"}, {**entry("x"), "usage": None}, {**entry("x"), "certificate": "*"}]
    with Ministry(*broken, entry("good")) as ministry:
        assert chosen(PublicKeys(transport_to(ministry.url))) == "good"


@pytest.mark.parametrize("entries", [[], [entry("old", -30, -1)], "nonsense", {"a": 1}])
def test_without_a_key_in_force_nothing_is_encrypted(entries):
    with Ministry() as ministry:
        ministry.entries = entries
        with pytest.raises(Unavailable):
            chosen(PublicKeys(transport_to(ministry.url)))


def test_another_kind_of_key_asks_for_a_newer_program():
    foreign = certificate(ec.generate_private_key(ec.SECP256R1()))
    with Ministry(entry("ec", der=foreign)) as ministry:
        key = PublicKeys(transport_to(ministry.url)).choose(Usage.TOKEN, Errand())
        with pytest.raises(Unavailable, match="zaktualizuj program"):
            key.encrypt(b"x")


def test_keys_are_kept_for_a_day_and_never_past_their_end(world):
    keys = world.ksef._keys

    def asked():
        keys.choose(Usage.TOKEN, world.errand)
        return world.calls("/security/public-key-certificates")

    assert [asked(), asked()] == [1, 1]
    world.clock.sleep(23 * 3600, CancelToken())
    assert asked() == 1
    world.clock.sleep(2 * 3600, CancelToken())
    assert asked() == 2
    keys.forget()
    assert asked() == 3


def test_the_ciphertext_is_oaep_with_sha_256_in_both_places():
    with Ministry(entry("right")) as ministry:
        key = PublicKeys(transport_to(ministry.url)).choose(Usage.TOKEN, Errand())
    way = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
    assert RSA.decrypt(base64.b64decode(key.encrypt(b"tajne")), way) == b"tajne"
    assert OURS not in repr(key)
