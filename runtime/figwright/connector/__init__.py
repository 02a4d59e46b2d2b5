"""What the runtime knows of one provider: plain values that the generator writes and the runtime reads.

A generated package imports this module, and `figwright.schemas` for its schemas; nothing else of the runtime. Every
fact of a provider (addresses, error texts, scopes, rate-limit tiers) reaches the runtime through a `Connector`, found
in the entry-point group `figwright.connectors`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Generic, Literal, NamedTuple, Protocol, TypeVar

from figwright.connector.cache import Cache as Cache
from figwright.connector.cache import Cached as Cached
from figwright.connector.loading import Tools as Tools
from figwright.connector.loading import lazy_names as lazy_names
from figwright.connector.rate_limits import Allowance as Allowance
from figwright.connector.rate_limits import RateLimit as RateLimit
from figwright.connector.validators import from_base64 as from_base64
from figwright.connector.validators import join_list as join_list
from figwright.connector.validators import lower_case as lower_case
from figwright.connector.validators import meant as meant
from figwright.connector.validators import named as named
from figwright.connector.validators import not_bool as not_bool
from figwright.connector.validators import parse_json as parse_json
from figwright.connector.validators import reader as reader
from figwright.connector.validators import upper_case as upper_case
from figwright.connector.validators import whole_if_whole as whole_if_whole
from figwright.connector.webhooks import EventType as EventType
from figwright.connector.webhooks import Signature as Signature
from figwright.connector.webhooks import WebhookCall as WebhookCall
from figwright.connector.webhooks import Webhooks as Webhooks

T = TypeVar("T")
CredentialKind = str
"""A way to be authorised, named by the connector: `oauth`, `personal_access_token`, ..."""
Place = Literal["path", "query", "header", "cookie", "body"]


class NotGiven(Enum):
    """What stands for "not given" where null is a value of its own; a model that must say something says the text."""

    NOT_GIVEN = "(not given)"


NOT_GIVEN = NotGiven.NOT_GIVEN


class Parameter(NamedTuple):
    """One input of a tool and where the provider wants it."""

    input: str
    name: str
    """The provider's name, which differs from `input` where the manifest renames."""
    place: Place
    within: str = ""
    """The body object that the value belongs into, where the manifest flattens it."""
    required: bool = False
    """Demanded by the provider although the input is optional: a case sends it, or the input itself does."""
    style: str = ""
    """How a list or an object becomes text (OpenAPI's styles, `json`, or the media type of a part of a form)."""
    explode: bool = False
    nullable: bool = False
    """Whether null is sent; anywhere else None means that nothing was given."""
    may_be_empty: bool = False
    """Of a query: whether an empty text is sent; without it, that means that nothing was given."""


class Fixed(NamedTuple):
    """A provider's parameter that is not an input itself: a constant, or `$input` for the value of another input."""

    name: str
    place: Place
    value: object


class Case(NamedTuple):
    """One way to say the same thing: when these inputs are given, `send` goes out instead of them."""

    when: Mapping[str, object]
    """Inputs that must be given, each with the exact value it must have, or None for any."""
    send: tuple[Fixed, ...]


class Renamed(NamedTuple):
    """What a former name stands for."""

    name: str
    """The name of today."""
    since: str
    """The version or the date that brought it."""


class Removed(NamedTuple):
    """A tool or an input that is gone."""

    since: str
    """The version or the date."""
    instead: str
    """What to do now, a sentence."""


class Pagination(NamedTuple):
    """Where it is said that there is more, and which input asks for it: one of `next`, `links`, `header`, `counts`."""

    input: str
    next: str = ""
    """JSON pointer to the next cursor in the result."""
    more: str = ""
    """JSON pointer to a boolean that says whether there is a next page, where the cursor alone does not."""
    links: tuple[str, ...] = ()
    """JSON pointers to links to further pages, of which `input` takes the whole query, or to cursors. Of two, either
    may lead on: what their pages hold tells which one does."""
    items: str = ""
    """JSON pointer to the list whose items a page holds, the newest first: nothing new in it ends the walk."""
    id: str = ""
    """JSON pointer within an item to what tells it from the others; without one, all of the item does."""
    date: str = ""
    """JSON pointer within an item to its time, in a form that sorts as text."""
    header: str = ""
    """The header with a link `rel="next"` (RFC 8288) to the next page, of which `input` takes the whole query."""
    counts: Literal["", "pages", "items"] = ""
    """What `input` counts where nothing names the next page: pages, or the items before it. `items` is a list then, or
    all of the result, and an empty one is past the end."""
    first: int = 0
    """The number of the first page."""
    beside: tuple[str, ...] = ()
    """Inputs in the query that every call must give, beside a whole query in `input`, too."""

    @property
    def takes_query(self) -> bool:
        """Whether `input` may be the whole query of a page."""
        return bool(self.links or self.header)


class Titles(NamedTuple):
    """The call that tells what people call the things whose pictures a result links to."""

    tool: str
    at: str
    """JSON pointer to an object in its result: by the id of each thing, an object or null."""
    title: str
    """JSON pointer to the title within such an object."""
    ids: str
    """Its input that takes the ids."""
    same: tuple[str, ...] = ()
    """Inputs that it gets as the first call had them."""
    send: Mapping[str, object] = {}
    """What it gets besides."""


class Downloads(NamedTuple):
    """Where a result says from which URLs files can be downloaded."""

    at: str
    """JSON pointer to an object: the name of each file and its URL, or null."""
    days: int
    """How long the URLs work at most."""
    missing: str = ""
    """Why there may be no URL for a name."""
    folder: str = ""
    """The input within whose value the names are unique."""
    ids: str = ""
    """The input that takes a list of the names, where it is asked for some."""
    scale: str = ""
    """The input by which pictures become smaller: a number, 1 where it is not given."""
    pictures: Mapping[str, tuple[object, ...]] = {}
    """By input, the values with which the files are pictures that a model can look at; not given is such a value."""
    titles: Titles | None = None


class Tool(NamedTuple, Generic[T]):
    """One callable: what a model sees of it, how it is sent, and what it needs. T is the type of its result."""

    name: str
    title: str
    description: str
    operation: str
    method: str
    path: str
    """Path template of the operation, `/v1/files/{file_key}`."""
    toolset: str
    input_type: str
    """`module:Name` of the TypedDict that pydantic validates inputs against."""
    input_schema: str
    """Name of the file, in the package's `schemas`, that holds the input's JSON Schema, by the tool's name."""
    output_type: str
    output_schema: str
    """The same for its result's."""
    parameters: tuple[Parameter, ...] = ()
    constants: tuple[Fixed, ...] = ()
    cases: tuple[Case, ...] = ()
    """Tried in order; the first whose inputs are given is used."""
    wrap: str = ""
    """The body property that takes the body as the only item of its list."""
    server: str = ""
    """The address that the path is below, where it is not the connector's."""
    media: str = ""
    """The media type of the body; JSON where it is empty."""
    optional_body: bool = False
    """Whether no body is sent where nothing of it was given."""
    open_body: bool = False
    """Whether the body takes inputs that the description does not name."""
    reads: Literal["", "text", "bytes"] = ""
    """What a success is read as, where it is not JSON."""
    accepts: str = ""
    """The media type to ask for then."""
    may_be_nothing: bool = False
    """Whether a success may have no body although others have one."""
    check: str = ""
    """File name, in the package's `schemas`, of the JSON Schema of what is sent, where the input type is lenient."""
    scopes: tuple[str, ...] = ()
    """Any one is enough, or all are needed (`Connector.all_scopes`); empty where the provider asks for none."""
    credentials: tuple[CredentialKind, ...] = ()
    """Any of them; without one, everybody may call it, and no credential is sent."""
    plan: str = ""
    """The least plan, one of the connector's, where the provider has such a rule."""
    enterprise: bool = False
    """Used only where it was chosen by name."""
    public_apps: bool = True
    """False where the provider closes the endpoint to apps that anybody may install."""
    default: bool = False
    """In use where a connection names neither tools nor scopes."""
    tier: int = 0
    """Rate-limit tier, one of the connector's."""
    read_only: bool = False
    destructive: bool = False
    idempotent: bool = False
    pagination: Pagination | None = None
    deprecated: str = ""
    """Why not to use it any more and what instead."""
    result_names: tuple[str, ...] = ()
    """What the description requires at the top of a result, or what it knows there if it requires nothing: an answer
    with none of it is somebody else's (P14)."""
    redact: tuple[str, ...] = ()
    """JSON pointers to secrets in the result (`*` for any key or index), taken out before anybody sees it."""
    errors_at: str = ""
    """JSON pointer to what a successful response fills where the request failed after all: a list, a text, true."""
    downloads: Downloads | None = None
    cached: Cached | None = None
    """That its answer may be kept by version; None where it may not."""
    authored: Mapping[str, str] = {}
    """Fields of a row that hold what a person wrote, and the field that says who."""
    aside: tuple[str, ...] = ()
    """Fields of a row or object, dotted for one inside, that a model sees only where it names them in `fields`."""
    needed: tuple[str, ...] = ()
    """Inputs that a model must give, although others that it does not see could stand for them."""
    model_names: Mapping[str, str] = {}
    """By input, what the views call it if not every model API takes its own name."""
    renamed_inputs: Mapping[str, Renamed] = {}
    """By former name, inputs of today."""
    removed_inputs: Mapping[str, Removed] = {}
    readers: Mapping[str, str] = {}
    """By input, `module:function` that makes an identifier of other texts, such as the address of its page."""
    read_from: Mapping[str, str] = {}
    """By input, another whose text is read for it, too, where it is not given."""
    example: Mapping[str, object] = {}
    """What an example gives beside the inputs that are required: a value, or None for the input's own."""
    view: str = ""
    """`module:function` that writes the result for a model, where rows or JSON would not do (`answer.View`)."""
    views: tuple[str, ...] = ()
    """Those that `view` knows, the usual one first."""
    compared: str = ""
    """The input that takes a version, where `view` can also write what changed since another (`Answer.before`)."""
    rows: bool = False
    """Whether the result has rows of so many columns that a model may want to choose among them."""


class Credential(NamedTuple):
    """How one kind of credential is presented."""

    header: str = ""
    prefix: str = ""
    title: str = ""
    token_prefixes: tuple[str, ...] = ()
    """How its tokens begin, where no other kind's do."""
    query: str = ""
    """The parameter that it goes in, where it is not a header."""
    cookie: str = ""
    base64: bool = False
    """Whether it is sent in base64: `user:password` for Basic (RFC 7617)."""
    parts: tuple[CredentialKind, ...] = ()
    """Kinds that are presented at once: an account then holds a JSON object with each of them."""


class ErrorShape(NamedTuple):
    """How the provider writes an error. What has none of its shapes is the word of a proxy or a firewall (P14)."""

    message: str
    """JSON pointer to the message, a text."""
    also: Mapping[str, object] = {}
    """JSON pointers to what else must be there, each with its value; `$status` is the response's own status."""
    details: str = ""
    """JSON pointer to a list with more of the message: texts, or objects."""


class ErrorRule(NamedTuple):
    """What an error response means. The first rule that fits wins."""

    cause: str
    """A name of `errors.Cause`."""
    status: tuple[int, ...] = ()
    """HTTP statuses; empty for any."""
    text: str = ""
    """Regular expression searched in the provider's message, any case. The groups `needed` and `held` are scopes."""
    advice: str = ""
    """What the person or model that reads it can do."""
    headers: Mapping[str, str] = {}
    """By header that the response must have, a regular expression searched in its value, any case."""
    wait: int = 0
    """Of RATE_LIMITED: seconds to wait where the response does not say."""
    all_tiers: bool = False
    """Of RATE_LIMITED: every tier is limited then."""


class OAuth(NamedTuple):
    """How the provider's OAuth works, RFC 6749 where it keeps to it."""

    authorization_url: str
    token_url: str
    refresh_url: str
    refresh_fallback_url: str = ""
    """Tried when `refresh_url` answers 404 or 405."""
    client_authentication: Literal["basic", "body"] = "basic"
    scope_separator: str = " "
    code_lifetime: int = 600
    """Seconds."""
    access_token_lifetime: int = 0
    """Seconds, where the token response does not say; 0: until the provider refuses it."""
    one_live_token: bool = False
    """A refresh kills the access token before it, per (app, user)."""
    refresh_token_rotates: bool = False
    """Each refresh ends the refresh token that it was given: after a lost answer there is no other."""
    always_refresh_token: bool = False
    """An answer to a consent without a refresh token is no answer."""
    answer_format: Literal["json", "form"] = "json"
    """How the token endpoints write their answers where the media type says neither."""
    errors_with_200: bool = False
    """The token endpoints refuse with status 200, and say so in the body."""
    error_codes: tuple[str, ...] = ()
    """What the token endpoints send as `error` beyond the codes of RFC 6749, 5.2."""
    declines_reported: bool = True
    """Who declines a consent is sent back with an error; else nobody hears of it."""
    issuer: str = ""
    """What the provider sends as `iss` with a code (RFC 9207), where it does."""
    user_id: str = ""
    """The token response's field that identifies the provider's user."""
    scopes: Mapping[str, str] = {}
    """Every scope and what it allows."""
    deprecated_scopes: tuple[str, ...] = ()
    """Accepted, never asked for."""
    enterprise_scopes: tuple[str, ...] = ()
    """Asked for only where a tool chosen by name needs them."""
    organization_scopes: tuple[str, ...] = ()
    """Granted by an organization's admin through an app of its own."""
    private_scopes: tuple[str, ...] = ()
    """A public app cannot have them."""
    credential: CredentialKind = "oauth"
    """The kind of credential that a consent gives."""
    organization_credential: CredentialKind = ""
    """The kind that a consent to organization scopes gives, where it differs."""
    grant_errors: str = ""
    """Regular expression of what the token endpoints say where the person's grant is gone, beyond `invalid_grant`."""
    app_errors: str = ""
    """The same where the app itself is refused, beyond `invalid_client`: no account is to blame."""


class Toolset(NamedTuple):
    title: str
    instructions: str = ""


class Connector(NamedTuple):
    """One provider as data."""

    name: str
    title: str
    package: str
    api_url: str
    hosts: tuple[str, ...]
    """Hosts that a credential may be sent to without `allow_insecure`."""
    credentials: Mapping[CredentialKind, Credential]
    oauth: OAuth
    tools: Tools
    toolsets: Mapping[str, Toolset]
    error_shapes: tuple[ErrorShape, ...] = ()
    """Tried in order; without any, every JSON object is the provider's word."""
    error_rules: tuple[ErrorRule, ...] = ()
    rate_limit: RateLimit = RateLimit()
    plans: tuple[str, ...] = ()
    """From the least to the most; empty where the provider has none."""
    publishing_states: Mapping[str, str] = {}
    """By state of an app, who can connect, "" for everybody; empty where its apps have no state."""
    secret_pattern: str = ""
    """Regular expression of the provider's tokens, masked in every text."""
    identify: str = ""
    """The tool that tells who a credential belongs to."""
    person: str = ""
    """The field of its result that holds the name by which the person is known there."""
    person_id: str = ""
    """The field of its result that identifies the person, asked for after a consent whose answer does not tell it."""
    request_id: str = ""
    """The header by which the provider names a request, for its support."""
    download_hosts: tuple[str, ...] = ()
    """Hosts that files may be downloaded from, over https and without a credential."""
    address: str = ""
    """`module:function` that tells what an address of the provider's pages names: text to a mapping, or ValueError."""
    headers: Mapping[str, str] = {}
    """Sent with every request."""
    all_scopes: bool = False
    """Whether a tool needs all of its scopes; else any one is enough."""
    webhooks: Webhooks | None = None
    """How it tells of events; None where it does not."""
    cache: Cache | None = None
    """How an account proves what it may read, where answers may be kept."""


class Account(Protocol):
    """Whose credential a call uses: what `Actions.account(...)` returns and every typed function takes first."""

    def call(self, tool: Tool[T], inputs: Mapping[str, object], /) -> T: ...


class AsyncAccount(Protocol):
    """The awaitable twin, from `AsyncActions.account(...)`."""

    async def call(self, tool: Tool[T], inputs: Mapping[str, object], /) -> T: ...
