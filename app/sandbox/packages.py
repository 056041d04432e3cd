"""Building an export package: archive, parts, encryption (guide §5.3, §5.4). Everything is streamed through files."""

import base64
import hashlib
import io
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from app.sandbox.answers import encode
from app.sandbox.documents import Stored
from app.sandbox.faults import FaultKind

METADATA_NAME: Final = "_metadata.json"
_CHUNK: Final = 1 << 20
_BLOCK_BITS: Final = 128
_BOMB: Final = 64 << 20
_STAMP: Final = (2026, 11, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """One encrypted part on disk."""

    ordinal: int
    name: str
    file: Path
    size: int
    hash: str
    encrypted_size: int
    encrypted_hash: str


@dataclass(frozen=True, slots=True)
class Wish:
    """How a package is to be made."""

    reference: str
    compression: str
    only_metadata: bool
    key: bytes
    iv: bytes
    part_size: int
    spoiled: frozenset[FaultKind]

    @property
    def suffix(self) -> str:
        """What the parts' names end with, before ``.aes``."""
        return "zip" if self.compression == "Zip" else "tar.gz"


def build(wish: Wish, documents: list[Stored], folder: Path) -> list[Part]:
    """The parts of a package in `folder`; none for no documents."""
    if not documents:
        return []
    archive = folder / f"{wish.reference}.{wish.suffix}"
    members = _members(wish, documents)
    with archive.open("wb") as file:
        if wish.compression == "Zip":
            _write_zip(file, members)
        else:
            _write_tar(file, members)
    with archive.open("rb") as file:
        parts = list(cut_and_encrypt(wish, file, folder))
    archive.unlink()
    return parts


def _members(wish: Wish, documents: list[Stored]) -> Iterator[tuple[str, bytes]]:
    records = [document.record() for document in documents]
    if FaultKind.WRONG_INVOICE_HASH in wish.spoiled:
        records[0]["invoiceHash"] = base64.b64encode(hashlib.sha256(b"inny").digest()).decode("ascii")
    if FaultKind.METADATA_LACKING in wish.spoiled:
        records.pop()
    if FaultKind.METADATA_EXTRA in wish.spoiled:
        records.append({**records[0], "ksefNumber": "1111111111-20261102-0100A1B2C3D4-8E"})
    written = encode({"invoices": records})
    if FaultKind.METADATA_CUT in wish.spoiled:
        written = written[: len(written) // 2]
    if FaultKind.METADATA_MISSING not in wish.spoiled:
        yield METADATA_NAME, written
    if FaultKind.HOSTILE_NAME in wish.spoiled:
        yield "../poza-folderem.xml", b"<Faktura/>"
    if FaultKind.BOMB in wish.spoiled:
        yield "1111111111-20261102-0100A1B2C3D4-8E.xml", bytes(_BOMB)
    if not wish.only_metadata:
        inside = documents[: len(documents) // 2] if FaultKind.DOCUMENTS_LACKING in wish.spoiled else documents
        for document in inside:
            yield f"{document.number}.xml", document.xml


def _write_zip(file: IO[bytes], members: Iterable[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED)


def _write_tar(file: IO[bytes], members: Iterable[tuple[str, bytes]]) -> None:
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, content in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))


def cut_and_encrypt(wish: Wish, archive: IO[bytes], folder: Path) -> Iterator[Part]:
    """Cut the archive and encrypt each piece for itself, with the same key and vector (guide §5.4)."""
    ordinal = 1
    while first := archive.read(min(_CHUNK, wish.part_size)):
        name = f"{wish.reference}-{ordinal:03d}.{wish.suffix}.aes"
        yield _part(wish, archive, first, folder / name, ordinal)
        ordinal += 1


def _part(wish: Wish, archive: IO[bytes], chunk: bytes, file: Path, ordinal: int) -> Part:
    plain, cipher = hashlib.sha256(), hashlib.sha256()
    size = encrypted = 0
    padder, encryptor = PKCS7(_BLOCK_BITS).padder(), Cipher(algorithms.AES(wish.key), modes.CBC(wish.iv)).encryptor()
    with file.open("wb") as out:
        while chunk:
            size += len(chunk)
            plain.update(chunk)
            block = encryptor.update(padder.update(chunk))
            chunk = archive.read(min(_CHUNK, wish.part_size - size))
            if not chunk:
                block += encryptor.update(padder.finalize()) + encryptor.finalize()
            encrypted += len(block)
            cipher.update(block)
            out.write(block)
    return Part(ordinal, file.name, file, size, _base64(plain.digest()), encrypted, _base64(cipher.digest()))


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode("ascii")


def describe(part: Part, url: str, expires: str) -> dict[str, Any]:
    """A part as the export's status shows it."""
    return {
        "ordinalNumber": part.ordinal,
        "partName": part.name,
        "method": "GET",
        "url": url,
        "partSize": part.size,
        "partHash": part.hash,
        "encryptedPartSize": part.encrypted_size,
        "encryptedPartHash": part.encrypted_hash,
        "expirationDate": expires,
    }
