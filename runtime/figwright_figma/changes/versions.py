"""Which two versions of a file are compared, and how they are read with as few calls as that takes.

One flow, as a call is (`figwright.calls.steps`): `read_changes` waits for its steps, `aread_changes` awaits them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from figwright.calls.drivers import drive, drive_async
from figwright.calls.page_walk import Walk
from figwright.calls.steps import Ask, Flow
from figwright.errors import Cause, InvalidResponseError, InvalidToolInputError
from figwright.inputs.validation import validate
from figwright_figma import urls
from figwright_figma.changes.compared import Changes, changes, is_whole
from figwright_figma.view.css import quoted

if TYPE_CHECKING:
    from figwright import Actions, AsyncActions
    from figwright.actions.context import ClientContext
    from figwright.types.results import ToolResult

FILE, VERSIONS = "figma_file_get", "figma_file_versions_list"
_PAGE = 50
"""Versions that are listed by one call: the most that there can be."""
_LISTED, _LABEL = 10, 80
"""Versions that are named where one is unknown, each with so much of its label."""


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
    reader = Reader(actions.context, file_key, identifier, connection_name)
    return drive(_read(reader, since, until, say), actions.context.transports)


async def aread_changes(
    actions: AsyncActions,
    file_key: str,
    *,
    since: str = "",
    until: str = "",
    identifier: str | None = None,
    connection_name: str | None = None,
    say: Callable[[str], object] = lambda _: None,
) -> Changes:
    """The same, awaitable; the versions are compared in a thread."""
    reader = Reader(actions.context, file_key, identifier, connection_name)
    return await drive_async(_read(reader, since, until, say), actions.context.transports)


def _read(reader: Reader, since: str, until: str, say: Callable[[str], object]) -> Flow[Changes]:
    reader = reader._replace(file_key=_id(urls.file_key, "file_key", reader.file_key))
    since, until = (_id(urls.version_id, "version", each) if each else "" for each in (since, until))
    asked = {each for each in (since, until) if each}
    unknown = asked.difference((yield from reader.held(asked)))
    listed = yield from reader.versions(unknown, before="" if since else until)
    ids = [each["id"] for each in listed]
    if missing := unknown.difference(ids):
        raise _wrong(f"this file has no version {min(missing)}", listed)
    if asked <= set(ids) and since and until and ids.index(since) < ids.index(until):
        raise _wrong(f"{since} is later than {until}: swap them", listed)
    newest = until or next(iter(ids), "")
    held = yield from reader.held({since, newest} if since else {newest, *ids})
    earlier = since or _before(newest, ids, held)
    if not earlier or earlier == until:
        wrong = "two different versions are compared" if earlier else "the file has no earlier version to compare with"
        raise _wrong(wrong, listed)
    say(_cost(earlier, until, newest, held))
    after = yield from reader.whole(until)
    if not since and (after.get("version") or newest) != newest and earlier not in held:
        earlier = newest  # the file went on since its newest version
    before = after if earlier == after.get("version") else (yield from reader.whole(earlier))
    found: Changes = yield Ask(partial(changes, before, after, file_key=reader.file_key))
    return found


def _id(read: Callable[[str], str], name: str, text: str) -> str:
    try:
        return read(text)
    except urls.UrlError as error:
        raise InvalidToolInputError(FILE, {name: str(error)}) from None


def _half(what: str) -> InvalidResponseError:
    return InvalidResponseError(f"{what}; nothing was compared. Try again later.", cause=Cause.PROVIDER_DOWN)


def _wrong(what: str, listed: list[dict[str, Any]]) -> InvalidToolInputError:
    return InvalidToolInputError(FILE, {"version": f"{what}. {_there_are(listed)}"})


class Reader(NamedTuple):
    """Reads versions of one file as one account."""

    context: ClientContext[Any]
    file_key: str
    identifier: str | None
    connection_name: str | None

    def whole(self, version: str) -> Flow[dict[str, Any]]:
        """The file as it was in a version; "" is today's."""
        result = yield from self._called(FILE, self._given(version))
        if not is_whole(result.data):
            raise _half(f"{FILE} answered without a document")
        data: dict[str, Any] = result.data
        return data

    def held(self, versions: set[str]) -> Flow[set[str]]:
        """Those of which reading may need no call of tier 1 (docs/cache.md)."""
        found: set[str] = yield Ask(partial(self._held, versions))
        return found

    def versions(self, wanted: set[str], *, before: str) -> Flow[list[dict[str, Any]]]:
        """The file's versions, the newest first: one page of them, and more until all that are `wanted` came.

        And until one came that is older than `before`, if that is a version.
        """
        found: list[dict[str, Any]] = []
        walk = Walk(self.context.catalog.tool(VERSIONS), {"file_key": self.file_key, "page_size": _PAGE})
        for asked in walk:
            if page := walk.take((yield from self._called(VERSIONS, asked))):
                listed = page.data.get("versions") if isinstance(page.data, dict) else None
                if not isinstance(listed, list):
                    raise _half(f"{VERSIONS} answered without versions")
                found += [each for each in listed if isinstance(each, dict) and isinstance(each.get("id"), str)]
            ids = [each["id"] for each in found]
            if wanted.issubset(ids) and (not before or before in ids[:-1]):
                break
        return found

    def _held(self, versions: set[str]) -> set[str]:
        context = self.context
        tool = context.catalog.tool(FILE)
        connection = context.catalog.connection_of(tool, self.connection_name)
        if not connection.options.cache:
            return set()
        given = {each: validate(tool, self._given(each)) for each in versions}
        return {each for each in versions if context.cache.holds(connection, tool, given[each])}

    def _given(self, version: str) -> dict[str, str]:
        return {"file_key": self.file_key} | ({"version": version} if version else {})

    def _called(self, tool: str, given: dict[str, Any]) -> Flow[ToolResult]:
        return self.context.call_tool(tool, self.identifier, given, self.connection_name, None, {})


def _before(version: str, ids: list[str], held: set[str]) -> str:
    earlier = ids[ids.index(version) + 1 :] if version in ids else []
    return next((each for each in earlier if each in held), next(iter(earlier), ""))


def _cost(earlier: str, until: str, newest: str, held: set[str]) -> str:
    names = {earlier: f"version {earlier}", until or newest: f"version {until}" if until else "the file as it is"}
    sent = [said for version, said in names.items() if version not in held]
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
