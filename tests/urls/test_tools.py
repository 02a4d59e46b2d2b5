"""Tools take addresses for identifiers, by name, typed and awaited, against a running Figma; no address is sent."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import anyio
import pytest

import figma_tools
from figma_tools import aio
from figma_tools.connector import CONNECTOR
from figwright import Actions, AsyncActions, Connection, errors
from figwright.http.request import build_request
from figwright.inputs.validation import validate
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.examples import examples

KEY = "hbmVKqA1LGjTuU3HfNLq7p"
PAGE = f"https://www.figma.com/design/{KEY}/Checkout"
WITH_A_FILE = sorted(name for name, tool in CONNECTOR.tools.items() if "file_key" in tool.readers)


@pytest.fixture
def actions(sandbox: Sandbox) -> Iterator[Actions]:
    tools = tuple(sorted(CONNECTOR.tools))
    with Actions([Connection(name="figma", tools=tools, api_url=sandbox.url, allow_insecure=True)]) as made:
        made.connect_with_token(
            identifier="ada",
            token=sandbox.token(kind="personal_access_token"),
            kind="personal_access_token",
            check=False,
        )
        yield made


def page(sandbox: Sandbox, query: str = "") -> str:
    return f"https://www.figma.com/design/{sandbox.demo.file_key}/Checkout-flow{query}"


def paths(sandbox: Sandbox) -> list[str]:
    return [request.path for request in sandbox.requests]


def sent(name: str, **tool_input: Any) -> str:
    """The address of the request that an input becomes, below the API's."""
    return build_request(CONNECTOR.tools[name], validate(CONNECTOR.tools[name], tool_input), "").url


def refused(name: str, **tool_input: Any) -> dict[str, str]:
    with pytest.raises(errors.InvalidToolInputError) as caught:
        validate(CONNECTOR.tools[name], tool_input)
    return dict(caught.value.fields)


def test_a_file_is_named_by_its_address_by_name_typed_and_awaited(sandbox: Sandbox, actions: Actions) -> None:
    url = page(sandbox, "?node-id=0-1&t=aB3")
    by_name = actions.execute_tool("figma_file_get", identifier="ada", tool_input={"file_key": url, "depth": 1})
    typed = figma_tools.figma_file_get(actions.account("ada"), file_key=url, depth=1)

    async def run() -> Any:
        connection = Connection(name="figma", api_url=sandbox.url, allow_insecure=True)
        async with AsyncActions([connection]) as waiting:
            token = sandbox.token(kind="personal_access_token")
            await waiting.connect_with_token(identifier="ada", token=token, kind="personal_access_token")
            return await aio.figma_file_get(waiting.account("ada"), file_key=url, depth=1)

    assert by_name["name"] == typed["name"] == anyio.run(run)["name"]
    file = f"/v1/files/{sandbox.demo.file_key}"
    assert set(paths(sandbox)) - {"/v1/me"} == {file, f"{file}/meta"}


@pytest.mark.parametrize(
    "ids",
    [
        "1-2",
        "1:2",
        "1%3A2",
        ["1-2"],
        f"{PAGE}?node-id=1-2",
        [f"{PAGE}?node-id=1%3A2"],
    ],
)
def test_nodes_are_named_by_any_form_of_their_ids(ids: object) -> None:
    assert sent("figma_file_nodes_get", file_key=PAGE, ids=ids) == f"/v1/files/{KEY}/nodes?ids=1%3A2"


def test_forms_of_ids_may_be_mixed() -> None:
    ids = ["1-2", "I1:2;3:4", f"{PAGE}?node-id=5-6", "7:8,9-10"]
    for given in (ids, tuple(ids), ",".join(ids)):
        url = sent("figma_file_images_render", file_key=KEY, ids=given)
        assert url == f"/v1/images/{KEY}?ids=1%3A2%2CI1%3A2%3B3%3A4%2C5%3A6%2C7%3A8%2C9%3A10"


def test_the_address_of_a_selection_is_enough_where_nodes_are_needed(sandbox: Sandbox, actions: Actions) -> None:
    node = sandbox.demo.node_ids[0]
    url = page(sandbox, f"?node-id={node.replace(':', '-')}")
    found = actions.execute_tool("figma_file_nodes_get", identifier="ada", tool_input={"file_key": url})
    assert list(found["nodes"]) == [node]


def test_what_is_given_counts_and_what_is_not_needed_is_not_read_from_the_file() -> None:
    assert sent("figma_file_nodes_get", file_key=f"{PAGE}?node-id=1-2", ids="3:4").endswith("?ids=3%3A4")
    assert sent("figma_file_get", file_key=f"{PAGE}?node-id=1-2&version-id=5") == f"/v1/files/{KEY}"
    for file_key in (KEY, PAGE):
        assert refused("figma_file_nodes_get", file_key=file_key) == {
            "ids": "is needed where file_key does not tell it"
        }


def test_a_branch_has_a_key_of_its_own_and_what_is_published_is_its_main_files(sandbox: Sandbox) -> None:
    url = f"https://www.figma.com/design/{KEY}/branch/{sandbox.demo.branch_key}/Checkout"
    assert sent("figma_file_get", file_key=url) == f"/v1/files/{sandbox.demo.branch_key}"
    for name in ("components_list", "component_sets_list", "styles_list", "variables_published_get"):
        assert f"/{KEY}/" in sent(f"figma_file_{name}", file_key=url)
    assert f"/{KEY}/" in sent("figma_dev_resources_list", file_key=url)


@pytest.mark.parametrize("name", WITH_A_FILE)
def test_every_tool_with_a_file_takes_its_address(sandbox: Sandbox, name: str) -> None:
    tool = CONNECTOR.tools[name]
    given = examples(sandbox)[name]
    if name == "figma_webhook_create":
        given = {key: value for key, value in given.items() if key not in ("context", "context_id", "team_id")}
    by_url, by_key = (build_request(tool, validate(tool, {**given, "file_key": key}), "") for key in (PAGE, KEY))
    assert by_url == by_key
    assert KEY in by_url.url + str(by_url.body)


def test_a_comment_is_named_by_its_link(sandbox: Sandbox, actions: Actions) -> None:
    url = page(sandbox, f"?node-id=0-1#{sandbox.demo.comment_id}")
    actions.execute_tool("figma_comment_reactions_list", identifier="ada", tool_input={"file_key": url})
    assert paths(sandbox) == [
        f"/v1/files/{sandbox.demo.file_key}/comments/{sandbox.demo.comment_id}/reactions",
    ]
    assert sent("figma_file_comment_delete", file_key=KEY, comment_id=f"{PAGE}#12") == f"/v1/files/{KEY}/comments/12"


@pytest.mark.parametrize("form", ["object", "json"])
def test_a_comment_is_pinned_to_a_node_by_any_form_of_its_id(sandbox: Sandbox, actions: Actions, form: str) -> None:
    node = sandbox.demo.node_ids[0].replace(":", "-")
    pins = {
        "object": {"node_id": page(sandbox, f"?node-id={node}"), "node_offset": {"x": 0, "y": 0}},
        "json": f'{{"node_id": "{node}", "node_offset": {{"x": 0, "y": 0}}}}',
    }
    made = actions.execute_tool(
        "figma_file_comment_create",
        identifier="ada",
        tool_input={"file_key": page(sandbox), "message": "m", "client_meta": pins[form]},
    )
    assert made["client_meta"]["node_id"] == sandbox.demo.node_ids[0]


@pytest.mark.parametrize(
    ("name", "tool_input", "path"),
    [
        ("figma_team_folders_list", {"team_id": "https://www.figma.com/files/9/team/12/Name"}, "/v2/teams/12/folders"),
        ("figma_folder_files_list", {"folder_id": "https://www.figma.com/files/project/34"}, "/v2/folders/34/files"),
        (
            "figma_project_files_list",
            {"project_id": "https://www.figma.com/files/9/project/34"},
            "/v1/projects/34/files",
        ),
        ("figma_file_get", {"file_key": KEY, "version": f"{PAGE}?version-id=56"}, f"/v1/files/{KEY}?version=56"),
        (
            "figma_webhooks_list",
            {"context": "team", "context_id": "https://www.figma.com/files/team/12"},
            "/v2/webhooks?context=team&context_id=12",
        ),
        (
            "figma_payments_get",
            {"user_id": 1, "resource_type": "plugin", "resource_id": "https://www.figma.com/community/plugin/78/name"},
            "/v1/payments?plugin_id=78&user_id=1",
        ),
    ],
)
def test_other_pages_are_named_by_their_addresses(name: str, tool_input: dict[str, Any], path: str) -> None:
    assert sent(name, **tool_input) == path


@pytest.mark.parametrize(
    ("file_key", "sentence"),
    [
        ("https://evil.example/design/aaaaaaaaaaaa", "this is an address of evil.example, not of www.figma.com"),
        ("https://www.figma.com/community/file/12", "this is the address of a Community file, and it names no file"),
        ("https://www.figma.com/files/team/12", "this is the address of a team, and it names no file; open the file"),
        ("https://www.figma.com/design/", "this address of Figma has no file key"),
    ],
)
def test_a_wrong_address_is_refused_with_what_to_do(
    sandbox: Sandbox, actions: Actions, file_key: str, sentence: str
) -> None:
    with pytest.raises(errors.InvalidToolInputError) as caught:
        actions.execute_tool("figma_file_get", identifier="ada", tool_input={"file_key": file_key})
    assert caught.value.fields["file_key"].startswith(sentence)
    assert not paths(sandbox)


@pytest.mark.parametrize("name", WITH_A_FILE)
@pytest.mark.parametrize(
    "file_key",
    ["../me", f"{KEY}/../../me", f"{KEY}?x=1", "//evil/x", "..%2fme", "https://www.figma.com/design/..%2f..%2fme"],
)
def test_T44_a_path_in_place_of_a_file_key_is_no_input(name: str, file_key: str) -> None:
    assert "file_key" in refused(name, file_key=file_key)


def test_identifiers_as_they_are_load_nothing_that_reads_addresses() -> None:
    program = """
import sys
from figma_tools.connector import CONNECTOR
from figwright.inputs.validation import validate
validate(CONNECTOR.tools["figma_file_nodes_get"], {"file_key": "abcdefghijkl", "ids": ["1:2", "I1:2;3:4"]})
assert "figwright_figma.urls" not in sys.modules
validate(CONNECTOR.tools["figma_file_nodes_get"], {"file_key": "abcdefghijkl", "ids": "1-2"})
assert "figwright_figma.urls" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
