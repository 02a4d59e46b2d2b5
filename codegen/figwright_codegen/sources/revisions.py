"""The files of a git revision, such as `v1.2:spec/shop`, written into a folder of their own."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

_SUFFIXES = (".yaml", ".yml", ".json")
_FILE = "100"
"""How the mode of a file begins in a tree; links and submodules begin otherwise."""


class RevisionError(Exception):
    """Why a revision cannot be read."""


def written(revision: str, path: str, folder: Path) -> Path:
    """Write what a path was in a revision into a folder, and return where it is there.

    A path is below the repository's top, or below the current folder if it begins with `./`, as git has it. Of a file,
    the YAML and JSON files beside and below it are written, too, since it may refer to them. Raises RevisionError.
    """
    if revision.startswith("-") or not _succeeds("rev-parse", "--git-dir"):
        raise RevisionError("is read from a git repository, and this folder is in none; change to one that is")
    commit = _text("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if not commit:
        raise RevisionError(f"names a revision that git does not know, {revision!r}; git log lists those there are")
    whole = _whole(path)
    kind = _text("cat-file", "-t", f"{commit}:{whole}" if whole != "." else f"{commit}^{{tree}}")
    if kind not in ("blob", "tree"):
        raise RevisionError(
            f"names nothing: {revision!r} has no {whole!r}; git ls-tree -r {revision} lists what it has"
        )
    within = PurePosixPath(whole) if kind == "tree" else PurePosixPath(whole).parent
    _write(_entries(commit, within, whole), folder)
    return folder / whole


def _whole(path: str) -> str:
    """A path from the repository's top."""
    here = _text("rev-parse", "--show-prefix") if path.startswith(("./", "../")) or path == "." else ""
    steps: list[str] = []
    for step in (*here.split("/"), *path.split("/")):
        if step == ".." and steps:
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps) or "."


def _entries(commit: str, within: PurePosixPath, wanted: str) -> list[tuple[str, str]]:
    """The id and the path of each file to write."""
    listed = _run("ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{within}/" if str(within) != "." else ".")
    found = []
    for line in filter(None, listed.stdout.decode("utf-8", "surrogateescape").split("\0")):
        facts, _, name = line.partition("\t")
        mode, _, identity = facts.split(" ")[:3]
        if mode.startswith(_FILE) and (name == wanted or name.lower().endswith(_SUFFIXES)):
            found.append((identity, name))
    return found


def _write(entries: Sequence[tuple[str, str]], folder: Path) -> None:
    given = "".join(f"{identity}\n" for identity, _ in entries).encode()
    output, at = _run("cat-file", "--batch", given=given).stdout, 0
    for _, name in entries:
        end = output.index(b"\n", at)
        size = int(output[at:end].rsplit(b" ", 1)[1])
        target = folder / name
        if ".." not in PurePosixPath(name).parts:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(output[end + 1 : end + 1 + size])
        at = end + 1 + size + 1


def _succeeds(*words: str) -> bool:
    return _run(*words).returncode == 0


def _text(*words: str) -> str:
    """What git says, or nothing if it fails."""
    done = _run(*words)
    return done.stdout.decode("utf-8", "surrogateescape").strip() if done.returncode == 0 else ""


def _run(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", *words], input=given, capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        raise RevisionError("is read by git, which is not installed; install it, or name a file") from None
