"""Real servers for every test: a PostgreSQL, a fresh database of each kind of store, browsers."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from support import chromium as chromiums
from support import postgres as postgreses
from support.canaries import LogWatch, watched_logs
from support.chromium import Chromium
from support.postgres import PostgresServer
from support.servers import missing
from support.sizes import LONG

from figwright.store import open_database, sqlite

# What is drawn is the same in each run, here and elsewhere; the long tests draw anew.
settings.register_profile(
    "any machine", deadline=None, derandomize=not LONG, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver


def pytest_configure() -> None:
    """Let interrupts arrive, and collect garbage less often.

    A shell that starts a run in the background lets all that it starts ignore interrupts. With thousands of tests in
    memory, and a sandbox for many of them, full collections were a third of the work.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.set_threshold(5000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Tests and what they import are no garbage before the run ends, so no collection looks through them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def shared_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What a fixture of a module or session stores without saying where stays among the tests."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("embedded")
        patch.setenv("FIGWRIGHT_DATABASE_URL", f"sqlite:///{folder}/data/figwright.db")
        patch.setenv("XDG_CACHE_HOME", f"{folder}/platform")
        yield folder


@pytest.fixture(scope="session", autouse=True)
def one_empty_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], None]]:
    """SQLite's tables are made once by this process, and its other databases begin as copies.

    Making them took a fifth of the time of tests that store something. `tests/store`, which takes what this yields, and
    processes that a test starts make every database anew.
    """
    first = tmp_path_factory.mktemp("first") / "figwright.db"
    open_database(f"sqlite:///{first}").close()
    tables, make = first.read_bytes(), sqlite._make

    def copy(path: Path) -> None:
        draft = path.with_name(f".{path.name}.{uuid4().hex}")
        make(draft)
        draft.write_bytes(tables)
        try:
            with suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite, "_make", copy)
        yield make


@pytest.fixture(autouse=True)
def own_database(request: pytest.FixtureRequest, shared_database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test stores without saying where is its own: in the folder `embedded` of its `tmp_path`, if it has one."""
    if "tmp_path" in request.fixturenames:
        folder = request.getfixturevalue("tmp_path") / "embedded"
    else:
        folder = shared_database / uuid4().hex
    monkeypatch.setenv("FIGWRIGHT_DATABASE_URL", f"sqlite:///{folder}/figwright.db")


@pytest.fixture(scope="session")
def log_watch() -> Iterator[LogWatch]:
    with watched_logs() as watch:
        yield watch


@pytest.fixture(autouse=True)
def no_secret_is_logged(log_watch: LogWatch) -> Iterator[None]:
    """T22: a test in which a token is logged fails, whatever the test is about."""
    yield
    found, log_watch.found = log_watch.found, []
    assert not found, "a token was logged"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """This test process's own PostgreSQL server."""
    binaries = postgreses.find_binaries()
    if binaries is None:
        missing("A PostgreSQL server", "postgresql")
    with closing(PostgresServer(binaries)) as server:
        yield server


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """A fresh, empty PostgreSQL database."""
    with postgres.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database of each kind of store: a test that asks for it runs on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/figwright.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """This test process's own driver of browsers. Tests that use one carry the mark `slow`."""
    binaries = chromiums.find_binaries()
    if binaries is None:
        missing("A Chromium with its driver", "chromium and chromium-driver")
    with closing(Chromium(binaries)) as driver:
        yield driver


@pytest.fixture
def new_browser(chromium: Chromium) -> Iterator[Callable[[], WebDriver]]:
    """Opens browsers that know nothing of each other; they are closed after the test."""
    with ExitStack() as opened:

        def open_browser() -> WebDriver:
            browser = chromium.open()
            opened.callback(browser.quit)
            return browser

        yield open_browser


@pytest.fixture
def browser(new_browser: Callable[[], WebDriver]) -> WebDriver:
    """A headless browser without a cookie."""
    return new_browser()
