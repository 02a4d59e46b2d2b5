# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Variables: the tools as the runtime sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figwright.connector import Parameter, Tool

if TYPE_CHECKING:
    from figma_tools import types

FIGMA_FILE_VARIABLES_LOCAL_GET: Tool[types.variables.GetLocalVariablesResponse] = Tool(
    name="figma_file_variables_local_get",
    title="Read a file's variables",
    description=(
        "Read the variables and collections of a file, and the remote ones that it uses, with modes and values. "
        "Use it for nodes' boundVariables and before figma_file_variables_update. Enterprise members only."
    ),
    operation="getLocalVariables",
    method="GET",
    path="/v1/files/{file_key}/variables/local",
    toolset="variables",
    input_type="figma_tools.inputs.variables:FigmaFileVariablesLocalGetInput",
    input_schema="variables.input.json",
    output_type="figma_tools.types.variables:GetLocalVariablesResponse",
    output_schema="variables.output.json",
    parameters=(Parameter("file_key", "file_key", "path"),),
    scopes=("file_variables:read",),
    credentials=("oauth", "personal_access_token"),
    plan="enterprise",
    enterprise=True,
    tier=2,
    read_only=True,
    idempotent=True,
    result_names=("error", "meta", "status"),
    aside=("key", "remote", "hiddenFromPublishing", "codeSyntax"),
    view="figwright_figma.view.variables:render",
    rows=True,
    readers={"file_key": "figwright_figma.urls:file_key"},
)

FIGMA_FILE_VARIABLES_PUBLISHED_GET: Tool[types.variables.GetPublishedVariablesResponse] = Tool(
    name="figma_file_variables_published_get",
    title="Read a library's published variables",
    description=(
        "Read the variables and collections that a file publishes, with the subscribed_id that other files use. "
        "Values are in figma_file_variables_local_get. Enterprise members only."
    ),
    operation="getPublishedVariables",
    method="GET",
    path="/v1/files/{file_key}/variables/published",
    toolset="variables",
    input_type="figma_tools.inputs.variables:FigmaFileVariablesPublishedGetInput",
    input_schema="variables.input.json",
    output_type="figma_tools.types.variables:GetPublishedVariablesResponse",
    output_schema="variables.output.json",
    parameters=(Parameter("file_key", "file_key", "path"),),
    scopes=("file_variables:read",),
    credentials=("oauth", "personal_access_token"),
    plan="enterprise",
    enterprise=True,
    tier=2,
    read_only=True,
    idempotent=True,
    result_names=("error", "meta", "status"),
    aside=("id", "key", "updatedAt"),
    view="figwright_figma.view.variables:render",
    rows=True,
    readers={"file_key": "figwright_figma.urls:main_file_key"},
)

FIGMA_FILE_VARIABLES_UPDATE: Tool[types.variables.PostVariablesResponse] = Tool(
    name="figma_file_variables_update",
    title="Change a file's variables",
    description=(
        "Create, update and delete variables, collections, modes and values of a file, all or nothing. A new "
        "object may have an id of your choice that the rest of the call uses. Read ids with "
        "figma_file_variables_local_get first. Remote variables change only in their own file. Up to 4 MB. Needs "
        "Enterprise and a Full seat."
    ),
    operation="postVariables",
    method="POST",
    path="/v1/files/{file_key}/variables",
    toolset="variables",
    input_type="figma_tools.inputs.variables:FigmaFileVariablesUpdateInput",
    input_schema="variables.input.json",
    output_type="figma_tools.types.variables:PostVariablesResponse",
    output_schema="variables.output.json",
    parameters=(
        Parameter("file_key", "file_key", "path"),
        Parameter("variableCollections", "variableCollections", "body"),
        Parameter("variableModeValues", "variableModeValues", "body"),
        Parameter("variableModes", "variableModes", "body"),
        Parameter("variables", "variables", "body"),
    ),
    check="figma_file_variables_update.check.json",
    scopes=("file_variables:write",),
    credentials=("oauth", "personal_access_token"),
    plan="enterprise",
    enterprise=True,
    tier=3,
    destructive=True,
    result_names=("error", "meta", "status"),
    example={"variableCollections": [{"action": "CREATE", "name": "Colors"}]},
    readers={"file_key": "figwright_figma.urls:file_key"},
)
