# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""People, teams and folders: the tools as the runtime sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figwright.connector import Parameter, Tool

if TYPE_CHECKING:
    from figma_tools import types

FIGMA_FOLDER_FILES_LIST: Tool[types.folders.GetFolderFilesResponse] = Tool(
    name="figma_folder_files_list",
    title="List a folder's files",
    description=(
        "List the files directly inside a folder: key, name, thumbnail, last change. For subfolders use "
        "figma_folder_folders_list, for a count figma_folder_meta_get."
    ),
    operation="getFolderFiles",
    method="GET",
    path="/v2/folders/{folder_id}/files",
    toolset="teams",
    input_type="figma_tools.inputs.teams:FigmaFolderFilesListInput",
    input_schema="teams.input.json",
    output_type="figma_tools.types.folders:GetFolderFilesResponse",
    output_schema="teams.output.json",
    parameters=(Parameter("folder_id", "folder_id", "path"), Parameter("branch_data", "branch_data", "query")),
    scopes=("folders:read",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    tier=3,
    read_only=True,
    idempotent=True,
    result_names=("files", "name"),
    aside=("thumbnail_url",),
    rows=True,
    readers={"folder_id": "figwright_figma.urls:folder_id"},
)

FIGMA_FOLDER_FOLDERS_LIST: Tool[types.folders.GetFolderFoldersResponse] = Tool(
    name="figma_folder_folders_list",
    title="List a folder's subfolders",
    description=(
        "List the folders directly inside a folder from figma_team_folders_list or this tool. For its files use "
        "figma_folder_files_list."
    ),
    operation="getFolderFolders",
    method="GET",
    path="/v2/folders/{folder_id}/folders",
    toolset="teams",
    input_type="figma_tools.inputs.teams:FigmaFolderFoldersListInput",
    input_schema="teams.input.json",
    output_type="figma_tools.types.folders:GetFolderFoldersResponse",
    output_schema="teams.output.json",
    parameters=(Parameter("folder_id", "folder_id", "path"),),
    scopes=("folders:read",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    tier=3,
    read_only=True,
    idempotent=True,
    result_names=("folders", "name"),
    readers={"folder_id": "figwright_figma.urls:folder_id"},
)

FIGMA_FOLDER_META_GET: Tool[types.folders.FolderMeta] = Tool(
    name="figma_folder_meta_get",
    title="Get a folder's metadata",
    description=(
        "Get a folder's name, thumbnail, times and number of files. Takes no personal access token. For the files "
        "use figma_folder_files_list."
    ),
    operation="getFolderMeta",
    method="GET",
    path="/v2/folders/{folder_id}/meta",
    toolset="teams",
    input_type="figma_tools.inputs.teams:FigmaFolderMetaGetInput",
    input_schema="teams.input.json",
    output_type="figma_tools.types.folders:FolderMeta",
    output_schema="teams.output.json",
    parameters=(Parameter("folder_id", "folder_id", "path"),),
    scopes=("folder_metadata:read",),
    credentials=("oauth", "plan_access_token"),
    tier=3,
    read_only=True,
    idempotent=True,
    result_names=("created_at", "file_count", "id", "name", "thumbnail_url", "updated_at"),
    aside=("thumbnail_url",),
    readers={"folder_id": "figwright_figma.urls:folder_id"},
)

FIGMA_ME_GET: Tool[types.users.Me] = Tool(
    name="figma_me_get",
    title="Get the connected person",
    description=(
        "Get the connected person: id, handle, email and picture. Use it to check a connection. Plan access tokens"
        " cannot call it. It lists no teams or files."
    ),
    operation="getMe",
    method="GET",
    path="/v1/me",
    toolset="teams",
    input_type="figma_tools.inputs.teams:FigmaMeGetInput",
    input_schema="teams.input.json",
    output_type="figma_tools.types.users:Me",
    output_schema="teams.output.json",
    scopes=("current_user:read", "files:read"),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=3,
    read_only=True,
    idempotent=True,
    result_names=("email", "handle", "id", "img_url"),
    aside=("img_url",),
)

FIGMA_PROJECT_FILES_LIST: Tool[types.projects.GetProjectFilesResponse] = Tool(
    name="figma_project_files_list",
    title="List a project's files",
    description=(
        "List a project's files: key, name, thumbnail, last change. Deprecated and closed to public apps: use "
        "figma_folder_files_list."
    ),
    operation="getProjectFiles",
    method="GET",
    path="/v1/projects/{project_id}/files",
    toolset="teams",
    input_type="figma_tools.inputs.teams:FigmaProjectFilesListInput",
    input_schema="teams.input.json",
    output_type="figma_tools.types.projects:GetProjectFilesResponse",
    output_schema="teams.output.json",
    parameters=(Parameter("project_id", "project_id", "path"), Parameter("branch_data", "branch_data", "query")),
    scopes=("projects:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    public_apps=False,
    tier=2,
    read_only=True,
    idempotent=True,
    deprecated="Figma replaced projects by folders. Use figma_folder_files_list.",
    result_names=("files", "name"),
    aside=("thumbnail_url",),
    rows=True,
    readers={"project_id": "figwright_figma.urls:folder_id"},
)

FIGMA_PROJECT_META_GET: Tool[types.folders.FolderMeta] = Tool(
    name="figma_project_meta_get",
    title="Get a project's metadata",
    description=(
        "Get a project's name, thumbnail, times and number of files. Deprecated and closed to public apps: use "
        "figma_folder_meta_get."
    ),
    operation="getProjectMeta",
    method="GET",
    path="/v1/projects/{project_id}/meta",
    toolset="teams",
    input_type="figma_tools.inputs.teams:FigmaProjectMetaGetInput",
    input_schema="teams.input.json",
    output_type="figma_tools.types.folders:FolderMeta",
    output_schema="teams.output.json",
    parameters=(Parameter("project_id", "project_id", "path"),),
    scopes=("project_metadata:read",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    public_apps=False,
    tier=3,
    read_only=True,
    idempotent=True,
    deprecated="Figma replaced projects by folders. Use figma_folder_meta_get.",
    result_names=("created_at", "file_count", "id", "name", "thumbnail_url", "updated_at"),
    aside=("thumbnail_url",),
    readers={"project_id": "figwright_figma.urls:folder_id"},
)

FIGMA_TEAM_FOLDERS_LIST: Tool[types.folders.GetTeamFoldersResponse] = Tool(
    name="figma_team_folders_list",
    title="List a team's folders",
    description=(
        "List a team's top-level folders, id and name. Go on with figma_folder_folders_list or figma_folder_files_list."
    ),
    operation="getTeamFolders",
    method="GET",
    path="/v2/teams/{team_id}/folders",
    toolset="teams",
    input_type="figma_tools.inputs.teams:FigmaTeamFoldersListInput",
    input_schema="teams.input.json",
    output_type="figma_tools.types.folders:GetTeamFoldersResponse",
    output_schema="teams.output.json",
    parameters=(Parameter("team_id", "team_id", "path"),),
    scopes=("folders:read",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    tier=3,
    read_only=True,
    idempotent=True,
    result_names=("folders", "name"),
    readers={"team_id": "figwright_figma.urls:team_id"},
)

FIGMA_TEAM_GET: Tool[types.folders.GetTeamFoldersResponse] = Tool(
    name="figma_team_get",
    title="Get a team",
    description=(
        "Get a team's name and top-level folders; Figma tells no more of a team. No tool finds its id: ask for the"
        " URL of its page."
    ),
    operation="getTeamFolders",
    method="GET",
    path="/v2/teams/{team_id}/folders",
    toolset="teams",
    input_type="figma_tools.inputs.teams:FigmaTeamGetInput",
    input_schema="teams.input.json",
    output_type="figma_tools.types.folders:GetTeamFoldersResponse",
    output_schema="teams.output.json",
    parameters=(Parameter("team_id", "team_id", "path"),),
    scopes=("folders:read",),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    tier=3,
    read_only=True,
    idempotent=True,
    result_names=("folders", "name"),
    readers={"team_id": "figwright_figma.urls:team_id"},
)

FIGMA_TEAM_PROJECTS_LIST: Tool[types.projects.GetTeamProjectsResponse] = Tool(
    name="figma_team_projects_list",
    title="List a team's projects",
    description=(
        "List a team's projects (now called folders). Deprecated and closed to public apps: use "
        "figma_team_folders_list."
    ),
    operation="getTeamProjects",
    method="GET",
    path="/v1/teams/{team_id}/projects",
    toolset="teams",
    input_type="figma_tools.inputs.teams:FigmaTeamProjectsListInput",
    input_schema="teams.input.json",
    output_type="figma_tools.types.projects:GetTeamProjectsResponse",
    output_schema="teams.output.json",
    parameters=(Parameter("team_id", "team_id", "path"),),
    scopes=("projects:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    public_apps=False,
    tier=2,
    read_only=True,
    idempotent=True,
    deprecated="Figma replaced projects by folders. Use figma_team_folders_list.",
    result_names=("name", "projects"),
    readers={"team_id": "figwright_figma.urls:team_id"},
)
