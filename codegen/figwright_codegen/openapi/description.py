"""A description: files of YAML or JSON joined by `$ref`.

A reference names a place by a pointer, an anchor or an `$id` (JSON Schema 2020-12, 8.2). A `$dynamicRef` is read while
only one place has its anchor: then it means that place wherever it is reached from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from figwright_codegen.json_pointer import is_index, steps
from figwright_codegen.lock import relative
from figwright_codegen.openapi.anchors import Anchors, is_dynamic, make_static
from figwright_codegen.openapi.structure import below
from figwright_codegen.problems import At, Problems
from figwright_codegen.sources.documents import Document
from figwright_codegen.sources.overlays import overlaid
from figwright_codegen.sources.source import Key, Source, is_reference

__all__ = ["VERSIONS", "Document", "Key", "Source", "Spec", "is_description", "is_new", "is_reference"]

VERSIONS = ("3.0", "3.1", "3.2")
"""Of OpenAPI, those that are read."""


class Spec:
    """A description: its root file, after overlays, and every file that it reaches by `$ref`."""

    def __init__(self, file: Path, problems: Problems, overlays: Sequence[Path] = ()) -> None:
        self.problems = problems
        self.documents: dict[Path, Document] = {}
        self._targets: dict[Key, Source | None] = {}
        self._ends: dict[Key, Source] = {}
        """By a `$ref`, what it is in the end."""
        self._marked: dict[Path, Anchors] = {}
        self.names: dict[Path, frozenset[str]] = {}
        """What schemas are called, by file: filled by whoever gives names."""
        self.built_on: dict[Key, list[Source]] | None = None
        """By schema, those whose `allOf` refers to it: filled by whoever asks for them."""
        self._folder = file.resolve().parent
        self._overlays = tuple(overlays)
        self.root = self._document(file.resolve())

    @property
    def files(self) -> dict[str, bytes]:
        """Every file's bytes by its path relative to the root file, in the order of the paths."""
        read = {file.relative_to(self._folder).as_posix(): file for file in self.documents}
        if self._overlays:
            read |= relative(self._overlays, self._folder)
        return {name: read[name].read_bytes() for name in sorted(read)}

    @property
    def overlays(self) -> tuple[str, ...]:
        """Which of the files are overlays, in their order."""
        return tuple(relative(self._overlays, self._folder)) if self._overlays else ()

    @property
    def ignores_siblings(self) -> bool:
        """Whether what stands beside a `$ref` says nothing."""
        return self.root.text("openapi").startswith("3.0")

    def units(self) -> Iterator[tuple[Source, str]]:
        """What the description consists of, each with its kind: path items, components, and what else is referred to.

        All references are looked at on the way; a broken one is a problem.
        """
        root = self.root
        first = list(below(root, "description"))
        pending = [(each, kind) for each, kind in first if kind != "components"]
        pending += (unit for each, kind in first if kind == "components" for unit in below(each, kind))
        seen: set[tuple[int, str]] = set()
        at = 0
        while at < len(pending):
            unit, kind = pending[at]
            at += 1
            if not is_new(seen, unit, kind):
                continue
            yield unit, kind
            stack = [(unit, kind)]
            while stack:
                source, kind = stack.pop()
                if is_reference(source) and (target := self.target(source)):
                    pending.append((target, kind))
                stack += [each for each in below(source, kind) if is_new(seen, *each)]

    def _document(self, file: Path) -> Source:
        if file not in self.documents:
            document = Document(file, self.problems)
            if not self.documents:
                document = overlaid(document, self._overlays, self.problems)
            self.documents[file] = document
            if "$dynamicRef" in document.marks:
                make_static(document.data)
            self._marked[file] = Anchors(document)
        return Source(self.documents[file], (), self.documents[file].data)

    def target(self, source: Source) -> Source | None:
        """What one `$ref` names. A broken one is a problem, and None."""
        if source.key not in self._targets:
            found = self._find(source, source.value["$ref"])
            if isinstance(found, str):
                self.problems.add(source / "$ref", f"$ref {str(source.value['$ref'])!r} {found}")
            self._targets[source.key] = found if isinstance(found, Source) else None
        return self._targets[source.key]

    def _find(self, source: Source, reference: str) -> Source | str | None:
        """What a reference names, or what is wrong with it; None where the file that it names is the problem."""
        address, _, fragment = reference.partition("#")
        fragment = unquote(fragment)
        here = self._marked[source.file] if source.file in self._marked else Anchors(source.document)
        resource = here.resource(source.pointer)
        if address:
            there = self._addressed(source, urljoin(here.uri(resource), address), address)
            if not isinstance(there, Source):
                return there
        else:
            there = here.at(resource)
        if fragment and not fragment.startswith("/"):
            return self._anchored(there, fragment, dynamic=is_dynamic(reference))
        try:
            steps(fragment)
        except ValueError as error:
            return str(error)
        found = _pointed(there, fragment)
        if found.value is None and not address:  # below an $id, many mean the file
            found = _pointed(here.at(()), fragment)
        return "leads to nothing; correct it or add what it names" if found.value is None else found

    def _addressed(self, source: Source, uri: str, address: str) -> Source | str | None:
        for marks in self._marked.values():
            if (pointer := marks.ids.get(uri.rstrip("#"))) is not None:
                return marks.at(pointer)
        file = (source.file.parent / unquote(address)).resolve()
        if urlsplit(address).scheme or not file.is_relative_to(self._folder):
            return "leads outside the spec's folder; copy what it names"
        if not file.is_file():
            return "names no file; correct its path"
        found = self._document(file)
        return None if found.value is None else found

    def _anchored(self, there: Source, name: str, *, dynamic: bool) -> Source | str:
        every = [marks for marks in self._marked.values() if dynamic or marks.document is there.document]
        found = [marks.at(pointer) for marks in every for pointer in marks.anchors.get(name, ())]
        if not dynamic:
            marks = self._marked[there.file]
            found = [each for each in found if marks.resource(each.pointer) == there.pointer] or found
        if len(found) > 1:
            places = " and ".join(f"{each.file.name}:{each.line}" for each in found)
            return f"could be any of {places}, which have this anchor; refer to one of them by its path"
        return found[0] if found else "leads to nothing; there is no such anchor"

    def resolve(self, source: Source) -> Source:
        """What a value is after all its `$ref`s; a broken or circular chain ends in an empty value."""
        seen = set[Key]()
        while is_reference(source):
            if source.key in seen:
                self.problems.add(source, "$ref leads in a circle; let one of them hold a value")
                return Source(source.document, source.pointer, {})
            if found := self._ends.get(source.key):
                source = found
            else:
                seen.add(source.key)
                source = self.target(source) or Source(source.document, source.pointer, {})
        self._ends.update(dict.fromkeys(seen, source))
        return source


def is_new(seen: set[tuple[int, str]], source: Source, kind: str) -> bool:
    """Whether an object was not seen as this kind before; notes it."""
    mark = id(source.value), kind
    if isinstance(source.value, dict) and mark not in seen:
        seen.add(mark)
        return True
    return not isinstance(source.value, dict)


def _pointed(source: Source, pointer: str) -> Source:
    for name in steps(pointer):
        source = source / (int(name) if isinstance(source.value, list) and is_index(name) else name)
    return source


def is_description(spec: Spec) -> bool:
    """Whether the root file is a description of a version that is read; if not, that is a problem."""
    root, version = spec.root, spec.root.text("openapi")
    if version.startswith(VERSIONS):
        return True
    if root.value is None and len(spec.problems):  # it could not be read
        return False
    if isinstance(root.value, dict) and "openapi" in root:
        read = f"{', '.join(VERSIONS[:-1])} and {VERSIONS[-1]}"
        text = f"is of OpenAPI {version or root.value['openapi']}; {read} are read"
        spec.problems.add(At(root.file, (root / "openapi").line), text)
    else:
        told = "convert Swagger 2.0 first" if "swagger" in root else "it has no key openapi"
        spec.problems.add(At(root.file, 0), f"is no OpenAPI description; {told}")
    return False
