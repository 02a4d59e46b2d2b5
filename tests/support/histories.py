"""A version history behind links as Figma was seen to write them; which one leads to older versions is a setting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from support.provider import Connection, Provider, reply

KEY = "aB3dE6gH9jK2mN5pQ8sT1v"


@dataclass
class History:
    """`versions` are ids and times, the newest first; `older` is the link that leads to older ones."""

    provider: Provider
    versions: Sequence[tuple[str, str]]
    older: str = "prev_page"
    size: int = 2
    again: bool = False
    """Whether a page holds the version that its link names once more."""
    base: str = ""

    def __call__(self, connection: Connection) -> None:
        query = dict(parse_qsl(urlsplit(connection.request.target).query, strict_parsing=True))
        reply(self.page(query))(connection)

    def page(self, query: dict[str, str]) -> dict[str, Any]:
        ids = [each for each, _ in self.versions]
        size = int(query.get("page_size", self.size))
        side = next((name for name in ("before", "after") if name in query), "")
        to_older = {"prev_page": "before", "next_page": "after"}[self.older]
        start, stop = 0, size
        if side:
            named = query.get(f"secondary_{side}", query[side])
            assert named == query[side] or query[side] == _moment(dict(self.versions)[named]), query
            place = ids.index(named)
            if side == to_older:
                start, stop = place + (not self.again), place + 1 + size
                if place + 1 == len(ids):
                    start = max(0, stop - size - self.again)
            else:
                start, stop = max(0, place - size), place + self.again
                if place == 0:
                    start, stop = 0, size
        page = self.versions[start:stop]
        links = {}
        if page and (stop < len(ids) if side or self.older == "next_page" else True):
            links[self.older] = self._link(to_older, size, page[-1])
        if page and (side if self.older == "prev_page" else side != "before" or start > 0):
            newer = {"prev_page": "next_page", "next_page": "prev_page"}[self.older]
            links[newer] = self._link({"before": "after", "after": "before"}[to_older], size, page[0])
        return {"versions": [_version(*each) for each in page], "pagination": links}

    def _link(self, side: str, size: int, version: tuple[str, str]) -> str:
        order = f"page_size={size}&column=date&secondary_column=default"
        base = self.base or f"{self.provider.url}/v1/files/{KEY}/versions"
        return f"{base}?{order}&{side}={_moment(version[1])}&secondary_{side}={version[0]}"


def _moment(date: str) -> str:
    return date.replace("T", " ").replace("Z", " UTC")


def _version(version_id: str, date: str) -> dict[str, Any]:
    user = {"id": "1", "handle": "ann", "img_url": ""}
    return {"id": version_id, "created_at": date, "label": None, "description": None, "user": user}
