# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Files: the tools as the runtime sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figwright.connector import Cached, Downloads, Pagination, Parameter, Titles, Tool

if TYPE_CHECKING:
    from figma_tools import types

FIGMA_FILE_GET: Tool[types.files.GetFileResponse] = Tool(
    name="figma_file_get",
    title="Read a file",
    description=(
        "Read a file's tree of pages and layers, with its components and styles. Tier 1, as few as 6 calls a "
        "month: read whole, without depth and ids, it also answers for its parts and nodes while it is unchanged. "
        "A huge file takes depth=1 or 2, then figma_file_nodes_get. For name or last change alone use "
        "figma_file_meta_get."
    ),
    operation="getFile",
    method="GET",
    path="/v1/files/{file_key}",
    toolset="files",
    input_type="figma_tools.inputs.files:FigmaFileGetInput",
    input_schema="files.input.json",
    output_type="figma_tools.types.files:GetFileResponse",
    output_schema="files.output.json",
    parameters=(
        Parameter("file_key", "file_key", "path"),
        Parameter("branch_data", "branch_data", "query"),
        Parameter("depth", "depth", "query"),
        Parameter("geometry", "geometry", "query"),
        Parameter("ids", "ids", "query"),
        Parameter("plugin_data", "plugin_data", "query"),
        Parameter("version", "version", "query"),
    ),
    scopes=("file_content:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=1,
    read_only=True,
    idempotent=True,
    result_names=(
        "componentSets",
        "components",
        "document",
        "editorType",
        "lastModified",
        "name",
        "role",
        "schemaVersion",
        "styles",
        "version",
    ),
    cached=Cached(version="/version", touched="/lastModified", unless=("branch_data", "plugin_data")),
    view="figwright_figma.view:render",
    views=("layout", "outline", "full", "tokens", "paths"),
    compared="version",
    readers={
        "file_key": "figwright_figma.urls:file_key",
        "ids": "figwright_figma.urls:node_ids",
        "version": "figwright_figma.urls:version_id",
    },
)

FIGMA_FILE_IMAGE_FILLS_GET: Tool[types.files.GetImageFillsResponse] = Tool(
    name="figma_file_image_fills_get",
    title="Get the images placed in a file",
    description=(
        "Get download URLs, good for 14 days at most, of the images placed in a file, by the imageRef of image "
        "fills. For a picture of a node use figma_file_images_render."
    ),
    operation="getImageFills",
    method="GET",
    path="/v1/files/{file_key}/images",
    toolset="files",
    input_type="figma_tools.inputs.files:FigmaFileImageFillsGetInput",
    input_schema="files.input.json",
    output_type="figma_tools.types.files:GetImageFillsResponse",
    output_schema="files.output.json",
    parameters=(Parameter("file_key", "file_key", "path"),),
    scopes=("file_content:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=2,
    read_only=True,
    idempotent=True,
    result_names=("error", "meta", "status"),
    downloads=Downloads(at="/meta/images", days=14, folder="file_key"),
    readers={"file_key": "figwright_figma.urls:file_key"},
)

FIGMA_FILE_IMAGES_RENDER: Tool[types.files.GetImagesResponse] = Tool(
    name="figma_file_images_render",
    title="Render nodes as images",
    description=(
        "Render nodes as images. Returns a URL per node id that lasts 30 days, null where nothing could be "
        "rendered. For photos placed in a design use figma_file_image_fills_get. Tier 1, as few as 6 calls a "
        "month: pass all ids at once."
    ),
    operation="getImages",
    method="GET",
    path="/v1/images/{file_key}",
    toolset="files",
    input_type="figma_tools.inputs.files:FigmaFileImagesRenderInput",
    input_schema="files.input.json",
    output_type="figma_tools.types.files:GetImagesResponse",
    output_schema="files.output.json",
    parameters=(
        Parameter("file_key", "file_key", "path"),
        Parameter("ids", "ids", "query"),
        Parameter("contents_only", "contents_only", "query"),
        Parameter("format", "format", "query"),
        Parameter("scale", "scale", "query"),
        Parameter("svg_include_id", "svg_include_id", "query"),
        Parameter("svg_include_node_id", "svg_include_node_id", "query"),
        Parameter("svg_outline_text", "svg_outline_text", "query"),
        Parameter("svg_simplify_stroke", "svg_simplify_stroke", "query"),
        Parameter("use_absolute_bounds", "use_absolute_bounds", "query"),
        Parameter("version", "version", "query"),
    ),
    scopes=("file_content:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=1,
    read_only=True,
    idempotent=True,
    result_names=("err", "images"),
    downloads=Downloads(
        at="/images",
        days=30,
        missing=(
            "Figma rendered nothing. The node is not in this file, is invisible, has 0 % opacity, or holds nothing to "
            "see."
        ),
        folder="file_key",
        ids="ids",
        scale="scale",
        pictures={"format": ("jpg", "png")},
        titles=Titles(
            tool="figma_file_nodes_get",
            at="/nodes",
            title="/document/name",
            ids="ids",
            same=("file_key", "version"),
            send={"depth": 1},
        ),
    ),
    cached=Cached(days=30),
    readers={
        "file_key": "figwright_figma.urls:file_key",
        "ids": "figwright_figma.urls:node_ids",
        "version": "figwright_figma.urls:version_id",
    },
    read_from={"ids": "file_key"},
)

FIGMA_FILE_META_GET: Tool[types.files.GetFileMetaResponse] = Tool(
    name="figma_file_meta_get",
    title="Get a file's metadata",
    description=(
        "Get a file's name, folder, editor type, last change, version, creator and thumbnail, without its content."
        " Cheap: use it to see whether a file exists or has changed before figma_file_get."
    ),
    operation="getFileMeta",
    method="GET",
    path="/v1/files/{file_key}/meta",
    toolset="files",
    input_type="figma_tools.inputs.files:FigmaFileMetaGetInput",
    input_schema="files.input.json",
    output_type="figma_tools.types.files:GetFileMetaResponse",
    output_schema="files.output.json",
    parameters=(Parameter("file_key", "file_key", "path"),),
    scopes=("file_metadata:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=3,
    read_only=True,
    idempotent=True,
    result_names=("file",),
    aside=("thumbnail_url", "creator.id", "creator.img_url", "last_touched_by.id", "last_touched_by.img_url"),
    readers={"file_key": "figwright_figma.urls:file_key"},
)

FIGMA_FILE_NODES_GET: Tool[types.files.GetFileNodesResponse] = Tool(
    name="figma_file_nodes_get",
    title="Read nodes of a file",
    description=(
        "Read chosen nodes of a file and what is inside them; null for an id that is not there. Ids come from "
        "figma_file_get or from node-id in a URL. Tier 1, as few as 6 calls a month: ask for all ids at once."
    ),
    operation="getFileNodes",
    method="GET",
    path="/v1/files/{file_key}/nodes",
    toolset="files",
    input_type="figma_tools.inputs.files:FigmaFileNodesGetInput",
    input_schema="files.input.json",
    output_type="figma_tools.types.files:GetFileNodesResponse",
    output_schema="files.output.json",
    parameters=(
        Parameter("file_key", "file_key", "path"),
        Parameter("ids", "ids", "query"),
        Parameter("depth", "depth", "query"),
        Parameter("geometry", "geometry", "query"),
        Parameter("plugin_data", "plugin_data", "query"),
        Parameter("version", "version", "query"),
    ),
    scopes=("file_content:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=1,
    read_only=True,
    idempotent=True,
    result_names=("editorType", "lastModified", "name", "nodes", "role", "thumbnailUrl", "version"),
    cached=Cached(version="/version", touched="/lastModified", unless=("plugin_data",)),
    view="figwright_figma.view:render",
    views=("layout", "outline", "full", "tokens"),
    readers={
        "file_key": "figwright_figma.urls:file_key",
        "ids": "figwright_figma.urls:node_ids",
        "version": "figwright_figma.urls:version_id",
    },
    read_from={"ids": "file_key"},
)

FIGMA_FILE_VERSIONS_LIST: Tool[types.files.GetFileVersionsResponse] = Tool(
    name="figma_file_versions_list",
    title="List a file's versions",
    description=(
        "List a file's versions, newest first: id, label, description, author and time. Tools that read a file "
        "take an id as version. For the current version use figma_file_meta_get."
    ),
    operation="getFileVersions",
    method="GET",
    path="/v1/files/{file_key}/versions",
    toolset="files",
    input_type="figma_tools.inputs.files:FigmaFileVersionsListInput",
    input_schema="files.input.json",
    output_type="figma_tools.types.files:GetFileVersionsResponse",
    output_schema="files.output.json",
    parameters=(
        Parameter("file_key", "file_key", "path"),
        Parameter("after", "after", "query"),
        Parameter("before", "before", "query"),
        Parameter("page_size", "page_size", "query"),
    ),
    scopes=("file_versions:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=2,
    read_only=True,
    idempotent=True,
    pagination=Pagination(
        input="cursor",
        links=("/pagination/next_page", "/pagination/prev_page"),
        items="/versions",
        id="/id",
        date="/created_at",
    ),
    result_names=("pagination", "versions"),
    authored={"description": "user.handle", "label": "user.handle"},
    aside=("thumbnail_url", "user.id", "user.img_url"),
    rows=True,
    readers={
        "file_key": "figwright_figma.urls:file_key",
        "after": "figwright_figma.urls:version_id",
        "before": "figwright_figma.urls:version_id",
    },
)

FIGMA_OEMBED_GET: Tool[types.oembed.GetOEmbedResponse] = Tool(
    name="figma_oembed_get",
    title="Get embed code for a URL",
    description=(
        "Turn the URL of a file or a published Make site into oEmbed data: title, thumbnail and HTML to embed. Not"
        " for reading a design; use figma_file_get."
    ),
    operation="getOEmbed",
    method="GET",
    path="/v1/oembed",
    toolset="files",
    input_type="figma_tools.inputs.files:FigmaOembedGetInput",
    input_schema="files.input.json",
    output_type="figma_tools.types.oembed:GetOEmbedResponse",
    output_schema="files.output.json",
    parameters=(
        Parameter("url", "url", "query"),
        Parameter("maxheight", "maxheight", "query"),
        Parameter("maxwidth", "maxwidth", "query"),
    ),
    scopes=("file_metadata:read",),
    credentials=("oauth", "personal_access_token"),
    default=True,
    tier=3,
    read_only=True,
    idempotent=True,
    result_names=(
        "cache_age",
        "height",
        "html",
        "provider_name",
        "provider_url",
        "title",
        "type",
        "url",
        "version",
        "width",
    ),
)
