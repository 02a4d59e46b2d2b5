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

    Read a file's tree of pages, frames and layers, with its components and styles. Whole files can be many megabytes:
    start with depth=1 (pages) or depth=2 (their top-level frames), then read what matters with figma_file_nodes_get.
    Tier 1: as few as 6 calls a month on Starter plans and View seats, so use figma_file_meta_get where name or last
    change is enough.

    Args:
        file_key: The part after /design/ or /file/ in the file's URL. A branch key works too.
        branch_data: Pass true to learn the file's branches, or for a branch its main file. Default: False.
        depth: How many levels below the root to return; 1 is the pages, 2 also what lies directly on them. Default,
            all.
        geometry: Pass paths to get vector outlines too; they make the answer much larger.
        ids: Ids of nodes, separated by commas, to get only them, what is inside them, what leads to them and what they
            depend on. Every page comes back in any case. A list works, too.
        plugin_data: Plugin ids, separated by commas, whose data on nodes to include as pluginData; the word shared
            among them includes sharedPluginData. A list works, too.
        version: The id of an older version, from the file's version history. Default, the current one.

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

    Get download URLs (good for up to 14 days) of all images that people placed in a file, keyed by the imageRef of
    image fills in figma_file_get. For a picture of a node use figma_file_images_render.

    Args:
        file_key: The part after /design/ or /file/ in the file's URL. A branch key works too.

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

    Render nodes as PNG, JPG, SVG or PDF. Returns a map from node id to a download URL that lasts 30 days, null where a
    node could not be rendered (missing, invisible or empty). For photos that were placed in the design use
    figma_file_image_fills_get. Tier 1, as few as 6 a month: pass all ids at once; lower scale if it fails.

    Args:
        file_key: The part after /design/ or /file/ in the file's URL. A branch key works too.
        ids: Ids of the nodes to render, separated by commas, such as 1:2,1:3. A URL writes 1:2 as node-id=1-2. A list
            works, too.
        contents_only: Whether to leave out what overlaps the node without being part of it. False is slower. Default:
            True.
        format: The kind of image. Default: "png".
        scale: By how much to enlarge or shrink the image; 2 doubles width and height.
        svg_include_id: For SVG, whether elements get the names of their layers as id attributes. Default: False.
        svg_include_node_id: For SVG, whether elements get the ids of their nodes as data-node-id attributes. Default:
            False.
        svg_outline_text: For SVG, whether to draw text as outlines, which look the same everywhere, or as text
            elements, which can be selected. Default: True.
        svg_simplify_stroke: For SVG, whether to write inner and outer strokes as plain strokes rather than masks, where
            possible. Default: True.
        use_absolute_bounds: Whether to use the node's full size, even where it is cropped or empty, so that text is not
            cut off. Default: False.
        version: The id of an older version, from the file's version history. Default, the current one.

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

    Get a file's name, folder, editor type, last change, current version, creator, link access and thumbnail, without
    its content. Cheap (tier 3): use it to check that a file exists or has changed before figma_file_get.

    Args:
        file_key: The part after /design/ or /file/ in the file's URL. A branch key works too.

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

    Read chosen nodes of a file and what is inside them. Node ids come from figma_file_get or from the node-id of a URL
    (1-2 there is 1:2 here). depth counts from each node; without it everything below comes back. Returns a map from id
    to node, null for an id not in the file. Tier 1, as few as 6 a month: ask for all ids at once.

    Args:
        file_key: The part after /design/ or /file/ in the file's URL. A branch key works too.
        ids: Ids of the nodes to return, separated by commas, such as 1:2,1:3. A URL writes 1:2 as node-id=1-2. A list
            works, too.
        depth: How many levels below each requested node to return; 1 is its children. Default, all.
        geometry: Pass paths to get vector outlines too; they make the answer much larger.
        plugin_data: Plugin ids, separated by commas, whose data on nodes to include as pluginData; the word shared
            among them includes sharedPluginData. A list works, too.
        version: The id of an older version, from the file's version history. Default, the current one.

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
    page_size: Annotated[int, Ge(1), Le(50)] | None = None,
) -> types.files.GetFileVersionsResponse:
    """List a file's versions.

    List a file's version history, newest first: id, label, description, author and time of each. An id can be passed as
    version to figma_file_get, figma_file_nodes_get and figma_file_images_render to see the file as it was. For the
    current version alone use figma_file_meta_get.

    Args:
        file_key: The part after /design/ or /file/ in the file's URL. A branch key works too.
        after: A version id, to get the newer versions after it. It is in prev_page of the last answer.
        before: A version id, to get the older versions before it. It is in next_page of the last answer.
        page_size: How many to return at once. Default: 30.

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
        FIGMA_FILE_VERSIONS_LIST, {"file_key": file_key, "after": after, "before": before, "page_size": page_size}
    )


def figma_oembed_get(
    account: Account,
    *,
    url: str,
    maxheight: Annotated[int, Ge(1)] | None = None,
    maxwidth: Annotated[int, Ge(1)] | None = None,
) -> types.oembed.GetOEmbedResponse:
    """Get embed code for a URL.

    Turn the URL of a Figma file or a published Make site into oEmbed data: title, thumbnail and the HTML to embed it in
    a page. Not for reading a design; use figma_file_get for that.

    Args:
        url: The address of a Figma file or of a site published with Make, as in the browser.
        maxheight: The greatest height in pixels. The size keeps to 16:9. Default: 450.
        maxwidth: The greatest width in pixels. The size keeps to 16:9. Default: 800.

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
        figma_oembed_get(account, url="...")
    """
    return account.call(FIGMA_OEMBED_GET, {"url": url, "maxheight": maxheight, "maxwidth": maxwidth})
