"""The connection itself: whom it trusts, what it hands on to whom."""

import datetime as dt
import ssl
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.ksef.errors import Unreachable, Untrusted
from app.ksef.wire import Wire
from tests.ksef.scripted import Scripted


class Silent(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_args):
        """Quiet."""


@pytest.fixture
def https(tmp_path):
    """A server with a certificate of its own making; its address and the file with the certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Biurowy program antywirusowy")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    pem = serialization.Encoding.PEM
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()) + certificate.public_bytes(pem)
    )
    authority = tmp_path / "authority.pem"
    authority.write_bytes(certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    server.daemon_threads = True
    server.handle_error = lambda *_args: None  # a client that hangs up is what the test is about
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"https://localhost:{server.server_port}", authority
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_server_with_an_unknown_certificate_gets_nothing(https, monkeypatch):
    url, authority = https
    # What would make requests trust it must not make us: only the system's store counts.
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(authority))
    with pytest.raises(Untrusted, match="nie zna ten komputer") as error:
        Wire(url, "próba").exchange("GET", url, {}, None)
    assert "administratora" in error.value.advice


def test_a_certificate_in_the_systems_store_is_trusted(https):
    url, authority = https
    code = f"import app.ksef.wire as w; print(w.Wire({url!r}, 'x').exchange('GET', {url!r}, {{}}, None).body)"
    done = subprocess.run(  # noqa: S603 – our own interpreter
        [sys.executable, "-c", code],
        env={"SSL_CERT_FILE": str(authority), "PATH": "/usr/bin:/bin"},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    if sys.platform != "linux":
        pytest.skip("only OpenSSL's store can be pointed elsewhere for a test")
    assert done.stdout.strip() == "b'ok'", done.stderr


def test_a_server_that_speaks_no_tls_is_unreachable():
    with Scripted(lambda *_request: (200, {}, b"")) as server:
        url = server.url.replace("http:", "https:")
        with pytest.raises(Unreachable) as error:
            Wire(url, "próba").exchange("GET", url, {}, None)
    assert not error.value.sent


def test_a_password_in_netrc_is_not_sent(tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login ktos password tajne\nmachine localhost login ktos password tajne\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with Scripted(lambda *_request: (200, {}, b"ok")) as server:
        for address in (server.url, server.url.replace("127.0.0.1", "localhost")):
            Wire("https://api.ksef.mf.gov.pl/v2", "próba").exchange("GET", address, {}, None)
        assert [headers.get("authorization") for _method, _path, headers, _body in server.seen] == [None, None]


def test_the_systems_proxy_is_used_but_never_for_this_computer(monkeypatch):
    with (
        Scripted(lambda *_request: (200, {}, b"przez proxy")) as proxy,
        Scripted(lambda *_request: (200, {}, b"wprost")) as server,
    ):
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert Wire(server.url, "próba").exchange("GET", server.url, {}, None).body == b"wprost"
        away = Wire("https://api.ksef.mf.gov.pl/v2", "próba")
        assert away.exchange("GET", "http://ksef.invalid/x", {}, None).body == b"przez proxy"


def test_a_dead_proxy_is_named(monkeypatch):
    with Scripted(lambda *_request: (200, {}, b"")) as closed:
        address = closed.url
    monkeypatch.setenv("https_proxy", address)
    with pytest.raises(Unreachable) as error:
        Wire("https://api.ksef.mf.gov.pl/v2", "próba").exchange("GET", "https://ksef.invalid/x", {}, None)
    assert not error.value.sent


def test_a_link_is_asked_for_exactly_as_it_was_given():
    link = "/storage/x?sv=2025&sig=a%2fb%2Bc%3D&b=~x&a=%7e"
    with Scripted(lambda *_request: (200, {}, b"12345")) as server:
        pieces = list(Wire(server.url, "próba").pieces(server.url + link, lambda _status, _headers: None))
        assert b"".join(pieces) == b"12345"
        (_method, path, headers, _body) = server.seen[0]
    assert path.lower() == link.lower()  # urllib3 writes the digits of an escape in capitals, which means the same
    assert "authorization" not in headers
    assert headers["accept-encoding"] == "identity"


def test_no_address_of_a_link_gets_into_an_error():
    with Scripted(lambda *_request: (200, {}, b"")) as closed:
        link = f"{closed.url}/storage/x?sig=TAJNYPODPIS"
    with pytest.raises(Unreachable) as error:
        list(Wire(closed.url, "próba").pieces(link, lambda _status, _headers: None))
    assert "TAJNYPODPIS" not in f"{error.value!r} {error.value} {error.value.detail}"
    assert error.value.__suppress_context__
