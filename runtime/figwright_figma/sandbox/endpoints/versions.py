"""A file's version history, newest first, paged by links.

As recorded, `prev_page` is there on the first page, too, and where nothing is older it leads to the same versions
again. That it leads to older ones is how Figma's description of `before` reads; it was not seen.
"""

from __future__ import annotations

from figwright_figma.sandbox.calls import Call, operation
from figwright_figma.sandbox.errors import Refusal
from figwright_figma.sandbox.paging import dated_link
from figwright_figma.sandbox.times import iso
from figwright_figma.sandbox.world import File, Json, Version


@operation("getFileVersions")
def get_file_versions(call: Call) -> Json:
    file = call.file()
    size = int(call.query.get("page_size", 30))
    if size < 1:
        raise Refusal(400, "Invalid value for query parameter page_size: it must be at least 1")
    before, after = call.query.get("before"), call.query.get("after")
    ids = [version.id for version in file.versions]
    start = 0
    if before is not None:
        start = ids.index(before) + 1 if before in ids else len(ids)
        if start == len(ids):
            start = max(0, start - size)
    elif after is not None:
        start = max(0, ids.index(after) - size) if after in ids else 0
    page = file.versions[start : start + size]
    is_last = before is not None and start + size >= len(ids)
    base = f"{call.url}/v1/files/{file.key}/versions"
    pagination = {}
    if page and not is_last:
        pagination["prev_page"] = dated_link(base, size, "before", page[-1].created_at, page[-1].id)
    if page and (start > 0 or before is not None):
        pagination["next_page"] = dated_link(base, size, "after", page[0].created_at, page[0].id)
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
