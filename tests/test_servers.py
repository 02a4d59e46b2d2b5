"""The real servers that other tests stand on: fresh, out of others' reach, and gone at the end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import psycopg
import pytest
from support.chromium import Binaries, Chromium
from support.postgres import PostgresServer, find_binaries
from support.provider import provider, reply
from support.servers import missing

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver

HOLDER = """
import sys
from support.{module} import {name}, find_binaries
server = {name}(find_binaries())
{then}
print(server.port, server.folder, flush=True)
sys.stdin.read()
"""
FORM = b"""<!doctype html><title>Form</title>
<form method="post" action="/done"><input name="name"><button>Allow</button></form>"""


def eventually(condition: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_empty_database(postgres_url: str, turn: int) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE things (id integer)")


def test_a_database_is_dropped_under_a_connection_that_was_left_open(postgres: PostgresServer) -> None:
    with postgres.database() as url:
        left = psycopg.connect(url)
    with closing(left), pytest.raises(psycopg.OperationalError):
        left.execute("SELECT 1")
    name = url.rpartition("/")[2]
    assert postgres.execute("SELECT 1 FROM pg_database WHERE datname = %s", name) == []


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_what_was_committed_is_there_after_a_stop(
    postgres: PostgresServer, postgres_url: str, mode: Literal["fast", "immediate"]
) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE things AS SELECT 7 AS id")
        postgres.stop(mode)
        assert postgres.pid is None
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT id FROM things")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres_url)
    postgres.start()
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT id FROM things").fetchall() == [(7,)]


def test_a_superuser_ends_a_connection(postgres: PostgresServer, postgres_url: str) -> None:
    with closing(psycopg.connect(postgres_url)) as connection:
        pid = connection.info.backend_pid
        assert postgres.execute("SELECT pg_terminate_backend(%s, 5000)", pid) == [(True,)]
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_the_server_listens_on_loopback_only_and_asks_for_its_password(postgres: PostgresServer) -> None:
    assert postgres.execute("SHOW listen_addresses") == [("127.0.0.1",)]
    assert postgres.execute("SHOW unix_socket_directories") == [("",)]
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(postgres.url(), password="another")
    assert postgres.folder.stat().st_mode & 0o077 == 0


def test_a_durable_server_writes_through_to_the_disk() -> None:
    binaries = find_binaries() or missing("A PostgreSQL server", "postgresql")
    with closing(PostgresServer(binaries, durable=True)) as server:
        assert server.execute("SHOW fsync") == [("on",)]
        assert listening(server.port)
    assert not listening(server.port)
    assert not server.folder.exists()


def running() -> str:
    """The command lines of all processes."""
    return subprocess.check_output(["ps", "-A", "-ww", "-o", "args"], text=True)


def end_a_run(holder: str, end: signal.Signals) -> None:
    """Start a server in a process of its own, end that process, and wait until nothing of the server is left."""
    with subprocess.Popen(
        [sys.executable, "-c", holder],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        port, folder = process.stdout.readline().split(maxsplit=1)
        assert listening(int(port))
        assert folder.strip() in running()
        process.send_signal(end)
    assert eventually(lambda: not listening(int(port)))
    assert eventually(lambda: not Path(folder.strip()).exists())
    assert eventually(lambda: folder.strip() not in running())


@pytest.mark.slow
@pytest.mark.usefixtures("postgres")  # skips or fails where there is none
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_server_outlives_a_test_run_that_was_ended(end: signal.Signals) -> None:
    end_a_run(HOLDER.format(module="postgres", name="PostgresServer", then=""), end)


@pytest.mark.slow
@pytest.mark.usefixtures("chromium")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_no_browser_outlives_a_test_run_that_was_ended(end: signal.Signals) -> None:
    end_a_run(HOLDER.format(module="chromium", name="Chromium", then="browser = server.open()"), end)


def test_a_driver_that_ends_at_once_is_an_error_at_once() -> None:
    started = time.monotonic()
    with pytest.raises(RuntimeError, match="driver of the browser did not start"):
        Chromium(Binaries(browser="chromium", driver=sys.executable))
    assert time.monotonic() - started < 10


@pytest.mark.slow
def test_a_browser_fills_in_a_form_and_submits_it(browser: WebDriver) -> None:
    with provider() as site:
        site.answer(reply(FORM, content_type="text/html"))
        browser.get(site.url)
        browser.find_element("name", "name").send_keys("Ann")
        browser.find_element("css selector", "button").click()
        assert eventually(lambda: browser.current_url == f"{site.url}/done")
    assert ("POST", "/done", b"name=Ann") in [(got.method, got.target, got.body) for got in site.received]


@pytest.mark.slow
def test_two_browsers_at_once_share_no_cookie(new_browser: Callable[[], WebDriver]) -> None:
    first, second = new_browser(), new_browser()
    with provider() as site:
        site.answer(reply(FORM, content_type="text/html", set_cookie="session=mine"), reply(b""))
        first.get(site.url)
        second.get(f"{site.url}/other")
        first.get(f"{site.url}/again")
        assert [cookie["value"] for cookie in first.get_cookies()] == ["mine"]
        assert second.get_cookies() == []


@pytest.mark.slow
def test_a_browser_reaches_nothing_but_loopback(browser: WebDriver) -> None:
    from selenium.common.exceptions import WebDriverException

    for elsewhere in ("http://figwright.test/", "http://192.0.2.1/"):
        with pytest.raises(WebDriverException, match="ERR_NAME_NOT_RESOLVED"):
            browser.get(elsewhere)


@pytest.mark.parametrize("variable", ["CI", "TESTS_REQUIRE_SERVERS"])
def test_a_missing_server_fails_where_it_is_required(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "1")
    with pytest.raises(pytest.fail.Exception, match="postgresql on Debian"):
        missing("A PostgreSQL server", "postgresql")


def test_a_missing_server_skips_elsewhere_and_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("TESTS_REQUIRE_SERVERS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="postgresql on Debian"):
        missing("A PostgreSQL server", "postgresql")
