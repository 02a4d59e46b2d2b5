"""Encryption at rest: what is sealed opens in its place and nowhere else, and keys are kept for their owner alone."""

from __future__ import annotations

import base64
import copy
import os
import pickle
import signal
import stat
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from figwright.crypto.key_file import KeyFileRing, make_key_file, read_key_file, replace_key_file
from figwright.crypto.keyring import Context, DataKey, KeyRing, SealBrokenError, id_of, new_key, parse_keys
from figwright.errors import ConfigurationError

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
RING = KeyRing([NEW, OLD])
KEY = DataKey.make(RING, "grant")

CONTEXTS = st.lists(st.text(max_size=12) | st.integers(), max_size=4).map(tuple)
posix = pytest.mark.skipif(os.name != "posix", reason="modes and symbolic links are POSIX")


def open_by_ring(blob: bytes, *context: Context) -> str:
    return RING.open(blob, *context).decode()


BOTH = pytest.mark.parametrize(
    ("seal", "unseal"),
    [
        pytest.param(lambda text, *context: RING.seal(text.encode(), *context), open_by_ring, id="ring"),
        pytest.param(KEY.seal, KEY.open, id="data key"),
    ],
)


@BOTH
@given(text=st.text(), context=CONTEXTS)
def test_what_is_sealed_opens_in_its_context(seal: Any, unseal: Any, text: str, context: tuple[Context, ...]) -> None:
    blob = seal(text, *context)
    assert unseal(blob, *context) == text
    assert seal(text, *context) != blob


@BOTH
@given(context=CONTEXTS, other=CONTEXTS)
def test_T30_it_opens_in_no_other_context(seal: Any, unseal: Any, context: Any, other: Any) -> None:
    assume([(type(item), item) for item in context] != [(type(item), item) for item in other])
    with pytest.raises(SealBrokenError):
        unseal(seal("token", *context), *other)


@BOTH
@pytest.mark.parametrize(
    ("context", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        ((1,), ("1",)),
        ((), ("",)),
        (("a", ""), ("a",)),
        ((1, 2), (12,)),
        (("a", 1), (1, "a")),
        (("asb",), ("a", "b")),
        (("a\0", ""), ("a", "\0")),
    ],
)
def test_T31_contexts_that_read_the_same_are_different(seal: Any, unseal: Any, context: Any, other: Any) -> None:
    with pytest.raises(SealBrokenError):
        unseal(seal("token", *context), *other)


def test_T30_tokens_swapped_between_grants_fields_or_generations_do_not_open() -> None:
    other = DataKey.make(RING, "other grant")
    access = KEY.seal("token", "grant", "access", 3)
    assert KEY.open(access, "grant", "access", 3) == "token"
    for swapped in (
        lambda: KEY.open(access, "grant", "refresh", 3),
        lambda: KEY.open(access, "grant", "access", 4),
        lambda: KEY.open(access, "other grant", "access", 3),
        lambda: other.open(access, "grant", "access", 3),
        lambda: DataKey.unwrap(RING, KEY.wrapped, "other grant"),
        lambda: RING.open(KEY.wrapped, "grant"),
    ):
        with pytest.raises(SealBrokenError):
            swapped()


def test_T30_the_key_id_in_front_is_authentic() -> None:
    """The key of another id does not open it, and nor does the right key under another id."""
    blob = RING.seal(b"token", "a")
    with pytest.raises(SealBrokenError):
        RING.open(blob[:1] + bytes.fromhex(KeyRing([OLD]).newest) + blob[5:], "a")


@BOTH
@given(data=st.data())
def test_T36_a_flipped_bit_is_found_wherever_it_is(seal: Any, unseal: Any, data: st.DataObject) -> None:
    blob = bytearray(seal("token", "a"))
    bit = data.draw(st.integers(0, len(blob) * 8 - 1))
    blob[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBrokenError):
        unseal(bytes(blob), "a")


@BOTH
def test_T36_every_truncation_and_an_addition_are_found(seal: Any, unseal: Any) -> None:
    blob = seal("token", "a")
    for faulty in [*(blob[:length] for length in range(len(blob))), blob + b"\0"]:
        with pytest.raises(SealBrokenError):
            unseal(faulty, "a")


@BOTH
@given(
    blob=st.binary(max_size=80) | st.binary(max_size=80).map(lambda rest: b"\x01" + bytes.fromhex(RING.newest) + rest)
)
def test_T36_any_other_bytes_are_one_typed_error_with_one_message(seal: Any, unseal: Any, blob: bytes) -> None:
    with pytest.raises(SealBrokenError) as caught:
        unseal(blob, "a")
    assert str(caught.value) == str(SealBrokenError())
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_T36_a_blob_of_a_later_version_is_refused() -> None:
    for blob, unseal in ((RING.seal(b"token"), RING.open), (KEY.seal("token"), KEY.open)):
        with pytest.raises(SealBrokenError):
            unseal(b"\x02" + blob[1:])
    with pytest.raises(SealBrokenError):
        KeyRing.key_id(b"\x02" + RING.seal(b"token")[1:])


def test_T35_every_encryption_has_a_nonce_of_its_own() -> None:
    count = 100_000
    assert len({RING.seal(b"")[5:17] for _ in range(count)} | {KEY.seal("")[1:13] for _ in range(count)}) == 2 * count


def test_T35_grants_do_not_share_a_data_key() -> None:
    with pytest.raises(SealBrokenError):
        DataKey.make(RING, "grant").open(KEY.seal("token"))


def test_T33_the_newest_key_seals_and_each_key_opens() -> None:
    before, after = KeyRing([OLD]), KeyRing([NEW, OLD])
    assert after.open(before.seal(b"token", "a"), "a") == b"token"
    assert KeyRing.key_id(before.seal(b"")) == before.newest
    assert KeyRing.key_id(after.seal(b"")) == after.newest == KeyRing([NEW]).newest
    assert after.ids == {before.newest, after.newest}
    with pytest.raises(SealBrokenError):
        before.open(after.seal(b"token", "a"), "a")


def test_T33_a_data_key_wrapped_anew_opens_what_it_sealed_before() -> None:
    before, after = KeyRing([OLD]), KeyRing([NEW])
    key = DataKey.make(before, "grant")
    wrapped = DataKey.unwrap(KeyRing([NEW, OLD]), key.wrapped, "grant").rewrapped(after, "grant")
    assert DataKey.unwrap(after, wrapped, "grant").open(key.seal("token", 1), 1) == "token"
    with pytest.raises(SealBrokenError):
        DataKey.unwrap(after, key.wrapped, "grant")


@pytest.mark.parametrize("keys", [[], [b""], [OLD[:16]], [OLD + b"\0"], [OLD, NEW, OLD]])
def test_a_ring_of_other_keys_than_it_takes_is_refused(keys: list[bytes]) -> None:
    with pytest.raises(ConfigurationError):
        KeyRing(keys)


@pytest.mark.parametrize("held", [RING, KEY])
def test_T22_keys_do_not_show_themselves_and_do_not_travel(held: Any) -> None:
    assert f"{held!r}{held}{[held]}" == f"{type(held).__name__}(...)" * 2 + f"[{type(held).__name__}(...)]"
    for move in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="cannot be pickled or copied"):
            move(held)


@given(st.binary(min_size=32, max_size=32), st.booleans())
def test_a_key_as_text_is_read_with_and_without_padding(key: bytes, padded: bool) -> None:
    text = base64.urlsafe_b64encode(key).decode()
    assert parse_keys([text if padded else text.rstrip("=")]) == [key]


def test_a_new_key_is_one_that_is_taken() -> None:
    [one, other] = parse_keys([new_key(), f" {new_key()}\n"])
    assert one != other
    assert KeyRing([one, other]).open(KeyRing([other]).seal(b"x")) == b"x"


@pytest.mark.parametrize("faulty", ["", "CANARY", "CANARY" * 8, "CANARY+/" * 5 + "abc", "A" * 43 + "B" * 43])
def test_T22_a_faulty_key_is_named_by_its_position_and_not_shown(faulty: str) -> None:
    with pytest.raises(ConfigurationError, match=r"key 2 .*figwright keys new") as caught:
        parse_keys([new_key(), faulty])
    assert "CANARY" not in str(caught.value)
    assert not faulty or faulty not in str(caught.value)


def test_a_key_file_is_made_once_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "data" / "encryption.key"
    made = make_key_file(path)
    assert make_key_file(path) == read_key_file(path) == made
    assert [len(key) for key in made] == [32]
    assert list(path.parent.iterdir()) == [path]


def test_a_replaced_key_file_keeps_the_order(tmp_path: Path) -> None:
    path = tmp_path / "encryption.key"
    make_key_file(path)
    replace_key_file(path, [NEW, OLD])
    assert read_key_file(path) == [NEW, OLD]
    assert list(tmp_path.iterdir()) == [path]


@posix
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_T29_a_key_file_is_its_owners_alone_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    path = tmp_path / "data" / "encryption.key"
    before = os.umask(mask)
    try:
        [key] = make_key_file(path)
        assert [stat.S_IMODE(place.stat().st_mode) for place in (path.parent, path)] == [0o700, 0o600]
        replace_key_file(path, [NEW, key])
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666, 0o610])
def test_T29_a_key_file_that_others_may_read_is_refused_with_the_command_that_helps(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "encryption.key"
    make_key_file(path)
    path.chmod(mode)
    with pytest.raises(ConfigurationError, match=f"chmod 600 {path}"):
        read_key_file(path)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        make_key_file(path)


@posix
def test_T29_a_key_file_that_is_a_symbolic_link_is_refused_and_not_followed(tmp_path: Path) -> None:
    make_key_file(tmp_path / "real")
    for target in ("real", "nowhere"):
        path = tmp_path / f"link to {target}"
        path.symlink_to(target)
        for take in (read_key_file, make_key_file):
            with pytest.raises(ConfigurationError, match="symbolic link"):
                take(path)
    assert not (tmp_path / "nowhere").exists()


@posix
def test_T29_a_key_file_that_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o600)
    with pytest.raises(ConfigurationError, match=f"{pipe} is no regular file"):
        read_key_file(pipe)
    with pytest.raises(ConfigurationError, match=str(tmp_path)):
        read_key_file(tmp_path)


def test_T33_a_key_file_that_is_replaced_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "encryption.key"
    [old], [new] = make_key_file(path), parse_keys([new_key()])

    def read_too_early(path: Path) -> list[bytes]:
        keys = read_key_file(path)
        replace_key_file(path, [new, old])
        return keys

    with monkeypatch.context() as patch:
        patch.setattr("figwright.crypto.key_file.read_key_file", read_too_early)
        ring = KeyFileRing(path)
    assert ring.newest == id_of(new)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"CANARY", b"\xff\xfe\x00CANARY", b"A" * 43 + b"\nCANARY\n"])
def test_a_key_file_with_anything_else_in_it_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "encryption.key"
    path.write_bytes(content)
    path.chmod(0o600)
    for take in (read_key_file, make_key_file):
        with pytest.raises(ConfigurationError, match=str(path)) as caught:
            take(path)
        assert "CANARY" not in str(caught.value)
    assert path.read_bytes() == content


def test_a_missing_key_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=str(tmp_path / "gone")):
        read_key_file(tmp_path / "gone")


_MAKER = """
import os, signal, sys
from pathlib import Path
from figwright.crypto.key_file import make_key_file, read_key_file

path, call, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
if call:
    real = getattr(os, call)
    def killing(*arguments):
        global times
        times -= 1
        if times < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments)
    setattr(os, call, killing)
print("ready", flush=True)
sys.stdin.readline()
print(make_key_file(path)[0].hex())
"""


def maker(path: Path, kill_at: str = "", after: int = 0) -> subprocess.Popen[str]:
    """A process that makes a key file once it is told to, or is killed at a call to the operating system."""
    words = [sys.executable, "-c", _MAKER, str(path), kill_at, str(after)]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_processes_that_make_the_key_file_at_once_have_one_key(tmp_path: Path) -> None:
    path = tmp_path / "data" / "encryption.key"
    with ExitStack() as running:
        makers = [running.enter_context(maker(path)) for _ in range(6)]
        assert [process.stdout.readline() for process in makers if process.stdout] == ["ready\n"] * 6
        for process in makers:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        made = [process.communicate(timeout=100)[0].strip() for process in makers]
    assert made == [read_key_file(path)[0].hex()] * 6
    assert list(path.parent.iterdir()) == [path]


@posix
@pytest.mark.parametrize(("call", "after", "there"), [("fsync", 0, False), ("link", 0, False), ("fsync", 1, True)])
def test_P2_a_process_that_is_killed_leaves_a_whole_key_file_or_none(
    tmp_path: Path, call: str, after: int, there: bool
) -> None:
    path = tmp_path / "data" / "encryption.key"
    with maker(path, call, after) as process:
        process.communicate("go\n", timeout=100)
    assert process.returncode == -signal.SIGKILL
    assert path.exists() == there
    left = read_key_file(path) if there else None
    assert make_key_file(path) == (left or read_key_file(path))


@pytest.mark.parametrize("call", ["fsync", "link"])
def test_P2_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "data" / "encryption.key"
    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        with pytest.raises(ConfigurationError, match="No space left"):
            make_key_file(path)
    assert list(path.parent.iterdir()) == []
    make_key_file(path)
