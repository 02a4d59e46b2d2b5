"""Two whole answers of getFile, and the differences between them as text and as data."""

from __future__ import annotations

from typing import Any

from figwright.rendering.answer import Text
from figwright.rendering.shape import MAX_CHARACTERS, MAX_TOKENS, Shape
from figwright_figma.changes.looks import Looks
from figwright_figma.changes.text import Line, Writer, beside_the_nodes
from figwright_figma.changes.trees import Comparison, Place, are_same, compare


class Changes:
    """The differences between two whole answers of getFile."""

    def __init__(self, before: dict[str, Any], after: dict[str, Any], file_key: str) -> None:
        self._before, self._after, self._file_key = before, after, file_key
        self._found = compare(before["document"], after["document"])
        self._looks = Looks(before, after, self._found)
        self._beside = beside_the_nodes(before, after)
        if not self and not are_same(before["document"], after["document"]):
            self._beside.append(Line("nodes without an id of their own: otherwise"))

    def __bool__(self) -> bool:
        """Whether anything changed."""
        found = self._found
        lists = (found.added, found.removed, found.moved, found.reordered, found.changed, found.shifted)
        return any((*lists, self._beside))

    @property
    def text(self) -> str:
        """Within 25,000 tokens and 50,000 characters, as results are."""
        return self.render()

    def render(self, *, max_tokens: int = MAX_TOKENS, max_characters: int | None = None) -> str:
        """The text within another budget; of tokens alone, characters follow."""
        if max_characters is None:
            max_characters = max(MAX_CHARACTERS, 2 * max_tokens)
        return self.fitting(Shape(max_tokens=max_tokens, max_characters=max_characters)).text

    def fitting(self, shape: Shape) -> Text:
        """The same, and whether anything is missing."""
        writer = Writer(self._before, self._after, self._found, self._looks, self._beside)
        return writer.fitting(shape, self._file_key)

    @property
    def data(self) -> dict[str, Any]:
        """All of it as JSON: each node that is new, gone, elsewhere or changed once in the list of its kind."""
        found = self._found
        return {
            "file_key": self._file_key,
            "before": _about(self._before),
            "after": _about(self._after),
            "added": [_node(found.after[name], inside=inside) for name, inside in found.added.items()],
            "removed": [_node(found.before[name], inside=inside) for name, inside in found.removed.items()],
            "moved": [_moved(found, name) for name in (*found.moved, *found.reordered)],
            "changed": [
                _node(
                    found.after[name],
                    differences=[each._asdict() for each in self._looks.differences(name)],
                    keys=list(keys),
                )
                for name, keys in found.changed.items()
            ],
            "shifted": list(found.shifted),
            "beside": [each.text for each in self._beside],
        }


def changes(before: dict[str, Any], after: dict[str, Any], *, file_key: str = "") -> Changes:
    """Compare two versions of a file, each a whole answer of getFile (without `depth` and `ids`).

    `file_key` goes into the calls that the text names. Raises ValueError for what is not such an answer.
    """
    if not (is_whole(before) and is_whole(after)):
        raise ValueError("What is compared is the data of figma_file_get: an object with a document.")
    return Changes(before, after, file_key)


def is_whole(data: object) -> bool:
    """Whether it can be compared."""
    return isinstance(data, dict) and isinstance(data.get("document"), dict)


def _about(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data.get(name) for name in ("name", "version", "lastModified")}


def _node(place: Place, **more: Any) -> dict[str, Any]:
    node, path = place.node, [each.id for each in place.path]
    return {"id": place.id, "name": node.get("name"), "type": node.get("type"), "path": path, **more}


def _moved(found: Comparison, name: str) -> dict[str, Any]:
    was, now = found.before[name], found.after[name]
    ends = {
        side: {"in": place.around.id if place.around else "", "place": place.index + 1}
        for side, place in (("from", was), ("to", now))
    }
    return _node(now, **ends)
