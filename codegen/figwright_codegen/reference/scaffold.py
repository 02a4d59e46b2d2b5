"""New operations of the reference as files of ours: their structure, and an entry for each in the manifest.

No sentence of the reference is taken over (`structure`), and nothing that is there is changed: files get more keys
(`insertion`). What was made is read again, as a description and beside the reference, before anybody writes it.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from figwright_codegen.diff import access
from figwright_codegen.diff.sides import Endpoint, Side
from figwright_codegen.diff.standing import is_named
from figwright_codegen.openapi.description import Document, Key, Source
from figwright_codegen.openapi.operations import Wanted
from figwright_codegen.problems import At, GenerationError, Problem, Problems, shown
from figwright_codegen.proposal.names import tool_names
from figwright_codegen.reference.differences import Beside
from figwright_codegen.reference.insertion import InsertionError, Pointer, block, inserted
from figwright_codegen.reference.layout import Layout, Spot, reference
from figwright_codegen.reference.structure import Copier, server_without_words
from figwright_codegen.tools.unwritten import UNWRITTEN
from figwright_codegen.types.discriminators import options_of

_ORDER = ("operationId", "summary", "description", "tags", "deprecated", "security", "servers", "parameters",
          "requestBody", "responses")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scaffolded:
    """What was made: which operations, the whole text of each file, and how many sentences are to be written."""

    operations: tuple[str, ...]
    files: dict[Path, str]
    """What makes an operation one of ours comes last, so that an interrupted scaffold is completed by the next."""
    unwritten: int


def scaffold(beside: Beside, only: re.Pattern[str] = re.compile("")) -> Scaffolded:
    """The operations that ours lacks, of those in whose id, method or path `only` is found.

    Raises GenerationError where one cannot be put among our files.
    """
    wanted = [each for each in beside.lacking if only.search(f"{each.id} {each.placed}")]
    wanted.sort(key=lambda each: (each.operation.path, each.operation.method))
    problems = Problems()
    made = _Scaffold(beside, problems)
    try:
        for each in wanted:
            made.operation(each)
        made.schemes(wanted)
        made.tools(wanted)
    except RecursionError:
        text = "its schemas refer to each other without end; write ours by hand"
        problems.add(At(beside.theirs.spec.root.file, 1), text)
    problems.raise_any()
    files = made.files.changed()
    if files:
        _check(beside, wanted, files, made.files)
    before = sum(file.read_text("utf-8").count(UNWRITTEN) for file in files if file.exists())
    after = sum(text.count(UNWRITTEN) for text in files.values())
    return Scaffolded(tuple(" ".join(each.label.split()) for each in wanted), files, after - before)


class _Files:
    """Files as they are to be: the text of each, and what it says."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self.last: list[Path] = []
        """Those to be written after all others."""
        self._before: dict[Path, str] = {}
        self._documents: dict[Path, Document] = {}
        self.texts: dict[Path, str] = {}
        self.data: dict[Path, Any] = {}

    def add(self, file: Path, pointer: Pointer, key: str, value: Any, after: Sequence[str] = ()) -> None:
        """Put a key into a mapping, which is made where there is none. What is there already must say the same."""
        if not self._open(file):
            return
        holder, missing = self.data[file], list[str | int]()
        for index, step in enumerate(pointer):
            if not isinstance(holder, dict) or holder.get(step) is None:
                missing, pointer = list(pointer[index:]), pointer[:index]
                break
            holder = holder[step]
        for step in reversed(missing):
            key, value = str(step), {key: value}
        if not isinstance(holder, dict) or key in holder:
            if not isinstance(holder, dict) or holder[key] != value:
                text = f"{key!r} is there already, and is not what the reference has; rename or remove it"
                self._problems.add(At(file, self._documents[file].line((*pointer, key)) if file.exists() else 1), text)
            return
        try:
            if self.texts[file].strip():
                self.texts[file] = inserted(self.texts[file], pointer, key, value, after)
            else:
                self.texts[file] = "".join(f"{line}\n" for line in block({key: value}))
        except InsertionError as error:
            self._problems.add(At(file, error.line), f"{key!r} cannot be added: what stands here {error}")
        holder[key] = _unshared(value)

    def changed(self) -> dict[Path, str]:
        """The files that differ from what is there."""
        found = {file: text for file, text in self.texts.items() if text != self._before[file]}
        first = [file for file in sorted(found) if file not in self.last]
        return {file: found[file] for file in (*first, *self.last) if file in found}

    def _open(self, file: Path) -> bool:
        """Read a file, if there is one. Whether it could be."""
        if file not in self._documents:
            before = len(self._problems)
            document = self._documents[file] = Document(file, self._problems if file.exists() else Problems())
            if len(self._problems) == before:
                self.data[file] = {} if document.data is None else _unshared(document.data)
                self.texts[file] = self._before[file] = file.read_bytes().decode() if file.exists() else ""
        return file in self.data


def _unshared(value: Any) -> Any:
    """A copy in which nothing stands in two places, as what has an anchor in YAML does."""
    if isinstance(value, dict):
        return {key: _unshared(each) for key, each in value.items()}
    return [_unshared(each) for each in value] if isinstance(value, list) else value


class _Scaffold:
    def __init__(self, beside: Beside, problems: Problems) -> None:
        self._beside, self._problems = beside, problems
        self._layout = Layout(beside)
        self._modern = not beside.ours.spec.ignores_siblings
        self._placed: dict[Key, Spot] = {}
        """By named schema of theirs that ours lacks, where it goes."""
        self._items: dict[str, Spot] = {}
        """By template of a path, where its item stands."""
        for each in beside.ours.endpoints:
            source = each.operation.source
            self._items.setdefault(each.template[1], (source.file, source.pointer[:-1]))
        self._beside_in: dict[Path, list[str]] = {}
        """By file, the paths whose operations stand there."""
        self._paths = {each.template[1]: each.operation.path for each in beside.ours.endpoints}
        self.files = _Files(problems)
        self.files.last.append(self._layout.root)

    def operation(self, endpoint: Endpoint) -> None:
        template, path = endpoint.template[1], endpoint.operation.path
        known = self._paths.setdefault(template, path)
        if known != path:
            text = f"the path {path} of {endpoint.label} is {known} in ours; call its parameters the same first"
            self._problems.add(endpoint.operation.source, text)
            return
        method = endpoint.operation.method.lower()
        spot = self._items.get(template)
        file = spot[0] if spot else self._layout.paths_file(endpoint)
        if file not in self.files.last:
            self.files.last.insert(0, file)
        if spot:
            self.files.add(*spot, method, self._made(endpoint, file))
            return
        made = {method: self._made(endpoint, file)}
        beside = self._beside_in.setdefault(file, self._layout.beside_in(file))
        if file == self._layout.root:
            self.files.add(file, ("paths",), path, made, beside)
            self._items[template] = file, ("paths", path)
        else:
            self.files.add(file, (), path, made, beside)
            self.files.add(
                self._layout.root, ("paths",), path, {"$ref": reference((file, (path,)), self._layout.root)}, beside
            )
            self._items[template] = file, (path,)
        beside.append(path)

    def _made(self, endpoint: Endpoint, file: Path) -> dict[str, Any]:
        operation, spec = endpoint.operation, self._beside.theirs.spec
        copier, item = self._copier(file), spec.resolve(spec.root / "paths" / operation.path)
        kept = {key: each for key, each in operation.source.value.items() if key not in ("parameters", "security")}
        made = copier.copied(Source(operation.source.document, operation.source.pointer, kept), "operation")
        if operation.security is not None:
            made["security"] = [{name: list(scopes) for name, scopes in way.items()} for way in operation.security]
        if "servers" in item and "servers" not in made:
            made["servers"] = [server_without_words(each.value) for each in (item / "servers").each()]
        found = [spec.resolve(each) for of in (item, operation.source) for each in (of / "parameters").each()]
        if parameters := {(each.text("in"), each.text("name")): each for each in found}:
            wanted = {(str(each.place), each.name): each for each in operation.parameters}
            made["parameters"] = [
                self._parameter(wanted.get(key), each, operation.path, file) for key, each in parameters.items()
            ]
        return {key: made[key] for key in (*_ORDER, *made) if key in made}

    def _parameter(self, wanted: Wanted | None, source: Source, path: str, file: Path) -> dict[str, Any]:
        """A reference to the one that ours shares, or a copy."""
        if wanted and (shared := self._layout.parameter(wanted, path, file)):
            return {"$ref": reference((shared.file, shared.pointer), file)}
        made = self._copier(file).copied(source, "parameter")
        return {key: made[key] for key in ("name", "in", "required", "description", *made) if key in made}

    def _copier(self, file: Path) -> Copier:
        return Copier(self._beside.theirs.spec, partial(self._referred, file), modern=self._modern)

    def _referred(self, file: Path, target: Source, kind: str) -> str | None:
        if kind == "response":
            ours = self._layout.response(target)
            return reference((ours.file, ours.pointer), file) if ours else None
        if kind != "schema" or not is_named(target):
            return None
        if ours := self._layout.schema(target):
            return reference((ours.file, ours.pointer), file)
        if target.key not in self._placed:
            self._place(target, file)
        return reference(self._placed[target.key], file)

    def _place(self, target: Source, file: Path) -> None:
        """Give a schema that ours lacks its place, then what it holds: it may refer to itself."""
        spec = self._beside.theirs.spec
        parents = [spec.resolve(each) for each in (target / "allOf").each()]
        by_name = any(options_of(spec, each) for each in (target, *parents))  # which are looked for in the root alone
        home, pointer = self._layout.schemas_spot(self._layout.root if by_name else file)
        taken = {spot[1][-1] for spot in self._placed.values()}
        name = str(target.pointer[-1])
        while name in taken:
            name += "_"
        self._placed[target.key] = home, (*pointer, name)
        made = self._copier(home).copied(target, "schema")
        if isinstance(made, dict) and "$ref" not in made:
            made = {"description": UNWRITTEN, **made}
        self.files.add(home, pointer, name, made)
        for option in options_of(spec, target):  # what refers to it, not what it refers to
            self._referred(home, option.source, "schema")

    def schemes(self, endpoints: Sequence[Endpoint]) -> None:
        """The security schemes and scopes that operations ask for and ours lacks."""
        ours, theirs = access.scheme_names(self._beside.ours), access.scheme_names(self._beside.theirs)
        used: dict[str, set[str]] = {}
        for way in (way for each in endpoints for way in each.operation.security or ()):
            for name, scopes in way.items():
                used.setdefault(name, set()).update(scopes)
        for name in sorted(used.keys() & theirs.keys()):
            if name not in ours:
                made = self._copier(self._layout.root).copied(theirs[name], "scheme")
                for flow in made.get("flows", {}).values():
                    flow["scopes"] = dict.fromkeys(sorted(used[name] & flow.get("scopes", {}).keys()), UNWRITTEN)
                self.files.add(self._layout.root, ("components", "securitySchemes"), name, made)
                continue
            for flow, source in (ours[name] / "flows").items():
                known = (theirs[name] / "flows" / flow / "scopes").value or {}
                for scope in sorted((used[name] & known.keys()) - ((source / "scopes").value or {}).keys()):
                    self.files.add(source.file, (*source.pointer, "scopes"), scope, UNWRITTEN)

    def tools(self, endpoints: Sequence[Endpoint]) -> None:
        """An entry of the manifest for each operation that no tool stands on."""
        manifest = self._beside.ours.manifest
        if manifest is None or manifest.connector is None:
            return
        taken = {entry.operation for entry in manifest.tools.values()}
        new = [each for each in endpoints if not {each.id, each.placed, each.label} & taken]
        every = [each.operation for each in (*self._beside.ours.endpoints, *new)]
        names = tool_names(manifest.connector.name, every)
        file, fellows = manifest.root.file, dict[str, list[str]]()
        for name, known in manifest.tools.items():
            fellows.setdefault(known.toolset, []).append(name)
        for each in new:
            name = names[each.operation.id]
            while name in manifest.tools:
                name += "_"
            entry: dict[str, Any] = {"operation": each.label, "title": UNWRITTEN, "description": UNWRITTEN}
            toolset = self._toolset(each)
            if (manifest.root / "toolsets").value:
                entry["toolset"] = toolset
                if toolset not in manifest.toolset_names:
                    self.files.add(file, ("toolsets",), toolset, {"title": UNWRITTEN, "instructions": UNWRITTEN})
            self.files.add(file, ("tools",), name, entry, fellows.setdefault(toolset, []))
            fellows[toolset].append(name)

    def _toolset(self, endpoint: Endpoint) -> str:
        """That of most tools whose operations stand in the same file, or a new one, called as the file is."""
        manifest = self._beside.ours.manifest
        assert manifest
        file = self._items[endpoint.template[1]][0]
        here = {label for each in self._beside.ours.endpoints if each.operation.source.file == file
                for label in (each.id, each.placed)}  # fmt: skip
        counted = Counter(tool.toolset for tool in manifest.tools.values() if tool.operation in here)
        return counted.most_common(1)[0][0] if counted else file.stem


def _check(beside: Beside, wanted: Sequence[Endpoint], files: dict[Path, str], made: _Files) -> None:
    """Raises GenerationError where what was made does not say what it was to say."""
    folder, manifest = beside.ours.spec.root.file.parent, beside.ours.manifest
    with tempfile.TemporaryDirectory() as stage:
        for name, content in beside.ours.spec.files.items():
            (Path(stage) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(stage) / name).write_bytes(content)
        for index, (file, text) in enumerate(files.items()):
            within = file.is_relative_to(folder) and not (manifest and file == manifest.root.file)
            staged = Path(stage) / (file.relative_to(folder) if within else f"{index}.yaml")
            staged.parent.mkdir(parents=True, exist_ok=True)
            staged.write_bytes(text.encode())
            if Document(staged, Problems()).data != made.data[file]:
                raise _failed(file, "would not say what it is to say")
        try:
            side = Side(str(Path(stage) / beside.ours.spec.root.file.name), Path(stage), None)
            lacking = {each.placed for each in Beside(side, beside.theirs).lacking}
        except GenerationError as error:
            raise _failed(beside.ours.spec.root.file, f"would be no description: {error}") from None
        for each in wanted:
            if each.placed in lacking:
                raise _failed(beside.ours.spec.root.file, f"would lack {each.label} all the same")


def _failed(file: Path, text: str) -> GenerationError:
    return GenerationError([Problem(shown(file), 1, f"{text}; write the operation by hand, and report this")])
