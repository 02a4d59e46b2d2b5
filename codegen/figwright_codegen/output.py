"""Files reach their folder whole or not at all: formatted in a stage beside it, compared, and replaced one by one."""

from __future__ import annotations

import difflib
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from ruff import find_ruff_bin  # type: ignore[import-untyped]

from figwright_codegen.lock import LOCK, Inputs, Result, is_same, lock_text, present_files
from figwright_codegen.problems import GenerationError, Problem, shown

_FORMAT = ("format", "--isolated", "--no-cache", "--line-length=120", "--target-version=py311")


def write(files: Mapping[str, str], folder: Path, inputs: Inputs, *, check: bool) -> Result:
    """Bring a folder to exactly these files and their lock.

    With `check` nothing is touched and the result carries a diff. Raises GenerationError where the folder holds files
    that no generator wrote.
    """
    present = present_files(folder)
    if present and LOCK not in present:
        text = f"holds files but no {LOCK}, so it was not generated; choose another folder or empty it"
        raise GenerationError([Problem(shown(folder), 0, text)])
    if not check:
        folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=None if check else folder.parent) as stage:
        formatted = _formatted(files, Path(stage))
        lock = lock_text(inputs, formatted).encode()
        formatted[LOCK] = present[LOCK] if is_same(lock, present.get(LOCK, b"")) else lock
        (Path(stage) / LOCK).write_bytes(formatted[LOCK])
        changed = [name for name in sorted(formatted) if present.get(name) != formatted[name]]
        removed = sorted(present.keys() - formatted.keys())
        if not check:
            for name in sorted(changed, key=lambda name: (name == LOCK, name)):
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                (Path(stage) / name).replace(target)
            for name in removed:
                (folder / name).unlink()
            _remove_empty(folder)
    diff = (
        "".join(_diff(name, present.get(name), formatted.get(name)) for name in [*changed, *removed]) if check else ""
    )
    return Result(folder, tuple(changed), tuple(removed), len(formatted) - len(changed), diff)


def replace(files: Mapping[Path, str]) -> None:
    """Write files whole, all of them or none: drafts of all are on the disk before the first takes its place.

    They take it in this order, and a process that is killed meanwhile leaves those at the end as they were. Raises
    OSError with the file's name.
    """
    drafts: dict[Path, Path] = {}
    before: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for file, text in files.items():
            with _named(file):
                target = file.resolve()
                drafts[target] = _beside(target)
                with drafts[target].open("x", encoding="utf-8", newline="") as draft:
                    draft.write(text)
                    draft.flush()
                    os.fsync(draft.fileno())
                if target.exists():
                    shutil.copymode(target, drafts[target])
        for target, path in drafts.items():
            with _named(target):
                if target.exists():
                    before[target] = Path(shutil.copy2(target, _beside(target)))
                path.replace(target)
                done.append(target)
    except (OSError, KeyboardInterrupt):
        for target in done:
            if target in before:
                before[target].replace(target)
            else:
                target.unlink()
        raise
    finally:
        for path in (*drafts.values(), *before.values()):
            with suppress(OSError):  # of a folder that cannot be written to, there is none
                path.unlink()


def _beside(file: Path) -> Path:
    """A name that no other file has, in the same folder."""
    return file.with_name(f".{file.name}.{secrets.token_hex(8)}")


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """Errors name the file, not its draft."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from None


def _formatted(files: Mapping[str, str], stage: Path) -> dict[str, bytes]:
    for name, text in files.items():
        (stage / name).parent.mkdir(parents=True, exist_ok=True)
        (stage / name).write_text(text, encoding="utf-8", newline="\n")
    run = subprocess.run(  # noqa: S603 - the formatter of our own environment
        [find_ruff_bin(), *_FORMAT, str(stage)], capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise RuntimeError(f"ruff cannot format what was generated: {run.stderr}")
    return {name: (stage / name).read_bytes() for name in files}


def _remove_empty(folder: Path) -> None:
    for inner in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        rest = list(inner.iterdir())
        if inner.name != "__pycache__" and all(path.name == "__pycache__" for path in rest):
            for cache in rest:
                for file in cache.iterdir():
                    file.unlink()
                cache.rmdir()
            inner.rmdir()


def _diff(name: str, old: bytes | None, new: bytes | None) -> str:
    lines = [[] if text is None else text.decode("utf-8", "replace").splitlines(keepends=True) for text in (old, new)]
    names = ["/dev/null" if text is None else f"{side}/{name}" for side, text in (("a", old), ("b", new))]
    return "".join(difflib.unified_diff(lines[0], lines[1], names[0], names[1]))
