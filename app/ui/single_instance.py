"""One window for one data folder: a second start hands its files to the first and brings it forward, or asks it to leave."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app.base.errors import WorldError
from app.base.texts import _

_WAIT_MS: Final = 5_000
_LEAVING_MS: Final = 20_000
_ANSWER: Final = b"ok\n"
_LEAVE: Final = b'"leave"\n'
_LONGEST: Final = 1024 * 1024
_LOCK: Final = "okno.lock"


class SingleInstance(QObject):
    """Holds the place of the first window, and tells of the starts that come later."""

    started_again = Signal(list)
    """The `Path`s that a later start was given; none: the window is only to come forward. Emitted from the event loop."""

    leave_wanted = Signal()
    """Somebody, such as the setup of a newer version, wants this program ended. Emitted from the event loop."""

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
        """Give the place up. Whoever asked for the end waits on: it has come when the process is gone, and its lines with it."""
        for socket in self._waiting:
            socket.blockSignals(True)  # noqa: FBT003 - Qt's way; there will be nobody to hear them
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
            self._hear(socket, text)

    def _hear(self, socket: QLocalSocket, text: bytes) -> None:
        paths = _paths(text)
        if paths is None and text != _LEAVE:
            return
        socket.write(_ANSWER)
        socket.flush()
        if paths is None:
            self.leave_wanted.emit()
        else:
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


def ask_to_leave(data: Path) -> bool:
    """Ask the program whose window is open on the data folder to end, and wait until it has; False: none is open.

    Raises `WorldError` where it does not answer, or stays: it may itself wait for an answer about something unsaved.
    """
    _application = QCoreApplication.instance() or QCoreApplication([])  # Qt's sockets want one, and this one needs no screen
    socket = _said(_name(data), _LEAVE)
    if socket is None:
        return False
    gone = socket.state() == QLocalSocket.LocalSocketState.UnconnectedState or socket.waitForDisconnected(_LEAVING_MS)
    if not gone:
        raise WorldError(
            _("Program nie zamknął się."), advice=_("Może czeka na odpowiedź w swoim oknie: odpowiedz tam i spróbuj ponownie.")
        )
    return True


def _tell(name: str, paths: Sequence[Path]) -> bool:
    """Tell the window that holds the place of files; False where nobody does. Raises `WorldError` where it does not answer."""
    socket = _said(name, json.dumps([str(path.absolute()) for path in paths]).encode() + b"\n")
    if socket is None:
        return False
    socket.disconnectFromServer()
    return True


def _said(name: str, message: bytes) -> QLocalSocket | None:
    """The line to the window that holds the place, which has heard the message; None where nobody holds it.

    Raises `WorldError` where it does not answer.
    """
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_WAIT_MS):
        return None
    socket.write(message)
    socket.flush()
    if socket.bytesAvailable() == 0 and not socket.waitForReadyRead(_WAIT_MS):
        raise WorldError(
            _("Program jest już otwarty, ale nie odpowiada."),
            advice=_("Poczekaj, aż skończy to, co robi, albo zakończ go w menedżerze zadań, i uruchom ponownie."),
        )
    return socket


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
