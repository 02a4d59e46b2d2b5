"""A bulk change of variables: collections, modes, variables, values, in this order, with temporary ids between them.

Works on a draft of the file; whoever calls keeps the draft only if nothing was refused.
"""

from __future__ import annotations

import copy
from typing import Any

from .build.imports import is_alias
from .build.library import DEFAULTS, new_collection, new_variable
from .errors import Refusal
from .world import File, Json, World

MAX_MODES, MAX_MODE_NAME, MAX_VARIABLES = 40, 40, 5000
_COPIED = ("name", "description", "hiddenFromPublishing", "scopes", "codeSyntax")


class Changes:
    """One request body applied to one draft. Every refusal is a 400 that names the item."""

    def __init__(self, world: World, draft: File) -> None:
        self._world, self._file = world, draft
        self._real: dict[str, str] = {}

    def apply(self, body: Json) -> dict[str, str]:
        """Apply everything; returns temporary ids with the real ones."""
        for change in body.get("variableCollections", []):
            getattr(self, f"_collection_{change['action'].lower()}")(change)
        for change in body.get("variableModes", []):
            getattr(self, f"_mode_{change['action'].lower()}")(change)
        for change in body.get("variables", []):
            getattr(self, f"_variable_{change['action'].lower()}")(change)
        for value in body.get("variableModeValues", []):
            self._set_value(value)
        return self._real

    def _collection_create(self, change: Json) -> None:
        if change.get("parentVariableCollectionId"):
            self._extend(change)
            return
        collection = new_collection(self._world, self._file, _name(change), ["Mode 1"])
        collection["hiddenFromPublishing"] = change.get("hiddenFromPublishing", False)
        self._remember(change.get("id"), collection["id"])
        self._remember(change.get("initialModeId"), collection["defaultModeId"])

    def _extend(self, change: Json) -> None:
        parent = self._collection(change["parentVariableCollectionId"])
        collection = new_collection(self._world, self._file, _name(change), [each["name"] for each in parent["modes"]])
        for mode, inherited in zip(collection["modes"], parent["modes"], strict=True):
            mode["parentModeId"] = inherited["modeId"]
        collection |= {
            "hiddenFromPublishing": change.get("hiddenFromPublishing", False),
            "isExtension": True,
            "parentVariableCollectionId": parent["id"],
            "rootVariableCollectionId": parent.get("rootVariableCollectionId", parent["id"]),
            "variableOverrides": {},
        }
        self._file.collections[collection["id"]] = collection
        self._remember(change.get("id"), collection["id"])
        for temporary, parent_mode in change.get("initialModeIdToParentModeIdMapping", {}).items():
            mode = next((each for each in collection["modes"] if each["parentModeId"] == parent_mode), None)
            if mode is None:
                raise Refusal(400, f"Mode {parent_mode} is not in collection {parent['id']}")
            self._remember(temporary, mode["modeId"])

    def _collection_update(self, change: Json) -> None:
        collection = self._collection(change["id"])
        collection.update({key: change[key] for key in ("name", "hiddenFromPublishing") if key in change})

    def _collection_delete(self, change: Json) -> None:
        collection = self._collection(change["id"])
        for variable_id in collection["variableIds"]:
            self._file.variables.pop(variable_id, None)
        del self._file.collections[collection["id"]]

    def _mode_create(self, change: Json) -> None:
        collection = self._own_modes(change["variableCollectionId"])
        if len(collection["modes"]) >= MAX_MODES:
            raise Refusal(400, f"Collection {collection['id']} already has the maximum of {MAX_MODES} modes")
        mode = {"modeId": self._file.node_id(), "name": _mode_name(change)}
        collection["modes"].append(mode)
        for variable in self._variables_of(collection):
            default = variable["valuesByMode"][collection["defaultModeId"]]
            variable["valuesByMode"][mode["modeId"]] = copy.deepcopy(default)
        self._remember(change.get("id"), mode["modeId"])

    def _mode_update(self, change: Json) -> None:
        collection = self._own_modes(change["variableCollectionId"])
        mode = self._mode(collection, change["id"])
        if "name" in change:
            mode["name"] = _mode_name(change)

    def _mode_delete(self, change: Json) -> None:
        mode_id = self._id(change["id"])
        collection = self._collection_of_mode(mode_id)
        if collection.get("isExtension"):
            raise Refusal(400, f"Modes of extended collection {collection['id']} cannot be deleted")
        if len(collection["modes"]) == 1:
            raise Refusal(400, f"Mode {mode_id} is the only one of its collection and cannot be deleted")
        collection["modes"] = [mode for mode in collection["modes"] if mode["modeId"] != mode_id]
        if collection["defaultModeId"] == mode_id:
            collection["defaultModeId"] = collection["modes"][0]["modeId"]
        for variable in self._variables_of(collection):
            variable["valuesByMode"].pop(mode_id, None)

    def _variable_create(self, change: Json) -> None:
        collection = self._collection(change["variableCollectionId"])
        if len(collection["variableIds"]) >= MAX_VARIABLES:
            raise Refusal(400, f"Collection {collection['id']} already has the maximum of {MAX_VARIABLES} variables")
        self._check_variable_name(collection, change["name"])
        variable = new_variable(self._world, self._file, collection, change["name"], change["resolvedType"])
        variable.update({key: change[key] for key in _COPIED if key in change})
        self._remember(change.get("id"), variable["id"])

    def _variable_update(self, change: Json) -> None:
        variable = self._variable(change["id"])
        if "name" in change and change["name"] != variable["name"]:
            self._check_variable_name(self._collection(variable["variableCollectionId"]), change["name"])
        variable.update({key: change[key] for key in _COPIED if key in change})

    def _variable_delete(self, change: Json) -> None:
        variable = self._variable(change["id"])
        self._collection(variable["variableCollectionId"])["variableIds"].remove(variable["id"])
        del self._file.variables[variable["id"]]

    def _set_value(self, change: Json) -> None:
        variable, mode_id = self._variable(change["variableId"]), self._id(change["modeId"])
        collection = self._collection_of_mode(mode_id)
        value = self._value(variable, change["value"])
        if collection["id"] == variable["variableCollectionId"]:
            if value is None:
                raise Refusal(400, f"Variable {variable['id']} needs a value in mode {mode_id}")
            variable["valuesByMode"][mode_id] = value
            self._refuse_cycles(variable)
        elif collection.get("parentVariableCollectionId") == variable["variableCollectionId"]:
            overrides = collection["variableOverrides"].setdefault(variable["id"], {})
            overrides[mode_id] = value
            if value is None:
                del overrides[mode_id]
        else:
            raise Refusal(400, f"Mode {mode_id} is not in the collection of variable {variable['id']}")

    def _value(self, variable: Json, value: Any) -> Any:
        """The value with real ids. Refuses what the variable's type cannot hold."""
        kind = variable["resolvedType"]
        if is_alias(value):
            target = self._any_variable(value["id"])
            if target["resolvedType"] != kind:
                raise Refusal(
                    400, f"Variable {variable['id']} ({kind}) cannot be an alias of a {target['resolvedType']}"
                )
            return {"type": "VARIABLE_ALIAS", "id": target["id"]}
        fits = {
            "BOOLEAN": isinstance(value, bool),
            "FLOAT": isinstance(value, int | float) and not isinstance(value, bool),
            "STRING": isinstance(value, str),
            "COLOR": isinstance(value, dict),
        }
        if value is not None and not fits[kind]:
            raise Refusal(400, f"Variable {variable['id']} is a {kind} and cannot have this value")
        if isinstance(value, dict) and "r" in value:
            return DEFAULTS["COLOR"] | value
        return value

    def _refuse_cycles(self, variable: Json) -> None:
        waiting, seen = [variable["id"]], set()
        while waiting:
            current = self._file.variables.get(waiting.pop())
            for value in current["valuesByMode"].values() if current else ():
                target = value["id"] if is_alias(value) else None
                if target == variable["id"]:
                    raise Refusal(400, f"Variable {variable['id']} cannot be an alias of itself")
                if target is not None and target not in seen:
                    seen.add(target)
                    waiting.append(target)

    def _id(self, given: str) -> str:
        return self._real.get(given, given)

    def _remember(self, temporary: str | None, real: str) -> None:
        if temporary is None:
            return
        if temporary in self._real or temporary in self._file.variables or temporary in self._file.collections:
            raise Refusal(400, f"Id {temporary} is used twice")
        self._real[temporary] = real

    def _collection(self, given: str) -> Json:
        collection = self._file.collections.get(self._id(given))
        if collection is None:
            raise Refusal(400, f"Variable collection {given} does not exist")
        if collection["remote"]:
            raise Refusal(400, f"Variable collection {given} belongs to another file")
        return collection

    def _own_modes(self, given: str) -> Json:
        collection = self._collection(given)
        if collection.get("isExtension"):
            raise Refusal(400, f"Modes of extended collection {collection['id']} come from its parent")
        return collection

    def _collection_of_mode(self, mode_id: str) -> Json:
        for collection in self._file.collections.values():
            if any(mode["modeId"] == mode_id for mode in collection["modes"]):
                return collection
        raise Refusal(400, f"Mode {mode_id} does not exist")

    def _mode(self, collection: Json, given: str) -> Json:
        mode_id = self._id(given)
        mode: Json | None = next((each for each in collection["modes"] if each["modeId"] == mode_id), None)
        if mode is None:
            raise Refusal(400, f"Mode {given} is not in collection {collection['id']}")
        return mode

    def _any_variable(self, given: str) -> Json:
        """A variable of this file or of a library that it uses."""
        variable = self._file.variables.get(self._id(given))
        if variable is None:
            raise Refusal(400, f"Variable {given} does not exist")
        return variable

    def _variable(self, given: str) -> Json:
        variable = self._any_variable(given)
        if variable["remote"]:
            raise Refusal(400, f"Variable {given} belongs to another file")
        return variable

    def _variables_of(self, collection: Json) -> list[Json]:
        return [self._file.variables[each] for each in collection["variableIds"]]

    def _check_variable_name(self, collection: Json, name: str) -> None:
        if not name.strip() or any(character in name for character in ".{}"):
            raise Refusal(400, f"Variable name {name!r} is empty or contains one of . {{ }}")
        if any(variable["name"] == name for variable in self._variables_of(collection)):
            raise Refusal(400, f"A variable named {name!r} already exists in collection {collection['id']}")


def _name(change: Json) -> str:
    name: str = change["name"]
    if not name.strip():
        raise Refusal(400, "A collection needs a name")
    return name


def _mode_name(change: Json) -> str:
    name: str = change["name"]
    if not name.strip() or len(name) > MAX_MODE_NAME:
        raise Refusal(400, f"Mode name {name!r} must have between 1 and {MAX_MODE_NAME} characters")
    return name
