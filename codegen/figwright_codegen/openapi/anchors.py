"""Places of a description that have a name of their own: `$id`, `$self`, `$anchor` and `$dynamicAnchor`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from figwright_codegen.sources.documents import Document
from figwright_codegen.sources.source import Source

_ANCHORS = ("$anchor", "$dynamicAnchor")


class _Dynamic(str):
    """A `$dynamicRef`, where a `$ref` is looked for."""

    __slots__ = ()


def is_dynamic(reference: str) -> bool:
    return isinstance(reference, _Dynamic)


def make_static(data: Any) -> None:
    """Make a `$ref` of every `$dynamicRef`: what only one place has as its anchor, is that place from everywhere."""
    pending = [data]
    while pending:
        value = pending.pop()
        if isinstance(value, dict) and isinstance(value.get("$dynamicRef"), str) and "$ref" not in value:
            value["$ref"] = _Dynamic(value.pop("$dynamicRef"))
        pending += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


class Anchors:
    """The places of a file that have a name of their own: `$id`, `$self`, `$anchor`, `$dynamicAnchor`."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.anchors: dict[str, list[tuple[str | int, ...]]] = {}
        self.ids: dict[str, tuple[str | int, ...]] = {}
        self._uris: dict[tuple[str | int, ...], str] = {(): document.file.as_uri()}
        if document.marks - {"$dynamicRef"}:
            self._look(document.data)

    def _look(self, data: Any) -> None:
        pending: list[tuple[tuple[str | int, ...], Any]] = [((), data)]
        while pending:  # what is outside comes before what is inside
            pointer, value = pending.pop()
            if isinstance(value, dict):
                for key in _ANCHORS:
                    if isinstance(name := value.get(key), str):
                        self.anchors.setdefault(name, []).append(pointer)
                own = value.get("$id") or (value.get("$self") if not pointer else None)
                if isinstance(own, str):
                    uri = urljoin(self.uri(self.resource(pointer)), own).rstrip("#")
                    self._uris[pointer] = uri
                    self.ids.setdefault(uri, pointer)
                pending += [((*pointer, key), each) for key, each in value.items()]
            elif isinstance(value, list):
                pending += [((*pointer, index), each) for index, each in enumerate(value)]

    def resource(self, pointer: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """The nearest place above with an address of its own."""
        if len(self._uris) == 1:
            return ()
        return next(pointer[:end] for end in range(len(pointer), -1, -1) if pointer[:end] in self._uris)

    def uri(self, resource: tuple[str | int, ...]) -> str:
        return self._uris[resource]

    def at(self, pointer: tuple[str | int, ...]) -> Source:
        source = Source(self.document, (), self.document.data)
        for step in pointer:
            source = source / step
        return source
