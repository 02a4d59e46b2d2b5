"""What a type checker says to those who write against the generated client."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

RIGHT = """\
from collections.abc import Iterator, Sequence
from typing import Any

import figma_tools
from figma_tools import aio, types
from figma_tools.tools.files import FIGMA_FILE_GET
from figma_tools import ToolName
from figwright import Actions, AsyncActions, Connection, ToolResult
from figwright.connector import Account, AsyncAccount, Connector, Tool
from typing_extensions import assert_type


def texts(node: types.nodes.Node) -> Iterator[str]:
    if node["type"] == "TEXT":
        yield node["characters"]
    elif node["type"] == "FRAME" or node["type"] == "CANVAS":
        for child in node["children"]:
            yield from texts(child)


def is_red(paint: types.paints.Paint) -> bool:
    if paint["type"] == "SOLID":
        return paint["color"]["r"] == 1 and paint.get("opacity", 1) > 0
    if paint["type"] == "IMAGE":
        return "red" in paint["imageRef"]
    if paint["type"] == "GRADIENT_LINEAR":
        return all(stop["color"]["r"] == 1 for stop in paint["gradientStops"])
    return False


def casts_a_shadow(effects: Sequence[types.effects.Effect]) -> bool:
    for effect in effects:
        if effect["type"] == "DROP_SHADOW":
            return effect["offset"]["y"] > 0
        if effect["type"] == "LAYER_BLUR":
            assert_type(effect["radius"], float)
    return False


def calls(account: Account, key: str) -> None:
    file = figma_tools.figma_file_get(account, file_key=key, depth=2, ids=["1:2"], version=7)
    assert_type(file, types.files.GetFileResponse)
    assert_type(file["document"]["children"][0]["name"], str)
    assert_type(figma_tools.figma_me_get(account)["handle"], str)
    figma_tools.figma_file_comment_create(account, file_key=key, message="m", client_meta={"x": 1, "y": 2})
    figma_tools.figma_file_variables_update(
        account,
        file_key=key,
        variables=[{"action": "DELETE", "id": "VariableID:1:2"}],
        variableModeValues=[{"variableId": "v", "modeId": "m", "value": {"r": 1, "g": 0, "b": 0}}],
    )
    assert_type(FIGMA_FILE_GET, Tool[types.files.GetFileResponse])
    assert_type(figma_tools.CONNECTOR, Connector)


async def awaited(account: AsyncAccount, key: str) -> str:
    nodes = await aio.figma_file_nodes_get(account, file_key=key, ids="1:2")
    assert_type(nodes["nodes"], dict[str, types.files.FileNode | None])
    return (await aio.figma_me_get(account))["id"]


def set_up(names: list[str], name: ToolName) -> ToolResult:
    tools: list[ToolName] = ["figma_file_get", name]
    connection = Connection(
        name="figma", client_id="app", client_secret="plain", tools=names, scopes=["a"], download_hosts=("b.example",)
    )
    Connection(tools=tools, client_secret_file="secret.txt")
    with Actions(connections=[connection], encryption_keys=names) as actions:

        @actions.pre_modifier(tool_names=tools)
        def before(tool_input: dict[str, Any]) -> dict[str, Any]:
            return {**tool_input, "depth": 1}

        @actions.post_modifier()
        def after(data: dict[str, Any]) -> dict[str, Any]:
            return data

        assert_type(before({}), dict[str, Any])
        return actions.execute_tool(name, identifier="ada", view="outline", form="yaml")


async def records(actions: Actions, later: AsyncActions, key: str) -> None:
    file = actions.execute_tool(FIGMA_FILE_GET, identifier="ada", tool_input={"file_key": key}, max_tokens=900)
    assert_type(file.data, types.files.GetFileResponse)
    assert_type((await later.execute_tool(FIGMA_FILE_GET, identifier="ada")).data, types.files.GetFileResponse)
    assert_type(actions.execute_tool("figma_file_get").data, Any)

    @later.post_modifier()
    async def slowly(data: dict[str, Any]) -> dict[str, Any]:
        return data

    Actions.with_token("figd_x", deadline=5, max_tokens=100)


def accounts(actions: Actions, later: AsyncActions) -> None:
    calls(actions.account("ada"), "key")
    awaited(later.account("ada"), "key").close()
"""

WRONG = """\
import figma_tools
from figma_tools import aio, types
from figwright import Actions, AsyncActions, Connection
from figwright.connector import Account, AsyncAccount


def misspelt_settings() -> None:
    Connection(toolz=["figma_me_get"])  # call-arg, reportCallIssue
    Connection(publishing_state="open")  # arg-type, reportArgumentType
    Actions.with_token("figd_x", max_tokenz=5)  # call-arg, reportCallIssue
    Actions.with_token("figd_x", database_url="sqlite:///x")  # call-arg, reportCallIssue


def misspelt_tool_name() -> figma_tools.ToolName:
    return "figma_file_gett"  # return-value, reportReturnType


def misspelt_shape(actions: Actions) -> None:
    result = actions.execute_tool("figma_me_get", identifier="ada")
    result.render(view="picture")  # arg-type, reportArgumentType
    result.render(form="xml")  # arg-type, reportArgumentType


def awaits_in_the_waiting_face(actions: Actions) -> None:
    @actions.post_modifier()  # type-var, reportArgumentType
    async def slowly(data: dict[str, str]) -> dict[str, str]:
        return data


def misspelt_input(account: Account) -> None:
    figma_tools.figma_file_get(account, file_kee="k")  # call-arg, reportCallIssue


def missing_input(account: Account) -> None:
    figma_tools.figma_file_comment_create(account, file_key="k")  # call-arg, reportCallIssue


def unknown_value(account: Account) -> None:
    figma_tools.figma_file_images_render(account, file_key="k", ids="1:2", format="gif")  # arg-type, reportArgumentType


def wrong_type(account: Account) -> None:
    figma_tools.figma_file_get(account, file_key="k", depth="deep")  # arg-type, reportArgumentType


def inputs_by_position(account: Account) -> None:
    figma_tools.figma_file_get(account, "k")  # call-arg, reportCallIssue


def misspelt_tool(account: Account) -> None:
    figma_tools.figma_file_gett(account, file_key="k")  # attr-defined, reportAttributeAccessIssue


def field_that_does_not_exist(account: Account) -> None:
    figma_tools.figma_me_get(account)["nickname"]  # typeddict-item, reportGeneralTypeIssues


def field_of_another_kind(node: types.nodes.SubcanvasNode) -> None:
    if node["type"] == "FRAME":
        node["characters"]  # typeddict-item, reportGeneralTypeIssues


def field_of_another_paint(paint: types.paints.Paint) -> None:
    if paint["type"] == "SOLID":
        paint["imageRef"]  # typeddict-item, reportGeneralTypeIssues


def kind_that_does_not_exist(node: types.nodes.Node) -> bool:
    return node["type"] == "FRAMES"  # comparison-overlap,


def misspelt_key_of_an_object(account: Account) -> None:
    figma_tools.figma_file_comment_create(
        account, file_key="k", message="m", client_meta={"x": 1, "z": 2}  # arg-type, reportArgumentType
    )


async def awaits_what_waits(account: Account) -> None:
    await figma_tools.figma_me_get(account)  # misc, reportGeneralTypeIssues


async def forgets_to_await(account: AsyncAccount) -> None:
    aio.figma_me_get(account)["handle"]  # index, reportIndexIssue


async def other_accounts(account: Account, later: AsyncAccount) -> None:
    await aio.figma_me_get(account)  # arg-type, reportArgumentType
    figma_tools.figma_me_get(later)  # arg-type, reportArgumentType
"""

EXPECTED = {
    number: tuple(found.groups())
    for number, line in enumerate(WRONG.splitlines(), 1)
    if (found := re.search(r"  # (\S+), ?(\S*)$", line))
}
"""By line of WRONG, what mypy calls the mistake and what pyright does; pyright lets one of them pass."""


@pytest.fixture
def snippets(tmp_path: Path) -> Path:
    """A folder of somebody else's, with code that is right and code that is wrong."""
    (tmp_path / "right.py").write_text(RIGHT)
    (tmp_path / "wrong.py").write_text(WRONG)
    return tmp_path


@pytest.mark.slow
def test_mypy_strict_narrows_results_and_finds_every_mistake(snippets: Path) -> None:
    options = ["--strict", "--output=json", "--cache-dir", str(snippets / "cache"), "--config-file="]
    command = [sys.executable, "-m", "mypy", *options, "right.py", "wrong.py"]
    done = subprocess.run(command, cwd=snippets, capture_output=True, text=True, check=False)
    assert not done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    errors = {(each["file"], each["line"], each["code"]) for each in found if each["severity"] == "error"}
    assert errors == {("wrong.py", number, code) for number, (code, _) in EXPECTED.items()}, done.stdout


@pytest.mark.slow
def test_pyright_narrows_results_and_finds_every_mistake(snippets: Path) -> None:
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "right.py", "wrong.py"]
    done = subprocess.run(command, cwd=snippets, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["generalDiagnostics"]
    errors = {(Path(each["file"]).name, each["range"]["start"]["line"] + 1, each["rule"]) for each in found}
    assert errors == {("wrong.py", number, rule) for number, (_, rule) in EXPECTED.items() if rule}, done.stdout
