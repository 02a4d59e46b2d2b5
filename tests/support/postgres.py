"""A PostgreSQL server of the tests' own: a cluster in a temporary folder, reached through loopback with a password.

Each test process starts its own when a test first asks (about 1.5 s), so that one may stop it under nobody else's feet.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from .ports import free_port

STOPS = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}
_ROLE = "figwright"
_PATIENCE = 30.0  # seconds for one step of the server
# Half of what a server that only tests use would do for replicas, for old rows and for the day after.
_LEAST_WORK = {
    "wal_level": "minimal",
    "max_wal_senders": 0,
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
    "max_wal_size": "4GB",
}
# Waits for the end of its standard input, which the end of the test process brings about, however it ends.
_SWEEPER = """
cat >/dev/null
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
tries=0
while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
rm -rf "$1"
"""


def find_binaries() -> Path | None:
    """The folder of postgres and initdb, from the PATH or where Debian keeps them (the newest), or None."""
    on_path = shutil.which("postgres")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda file: float(file.parts[-3]))
    found = [Path(on_path).resolve()] if on_path else []
    for binary in [*found, *reversed(debian)]:
        if (binary.parent / "initdb").exists():
            return binary.parent
    return None


class PostgresServer:
    """A running server. `durable` keeps fsync, which only a crash of the whole machine can tell from none."""

    def __init__(self, binaries: Path, *, durable: bool = False) -> None:
        self._binaries, self._durable = binaries, durable
        self._process: subprocess.Popen[Any] | None = None
        self._password = secrets.token_hex(16)
        self._empty: list[str] = []
        self._account = _unprivileged_account()
        self.folder = Path(tempfile.mkdtemp(prefix="figwright-postgres-"))
        self._sweeper = subprocess.Popen(
            ["/bin/sh", "-c", _SWEEPER, "sweeper", str(self.folder)], stdin=subprocess.PIPE, start_new_session=True
        )
        try:
            self._initialize()
            self.port = self._start_on_a_free_port()
            # After one round in place of 4096, which are most of the work of connecting.
            self.execute(f"ALTER ROLE {_ROLE} PASSWORD '{_verifier(self._password)}'")
            # By files is a third of the work. Before PostgreSQL 15 it was the only way and could not be asked for.
            by_files = self.execute("SELECT current_setting('server_version_num')::int >= 150000") == [(True,)]
            self._strategy = "STRATEGY FILE_COPY" if by_files else ""
        except BaseException:
            self.close()
            raise

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{_ROLE}:{self._password}@127.0.0.1:{self.port}/{database}"

    @property
    def pid(self) -> int | None:
        """The process id of the postmaster, or None while the server is down."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def execute(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run one statement as superuser in the database `postgres`, outside a transaction; its rows, if it has any."""
        import psycopg

        with psycopg.connect(self.url(), autocommit=True, connect_timeout=10) as connection:
            cursor = connection.execute(statement.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def start(self) -> None:
        """Start the server on the port it had and wait until it answers; nothing, if it is up."""
        if self.pid is None:
            self._start(self.port)

    def stop(self, mode: Literal["smart", "fast", "immediate"] = "fast") -> None:
        """Stop the server and wait: `fast` cuts connections off, `immediate` is a crash, `smart` waits for clients."""
        if self._process is not None:
            if self._process.poll() is None:
                self._process.send_signal(STOPS[mode])
                self._process.send_signal(signal.SIGCONT)  # a test may have frozen it
            self._process.wait(_PATIENCE)
            self._process = None

    def restart(self, mode: Literal["smart", "fast", "immediate"] = "fast") -> None:
        self.stop(mode)
        self.start()

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of an empty database. At the end its name is gone and whoever is still connected is cut off.

        Making a database and dropping it cost more than most tests, so it is emptied and comes back under another name.
        """
        name = f"test_{uuid4().hex}"
        self.start()
        if self._empty:
            self.execute(f"ALTER DATABASE {self._empty.pop()} RENAME TO {name}")
        else:
            self.execute(f"CREATE DATABASE {name} TEMPLATE template0 {self._strategy}")
        try:
            yield self.url(name)
        finally:
            self.start()
            self._empty.append(self._emptied(name))

    def _emptied(self, name: str) -> str:
        import psycopg

        other = f"empty_{uuid4().hex}"
        with psycopg.connect(self.url(), autocommit=True, connect_timeout=10) as connection:
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
            connection.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            connection.execute(f"ALTER DATABASE {name} RENAME TO {other}".encode())
            connection.execute(f"ALTER DATABASE {other} ALLOW_CONNECTIONS true".encode())
        with psycopg.connect(self.url(other), autocommit=True, connect_timeout=10) as connection:
            theirs = "nspname !~ '^pg_' AND nspname <> 'information_schema'"
            for (schema,) in connection.execute(f"SELECT nspname FROM pg_namespace WHERE {theirs}".encode()).fetchall():
                connection.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())
            connection.execute("CREATE SCHEMA public")
        return other

    def close(self) -> None:
        """Stop the server and remove its folder."""
        try:
            self.stop("immediate")
            shutil.rmtree(self.folder)
            # A process that a test forked may hold the pipe open: do not wait for the sweeper to see its end.
            os.killpg(self._sweeper.pid, signal.SIGKILL)
        finally:
            self._sweeper.communicate(timeout=_PATIENCE)

    def _initialize(self) -> None:
        password_file = self.folder / "password"
        password_file.write_text(self._password)
        if self._account:
            for place in (self.folder, password_file):
                os.chown(place, self._account.pw_uid, self._account.pw_gid)
        done = subprocess.run(
            [
                str(self._binaries / "initdb"),
                *("--pgdata", str(self.folder / "data"), "--username", _ROLE, "--pwfile", str(password_file)),
                *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"),
            ],
            **self._surroundings(),
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"initdb in {self.folder} failed: {done.stderr.decode(errors='replace').strip()}")

    def _start_on_a_free_port(self) -> int:
        for _ in range(5):
            port = self.port = free_port()
            try:
                self._start(port)
            except RuntimeError:
                if "could not bind" not in self._log():
                    raise
                continue
            return port
        raise RuntimeError("Five ports were taken before the server got them. Run the tests again.")

    def _start(self, port: int) -> None:
        import psycopg

        settings = {
            "port": port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": 200,
            "shared_buffers": "32MB",
            "fsync": "on" if self._durable else "off",
            "full_page_writes": "on" if self._durable else "off",
            **_LEAST_WORK,
        }
        with (self.folder / "log").open("ab") as log:
            self._process = process = subprocess.Popen(
                [
                    str(self._binaries / "postgres"),
                    *("-D", str(self.folder / "data")),
                    *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
                ],
                **self._surroundings(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                self.execute("SELECT 1")
                return
            except psycopg.OperationalError as error:
                gone = process.poll() is not None
                if gone or time.monotonic() > deadline:
                    self.stop("immediate")
                    raise RuntimeError(f"PostgreSQL did not start ({error}). Its log ends: {self._log()}") from None
                time.sleep(0.02)

    def _log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")[-2000:]

    def _surroundings(self) -> dict[str, Any]:
        """No PG... variable of the person who runs the tests, and never root, which the server refuses."""
        account = self._account
        identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
        return {"cwd": self.folder, "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}, **identity}


def _verifier(password: str) -> str:
    """What the server keeps of a password for SCRAM-SHA-256 (RFC 5803), after one round."""

    def written(raw: bytes) -> str:
        return base64.b64encode(raw).decode()

    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    return f"SCRAM-SHA-256$1:{written(salt)}${written(stored_key)}:{written(server_key)}"


def _unprivileged_account() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it as.")
