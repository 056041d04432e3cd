"""Bytes kept for a while in little memory: a stream, read once (the list of `app.office.spool` lies on the disk and is read anywhere)."""

import zlib
from collections.abc import Iterator
from typing import Final

_LEVEL: Final = 3
_PIECE: Final = 64 * 1024
PLAIN: Final = 1024 * 1024
"""Up to so many bytes wait as they are: a month of most clients needs no compression, whose time would be felt."""


class Spool:
    """A buffer, compressed as it grows: a section of a file that is made before its turn comes.

    A format whose file has several sections would otherwise read and book every document once for each of them. Compressed, the
    records of a document take a few hundred bytes, so that one pass over the entries fills all sections at once.
    """

    __slots__ = ("_compressor", "_pieces", "_size", "_waiting")

    def __init__(self) -> None:
        self._compressor = zlib.compressobj(_LEVEL, wbits=-zlib.MAX_WBITS)
        self._pieces: list[bytes] = []
        self._waiting: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        """Add bytes at the end."""
        self._waiting.append(data)
        self._size += len(data)
        if self._size > PLAIN:
            self._pieces += filter(None, map(self._compressor.compress, self._waiting))
            self._waiting.clear()
            self._size = 0

    def drain(self) -> Iterator[bytes]:
        """The bytes written, in pieces; once, and the memory is given back on the way. Nothing may be written afterwards."""
        yield from self._decompressed()
        plain, self._waiting = b"".join(self._waiting), []
        for start in range(0, len(plain), _PIECE):
            yield plain[start : start + _PIECE]

    def _decompressed(self) -> Iterator[bytes]:
        decompressor = zlib.decompressobj(-zlib.MAX_WBITS)
        self._pieces.append(self._compressor.flush())
        self._pieces.reverse()
        while self._pieces:
            data = self._pieces.pop()
            while data:
                if piece := decompressor.decompress(data, _PIECE):
                    yield piece
                data = decompressor.unconsumed_tail
        if rest := decompressor.flush():
            yield rest
