"""What the schemas accept, Figma accepts as far as form goes, and its answers have the types that the tools declare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figma_tools.connector import CONNECTOR
from figwright import Actions, Connection, errors
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.examples import credential_kind

from .catalogue import NAMES, input_schema, output_validator, result_adapter
from .drawing import UNSHRUNK, Known, extremes, plain, values

RULES = (
    r"^(Mode|Node|Variable|Variable collection|The (team|project|file)) .* does not exist",
    r"^Variable .* belongs to another file$",
    r"^(Collection|The (team|project|file|plan)) .*already has the maximum of \d+ ",
    r"^Invalid value for query parameter (start|end)_date: it must be YYYY-MM-DD$",
    r"^A collection needs a name$",
    r"^A variable named .* already exists",
    r"^Give context and context_id, or plan_api_id$",
    r"^Give user_id and exactly one of plugin_id, widget_id and community_file_id$",
    r"^Id .* is used twice$",
    r"^Invalid cursor$",
    r"^Invalid emoji:",
    r"^Invalid request body: {} should be non-empty$",
    r"^Invalid range:",
    r"^Invalid url: it is not the address of a Figma file$",
    r"^Message cannot be empty$",
    r"^Mode .* (is not in (the )?collection|is the only one)",
    r"^Mode name .* must have between 1 and 40 characters$",
    r"^Modes of extended collection",
    r"^No user with this email$",
    r"^Only one of before and after can be given$",
    r"^Only root comments can be replied to$",
    r"^This endpoint takes the key of a main file, not of a branch$",
    r"^Variable .* (cannot be an alias|cannot have this value|needs a value)",
    r"^Variable name .* is empty or contains one of",
    r"^Webhooks cannot subscribe to PING$",
    r"^endpoint must be an http or https URL$",
    r"^plan_api_id cannot be combined with context or context_id$",
)
"""Rules of Figma's world, which no form of an input can know; any other 400 is about form."""
CHOICES = {"figma_payments_get", "figma_webhook_create"}
"""Tools that want one of several inputs, which their schemas cannot say."""


@pytest.fixture(scope="module")
def figma() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture(scope="module")
def actions(figma: Sandbox) -> Iterator[Actions]:
    """Every tool, and one account for each kind of credential."""
    connection = Connection(name="figma", tools=tuple(NAMES), api_url=figma.url, allow_insecure=True)
    with Actions([connection]) as made:
        for kind in ("oauth", "personal_access_token", "plan_access_token", "org_oauth"):
            made.connect_with_token(identifier=kind, token=figma.token(kind=kind), kind=kind)
        yield made


@pytest.fixture(scope="module")
def known(figma: Sandbox) -> Known:
    """What exists in the sandbox, by the inputs that may name it."""
    demo, today = figma.demo, figma.clock.now().date()
    files = [demo.file_key, demo.library_key, demo.branch_key, demo.board_key]
    nodes = [*demo.node_ids, demo.hidden_node_id]
    dates = [str(today - timedelta(days=days)) for days in (0, 1, 30, 200)]
    return {
        "action": ["CREATE", "UPDATE", "DELETE"],
        "after": [demo.version_id],
        "before": [demo.version_id],
        "comment_id": [demo.comment_id, demo.own_comment_id],
        "context_id": [demo.team_id, demo.project_id, *files],
        "dev_resource_id": [demo.dev_resource_id, demo.spare_dev_resource_id],
        "emoji": [":tada:", ":+1:"],
        "end_date": dates,
        "endpoint": ["https://hooks.example/figma"],
        "file_key": files,
        "folder_id": [demo.folder_id, demo.project_id],
        "id": [demo.collection_id, demo.variable_id, demo.mode_id, "temporary"],
        "ids": [nodes, nodes[:1]],
        "key": [demo.component_key, demo.component_set_key, demo.style_key],
        "modeId": [demo.mode_id, "temporary"],
        "node_id": nodes,
        "node_ids": [nodes, nodes[:1]],
        "parentVariableCollectionId": [demo.collection_id],
        "project_id": [demo.project_id],
        "resource_id": [demo.plugin_id, demo.widget_id, demo.community_file_id],
        "start_date": dates,
        "team_id": [demo.team_id],
        "url": [f"https://www.figma.com/design/{demo.file_key}/Checkout", "https://git.example/1"],
        "user_id": [demo.user.id, demo.colleague.id],
        "variableCollectionId": [demo.collection_id, "temporary"],
        "variableId": [demo.variable_id, "temporary"],
        "version": [demo.version_id],
        "webhook_id": [demo.webhook_id, demo.spare_webhook_id],
    }


@pytest.fixture(scope="module")
def inputs_of(known: Known) -> Any:
    return cache(lambda name: values(input_schema(name), known))


@pytest.mark.parametrize("name", NAMES)
@settings(UNSHRUNK, max_examples=15)
@given(data=st.data())
def test_figma_takes_what_the_schema_accepts_and_answers_in_the_declared_type(
    actions: Actions, inputs_of: Any, name: str, data: st.DataObject
) -> None:
    check_form_and_type(name, called(actions, name, data.draw(inputs_of(name))))


@pytest.mark.parametrize("name", NAMES)
def test_figma_takes_every_value_of_an_enum_and_both_ends_of_a_range(actions: Actions, name: str) -> None:
    schema = input_schema(name)
    needed = {each: plain(schema["properties"][each]) for each in schema.get("required", ())}
    for each, part in schema["properties"].items():
        for value in extremes(part):
            check_form_and_type(name, called(actions, name, {**needed, each: value}))


def called(actions: Actions, name: str, tool_input: dict[str, Any]) -> Any:
    """What the tool returns, or the error that it raises."""
    kind = credential_kind(CONNECTOR.tools[name].credentials)
    try:
        return actions.execute_tool(name, identifier=kind, tool_input=tool_input).data
    except (errors.InvalidToolInputError, errors.ProviderError) as error:
        return error


def check_form_and_type(name: str, outcome: Any) -> None:
    if isinstance(outcome, errors.InvalidToolInputError):
        assert name in CHOICES, outcome
        assert re.search(r"\bgive team_id, or |\bgoes with\b", str(outcome)), outcome
    elif isinstance(outcome, errors.ProviderError):
        assert outcome.status in (200, 400, 403, 404), outcome
        if outcome.status == 400:
            assert any(re.search(rule, outcome.provider_message, re.DOTALL) for rule in RULES), outcome
    else:
        result_adapter(name).validate_python(outcome, strict=True)
        output_validator(name).validate(outcome)
