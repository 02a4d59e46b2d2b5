"""Which two versions of a file are compared, and how they are read with as few calls as that takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from figwright.errors import InvalidToolInputError
from figwright_figma import urls
from figwright_figma.changes.compared import Changes, changes
from figwright_figma.view.css import quoted

if TYPE_CHECKING:
    from figwright import Actions

FILE, VERSIONS = "figma_file_get", "figma_file_versions_list"
_LISTED = 10
"""Versions that are named where one is unknown."""


class Reader(NamedTuple):
    """Reads versions of one file as one account."""

    actions: Actions
    file_key: str
    identifier: str | None
    connection_name: str | None

    def whole(self, version: str) -> dict[str, Any]:
        """The file as it was in a version; "" is today's."""
        given = {"file_key": self.file_key} | ({"version": version} if version else {})
        data: dict[str, Any] = self.actions.execute_tool(FILE, tool_input=given, **self._whose()).data
        return data

    def versions(self, wanted: set[str]) -> list[dict[str, Any]]:
        """The file's versions, the newest first: one page of them, and more only until all that are `wanted` came."""
        found: list[dict[str, Any]] = []
        for page in self.actions.pages(VERSIONS, tool_input={"file_key": self.file_key}, **self._whose()):
            found += page.data["versions"]
            if wanted <= {each["id"] for each in found}:
                break
        return found

    def _whose(self) -> dict[str, Any]:
        return {"identifier": self.identifier, "connection_name": self.connection_name}


def read_changes(
    actions: Actions,
    file_key: str,
    *,
    since: str = "",
    until: str = "",
    identifier: str | None = None,
    connection_name: str | None = None,
    say: Callable[[str], object] = lambda _: None,
) -> Changes:
    """Compare two versions of a file: `until`, or the file as it is, with `since`, or the one before.

    The versions are listed first (tier 2), then each of the two is read whole (tier 1); `say` is told beforehand how
    often at most. Raises InvalidToolInputError, which names the versions that there are, and what `execute_tool` does.
    """
    try:
        key, since, until = urls.file_key(file_key), *(urls.version_id(each) if each else "" for each in (since, until))
    except urls.UrlError as error:
        raise InvalidToolInputError(FILE, {"file_key": str(error)}) from None
    reader = Reader(actions, key, identifier, connection_name)
    listed = reader.versions({since, until} - {""})
    ids = [each["id"] for each in listed]
    for name in (since, until):
        if name and name not in ids:
            raise InvalidToolInputError(FILE, {"version": f"this file has no version {name}. {_there_are(listed)}"})
    newest = until or next(iter(ids), "")
    earlier = since or _before(newest, ids)
    if not earlier or earlier == until:
        wrong = "two different versions are compared" if earlier else "the file has no earlier version to compare with"
        raise InvalidToolInputError(FILE, {"version": f"{wrong}. {_there_are(listed)}"})
    say(f"Sends {FILE} (tier 1) twice at most: for version {earlier} and for {until or 'the file as it is'}, whole.")
    after = reader.whole(until)
    if not since and (after.get("version") or newest) != newest:
        earlier = newest  # the file went on since its newest version
    before = after if earlier == after.get("version") else reader.whole(earlier)
    return changes(before, after, file_key=reader.file_key)


def _before(version: str, ids: list[str]) -> str:
    return next(iter(ids[ids.index(version) + 1 :]), "") if version in ids else ""


def _there_are(listed: list[dict[str, Any]]) -> str:
    if not listed:
        return "It lists none."
    told = [" ".join(filter(None, _told(each))) for each in listed[:_LISTED]]
    more = f", and {len(listed) - _LISTED} more that {VERSIONS} lists" if len(listed) > _LISTED else ""
    return f"There are: {', '.join(told)}{more}."


def _told(version: dict[str, Any]) -> tuple[str, str, str]:
    label = version.get("label")
    return version["id"], f"of {version.get('created_at')}", quoted(label) if label else ""
