# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: oembed."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict


class GetOEmbedResponse(TypedDict):
    """How to embed a file or a published site in a web page, as https://oembed.com describes it."""

    cache_age: int
    """For how many seconds this may be kept."""
    folder_name: NotRequired[str]
    """The folder that the file is in, if any."""
    height: int
    """Pixels."""
    html: str
    """The iframe to put into a page."""
    is_published_site: NotRequired[bool]
    """True for a published site, else absent."""
    key: NotRequired[str]
    """The file's key; a published site has none."""
    provider_name: str
    """Figma or Make."""
    provider_url: str
    """Figma's website."""
    thumbnail_height: NotRequired[int]
    """Pixels."""
    thumbnail_url: NotRequired[str | None]
    """A picture of the file; the URL expires."""
    thumbnail_width: NotRequired[int]
    """Pixels."""
    title: str
    """The name of the file or site."""
    type: str
    """The oEmbed type, rich."""
    url: str
    """The address to link to."""
    version: str
    """The oEmbed version, 1.0."""
    width: int
    """Pixels."""
