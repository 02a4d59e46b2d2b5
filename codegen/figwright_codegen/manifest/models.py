"""The tool manifest, as pydantic models: what of a description becomes a tool, and the provider's own facts.

What stands below a key here is its description in `docs/manifest.md` and `spec/manifest.schema.json`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from figwright_codegen.manifest.cache import CachedEntry
from figwright_codegen.manifest.forms import Entry, Function, Name, Pointer, Since
from figwright_codegen.manifest.provider import ConnectorEntry, in_order

HINTS = ("read_only", "destructive", "idempotent")
Hint = Literal["read_only", "destructive", "idempotent"]


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
    """Where it is said that there is more, and which input asks for it. One of `next`, `links`, `header`, `counts`."""

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
    header: str = ""
    """The header with a link `rel="next"` to the next page (RFC 8288), such as `Link`. `input` takes the link's whole
    query, and it is sent to the operation's own path."""
    counts: Literal["", "pages", "items"] = ""
    """What `input` counts where nothing names the next page: pages, or the items before it. An empty list of `items`,
    or an empty result if `items` is not given, is past the end."""
    first: Annotated[int, Field(ge=0)] = 0
    """The number that the first page has."""

    @model_validator(mode="after")
    def _is_whole(self) -> PaginationEntry:
        if sum(map(bool, (self.next, self.links, self.header, self.counts))) != 1:
            raise ValueError(
                "give one of next, the pointer to a cursor; links, those to links; header, which has a link; "
                "and counts, what the input counts"
            )
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
    example: Annotated[dict[str, Any], AfterValidator(in_order)] = {}
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
    cached: CachedEntry | None = None
    """That its answer may be kept by version."""
    authored: dict[str, str] = {}
    """Fields of a row that hold what a person wrote, and the field that says who."""
    aside: list[str] = []
    """Fields of a row or object, dotted for one inside, that a model sees only where it names them in `fields`."""
    view: Function | Literal[""] = ""
    """Writes the result for a model, where rows or JSON would not do."""
    views: list[str] = []
    """The views that it knows, the usual one first."""
    compared: str = ""
    """The input that takes a version, where the view can also write what changed since another."""


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
