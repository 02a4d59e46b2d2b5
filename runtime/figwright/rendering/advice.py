"""How to get what a text does not show: the calls that bring it, never one that changes something."""

from __future__ import annotations

from figwright.errors import InvalidResponseError
from figwright.http.pagination import NEWER, OLDER, hops, page_input
from figwright.redaction.escaping import make_visible
from figwright.rendering.answer import Answer
from figwright.rendering.compact import call_text
from figwright.rendering.token_count import estimate_tokens

_SPARE = 20
"""Tokens by which a budget that is named exceeds what it is for: the note is written anew in the next answer."""
_NOT_AGAIN = "The call was carried out: do not repeat it to see the rest."


def for_all(answer: Answer, whole: str, offset: int = 0, **asked: object) -> str:
    """How to get all of what was cut: the same call with room for `whole`."""
    if answer.tool is not None and not answer.tool.read_only:
        return _NOT_AGAIN
    seen = make_visible(whole)
    wanted = max(estimate_tokens(seen), (len(seen) + 1) // 2) + _SPARE
    start = {"offset": offset} if offset else {}
    more = {**asked, **start, **_same_look(answer), "max_tokens": max(wanted, answer.shape.max_tokens)}
    return f"For all of it: {call_text(answer.name, answer.tool_input, more)}, or name fields."


def for_the_next(answer: Answer, offset: int) -> str:
    """The end of a sentence on what is shown of a list: how to go on."""
    if answer.tool is not None and not answer.tool.read_only:
        return f". {_NOT_AGAIN}"
    call = call_text(answer.name, answer.tool_input, {**_same_look(answer), "offset": offset})
    return f"; for the next: {call}, or name fewer fields."


def next_page(answer: Answer) -> str:
    """How to get the provider's next page, or "" if there is none."""
    tool = answer.tool
    if tool is None or tool.pagination is None:
        return ""
    try:
        found = hops(tool, answer.tool_input, answer.data, answer.addresses, answer.next_page)
    except InvalidResponseError as error:
        return str(error)
    cursor = str(answer.tool_input.get(tool.pagination.input))
    ways = [hop for hop in found if str(hop.cursor) != cursor and hop.rank < NEWER]
    if ways and ways[0].rank <= OLDER:
        del ways[1:]
    calls = " or ".join(call_text(answer.name, {}, page_input(tool, answer.tool_input, hop.cursor)) for hop in ways)
    if not calls:
        return ""
    return f"Next page: {calls}" + ("" if ways[0].rank <= OLDER else "; a page without new ids is the end.")


def _same_look(answer: Answer) -> dict[str, object]:
    view: dict[str, object] = {"view": answer.shape.view} if answer.shape.view else {}
    return view if answer.shape.fields is None else {**view, "fields": list(answer.shape.fields)}
