"""What a file uses of libraries: components, styles, variables of other files, marked remote, under its own ids."""

from __future__ import annotations

import copy
from typing import Any

from figwright_figma.sandbox.world import File, Json


class Imports:
    """Takes nodes of other files into this one."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._ids: dict[tuple[str, str], str] = {}
        """(file key, id there) to the id here."""

    def node(self, owner: File, node: Json) -> Json:
        """A copy of the node whose styles, variables and components have the ids that this file knows them by."""
        if owner is self._file:
            return copy.deepcopy(node)
        made = {key: copy.deepcopy(value) for key, value in node.items() if key != "children"}
        if "styles" in made:
            made["styles"] = {kind: self._style(owner, style) for kind, style in made["styles"].items()}
        for value in made.get("boundVariables", {}).values():
            for alias in value if isinstance(value, list) else [value]:
                alias["id"] = self._variable(owner, alias["id"])
        if "componentId" in made:
            made["componentId"] = self.component(owner, made["componentId"])
        if "children" in node:
            made["children"] = [self.node(owner, child) for child in node["children"]]
        return made

    def component(self, owner: File, node_id: str) -> str:
        """The id by which this file knows a component."""
        if owner is self._file:
            return node_id
        new, here = self._id(owner, node_id)
        if new:
            component: Json = owner.components[node_id] | {"remote": True}
            if set_id := owner.components[node_id].get("componentSetId"):
                component["componentSetId"] = self._component_set(owner, set_id)
            self._file.components[here] = component
        return here

    def _component_set(self, owner: File, node_id: str) -> str:
        new, here = self._id(owner, node_id)
        if new:
            self._file.component_sets[here] = owner.component_sets[node_id] | {"remote": True}
        return here

    def _style(self, owner: File, style_id: str) -> str:
        new, here = self._id(owner, style_id)
        if new:
            self._file.styles[here] = owner.styles[style_id] | {"remote": True}
        return here

    def _variable(self, owner: File, variable_id: str) -> str:
        source = owner.variables[variable_id]
        here = subscribed_id(source)
        if here not in self._file.variables:
            collection = self._collection(owner, source["variableCollectionId"])
            made = copy.deepcopy(source) | {"id": here, "remote": True, "variableCollectionId": collection["id"]}
            self._file.variables[here] = made
            collection["variableIds"].append(here)
            for value in made["valuesByMode"].values():
                if is_alias(value):
                    value["id"] = self._variable(owner, value["id"])
        return here

    def _collection(self, owner: File, collection_id: str) -> Json:
        source = owner.collections[collection_id]
        here = subscribed_id(source)
        if here not in self._file.collections:
            made = copy.deepcopy(source) | {"id": here, "remote": True, "variableIds": []}
            self._file.collections[here] = made
        return self._file.collections[here]

    def _id(self, owner: File, there: str) -> tuple[bool, str]:
        key = owner.key, there
        new = key not in self._ids
        if new:
            self._ids[key] = self._file.node_id()
        return new, self._ids[key]


def subscribed_id(item: Json) -> str:
    """The id of a variable or collection in files that use it: `VariableID:<key>/<number>`."""
    if item["remote"]:
        return str(item["id"])
    kind, _, number = str(item["id"]).partition(":")
    return f"{kind}:{item['key']}/{number}"


def is_alias(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == "VARIABLE_ALIAS"
