"""A file's variables as design tokens, in the W3C community group's format of 2025.10: JSON on standard output.

    python examples/design_tokens.py              against a local Figma
    python examples/design_tokens.py FILE_KEY     against Figma, with a personal access token in FIGMA_TOKEN

The second needs a plan and a token that may read variables (Enterprise, scope file_variables:read).
A token's value is that of its collection's default mode; those of all modes stand in $extensions.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from figma_tools import figma_file_variables_local_get
from figma_tools.types.variables import LocalVariable, LocalVariables
from figwright import Actions

TYPES = {"COLOR": "color", "FLOAT": "number", "STRING": "string", "BOOLEAN": "boolean"}
"""The last two are not among the format's types; tools take them all the same."""


def design_tokens(variables: LocalVariables) -> dict[str, Any]:
    """Collections and the groups in a variable's name (`Spacing/400`) become groups of tokens."""
    tokens: dict[str, Any] = {}
    for variable in variables["variables"].values():
        if not variable.get("deletedButReferenced"):
            *groups, name = path(variable, variables)
            group = tokens
            for each in groups:
                group = group.setdefault(each, {})
            group.setdefault(name, {}).update(token(variable, variables))
    return tokens


def token(variable: LocalVariable, variables: LocalVariables) -> dict[str, Any]:
    collection = variables["variableCollections"][variable["variableCollectionId"]]
    modes = {mode["modeId"]: mode["name"] for mode in collection["modes"]}
    values = {id: value(each, variables) for id, each in variable["valuesByMode"].items() if id in modes}  # noqa: A001
    made = {"$type": TYPES[variable["resolvedType"]], "$value": values[collection["defaultModeId"]]}
    if variable["description"]:
        made["$description"] = variable["description"]
    if len(values) > 1:
        made["$extensions"] = {"com.figma": {"modes": {modes[mode]: each for mode, each in values.items()}}}
    return made


def value(given: Any, variables: LocalVariables) -> Any:
    """Colours as the format has them; an alias as a reference to the token it stands for."""
    if not isinstance(given, dict):
        return given
    if given.get("type") == "VARIABLE_ALIAS":
        target = variables["variables"].get(given["id"])
        # A variable of another file that this one does not use itself is not in the answer.
        return given["id"] if target is None else f"{{{'.'.join(path(target, variables))}}}"
    channels = [round(given[channel], 4) for channel in "rgb"]
    hexadecimal = "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
    colour = {"colorSpace": "srgb", "components": channels, "hex": hexadecimal}
    alpha = given.get("a", 1)
    return colour if alpha == 1 else colour | {"alpha": round(alpha, 4)}


def path(variable: LocalVariable, variables: LocalVariables) -> list[str]:
    """Names of tokens and groups: no dots or braces, which make references, and no dollar in front."""
    collection = variables["variableCollections"][variable["variableCollectionId"]]
    names = [collection["name"], *variable["name"].split("/")]
    return [name.strip().translate(str.maketrans(".{}", "_()")).lstrip("$") or "_" for name in names]


def export(actions: Actions, file_key: str) -> None:
    response = figma_file_variables_local_get(actions.account(), file_key=file_key)
    print(json.dumps(design_tokens(response["meta"]), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    if len(sys.argv) == 2:
        with Actions.with_token(os.environ["FIGMA_TOKEN"]) as actions:
            export(actions, sys.argv[1])
    else:
        from figwright_figma.sandbox import Sandbox

        with Sandbox() as sandbox:
            token_of_one = sandbox.token(kind="personal_access_token")
            with Actions.with_token(token_of_one, api_url=sandbox.url, allow_insecure=True) as actions:
                export(actions, sandbox.demo.file_key)
