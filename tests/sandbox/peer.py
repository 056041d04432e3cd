"""A plain client for the sandbox's tests: the steps of the guide, one by one, without any cleverness."""

import base64
import datetime as dt
import hashlib
import os
from typing import Any

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from app.sandbox.server import Sandbox


class Peer:
    """Calls the sandbox in one context."""

    problem = True

    def __init__(self, box: Sandbox, context: str = "") -> None:
        self.box = box
        self.context = context
        self.http = requests.Session()
        self.http.trust_env = False
        self.tokens: dict[str, str] = {}

    def close(self) -> None:
        self.http.close()

    def call(self, method: str, path: str, bearer: str = "access", *, headers: Any = None, **more: Any) -> requests.Response:
        sent = dict(headers or {})
        if bearer:
            sent["Authorization"] = f"Bearer {self.tokens.get(bearer, bearer)}"
        if self.problem:
            sent["X-Error-Format"] = "problem-details"
        return self.http.request(method, self.box.base_url + path, headers=sent, timeout=20, **more)

    def key(self, usage: str) -> dict[str, Any]:
        now = self.box.clock.now().isoformat()
        listed = self.call("GET", "/security/public-key-certificates", "").json()
        usable = [k for k in listed if usage in k["usage"] and k["validFrom"] <= now < k["validTo"]]
        best: dict[str, Any] = max(usable, key=lambda k: k["validFrom"])
        return best

    def encrypt(self, usage: str, plain: bytes, *, mgf: Any = None, key: dict[str, Any] | None = None) -> str:
        key = key or self.key(usage)
        certificate = x509.load_der_x509_certificate(base64.b64decode(key["certificate"]))
        oaep = padding.OAEP(mgf=padding.MGF1(mgf or hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
        return base64.b64encode(certificate.public_key().encrypt(plain, oaep)).decode()  # type: ignore[union-attr]

    def start(self, token: str = "", *, stamp: int = 0, context: Any = None, **more: Any) -> requests.Response:
        """Challenge and ksef-token."""
        challenge = self.call("POST", "/auth/challenge", "").json()
        plain = f"{token or self.box.training_token(self.context)}|{stamp or challenge['timestampMs']}".encode()
        kind = "InternalId" if "-" in self.context else "Nip"
        body = {
            "challenge": challenge["challenge"],
            "contextIdentifier": context or {"type": kind, "value": self.context},
            "encryptedToken": self.encrypt("KsefTokenEncryption", plain, mgf=more.pop("mgf", None)),
            **more,
        }
        return self.call("POST", "/auth/ksef-token", "", json=body)

    def status(self, started: requests.Response) -> dict[str, Any]:
        """The status once it is no longer 100."""
        answer = started.json()
        self.tokens["authentication"] = answer["authenticationToken"]["token"]
        while True:
            status: dict[str, Any] = self.call("GET", f"/auth/{answer['referenceNumber']}", "authentication").json()["status"]
            if status["code"] != 100:
                return status

    def redeem(self) -> requests.Response:
        answer = self.call("POST", "/auth/token/redeem", "authentication")
        if answer.ok:
            self.tokens["access"] = answer.json()["accessToken"]["token"]
            self.tokens["refresh"] = answer.json()["refreshToken"]["token"]
        return answer

    def sign_in(self, **more: Any) -> "Peer":
        assert self.status(self.start(**more))["code"] == 200
        assert self.redeem().status_code == 200
        return self

    def filters(self, subject: str = "Subject1", days: int = 90, **more: Any) -> dict[str, Any]:
        now = self.box.clock.now()
        dates = {
            "dateType": "PermanentStorage",
            "from": (now - dt.timedelta(days=days)).isoformat(),
            "to": now.isoformat(),
            "restrictToPermanentStorageHwmDate": True,
        }
        return {"subjectType": subject, "dateRange": {**dates, **more.pop("dates", {})}, **more}

    def query(self, filters: dict[str, Any] | None = None, **params: Any) -> requests.Response:
        return self.call("POST", "/invoices/query/metadata", json=filters or self.filters(), params=params)

    def export(self, filters: dict[str, Any] | None = None, **more: Any) -> "Exported":
        return Exported(self, filters or self.filters(), **more)


class Exported:
    """One export: started, followed, downloaded, decrypted."""

    def __init__(
        self, peer: Peer, filters: dict[str, Any], *, key: bytes = b"", usage: str = "SymmetricKeyEncryption", **more: Any
    ):
        self.peer = peer
        self.key, self.iv = key or os.urandom(32), os.urandom(16)
        encryption = {
            "encryptedSymmetricKey": peer.encrypt(usage, self.key),
            "initializationVector": base64.b64encode(self.iv).decode(),
            **more.pop("encryption", {}),
        }
        self.answer = peer.call("POST", "/invoices/exports", json={"encryption": encryption, "filters": filters, **more})
        self.reference = self.answer.json().get("referenceNumber", "")

    def poll(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.peer.call("GET", f"/invoices/exports/{self.reference}").json()
        return answer

    def ready(self) -> dict[str, Any]:
        """The status once it is no longer 100."""
        while (answer := self.poll())["status"]["code"] == 100:
            pass
        return answer

    def archive(self) -> bytes:
        """All parts, fetched as a client should, checked and decrypted."""
        whole = b""
        for part in sorted(self.ready()["package"]["parts"], key=lambda p: p["ordinalNumber"]):
            answer = requests.get(part["url"], timeout=20)
            assert len(answer.content) == part["encryptedPartSize"] == (part["partSize"] // 16 + 1) * 16
            assert digest(answer.content) == part["encryptedPartHash"] == answer.headers["x-ms-meta-hash"]
            decryptor = Cipher(algorithms.AES(self.key), modes.CBC(self.iv)).decryptor()
            unpadder = PKCS7(128).unpadder()
            plain = unpadder.update(decryptor.update(answer.content) + decryptor.finalize()) + unpadder.finalize()
            assert (len(plain), digest(plain)) == (part["partSize"], part["partHash"])
            whole += plain
        return whole


def digest(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def code_of(answer: requests.Response) -> int:
    """The code of a 400 in the shape of problem details."""
    assert answer.status_code == 400, answer.text
    found: int = answer.json()["errors"][0]["code"]
    return found
