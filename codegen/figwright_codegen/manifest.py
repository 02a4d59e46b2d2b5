"""The tool manifest, as pydantic models: what of a description becomes a tool, and the provider's own facts."""

from __future__ import annotations

import difflib
import keyword
import re
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

import pydantic
from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from figwright_codegen.loading import Document, Source
from figwright_codegen.problems import Problems

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Pointer = Annotated[str, StringConstraints(pattern=r"^(/([^/~]|~[01])+)+$")]
"""A JSON pointer (RFC 6901): in a key, ~ is written ~0 and / as ~1."""
Host = Annotated[str, StringConstraints(pattern=r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$")]
"""A name in lower case: no address in numbers, no port."""
Function = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][\w.]*:[A-Za-z_]\w*$")]
"""`module:function`, imported by the runtime when it is first needed."""
HINTS = ("read_only", "destructive", "idempotent")
Hint = Literal["read_only", "destructive", "idempotent"]
Cause = Literal[
    "DEAD_TOKEN", "INVALID_INPUT", "MISSING_SCOPE", "NOT_FOUND", "NO_ACCESS", "PLAN_TOO_LOW", "PROVIDER_DOWN",
    "RATE_LIMITED", "SEAT_TOO_LOW", "UNKNOWN", "WRONG_CREDENTIAL_KIND",
]  # fmt: skip
TAKEN = frozenset({"aio", "connector", "inputs", "schemas", "tools", "types"})
"""Modules of a generated package that no toolset can be named after."""


class Entry(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


_Entry = TypeVar("_Entry", bound=Entry)


def _in_order(value: Any) -> Any:
    """The same JSON, its members by name: their order in the manifest says nothing."""
    if isinstance(value, dict):
        return {name: _in_order(value[name]) for name in sorted(value)}
    return [_in_order(each) for each in value] if isinstance(value, list) else value


class Credential(Entry):
    header: str = ""
    query: str = ""
    cookie: str = ""
    prefix: str = ""
    base64: bool = False
    """For Basic (RFC 7617): the credential is `user:password`, and is sent in base64."""
    title: str = ""
    token_prefixes: list[str] = []


class ErrorShape(Entry):
    message: Pointer
    also: dict[Pointer, Any] = {}


class ErrorRule(Entry):
    cause: Cause
    status: list[int] = []
    text: str = ""
    advice: str = ""

    @field_validator("text")
    @classmethod
    def _is_expression(cls, text: str) -> str:
        return _compiled(text)


class RateLimit(Entry):
    retry_after: str = "Retry-After"
    plan: str = ""
    kind: str = ""
    upgrade: str = ""
    tiers: dict[int, str] = {}


class OAuth(Entry):
    authorization_url: str
    token_url: str
    refresh_url: str
    refresh_fallback_url: str = ""
    client_authentication: Literal["basic", "body"] = "basic"
    scope_separator: str = " "
    code_lifetime: int = 600
    access_token_lifetime: int = 3600
    one_live_token: bool = False
    refresh_token_rotates: bool = True
    issuer: str = ""
    user_id: str = ""
    deprecated_scopes: list[str] = []
    enterprise_scopes: list[str] = []
    organization_scopes: list[str] = []
    private_scopes: list[str] = []
    credential: str = "oauth"
    organization_credential: str = ""
    grant_errors: str = ""
    app_errors: str = ""

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
    name: Name
    title: str
    api_url: str
    hosts: list[str]
    plans: list[str] = []
    secret_pattern: str = ""
    identify: str = ""
    person: str = ""
    request_id: str = ""
    """The header by which the provider names a request, for its support."""
    download_hosts: list[Host] = []
    security: dict[str, str] = {}
    scope_rule: Literal["all", "any"] = "all"
    """Whether an operation that lists several scopes wants all of them, as OpenAPI reads it, or any."""
    headers: dict[str, str] = {}
    """Sent with every request, such as the version of the API that is meant."""
    credentials: dict[str, Credential] = {}
    oauth: OAuth | None = None
    rate_limit: RateLimit = RateLimit()
    error_shapes: list[ErrorShape] = []
    error_rules: list[ErrorRule] = []
    readers: dict[str, ReaderEntry] = {}
    """By the name of the schema that an input has."""
    address: Function | Literal[""] = ""
    """Tells what an address of the provider's pages names."""

    @field_validator("secret_pattern")
    @classmethod
    def _is_expression(cls, text: str) -> str:
        return _compiled(text)


class Toolset(Entry):
    title: str
    instructions: str


class InputEntry(Entry):
    """How one input differs from the parameter or body property of its name."""

    rename: str = ""
    description: str = ""
    type: Literal["string", "integer", "number", "boolean"] | None = None
    schema_: dict[str, Any] | None = Field(None, alias="schema")
    list: bool = False
    json_: bool = Field(False, alias="json")
    case: Literal["", "lower", "upper"] = ""
    from_: str = Field("", alias="from")
    """The input whose text is read for this one, too, where this one is not given."""


class CaseEntry(Entry):
    when: dict[str, Any] = Field(min_length=1)
    send: dict[str, Any] = Field(min_length=1)


class PaginationEntry(Entry):
    input: str
    next: Pointer | Literal[""] = ""
    more: Pointer | Literal[""] = ""
    links: list[Pointer] = []
    items: Pointer | Literal[""] = ""
    id: Pointer | Literal[""] = ""
    date: Pointer | Literal[""] = ""

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
    tool: str
    at: Pointer
    title: Pointer
    ids: str
    same: list[str] = []
    send: dict[str, Any] = {}


class DownloadsEntry(Entry):
    at: Pointer
    days: Annotated[int, Field(ge=1)]
    missing: str = ""
    folder: str = ""
    ids: str = ""
    scale: str = ""
    pictures: dict[str, list[Any]] = {}
    titles: TitlesEntry | None = None


class ToolEntry(Entry):
    operation: str
    title: Annotated[str, Field(max_length=60)]
    description: Annotated[str, Field(max_length=1024)]
    toolset: Name
    scopes: list[str] = []
    credentials: list[str] = []
    tier: int = 0
    hints: list[Hint] = []
    default: bool = False
    plan: str = ""
    enterprise: bool = False
    public_apps: bool = True
    deprecated: str = ""
    inputs: dict[str, InputEntry] = {}
    ignore: list[str] = []
    hidden: list[str] = []
    optional: list[str] = []
    needed: list[str] = []
    example: Annotated[dict[str, Any], AfterValidator(_in_order)] = {}
    """What an example gives beside the inputs that are required: a value, or null for the input's own example."""
    constants: dict[str, Any] = {}
    flatten: list[str] = []
    wrap: str = ""
    body: str = ""
    """The input that is all of the body, where its properties cannot be inputs of their own."""
    choose: list[CaseEntry] = []
    pagination: PaginationEntry | None = None
    redact: list[Pointer] = []
    errors_at: Pointer | Literal[""] = ""
    downloads: DownloadsEntry | None = None
    authored: dict[str, str] = {}
    aside: list[str] = []
    view: Function | Literal[""] = ""
    views: list[str] = []


class Manifest:
    """A manifest's sound entries. What is not sound is a problem and left out."""

    def __init__(self, file: Path, problems: Problems) -> None:
        document = Document(file.resolve(), problems)
        self.root = Source(document, (), document.data)
        self._problems = problems
        if isinstance(self.root.value, dict):
            for name in self.root.value.keys() - {"connector", "toolsets", "tools"}:
                problems.add(self.root / name, f"{name!r} is no key here; known are connector, toolsets, tools")
        elif document.data is not None:
            problems.add(self.root, "is no manifest; it holds connector, toolsets and tools")
        self.connector = self._entry(ConnectorEntry, self.root / "connector")
        self.toolsets = self._entries(Toolset, self.root / "toolsets")
        self.tools = self._entries(ToolEntry, self.root / "tools")
        if not (self.root / "tools").value and self.root.value is not None:
            problems.add(self.root / "tools", "there are no tools; add one")
        for name in self.toolsets:
            if name in TAKEN or keyword.iskeyword(name):
                problems.add(self.root / "toolsets" / name, f"{name!r} names another module; rename the toolset")
        for name in self.tools:
            if keyword.iskeyword(name):
                problems.add(self.root / "tools" / name, f"{name!r} is a word of Python; rename the tool")

    def tool(self, name: str) -> Source:
        return self.root / "tools" / name

    def _entries(self, model: type[_Entry], source: Source) -> dict[str, _Entry]:
        entries = {name: self._entry(model, entry, name) for name, entry in source.items()}
        return {name: entry for name, entry in entries.items() if entry is not None}

    def _entry(self, model: type[_Entry], source: Source, name: str = "") -> _Entry | None:
        if source.value is None and not name:
            if self.root.value is not None:
                self._problems.add(self.root, f"{source.pointer[-1]!r} is missing; add it")
            return None
        try:
            if name:
                _NAME.validate_python(name)
            return model.model_validate(source.value)
        except pydantic.ValidationError as error:
            _report(source, model, error, self._problems)
            return None


_NAME: pydantic.TypeAdapter[str] = pydantic.TypeAdapter(Name)


def _compiled(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from None
    return text


def _report(source: Source, model: type[Entry], error: pydantic.ValidationError, problems: Problems) -> None:
    for fault in error.errors(include_url=False):
        place, kind = source, fault["type"]
        for part in fault["loc"]:
            if isinstance(place.value, list) or str(part) in place:
                place = place / part
        name = fault["loc"][-1] if fault["loc"] else ""
        if kind == "missing":
            problems.add(place, f"{name!r} is missing; add it")
        elif kind == "extra_forbidden":
            known = _known(model, fault["loc"])
            near = difflib.get_close_matches(str(name), known, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
            problems.add(place, f"{name!r} is no key here; {hint}")
        elif not fault["loc"] and kind == "string_pattern_mismatch":
            problems.add(place, f"{fault['input']!r} is no name; use a-z, 0-9 and _, at most 64")
        else:
            problems.add(place, f"{place.pointer[-1]!r}: {_fault(fault['msg'])}; correct it")


def _fault(message: str) -> str:
    """What stands there is no input, and a mapping is no dictionary, to whoever writes YAML."""
    text = message.removeprefix("Value error, ").removeprefix("Input ")
    return text.partition(", unable to")[0].partition(" or instance of")[0].replace("dictionary", "mapping")


def _known(model: type[Entry], loc: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand where a fault was found."""
    for part in loc[:-1]:
        field = next((field for name, field in model.model_fields.items() if part == (field.alias or name)), None)
        model = _model(field.annotation) or model if field else model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model(annotation: Any) -> type[Entry] | None:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    return next((found for argument in get_args(annotation) if (found := _model(argument))), None)
