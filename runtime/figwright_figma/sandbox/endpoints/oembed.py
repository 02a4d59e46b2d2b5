"""oEmbed data of a file's address."""

from __future__ import annotations

import html
import re
from urllib.parse import quote, urlsplit

from figwright_figma.sandbox.calls import Call, operation
from figwright_figma.sandbox.errors import Refusal, not_found
from figwright_figma.sandbox.world import Json

_PATH = re.compile(r"/(?:design|file|board|proto|slides|make)/([0-9A-Za-z]+)(?:/.*)?")
CACHE_SECONDS = 86_400


@operation("getOEmbed")
def get_oembed(call: Call) -> Json:
    address = urlsplit(call.query["url"])
    if address.scheme != "https" or address.hostname not in ("figma.com", "www.figma.com", "embed.figma.com"):
        raise Refusal(400, "Invalid url: it is not the address of a Figma file")
    match = _PATH.fullmatch(address.path)
    file = call.world.files.get(match[1]) if match else None
    if file is None or call.role(file) is None:
        raise not_found()
    width, height = call.query["maxwidth"], call.query["maxheight"]
    if width < 1 or height < 1:
        raise Refusal(400, "Invalid size: maxwidth and maxheight must be positive")
    width = min(width, height * 16 // 9)
    height = width * 9 // 16
    embed = f"https://embed.figma.com/design/{quote(file.key)}?embed-host=oembed"
    frame = f'<iframe width="{width}" height="{height}" src="{html.escape(embed)}" allowfullscreen></iframe>'
    return {
        "version": "1.0",
        "type": "rich",
        "title": file.name,
        "key": file.key,
        "url": file.url,
        "provider_name": "Figma",
        "provider_url": "https://www.figma.com",
        "cache_age": CACHE_SECONDS,
        "width": width,
        "height": height,
        "html": frame,
        "is_published_site": False,
        "folder_name": file.folder.name,
        "thumbnail_url": file.thumbnail_url,
        "thumbnail_width": 400,
        "thumbnail_height": 225,
    }
