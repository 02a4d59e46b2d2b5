"""Overlays (OpenAPI Overlay Specification 1.0 and 1.1): changes to a description that its file does not hold.

Targets are JSONPath (RFC 9535). To the letter but for three things: a target that selects nothing is a mistake, since
the action has lost what it was for; so is an action of which nothing would be done; and `extends` is not read, since
whoever names an overlay says what it is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, Literal

from figwright_codegen.json_pointer import written
from figwright_codegen.problems import At, Problems, shown
from figwright_codegen.sources.documents import Document, Pointer
from figwright_codegen.sources.source import Source

_VERSIONS = re.compile(r"1\.[01]\.[0-9]+")
_KEYS = {
    "": ("overlay", "info", "extends", "actions"),
    "info": ("title", "version", "description"),
    "action": ("target", "description", "update", "remove", "copy"),
}
_DOES = ("update", "remove", "copy")
_Form = Literal["object", "list", "value"]


class OverlayError(Exception):
    """Why an action cannot be carried out."""


class Overlaid(Document):
    """A document after overlays. What they brought is said to stand where it was put, and in which line of theirs."""

    def __init__(self, document: Document) -> None:
        self.file, self.marks, self._base = document.file, document.marks, document
        self._origins: dict[int, Any] = {}
        """By the id of each object or list, where its values came from: pointers into the document, or an overlay."""
        self.data = self._tracked(document.data, ())

    def line(self, pointer: Pointer) -> int:
        return self._base.line(self._origin(pointer)[0])

    def pointed(self, pointer: Pointer) -> str:
        at, brought = self._origin(pointer)
        if brought is None:
            return self._base.pointed(at)
        return f"{written(pointer)} ({shown(brought.file)}:{brought.line})"

    def bring(self, value: Any, at: At) -> Any:
        """A copy of what an overlay holds, for a place in this document."""
        if isinstance(value, dict):
            made: Any = {key: self.bring(each, at) for key, each in value.items()}
            self._origins[id(made)] = dict.fromkeys(made, at)
        elif isinstance(value, list):
            made = [self.bring(each, at) for each in value]
            self._origins[id(made)] = [at] * len(made)
        else:
            made = value
        return made

    def put(self, holder: Any, key: str | int, value: Any, at: At) -> None:
        """Put a value that was brought under a key, or at the end of a list."""
        for values, brought in ((holder, value), (self._origins[id(holder)], at)):
            if isinstance(key, int) and key == len(values):
                values.append(brought)
            else:
                values[key] = brought

    def take(self, holder: Any, key: str | int) -> None:
        del holder[key]
        del self._origins[id(holder)][key]

    def _tracked(self, value: Any, pointer: Pointer) -> Any:
        """A copy in which nothing stands in two places, as what has an anchor in YAML does."""
        if isinstance(value, dict):
            made: Any = {key: self._tracked(each, (*pointer, key)) for key, each in value.items()}
            self._origins[id(made)] = {key: (*pointer, key) for key in made}
        elif isinstance(value, list):
            made = [self._tracked(each, (*pointer, index)) for index, each in enumerate(value)]
            self._origins[id(made)] = [(*pointer, index) for index in range(len(made))]
        else:
            made = value
        return made

    def _origin(self, pointer: Pointer) -> tuple[Pointer, At | None]:
        """The nearest place that the document itself has, and the overlay that brought what the pointer names."""
        value, found = self.data, ()
        for step in pointer:
            origins = self._origins.get(id(value))
            if origins is None or not _has(value, step):
                break
            if isinstance(origin := origins[step], At):
                return found, origin
            value, found = value[step], origin
        return found, None


def overlaid(document: Document, files: Sequence[Path], problems: Problems) -> Document:
    """The document after all of some overlays, in their order. What is wrong with one is a problem."""
    if document.data is None or not files:
        return document
    made = Overlaid(document)
    for file in files:
        before = len(problems)
        overlay = Document(file.resolve(), problems)
        root = Source(overlay, (), overlay.data)
        for source, text in _mistakes(root) if len(problems) == before else ():
            problems.add(At(source.file, source.line), text)
        made.marks |= overlay.marks
        if len(problems) == before:
            _apply(made, root, problems)
    return made


def _mistakes(root: Source) -> Iterator[tuple[Source, str]]:
    """What is wrong with an overlay itself."""
    version = root.text("overlay")
    if not version:
        yield root, "is no overlay; it has no key overlay with a version such as 1.1.0"
        return
    if not _VERSIONS.fullmatch(version):
        yield root / "overlay", f"is of Overlay {version}; 1.0 and 1.1 are understood"
        return
    yield from _strange(root, "")
    yield from _strange(root / "info", "info")
    for key in ("title", "version"):
        if not (root / "info").text(key):
            yield root / "info", f"info has no {key}; give it one"
    actions = root / "actions"
    if not isinstance(actions.value, list) or not actions.value:
        yield actions, "there are no actions; list at least one"
    for action in actions.each():
        yield from _strange(action, "action")
        yield from _wrong(action, version) if isinstance(action.value, dict) else ()


def _wrong(action: Source, version: str) -> Iterator[tuple[Source, str]]:
    does = [key for key in _DOES if key in action and not (key == "remove" and action.value["remove"] is False)]
    if not action.text("target"):
        yield action, "the action has no target; give it a JSONPath such as $.paths['/things'].get"
    if "remove" in action and not isinstance(action.value["remove"], bool):
        yield action / "remove", "'remove' is neither true nor false; write one of them"
    elif not does:
        yield action, "the action does nothing; give it update, copy or remove: true"
    elif len(does) > 1:
        yield action, f"the action has {' and '.join(does)}, of which only one would be done; make an action of each"
    if "copy" in action and version.startswith("1.0"):
        yield action / "copy", "'copy' is of Overlay 1.1; write overlay: 1.1.0"
    elif "copy" in action and not action.text("copy"):
        yield action / "copy", "'copy' is no JSONPath"


def _strange(source: Source, kind: str) -> Iterator[tuple[Source, str]]:
    if not isinstance(source.value, dict):
        yield source, f"{kind or 'an overlay'} is no mapping; known are {', '.join(_KEYS[kind])}"
        return
    for key, each in source.items():
        if key not in _KEYS[kind] and not key.startswith("x-"):
            yield each, f"{key!r} is no key here; known are {', '.join(_KEYS[kind])}"


def _apply(made: Overlaid, root: Source, problems: Problems) -> None:
    for action in (root / "actions").each():
        at = At(action.file, action.line)
        try:
            if action.flag("remove"):
                _remove(made, action.text("target"))
            else:
                _update(made, action, at, concatenates=not root.text("overlay").startswith("1.0"))
        except OverlayError as error:
            problems.add(at, str(error))
            return  # what comes after it was written for what it would have left


def _remove(made: Overlaid, target: str) -> None:
    for pointer in sorted(_selected(made, target), reverse=True):  # the last of a list, and what is inside, first
        if not pointer:
            raise OverlayError(f"target {target} is all of the description, which cannot be removed")
        made.take(_at(made, pointer[:-1]), pointer[-1])


def _update(made: Overlaid, action: Source, at: At, *, concatenates: bool) -> None:
    target = action.text("target")
    pointers = _selected(made, target)
    value = _copied(made, action.text("copy")) if "copy" in action else action.value["update"]
    forms = {_form(_at(made, pointer)) for pointer in pointers}
    if len(forms) > 1:
        raise OverlayError(f"target {target} selects {', '.join(sorted(forms))} at once; make an action of each")
    if forms == {"list"} and isinstance(value, list) and not concatenates:
        raise OverlayError(
            f"target {target} and its update are lists, which 1.0 and 1.1 join in different ways; write overlay: 1.1.0"
        )
    for pointer in pointers:
        _merge(made, pointer, value, at)


def _merge(made: Overlaid, pointer: Pointer, value: Any, at: At, *, inside: bool = False) -> None:
    present = _at(made, pointer)
    forms = _form(present), _form(value)
    if forms == ("object", "object"):
        for key, each in value.items():
            if key in present:
                _merge(made, (*pointer, key), each, at, inside=True)
            else:
                made.put(present, key, made.bring(each, at), at)
    elif forms[0] == "list" and (forms[1] == "list" or not inside):
        for each in value if forms[1] == "list" else [value]:
            made.put(present, len(present), made.bring(each, at), at)
    elif forms == ("value", "value") and pointer:
        made.put(_at(made, pointer[:-1]), pointer[-1], value, at)
    else:
        text = f"{written(pointer)} is {_a(forms[0])}, and cannot be updated with {_a(forms[1])}"
        raise OverlayError(f"{text}; give it {_a(forms[0])}")


def _copied(made: Overlaid, source: str) -> Any:
    found = list(_selected(made, source, key="copy"))
    if len(found) > 1:
        raise OverlayError(f"copy {source} selects {len(found)} places; name one")
    return deepcopy(_at(made, found[0]))


def _selected(made: Overlaid, path: str, key: str = "target") -> list[Pointer]:
    """The places that a JSONPath selects, each once. Raises OverlayError where there are none."""
    from jsonpath import JSONPathEnvironment
    from jsonpath.exceptions import JSONPathError

    try:
        matches = JSONPathEnvironment(strict=True).finditer(path, made.data)
        found: Iterable[Pointer] = dict.fromkeys(tuple(match.parts) for match in matches)
    except (JSONPathError, RecursionError) as error:
        told = str(error).partition("\n")[0]
        raise OverlayError(f"{key} {path!r} is no JSONPath (RFC 9535): {told}; correct it") from None
    if not (every := list(found)):
        raise OverlayError(f"{key} {path} selects nothing in {shown(made.file)}; correct it, or remove the action")
    return every


def _at(made: Overlaid, pointer: Pointer) -> Any:
    value = made.data
    for step in pointer:
        value = value[step]
    return value


def _form(value: Any) -> _Form:
    return "object" if isinstance(value, dict) else "list" if isinstance(value, list) else "value"


def _a(form: _Form) -> str:
    return f"an {form}" if form == "object" else f"a {form}"


def _has(value: Any, step: str | int) -> bool:
    return step in value if isinstance(value, dict) else isinstance(step, int) and step < len(value)
