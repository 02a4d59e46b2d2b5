"""T50: files that a result links to are saved in a folder, whole or not at all, each with its own fate."""

from __future__ import annotations

import gzip
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import anyio
import pytest
from support.pictures import PNG, SIGNED, Fetch, by_path, faults, names, pictures
from support.provider import Answer, Provider, reply
from support.provider import Connection as Socket
from support.toybox import TOY_ME

from figwright import Actions, AsyncActions, Connection, ToolResult, errors
from figwright.downloads.fetch import AT_ONCE
from figwright.types.files import DownloadResult
from figwright.types.results import Origin

KINDS = {
    "png": (PNG, "image/png"),
    "jpg": (b"\xff\xd8\xff\xe0 JFIF", "image/jpeg"),
    "gif": (b"GIF89a...", "image/gif"),
    "webp": (b"RIFF\n\0\0\0WEBPVP8 ", "image/webp"),
    "pdf": (b"%PDF-1.7\n", "application/pdf"),
    "svg": (b'<?xml version="1.0"?>\n<!-- made -->\n<svg width="1"/>', "image/svg+xml"),
}


def test_T50_each_file_has_its_ids_name_and_its_contents_extension(
    fetch: Fetch, shelf: Provider, tmp_path: Path
) -> None:
    shelf.answer(by_path(**{kind: reply(body, Content_Type="text/plain") for kind, (body, _) in KINDS.items()}))
    done = fetch({f"I1:2;{kind}": f"{shelf.url}/{kind}" for kind in KINDS}, tmp_path / "new" / "folder")
    assert done.failed == ()
    for saved, (kind, (body, media_type)) in zip(done.saved, KINDS.items(), strict=True):
        assert saved == (f"I1:2;{kind}", tmp_path / "new" / "folder" / f"I1-2-{kind}.{kind}", len(body), media_type)
        assert saved.path.read_bytes() == body


def test_T50_the_result_of_a_call_is_enough(
    connection: Callable[..., Connection], toybox: Provider, tmp_path: Path
) -> None:
    toybox.answer(reply({"found": {"pictures": {"a": f"{toybox.url}/a"}}}), reply(PNG))
    with Actions([connection()]) as actions:
        actions.connect_with_token(identifier="ann", token="t", kind="oauth", check=False)
        done = actions.download(actions.execute_tool("toy_pictures", identifier="ann"), str(tmp_path))
    assert [saved.path for saved in done.saved] == [tmp_path / "a.png"]
    assert "authorization" in toybox.received[0].headers
    assert "authorization" not in toybox.received[1].headers


def test_T50_what_is_missing_or_expired_has_its_reason_and_the_rest_is_saved(
    fetch: Fetch, shelf: Provider, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    gone = {f"g{status}": reply(b"<Error/>", status) for status in (401, 403, 404, 410)}
    shelf.answer(by_path(ok=reply(PNG), **gone))
    done = fetch({"none": None} | {path: f"{shelf.url}/{path}{SIGNED}" for path in (*gone, "ok")}, tmp_path)
    assert faults(done) == {"none": "missing"} | dict.fromkeys(gone, "expired")
    assert done.failed[0].reason == "Nobody took a picture of it."
    for failed in done.failed[1:]:
        assert "7 days" in failed.reason
        assert "call toy_pictures again" in failed.reason
    assert names(tmp_path) == ["ok.png"]
    assert "CANARY" not in caplog.text + repr(done)


def test_T50_a_page_in_place_of_an_image_is_not_saved(fetch: Fetch, shelf: Provider, tmp_path: Path) -> None:
    page = b"<!DOCTYPE html><html><body><svg></svg>Sign in</body></html>"
    shelf.answer(by_path(page=reply(page, Content_Type="text/html\x1b[31m"), nothing=reply(b""), ok=reply(PNG)))
    done = fetch({path: f"{shelf.url}/{path}" for path in ("page", "nothing", "ok")}, tmp_path)
    assert faults(done) == {"page": "no_image", "nothing": "no_image"}
    assert "text/html" in done.failed[0].reason
    assert "\x1b" not in done.failed[0].reason
    assert names(tmp_path) == ["ok.png"]


def said(socket: Socket) -> None:
    reply(PNG + b"x" * 5000)(socket)


def packed(socket: Socket) -> None:
    reply(gzip.compress(PNG + b"x" * 30_000_000, 1), Content_Encoding="gzip")(socket)


def unsaid(socket: Socket) -> None:
    socket.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n19\r\n" + PNG[:25] + b"\r\n")
    for _ in range(10_000):
        socket.write(b"400\r\n" + b"x" * 1024 + b"\r\n")


def test_a_file_that_could_not_be_had_has_the_request_id_of_the_answer(
    fetch: Fetch, shelf: Provider, tmp_path: Path
) -> None:
    """The header's name is the connector's."""
    shelf.answer(
        by_path(
            gone=reply(b"<Error/>", 403, X_Toy_Request="r-gone"),
            page=reply(b"<html>", X_Toy_Request="r-page"),
            large=reply(PNG * 400, X_Toy_Request="r-large"),
            unnamed=reply(b"", 404),
        )
    )
    done = fetch(
        {path: f"{shelf.url}/{path}" for path in ("gone", "page", "large", "unnamed")}, tmp_path, max_bytes=4000
    )
    found = {each.id: each.request_id for each in done.failed}
    assert found == {"gone": "r-gone", "page": "r-page", "large": "r-large", "unnamed": ""}
    for each in done.failed:
        assert ("(Request id: " in each.reason) == (each.id != "unnamed")


@pytest.mark.parametrize("answer", [said, unsaid, packed])
def test_T50_T51_a_file_over_the_limit_is_ended_midway_and_leaves_nothing(
    fetch: Fetch, shelf: Provider, tmp_path: Path, answer: Answer
) -> None:
    shelf.answer(by_path(large=answer, ok=reply(PNG)))
    done = fetch({"large": f"{shelf.url}/large", "ok": f"{shelf.url}/ok"}, tmp_path, max_bytes=4000)
    assert faults(done) == {"large": "too_large"}
    assert "4,000 bytes" in done.failed[0].reason
    assert names(tmp_path) == ["ok.png"]


def test_T51_a_file_of_any_size_takes_little_memory(fetch: Fetch, shelf: Provider, tmp_path: Path) -> None:
    chunk = b"x" * 2**16

    def large(socket: Socket) -> None:
        socket.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (len(PNG) + 500 * len(chunk)) + PNG)
        for _ in range(500):
            socket.write(chunk)

    shelf.answer(large)
    fetch({"first": f"{shelf.url}/a"}, tmp_path)  # what is imported and kept once
    tracemalloc.start()
    try:
        done = fetch({"a": f"{shelf.url}/a"}, tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert done.saved[0].size == done.saved[0].path.stat().st_size == len(PNG) + 500 * len(chunk)
    assert peak < 4_000_000


def test_a_compressed_file_is_stored_as_it_was(fetch: Fetch, shelf: Provider, tmp_path: Path) -> None:
    body = b"<svg>" + b"<g/>" * 1_000_000 + b"</svg>"
    shelf.answer(reply(gzip.compress(body), Content_Encoding="gzip"))
    assert fetch({"a": f"{shelf.url}/a"}, tmp_path).saved[0].path.read_bytes() == body


def drips(socket: Socket) -> None:
    socket.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + PNG)
    socket.drip(b"x" * 900, 0.05)


def test_T50_T52_a_file_that_drips_ends_at_the_deadline_and_leaves_nothing(
    fetch: Fetch, shelf: Provider, tmp_path: Path
) -> None:
    shelf.answer(by_path(slow=drips, hangs=Socket.hang, ok=reply(PNG)))
    started = time.monotonic()
    done = fetch({path: f"{shelf.url}/{path}" for path in ("slow", "ok", "hangs")}, tmp_path, deadline=0.8)
    assert 0.7 < time.monotonic() - started < 20
    assert faults(done) == {"slow": "out_of_time", "hangs": "out_of_time"}
    assert names(tmp_path) == ["ok.png"]


def test_P8_files_that_wait_for_their_turn_share_the_deadline(fetch: Fetch, shelf: Provider, tmp_path: Path) -> None:
    shelf.answer(Socket.hang)
    started = time.monotonic()
    done = fetch({f"f{index}": f"{shelf.url}/{index}" for index in range(30 * AT_ONCE)}, tmp_path, deadline=0.6)
    assert time.monotonic() - started < 12, "one after the other they would take 18 s"
    assert set(faults(done).values()) == {"out_of_time"}


def test_T50_a_file_that_is_cut_leaves_the_older_one_as_it_is(fetch: Fetch, shelf: Provider, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"older")

    def cut(socket: Socket) -> None:
        socket.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + PNG)
        socket.reset()

    shelf.answer(cut)
    done = fetch({"a": f"{shelf.url}/a{SIGNED}"}, tmp_path)
    assert faults(done) == {"a": "unreachable"}
    assert "CANARY" not in done.failed[0].reason
    assert (names(tmp_path), (tmp_path / "a.png").read_bytes()) == (["a.png"], b"older")


def test_what_may_pass_is_tried_again(fetch: Fetch, shelf: Provider, tmp_path: Path) -> None:
    shelf.answer(reply(b"", 503), Socket.reset, reply(PNG))
    assert [saved.id for saved in fetch({"a": f"{shelf.url}/a"}, tmp_path).saved] == ["a"]
    assert names(tmp_path) == ["a.png"]


def test_P8_what_may_not_pass_in_time_is_not_waited_for(fetch: Fetch, shelf: Provider, tmp_path: Path) -> None:
    shelf.answer(reply(b"", 429, Retry_After="4000"))
    assert faults(fetch({"a": f"{shelf.url}/a"}, tmp_path)) == {"a": "refused"}
    assert len(shelf.received) == 1


def test_a_file_of_the_same_name_is_replaced(fetch: Fetch, shelf: Provider, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"older")
    fetch({"a": f"{shelf.url}/a"}, tmp_path)
    assert (names(tmp_path), (tmp_path / "a.png").read_bytes()) == (["a.png"], PNG)


def test_T50_a_link_in_the_folder_is_replaced_and_not_followed(fetch: Fetch, shelf: Provider, tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "outside"
    folder.mkdir()
    outside.write_bytes(b"precious")
    (folder / "a.png").symlink_to(outside)
    (folder / "b.png").symlink_to(tmp_path / "not there")
    fetch({"a": f"{shelf.url}/a", "b": f"{shelf.url}/b"}, folder)
    assert outside.read_bytes() == b"precious"
    assert names(tmp_path) == ["in", "outside"]
    assert not (folder / "a.png").is_symlink()
    assert (folder / "a.png").read_bytes() == (folder / "b.png").read_bytes() == PNG


HOSTILE = [
    "../../x",
    "/etc/passwd",
    "..",
    ".",
    "",
    "a\0b",
    "a" * 5000,
    "CON",
    "nul",
    "COM1",
    "C:\\Windows\\x",
    "C:x",
    ".bashrc",
    "-rf",
    "x.png/../../y",
    "日本",
    "\ud800",
    "a\nb",
    "1:2",
    "1-2",
    "1;2",
    "Ab",
    "aB",
]


def test_T50_no_id_leads_out_of_the_folder_or_onto_another_file(fetch: Fetch, shelf: Provider, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    done = fetch(dict.fromkeys(HOSTILE, f"{shelf.url}/a"), folder)
    assert [saved.id for saved in done.saved] == HOSTILE
    assert len(names(folder)) == len(HOSTILE)
    assert len({name.lower() for name in names(folder)}) == len(HOSTILE)
    assert names(tmp_path) == ["in"]


def test_what_cannot_be_written_is_named(fetch: Fetch, shelf: Provider, tmp_path: Path) -> None:
    (tmp_path / "taken.png").mkdir()
    done = fetch({"taken": f"{shelf.url}/a", "free": f"{shelf.url}/b"}, tmp_path)
    assert faults(done) == {"taken": "not_written"}
    assert names(tmp_path) == ["free.png", "taken.png"]


def test_a_folder_that_goes_away_meanwhile_is_named(fetch: Fetch, shelf: Provider, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shelf.answer(lambda socket: (shutil.rmtree(folder), reply(PNG)(socket)))
    done = fetch({"a": f"{shelf.url}/a"}, folder)
    assert faults(done) == {"a": "not_written"}
    assert "No such file" in done.failed[0].reason


@pytest.mark.parametrize("name", ["file/in", "file", "nul\0"])
def test_a_folder_that_cannot_be_had_is_an_error_and_nothing_is_sent(
    fetch: Fetch, shelf: Provider, tmp_path: Path, name: str
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(errors.ConfigurationError, match="cannot be saved in"):
        fetch({"a": f"{shelf.url}/a"}, f"{tmp_path}/{name}")
    assert shelf.received == []


def test_a_result_without_files_is_an_error(fetch: Fetch, tmp_path: Path) -> None:
    for result in (ToolResult("toy_me", {}, Origin(TOY_ME, connection="toybox")), ToolResult("GET /v1/me", {})):
        with pytest.raises(errors.ConfigurationError, match="nothing to download"):
            fetch.of(result, tmp_path)
    with pytest.raises(errors.InvalidResponseError, match="/found/pictures"):
        fetch(["no", "map"], tmp_path)
    assert fetch({}, tmp_path) == DownloadResult((), ())


def test_files_come_several_at_a_time(fetch: Fetch, shelf: Provider, tmp_path: Path) -> None:
    together = threading.Barrier(AT_ONCE, timeout=10)
    shelf.answer(lambda socket: (together.wait(), reply(PNG)(socket)))
    ids = [f"f{index:02}" for index in range(3 * AT_ONCE)]
    done = fetch(dict.fromkeys(ids, f"{shelf.url}/a"), tmp_path)
    assert [saved.id for saved in done.saved] == ids


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_download_that_is_cancelled_leaves_nothing(
    connection: Callable[..., Connection], shelf: Provider, tmp_path: Path, backend: str
) -> None:
    shelf.answer(drips)

    async def cancelled() -> None:
        known = connection(download_hosts=[shelf.url.removeprefix("http://")])
        async with AsyncActions([known]) as actions, anyio.create_task_group() as group:
            group.start_soon(actions.download, pictures({"a": f"{shelf.url}/a"}), tmp_path)
            with anyio.fail_after(10):
                while not any(tmp_path.iterdir()):
                    await anyio.sleep(0.01)
            group.cancel_scope.cancel()

    anyio.run(cancelled, backend=backend)
    assert names(tmp_path) == []


_DOWNLOAD = """
import sys
from figwright import Actions, Connection, ToolResult
from figwright.types.results import Origin
from support.toybox import CONNECTOR, TOY_PICTURES
url, folder = sys.argv[1:]
found = {"found": {"pictures": {"a": url + "/a"}}}
with Actions([Connection(name="toybox", connector=CONNECTOR, api_url=url, allow_insecure=True)]) as actions:
    print(actions.download(ToolResult("toy_pictures", found, Origin(TOY_PICTURES, connection="toybox")), folder))
"""


@pytest.fixture
def downloading(shelf: Provider, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Begin a download in a process of its own."""
    begun: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", _DOWNLOAD, shelf.url, str(tmp_path)]
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
        begun.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.wait()


def wait_for_part(folder: Path) -> None:
    until = time.monotonic() + 20
    while not any(folder.iterdir()) and time.monotonic() < until:
        time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_T50_a_process_killed_midway_leaves_no_half_file_under_the_name(
    shelf: Provider, tmp_path: Path, downloading: Callable[[], subprocess.Popen[bytes]]
) -> None:
    shelf.answer(drips)
    killed = downloading()
    wait_for_part(tmp_path)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert [name[0] + name[-5:] for name in names(tmp_path)] == ["..part"]
    shelf.answer(reply(PNG))
    assert downloading().wait(100) == 0
    assert (tmp_path / "a.png").read_bytes() == PNG


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_download_that_is_interrupted_ends_soon_and_leaves_nothing(
    shelf: Provider, tmp_path: Path, downloading: Callable[[], subprocess.Popen[bytes]]
) -> None:
    def stalls(socket: Socket) -> None:
        socket.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + PNG)
        socket.hang()

    shelf.answer(stalls)
    interrupted = downloading()
    wait_for_part(tmp_path)
    interrupted.send_signal(signal.SIGINT)
    assert interrupted.wait(100) != 0
    assert names(tmp_path) == []
