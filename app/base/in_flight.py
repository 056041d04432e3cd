"""Requests that can be left alone: they run on a thread of their own, and whoever cancels does not wait for them."""

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from app.base.progress import CancelToken

T = TypeVar("T")

_LOOK_EVERY: Final = 0.1  # seconds between two looks at the cancel token
_QUEUED_CHUNKS: Final = 16


def abandonable(job: Callable[[], T], cancel: CancelToken) -> T:
    """What `job` returns or raises. When somebody cancels, `Cancelled` comes at once and the late answer is dropped."""
    done = threading.Event()
    answers: list[T] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(job())
        except BaseException as error:  # noqa: BLE001 – raised again on the waiting thread
            failures.append(error)
        done.set()

    cancel.check()
    threading.Thread(target=run, name="request", daemon=True).start()
    while not done.wait(_LOOK_EVERY):
        cancel.check()
    if failures:
        raise failures[0]
    return answers[0]


def abandonable_chunks(produce: Callable[[], Iterator[bytes]], cancel: CancelToken) -> Iterator[bytes]:
    """The chunks of `produce`, read ahead on a thread of its own by a few at most; ends it when nobody wants more of them."""
    belt = _Belt()
    threading.Thread(target=belt.load, args=(produce,), name="request-part", daemon=True).start()
    try:
        while (chunk := belt.take(cancel)) is not None:
            yield chunk
    finally:
        belt.unwanted.set()


class _Belt:
    """Chunks between the thread that receives and the one that writes; None is the end, an exception what the receiver met."""

    def __init__(self) -> None:
        self.unwanted = threading.Event()
        self._items: queue.Queue[bytes | BaseException | None] = queue.Queue(_QUEUED_CHUNKS)

    def load(self, produce: Callable[[], Iterator[bytes]]) -> None:
        try:
            for chunk in produce():
                if not self._put(chunk):
                    return
            self._put(None)
        except BaseException as error:  # noqa: BLE001 – raised again on the waiting thread
            self._put(error)

    def take(self, cancel: CancelToken) -> bytes | None:
        while True:
            cancel.check()
            try:
                item = self._items.get(timeout=_LOOK_EVERY)
            except queue.Empty:
                continue
            if isinstance(item, BaseException):
                raise item
            return item

    def _put(self, item: bytes | BaseException | None) -> bool:
        while not self.unwanted.is_set():
            with contextlib.suppress(queue.Full):
                self._items.put(item, timeout=_LOOK_EVERY)
                return True
        return False
