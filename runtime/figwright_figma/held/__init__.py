"""A whole file that is held answers other questions about the same version, exactly as Figma would, or not at all.

`pack` makes bytes of what getFile answered without bounds; `opened` finds single nodes in them without reading the
rest. What an answer holds besides its nodes follows recorded answers: `components`, `componentSets` and `styles` list
what the nodes that are shown are or use, in the order in which the answer mentions them, and a node that `depth` cuts
keeps an empty `children` (recorded of pages; of other nodes it is assumed). None where that is not certain:

- vector paths, plugin data, branches, another version, an input that is not known here;
- an id that is not in the tree: styles have nodes outside of it, which Figma answers;
- `ids` of getFile together with `depth`, or where Figma may add what the nodes depend on;
- a file whose own lists hold what none of its nodes uses, so that another rule is at work, and nodes of which a part
  alone inherits from a style, in a file that does not show whether such styles are listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from figwright_figma.held.asked import GET_FILE, GET_NODES, Asked
from figwright_figma.held.tree import Tree, packed_tree
from figwright_figma.held.used import LISTS, Rule, rule_of, used

__all__ = ["Held", "derives", "is_whole", "opened", "pack"]

_OF_THE_FILE = frozenset({"name", "lastModified", "thumbnailUrl", "version", "role", "editorType", "linkAccess"})
_OF_THE_TREE = frozenset({"document", "schemaVersion", *LISTS})


def is_whole(tool_name: str, inputs: Mapping[str, object]) -> bool:
    """Whether a call's answer holds a whole tree."""
    asked = Asked.of(inputs)
    return tool_name == GET_FILE and asked is not None and not asked.ids and asked.depth is None


def derives(tool_name: str, inputs: Mapping[str, object]) -> bool:
    """Whether any tree could answer this call; said without one."""
    asked = Asked.of(inputs)
    if asked is None:
        return False
    return bool(asked.ids) if tool_name == GET_NODES else tool_name == GET_FILE and not (asked.ids and asked.depth)


def pack(data: Any, inputs: Mapping[str, object] | None = None) -> bytes:
    """What is kept of an answer of getFile: its JSON, where each node stands in it, and the version that was asked for.

    `inputs` are those of the call. Any JSON can be packed; what is not a file's tree only comes back as it was.
    """
    asked = Asked.of(inputs or {})
    return packed_tree(data, rule=rule_of(data) if asked else Rule.UNKNOWN, version=asked.version if asked else "")


def opened(packed: bytes) -> Held:
    """Raises ValueError for bytes that are not of this version of `pack`."""
    return Held(Tree.opened(packed))


class Held:
    """A whole answer of getFile. Every answer is made anew: it is the caller's own."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def data(self) -> Any:
        return self._tree.data()

    def answer(self, tool_name: str, inputs: Mapping[str, object]) -> Any | None:
        """What Figma answers to a call about the same file, or None where that cannot be told."""
        asked = Asked.of(inputs)
        if asked is None or not derives(tool_name, inputs):
            return None
        if not self._tree.rule or asked.version != self._tree.version:
            return None
        if tool_name == GET_NODES:
            return self._nodes(asked)
        if asked.ids:
            return self._chosen(asked.ids)
        return self.data() if asked.depth is None else self._file(self._tree.node(0, asked.depth))

    def _file(self, document: Any) -> dict[str, Any] | None:
        about = self._tree.about()
        lists = self._lists(about, document)
        return lists and {**about, "document": document, **lists}

    def _lists(self, about: dict[str, Any], document: Any) -> dict[str, dict[str, Any]] | None:
        return used(about, document, Rule(self._tree.rule))

    def _nodes(self, asked: Asked) -> dict[str, Any] | None:
        about = self._tree.about()  # of a key that recorded answers lack nobody knows whether this answer has it
        places = {each: self._tree.places.get(each) for each in asked.ids}
        if about.keys() - _OF_THE_FILE - _OF_THE_TREE or _OF_THE_TREE - about.keys():
            return None
        nodes: dict[str, Any] = {}
        for node_id, place in places.items():
            if place is None and not (node_id.startswith("I") and self._tree.places.get(_instance(node_id))):
                return None
            document = None if place is None else self._tree.node(place, asked.depth)
            lists = deepcopy(self._lists(about, document))  # no two nodes of an answer share an object
            if lists is None:
                return None
            nodes[node_id] = document and {
                "document": document,
                "components": lists["components"],
                "componentSets": lists["componentSets"],
                "schemaVersion": about["schemaVersion"],
                "styles": lists["styles"],
            }
        return {key: value for key, value in about.items() if key in _OF_THE_FILE} | {"nodes": nodes}

    def _chosen(self, ids: list[str]) -> dict[str, Any] | None:
        """A tree with the nodes of `ids`, what is in and above them, and every page."""
        places = [self._tree.places.get(each) for each in ids]
        wanted = sorted({place for place in places if place is not None})
        if None in places or wanted[0] == 0:  # the document itself is in no page
            return None
        document = self._tree.around(wanted)
        return None if self._may_bring_more(document) else self._file(document)

    def _may_bring_more(self, document: Any) -> bool:
        """Whether something shown depends on a node of this file that is not: Figma "may" add these."""
        shown: set[Any] = set()
        needed: set[Any] = set()
        stack = [document]
        while stack:
            node = stack.pop()
            shown.add(node["id"])
            needed.add(node.get("componentId"))
            if node.get("interactions") or node.get("transitionNodeID"):
                return True
            stack.extend(node.get("children", ()))
        return any(each in self._tree.places for each in needed - shown)


def _instance(node_id: str) -> str:
    """The id of the instance on the page that a sublayer's id leads through."""
    return node_id.partition(";")[0].removeprefix("I")
