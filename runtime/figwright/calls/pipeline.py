"""The call path, once for sync and async: a generator that yields what it needs and is sent what came of it.

    find the tool -> validate -> find the account -> check -> credential -> send -> read -> hand back

The steps that touch the world are values (`Send`, `Wait`, `Ask`, `Await`, `Modify`, `Together`); `drive` and
`drive_async` carry them out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from copy import copy
from functools import partial
from typing import Any, NamedTuple, TypeVar, cast

from figwright.calls.checks import Suspicions, check_account, check_policy
from figwright.calls.retry import seconds_to_wait
from figwright.calls.steps import Ask, Await, Flow, Modify, Send, Wait
from figwright.connections import BoundConnection
from figwright.connector import Tool
from figwright.errors import (
    AccountNotActiveError,
    Cause,
    FigwrightError,
    ProviderError,
    ResponseTooLargeError,
)
from figwright.http.deadline import Deadline
from figwright.http.reply import OutOfTimeError, Reply, TooLargeError
from figwright.http.request import Outgoing, address_of, build_request, signed
from figwright.http.response import MAY_BE_DONE, read_result, request_id, unanswered
from figwright.inputs.coercion import as_asked
from figwright.inputs.former_names import current_inputs
from figwright.inputs.validation import validate
from figwright.rate_limits.gate import Gate
from figwright.redaction.logs import get_logger
from figwright.rendering.shape import Shape, Shaping, shape_for
from figwright.types.accounts import Access, Accounts, AccountStatus, LiveToken, Unusable
from figwright.types.results import Origin, ToolResult

logger = get_logger("calls")
T = TypeVar("T")


class Answer(NamedTuple):
    """What came of a call, with which headers, what is to be said of the account's limits, and the version shown."""

    data: Any
    headers: Mapping[str, str] = {}
    remark: str = ""
    version: str = ""
    from_cache: bool = False


class Call(NamedTuple):
    """What a flow works with: the connection, whose account, and the bounds."""

    connection: BoundConnection
    accounts: Accounts
    identifier: str
    deadline: Deadline
    max_response_bytes: int
    before: tuple[Callable[[Any], Any], ...] = ()
    after: tuple[Callable[[Any], Any], ...] = ()
    suspicions: Suspicions | None = None
    shaping: Shaping | None = None
    shape: Shape = Shape()
    through: Callable[..., Flow[Answer]] | None = None
    """Called in place of `exchange`, with its arguments and the checked `inputs` of a tool: it may know the answer."""


def call_tool(call: Call, tool: Tool[Any], tool_input: Mapping[str, object]) -> Flow[ToolResult]:
    """One tool call from its input to its result (steps 2 to 8 of docs/architecture.md)."""
    shape = shape_for(tool, call.shaping or {}, call.shape)
    tool_input = current_inputs(tool, tool_input)  # modifiers that guard an input must see it, whatever it was called
    for modifier in call.before:
        tool_input = current_inputs(tool, (yield Modify(modifier, dict(tool_input))))
    inputs = validate(tool, tool_input)
    check_policy(call.connection, tool)
    access = None
    if tool.credentials:
        access = yield from find_account(call)
        check_account(call.connection, access.account, tool, call.accounts.hand_in)
    connector = call.connection.connector
    here, own = (address_of(tool, connector, each) for each in (call.connection.api_url, connector.api_url))
    outgoing = build_request(tool, inputs, here)
    send = partial(call.through, inputs=inputs) if call.through else exchange
    answer: Answer = yield from send(call, access, outgoing, tool, read_only=tool.read_only)
    data, headers = answer.data, answer.headers
    for modifier in call.after:
        data = yield Modify(modifier, data)
    given = as_asked(tool_input, inputs) if tool.read_only else {}
    path = outgoing.url.partition("?")[0].removeprefix(here)
    following = headers.get(tool.pagination.header.lower(), "") if tool.pagination else ""
    origin = Origin(tool, given, shape, call.connection.name, (here + path, own + path), following)
    _, _, remark, version, cached = answer
    asked = request_id(connector, headers)
    return ToolResult(tool.name, data, origin, (), asked, remark, version, cached)


def find_account(call: Call) -> Flow[Access]:
    """Raises what `Accounts.find` does. Finding reads; what it noticed is written in a thread."""
    whose = call.connection, call.identifier
    found: Access | Unusable = yield Ask(
        partial(call.accounts.find, *whose), on_loop=partial(call.accounts.find_on_loop, *whose)
    )
    if isinstance(found, Unusable):
        yield Ask(found.note)
        raise found.error
    return found


def exchange(
    call: Call, access: Access | None, outgoing: Outgoing, tool: Tool[Any] | None, *, read_only: bool
) -> Flow[Answer]:
    """Send until there is a result, a final error or no time left; heal one dead token on the way.

    Without `access`, no credential is sent: everybody may ask for this.
    """
    connector, account = call.connection.connector, access.account if access else None
    token: LiveToken | None = (yield from _live_token(call, access)) if access else None
    if call.suspicions and tool and account:
        call.suspicions.warn(account, tool.name, outgoing.url)
    gate = access and tool and call.accounts.limits.gate(connector, tool, access.grant_id, outgoing.url, access.limited)
    attempt, healed = 1, False
    while True:
        asking = signed(connector, account.kind if account else "", token.secret if token else None, outgoing)
        answer = yield from _sent(call, asking, gate)
        headers: Mapping[str, str] = getattr(answer, "headers", {})
        if logger.isEnabledFor(logging.DEBUG):
            came = str(answer.status) if isinstance(answer, Reply) else type(answer).__name__
            said = f" (request id {name})" if (name := request_id(connector, headers)) else ""
            logger.debug("%s %s: %s%s", outgoing.method, outgoing.url.partition("?")[0], came, said)
        try:
            data = _read(call, tool, answer, read_only=read_only)
        except ProviderError as error:
            if error.cause is Cause.DEAD_TOKEN and access and token and not healed:
                newer = yield from _newer_token(call, access, token)
                if newer is not None:
                    token, healed = newer, True
                    continue
            if access:
                yield from _learn(call, access, tool, outgoing, error)
            if gate and error.cause is Cause.RATE_LIMITED:
                yield Ask(partial(gate.note, error, answer))
            wait = seconds_to_wait(error, attempt, read_only=read_only, remaining=call.deadline.remaining())
            if wait is None:
                error.remark = (yield Ask(gate.remark)) if gate and gate.met else ""
                raise
            logger.info("%s failed (%s), trying again in %.2f s", outgoing.method, error.cause, wait)
            yield Wait(wait)
            attempt += 1
        else:
            if gate and gate.probing:
                yield Ask(gate.passed)
            return Answer(data, headers, (yield Ask(gate.remark)) if gate and gate.met else "")


def _sent(call: Call, asking: Outgoing, gate: Gate | None) -> Flow[Any]:
    """What came of a request, sent once no limit that the account has met holds any more."""
    while gate and gate.limited and (seconds := (yield Ask(partial(gate.hold, call.deadline.remaining())))):
        yield Wait(seconds)
    answer = yield Send(asking, call.deadline)
    if gate:
        gate.count()
    return answer


def _learn(call: Call, access: Access, tool: Tool[Any] | None, outgoing: Outgoing, error: ProviderError) -> Flow[None]:
    """What a refusal says of the account."""
    if error.cause is Cause.PLAN_TOO_LOW and call.suspicions and tool:
        call.suspicions.note(access.account, tool.name, outgoing.url)
    if error.cause is Cause.MISSING_SCOPE and error.held:
        yield Ask(partial(call.accounts.scopes_seen, access, error.held))


def _live_token(call: Call, access: Access) -> Flow[LiveToken]:
    """The account's token, renewed first where it is due; one that still lives serves where that fails."""
    if access.token is not None and not access.due:
        return access.token
    pending: Future[LiveToken] = yield Ask(partial(call.accounts.renew, call.connection, access))
    try:
        return (yield from _awaited(call, pending))
    except FigwrightError as error:
        ended = isinstance(error, AccountNotActiveError) and error.status != AccountStatus.ACTIVE
        if access.token is None or ended:
            raise
        logger.warning("A token could not be renewed yet and is used as it is: %s", error)
        return access.token


def _newer_token(call: Call, access: Access, dead: LiveToken) -> Flow[LiveToken | None]:
    newer = yield Ask(partial(call.accounts.token_after, call.connection, access, dead))
    if isinstance(newer, Future):
        newer = yield from _awaited(call, newer)
    return cast(LiveToken | None, newer)


def _awaited(call: Call, future: Future[T]) -> Flow[T]:
    outcome = yield Await(future, call.deadline)
    if not isinstance(outcome, BaseException):
        return cast(T, outcome)
    if isinstance(outcome, TimeoutError):
        raise unanswered(call.connection.connector, OutOfTimeError(sent=False), unknown=False)
    if isinstance(outcome, AccountNotActiveError):
        raise AccountNotActiveError(call.connection.name, call.identifier, outcome.status, outcome.reason)
    raise copy(outcome)


def _read(call: Call, tool: Tool[Any] | None, answer: Reply | Exception, *, read_only: bool) -> Any:
    connector = call.connection.connector
    if isinstance(answer, Reply):
        return read_result(connector, tool, answer, read_only=read_only, hand_in=call.accounts.hand_in)
    if isinstance(answer, TooLargeError):
        raise ResponseTooLargeError(
            f"The answer of {connector.title} is larger than {call.max_response_bytes:,} bytes. "
            f"Ask for less, or raise max_response_bytes.{'' if read_only else MAY_BE_DONE}",
            cause=Cause.INVALID_INPUT,
            outcome_unknown=not read_only,
            request_id=request_id(connector, answer.headers),
        )
    raise unanswered(connector, answer, unknown=getattr(answer, "sent", True) and not read_only)
