# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Figma's own facts, as the runtime needs them."""

from __future__ import annotations

from typing import Literal, TypeAlias

from figwright.connector import (
    Allowance,
    Connector,
    Credential,
    ErrorRule,
    ErrorShape,
    OAuth,
    RateLimit,
    Tools,
    Toolset,
)

ToolName: TypeAlias = Literal[
    "figma_activity_logs_list",
    "figma_ai_usage_daily_get",
    "figma_comment_reaction_create",
    "figma_comment_reaction_delete",
    "figma_comment_reactions_list",
    "figma_component_get",
    "figma_component_set_get",
    "figma_dev_resource_create",
    "figma_dev_resource_delete",
    "figma_dev_resource_update",
    "figma_dev_resources_list",
    "figma_developer_logs_list",
    "figma_file_comment_create",
    "figma_file_comment_delete",
    "figma_file_comments_list",
    "figma_file_component_sets_list",
    "figma_file_components_list",
    "figma_file_get",
    "figma_file_image_fills_get",
    "figma_file_images_render",
    "figma_file_meta_get",
    "figma_file_nodes_get",
    "figma_file_styles_list",
    "figma_file_variables_local_get",
    "figma_file_variables_published_get",
    "figma_file_variables_update",
    "figma_file_versions_list",
    "figma_folder_files_list",
    "figma_folder_folders_list",
    "figma_folder_meta_get",
    "figma_library_analytics_component_actions_get",
    "figma_library_analytics_component_usages_get",
    "figma_library_analytics_style_actions_get",
    "figma_library_analytics_style_usages_get",
    "figma_library_analytics_variable_actions_get",
    "figma_library_analytics_variable_usages_get",
    "figma_me_get",
    "figma_oembed_get",
    "figma_payments_get",
    "figma_project_files_list",
    "figma_project_meta_get",
    "figma_style_get",
    "figma_team_component_sets_list",
    "figma_team_components_list",
    "figma_team_folders_list",
    "figma_team_get",
    "figma_team_projects_list",
    "figma_team_styles_list",
    "figma_team_webhooks_list",
    "figma_webhook_create",
    "figma_webhook_delete",
    "figma_webhook_get",
    "figma_webhook_requests_list",
    "figma_webhook_update",
    "figma_webhooks_list",
]
"""The name of a tool, for type checkers and editors."""

CONNECTOR = Connector(
    name="figma",
    title="Figma",
    package="figma_tools",
    api_url="https://api.figma.com",
    hosts=("api.figma.com", "api.figma-gov.com"),
    credentials={
        "oauth": Credential(
            header="Authorization", prefix="Bearer ", title="OAuth access token", token_prefixes=("figu_",)
        ),
        "org_oauth": Credential(
            header="Authorization", prefix="Bearer ", title="OAuth access token granted by an organization admin"
        ),
        "personal_access_token": Credential(
            header="X-Figma-Token", title="personal access token", token_prefixes=("figd_",)
        ),
        "plan_access_token": Credential(header="X-Figma-Token", title="plan access token"),
    },
    oauth=OAuth(
        authorization_url="https://www.figma.com/oauth",
        token_url="https://api.figma.com/v1/oauth/token",
        refresh_url="https://api.figma.com/v1/oauth/refresh",
        refresh_fallback_url="https://api.figma.com/v1/oauth/token",
        code_lifetime=30,
        access_token_lifetime=7776000,
        one_live_token=True,
        always_refresh_token=True,
        declines_reported=False,
        user_id="user_id_string",
        deprecated_scopes=("files:read",),
        enterprise_scopes=("file_variables:read", "file_variables:write", "library_analytics:read"),
        organization_scopes=("org:activity_log_read",),
        private_scopes=("projects:read", "org:activity_log_read"),
        organization_credential="org_oauth",
        grant_errors="refresh.?token\\b.*\\b(invalid|revoked|expired)|\\b(invalid|revoked|expired)\\b.*refresh.?token|\\brevoked\\b",
        app_errors="client.?(id|secret|credentials)|\\binvalid client\\b|oauth app",
        scopes={
            "current_user:read": "See your name, email address and picture.",
            "file_comments:read": "See comments on files and reactions to them.",
            "file_comments:write": "Comment and react in your name, and delete what you wrote.",
            "file_content:read": "See what is in files and render it as images.",
            "file_dev_resources:read": "See the links attached to nodes for developers.",
            "file_dev_resources:write": "Attach, change and delete links on nodes for developers.",
            "file_metadata:read": "See the name, folder, people and last change of files.",
            "file_variables:read": "See variables and their values. Only for members of Enterprise organizations.",
            "file_variables:write": "Create, change and delete variables. Only for members of Enterprise organizations.",
            "file_versions:read": "See the version history of files.",
            "files:read": "See nearly everything. Deprecated in favor of the narrower scopes.",
            "folder_metadata:read": "See the name, number of files and times of folders.",
            "folders:read": "See which folders a team has, and what is in them.",
            "library_analytics:read": "See how libraries are used. Only for Enterprise organizations.",
            "library_assets:read": "See single published components and styles.",
            "library_content:read": "See which components and styles a file publishes.",
            "org:activity_log_read": "See what people do in the organization.",
            "project_metadata:read": "See the name, number of files and times of projects.",
            "projects:read": "See which projects a team has, and which files are in them. Closed to public apps.",
            "team_library_content:read": "See which components and styles a team's libraries publish.",
            "webhooks:read": "See webhooks and what was sent for them.",
            "webhooks:write": "Create, change and delete webhooks.",
        },
    ),
    tools=Tools(
        "figma_tools",
        {
            "figma_activity_logs_list": "tools.enterprise",
            "figma_ai_usage_daily_get": "tools.enterprise",
            "figma_comment_reaction_create": "tools.comments",
            "figma_comment_reaction_delete": "tools.comments",
            "figma_comment_reactions_list": "tools.comments",
            "figma_component_get": "tools.components",
            "figma_component_set_get": "tools.components",
            "figma_dev_resource_create": "tools.dev_resources",
            "figma_dev_resource_delete": "tools.dev_resources",
            "figma_dev_resource_update": "tools.dev_resources",
            "figma_dev_resources_list": "tools.dev_resources",
            "figma_developer_logs_list": "tools.enterprise",
            "figma_file_comment_create": "tools.comments",
            "figma_file_comment_delete": "tools.comments",
            "figma_file_comments_list": "tools.comments",
            "figma_file_component_sets_list": "tools.components",
            "figma_file_components_list": "tools.components",
            "figma_file_get": "tools.files",
            "figma_file_image_fills_get": "tools.files",
            "figma_file_images_render": "tools.files",
            "figma_file_meta_get": "tools.files",
            "figma_file_nodes_get": "tools.files",
            "figma_file_styles_list": "tools.components",
            "figma_file_variables_local_get": "tools.variables",
            "figma_file_variables_published_get": "tools.variables",
            "figma_file_variables_update": "tools.variables",
            "figma_file_versions_list": "tools.files",
            "figma_folder_files_list": "tools.teams",
            "figma_folder_folders_list": "tools.teams",
            "figma_folder_meta_get": "tools.teams",
            "figma_library_analytics_component_actions_get": "tools.enterprise",
            "figma_library_analytics_component_usages_get": "tools.enterprise",
            "figma_library_analytics_style_actions_get": "tools.enterprise",
            "figma_library_analytics_style_usages_get": "tools.enterprise",
            "figma_library_analytics_variable_actions_get": "tools.enterprise",
            "figma_library_analytics_variable_usages_get": "tools.enterprise",
            "figma_me_get": "tools.teams",
            "figma_oembed_get": "tools.files",
            "figma_payments_get": "tools.enterprise",
            "figma_project_files_list": "tools.teams",
            "figma_project_meta_get": "tools.teams",
            "figma_style_get": "tools.components",
            "figma_team_component_sets_list": "tools.components",
            "figma_team_components_list": "tools.components",
            "figma_team_folders_list": "tools.teams",
            "figma_team_get": "tools.teams",
            "figma_team_projects_list": "tools.teams",
            "figma_team_styles_list": "tools.components",
            "figma_team_webhooks_list": "tools.webhooks",
            "figma_webhook_create": "tools.webhooks",
            "figma_webhook_delete": "tools.webhooks",
            "figma_webhook_get": "tools.webhooks",
            "figma_webhook_requests_list": "tools.webhooks",
            "figma_webhook_update": "tools.webhooks",
            "figma_webhooks_list": "tools.webhooks",
        },
    ),
    toolsets={
        "comments": Toolset(
            title="Comments",
            instructions="Read with figma_file_comments_list before you write; reply to a thread with its root comment's id.",
        ),
        "components": Toolset(
            title="Components and styles",
            instructions="Only what a library publishes is here; list a file's or a team's to get the keys that *_get tools take.",
        ),
        "dev_resources": Toolset(
            title="Dev resources",
            instructions="Links from nodes to code, tickets or documents, shown in Dev Mode. Use the main file's key.",
        ),
        "enterprise": Toolset(
            title="Administration, analytics and payments",
            instructions="For organization admins and plugin owners. Most need an Enterprise plan and a special credential.",
        ),
        "files": Toolset(
            title="Files",
            instructions=(
                "Calls can be limited to 6 a month. Read step by step: figma_file_get with depth 1 or 2, then "
                "figma_file_nodes_get for the ids that matter."
            ),
        ),
        "teams": Toolset(
            title="People, teams and folders",
            instructions="Go from team to folders to files. No tool finds a team's id: ask for the URL of its page (/team/ID).",
        ),
        "variables": Toolset(
            title="Variables",
            instructions="Enterprise only. Read local variables for ids and values before you change any; an update may delete.",
        ),
        "webhooks": Toolset(
            title="Webhooks",
            instructions="Figma calls your endpoint on events in a team, project or file; passcodes never come back in results.",
        ),
    },
    error_shapes=(
        ErrorShape(message="/err", also={"/status": "$status"}),
        ErrorShape(message="/message", also={"/error": True, "/status": "$status"}),
    ),
    error_rules=(
        ErrorRule(
            cause="DEAD_TOKEN",
            status=(401, 403),
            text="\\b(invalid token|token expired)\\b",
            advice="The token has expired, was replaced or was revoked.",
        ),
        ErrorRule(
            cause="MISSING_SCOPE",
            status=(403,),
            text="invalid scope\\(s\\): (?P<held>.*?)\\. This endpoint requires the (?P<needed>.+?) scope",
            advice="The token works but was not granted that scope.",
        ),
        ErrorRule(
            cause="MISSING_SCOPE",
            status=(403,),
            text="\\binvalid scope",
            advice="The token works but lacks the scope that this tool names.",
        ),
        ErrorRule(
            cause="PLAN_TOO_LOW",
            status=(403,),
            text="limited by figma plan|\\b(enterprise|organization|professional) plan\\b|\\bonly\\b.*\\benterprise\\b",
            advice="The plan does not include it. Variables and analytics take Enterprise.",
        ),
        ErrorRule(
            cause="SEAT_TOO_LOW",
            status=(403,),
            text="incorrect account type|\\bseats?\\b|\\bfull members?\\b",
            advice="The person's seat or membership does not allow it. An admin can give them a Full seat.",
        ),
        ErrorRule(
            cause="WRONG_CREDENTIAL_KIND",
            status=(401, 403),
            text="not support (oauth|personal access|plan access)|requires? an? (oauth|personal access|plan access)",
            advice="This endpoint does not take this kind of credential. Connect an account of a kind that the tool lists.",
        ),
        ErrorRule(
            cause="NO_ACCESS",
            status=(403,),
            text="not exportable|\\bpermissions?\\b|\\bno access\\b|not have access|\\bnot (authorized|allowed|permitted)\\b",
            advice="The token works, but its person has no right to this. Someone who has must share it, or act.",
        ),
        ErrorRule(
            cause="UNKNOWN",
            status=(401, 403),
            advice=(
                "Figma did not say why. If figma_me_get works, the credential is alive and its person probably has no "
                "access to this file, team or action; ask them to open it in Figma. Do not repeat the call unchanged."
            ),
        ),
        ErrorRule(
            cause="NOT_FOUND", status=(404,), advice="Check each id. For a file, pass its URL as the browser shows it."
        ),
        ErrorRule(
            cause="RATE_LIMITED",
            status=(429,),
            advice=(
                "The limit follows the plan where the file lives and the person's seat there. Wait, then ask for more at "
                "once: several ids in one call, or figma_file_meta_get where metadata is enough."
            ),
        ),
        ErrorRule(
            cause="INVALID_INPUT",
            text="render timeout|fewer or smaller images",
            advice="Ask for fewer ids in one call, or for a smaller scale.",
        ),
        ErrorRule(
            cause="INVALID_INPUT",
            status=(400, 413),
            text="request (too large|timeout)",
            advice=(
                "Ask for less in one call: fewer ids, of a whole file those that matter or a small depth, of images a "
                "smaller scale."
            ),
        ),
        ErrorRule(
            cause="INVALID_INPUT",
            status=(413, 414, 431),
            advice=(
                "Ask for less in one call: fewer ids, of a whole file those that matter or a small depth, of images a "
                "smaller scale."
            ),
        ),
        ErrorRule(
            cause="INVALID_INPUT",
            status=(400,),
            text="file type not supported",
            advice="This tool cannot read this kind of file, such as Make or Slides. Use a design or FigJam file.",
        ),
        ErrorRule(
            cause="INVALID_INPUT", status=(400, 422), advice="Correct the input that Figma names, then call again."
        ),
        ErrorRule(cause="INVALID_INPUT", status=(501,), advice="Figma cannot do this for the given URL."),
        ErrorRule(
            cause="PROVIDER_DOWN",
            status=(500, 502, 503, 504),
            advice="Try again later. Very large image renders fail like this, too: ask for fewer ids or a smaller scale.",
        ),
    ),
    rate_limit=RateLimit(
        plan="X-Figma-Plan-Tier",
        seat="X-Figma-Rate-Limit-Type",
        upgrade="X-Figma-Upgrade-Link",
        homes=("file_key", "team_id", "project_id"),
        tiers={
            1: "6 a month on Starter plans and View or Collab seats; else 10, 15 or 20 a minute, by plan",
            2: "5 a minute on Starter plans and View or Collab seats; else 25, 50 or 100 a minute, by plan",
            3: "10 a minute on Starter plans and View or Collab seats; else 50, 100 or 150 a minute, by plan",
        },
        seats={"high": "a Dev or Full seat", "low": "a View or Collab seat, or a Starter plan"},
        allowances=(
            Allowance(tier=1, calls=6, per="month", seat="low"),
            Allowance(tier=2, calls=5, seat="low"),
            Allowance(tier=3, calls=10, seat="low"),
            Allowance(tier=1, calls=10, seat="high", plan="pro"),
            Allowance(tier=2, calls=25, seat="high", plan="pro"),
            Allowance(tier=3, calls=50, seat="high", plan="pro"),
            Allowance(tier=1, calls=15, seat="high", plan="org"),
            Allowance(tier=2, calls=50, seat="high", plan="org"),
            Allowance(tier=3, calls=100, seat="high", plan="org"),
            Allowance(tier=1, calls=20, seat="high", plan="enterprise"),
            Allowance(tier=2, calls=100, seat="high", plan="enterprise"),
            Allowance(tier=3, calls=150, seat="high", plan="enterprise"),
        ),
    ),
    plans=("starter", "professional", "organization", "enterprise"),
    publishing_states={
        "draft": "only you and admins of your team can connect",
        "private": "only people of the team or organization that owns it can connect",
        "public": "",
    },
    secret_pattern="fig(?!ma_)[a-z]{1,4}_[\\w=-]{20,}",
    identify="figma_me_get",
    person="handle",
    request_id="X-Figma-REST-API-Request-Id",
    download_hosts=("figma-alpha-api.s3.us-west-2.amazonaws.com", "s3-alpha-sig.figma.com", "s3-alpha.figma.com"),
    address="figwright_figma.urls:describe",
)
