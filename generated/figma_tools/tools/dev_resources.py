# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Dev resources: the tools as the runtime sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figwright.connector import Parameter, Tool

if TYPE_CHECKING:
    from figma_tools import types

FIGMA_DEV_RESOURCE_CREATE: Tool[types.dev_resources.PostDevResourcesResponse] = Tool(
    name="figma_dev_resource_create",
    title="Attach a dev resource",
    description=(
        "Attach a named link (Storybook, ticket, source code) to a node, shown in Dev Mode. A node holds up to 10 "
        "and no URL twice. To change one use figma_dev_resource_update."
    ),
    operation="postDevResources",
    method="POST",
    path="/v1/dev_resources",
    toolset="dev_resources",
    input_type="figma_tools.inputs.dev_resources:FigmaDevResourceCreateInput",
    input_schema="dev_resources.input.json",
    output_type="figma_tools.types.dev_resources:PostDevResourcesResponse",
    output_schema="dev_resources.output.json",
    parameters=(
        Parameter("file_key", "file_key", "body"),
        Parameter("name", "name", "body"),
        Parameter("node_id", "node_id", "body"),
        Parameter("url", "url", "body"),
    ),
    wrap="dev_resources",
    scopes=("file_dev_resources:write",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    tier=2,
    result_names=("errors", "links_created"),
    errors_at="/errors",
    readers={"file_key": "figwright_figma.urls:main_file_key", "node_id": "figwright_figma.urls:node_id"},
    read_from={"node_id": "file_key"},
)

FIGMA_DEV_RESOURCE_DELETE: Tool[None] = Tool(
    name="figma_dev_resource_delete",
    title="Delete a dev resource",
    description="Remove a dev resource from its node for good. To correct one use figma_dev_resource_update.",
    operation="deleteDevResource",
    method="DELETE",
    path="/v1/files/{file_key}/dev_resources/{dev_resource_id}",
    toolset="dev_resources",
    input_type="figma_tools.inputs.dev_resources:FigmaDevResourceDeleteInput",
    input_schema="dev_resources.input.json",
    output_type="",
    output_schema="dev_resources.output.json",
    parameters=(Parameter("file_key", "file_key", "path"), Parameter("dev_resource_id", "dev_resource_id", "path")),
    scopes=("file_dev_resources:write",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    tier=2,
    destructive=True,
    idempotent=True,
    readers={"file_key": "figwright_figma.urls:main_file_key"},
)

FIGMA_DEV_RESOURCE_UPDATE: Tool[types.dev_resources.PutDevResourcesResponse] = Tool(
    name="figma_dev_resource_update",
    title="Change a dev resource",
    description=(
        "Change a dev resource's name or URL; what is left out stays. To move it to another node, delete it and "
        "create it there."
    ),
    operation="putDevResources",
    method="PUT",
    path="/v1/dev_resources",
    toolset="dev_resources",
    input_type="figma_tools.inputs.dev_resources:FigmaDevResourceUpdateInput",
    input_schema="dev_resources.input.json",
    output_type="figma_tools.types.dev_resources:PutDevResourcesResponse",
    output_schema="dev_resources.output.json",
    parameters=(
        Parameter("dev_resource_id", "id", "body"),
        Parameter("name", "name", "body"),
        Parameter("url", "url", "body"),
    ),
    wrap="dev_resources",
    scopes=("file_dev_resources:write",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    tier=2,
    idempotent=True,
    result_names=("errors", "links_updated"),
    errors_at="/errors",
)

FIGMA_DEV_RESOURCES_LIST: Tool[types.dev_resources.GetDevResourcesResponse] = Tool(
    name="figma_dev_resources_list",
    title="List a file's dev resources",
    description=(
        "List the links to code, tickets or documents on nodes of a file, shown in Dev Mode: id, name, URL and node."
    ),
    operation="getDevResources",
    method="GET",
    path="/v1/files/{file_key}/dev_resources",
    toolset="dev_resources",
    input_type="figma_tools.inputs.dev_resources:FigmaDevResourcesListInput",
    input_schema="dev_resources.input.json",
    output_type="figma_tools.types.dev_resources:GetDevResourcesResponse",
    output_schema="dev_resources.output.json",
    parameters=(Parameter("file_key", "file_key", "path"), Parameter("node_ids", "node_ids", "query")),
    scopes=("file_dev_resources:read",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    tier=2,
    read_only=True,
    idempotent=True,
    result_names=("dev_resources",),
    rows=True,
    readers={"file_key": "figwright_figma.urls:main_file_key", "node_ids": "figwright_figma.urls:node_ids"},
)
