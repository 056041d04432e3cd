"""One window for one data folder: a second start hands its files to the first and brings it forward."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app.base.errors import WorldError
from app.base.texts import _

_WAIT_MS: Final = 5_000
_ANSWER: Final = b"ok\n"
_LONGEST: Final = 1024 * 1024
_LOCK: Final = "okno.lock"


class SingleInstance(QObject):
    """Holds the place of the first window, and tells of the starts that come later."""

    started_again = Signal(list)
    """The `Path`s that a later start was given; none: the window is only to come forward. Emitted from the event loop."""

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        self._waiting: dict[QLocalSocket, bytes] = {}
        self._name = _name(data)

    def listen(self) -> bool:
        """Take the place; False where the system does not let us (then every start has a window of its own)."""
        QLocalServer.removeServer(self._name)  # what a program that was killed left behind
        return self._server.listen(self._name)

    def close(self) -> None:
        """Give the place up."""
        self._server.close()

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            self._waiting[socket] = b""
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(lambda socket=socket: self._forget(socket))
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket not in self._waiting:
            return
        self._waiting[socket] += bytes(socket.readAll().data())
        text = self._waiting[socket]
        if len(text) > _LONGEST:
            socket.abort()
        elif text.endswith(b"\n"):
            self._waiting[socket] = b""
            paths = _paths(text)
            if paths is not None:
                socket.write(_ANSWER)
                socket.flush()
                self.started_again.emit(paths)

    def _forget(self, socket: QLocalSocket) -> None:
        self._waiting.pop(socket, None)
        socket.deleteLater()


def take_place(data: Path, paths: Sequence[Path], parent: QObject | None = None) -> SingleInstance | None:
    """The place of the only window on the data folder (which exists); None: another has it, and was told of `paths`.

    Raises `WorldError` where the other does not answer.
    """
    lock = QLockFile(str(data / _LOCK))  # two starts at once must not both find the place free
    lock.setStaleLockTime(2 * _WAIT_MS)
    locked = lock.tryLock(_WAIT_MS)
    try:
        if _tell(_name(data), paths):
            return None
        instance = SingleInstance(data, parent)
        instance.listen()
        return instance
    finally:
        if locked:
            lock.unlock()


def _tell(name: str, paths: Sequence[Path]) -> bool:
    """Tell the window that holds the place; False where nobody does. Raises `WorldError` where it does not answer."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(json.dumps([str(path.absolute()) for path in paths]).encode() + b"\n")
    socket.flush()
    if socket.bytesAvailable() == 0 and not socket.waitForReadyRead(_WAIT_MS):
        raise WorldError(
            _("Program jest już otwarty, ale nie odpowiada."),
            advice=_("Poczekaj, aż skończy to, co robi, albo zakończ go w menedżerze zadań, i uruchom ponownie."),
        )
    socket.disconnectFromServer()
    return True


def _name(data: Path) -> str:
    """One for each data folder, also where it is reached by another path."""
    return f"konwerter-ksef-{hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:20]}"


def _paths(text: bytes) -> list[Path] | None:
    """The paths of a message; None for anything that is none."""
    try:
        given = json.loads(text)
    except ValueError:
        return None
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        return None
    return [Path(one) for one in given]
