"""A list that lies on the disk: 20,000 documents take no more memory than 1,000."""

from array import array
from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import Final, Generic, TypeVar, overload

import msgspec

from app.base.errors import StorageError
from app.base.texts import _

ItemT = TypeVar("ItemT")

_IN_MEMORY: Final = 16 * 1024 * 1024


class Spool(Sequence[ItemT], Generic[ItemT]):
    """A sequence of one msgspec type, kept serialised: in memory while small, then in a temporary file without a name.

    Written once from front to back, read any number of times, from any thread. `close` gives the file back.
    """

    def __init__(self, item: type[ItemT]) -> None:
        self._file = SpooledTemporaryFile[bytes](max_size=_IN_MEMORY)
        self._ends = array("Q", [0])
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(item).decode
        self._lock = Lock()

    def append(self, item: ItemT) -> None:
        """Add an item at the end. Raises `StorageError` where the disk of temporary files is full."""
        data = self._encode(item)
        with self._lock:
            try:
                self._file.seek(self._ends[-1])
                self._file.write(data)
            except OSError as error:
                raise _no_room(error) from error
            self._ends.append(self._ends[-1] + len(data))

    def close(self) -> None:
        """Give the temporary file back."""
        self._file.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[ItemT]:
        return (self._at(place) for place in range(len(self)))

    @overload
    def __getitem__(self, place: int) -> ItemT: ...
    @overload
    def __getitem__(self, place: slice) -> "Sequence[ItemT]": ...
    def __getitem__(self, place: "int | slice") -> "ItemT | Sequence[ItemT]":
        if isinstance(place, slice):
            return [self._at(one) for one in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._at(place % len(self))

    def _at(self, place: int) -> ItemT:
        with self._lock:
            try:
                self._file.seek(self._ends[place])
                data = self._file.read(self._ends[place + 1] - self._ends[place])
            except OSError as error:
                raise _no_room(error) from error
        return self._decode(data)


def _no_room(error: OSError) -> StorageError:
    return StorageError(
        _("Nie można użyć pliku tymczasowego."),
        advice=_("Zwolnij miejsce na dysku z plikami tymczasowymi i spróbuj ponownie."),
        detail=str(error),
    )
