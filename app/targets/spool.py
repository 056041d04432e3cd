"""Bytes kept for a while in little memory: a stream, read once (the list of `app.office.spool` lies on the disk and is read anywhere)."""

import zlib
from collections.abc import Iterator
from typing import Final

_LEVEL: Final = 3
_PIECE: Final = 64 * 1024


class Spool:
    """A compressed buffer: a section of a file that is made before its turn comes.

    A format whose file has several sections would otherwise read and book every document once for each of them. Compressed, the
    records of a document take a few hundred bytes, so that one pass over the entries fills all sections at once.
    """

    __slots__ = ("_compressor", "_pieces")

    def __init__(self) -> None:
        self._compressor = zlib.compressobj(_LEVEL, wbits=-zlib.MAX_WBITS)
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Add bytes at the end."""
        if piece := self._compressor.compress(data):
            self._pieces.append(piece)

    def drain(self) -> Iterator[bytes]:
        """The bytes written, in pieces; once, and the memory is given back on the way. Nothing may be written afterwards."""
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
