"""Real headless browsers, driven through WebDriver, that reach nothing but this machine's loopback.

One driver process serves all browsers of a test process. Driver and browser are named by path: nothing is fetched.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver

_PATIENCE = 30.0  # seconds for the driver to start, and for a page to load
# The shell leads the process group of the driver and its browsers. It ends the group when its standard input ends,
# which the end of the test process brings about, however it ends; a driver that fails takes the group with it.
_DRIVER = """
("$1" --port=0; kill -KILL 0) &
trap : TERM
cat >/dev/null
kill -TERM 0
wait
sleep 1
rm -rf "$2"
"""
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",  # root has none, nor have many containers; the pages are our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost",
)


class Binaries(NamedTuple):
    browser: str
    driver: str


def find_binaries() -> Binaries | None:
    """A Chromium (or Chrome) and its driver from the PATH, or None where one of them is not there."""
    browser = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
    driver = shutil.which("chromedriver")
    return Binaries(browser, driver) if browser and driver else None


class Chromium:
    """Opens browsers, each with a profile of its own: no cookie and no cache of another."""

    def __init__(self, binaries: Binaries) -> None:
        self._browser = binaries.browser
        self.folder = Path(tempfile.mkdtemp(prefix="figwright-chromium-"))
        log = self.folder / "driver.log"
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", _DRIVER, "driver", binaries.driver, str(self.folder)],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            self.port = self._port(log)
        except BaseException:
            self.close()
            raise

    def open(self) -> WebDriver:
        """A new browser with an empty window; whoever opens it calls its `quit()`."""
        from selenium.webdriver import ChromeOptions, Remote
        from selenium.webdriver.common.proxy import Proxy
        from selenium.webdriver.remote.client_config import ClientConfig

        options = ChromeOptions()
        options.binary_location = self._browser
        for argument in (*_ARGUMENTS, f"--user-data-dir={self.folder / uuid4().hex}"):
            options.add_argument(argument)
        driver = f"http://127.0.0.1:{self.port}"
        config = ClientConfig(driver, proxy=Proxy({"proxyType": "direct"}), timeout=2 * int(_PATIENCE))
        browser = Remote(driver, options=options, client_config=config)
        browser.set_page_load_timeout(_PATIENCE)
        return browser

    def close(self) -> None:
        """End the driver with all its browsers and remove their profiles."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate(timeout=_PATIENCE)
        # A browser that was left open may write to its profile once more while it dies.
        deadline = time.monotonic() + _PATIENCE
        while self.folder.exists() and time.monotonic() < deadline:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _port(self, log: Path) -> int:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            said = log.read_text(errors="replace")
            if started := re.search(r"started successfully on port (\d+)", said):
                return int(started[1])
            if self._process.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError(f"The driver of the browser did not start. It said: {log.read_text(errors='replace')}")
