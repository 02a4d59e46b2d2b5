"""The provider's token endpoints, asked by blocking calls: code exchange, refresh, and whether a token lives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote_plus

from figwright.connections import BoundConnection
from figwright.connector import Connector, Tool
from figwright.errors import Cause, ProviderError
from figwright.http.deadline import Deadline
from figwright.http.limits import Limits
from figwright.http.reply import NoReplyError, Reply
from figwright.http.request import Outgoing, address_of, build_request, signed
from figwright.http.response import no_answer, read_result, request_id, unanswered
from figwright.http.transports import Transports
from figwright.oauth.protocol import (
    Refusal,
    TokenError,
    TokenResponse,
    code_request,
    is_refusal,
    read_tokens,
    refresh_request,
    refresh_urls,
)
from figwright.redaction.cleaning import clean_text
from figwright.redaction.logs import get_logger
from figwright.redaction.secret import REDACTED, Secret

logger = get_logger("provider")

_LARGEST_ANSWER = 2**20
LIVES = (Cause.MISSING_SCOPE, Cause.PLAN_TOO_LOW, Cause.SEAT_TOO_LOW, Cause.NO_ACCESS)
"""What only a token that works is refused for."""


def identifying(connector: Connector, kind: str) -> Tool[Any] | None:
    """The tool that tells whose a token of this kind is; None where none does."""
    tool = connector.tools[connector.identify] if connector.identify else None
    return tool if tool and kind in tool.credentials else None


class TokenEndpoint:
    """Asks for connections. Safe to share between threads."""

    def __init__(self, limits: Limits) -> None:
        self._transports = Transports(replace(limits, max_response_bytes=_LARGEST_ANSWER))

    def exchange(self, connection: BoundConnection, code: Secret, verifier: Secret, seconds: float) -> TokenResponse:
        """Tokens for a code. Raises TokenError; the code is never sent twice (T21)."""
        reply = self._ask(connection, code_request(connection, code, verifier), seconds, code, verifier)
        return read_tokens(connection.connector, reply, refreshed=False)

    def refresh(self, connection: BoundConnection, refresh: Secret, seconds: float) -> TokenResponse:
        """New tokens, from the first refresh endpoint that is there, within `seconds` in all. Raises TokenError."""
        deadline = Deadline(seconds)
        reply = Reply(404, {}, b"")
        for url in refresh_urls(connection):
            request = refresh_request(connection, refresh, url)
            reply = self._ask(connection, request, deadline.remaining(), refresh)
            if reply.status not in (404, 405):
                break
        return read_tokens(connection.connector, reply, refreshed=True)

    def calls_dead(self, connection: BoundConnection, kind: str, token: Secret, seconds: float) -> bool | None:
        """Whether the API itself calls the token dead; None where it cannot be asked, or does not tell."""
        try:
            return None if self.identify(connection, kind, token, seconds) is None else False
        except ProviderError as error:
            return True if error.cause is Cause.DEAD_TOKEN else False if error.cause in LIVES else None

    def identify(
        self, connection: BoundConnection, kind: str, token: Secret, seconds: float, *, hand_in: str = ""
    ) -> Any:
        """What the connector's tool for it says of the token's owner; None where this kind cannot ask.

        `hand_in`: how another token is handed in, if nobody connected this one. Raises ProviderError.
        """
        connector = connection.connector
        if (tool := identifying(connector, kind)) is None:
            return None
        request = build_request(tool, {}, address_of(tool, connector, connection.api_url))
        outgoing = signed(connector, kind, token, request)
        try:
            reply = self._transports.of(outgoing.url).send(outgoing, Deadline(seconds))
        except NoReplyError as error:
            raise unanswered(connector, error, unknown=False) from None
        found = read_result(connector, tool, reply, read_only=True, hand_in=hand_in)
        if not found:  # nobody was named, so nothing was said of the token
            raise no_answer(connector, tool, reply)
        return found

    def close(self) -> None:
        for transport in self._transports.take():
            transport.close()

    def _ask(self, connection: BoundConnection, outgoing: Outgoing, seconds: float, *secrets: Secret) -> Reply:
        """The answer; where it is a refusal that repeats what it was sent, without that (T26)."""
        try:
            reply = self._transports.of(outgoing.url).send(outgoing, Deadline(seconds))
        except NoReplyError as error:
            said = clean_text(str(error), connection.connector.secret_pattern)
            text = f"{connection.connector.title} gave no answer to a token request: {said}."
            asked = request_id(connection.connector, error.headers)
            lost = getattr(error, "sent", True)
            raise TokenError(Refusal.TRANSIENT, text, request_id=asked, lost=lost) from None
        if asked := request_id(connection.connector, reply.headers):
            logger.debug("POST %s: %s (request id %s)", outgoing.url, reply.status, asked)
        if is_refusal(connection.connector, reply):
            for secret in (*secrets, connection.client_secret()):
                for told in {secret.reveal(), quote_plus(secret.reveal())}:
                    reply = replace(reply, body=reply.body.replace(told.encode(), REDACTED.encode()))
        return reply
