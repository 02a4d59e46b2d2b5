"""Variables of a file under construction: a collection, its modes and what it holds."""

from __future__ import annotations

from typing import Any, Literal

from figwright_figma.sandbox.world import File, Json, World

from . import shapes

Type = Literal["BOOLEAN", "FLOAT", "STRING", "COLOR"]


class Collection:
    """A variable collection. `.json` is what the sandbox serves, alive."""

    def __init__(self, world: World, file: File, name: str, modes: list[str]) -> None:
        self._world, self._file = world, file
        self.json = new_collection(world, file, name, modes)

    @property
    def id(self) -> str:
        return str(self.json["id"])

    @property
    def modes(self) -> dict[str, str]:
        """Mode name to mode id."""
        return {mode["name"]: mode["modeId"] for mode in self.json["modes"]}

    def variable(self, name: str, kind: Type, *values: Any, description: str = "", web: str = "") -> str:
        """Add a variable with one value per mode (the last stands for the rest); returns its id.

        A colour is `#RRGGBB`; an id of another variable is an alias of it.
        """
        variable = new_variable(self._world, self._file, self.json, name, kind)
        variable["description"] = description
        if web:
            variable["codeSyntax"] = {"WEB": web}
        for index, mode in enumerate(self.json["modes"]):
            value = values[min(index, len(values) - 1)]
            variable["valuesByMode"][mode["modeId"]] = _value(value, kind)
        return str(variable["id"])


def new_collection(world: World, file: File, name: str, modes: list[str]) -> Json:
    """Make a collection in a file, with its modes."""
    collection: Json = {
        "id": f"VariableCollectionId:{file.node_id()}",
        "name": name,
        "key": world.hash(),
        "modes": [{"modeId": file.node_id(), "name": mode} for mode in modes],
        "remote": False,
        "hiddenFromPublishing": False,
        "variableIds": [],
    }
    collection["defaultModeId"] = collection["modes"][0]["modeId"]
    file.collections[collection["id"]] = collection
    return collection


DEFAULTS: dict[str, Any] = {"BOOLEAN": False, "FLOAT": 0, "STRING": "", "COLOR": shapes.colour("#FFFFFF")}


def new_variable(world: World, file: File, collection: Json, name: str, kind: str) -> Json:
    """Make a variable in a collection, with the type's default value in every mode."""
    variable: Json = {
        "id": f"VariableID:{file.node_id()}",
        "name": name,
        "key": world.hash(),
        "variableCollectionId": collection["id"],
        "resolvedType": kind,
        "valuesByMode": {mode["modeId"]: DEFAULTS[kind] for mode in collection["modes"]},
        "remote": False,
        "description": "",
        "hiddenFromPublishing": False,
        "scopes": ["ALL_SCOPES"],
        "codeSyntax": {},
    }
    file.variables[variable["id"]] = variable
    collection["variableIds"].append(variable["id"])
    return variable


def _value(value: Any, kind: Type) -> Any:
    if isinstance(value, str) and value.startswith("VariableID:"):
        return {"type": "VARIABLE_ALIAS", "id": value}
    return shapes.colour(value) if kind == "COLOR" else value
