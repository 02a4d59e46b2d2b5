# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Components and styles: the tools as the runtime sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figwright.connector import Pagination, Parameter, Tool

if TYPE_CHECKING:
    from figma_tools import types

FIGMA_COMPONENT_GET: Tool[types.components.GetComponentResponse] = Tool(
    name="figma_component_get",
    title="Get a component",
    description=(
        "Get one published component by key: file, node id, name, description, frame. For its layers use "
        "figma_file_nodes_get."
    ),
    operation="getComponent",
    method="GET",
    path="/v1/components/{key}",
    toolset="components",
    input_type="figma_tools.inputs.components:FigmaComponentGetInput",
    input_schema="components.input.json",
    output_type="figma_tools.types.components:GetComponentResponse",
    output_schema="components.output.json",
    parameters=(Parameter("key", "key", "path"),),
    scopes=("library_assets:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=3,
    read_only=True,
    idempotent=True,
    result_names=("error", "meta", "status"),
    aside=(
        "thumbnail_url",
        "user.id",
        "user.img_url",
        "containing_frame.backgroundColor",
        "containing_frame.containingStateGroup",
    ),
)

FIGMA_COMPONENT_SET_GET: Tool[types.components.GetComponentSetResponse] = Tool(
    name="figma_component_set_get",
    title="Get a component set",
    description="Get one published component set (a group of variants) by key: file, node id, name, description, author.",
    operation="getComponentSet",
    method="GET",
    path="/v1/component_sets/{key}",
    toolset="components",
    input_type="figma_tools.inputs.components:FigmaComponentSetGetInput",
    input_schema="components.input.json",
    output_type="figma_tools.types.components:GetComponentSetResponse",
    output_schema="components.output.json",
    parameters=(Parameter("key", "key", "path"),),
    scopes=("library_assets:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=3,
    read_only=True,
    idempotent=True,
    result_names=("error", "meta", "status"),
    aside=(
        "thumbnail_url",
        "user.id",
        "user.img_url",
        "containing_frame.backgroundColor",
        "containing_frame.containingStateGroup",
    ),
)

FIGMA_FILE_COMPONENT_SETS_LIST: Tool[types.components.GetFileComponentSetsResponse] = Tool(
    name="figma_file_component_sets_list",
    title="List a file's component sets",
    description=(
        "List the component sets (groups of variants) that a file publishes: key, node id, name, description. "
        "Single variants are in figma_file_components_list."
    ),
    operation="getFileComponentSets",
    method="GET",
    path="/v1/files/{file_key}/component_sets",
    toolset="components",
    input_type="figma_tools.inputs.components:FigmaFileComponentSetsListInput",
    input_schema="components.input.json",
    output_type="figma_tools.types.components:GetFileComponentSetsResponse",
    output_schema="components.output.json",
    parameters=(Parameter("file_key", "file_key", "path"),),
    scopes=("library_content:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=3,
    read_only=True,
    idempotent=True,
    result_names=("error", "meta", "status"),
    authored={"description": "user.handle", "name": "user.handle"},
    aside=(
        "file_key",
        "thumbnail_url",
        "created_at",
        "user.id",
        "user.img_url",
        "containing_frame.pageId",
        "containing_frame.nodeId",
        "containing_frame.backgroundColor",
        "containing_frame.containingStateGroup",
        "containing_frame.containingComponentSet.nodeId",
    ),
    rows=True,
    readers={"file_key": "figwright_figma.urls:main_file_key"},
)

FIGMA_FILE_COMPONENTS_LIST: Tool[types.components.GetFileComponentsResponse] = Tool(
    name="figma_file_components_list",
    title="List a file's components",
    description=(
        "List the components that a file publishes: key, node id, name, description, thumbnail. Unpublished ones "
        "are in figma_file_get; a team's in figma_team_components_list."
    ),
    operation="getFileComponents",
    method="GET",
    path="/v1/files/{file_key}/components",
    toolset="components",
    input_type="figma_tools.inputs.components:FigmaFileComponentsListInput",
    input_schema="components.input.json",
    output_type="figma_tools.types.components:GetFileComponentsResponse",
    output_schema="components.output.json",
    parameters=(Parameter("file_key", "file_key", "path"),),
    scopes=("library_content:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=3,
    read_only=True,
    idempotent=True,
    result_names=("error", "meta", "status"),
    authored={"description": "user.handle", "name": "user.handle"},
    aside=(
        "file_key",
        "thumbnail_url",
        "created_at",
        "user.id",
        "user.img_url",
        "containing_frame.pageId",
        "containing_frame.nodeId",
        "containing_frame.backgroundColor",
        "containing_frame.containingStateGroup",
        "containing_frame.containingComponentSet.nodeId",
    ),
    rows=True,
    readers={"file_key": "figwright_figma.urls:main_file_key"},
)

FIGMA_FILE_STYLES_LIST: Tool[types.components.GetFileStylesResponse] = Tool(
    name="figma_file_styles_list",
    title="List a file's styles",
    description=(
        "List the color, text, effect and grid styles that a file publishes: key, node id, type, name. For a "
        "style's value read its node with figma_file_nodes_get."
    ),
    operation="getFileStyles",
    method="GET",
    path="/v1/files/{file_key}/styles",
    toolset="components",
    input_type="figma_tools.inputs.components:FigmaFileStylesListInput",
    input_schema="components.input.json",
    output_type="figma_tools.types.components:GetFileStylesResponse",
    output_schema="components.output.json",
    parameters=(Parameter("file_key", "file_key", "path"),),
    scopes=("library_content:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=3,
    read_only=True,
    idempotent=True,
    result_names=("error", "meta", "status"),
    authored={"description": "user.handle", "name": "user.handle"},
    aside=("file_key", "thumbnail_url", "created_at", "user.id", "user.img_url", "sort_position"),
    rows=True,
    readers={"file_key": "figwright_figma.urls:main_file_key"},
)

FIGMA_STYLE_GET: Tool[types.components.GetStyleResponse] = Tool(
    name="figma_style_get",
    title="Get a style",
    description=(
        "Get one published style by key: file, node id, type, name, author. For its value read its node with "
        "figma_file_nodes_get."
    ),
    operation="getStyle",
    method="GET",
    path="/v1/styles/{key}",
    toolset="components",
    input_type="figma_tools.inputs.components:FigmaStyleGetInput",
    input_schema="components.input.json",
    output_type="figma_tools.types.components:GetStyleResponse",
    output_schema="components.output.json",
    parameters=(Parameter("key", "key", "path"),),
    scopes=("library_assets:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=3,
    read_only=True,
    idempotent=True,
    result_names=("error", "meta", "status"),
    aside=("thumbnail_url", "user.id", "user.img_url", "sort_position"),
)

FIGMA_TEAM_COMPONENT_SETS_LIST: Tool[types.components.GetTeamComponentSetsResponse] = Tool(
    name="figma_team_component_sets_list",
    title="List a team's component sets",
    description=(
        "List the component sets (groups of variants) in all libraries of a team, page by page. For one file use "
        "figma_file_component_sets_list."
    ),
    operation="getTeamComponentSets",
    method="GET",
    path="/v1/teams/{team_id}/component_sets",
    toolset="components",
    input_type="figma_tools.inputs.components:FigmaTeamComponentSetsListInput",
    input_schema="components.input.json",
    output_type="figma_tools.types.components:GetTeamComponentSetsResponse",
    output_schema="components.output.json",
    parameters=(
        Parameter("team_id", "team_id", "path"),
        Parameter("after", "after", "query"),
        Parameter("before", "before", "query"),
        Parameter("page_size", "page_size", "query"),
    ),
    scopes=("team_library_content:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=3,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="after", next="/meta/cursor/after"),
    result_names=("error", "meta", "status"),
    authored={"description": "user.handle", "name": "user.handle"},
    aside=(
        "thumbnail_url",
        "created_at",
        "user.id",
        "user.img_url",
        "containing_frame.pageId",
        "containing_frame.nodeId",
        "containing_frame.backgroundColor",
        "containing_frame.containingStateGroup",
        "containing_frame.containingComponentSet.nodeId",
    ),
    rows=True,
    readers={"team_id": "figwright_figma.urls:team_id"},
)

FIGMA_TEAM_COMPONENTS_LIST: Tool[types.components.GetTeamComponentsResponse] = Tool(
    name="figma_team_components_list",
    title="List a team's components",
    description=(
        "List the components in all libraries of a team, page by page. For one file use figma_file_components_list."
    ),
    operation="getTeamComponents",
    method="GET",
    path="/v1/teams/{team_id}/components",
    toolset="components",
    input_type="figma_tools.inputs.components:FigmaTeamComponentsListInput",
    input_schema="components.input.json",
    output_type="figma_tools.types.components:GetTeamComponentsResponse",
    output_schema="components.output.json",
    parameters=(
        Parameter("team_id", "team_id", "path"),
        Parameter("after", "after", "query"),
        Parameter("before", "before", "query"),
        Parameter("page_size", "page_size", "query"),
    ),
    scopes=("team_library_content:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=3,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="after", next="/meta/cursor/after"),
    result_names=("error", "meta", "status"),
    authored={"description": "user.handle", "name": "user.handle"},
    aside=(
        "thumbnail_url",
        "created_at",
        "user.id",
        "user.img_url",
        "containing_frame.pageId",
        "containing_frame.nodeId",
        "containing_frame.backgroundColor",
        "containing_frame.containingStateGroup",
        "containing_frame.containingComponentSet.nodeId",
    ),
    rows=True,
    readers={"team_id": "figwright_figma.urls:team_id"},
)

FIGMA_TEAM_STYLES_LIST: Tool[types.components.GetTeamStylesResponse] = Tool(
    name="figma_team_styles_list",
    title="List a team's styles",
    description="List the styles in all libraries of a team, page by page. For one file use figma_file_styles_list.",
    operation="getTeamStyles",
    method="GET",
    path="/v1/teams/{team_id}/styles",
    toolset="components",
    input_type="figma_tools.inputs.components:FigmaTeamStylesListInput",
    input_schema="components.input.json",
    output_type="figma_tools.types.components:GetTeamStylesResponse",
    output_schema="components.output.json",
    parameters=(
        Parameter("team_id", "team_id", "path"),
        Parameter("after", "after", "query"),
        Parameter("before", "before", "query"),
        Parameter("page_size", "page_size", "query"),
    ),
    scopes=("team_library_content:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=3,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="after", next="/meta/cursor/after"),
    result_names=("error", "meta", "status"),
    authored={"description": "user.handle", "name": "user.handle"},
    aside=("thumbnail_url", "created_at", "user.id", "user.img_url", "sort_position"),
    rows=True,
    readers={"team_id": "figwright_figma.urls:team_id"},
)
