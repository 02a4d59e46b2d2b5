"""A realistic input for every tool, over the sandbox's starting world. Each works once, in any order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from .sandbox import Sandbox
from .world import Kind

PREFERENCE: tuple[Kind, ...] = ("oauth", "personal_access_token", "plan_access_token", "org_oauth")


def credential_kind(accepted: Sequence[str]) -> Kind:
    """Of the kinds that a tool accepts, the one to try it with: a person's own before an organization's."""
    return next(kind for kind in PREFERENCE if kind in accepted)


def examples(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    """Tool name to its input."""
    return _files(sandbox) | _libraries(sandbox) | _teams(sandbox) | _handoff(sandbox) | _enterprise(sandbox)


def _files(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    demo = sandbox.demo
    file, comment = {"file_key": demo.file_key}, {"file_key": demo.file_key, "comment_id": demo.comment_id}
    pin = {"node_id": demo.node_ids[0], "node_offset": {"x": 24, "y": 96}}
    return {
        "figma_me_get": {},
        "figma_file_get": file | {"depth": 2},
        "figma_file_nodes_get": file | {"ids": list(demo.node_ids), "depth": 1},
        "figma_file_images_render": file | {"ids": ",".join(demo.node_ids), "format": "png", "scale": 2},
        "figma_file_image_fills_get": file,
        "figma_file_meta_get": file,
        "figma_file_versions_list": file | {"page_size": 10},
        "figma_oembed_get": {"url": f"https://www.figma.com/design/{demo.file_key}/Checkout"},
        "figma_file_comments_list": file | {"as_md": True},
        "figma_file_comment_create": file
        | {"message": "Spacing here should match the token Spacing/400", "client_meta": pin},
        "figma_file_comment_delete": file | {"comment_id": demo.own_comment_id},
        "figma_comment_reactions_list": comment,
        "figma_comment_reaction_create": comment | {"emoji": ":tada:"},
        "figma_comment_reaction_delete": comment | {"emoji": ":+1:"},
    }


def _libraries(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    demo = sandbox.demo
    library, team = {"file_key": demo.library_key}, {"team_id": demo.team_id}
    return {
        "figma_file_components_list": library,
        "figma_file_component_sets_list": library,
        "figma_file_styles_list": library,
        "figma_component_get": {"key": demo.component_key},
        "figma_component_set_get": {"key": demo.component_set_key},
        "figma_style_get": {"key": demo.style_key},
        "figma_team_components_list": team | {"page_size": 10},
        "figma_team_component_sets_list": team,
        "figma_team_styles_list": team,
        "figma_file_variables_local_get": {"file_key": demo.file_key},
        "figma_file_variables_published_get": library,
        "figma_file_variables_update": {"file_key": demo.file_key, **_variable_changes(demo.collection_id)},
    }


def _variable_changes(collection_id: str) -> dict[str, Any]:
    """A new mode, a new variable, and its value in that mode, tied together by temporary ids."""
    return {
        "variableModes": [
            {"action": "CREATE", "id": "spacious", "name": "Spacious", "variableCollectionId": collection_id}
        ],
        "variables": [
            {
                "action": "CREATE",
                "id": "spacing-800",
                "name": "Spacing/800",
                "variableCollectionId": collection_id,
                "resolvedType": "FLOAT",
            }
        ],
        "variableModeValues": [{"variableId": "spacing-800", "modeId": "spacious", "value": 40}],
    }


def _teams(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    demo = sandbox.demo
    team, folder, project = {"team_id": demo.team_id}, {"folder_id": demo.folder_id}, {"project_id": demo.project_id}
    return {
        "figma_team_get": team,
        "figma_team_folders_list": team,
        "figma_folder_folders_list": {"folder_id": demo.project_id},
        "figma_folder_files_list": folder | {"branch_data": True},
        "figma_folder_meta_get": folder,
        "figma_team_projects_list": team,
        "figma_project_files_list": project,
        "figma_project_meta_get": project,
    }


def _handoff(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    demo = sandbox.demo
    endpoint = {"endpoint": "https://hooks.northwind.example/figma/updates", "passcode": "open sesame"}
    return {
        "figma_dev_resources_list": {"file_key": demo.file_key, "node_ids": list(demo.node_ids)},
        "figma_dev_resource_create": {
            "file_key": demo.file_key,
            "node_id": demo.node_ids[0],
            "name": "Pull request",
            "url": "https://git.northwind.example/app/pull/311",
        },
        "figma_dev_resource_update": {"dev_resource_id": demo.dev_resource_id, "name": "Storybook: Checkout screen"},
        "figma_dev_resource_delete": {"file_key": demo.file_key, "dev_resource_id": demo.spare_dev_resource_id},
        "figma_webhooks_list": {"context": "team", "context_id": demo.team_id},
        "figma_team_webhooks_list": {"team_id": demo.team_id},
        "figma_webhook_get": {"webhook_id": demo.webhook_id},
        "figma_webhook_create": {"team_id": demo.team_id, "event_type": "FILE_VERSION_UPDATE", **endpoint},
        "figma_webhook_update": {"webhook_id": demo.webhook_id, "description": "Comments to the design channel"},
        "figma_webhook_delete": {"webhook_id": demo.spare_webhook_id},
        "figma_webhook_requests_list": {"webhook_id": demo.webhook_id},
    }


def _enterprise(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    demo, today = sandbox.demo, sandbox.clock.now().date()
    month_ago, library = str(today - timedelta(days=30)), {"file_key": demo.library_key}
    analytics = {
        f"figma_library_analytics_{asset}_{what}_get": library | {"group_by": group}
        for asset in ("component", "style", "variable")
        for what, group in (("actions", "team"), ("usages", asset))
    }
    for tool in analytics:
        if "_actions_" in tool:
            analytics[tool] |= {"start_date": month_ago}
    return analytics | {
        "figma_activity_logs_list": {"limit": 20, "order": "desc"},
        "figma_developer_logs_list": {"event_source": "rest_api"},
        "figma_ai_usage_daily_get": {"start_date": month_ago, "end_date": str(today)},
        "figma_payments_get": {
            "user_id": demo.colleague.id,
            "resource_type": "plugin",
            "resource_id": demo.plugin_id,
        },
    }
