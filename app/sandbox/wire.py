"""HTTP on the loopback: reading requests, writing answers, and what can go wrong between the two (guide §12.1, §12.4)."""

import datetime as dt
import io
import socket
import struct
import sys
import threading
from collections.abc import Mapping
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import IO, Final
from urllib.parse import parse_qsl, urlsplit

from app.sandbox import recording, routes, spoiling
from app.sandbox.answers import Answer
from app.sandbox.faults import Fault, FaultKind
from app.sandbox.world import Request, World

LOOPBACK: Final = "127.0.0.1"
_PREFIX: Final = "/v2"
_CHUNK: Final = 1 << 16
_LARGEST_BODY: Final = 8 << 20
_SLICE: Final = 0.1
_PATIENCE: Final = 5.0
# Windows keeps these two numbers in half the width.
_NO_LINGER: Final = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class Server(ThreadingHTTPServer):
    """Serves one world on 127.0.0.1 only; every connection has a thread, and all end with the server."""

    daemon_threads = True
    request_queue_size = 128
    # Elsewhere it lets a pause end on the same port; on Windows it would let another program take the port over.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, world: World, port: int, link_base: str) -> None:
        self.world = world
        self.stopping = threading.Event()
        self._connections: set[socket.socket] = set()
        self._guard = threading.Condition()
        super().__init__((LOOPBACK, port), Handler)
        self.own_base = f"http://{LOOPBACK}:{self.server_port}"
        self.link_base = link_base or self.own_base
        self.hosts = {LOOPBACK, "localhost", urlsplit(self.link_base).hostname}

    def opened(self, connection: socket.socket) -> None:
        """Remember a connection, so that it can be cut."""
        with self._guard:
            self._connections.add(connection)

    def closed(self, connection: socket.socket) -> None:
        """Forget a connection."""
        with self._guard:
            self._connections.discard(connection)
            self._guard.notify_all()

    def halt(self) -> None:
        """Stop serving, cut what is open, wait for the threads."""
        self.stopping.set()
        self.shutdown()
        with self._guard:
            for connection in self._connections:
                cut(connection)
            self._guard.wait_for(lambda: not self._connections, _PATIENCE)
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle of an answer is no error; others are shown as usual."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # passed on as it came


def cut(connection: socket.socket) -> None:
    """Shut a connection down in both directions, if it still stands."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the other side was faster


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "KSeF-szkoleniowy"
    sys_version = ""
    _faults: Mapping[FaultKind, Fault] = {}

    def setup(self) -> None:
        """Register the connection."""
        super().setup()
        self.server.opened(self.connection)

    def finish(self) -> None:
        """Forget the connection."""
        self.server.closed(self.connection)
        super().finish()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Nothing is printed; requests are recorded instead."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The Date header by the sandbox's clock and its skew."""
        now = self.server.world.clock.now() if timestamp is None else dt.datetime.fromtimestamp(timestamp, dt.UTC)
        return format_datetime(now + spoiling.skew(self._faults, self.server.world.clock.skew), usegmt=True)

    def _serve(self) -> None:
        split = urlsplit(self.path)
        length = self.headers.get("Content-Length", "0")
        host = urlsplit(f"//{split.netloc or self.headers.get('Host', '')}").hostname
        if not length.isdigit() or int(length) > _LARGEST_BODY or host not in self.server.hosts:
            # Another host name means a page in a browser that found us by a name of its own.
            self._send(Answer(421 if host not in self.server.hosts else 413))
            self.close_connection = True
            return
        world = self.server.world
        request = Request(
            method=self.command,
            path=split.path.removeprefix(_PREFIX) if split.path.startswith(f"{_PREFIX}/") else split.path,
            full_path=split.path,
            query=dict(parse_qsl(split.query, keep_blank_values=True)),
            headers=self.headers,
            body=self.rfile.read(int(length)),
            address=self.client_address[0],
            base=self.server.link_base,
            now=world.clock.now(),
        )
        context = routes.context_of(world, request)
        request.faults = world.faults.due(request.method, request.path, context)
        self._faults = request.faults
        if (stall := request.faults.get(FaultKind.STALL)) is not None:
            self.server.stopping.wait(stall.value or 5)
        if FaultKind.DROP in request.faults:
            world.requests.append(_dropped(request, context))
            self._cut(reset=False)
            return
        answer = routes.answer(world, request, context)
        if FaultKind.LOST in request.faults:
            self._cut(reset=False)
        else:
            self._send(answer)

    do_GET = do_POST = do_DELETE = do_PUT = do_PATCH = do_HEAD = _serve  # noqa: N815 - names of the base class

    def _send(self, answer: Answer) -> None:
        content = _Content(answer)
        with content.open() as body:
            size = content.size
            self.send_response(answer.status)
            if answer.content_type:
                self.send_header("Content-Type", answer.content_type)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status != 204:  # noqa: PLR2004 - an HTTP status
                self.send_header("Content-Length", str(size + (FaultKind.WRONG_LENGTH in self._faults)))
            self.end_headers()
            if FaultKind.RESET in self._faults:
                self._cut(reset=True)
                return
            if FaultKind.TRUNCATED in self._faults:
                size //= 2
            self._write(body, size)
        if {FaultKind.TRUNCATED, FaultKind.WRONG_LENGTH} & self._faults.keys():
            self._cut(reset=False)

    def _write(self, body: IO[bytes], size: int) -> None:
        if self.command == "HEAD":
            return
        drip = self._faults.get(FaultKind.DRIP)
        chunk = _CHUNK if drip is None else max(1, int((drip.value or 1024) * _SLICE))
        while size > 0 and (block := body.read(min(chunk, size))):
            self.wfile.write(block)
            size -= len(block)
            if drip is not None and self.server.stopping.wait(_SLICE):
                self._cut(reset=False)
                return

    def _cut(self, *, reset: bool) -> None:
        """Close the connection; with `reset` the other side gets an RST."""
        self.close_connection = True
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            self.connection.close()
        else:
            cut(self.connection)


class _Content:
    """The body of an answer: bytes, or a file that is not read into memory."""

    def __init__(self, answer: Answer) -> None:
        self._file = answer.file
        self._bytes = b"" if answer.file else answer.payload()

    @property
    def size(self) -> int:
        return self._file.stat().st_size if self._file else len(self._bytes)

    def open(self) -> IO[bytes]:
        return self._file.open("rb") if self._file else io.BytesIO(self._bytes)


def _dropped(request: Request, context: str) -> recording.Recorded:
    headers = recording.masked_headers(request.headers)
    query = recording.masked(dict(request.query))
    return recording.Recorded(request.method, request.path, query, headers, None, context, "", request.now, 0, None, "")
