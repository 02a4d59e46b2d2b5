# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Files: typed functions, one per tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figma_tools.tools.files import (
    FIGMA_FILE_GET,
    FIGMA_FILE_IMAGE_FILLS_GET,
    FIGMA_FILE_IMAGES_RENDER,
    FIGMA_FILE_META_GET,
    FIGMA_FILE_NODES_GET,
    FIGMA_FILE_VERSIONS_LIST,
    FIGMA_OEMBED_GET,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Annotated, Literal

    from annotated_types import Ge, Le

    from figma_tools import types
    from figwright.connector import Account


def figma_file_get(
    account: Account,
    *,
    file_key: str,
    branch_data: bool | None = None,
    depth: Annotated[int, Ge(1)] | None = None,
    geometry: Literal["paths"] | None = None,
    ids: str | Sequence[str] | None = None,
    plugin_data: str | Sequence[str] | None = None,
    version: str | int | None = None,
) -> types.files.GetFileResponse:
    """Read a file.

    Read a file's tree of pages and layers, with its components and styles. Tier 1, as few as 6 calls a month: read
    whole, without depth and ids, it also answers for its parts and nodes while it is unchanged. A huge file takes
    depth=1 or 2, then figma_file_nodes_get. For name or last change alone use figma_file_meta_get.

    Args:
        file_key: The file's key or URL.
        branch_data: Adds the file's branches, or a branch's main file. Default: False.
        depth: 1 is pages, 2 their top layers too; else all.
        geometry: Adds outlines; much larger.
        ids: Only these, what is inside and above them, and all pages. A list works, too.
        plugin_data: Plugin ids; shared adds sharedPluginData. A list works, too.
        version: From its versions; else the current.

    Returns:
        GetFileResponse: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token or plan access token; scope file_content:read or files:read
        (deprecated); rate-limit tier 1.

    Fails with:
        400: Something in the request is wrong, or the answer would be too large; err says what.
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation getFile: GET /v1/files/{file_key}.

    Example:
        figma_file_get(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v")
    """
    return account.call(
        FIGMA_FILE_GET,
        {
            "file_key": file_key,
            "branch_data": branch_data,
            "depth": depth,
            "geometry": geometry,
            "ids": ids,
            "plugin_data": plugin_data,
            "version": version,
        },
    )


def figma_file_image_fills_get(account: Account, *, file_key: str) -> types.files.GetImageFillsResponse:
    """Get the images placed in a file.

    Get download URLs, good for 14 days at most, of the images placed in a file, by the imageRef of image fills. For a
    picture of a node use figma_file_images_render.

    Args:
        file_key: The file's key or URL.

    Returns:
        GetImageFillsResponse: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token or plan access token; scope file_content:read or files:read
        (deprecated); rate-limit tier 2.

    Fails with:
        400: Something in the request is wrong, or the answer would be too large; err says what.
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation getImageFills: GET /v1/files/{file_key}/images.

    Example:
        figma_file_image_fills_get(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v")
    """
    return account.call(FIGMA_FILE_IMAGE_FILLS_GET, {"file_key": file_key})


def figma_file_images_render(
    account: Account,
    *,
    file_key: str,
    ids: str | Sequence[str],
    contents_only: bool | None = None,
    format: Literal["jpg", "png", "svg", "pdf"] | None = None,
    scale: Annotated[float, Ge(0.01), Le(4)] | None = None,
    svg_include_id: bool | None = None,
    svg_include_node_id: bool | None = None,
    svg_outline_text: bool | None = None,
    svg_simplify_stroke: bool | None = None,
    use_absolute_bounds: bool | None = None,
    version: str | int | None = None,
) -> types.files.GetImagesResponse:
    """Render nodes as images.

    Render nodes as images. Returns a URL per node id that lasts 30 days, null where nothing could be rendered. For
    photos placed in a design use figma_file_image_fills_get. Tier 1, as few as 6 calls a month: pass all ids at once.

    Args:
        file_key: The file's key or URL.
        ids: Such as 1:2, or URLs with node-id. A list works, too.
        contents_only: Leave out what only overlaps the node; false is slower. Default: True.
        format: The kind of image. Default: "png".
        scale: 2 doubles width and height.
        svg_include_id: SVG: layer names as id attributes. Default: False.
        svg_include_node_id: SVG: node ids as data-node-id attributes. Default: False.
        svg_outline_text: SVG: text as outlines, not as text elements. Default: True.
        svg_simplify_stroke: SVG: plain strokes, not masks, where possible. Default: True.
        use_absolute_bounds: Full size even where cropped, so that text is whole. Default: False.
        version: From its versions; else the current.

    Returns:
        GetImagesResponse: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token or plan access token; scope file_content:read or files:read
        (deprecated); rate-limit tier 1.

    Fails with:
        400: Something in the request is wrong, or the answer would be too large; err says what.
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation getImages: GET /v1/images/{file_key}.

    Example:
        figma_file_images_render(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v", ids=["1:2"])
    """
    return account.call(
        FIGMA_FILE_IMAGES_RENDER,
        {
            "file_key": file_key,
            "ids": ids,
            "contents_only": contents_only,
            "format": format,
            "scale": scale,
            "svg_include_id": svg_include_id,
            "svg_include_node_id": svg_include_node_id,
            "svg_outline_text": svg_outline_text,
            "svg_simplify_stroke": svg_simplify_stroke,
            "use_absolute_bounds": use_absolute_bounds,
            "version": version,
        },
    )


def figma_file_meta_get(account: Account, *, file_key: str) -> types.files.GetFileMetaResponse:
    """Get a file's metadata.

    Get a file's name, folder, editor type, last change, version, creator and thumbnail, without its content. Cheap: use
    it to see whether a file exists or has changed before figma_file_get.

    Args:
        file_key: The file's key or URL.

    Returns:
        GetFileMetaResponse: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token or plan access token; scope file_metadata:read or files:read
        (deprecated); rate-limit tier 3.

    Fails with:
        400: Something in the request is wrong, or the answer would be too large; err says what.
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation getFileMeta: GET /v1/files/{file_key}/meta.

    Example:
        figma_file_meta_get(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v")
    """
    return account.call(FIGMA_FILE_META_GET, {"file_key": file_key})


def figma_file_nodes_get(
    account: Account,
    *,
    file_key: str,
    ids: str | Sequence[str],
    depth: Annotated[int, Ge(1)] | None = None,
    geometry: Literal["paths"] | None = None,
    plugin_data: str | Sequence[str] | None = None,
    version: str | int | None = None,
) -> types.files.GetFileNodesResponse:
    """Read nodes of a file.

    Read chosen nodes of a file and what is inside them; null for an id that is not there. Ids come from figma_file_get
    or from node-id in a URL. Tier 1, as few as 6 calls a month: ask for all ids at once.

    Args:
        file_key: The file's key or URL.
        ids: Such as 1:2, or URLs with node-id. A list works, too.
        depth: Levels below each node; else all.
        geometry: Adds outlines; much larger.
        plugin_data: Plugin ids; shared adds sharedPluginData. A list works, too.
        version: From its versions; else the current.

    Returns:
        GetFileNodesResponse: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token or plan access token; scope file_content:read or files:read
        (deprecated); rate-limit tier 1.

    Fails with:
        400: Something in the request is wrong, or the answer would be too large; err says what.
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation getFileNodes: GET /v1/files/{file_key}/nodes.

    Example:
        figma_file_nodes_get(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v", ids=["1:2"])
    """
    return account.call(
        FIGMA_FILE_NODES_GET,
        {
            "file_key": file_key,
            "ids": ids,
            "depth": depth,
            "geometry": geometry,
            "plugin_data": plugin_data,
            "version": version,
        },
    )


def figma_file_versions_list(
    account: Account,
    *,
    file_key: str,
    after: str | int | None = None,
    before: str | int | None = None,
    cursor: str | None = None,
    page_size: Annotated[int, Ge(1), Le(50)] | None = None,
) -> types.files.GetFileVersionsResponse:
    """List a file's versions.

    List a file's versions, newest first: id, label, description, author and time. Tools that read a file take an id as
    version. For the current version use figma_file_meta_get.

    Args:
        file_key: The file's key or URL.
        after: A version id, for those after it.
        before: A version id, for those before it.
        cursor: From an answer: its next page. Alone, beside file_key.
        page_size: How many to return. Default: 30.

    Returns:
        GetFileVersionsResponse: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token or plan access token; scope file_versions:read or files:read
        (deprecated); rate-limit tier 2.

    Fails with:
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation getFileVersions: GET /v1/files/{file_key}/versions.

    Example:
        figma_file_versions_list(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v")
    """
    return account.call(
        FIGMA_FILE_VERSIONS_LIST,
        {"file_key": file_key, "after": after, "before": before, "cursor": cursor, "page_size": page_size},
    )


def figma_oembed_get(
    account: Account,
    *,
    url: str,
    maxheight: Annotated[int, Ge(1)] | None = None,
    maxwidth: Annotated[int, Ge(1)] | None = None,
) -> types.oembed.GetOEmbedResponse:
    """Get embed code for a URL.

    Turn the URL of a file or a published Make site into oEmbed data: title, thumbnail and HTML to embed. Not for
    reading a design; use figma_file_get.

    Args:
        url: URL of a Figma file or of a published Make site.
        maxheight: In pixels. Default: 450.
        maxwidth: In pixels; the shape stays 16:9. Default: 800.

    Returns:
        GetOEmbedResponse: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token; scope file_metadata:read; rate-limit tier 3.

    Fails with:
        400: Something in the request is wrong; message says what.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        501: Figma cannot do this for what was asked.

    Operation getOEmbed: GET /v1/oembed.

    Example:
        figma_oembed_get(account, url="https://www.figma.com/design/aB3dE6gH9jK2mN5pQ8sT1v/Name")
    """
    return account.call(FIGMA_OEMBED_GET, {"url": url, "maxheight": maxheight, "maxwidth": maxwidth})
