"""The OAuth protocol itself, without I/O: PKCE (RFC 7636), authorization requests, token requests and their answers.

The answers are read with suspicion: what is missing, of the wrong type or out of bounds is an error, never a token.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from enum import Enum
from types import EllipsisType
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

from figwright import __version__
from figwright.connections import BoundConnection
from figwright.connector import Connector
from figwright.errors import Cause, InvalidResponseError
from figwright.http.json_body import parse_json
from figwright.http.reply import Reply
from figwright.http.request import Outgoing
from figwright.http.response import PROXY_ASKS, fitting_rule, limited_for, provider_message, request_id, whose_words
from figwright.redaction.cleaning import clean_text
from figwright.redaction.secret import Secret
from figwright.store.bounds import LIFETIME

_SHORTEST, _LONGEST = 60, LIFETIME
_FORM = "application/x-www-form-urlencoded"
_CODES = ("invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type",
          "invalid_scope")  # fmt: skip
Field = Secret | int | EllipsisType | None
_SCOPE = re.compile(r"[^\s,]+")
"""Of a list of scopes, whatever stands between them: spaces as RFC 6749, 3.3, has it, or commas."""
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_TWO_SEPARATORS = re.compile(rb";[\w.-]+=")
"""A form may have `;` between its pairs or `&`, and nobody can tell which of them is part of a value."""


class TokenResponse(NamedTuple):
    """Tokens as the provider gave them; `user` is its id of the person or "".

    `expires_in` is in seconds, None where the token lives until the provider refuses it. `scopes` are None where the
    answer does not say them, which means those that were asked for (RFC 6749, 5.1).
    """

    access: Secret
    refresh: Secret | None
    expires_in: int | None
    user: str
    scopes: tuple[str, ...] | None = None


class Refusal(Enum):
    """What a refused token request says."""

    GRANT = "the person's grant is gone"
    APP = "the app itself is refused"
    UNCLEAR = "refused without a reason that is known"
    TRANSIENT = "no answer, or none that counts"


class TokenError(Exception):
    """No token. `message` may be shown; `retry_after` in seconds and `request_id`, where the provider said so.

    `lost`: no answer of the provider's own came, so that it may have carried the request out all the same.
    The message is the same each time that the same is said, so it has no request id; `told` has it.
    """

    def __init__(
        self,
        refusal: Refusal,
        message: str,
        *,
        status: int = 0,
        retry_after: float | None = None,
        request_id: str = "",
        lost: bool = False,
    ) -> None:
        super().__init__(message)
        self.refusal, self.message, self.status, self.retry_after = refusal, message, status, retry_after
        self.request_id, self.lost = request_id, lost

    @property
    def told(self) -> str:
        return f"{self.message} (Request id: {self.request_id}.)" if self.request_id else self.message


def new_secret() -> str:
    """256 random bits: a state, a start token, a cookie's value (T5)."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str | Secret) -> str:
    """What is stored of a secret that somebody will present: SHA-256, in hex."""
    return hashlib.sha256(Secret.text(secret).reveal().encode("utf-8", "surrogatepass")).hexdigest()


def new_verifier() -> str:
    """A fresh code verifier of 86 characters (RFC 7636, 4.1)."""
    return secrets.token_urlsafe(64)


def code_challenge(verifier: str) -> str:
    """S256 of RFC 7636, 4.2. Raises ValueError for what is no verifier."""
    if not _VERIFIER.fullmatch(verifier):
        raise ValueError("a code verifier has 43 to 128 unreserved characters")
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def authorization_url(connection: BoundConnection, scopes: Sequence[str], state: str, verifier: str) -> str:
    """Where a person's browser goes to consent (RFC 6749, 4.1.1; RFC 7636, 4.3)."""
    query = {
        "client_id": connection.options.client_id,
        "redirect_uri": connection.redirect_uri,
        **({"scope": connection.connector.oauth.scope_separator.join(scopes)} if scopes else {}),
        "state": state,
        "response_type": "code",
        "code_challenge": code_challenge(verifier),
        "code_challenge_method": "S256",
    }
    return f"{connection.authorization_url}?{urlencode(query, quote_via=quote)}"


def code_request(connection: BoundConnection, code: Secret, verifier: Secret) -> Outgoing:
    """Exchange a code for tokens (RFC 6749, 4.1.3). Raises ValueError without a verifier (T8)."""
    code_challenge(verifier.reveal())
    fields: dict[str, str | Secret] = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": connection.redirect_uri,
        "code_verifier": verifier,
    }
    return _token_request(connection, connection.token_url, fields)


def refresh_request(connection: BoundConnection, refresh: Secret, url: str) -> Outgoing:
    """Exchange a refresh token for an access token (RFC 6749, 6)."""
    return _token_request(connection, url, {"grant_type": "refresh_token", "refresh_token": refresh})


def refresh_urls(connection: BoundConnection) -> list[str]:
    """Where to refresh, in order: the next is tried where one answers 404 or 405."""
    fallback = connection.connector.oauth.refresh_fallback_url
    if connection.options.token_url or connection.options.refresh_url:
        fallback = connection.token_url if fallback else ""
    return list(dict.fromkeys(url for url in (connection.refresh_url, fallback) if url))


def _token_request(connection: BoundConnection, url: str, fields: Mapping[str, str | Secret]) -> Outgoing:
    client_id, secret = connection.options.client_id, connection.client_secret()
    headers: dict[str, str | Secret] = {
        "Content-Type": _FORM,
        "Accept": "application/json",
        "Accept-Encoding": "gzip",
        "User-Agent": f"figwright/{__version__}",
    }
    if connection.connector.oauth.client_authentication == "basic":
        pair = Secret.text(quote(secret.reveal(), safe="")).after(f"{quote(client_id, safe='')}:")
        headers["Authorization"] = Secret.text(base64.b64encode(pair.reveal().encode()).decode()).after("Basic ")
    else:
        fields = {**fields, "client_id": client_id, "client_secret": secret}
    return Outgoing("POST", url, _form(fields), headers)


def _form(fields: Mapping[str, str | Secret]) -> Secret:
    return Secret.text(urlencode({name: Secret.text(value).reveal() for name, value in fields.items()}))


def read_tokens(connector: Connector, reply: Reply, *, refreshed: bool) -> TokenResponse:
    """The tokens of an answer. Raises TokenError.

    A consent must give a refresh token where the connector says that each does, and the person's id where the provider
    tells it; a refresh need not (T20).
    """
    try:
        return _read(connector, reply, refreshed=refreshed)
    except TokenError as error:
        error.request_id = request_id(connector, reply.headers)
        raise


def _read(connector: Connector, reply: Reply, *, refreshed: bool) -> TokenResponse:
    if is_refusal(connector, reply):
        raise _refused(connector, reply)
    answer = _fields(connector, reply)
    if answer is None:
        raise _garbage(connector, "no JSON object")
    token_type = answer.get("token_type", Secret.text("bearer"))
    if not isinstance(token_type, Secret) or token_type.reveal().lower() != "bearer":
        raise _garbage(connector, "a token that is no bearer token")
    said = answer.get(connector.oauth.user_id) if connector.oauth.user_id else None
    user = said.reveal() if isinstance(said, Secret) else str(said) if isinstance(said, int) else ""
    if connector.oauth.user_id and not user and not refreshed:
        raise _garbage(connector, f"no {connector.oauth.user_id}")
    every = connector.oauth.always_refresh_token and not refreshed
    refresh = _token(connector, answer, "refresh_token", required=every)
    access = _token(connector, answer, "access_token", required=True)
    assert access is not None
    told = answer.get("scope")
    scopes = tuple(_SCOPE.findall(told.reveal())) if isinstance(told, Secret) else None
    return TokenResponse(access, refresh, _lifetime(connector, answer), user, scopes)


def is_refusal(connector: Connector, reply: Reply) -> bool:
    """Whether no token is given, whatever else the answer says: `error` in place of a token is none, with 200 too."""
    if reply.status != 200:
        return True
    answer = _object(connector, reply) or {}
    return "error" in answer and "access_token" not in answer


def _object(connector: Connector, reply: Reply) -> dict[str, Any] | None:
    """The answer, None where it is no object: a form where its media type, or connector and first sign, say so."""
    usual = connector.oauth.answer_format == "form" and reply.media_type != "application/json"
    if reply.media_type == _FORM or (usual and reply.body.lstrip()[:1] not in (b"{", b"<")):
        pairs = parse_qsl(reply.body.decode("utf-8", "replace"), keep_blank_values=True)
        return dict(pairs) if len(dict(pairs)) == len(pairs) and not _TWO_SEPARATORS.search(reply.body) else None
    try:
        answer = parse_json(connector, reply.body)
    except InvalidResponseError:
        return None
    return answer if isinstance(answer, dict) else None


def _fields(connector: Connector, reply: Reply) -> dict[str, Field] | None:
    """The answer's texts, each a secret, and whole numbers, `...` for all else; None where it is no object."""
    answer = _object(connector, reply)
    if answer is None:
        return None
    plain = {name: value if value is None or type(value) is int else ... for name, value in answer.items()}
    return plain | {name: Secret.text(value) for name, value in answer.items() if isinstance(value, str)}


def _token(connector: Connector, answer: Mapping[str, Field], field: str, *, required: bool) -> Secret | None:
    value = answer.get(field)
    if value is None and not required:
        return None
    word = Secret.word(value) if isinstance(value, Secret) else None
    if word is None or word != value:
        raise _garbage(connector, f"no {field}")
    return word


def _lifetime(connector: Connector, answer: Mapping[str, Field]) -> int | None:
    usual = connector.oauth.access_token_lifetime
    seconds = answer.get("expires_in", usual or None)
    if seconds is None and not usual:
        return None
    if isinstance(seconds, Secret) and seconds.reveal().isascii() and seconds.reveal().isdigit():
        seconds = int(seconds.reveal()[:12])
    if not isinstance(seconds, int) or not _SHORTEST <= seconds <= _LONGEST:
        raise _garbage(connector, "an expires_in that is no sensible number of seconds")
    return seconds


def _garbage(connector: Connector, what: str) -> TokenError:
    text = f"{connector.title} answered a token request with {what}."
    return TokenError(Refusal.TRANSIENT, text, status=200, lost=True)


def _refused(connector: Connector, reply: Reply) -> TokenError:
    """What a refusal says. Only the provider's own words, or the standard's (RFC 6749, 5.2), are a verdict (P14)."""
    (code, told), status, oauth = _error(connector, reply), reply.status, connector.oauth
    message = provider_message(connector, reply)
    rule, _ = fitting_rule(connector, reply, message or told)
    limit = rule if rule and rule.cause == Cause.RATE_LIMITED else None
    wait = limited_for(connector, reply) if limit or status in (429, 503) else None
    retry_after = wait or (limit.wait if limit else 0) or None
    if message is None and not code:
        text = f"A token request got no answer. {whose_words(connector, reply)}"
        no_token = status == 200 and oauth.errors_with_200  # it has an error in place of one
        lost = (status < 300 and not no_token) or (status >= 500 and status != 503)
        return TokenError(Refusal.TRANSIENT, text, status=status, retry_after=retry_after, lost=lost)
    message = message or told
    verdict = 400 <= status < 500 or (status == 200 and oauth.errors_with_200)
    if limit or not verdict or status in (408, 425, 429):
        refusal = Refusal.TRANSIENT
    elif code in ("invalid_client", "unauthorized_client") or _says(oauth.app_errors, message):
        refusal = Refusal.APP
    elif code == "invalid_grant" or _says(oauth.grant_errors, message):
        refusal = Refusal.GRANT
    else:
        refusal = Refusal.APP if status == 401 else Refusal.UNCLEAR
    said = f": {message.rstrip('.')}." if message else "."
    text = f"{connector.title} refused a token request with {status}{said}"
    return TokenError(refusal, text, status=status, retry_after=retry_after)


def _error(connector: Connector, reply: Reply) -> tuple[str, str]:
    """An error code that the standard or the connector has, and it with its description; "" for both without one.

    A 407 is a proxy's, whatever it says.
    """
    answer = {} if reply.status == PROXY_ASKS else _object(connector, reply) or {}
    code, more = answer.get("error"), answer.get("error_description")
    if not isinstance(code, str) or code not in (*_CODES, *connector.oauth.error_codes):
        return "", ""
    told = f"{code}: {more}" if isinstance(more, str) and more else code
    return code, clean_text(told, connector.secret_pattern)


def _says(pattern: str, message: str) -> bool:
    return bool(pattern) and re.search(pattern, message, re.IGNORECASE) is not None
