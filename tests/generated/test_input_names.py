"""Every tool takes the input names, and the loose forms of them, that its users already send."""

from __future__ import annotations

from typing import Any

import pytest

from figma_tools.connector import CONNECTOR
from figwright.http.request import build_request
from figwright.inputs.validation import validate

from .catalogue import NAMES, SOMETHING, input_schema

KEY = "hbmVKqA1LGjTuU3HfNLq7p"
SENT = {
    "as_md": True,
    "before": "7",
    "after": "7",
    "branch_data": True,
    "client_meta": '{"x": 1, "y": 2}',
    "comment_id": "1234",
    "contents_only": True,
    "context": "team",
    "context_id": "1234",
    "cursor": "abc",
    "depth": 2,
    "description": "what it is for",
    "dev_resource_id": "0b1c-2",
    "emoji": ":eyes:",
    "end_date": "2026-02-01",
    "end_time": 1767225600,
    "endpoint": "https://hooks.example/figma",
    "event_source": "rest_api",
    "event_type": "FILE_UPDATE",
    "events": "fig_file_create,fig_file_trash",
    "file_key": KEY,
    "folder_id": "1234",
    "format": "png",
    "geometry": "paths",
    "group_by": "team",
    "ids": "1:2,1:3",
    "ip_address": "10.0.0",
    "key": "4c1f9e0c2b6d4e7f8a9b0c1d2e3f4a5b6c7d8e9f",
    "limit": 10,
    "maxheight": 450,
    "maxwidth": 800,
    "message": "Looks good",
    "name": "Storybook",
    "node_id": "1:2",
    "node_ids": "1:2,1:3",
    "order": "asc",
    "page_size": 10,
    "passcode": "open sesame",
    "plan_api_id": "1234",
    "plugin_data": "shared",
    "project_id": "1234",
    "resource_id": "1234",
    "resource_type": "plugin",
    "scale": 2,
    "schema_version": "1",
    "start_date": "2026-01-01",
    "start_time": 1764547200,
    "status": "ACTIVE",
    "svg_include_id": True,
    "svg_include_node_id": True,
    "svg_outline_text": True,
    "svg_simplify_stroke": True,
    "team_id": "1234",
    "token": "figd_x",
    "token_name": "ci",
    "token_type": "oauth_token",
    "tool_version": "1",
    "url": f"https://www.figma.com/design/{KEY}/Checkout",
    "use_absolute_bounds": True,
    "user_email": "ada@example.com",
    "user_id": "1234",
    "variableCollections": [],
    "variableModes": [],
    "variableModeValues": [],
    "variables": [],
    "version": "1234",
    "webhook_id": "1234",
}
"""An example of what is sent under each name, as text where users send text."""

FILE_VIEW = "depth geometry plugin_data version"
LOG_FILTERS = "event_source ip_address token token_name token_type user_email"
SVG = "svg_include_id svg_include_node_id svg_outline_text svg_simplify_stroke"
VARIABLES = "variableCollections variableModes variableModeValues variables"
TABLE: dict[str, tuple[str, str]] = {
    "figma_activity_logs_list": ("", "cursor end_time events limit order start_time"),
    "figma_ai_usage_daily_get": ("end_date start_date", "cursor limit user_email"),
    "figma_comment_reaction_create": ("comment_id emoji file_key", ""),
    "figma_comment_reaction_delete": ("comment_id emoji file_key", ""),
    "figma_comment_reactions_list": ("comment_id file_key", "cursor"),
    "figma_component_get": ("key", ""),
    "figma_component_set_get": ("key", ""),
    "figma_dev_resource_create": ("file_key name node_id url", ""),
    "figma_dev_resource_delete": ("dev_resource_id file_key", ""),
    "figma_dev_resource_update": ("dev_resource_id", "name url"),
    "figma_dev_resources_list": ("file_key", "node_ids"),
    "figma_developer_logs_list": ("", LOG_FILTERS),
    "figma_file_comment_create": ("file_key message", "client_meta comment_id"),
    "figma_file_comment_delete": ("comment_id file_key", ""),
    "figma_file_comments_list": ("file_key", "as_md"),
    "figma_file_component_sets_list": ("file_key", ""),
    "figma_file_components_list": ("file_key", ""),
    "figma_file_get": ("file_key", f"branch_data ids {FILE_VIEW}"),
    "figma_file_image_fills_get": ("file_key", ""),
    "figma_file_images_render": ("file_key ids", f"contents_only format scale use_absolute_bounds version {SVG}"),
    "figma_file_meta_get": ("file_key", ""),
    "figma_file_nodes_get": ("file_key ids", FILE_VIEW),
    "figma_file_styles_list": ("file_key", ""),
    "figma_file_variables_local_get": ("file_key", ""),
    "figma_file_variables_published_get": ("file_key", ""),
    "figma_file_variables_update": ("file_key", f"schema_version tool_version {VARIABLES}"),
    "figma_file_versions_list": ("file_key", "after before page_size"),
    "figma_folder_files_list": ("folder_id", "branch_data"),
    "figma_folder_meta_get": ("folder_id", ""),
    **{
        f"figma_library_analytics_{asset}_{what}_get": ("file_key group_by", more)
        for asset in ("component", "style", "variable")
        for what, more in (("actions", "cursor end_date start_date"), ("usages", "cursor"))
    },
    "figma_me_get": ("", ""),
    "figma_oembed_get": ("url", "maxheight maxwidth"),
    "figma_payments_get": ("", "resource_id resource_type user_id"),
    "figma_project_files_list": ("project_id", "branch_data"),
    "figma_project_meta_get": ("project_id", "schema_version tool_version"),
    "figma_style_get": ("key", ""),
    "figma_team_component_sets_list": ("team_id", "after before page_size"),
    "figma_team_components_list": ("team_id", "after before page_size"),
    "figma_team_folders_list": ("team_id", ""),
    "figma_team_get": ("team_id", ""),
    "figma_team_projects_list": ("team_id", ""),
    "figma_team_styles_list": ("team_id", "after before page_size"),
    "figma_team_webhooks_list": ("team_id", ""),
    "figma_webhook_create": ("endpoint event_type passcode team_id", "description status"),
    "figma_webhook_delete": ("webhook_id", ""),
    "figma_webhook_get": ("webhook_id", ""),
    "figma_webhook_requests_list": ("webhook_id", ""),
    "figma_webhook_update": ("webhook_id", "description endpoint passcode status"),
    "figma_webhooks_list": ("", "context context_id cursor plan_api_id"),
}
"""Tool to the names that it requires and those that it allows."""


def sent(name: str, inputs: str) -> dict[str, Any]:
    given = {each: SENT[each] for each in inputs.split()}
    if "group_by" in given and "_usages_" in name:
        given["group_by"] = "file"
    return given


def test_the_table_has_every_tool_but_the_one_that_nobody_knows_yet() -> None:
    assert set(NAMES) - TABLE.keys() == {"figma_folder_folders_list"}
    assert len(TABLE) == 54


@pytest.mark.parametrize("name", TABLE)
def test_the_names_that_users_send_are_accepted(name: str) -> None:
    required, optional = TABLE[name]
    tool = CONNECTOR.tools[name]
    for inputs in (required, f"{required} {optional}", *(f"{required} {each}" for each in optional.split())):
        assert validate(tool, sent(name, inputs)).keys() == set(inputs.split())


@pytest.mark.parametrize("name", TABLE)
def test_what_users_send_becomes_a_request(name: str) -> None:
    tool = CONNECTOR.tools[name]
    for inputs in ([] if name in SOMETHING else [TABLE[name][0]]) + [" ".join(TABLE[name])]:
        assert build_request(tool, validate(tool, sent(name, inputs)), "https://api.figma.com").method == tool.method


@pytest.mark.parametrize("name", TABLE)
def test_nothing_is_demanded_beyond_what_users_send(name: str) -> None:
    assert set(input_schema(name).get("required", [])) <= set(TABLE[name][0].split())


@pytest.mark.parametrize("resource_type", ["plugin", "widget", "community_file"])
def test_a_payment_is_asked_for_by_the_names_that_users_send(resource_type: str) -> None:
    tool = CONNECTOR.tools["figma_payments_get"]
    tool_input = {"user_id": 1234, "resource_type": resource_type, "resource_id": "5678"}
    url = build_request(tool, validate(tool, tool_input), "https://api.figma.com").url
    assert url == f"https://api.figma.com/v1/payments?{resource_type}_id=5678&user_id=1234"
