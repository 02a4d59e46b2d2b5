"""One of the two descriptions that are compared: a file, a folder or what either was in a git revision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from figwright_codegen.diff.findings import Place
from figwright_codegen.json_pointer import written
from figwright_codegen.manifest.file import Manifest
from figwright_codegen.manifest.provider import ConnectorEntry
from figwright_codegen.openapi.description import Source, Spec, is_description
from figwright_codegen.openapi.operations import Operation, by_path, endpoints, read_operation
from figwright_codegen.problems import At, GenerationError, Problem, Problems, shown
from figwright_codegen.problems import Place as Standing
from figwright_codegen.sources import revisions

DESCRIPTIONS = ("openapi.yaml", "openapi.yml", "openapi.json")
MANIFEST = "tools.yaml"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An operation, and what it is called where it has no id."""

    operation: Operation
    label: str
    id: str

    @property
    def placed(self) -> str:
        """What a manifest can call it by."""
        return f"{self.operation.method} {self.operation.path}"

    @property
    def template(self) -> tuple[str, str]:
        """Method and path, whatever its parameters are called."""
        return self.operation.method, re.sub(r"{[^}]*}", "{}", self.operation.path)


class Side:
    """A description, its operations, and the manifest beside it if there is one.

    Raises GenerationError for what cannot be read or is no description, and for a reference that leads to nothing.
    """

    def __init__(self, named: str, folder: Path, manifest: Path | None, overlays: Sequence[Path] = ()) -> None:
        """`folder` gets the files of a revision. `manifest` counts in place of the one beside the description."""
        self.named = named
        self._prefix, self._folder = "", folder.resolve()
        self._names: dict[Path, str] = {}
        file, beside = self._found(named)
        problems = Problems()
        problems.matters = _hides
        self.spec = Spec(file, problems, overlays)
        is_description(self.spec)
        self._raise(problems)
        self.endpoints = list(self._endpoints())
        for _ in self.spec.units():
            pass  # follows every reference
        self._raise(problems)
        self.warnings = tuple(self._told(each) for each in problems.warnings)
        chosen = manifest or beside
        self.manifest = self._manifest(chosen) if chosen else None

    @property
    def version(self) -> str:
        return str((self.spec.root / "info" / "version").value or "")

    @property
    def scope_rule(self) -> str:
        """How several scopes of an operation are read: `all` of them are needed, or `any`."""
        return self.connector.scope_rule if self.connector else "all"

    @property
    def connector(self) -> ConnectorEntry | None:
        return self.manifest.connector if self.manifest else None

    def place(self, source: Source) -> Place:
        if source.file not in self._names:
            self._names[source.file] = self._shown(source.file)
        return Place(self._names[source.file], source.line, written(source.pointer))

    def _found(self, named: str) -> tuple[Path, Path | None]:
        """The description's file, and the manifest's."""
        path = Path(named)
        if not path.exists():
            revision, colon, inner = named.partition(":")
            if not colon or not revision:
                raise _error(named, "there is no such file or folder; for a git revision write REVISION:PATH")
            self._prefix = f"{revision}:"
            try:
                path = revisions.written(revision, inner, self._folder)
            except revisions.RevisionError as error:
                raise _error(named, str(error)) from None
        if not path.is_dir():
            if not path.is_file():
                raise _error(named, "is a pipe or a device, and would be read twice; write what it holds into a file")
            return path, None
        file = next((path / name for name in DESCRIPTIONS if (path / name).is_file()), None)
        if file is None:
            raise _error(named, f"this folder has no {' and no '.join(DESCRIPTIONS)}; name the description's file")
        manifest = path / MANIFEST
        return file, manifest if manifest.is_file() else None

    def _endpoints(self) -> Iterator[Endpoint]:
        for path, source, reference in endpoints(self.spec):
            name = source.text("operationId")
            label = name or by_path(source, path)
            yield Endpoint(read_operation(self.spec, label, path, source, reference), label, name)

    def _manifest(self, file: Path) -> Manifest:
        problems = Problems()
        found = Manifest(file, problems)
        self._raise(problems)
        return found

    def _raise(self, problems: Iterable[Problem]) -> None:
        if errors := [each for each in problems if each.level == "error"]:
            raise GenerationError([Problem(self._shown(Path(each.file)), each.line, each.text) for each in errors])

    def _told(self, problem: Problem) -> str:
        return str(Problem(self._shown(Path(problem.file)), problem.line, problem.text, problem.level))

    def _shown(self, file: Path) -> str:
        whole = file.resolve()
        if self._prefix and whole.is_relative_to(self._folder):
            return f"{self._prefix}{whole.relative_to(self._folder).as_posix()}"
        return shown(whole)


def _hides(place: Standing) -> bool:
    """Whether a mistake there keeps a part of the description from being compared."""
    return isinstance(place, At) or (isinstance(place, Source) and "$ref" in (*place.pointer[-1:], *_keys(place)))


def _keys(place: Source) -> tuple[str, ...]:
    return tuple(place.value) if isinstance(place.value, dict) else ()


def _error(named: str, text: str) -> GenerationError:
    return GenerationError([Problem(named, 0, text)])
