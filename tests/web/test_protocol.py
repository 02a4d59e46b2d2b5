"""T81: clients that hold connections without asking for anything end, and shut nobody out. Real sockets."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, Router

from figwright.sandbox import server as sandbox_server
from figwright.web import protocol
from figwright.web.serving import address_of, listening, quiet_server
from figwright_figma.sandbox import Sandbox

Connect = Callable[[], socket.socket]
ASK = b"GET /v1/me HTTP/1.1\r\nHost: localhost\r\n\r\n"
SOON = 0.4
"""Seconds that a client may take in these tests."""


async def _answer(request: Request) -> Response:
    body = await request.body()
    return PlainTextResponse("x" * int(request.query_params.get("size", len(body))))


@contextmanager
def program() -> Iterator[str]:
    """What `figwright serve` and the callback of `figwright connect` run."""
    server = quiet_server(Router([Route("/{path:path}", _answer, methods=["GET", "POST"])]), 5)
    with listening("127.0.0.1", 0) as opened:
        thread = threading.Thread(target=server.run, args=([opened],))
        thread.start()
        try:
            yield address_of(opened)
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def local_figma() -> Iterator[str]:
    with Sandbox() as sandbox:
        yield sandbox.url


@pytest.fixture(params=[program, local_figma], ids=["serve", "sandbox"])
def url(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(protocol.BoundedProtocol, "most", 8)
    monkeypatch.setattr(sandbox_server._Protocol, "most", 8)
    with request.param() as running:
        yield running


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEAD_SECONDS", "BODY_SECONDS", "ANSWER_SECONDS"):
        monkeypatch.setattr(protocol, name, SOON)


@pytest.fixture
def connect(url: str) -> Iterator[Connect]:
    host, port = httpx.URL(url).host, httpx.URL(url).port
    with ExitStack() as opened:
        yield lambda: opened.enter_context(socket.create_connection((host, port), timeout=60))


def is_ended(connection: socket.socket, drop: bytes = b"") -> bool:
    """Whether the server ends it, within 20 s, although something is sent again and again."""
    connection.settimeout(0.05)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            if drop:
                connection.sendall(drop)
            if not connection.recv(65536):
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


def is_answered(url: str) -> bool:
    return httpx.get(f"{url}/v1/me", trust_env=False, verify=False, timeout=20).status_code in (200, 403)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (b"", b""),
        (b"GET /v1/me HTTP/1.1\r\nHost: local", b""),
        (b"GET /v1/me HTTP/1.1\r\nHost: localhost\r\nX: ", b"x"),
        (ASK + b"GET /v1/me HTT", b"x"),
        (b"POST /v1/me HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{", b"x"),
        (b"POST /v1/me HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
    ids=["nothing", "half a head", "a slow head", "a slow second head", "a slow body", "slow chunks"],
)
def test_T81_who_does_not_come_to_an_end_is_ended(connect: Connect, first: bytes, drop: bytes) -> None:
    connection = connect()
    connection.sendall(first)
    assert is_ended(connection, drop)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("url", [program], ids=["serve"], indirect=True)
def test_T81_who_does_not_read_an_answer_is_ended(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    lost = protocol.BoundedProtocol.connection_lost
    monkeypatch.setattr(protocol.BoundedProtocol, "connection_lost", lambda *args: (lost(*args), ended.set()))
    connection = connect()
    connection.sendall(b"GET /?size=50000000 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert ended.wait(60)
    read = 0
    while chunk := _read(connection):
        read += len(chunk)
    assert read < 50_000_000


def _read(connection: socket.socket) -> bytes:
    try:
        return connection.recv(1 << 20)
    except ConnectionResetError:
        return b""


def test_T81_who_takes_their_time_between_requests_is_served(url: str) -> None:
    with closing(HTTPConnection("127.0.0.1", httpx.URL(url).port, timeout=60)) as connection:
        connection.connect()
        first = connection.sock
        for _ in range(3):
            connection.request("GET", "/v1/me")
            assert connection.getresponse().read() is not None
            assert connection.sock is first
            time.sleep(SOON / 2)


def test_T81_the_oldest_idle_connection_makes_room_for_who_asks(url: str, connect: Connect) -> None:
    idle = [connect() for _ in range(8)]
    for _ in range(3):
        assert is_answered(url)
        idle.append(connect())
    assert is_ended(idle[0])
    idle[-1].sendall(ASK)
    assert idle[-1].recv(65536).startswith(b"HTTP/1.1 ")


def test_T81_the_oldest_of_half_sent_bodies_makes_room_for_who_asks(url: str, connect: Connect) -> None:
    half = b"POST /v1/me HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nx"
    slow = [connect() for _ in range(8)]
    for each in slow:
        each.sendall(half)
    for _ in range(3):
        assert is_answered(url)
    assert is_ended(slow[0])


def test_T81_a_request_under_way_is_never_ended_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_server._Protocol, "most", 4)
    with Sandbox() as sandbox, ExitStack() as opened:
        address = ("127.0.0.1", httpx.URL(sandbox.url).port)
        held = sandbox.fail_next("GET /v1/me", delay=60, times=4)
        asking = [opened.enter_context(socket.create_connection(address, timeout=60)) for _ in range(4)]
        for each in asking:
            each.sendall(ASK)
        sandbox.wait_in_flight("GET /v1/me", 4)
        for _ in range(3):
            late = opened.enter_context(socket.create_connection(address, timeout=60))
            assert is_ended(late)
        held.release()
        for each in asking:
            assert each.recv(65536).startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize("size", [20_000, 1_000_000])
def test_T81_huge_headers_are_refused(connect: Connect, size: int) -> None:
    connection = connect()
    with pytest.MonkeyPatch.context():
        try:
            connection.sendall(b"GET /v1/me HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * size)
            assert connection.recv(65536)[:12] in (b"HTTP/1.1 400", b"")
        except ConnectionError:
            pass
    assert is_ended(connection)


def test_T81_what_is_not_http_writes_nothing_into_the_log(
    url: str, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    for junk in (b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"X" * 40_000):
        connection = connect()
        connection.sendall(junk)
        assert is_ended(connection)
    assert is_answered(url)
    assert [record for record in caplog.records if record.name.startswith(("uvicorn", "asyncio", "figwright"))] == []


def test_a_server_of_ours_leaves_the_access_log_of_its_process_on(caplog: pytest.LogCaptureFixture) -> None:
    """The application around us may have a server, and a log, of its own."""
    access = logging.getLogger("uvicorn.access")
    before = (list(access.handlers), access.propagate)
    with caplog.at_level(logging.INFO, "uvicorn.access"), Sandbox() as sandbox:
        assert httpx.get(f"{sandbox.url}/v1/me").status_code == 403
        quiet_server(Router(), 5)
        access.info("its own")
    assert [record.getMessage() for record in caplog.records if record.name == "uvicorn.access"] == ["its own"]
    assert (access.handlers, access.propagate) == before
