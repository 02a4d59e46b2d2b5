"""A person's consent, asked for in the middle of a call: the client opens the link where it can.

In the era of 2026-07-28 the call answers with what it needs and is sent again; before, the server asks and waits. An
"accept" says that the link was opened and no more, so the call then waits for the consent itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import uuid4

import anyio
import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import NoBackChannelError, UrlElicitationRequiredError
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from figwright.errors import ConsentRequiredError
from figwright.toolbox import Toolbox, in_thread

KEY = "consent"
"""What the answer to our question is called when the call is sent again."""

_WAIT = 50.0
"""Seconds that a call waits for a consent whose link was opened: clients commonly give up after a minute."""
_POLL = 0.5


class Outcome(NamedTuple):
    """What came of asking: `refusal` is why the call ends here, `question` is its answer instead of a result."""

    refusal: str = ""
    question: types.InputRequiredResult | None = None


async def answered(responses: dict[str, Any] | None, toolbox: Toolbox) -> str | None:
    """Wait for the consent whose link was opened, where the call is sent again for that.

    Why there is no consent, "" if there is one, None if nobody was asked.
    """
    response = (responses or {}).get(KEY)
    if response is None:
        return None
    return await _settled(getattr(response, "action", ""), toolbox)


async def ask(
    context: ServerRequestContext[Any, Any],
    toolbox: Toolbox,
    error: ConsentRequiredError,
    before_link: Callable[[], str] | None,
) -> Outcome:
    """Hand out the link of `error` in the way that the client can. An Outcome without anything: call again."""
    if not error.link:
        return Outcome(str(error))
    beside = await in_thread(before_link) if before_link else ""
    if beside or not _opens_links(context):
        return Outcome(f"{error} {beside}".strip())
    title = toolbox.connection.connector.title
    message = f"Connect {title}, so that its tools can be called as you. The link is good for ten minutes."
    if context.protocol_version in MODERN_PROTOCOL_VERSIONS:
        params = types.ElicitRequestURLParams(message=message, url=error.link)
        return Outcome(question=types.InputRequiredResult(input_requests={KEY: types.ElicitRequest(params=params)}))
    question = types.ElicitRequestURLParams(message=message, url=error.link, elicitation_id=uuid4().hex)
    return Outcome(await _asked(context, toolbox, question))


async def _asked(
    context: ServerRequestContext[Any, Any], toolbox: Toolbox, question: types.ElicitRequestURLParams
) -> str:
    assert question.elicitation_id is not None
    try:
        told = await context.session.elicit_url(
            question.message, question.url, question.elicitation_id, context.request_id
        )
    except NoBackChannelError:
        raise UrlElicitationRequiredError([question], question.message) from None
    refusal = await _settled(told.action, toolbox)
    if not refusal:
        await context.session.send_elicit_complete(question.elicitation_id, context.request_id)
    return refusal


async def _settled(action: str, toolbox: Toolbox) -> str:
    if action != "accept":
        return (
            "Nobody was called: the account's person did not open the link to connect. Ask them before you call again."
        )
    end = time.monotonic() + _WAIT
    while await in_thread(toolbox.awaits_consent):
        if time.monotonic() > end:
            return (
                "The link was opened, and no consent came yet. It stays good for ten minutes: when the person has "
                "given the consent, call again."
            )
        await anyio.sleep(_POLL)
    return ""


def _opens_links(context: ServerRequestContext[Any, Any]) -> bool:
    capabilities = context.session.client_capabilities
    return bool(capabilities and capabilities.elicitation and capabilities.elicitation.url is not None)
