"""Every tool of the shipped connector against the sandbox: by name and typed, waiting and awaited.

What needs no provider is asked of GitHub's tools, too; tests/github calls those.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import anyio
import pytest

import figma_tools
import github_tools
from figma_tools import aio
from figma_tools.connector import CONNECTOR
from figwright import Actions, AsyncActions, Connection, errors
from figwright.json_pointer import look_up
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.examples import credential_kind, examples

NAMES = sorted(CONNECTOR.tools)
EVERY = [(package, name) for package in (figma_tools, github_tools) for name in sorted(package.CONNECTOR.tools)]
of_every_connector = pytest.mark.parametrize(("package", "name"), EVERY, ids=[name for _, name in EVERY])


@pytest.fixture(scope="module")
def figma() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def connection(sandbox: Sandbox) -> Connection:
    return Connection(name="figma", tools=tuple(NAMES), api_url=sandbox.url, allow_insecure=True)


def credential(sandbox: Sandbox, name: str) -> dict[str, Any]:
    """A token of a kind that the tool takes, untried, so that only the tool itself is in the log."""
    kind = credential_kind(CONNECTOR.tools[name].credentials)
    return {"identifier": "ada", "token": sandbox.token(kind=kind), "kind": kind, "check": False}


def connect(actions: Any, sandbox: Sandbox, name: str) -> None:
    actions.connect_with_token(**credential(sandbox, name))


def test_there_are_55_tools_over_54_operations() -> None:
    assert len(NAMES) == 55
    assert len({tool.operation for tool in CONNECTOR.tools.values()}) == 54
    assert set(figma_tools.__all__) >= set(NAMES)


def test_every_tool_has_an_example_with_which_the_demo_and_these_tests_call_it(figma: Sandbox) -> None:
    assert sorted(examples(figma)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_tool_works_by_name(sandbox: Sandbox, name: str) -> None:
    with Actions([connection(sandbox)]) as actions:
        connect(actions, sandbox, name)
        result = actions.execute_tool(name, identifier="ada", tool_input=examples(sandbox)[name])
    assert result.tool == name
    assert sandbox.requests


@pytest.mark.parametrize("name", NAMES)
def test_a_tool_works_as_a_typed_function(sandbox: Sandbox, name: str) -> None:
    with Actions([connection(sandbox)]) as actions:
        connect(actions, sandbox, name)
        getattr(figma_tools, name)(actions.account("ada"), **examples(sandbox)[name])
    assert sandbox.requests


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_tool_works_as_an_awaitable_typed_function(sandbox: Sandbox, name: str) -> None:
    async def run() -> Any:
        async with AsyncActions([connection(sandbox)]) as actions:
            await actions.connect_with_token(**credential(sandbox, name))
            return await getattr(aio, name)(actions.account("ada"), **examples(sandbox)[name])

    anyio.run(run)
    assert sandbox.requests


@of_every_connector
def test_the_awaitable_twin_has_the_same_inputs_and_result(package: Any, name: str) -> None:
    twin = getattr(import_module(f"{package.__name__}.aio"), name)
    waiting, awaited = inspect.signature(getattr(package, name)), inspect.signature(twin)
    assert [*waiting.parameters.values()][1:] == [*awaited.parameters.values()][1:]
    assert waiting.return_annotation == awaited.return_annotation
    assert inspect.iscoroutinefunction(twin)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_misspelt_input_is_refused_before_anything_is_sent(sandbox: Sandbox, name: str) -> None:
    with Actions([connection(sandbox)]) as actions:
        connect(actions, sandbox, name)
        given = {**examples(sandbox)[name], "file_kee": "x"}
        with pytest.raises(errors.InvalidToolInputError) as raised:
            actions.execute_tool(name, identifier="ada", tool_input=given)
    assert "file_kee" in raised.value.fields
    assert not list(sandbox.requests)


@of_every_connector
def test_a_tool_tells_a_model_what_it_does_and_a_person_what_it_needs(package: Any, name: str) -> None:
    connector = package.CONNECTOR
    tool = connector.tools[name]
    assert 0 < len(tool.description) <= 1024
    assert tool.title
    assert tool.toolset in connector.toolsets
    assert set(tool.credentials) <= set(connector.credentials)
    assert tool.read_only != (tool.destructive or name.endswith(("_create", "_update", "_delete", "_add")))
    documentation = inspect.getdoc(getattr(package, name)) or ""
    for part in (tool.operation, tool.method, tool.path, *tool.scopes):
        assert part in documentation, part


# What users of the hosted product already send: the loose and the renamed forms of inputs.
LOOSE: list[tuple[str, dict[str, Any]]] = [
    ("figma_file_get", {"file_key": "$file_key", "depth": "2", "branch_data": "true"}),
    ("figma_file_get", {"file_key": "$file_key", "ids": ["1:2", "1:3"], "plugin_data": "shared"}),
    ("figma_file_images_render", {"file_key": "$file_key", "ids": "1:2,1:3", "format": "png", "scale": "2"}),
    ("figma_file_versions_list", {"file_key": "$file_key", "page_size": "5"}),
    (
        "figma_file_comment_create",
        {"file_key": "$file_key", "message": "m", "client_meta": '{"node_id": "1:2", "node_offset": {"x": 0, "y": 0}}'},
    ),
    ("figma_file_comment_create", {"file_key": "$file_key", "message": "m", "client_meta": {"x": 1, "y": 2.5}}),
    (
        "figma_webhook_create",
        {"team_id": "$team_id", "event_type": "FILE_UPDATE", "endpoint": "https://a.example/h", "passcode": "p"},
    ),
    (
        "figma_webhook_create",
        {
            "context": "file",
            "context_id": "$file_key",
            "event_type": "FILE_COMMENT",
            "endpoint": "https://a.example/h",
            "passcode": "p",
        },
    ),
    ("figma_webhook_update", {"webhook_id": "$webhook_id", "description": "new"}),
    ("figma_project_meta_get", {"project_id": "$project_id", "schema_version": "1", "tool_version": "2"}),
    ("figma_library_analytics_component_usages_get", {"file_key": "$library_key", "group_by": "FILE"}),
    ("figma_payments_get", {"user_id": "$colleague", "plugin_id": "$plugin_id"}),
    ("figma_payments_get", {"user_id": "$colleague", "resource_type": "plugin", "resource_id": "$plugin_id"}),
]


@pytest.mark.parametrize(("name", "given"), LOOSE)
def test_the_forms_that_users_already_send_are_accepted(sandbox: Sandbox, name: str, given: dict[str, Any]) -> None:
    def filled(value: Any) -> Any:
        if value == "$colleague":
            return sandbox.demo.colleague.id
        return getattr(sandbox.demo, value[1:]) if isinstance(value, str) and value.startswith("$") else value

    with Actions([connection(sandbox)]) as actions:
        connect(actions, sandbox, name)
        actions.execute_tool(name, identifier="ada", tool_input={key: filled(value) for key, value in given.items()})


def test_a_fault_inside_an_input_is_named_where_it_stands_and_in_few_words(sandbox: Sandbox) -> None:
    pin = {"node_idd": "1:2", "node_offset": {"x": 0, "y": 0}}
    with Actions([connection(sandbox)]) as actions:
        connect(actions, sandbox, "figma_file_comment_create")
        with pytest.raises(errors.InvalidToolInputError) as raised:
            actions.execute_tool(
                "figma_file_comment_create",
                identifier="ada",
                tool_input={"file_key": sandbox.demo.file_key, "message": "m", "client_meta": pin},
            )
    assert raised.value.fields["client_meta.node_idd"] == "is not known there"
    assert all(name.startswith("client_meta.") for name in raised.value.fields)
    assert len(str(raised.value)) < 400


def test_ids_are_accepted_as_numbers(sandbox: Sandbox) -> None:
    with Actions([connection(sandbox)]) as actions:
        connect(actions, sandbox, "figma_webhook_get")
        webhook_id = int(sandbox.demo.webhook_id)
        result = actions.execute_tool("figma_webhook_get", identifier="ada", tool_input={"webhook_id": webhook_id})
    assert str(result["id"]) == sandbox.demo.webhook_id


def test_a_dev_resource_that_was_refused_in_a_200_is_an_error(sandbox: Sandbox) -> None:
    with Actions([connection(sandbox)]) as actions:
        connect(actions, sandbox, "figma_dev_resource_update")
        with pytest.raises(errors.ProviderError) as raised:
            actions.execute_tool(
                "figma_dev_resource_update",
                identifier="ada",
                tool_input={"dev_resource_id": "00000000-0000-0000-0000-000000000000", "name": "n"},
            )
    assert raised.value.cause is errors.Cause.INVALID_INPUT


def test_T25_a_webhooks_passcode_never_comes_back(sandbox: Sandbox) -> None:
    with Actions([connection(sandbox)]) as actions:
        connect(actions, sandbox, "figma_webhook_create")
        created = actions.execute_tool(
            "figma_webhook_create",
            identifier="ada",
            tool_input={
                "team_id": sandbox.demo.team_id,
                "event_type": "FILE_COMMENT",
                "endpoint": "https://hooks.example/figma",
                "passcode": "PASSCODE-CANARY",
            },
        )
        webhook = {"webhook_id": created["id"]}
        changed = actions.execute_tool(
            "figma_webhook_update", identifier="ada", tool_input=webhook | {"passcode": "PASSCODE-CANARY2"}
        )
        history = actions.execute_tool("figma_webhook_requests_list", identifier="ada", tool_input=webhook)
        listed = actions.execute_tool(
            "figma_team_webhooks_list", identifier="ada", tool_input={"team_id": sandbox.demo.team_id}
        )
        raw = actions.request(method="GET", path=f"/v2/webhooks/{created['id']}/requests", identifier="ada")
    assert history["requests"]
    assert "CANARY" not in "".join(result.text for result in (created, changed, history, listed, raw))


SECRETS = [(name, pointer) for name in NAMES for pointer in CONNECTOR.tools[name].redact]


@pytest.mark.parametrize(("name", "pointer"), SECRETS)
def test_P10_each_secret_is_there_to_be_taken_out(sandbox: Sandbox, name: str, pointer: str) -> None:
    """A pointer that finds nothing hides nothing. Figma itself shows an empty passcode where a webhook is only read."""
    with Actions([connection(sandbox)]) as actions:
        connect(actions, sandbox, name)
        result = actions.execute_tool(name, identifier="ada", tool_input=examples(sandbox)[name])
    assert look_up(result.data, pointer.replace("*", "0")) in ("[redacted]", "")


PAGED = [name for name in NAMES if CONNECTOR.tools[name].pagination]


@pytest.mark.parametrize("name", PAGED)
def test_pages_end(sandbox: Sandbox, name: str) -> None:
    with Actions([connection(sandbox)]) as actions:
        connect(actions, sandbox, name)
        pages = []
        for page in actions.pages(name, identifier="ada", tool_input=examples(sandbox)[name]):
            pages.append(page)
            assert len(pages) < 100
    assert pages


def test_every_tools_module_is_there_for_import() -> None:
    for package, name in EVERY:
        tool = package.CONNECTOR.tools[name]
        for reference in (tool.input_type, tool.output_type):
            module, _, attribute = reference.partition(":")
            assert attribute == "" or hasattr(import_module(module), attribute.partition("[")[0]), reference
