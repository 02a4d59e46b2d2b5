"""The tool manifest, as pydantic models: what of a description becomes a tool, and the provider's own facts.

What stands below a key here is its description in `docs/manifest.md` and `spec/manifest.schema.json`.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

import pydantic
from pydantic import AfterValidator, Field, field_validator, model_validator

from figwright_codegen.manifest.forms import Function, Host, Name, Pointer, Since

HINTS = ("read_only", "destructive", "idempotent")
Hint = Literal["read_only", "destructive", "idempotent"]
Cause = Literal[
    "DEAD_TOKEN", "INVALID_INPUT", "MISSING_SCOPE", "NOT_FOUND", "NO_ACCESS", "PLAN_TOO_LOW", "PROVIDER_DOWN",
    "RATE_LIMITED", "SEAT_TOO_LOW", "UNKNOWN", "WRONG_CREDENTIAL_KIND",
]  # fmt: skip


class Entry(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def _in_order(value: Any) -> Any:
    """The same JSON, its members by name: their order in the manifest says nothing."""
    if isinstance(value, dict):
        return {name: _in_order(value[name]) for name in sorted(value)}
    return [_in_order(each) for each in value] if isinstance(value, list) else value


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

    @field_validator("text")
    @classmethod
    def _is_expression(cls, text: str) -> str:
        return _compiled(text)


class RateLimit(Entry):
    """The provider's rate-limit headers, and how many calls it allows."""

    retry_after: str = "Retry-After"
    """The header that says how long to wait."""
    plan: str = ""
    """The header that names the plan whose limit was met."""
    upgrade: str = ""
    """The header with a link to a higher limit."""
    tiers: dict[int, str] = {}
    """By number, in words, how many calls a tier allows. Tools name their tier."""


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

    @field_validator("secret_pattern")
    @classmethod
    def _is_expression(cls, text: str) -> str:
        return _compiled(text)


class Toolset(Entry):
    """A group of tools, which becomes a module of the package and can be chosen as a whole."""

    title: str
    """What it is called."""
    instructions: str = ""
    """What a model should know before it uses these tools."""


class RemovedEntry(Entry):
    """A tool or an input that there was: whoever still asks for it is told so."""

    since: Since
    """The version, or the date, without it."""
    instead: Annotated[str, Field(min_length=1)]
    """What to do now, a sentence."""


class InputEntry(Entry):
    """How one input differs from the parameter or body property of its name."""

    api_name: str = ""
    """The parameter or body property that it is, where that has another name."""
    description: str = ""
    """In place of the description's words."""
    type: Literal["string", "integer", "number", "boolean"] | None = None
    """In place of the description's type; makes an input where the operation has none of this name."""
    schema_: dict[str, Any] | None = Field(None, alias="schema")
    """The same with a whole schema; its `default` counts, and a `$ref` is below the description's folder."""
    required: Literal[True, False, "for_models"] | None = None
    """In place of the description's word: whether it must be given. `for_models`: a model must give it, and code need
    not, since hidden inputs can stand for it."""
    hidden: bool = False
    """Works, and no model is shown it."""
    ignored: bool = False
    """Is taken and not sent, and no model is shown it. The operation need not know it."""
    list: bool = False
    """Takes a list where the provider takes a text with commas."""
    json_: bool = Field(False, alias="json")
    """Takes the value as JSON in a text, too."""
    case: Literal["", "lower", "upper"] = ""
    """Takes any case, and sends this one."""
    from_: str = Field("", alias="from")
    """The input whose text is read for this one, too, where this one is not given."""
    aliases: dict[str, Since] = {}
    """Names that it had, each with the version or the date since which it has this one. They work, and warn."""


class CaseEntry(Entry):
    """One way to say what the provider wants: when these inputs are given, this is sent in place of them."""

    when: dict[str, Any] = Field(min_length=1)
    """Inputs that must be given, each with its value, or `*` for any."""
    send: dict[str, Any] = Field(min_length=1)
    """By the provider's name, a value, or `$input` for that of an input."""


class PaginationEntry(Entry):
    """Where a result says that there is more, and which input asks for it: `next`, or else `links`, is given."""

    input: str
    """The input that asks for the next page."""
    next: Pointer | Literal[""] = ""
    """The cursor of the next page."""
    more: Pointer | Literal[""] = ""
    """A boolean that says whether there is a next page, where the cursor alone does not."""
    links: list[Pointer] = []
    """Links to further pages, of which `input` takes the whole query. Of two, either may lead on."""
    items: Pointer | Literal[""] = ""
    """The list that a page holds, the newest first: nothing new in it ends the walk."""
    id: Pointer | Literal[""] = ""
    """Within an item, what tells it from the others; without it, all of the item does."""
    date: Pointer | Literal[""] = ""
    """Within an item, its time, in a form that sorts as text."""

    @model_validator(mode="after")
    def _is_whole(self) -> PaginationEntry:
        if bool(self.next) == bool(self.links):
            raise ValueError("give next, the pointer to a cursor, or links, those to links")
        if (self.id or self.date) and not self.items:
            raise ValueError("id and date are within an item: give items")
        if len(self.links) > 1 and not self.items:
            raise ValueError("which of several links leads on is told by what pages hold: give items")
        return self


class TitlesEntry(Entry):
    """The call that tells what people call the things whose pictures a result links to."""

    tool: str
    """The tool to call."""
    at: Pointer
    """An object in its result: by the id of each thing, an object or null."""
    title: Pointer
    """The title within such an object."""
    ids: str
    """The tool's input that takes the ids."""
    same: list[str] = []
    """Inputs that it gets as the first call had them."""
    send: dict[str, Any] = {}
    """What it gets besides."""


class DownloadsEntry(Entry):
    """Where a result says from which addresses files can be downloaded."""

    at: Pointer
    """An object: the name of each file and its address, or null."""
    days: Annotated[int, Field(ge=1)]
    """How long the addresses work at most."""
    missing: str = ""
    """Why there may be no address for a name."""
    folder: str = ""
    """The input within whose value the names are unique."""
    ids: str = ""
    """The input that takes a list of the names, where some can be asked for."""
    scale: str = ""
    """The input by which pictures become smaller: a number, 1 where it is not given."""
    pictures: dict[str, list[Any]] = {}
    """By input, the values with which the files are pictures that a model can look at; not given is such a value."""
    titles: TitlesEntry | None = None
    """How to learn what the files show."""


class ToolEntry(Entry):
    """One tool: one operation of the description, and how an agent sees it."""

    operation: str
    """The operation's `operationId`, or its method and path, `GET /things/{id}`, where it has none."""
    title: Annotated[str, Field(max_length=60)] = ""
    """What people call it, such as `Read a file`; the operation's summary, if not given."""
    description: Annotated[str, Field(max_length=1024)] = ""
    """What a model reads: what it does, when to use it, and when to use another one; the first paragraph of the
    operation's description or its summary, if not given."""
    toolset: Name = ""
    """The toolset that it belongs to. It may be left out where there is one."""
    scopes: list[str] = []
    """The operation's scopes: the description's, if not given, and they must be the same. Where the description says
    nothing of security, the manifest's count."""
    credentials: list[str] = []
    """The kinds of credentials that it takes, by the same rules; any is enough. Without one, no account is needed."""
    tier: int = 0
    """Its rate-limit tier, one of the connector's."""
    hints: list[Hint] = []
    """`read_only`: changes nothing, and may be repeated. `destructive`: asks a person first. `idempotent`: twice is as
    good as once. If not given, as RFC 9110 has it: GET is read_only and idempotent, PUT idempotent, DELETE destructive
    and idempotent."""
    enabled_by_default: bool = False
    """Whether it is in use where a connection names neither tools nor scopes."""
    plan: str = ""
    """The least plan that it takes, one of the connector's."""
    enterprise: bool = False
    """Whether it is used only where it was chosen by name."""
    public_apps: bool = True
    """False where the provider closes it to apps that anybody may install."""
    deprecated: str = ""
    """Why not to use it any more, and what instead."""
    aliases: dict[Name, Since] = {}
    """Names that it had, each with the version or the date since which it has this one. They work, and warn."""
    inputs: dict[str, InputEntry] = {}
    """By name, inputs that differ from what the description says."""
    removed_inputs: dict[str, RemovedEntry] = {}
    """By name, inputs that it had."""
    example: Annotated[dict[str, Any], AfterValidator(_in_order)] = {}
    """What an example gives beside the inputs that are required: a value, or null for the input's own example."""
    constants: dict[str, Any] = {}
    """By the provider's name, what is always sent: a value, or `$input` for that of an input."""
    flatten: list[str] = []
    """Objects of the body whose properties are inputs of their own."""
    wrap: str = ""
    """The list of the body that gets the inputs as its only item."""
    body: str = ""
    """The input that is all of the body, where its properties cannot be inputs of their own."""
    choose: list[CaseEntry] = []
    """Tried in order; the first whose inputs are given is used."""
    pagination: PaginationEntry | None = None
    """How to get the next page."""
    redact: list[Pointer] = []
    """Secrets in the result, `*` for any key or index: taken out before anybody sees it."""
    errors_at: Pointer | Literal[""] = ""
    """What a successful response fills where the request failed after all: a list, a text, true."""
    downloads: DownloadsEntry | None = None
    """Which files the result links to."""
    authored: dict[str, str] = {}
    """Fields of a row that hold what a person wrote, and the field that says who."""
    aside: list[str] = []
    """Fields of a row or object, dotted for one inside, that a model sees only where it names them in `fields`."""
    view: Function | Literal[""] = ""
    """Writes the result for a model, where rows or JSON would not do."""
    views: list[str] = []
    """The views that it knows, the usual one first."""


class Whole(Entry):
    """A whole manifest."""

    connector: ConnectorEntry
    """The provider."""
    toolsets: dict[Name, Toolset] = {}
    """The groups of tools, by name. Without any, there is one of the connector's name."""
    tools: dict[Name, ToolEntry]
    """The tools, by the name that a model calls."""
    removed_tools: dict[Name, RemovedEntry] = {}
    """By name, tools that there were."""


def _compiled(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from None
    return text
