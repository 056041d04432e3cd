"""Receiving one part of a package: streamed, hashed, decrypted, checked in layers (§5.3, §5.4)."""

import base64
import hashlib
import logging
from collections.abc import Callable, Mapping
from typing import IO, Final

from app.base.errors import StorageError, WorldError
from app.base.texts import _
from app.ksef.answers import FAILURE, FORBIDDEN, GONE, NOT_FOUND, OK, TIMED_OUT, TOO_MANY, UNAUTHORIZED, unavailable
from app.ksef.errand import Errand
from app.ksef.errors import DamagedPackage, PackageGone
from app.ksef.exports import Part, Secret
from app.ksef.retries import retrying
from app.ksef.transport import Transport

_LOG: Final = logging.getLogger(__name__)
_TRIES: Final = 3
_BLOCK_BITS: Final = 128
_LINK_IS_OVER: Final = frozenset({UNAUTHORIZED, FORBIDDEN, NOT_FOUND, GONE})


class _LinkExpired(WorldError):
    """The storage does not know the link any more."""


class _Damaged(WorldError):
    """What came does not agree with the package's description."""


class Receiver:
    """Puts the decrypted parts of one package one behind the other into `archive`. `received` is told how many bytes are there."""

    def __init__(
        self, transport: Transport, secret: Secret, archive: IO[bytes], errand: Errand, received: Callable[[int], None]
    ) -> None:
        self._transport = transport
        self._secret = secret
        self._archive = archive
        self._errand = errand
        self._received = received

    def append(self, part: Part, renew: Callable[[Part], Part]) -> bool:
        """Receive one part; whether even the hash of the decrypted part is right (it was not always, §5.3).

        `renew` asks KSeF for the part's description anew. Raises `DamagedPackage` after three downloads, `PackageGone` when fresh links
        do not help, `StorageError`, and what the transport raises.
        """
        offset = self._archive.tell()
        expired = damaged = 0
        while True:
            try:
                return self._receive_patiently(part, offset)
            except _LinkExpired as gone:
                expired += 1
                if expired == _TRIES:
                    raise package_gone(gone.detail) from None
            except _Damaged as wrong:
                damaged += 1
                _LOG.warning("Część %d paczki: %s, %s", part.ordinal, wrong.title, wrong.detail)
                if damaged == _TRIES:
                    raise damaged_package(wrong.title, wrong.detail) from None
            part = renew(part)

    def _receive_patiently(self, part: Part, offset: int) -> bool:
        return retrying(lambda: self._receive(part, offset), self._transport.clock, self._errand)

    def _receive(self, part: Part, offset: int) -> bool:
        opening = _Opening(self._secret, self._archive, offset)
        for piece in self._transport.pieces(part.url, self._errand, lambda status, headers: _accept(part, status, headers)):
            opening.take(piece)
            if opening.size > part.encrypted_size:
                break
            self._received(offset + opening.plain_size)
        return opening.close(part)


class _Opening:
    """Decrypts a part into the archive while it comes, and judges it when it is there: nothing is believed before `close`."""

    def __init__(self, secret: Secret, archive: IO[bytes], offset: int) -> None:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: PLC0415 – slow; for downloads only
        from cryptography.hazmat.primitives.padding import PKCS7  # noqa: PLC0415

        self._decryptor = Cipher(algorithms.AES256(secret.key), modes.CBC(secret.iv)).decryptor()
        self._unpadder = PKCS7(_BLOCK_BITS).unpadder()
        self._encrypted, self._plain = hashlib.sha256(), hashlib.sha256()
        self.size = self.plain_size = 0
        self._archive = archive
        try:
            archive.seek(offset)
            archive.truncate()
        except OSError as error:
            raise disk_error(error) from error

    def take(self, piece: bytes) -> None:
        self.size += len(piece)
        self._encrypted.update(piece)
        self._keep(self._unpadder.update(self._decryptor.update(piece)))

    def close(self, part: Part) -> bool:
        """Check length, hash, padding, length and hash, in this order; whether the last one is right too."""
        if self.size != part.encrypted_size:
            raise _Damaged(_("zła długość"), detail=f"{self.size} B / {part.encrypted_size} B")
        if _text(self._encrypted.digest()) != part.encrypted_hash:
            raise _Damaged(_("zły skrót"), detail="encryptedPartHash")
        try:
            self._keep(self._unpadder.update(self._decryptor.finalize()) + self._unpadder.finalize())
        except ValueError:
            raise _Damaged(_("nie daje się odszyfrować"), detail="padding") from None
        if self.plain_size != part.size:
            raise _Damaged(_("zła długość"), detail=f"partSize: {self.plain_size} B / {part.size} B")
        return _text(self._plain.digest()) == part.hash

    def _keep(self, piece: bytes) -> None:
        self._plain.update(piece)
        self.plain_size += len(piece)
        try:
            self._archive.write(piece)
        except OSError as error:
            raise disk_error(error) from error


def _accept(part: Part, status: int, headers: Mapping[str, str]) -> None:
    """Refuse what is not the part before reading it."""
    if status in _LINK_IS_OVER:
        raise _LinkExpired("", detail=f"HTTP {status}")
    if status in {TIMED_OUT, TOO_MANY} or status >= FAILURE or status != OK:
        raise unavailable(status, headers)
    if "html" in headers.get("Content-Type", "").lower():
        raise unavailable(status, headers, f"HTTP {status}, HTML")
    length = headers.get("Content-Length", "")
    if length.isdecimal() and int(length) != part.encrypted_size:
        raise _Damaged(_("zła długość"), detail=f"Content-Length: {length} B / {part.encrypted_size} B")


def package_gone(detail: str) -> PackageGone:
    """The package cannot be had any more."""
    return PackageGone(_("Paczki nie można już pobrać z KSeF."), advice=_("Program poprosi KSeF o nową."), detail=detail)


def damaged_package(reason: str, detail: str) -> DamagedPackage:
    """What came is not what KSeF described; `reason` is a few words."""
    return DamagedPackage(
        _("Paczka z KSeF jest uszkodzona ({reason}).").format(reason=reason.rstrip(".")),
        advice=_("Program poprosi KSeF o nową."),
        detail=detail,
    )


def disk_error(error: OSError) -> StorageError:
    """The disk does not take the package."""
    return StorageError(
        _("Nie można zapisać pobieranej paczki na dysku."),
        advice=_("Sprawdź wolne miejsce i uprawnienia do folderu danych programu."),
        detail=str(error),
    )


def _text(digest: bytes) -> str:
    return base64.b64encode(digest).decode("ascii")
