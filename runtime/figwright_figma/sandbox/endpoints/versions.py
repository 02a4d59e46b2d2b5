"""A file's version history, newest first, paged by links."""

from __future__ import annotations

from urllib.parse import urlencode

from figwright_figma.sandbox.calls import Call, operation
from figwright_figma.sandbox.clock import iso
from figwright_figma.sandbox.errors import Refusal
from figwright_figma.sandbox.world import File, Json, Version


@operation("getFileVersions")
def get_file_versions(call: Call) -> Json:
    file = call.file()
    size = int(call.query.get("page_size", 30))
    if size < 1:
        raise Refusal(400, "Invalid value for query parameter page_size: it must be at least 1")
    older_than, newer_than = call.query.get("before"), call.query.get("after")
    ids = [version.id for version in file.versions]
    if older_than is not None:
        start = ids.index(older_than) + 1 if older_than in ids else len(ids)
    elif newer_than is not None:
        start = max(0, ids.index(newer_than) - size) if newer_than in ids else 0
    else:
        start = 0
    page = file.versions[start : start + size]
    base = f"{call.url}/v1/files/{file.key}/versions"
    pagination = {}
    if page and start > 0:
        pagination["prev_page"] = f"{base}?{urlencode({'page_size': size, 'after': page[0].id})}"
    if page and start + size < len(file.versions):
        pagination["next_page"] = f"{base}?{urlencode({'page_size': size, 'before': page[-1].id})}"
    return {"versions": [_shown(file, version) for version in page], "pagination": pagination}


def _shown(file: File, version: Version) -> Json:
    return {
        "id": version.id,
        "created_at": iso(version.created_at),
        "label": version.label,
        "description": version.description,
        "user": version.user.public(),
        "thumbnail_url": f"{file.thumbnail_url}/{version.id}",
    }
