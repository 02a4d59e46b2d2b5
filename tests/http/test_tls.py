"""The way to an https provider: certificates are checked, a CA bundle of one's own works, a proxy tunnels."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import anyio
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from support.toybox import CONNECTOR

from figwright import Actions, AsyncActions, errors
from figwright.http import pool


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "certificate.pem", folder / "key.pem"
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate_file, key_file


class Server:
    """Serves each connection in a thread of its own until it is closed."""

    def __init__(self, converse: Any) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._converse = converse
        self._open: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(client)
            threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with suppress(OSError), client:
            self._converse(client)

    def close(self) -> None:
        for one in [self._listener, *self._open]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return _certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def tls(certificate: tuple[Path, Path]) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)

    def converse(client: socket.socket) -> None:
        with context.wrap_socket(client, server_side=True) as secure:
            while secure.recv(65536):
                secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n" + b'{"ok": true}')

    server = Server(converse)
    yield server
    server.close()


def options(server: Server, **more: Any) -> dict[str, Any]:
    url = f"https://127.0.0.1:{server.port}"
    return {"kind": "key", "connector": CONNECTOR, "api_url": url, "allow_insecure": True} | more


def call(face: str, **given: Any) -> Any:
    if face == "sync":
        with Actions.with_token("t", **given) as actions:
            return actions.execute_tool("toy_create", tool_input={"name": "Bear"}).data

    async def run() -> Any:
        async with AsyncActions.with_token("t", **given) as actions:
            return (await actions.execute_tool("toy_create", tool_input={"name": "Bear"})).data

    return anyio.run(run, backend=face)


FACES = ["sync", "asyncio", "trio"]


@pytest.mark.parametrize("face", FACES)
def test_a_ca_bundle_of_ones_own_is_trusted(face: str, tls: Server, certificate: tuple[Path, Path]) -> None:
    assert call(face, **options(tls, ca_bundle=str(certificate[0]))) == {"ok": True}


@pytest.mark.parametrize("face", FACES)
def test_a_certificate_that_nobody_vouches_for_is_refused_even_with_allow_insecure(face: str, tls: Server) -> None:
    with pytest.raises(errors.ProviderError, match=r"(?i)certificate") as raised:
        call(face, **options(tls))
    assert not raised.value.outcome_unknown


@pytest.mark.parametrize("face", FACES)
def test_a_proxy_tunnels_to_an_https_provider(face: str, tls: Server, certificate: tuple[Path, Path]) -> None:
    asked: list[bytes] = []

    def tunnel(client: socket.socket) -> None:
        asked.append(client.recv(65536))
        with socket.create_connection(("127.0.0.1", tls.port)) as upstream:
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            threading.Thread(target=_pump, args=(upstream, client), daemon=True).start()
            _pump(client, upstream)

    proxy = Server(tunnel)
    try:
        bundle = str(certificate[0])
        answer = call(face, **options(tls, ca_bundle=bundle, proxy=f"http://127.0.0.1:{proxy.port}"))
    finally:
        proxy.close()
    assert answer == {"ok": True}
    assert asked[0].startswith(f"CONNECT 127.0.0.1:{tls.port} ".encode())
    assert b"X-Toy-Key" not in asked[0]


@pytest.mark.parametrize("face", FACES)
def test_T57_an_https_proxy_is_vouched_for_by_the_ca_bundle_and_not_by_the_environment(
    face: str, tls: Server, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    way = options(tls, api_url="http://toybox.invalid", proxy=f"https://127.0.0.1:{tls.port}")
    assert call(face, **way, ca_bundle=str(certificate[0])) == {"ok": True}
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with pytest.raises(errors.ProviderError, match=r"(?i)certificate"):
        call(face, **way)


@pytest.mark.slow
@pytest.mark.parametrize("face", FACES)
def test_T52_a_handshake_that_never_ends_ends_at_the_deadline(
    face: str, tls: Server, certificate: tuple[Path, Path]
) -> None:
    call(
        face, **options(tls, ca_bundle=str(certificate[0]))
    )  # what is imported at a first call takes no time of the second
    silent = Server(lambda client: client.recv(65536) and threading.Event().wait(10))
    try:
        with pytest.raises(errors.ProviderError) as raised:
            call(face, **options(silent, deadline=3))
        assert not raised.value.outcome_unknown
    finally:
        silent.close()


def test_a_ca_bundle_that_is_not_there_is_a_clear_error() -> None:
    with pytest.raises(errors.ConfigurationError, match="ca_bundle"):
        call("sync", kind="key", connector=CONNECTOR, ca_bundle="/no/such/bundle.pem")


@pytest.mark.parametrize(
    ("proxy", "told"), [("gopher://x", "no address"), ("socks5://127.0.0.1:1", r"install httpcore\[socks\]")]
)
def test_a_proxy_that_cannot_be_used_is_a_clear_error(proxy: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "find_spec", lambda name: None)  # as where socksio is not installed
    with pytest.raises(errors.ConfigurationError, match=told):
        call("sync", kind="key", connector=CONNECTOR, proxy=proxy)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
