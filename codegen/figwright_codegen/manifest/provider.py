"""The part of the manifest that is about the provider, as pydantic models."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, field_validator

from figwright_codegen.manifest.cache import CacheEntry
from figwright_codegen.manifest.forms import Entry, Function, Host, Name, Pointer
from figwright_codegen.manifest.rate_limits import RateLimit
from figwright_codegen.manifest.webhooks import WebhooksEntry

Cause = Literal[
    "DEAD_TOKEN", "INVALID_INPUT", "MISSING_SCOPE", "NOT_FOUND", "NO_ACCESS", "PLAN_TOO_LOW", "PROVIDER_DOWN",
    "RATE_LIMITED", "SEAT_TOO_LOW", "UNKNOWN", "WRONG_CREDENTIAL_KIND",
]  # fmt: skip


def in_order(value: Any) -> Any:
    """The same JSON, its members by name: their order in the manifest says nothing."""
    if isinstance(value, dict):
        return {name: in_order(value[name]) for name in sorted(value)}
    return [in_order(each) for each in value] if isinstance(value, list) else value


class Credential(Entry):
    """How one kind of credential is presented: in a header, a query parameter or a cookie."""

    header: str = ""
    """The header that it goes in."""
    query: str = ""
    """The query parameter that it goes in."""
    cookie: str = ""
    """The cookie that it goes in."""
    prefix: str = ""
    """What stands before it in the header, such as `Bearer ` with its space."""
    base64: bool = False
    """For Basic (RFC 7617): the credential is `user:password`, and is sent in base64."""
    parts: list[str] = []
    """Kinds of credentials that an operation wants at once, in place of `header` and the like. The credential is then
    a JSON object that has each of them under its name."""
    title: str = ""
    """What it is called in messages."""
    token_prefixes: list[str] = []
    """How its tokens begin, where no other kind's do."""


class ErrorShape(Entry):
    """How the provider writes an error. What has none of its shapes is taken for the word of a proxy or a firewall."""

    message: Pointer
    """Where the message stands, a text."""
    also: dict[Pointer, Any] = {}
    """What else must be there, each with its value; `$status` is the response's own status."""
    details: Pointer | Literal[""] = ""
    """A list with more of the message: texts, or objects such as `{field: title, code: missing}`."""


class ErrorRule(Entry):
    """What an error response means. The first rule that fits wins."""

    cause: Cause
    """What it means. DEAD_TOKEN alone leads to a refresh."""
    status: list[int] = []
    """HTTP statuses; without any, every one."""
    text: str = ""
    """Regular expression, searched in the message in any case. Its groups `needed` and `held` are scopes."""
    advice: str = ""
    """What the person or model that reads it can do."""
    headers: Annotated[dict[str, str], AfterValidator(in_order)] = {}
    """By header that the response must have, a regular expression, searched in its value in any case."""
    wait: Annotated[int, Field(ge=0)] = 0
    """Of RATE_LIMITED: how many seconds to wait where the response does not say."""
    all_tiers: bool = False
    """Of RATE_LIMITED: whether every tier is limited then, and not only that of the tool that met the limit."""

    @field_validator("text")
    @classmethod
    def _is_expression(cls, text: str) -> str:
        return _compiled(text)

    @field_validator("headers")
    @classmethod
    def _are_expressions(cls, headers: dict[str, str]) -> dict[str, str]:
        return {name: _compiled(text) for name, text in headers.items()}


class OAuth(Entry):
    """How the provider's OAuth works: RFC 6749 where it keeps to it."""

    authorization_url: str = ""
    """The page on which a person consents; that of the description's authorizationCode flow, if not given."""
    token_url: str = ""
    """Where a code becomes tokens; as before."""
    refresh_url: str = ""
    """Where a refresh token brings a new access token; as before, or `token_url`."""
    refresh_fallback_url: str = ""
    """Tried when `refresh_url` answers 404 or 405."""
    client_authentication: Literal["basic", "body"] = "basic"
    """Where the app's id and secret go: in a Basic header, or in the body."""
    scope_separator: str = " "
    """What stands between scopes in the consent's address."""
    code_lifetime: int = 600
    """Seconds for which a code is good."""
    access_token_lifetime: Annotated[int, Field(ge=0)] = 0
    """Seconds, where the token response does not say; 0: until the provider refuses it."""
    one_live_token: bool = False
    """Whether a refresh kills the access token before it, for each app and person."""
    refresh_token_rotates: bool = False
    """Whether each refresh brings a new refresh token and ends the old one, so that it works once. A refresh whose
    answer is lost is then not repeated: the account says that its person must connect again."""
    always_refresh_token: bool = False
    """Whether every consent brings a refresh token, so that an answer without one is taken for none."""
    answer_format: Literal["json", "form"] = "json"
    """How the token endpoints write their answers where the media type of an answer says neither."""
    errors_with_200: bool = False
    """Whether the token endpoints refuse with the status 200, and `error` in the body."""
    error_codes: list[str] = []
    """What they send as `error` beside the codes of RFC 6749, such as `bad_refresh_token`. An answer with another code
    is not taken for the provider's."""
    declines_reported: bool = True
    """Whether a person who declines is sent back with an `error` (RFC 6749, 4.1.2.1)."""
    issuer: str = ""
    """What the provider sends as `iss` with a code (RFC 9207), if it does."""
    user_id: str = ""
    """The field of the token response that identifies the provider's user."""
    deprecated_scopes: list[str] = []
    """Accepted where an account has them, never asked for."""
    enterprise_scopes: list[str] = []
    """Asked for only where a tool that was chosen by name needs them."""
    organization_scopes: list[str] = []
    """Granted by an organization's admin, through an app of its own."""
    private_scopes: list[str] = []
    """What a public app cannot have."""
    credential: str = "oauth"
    """The kind of credential that a consent gives; that of the scheme with the flow, if not given."""
    organization_credential: str = ""
    """The kind that a consent to organization scopes gives, if it is another."""
    grant_errors: str = ""
    """Regular expression of what the token endpoints say where a person's grant is gone, beside `invalid_grant`: the
    message of an `error_shapes`, or `error: error_description`."""
    app_errors: str = ""
    """The same where the app itself is refused, beside `invalid_client`: no account is to blame."""

    @field_validator("grant_errors", "app_errors")
    @classmethod
    def _is_expression(cls, text: str) -> str:
        return _compiled(text)


class ReaderEntry(Entry):
    """What else than the identifier itself is taken where a schema is wanted: the address of its page, for example."""

    read: Function
    """Takes a text that is no identifier, and returns the one that it stands for; what it cannot read, as it is."""
    pattern: str
    """What it reads, for the plain schema. All that this fits must be read; more may be."""
    plain: str = ""
    """What need not be read, where that is not all that the pattern of the schema fits."""

    @field_validator("pattern", "plain")
    @classmethod
    def _is_expression(cls, text: str) -> str:
        return _compiled(text)


class ConnectorEntry(Entry):
    """The provider: where it is, how it is asked, and what its answers mean."""

    name: Name
    """What settings and commands call it."""
    title: str
    """What people call it."""
    api_url: str = ""
    """The address that the paths of the description are below; that of its first server, if not given."""
    hosts: list[str] = []
    """Hosts that a credential may be sent to, beside that of `api_url`."""
    plans: list[str] = []
    """The provider's plans, from the least to the most; nobody is asked about them where there are none."""
    publishing_states: dict[Literal["draft", "private", "public"], str] = {}
    """The states that an app has there, each with who can connect, in words that end a sentence: `only its owner can
    connect`; empty for everybody. Without any, an app has no state and nobody is asked for one."""
    secret_pattern: str = ""
    """Regular expression of the provider's tokens. What it fits is masked in every text."""
    identify: str = ""
    """The tool that tells whose a credential is."""
    person: str = ""
    """The field of its result that holds the name by which the person is known there."""
    person_id: str = ""
    """The field of its result that identifies the person for good. Where the token response does not tell whose a token
    is, each consent is asked with it, so that an account is not connected anew as another person unseen."""
    request_id: str = ""
    """The header by which the provider names a request, for its support."""
    download_hosts: list[Host] = []
    """Hosts that files may be downloaded from, over https and without a credential."""
    security: dict[str, str] = {}
    """By security scheme of the description, the credential that stands for it; one of the scheme's own name in lower
    case (`api_key` for `ApiKey`), if not given."""
    scope_rule: Literal["all", "any"] = "all"
    """Whether an operation that lists several scopes wants all of them, as OpenAPI reads it, or any."""
    headers: dict[str, str] = {}
    """Sent with every request, such as the version of the API that is meant."""
    credentials: dict[str, Credential] = {}
    """The kinds of credentials, by the name that tools and `security` use. How one is presented is as the description's
    scheme says, if not given."""
    oauth: OAuth | None = None
    """How people connect. Without it, accounts are connected by their tokens."""
    rate_limit: RateLimit = RateLimit()
    """How the provider tells of its limits."""
    error_shapes: list[ErrorShape] = []
    """Tried in order. Without any, every JSON object is the provider's word."""
    error_rules: list[ErrorRule] = []
    """Tried in order. What none fits is UNKNOWN and proves nothing about a token; but a 401 is a dead token where no
    DEAD_TOKEN rule covers that status."""
    readers: dict[str, ReaderEntry] = {}
    """By the name of the schema that an input has."""
    address: Function | Literal[""] = ""
    """Tells what an address of the provider's pages names."""
    webhooks: WebhooksEntry | None = None
    """How it tells of events, where it does."""
    cache: CacheEntry | None = None
    """How an account proves what it may read, where answers of tools may be kept."""

    @field_validator("secret_pattern")
    @classmethod
    def _is_expression(cls, text: str) -> str:
        return _compiled(text)


def _compiled(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from None
    return text
