"""One good request for every operation of the description, over the sandbox's starting world."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.auth import SCHEMES
from figwright_figma.sandbox.description import Operation
from figwright_figma.sandbox.world import Kind


@dataclass
class Request:
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    path: dict[str, str] = field(default_factory=dict)


def request_for(sandbox: Sandbox, operation: Operation) -> Request:
    """A request that the operation answers with 200."""
    demo = sandbox.demo
    request = _requests(sandbox).get(operation.id, Request())
    usual = {
        "file_key": demo.file_key,
        "team_id": demo.team_id,
        "project_id": demo.project_id,
        "folder_id": demo.folder_id,
        "comment_id": demo.comment_id,
        "webhook_id": demo.webhook_id,
        "dev_resource_id": demo.dev_resource_id,
        "key": demo.component_key,
    }
    return Request(request.query, request.body, usual | request.path)


def kinds_of(operation: Operation) -> list[Kind]:
    """The credential kinds that the description lets call it."""
    return [kind for kind, scheme in SCHEMES.items() if scheme in operation.security]


def _requests(sandbox: Sandbox) -> dict[str, Request]:
    demo, today = sandbox.demo, sandbox.clock.now().date()
    library = {"file_key": demo.library_key}
    resource = {"file_key": demo.file_key, "node_id": "1:3", "name": "Docs", "url": "https://docs.example/receipt"}
    webhook = {"event_type": "FILE_UPDATE", "endpoint": "https://hooks.example/figma", "passcode": "pass"}
    return {
        "getFile": Request({"depth": 2}),
        "getFileNodes": Request({"ids": "1:2,1:3", "depth": 1}),
        "getImages": Request({"ids": "1:2,1:3", "format": "png", "scale": 2}),
        "getComponent": Request(),
        "getComponentSet": Request(path={"key": demo.component_set_key}),
        "getStyle": Request(path={"key": demo.style_key}),
        "getFileComponents": Request(path=library),
        "getFileComponentSets": Request(path=library),
        "getFileStyles": Request(path=library),
        "getPublishedVariables": Request(path=library),
        "postComment": Request(
            body={"message": "Nice", "client_meta": {"node_id": "1:2", "node_offset": {"x": 0, "y": 0}}}
        ),
        "deleteComment": Request(path={"comment_id": sandbox.world.files[demo.file_key].comments[3]["id"]}),
        "postCommentReaction": Request(body={"emoji": ":tada:"}),
        "deleteCommentReaction": Request({"emoji": ":+1:"}),
        "postVariables": Request(
            body={"variables": [{"action": "UPDATE", "id": demo.variable_id, "name": "Spacing/16"}]}
        ),
        "postDevResources": Request(body={"dev_resources": [resource]}),
        "putDevResources": Request(body={"dev_resources": [{"id": demo.dev_resource_id, "name": "Storybook"}]}),
        "getWebhooks": Request({"context": "team", "context_id": demo.team_id}),
        "postWebhook": Request(body=webhook | {"context": "team", "context_id": demo.team_id}),
        "putWebhook": Request(body={"status": "PAUSED"}),
        "getOEmbed": Request({"url": f"https://www.figma.com/design/{demo.file_key}/Checkout"}),
        "getPayments": Request({"user_id": demo.colleague.id, "plugin_id": demo.plugin_id}),
        "getDeveloperLogs": Request(body={}),
        "getAiUsageDaily": Request({"start_date": str(today - timedelta(days=30)), "end_date": str(today)}),
        **{
            f"getLibraryAnalytics{asset}{what}": Request({"group_by": asset.lower()}, path=library)
            for asset in ("Component", "Style", "Variable")
            for what in ("Actions", "Usages")
        },
    }
