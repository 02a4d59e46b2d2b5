"""The sandbox where inputs are drawn: what exists in it, and what it refuses for other reasons than form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from figwright import Actions, Connection, errors
from figwright_figma.sandbox import Sandbox

from .catalogue import NAMES
from .drawing import Known

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


@contextmanager
def actions_of(figma: Sandbox) -> Iterator[Actions]:
    """Every tool, each call of which is sent, and one account for each kind of credential, named by its kind."""
    options: Any = {"api_url": figma.url, "allow_insecure": True, "cache": False}
    connection = Connection(name="figma", tools=tuple(NAMES), **options)
    with Actions([connection]) as made:
        for kind in ("oauth", "personal_access_token", "plan_access_token", "org_oauth"):
            made.connect_with_token(identifier=kind, token=figma.token(kind=kind), kind=kind)
        yield made


def known_in(figma: Sandbox) -> Known:
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


def check_form(error: errors.ProviderError) -> None:
    """Whatever Figma did not like, it was not the form of the request."""
    assert error.status in (200, 400, 403, 404), error
    if error.status == 400:
        assert any(re.search(rule, error.provider_message, re.DOTALL) for rule in RULES), error
