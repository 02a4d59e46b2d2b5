"""The generated tools as these tests read them: records, schema files, input and result types."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pydantic
import pytest
from jsonschema import Draft202012Validator

import figma_tools
from figma_tools.connector import CONNECTOR
from figwright.schemas.stored import copied

NAMES = sorted(CONNECTOR.tools)
SAMPLED = [pytest.param(name, marks=pytest.mark.slow) if number % 7 else name for number, name in enumerate(NAMES)]
"""Every seventh, where a test of one tool is long; make test-all tries all of them."""
SCHEMAS = Path(figma_tools.__file__).parent / "schemas"


def input_schema(name: str) -> Any:
    """The caller's own copy: a test that changes it changes no other."""
    return copied(_schemas(CONNECTOR.tools[name].input_schema)[name])


def output_schema(name: str) -> Any:
    """The caller's own copy."""
    return copied(_schemas(CONNECTOR.tools[name].output_schema)[name])


@cache
def _schemas(file: str) -> Any:
    return json.loads((SCHEMAS / file).read_text("utf-8"))


@cache
def input_validator(name: str) -> Any:
    return Draft202012Validator(input_schema(name))


@cache
def output_validator(name: str) -> Any:
    return Draft202012Validator(output_schema(name))


def type_named(reference: str) -> Any:
    """What `module:Name` of a tool's record stands for; where an operation says nothing of its result, anything."""
    module, _, name = reference.partition(":")
    return getattr(import_module(module), name) if name else Any


@cache
def result_adapter(name: str) -> pydantic.TypeAdapter[Any]:
    return pydantic.TypeAdapter(type_named(CONNECTOR.tools[name].output_type))


# What the manifest does to an input beyond its schema, by tool and input; a schema cannot say it.
JOINED = {
    ("figma_activity_logs_list", "events"),
    ("figma_dev_resources_list", "node_ids"),
    ("figma_developer_logs_list", "ip_address"),
    ("figma_developer_logs_list", "token_name"),
    ("figma_developer_logs_list", "user_email"),
    ("figma_file_get", "ids"),
    ("figma_file_get", "plugin_data"),
    ("figma_file_images_render", "ids"),
    ("figma_file_nodes_get", "ids"),
    ("figma_file_nodes_get", "plugin_data"),
}
"""A list for a model, text with commas for everybody else."""
SOMETHING: dict[str, dict[str, Any]] = {
    "figma_file_variables_update": {"variables": [{"action": "DELETE", "id": "1:2"}]}
}
"""What is sent beside the required inputs, where some must be sent and none is required."""
UNSAID = {
    "figma_file_variables_update": "needs 1 or more of its properties",
    **dict.fromkeys(
        ("figma_comment_reactions_list", "figma_webhooks_list"), "is no cursor that an answer of this tool named"
    ),
    "figma_file_versions_list": "is no cursor that an answer of this tool named|leave it out beside cursor",
}
"""What is refused although a model's schema takes it."""
AS_JSON = {("figma_file_comment_create", "client_meta")}
"""An object that may come as the text of one."""
ANY_CASE = {
    ("figma_payments_get", "resource_type"),
    ("figma_webhook_create", "context"),
    ("figma_webhook_create", "event_type"),
    ("figma_webhook_create", "status"),
    ("figma_webhook_update", "event_type"),
    ("figma_webhook_update", "status"),
    ("figma_webhooks_list", "context"),
    *((name, "group_by") for name in NAMES if name.startswith("figma_library_analytics_")),
}
HIDDEN = {
    "figma_developer_logs_list": {"token"},
    "figma_payments_get": {"community_file_id", "plugin_id", "plugin_payment_token", "widget_id"},
    "figma_webhook_create": {"file_key", "project_id", "team_id"},
}
"""Sent where given, not shown to a model."""
IGNORED = {
    "figma_file_variables_update": {"schema_version", "tool_version"},
    "figma_project_meta_get": {"schema_version", "tool_version"},
}
"""Accepted because users send it, never sent."""
