"""What decided the files of a package, as digests, and whether nothing of it has changed since.

It loads none of the generator's libraries: `generate --check` is done in an instant where there is nothing to do.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from figwright_codegen.problems import Problem

LOCK = "LOCK.json"
_LIBRARIES = ("figwright", "jinja2", "openapi-pydantic", "pydantic", "pydantic-core", "pyyaml", "ruff")


@dataclass(frozen=True, slots=True)
class Result:
    """What a generation changed, or with `check` would change: paths within `folder`, and the difference as text.

    `warnings` are mistakes that reach no tool, and what is not checked; `unused` the operations that no tool stands on.
    """

    folder: Path
    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    diff: str = ""
    warnings: tuple[Problem, ...] = ()
    unused: tuple[str, ...] = ()
    skipped: Mapping[str, Problem] = field(default_factory=dict)
    """The tools that were left out, and why."""

    @property
    def stale(self) -> bool:
        return bool(self.written or self.removed)


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a package is made from, but for the generator itself."""

    package: str
    root: str
    """The description's root file, by its name in `spec`."""
    spec: Mapping[str, bytes]
    """The description's files, by their paths from the root file's folder."""
    manifest: Mapping[str, bytes]
    overlays: Sequence[str] = ()
    """Which of the description's files are overlays, in their order."""


def lock_text(inputs: Inputs, output: Mapping[str, bytes]) -> str:
    """The lock of some files. Only what its `environment` says differs between two machines."""
    told = {
        "package": inputs.package,
        "description": inputs.root,
        "generator": _generator(),
        "manifest": _digests(inputs.manifest),
        "spec": _digests(inputs.spec),
        "output": _digest(json.dumps(_digests(output)).encode()),
        "environment": _environment(),
        **({"overlays": list(inputs.overlays)} if inputs.overlays else {}),
    }
    return json.dumps(told, indent=2, sort_keys=True) + "\n"


def is_same(one: bytes, other: bytes) -> bool:
    """Whether two locks say the same of the files, whatever versions of libraries wrote them."""
    return _without_environment(one) == _without_environment(other)


def fresh(spec: Path, manifest: Path, folder: Path, package: str, overlays: Sequence[str] = ()) -> Result | None:
    """What there is to say where no input, no output and nothing of the generator has changed; None where it has."""
    present = present_files(folder)
    try:
        text = present.pop(LOCK).decode()
        names = json.loads(text)["spec"].keys()
        read = {str(name): (spec.parent / name).read_bytes() for name in names}
        inputs = Inputs(package, spec.name, read, {manifest.name: manifest.read_bytes()}, overlays)
    except (AttributeError, KeyError, OSError, TypeError, ValueError):
        return None
    return Result(folder, (), (), len(present) + 1) if text == lock_text(inputs, present) else None


def present_files(folder: Path) -> dict[str, bytes]:
    """What a package's folder holds, by path within it; without what Python keeps there."""
    files = [file for file in folder.rglob("*") if "__pycache__" not in file.parts and file.is_file()]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def relative(files: Iterable[Path], folder: Path) -> dict[str, Path]:
    """Files by their paths from the folder of a description, which they need not be below."""
    return {Path(os.path.relpath(file.resolve(), folder)).as_posix(): file for file in files}


def _generator() -> str:
    """A digest of the generator's own code."""
    here = Path(__file__).parent
    code = {file.relative_to(here).as_posix(): file.read_bytes() for file in here.rglob("*") if _is_code(file)}
    return _digest(json.dumps(_digests(code)).encode())


def _is_code(file: Path) -> bool:
    return file.suffix in (".py", ".jinja")


def _environment() -> dict[str, str]:
    found = {"python": ".".join(platform.python_version_tuple()[:2])}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: _digest(files[name]) for name in sorted(files)}


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _without_environment(text: bytes) -> object:
    try:
        told = json.loads(text)
    except ValueError:
        return text
    return {**told, "environment": None} if isinstance(told, dict) else told
