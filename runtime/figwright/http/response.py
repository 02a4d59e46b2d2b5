"""Step 7 of a call: a body becomes JSON, an error becomes one typed error with a cause (P6).

What an error means is the connector's data, and so is how the provider writes one. Whatever has none of its shapes came
from something in between and says nothing about the account (P14). An error of the provider's that no rule knows is
UNKNOWN and never taken for a dead token, unless it is a 401 and no rule says which of them are (RFC 9110, 15.5.2).
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from figwright.connector import Connector, ErrorRule, ErrorShape, Tool
from figwright.errors import Cause, DeadlineExceededError, InvalidResponseError, ProviderError
from figwright.http.json_body import parse_json
from figwright.http.reply import OutOfTimeError, Reply
from figwright.json_pointer import look_up, steps
from figwright.redaction.cleaning import clean_text, take_out
from figwright.redaction.escaping import one_line
from figwright.redaction.secret import forget_frames

PROXY_ASKS = 407
"""The status that no provider answers with."""
_PASSING = (408, 425, 429)
"""Statuses below 500 that time heals, whoever answers."""
_LONGEST_ID = 100
_CHARSET = re.compile(r"""charset=["']?([\w.:-]+)""", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+(?:or|and)\s+|[\s,]+")
_SECONDS = re.compile(r"[0-9]{1,9}")
_TIME = re.compile(r"[0-9]{1,10}")
_BY_STATUS = {400: Cause.INVALID_INPUT, 404: Cause.NOT_FOUND, 429: Cause.RATE_LIMITED}
_WHOEVER_ANSWERS = {429: Cause.RATE_LIMITED, **dict.fromkeys((413, 414, 431), Cause.INVALID_INPUT)}
"""Statuses that say what is wrong with the request alone, so that they count from anything on the way."""
MAY_BE_DONE = " It may have been carried out: look before you repeat it."


def read_result(
    connector: Connector, tool: Tool[Any] | None, reply: Reply, *, read_only: bool, hand_in: str = ""
) -> Any:
    """The JSON of a success without the tool's secrets, None for an empty body where the tool has no result.

    Raises ProviderError, also for a success that reports failure, and for JSON that cannot be what the tool returns.
    """
    handled = sys.exception()
    try:
        if not 200 <= reply.status < 300:
            raise read_error(connector, tool, reply, hand_in)
        if tool is not None and tool.reads:
            if reply.media_type == "text/html" and "html" not in tool.accepts:
                raise no_answer(connector, tool, reply)  # a page for browsers, of a gateway or a sign-in (P14)
            return reply.body if tool.reads == "bytes" else _text(reply)
        if not reply.body.strip() and not (tool and tool.output_type and not tool.may_be_nothing):
            return None
        data = _text(reply) if tool and _is_remark(tool, reply) else _read_json(connector, tool, reply)
        if tool is not None and not _may_return(tool, data, connector.error_shapes):
            raise no_answer(connector, tool, reply)
    except ProviderError as error:
        error.outcome_unknown = error.cause is Cause.PROVIDER_DOWN and not read_only
        error.request_id = request_id(connector, reply.headers)
        forget_frames(error, handled)  # those hold the answer, which may repeat a token
        raise
    data = take_out(data, tool.redact if tool else ())
    if tool is not None and tool.errors_at and (errors := look_up(data, tool.errors_at)):
        each = errors if isinstance(errors, list) else [errors]
        message = clean_text("; ".join(map(_message_of, each)), connector.secret_pattern)
        raise ProviderError(
            f"{connector.title} did not carry out {tool.name}: {message}",
            cause=Cause.INVALID_INPUT,
            status=reply.status,
            provider_message=message,
            request_id=request_id(connector, reply.headers),
        )
    return data


def request_id(connector: Connector, headers: Mapping[str, str]) -> str:
    """How the provider names the request, "" where it did not say; of anything longer than a name, the beginning."""
    return one_line(_header(connector, headers, connector.request_id))[:_LONGEST_ID]


def _is_remark(tool: Tool[Any], reply: Reply) -> bool:
    """Whether a success of which nothing is described came with a plain text, such as `ok`."""
    return reply.media_type == "text/plain" and not tool.output_type and reply.body.lstrip()[:1] not in (b"{", b"[")


def _text(reply: Reply) -> str:
    charset = _CHARSET.search(reply.headers.get("content-type", ""))
    try:
        return reply.body.decode(charset[1] if charset else "utf-8", "replace")
    except LookupError:
        return reply.body.decode("utf-8", "replace")


def _read_json(connector: Connector, tool: Tool[Any] | None, reply: Reply) -> Any:
    try:
        return parse_json(connector, reply.body)
    except InvalidResponseError:
        if reply.body.lstrip()[:1] in (b"{", b"["):
            raise
    raise no_answer(connector, tool, reply, "no JSON for an answer")


def no_answer(
    connector: Connector, tool: Tool[Any] | None, reply: Reply, got: str = "no answer"
) -> InvalidResponseError:
    """The error for what came in place of an answer."""
    text = f"{tool.name if tool else 'The request'} got {got}. {whose_words(connector, reply)}"
    asked = request_id(connector, reply.headers)
    return InvalidResponseError(text, cause=Cause.PROVIDER_DOWN, status=reply.status, request_id=asked)


def _may_return(tool: Tool[Any], data: Any, error_shapes: Iterable[ErrorShape]) -> bool:
    """Whether the tool may return this: an object with one of the names that it must have and no error has.

    Real answers lack some of their names (a last page its cursor), which is no reason to withhold what is there. Where
    an error's names stand beside, a third of the tool's own are asked for: gateways give an `id`, too.
    """
    if not tool.result_names or not isinstance(data, dict):
        return not tool.result_names
    if not data or data.keys() >= set(tool.result_names):
        return True
    in_errors = {steps(at)[0] for shape in error_shapes for at in (shape.message, *shape.also) if at}
    telling = set(tool.result_names) - in_errors
    wanted = len(telling) / 3 if data.keys() & in_errors else 1
    return bool(telling) and len(telling & data.keys()) >= wanted


def read_error(connector: Connector, tool: Tool[Any] | None, reply: Reply, hand_in: str = "") -> ProviderError:
    """Classify an error response by the connector's rules; the provider's own words are part of the message.

    `hand_in`: how another token is handed in, if nobody connected this one.
    """
    said = provider_message(connector, reply)
    limit, retry_after = connector.rate_limit, said_retry_after(connector, reply)
    plan, seat = (_header(connector, reply.headers, name) for name in (limit.plan, limit.seat))
    found: Mapping[str, str | None] = {}
    if said is None:
        cause = _WHOEVER_ANSWERS.get(reply.status, Cause.PROVIDER_DOWN)
        text = f"{tool.name if tool else 'The request'} got no answer. {whose_words(connector, reply)}"
        if cause is Cause.INVALID_INPUT:
            rule, _ = fitting_rule(connector, reply, "")
            less = rule.advice if rule and rule.advice else "Ask for less at once."
            text = f"{tool.name if tool else 'The request'} is too large ({reply.status}). {less}"
    else:
        rule, match = fitting_rule(connector, reply, said)
        cause = Cause(rule.cause) if rule else _cause_by_status(connector, reply.status)
        if cause is Cause.RATE_LIMITED:
            retry_after = limited_for(connector, reply) or (rule.wait if rule else 0) or None
        found = match.groupdict() if match else {}
        waiting = f" Try again in {retry_after:.0f} seconds." if retry_after else ""
        advice = f" {rule.advice}" if rule and rule.advice else ""
        if cause is Cause.RATE_LIMITED:
            advice += limit.told(tool.tier if tool else 0, seat, plan)
        advice += _remedy(connector, cause, hand_in)
        words = f": {said.rstrip('.')}." if said else "."
        refused = f"{connector.title} refused {tool.name if tool else 'the request'} ({reply.status})"
        text = f"{refused}{words}{advice}{waiting}"
    return ProviderError(
        text,
        cause=cause,
        status=reply.status,
        provider_message=said or "",
        retry_after=retry_after,
        needed=_scopes(found.get("needed")),
        held=_scopes(found.get("held")),
        plan=plan,
        seat=seat,
        upgrade_url=_header(connector, reply.headers, limit.upgrade),
    )


def _remedy(connector: Connector, cause: Cause, hand_in: str) -> str:
    """What to do about a credential: only a person who connected can connect again."""
    if cause not in (Cause.DEAD_TOKEN, Cause.MISSING_SCOPE):
        return ""
    scope = cause is Cause.MISSING_SCOPE
    if hand_in:
        return f" Make {'one that has it' if scope else 'a new one'} at {connector.title}, and {hand_in}."
    return f" Its person must connect again{' and allow it' if scope else ''}."


def whose_words(connector: Connector, reply: Reply) -> str:
    """A sentence for an answer that is not the provider's own."""
    kind = clean_text(reply.headers.get("content-type", "")[:80], connector.secret_pattern)
    waiting = said_retry_after(connector, reply)
    if reply.status >= 500 or reply.status in _PASSING:
        again = f"in {waiting:.0f} seconds" if waiting else "later"
        advice = f"Try again {again}; if it stays, look there."
    else:
        advice = "The same call gets the same again: whoever runs this looks there first, at the way to it."
    return (
        f"What came ({reply.status}{f', {kind}' if kind else ''}) is not in {connector.title}'s words: a proxy, a "
        f"firewall, a sign-in page or a fault on the way answered instead. {advice}"
    )


def said_retry_after(connector: Connector, reply: Reply) -> float | None:
    """Whole seconds (RFC 9110 §10.2.3) of a 429 or 503; dates, negative numbers and garbage count as not said."""
    return limited_for(connector, reply) if reply.status in (429, 503) else None


def limited_for(connector: Connector, reply: Reply) -> float | None:
    """Seconds until a limit ends, as the response says it, by its own clock where it tells a time."""
    limit = connector.rate_limit
    if _SECONDS.fullmatch(value := _header(connector, reply.headers, limit.retry_after).strip()):
        return float(value)
    reset = _header(connector, reply.headers, limit.reset).strip()
    if _header(connector, reply.headers, limit.remaining).strip() != "0" or not _TIME.fullmatch(reset):
        return None
    if limit.reset_form != "epoch":
        return max(float(reset), 1.0)
    from email.utils import mktime_tz, parsedate_tz  # takes as long to import as all of this module

    sent = parsedate_tz(reply.headers.get("date", ""))
    return max(float(reset) - (mktime_tz(sent) if sent else time.time()), 1.0)


def unanswered(connector: Connector, met: Exception, *, unknown: bool) -> ProviderError:
    """The error for a request that met this in place of a whole answer.

    `unknown`: a write that may have been carried out (T54).
    """
    asked = request_id(connector, getattr(met, "headers", {}))
    outcome = MAY_BE_DONE if unknown else ""
    if isinstance(met, OutOfTimeError):
        text = f"{connector.title} did not answer within the call's deadline.{outcome}"
        return DeadlineExceededError(text, cause=Cause.PROVIDER_DOWN, outcome_unknown=unknown, request_id=asked)
    why = clean_text(str(met), connector.secret_pattern).rstrip(".")
    text = f"{connector.title} could not be reached: {why}.{outcome}"
    return ProviderError(text, cause=Cause.PROVIDER_DOWN, outcome_unknown=unknown, request_id=asked)


def _message_of(error: Any) -> str:
    return str(error.get("error") or error.get("message") or error) if isinstance(error, dict) else str(error)


def provider_message(connector: Connector, reply: Reply) -> str | None:
    """The provider's own words in an error, cleaned; None where the body has none of its shapes (P14).

    A 407 is a proxy's, whatever it says (RFC 9110, 15.5.8).
    """
    if reply.status == PROXY_ASKS:
        return None
    try:
        data = json.loads(reply.body)
    except (ValueError, RecursionError):
        return None
    for shape in connector.error_shapes:
        found = look_up(data, shape.message)
        if isinstance(found, str) and all(_is(look_up(data, at), want, reply) for at, want in shape.also.items()):
            return clean_text(_with_details(found, look_up(data, shape.details)), connector.secret_pattern)
    return "" if isinstance(data, dict) and not connector.error_shapes else None


def _with_details(message: str, details: Any) -> str:
    listed = details if isinstance(details, list) else []
    parts = ([one] if isinstance(one, str) else one.values() if isinstance(one, dict) else () for one in listed)
    each = (" ".join(str(part) for part in told if isinstance(part, str | int)) for told in parts)
    told = "; ".join(filter(None, each))
    return f"{message.rstrip('.')} ({told})" if told else message


def _is(value: Any, wanted: object, reply: Reply) -> bool:
    wanted = reply.status if wanted == "$status" else wanted
    return type(value) is type(wanted) and value == wanted


def fitting_rule(connector: Connector, reply: Reply, message: str) -> tuple[ErrorRule | None, re.Match[str] | None]:
    for rule in connector.error_rules:
        if rule.status and reply.status not in rule.status:
            continue
        headers = [(reply.headers.get(name.lower()), text) for name, text in rule.headers.items()]
        if not all(value is not None and _pattern(text).search(value) for value, text in headers):
            continue
        if not rule.text:
            return rule, None
        if match := _pattern(rule.text).search(message):
            return rule, match
    return None, None


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _cause_by_status(connector: Connector, status: int) -> Cause:
    if status == 401:
        dead = [rule for rule in connector.error_rules if rule.cause == Cause.DEAD_TOKEN]
        return Cause.UNKNOWN if any(status in (rule.status or [401]) for rule in dead) else Cause.DEAD_TOKEN
    return Cause.PROVIDER_DOWN if status >= 500 else _BY_STATUS.get(status, Cause.UNKNOWN)


def _scopes(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in _SEPARATOR.split(text or "") if part)


def _header(connector: Connector, headers: Mapping[str, str], name: str) -> str:
    return clean_text(headers.get(name.lower(), ""), connector.secret_pattern) if name else ""
