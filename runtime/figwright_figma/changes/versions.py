"""Which two versions of a file are compared, and how they are read with as few calls as that takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from figwright.errors import InvalidToolInputError
from figwright.inputs.validation import validate
from figwright_figma import urls
from figwright_figma.changes.compared import Changes, changes
from figwright_figma.view.css import quoted

if TYPE_CHECKING:
    from figwright import Actions

FILE, VERSIONS = "figma_file_get", "figma_file_versions_list"
_LISTED, _LABEL = 10, 80
"""Versions that are named where one is unknown, each with so much of its label."""


class Reader(NamedTuple):
    """Reads versions of one file as one account."""

    actions: Actions
    file_key: str
    identifier: str | None
    connection_name: str | None

    def whole(self, version: str) -> dict[str, Any]:
        """The file as it was in a version; "" is today's."""
        data: dict[str, Any] = self.actions.execute_tool(FILE, tool_input=self._given(version), **self._whose()).data
        return data

    def is_held(self, version: str) -> bool:
        """Whether reading a version may need no call of tier 1 (docs/cache.md)."""
        context = self.actions.context
        tool = context.catalog.tool(FILE)
        connection = context.catalog.connection_of(tool, self.connection_name)
        if not connection.options.cache:
            return False
        return context.cache.holds(connection, tool, validate(tool, self._given(version)))

    def _given(self, version: str) -> dict[str, str]:
        return {"file_key": self.file_key} | ({"version": version} if version else {})

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
    """Compare two versions of a file: `until`, or the file as it is, with `since`.

    Without `since` with the newest version before that which is held, or the newest of all. The versions are listed
    first (tier 2), then each of the two is read whole (tier 1) unless it is held; `say` is told beforehand how often at
    most. Raises InvalidToolInputError, which names the versions that there are, and what `execute_tool` does.
    """
    try:
        key, since, until = urls.file_key(file_key), *(urls.version_id(each) if each else "" for each in (since, until))
    except urls.UrlError as error:
        raise InvalidToolInputError(FILE, {"file_key": str(error)}) from None
    reader = Reader(actions, key, identifier, connection_name)
    unknown = {each for each in (since, until) if each and not reader.is_held(each)}
    listed = reader.versions(unknown)
    ids = [each["id"] for each in listed]
    if missing := unknown.difference(ids):
        raise InvalidToolInputError(FILE, {"version": f"this file has no version {min(missing)}. {_there_are(listed)}"})
    newest = until or next(iter(ids), "")
    earlier = since or _before(newest, ids, reader)
    if not earlier or earlier == until:
        wrong = "two different versions are compared" if earlier else "the file has no earlier version to compare with"
        raise InvalidToolInputError(FILE, {"version": f"{wrong}. {_there_are(listed)}"})
    say(_cost(earlier, until, newest, reader))
    after = reader.whole(until)
    if not since and (after.get("version") or newest) != newest and not reader.is_held(earlier):
        earlier = newest  # the file went on since its newest version
    before = after if earlier == after.get("version") else reader.whole(earlier)
    return changes(before, after, file_key=reader.file_key)


def _before(version: str, ids: list[str], reader: Reader) -> str:
    earlier = ids[ids.index(version) + 1 :] if version in ids else []
    return next(filter(reader.is_held, earlier), next(iter(earlier), ""))


def _cost(earlier: str, until: str, newest: str, reader: Reader) -> str:
    names = {earlier: f"version {earlier}", until or newest: f"version {until}" if until else "the file as it is"}
    sent = [said for version, said in names.items() if not reader.is_held(version)]
    unproven = "this account cannot prove its right to what is held"
    if not sent:
        return f"Both versions are held: {FILE} (tier 1) is not sent, unless the file went on, or {unproven}."
    often = (
        "twice at most" if len(sent) == 2 else "once" if len(sent) == len(names) else f"once, or twice where {unproven}"
    )
    return f"Sends {FILE} (tier 1) {often}, for {' and '.join(sent)}, whole."


def _there_are(listed: list[dict[str, Any]]) -> str:
    if not listed:
        return "It lists none"
    told = [" ".join(filter(None, _told(each))) for each in listed[:_LISTED]]
    more = f", and {len(listed) - _LISTED} more that {VERSIONS} lists" if len(listed) > _LISTED else ""
    return f"There are: {', '.join(told)}{more}"


def _told(version: dict[str, Any]) -> tuple[str, str, str]:
    label = str(version.get("label") or "")
    label = label if len(label) <= _LABEL else f"{label[:_LABEL]}…"
    return version["id"], f"of {version.get('created_at')}", quoted(label) if label else ""
