"""A connector that is not the one we ship: a small provider of toys, to test the runtime on its own."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from figwright.connector import (
    Case,
    Connector,
    Credential,
    Downloads,
    ErrorRule,
    ErrorShape,
    Fixed,
    OAuth,
    Pagination,
    Parameter,
    RateLimit,
    Tool,
    Tools,
    Toolset,
)

ToyId = Annotated[str, Field(pattern="^[A-Za-z0-9]{2,40}$", coerce_numbers_to_str=True)]


@with_config(extra="forbid")
class NoInput(TypedDict):
    pass


@with_config(extra="forbid")
class ToyInput(TypedDict):
    toy_id: ToyId
    colour: NotRequired[Literal["red", "blue"]]
    depth: NotRequired[Annotated[int, Field(ge=1, le=9)]]
    broken: NotRequired[bool]


@with_config(extra="forbid")
class NewToyInput(TypedDict):
    name: Annotated[str, Field(max_length=20)]
    price: NotRequired[float]


@with_config(extra="forbid")
class ListInput(TypedDict):
    cursor: NotRequired[str]


@with_config(extra="forbid")
class AssignInput(TypedDict):
    child_id: NotRequired[str]
    owner_kind: NotRequired[str]
    owner_id: NotRequired[str]
    note: NotRequired[str]


def _tool(name: str, method: str, path: str, input_type: str, **more: Any) -> Tool[Any]:
    return Tool(
        name=name,
        title=name,
        description=name,
        operation=name,
        method=method,
        path=path,
        toolset="toys",
        input_type=f"{__name__}:{input_type}",
        input_schema="",
        output_type="",
        output_schema="",
        **{"scopes": ("toys:read", "toys"), "credentials": ("oauth", "key"), **more},
    )


TOY_ME = _tool("toy_me", "GET", "/v1/me", "NoInput", read_only=True, default=True)
TOY_GET = _tool(
    "toy_get",
    "GET",
    "/v1/toys/{toy_id}",
    "ToyInput",
    read_only=True,
    default=True,
    parameters=(
        Parameter("toy_id", "toy_id", "path"),
        Parameter("colour", "color", "query"),
        Parameter("depth", "depth", "query"),
        Parameter("broken", "broken", "query"),
    ),
)
TOY_CREATE = _tool(
    "toy_create",
    "POST",
    "/v1/toys",
    "NewToyInput",
    scopes=("toys:write",),
    parameters=(Parameter("name", "name", "body"), Parameter("price", "price", "body", within="shop")),
    constants=(Fixed("source", "body", "figwright"),),
    wrap="toys",
    errors_at="/errors",
    redact=("/toys/*/secret", "/owner/pin"),
)
TOY_LIST = _tool(
    "toy_list",
    "GET",
    "/v1/toys",
    "ListInput",
    read_only=True,
    parameters=(Parameter("cursor", "after", "query"),),
    pagination=Pagination(links=("/next",), input="cursor"),
)
TOY_SEARCH = _tool("toy_search", "POST", "/v1/search", "NoInput", read_only=True)
TOY_ASSIGN = _tool(
    "toy_assign",
    "PUT",
    "/v1/owner",
    "AssignInput",
    parameters=(
        Parameter("owner_kind", "owner_kind", "body", required=True),
        Parameter("owner_id", "owner_id", "body", required=True),
        Parameter("note", "note", "body"),
    ),
    cases=(Case({"child_id": None}, (Fixed("owner_kind", "body", "child"), Fixed("owner_id", "body", "$child_id"))),),
)
TOY_AUDIT = _tool(
    "toy_audit", "GET", "/v1/audit", "NoInput", read_only=True, plan="gold", enterprise=True, credentials=("oauth",)
)
TOY_PICTURES = _tool(
    "toy_pictures",
    "GET",
    "/v1/pictures",
    "NoInput",
    read_only=True,
    downloads=Downloads("/found/pictures", 7, "Nobody took a picture of it."),
)
TOY_PRIVATE = _tool("toy_private", "GET", "/v1/private", "NoInput", read_only=True, public_apps=False)

NAMES = (
    "toy_me",
    "toy_get",
    "toy_create",
    "toy_list",
    "toy_search",
    "toy_assign",
    "toy_audit",
    "toy_pictures",
    "toy_private",
)

CONNECTOR = Connector(
    name="toybox",
    title="Toybox",
    package="toybox",
    api_url="https://api.toybox.example",
    hosts=("api.toybox.example",),
    credentials={
        "oauth": Credential("Authorization", "Bearer ", "an OAuth token"),
        "key": Credential("X-Toy-Key", "", "an API key"),
        "robot": Credential("X-Robot", "", "a robot's key"),
    },
    oauth=OAuth(
        authorization_url="https://toybox.example/oauth",
        token_url="https://api.toybox.example/token",
        refresh_url="https://api.toybox.example/refresh",
        scopes={"toys:read": "Look.", "toys:write": "Change.", "toys": "Old."},
        deprecated_scopes=("toys",),
    ),
    tools=Tools("support", dict.fromkeys(NAMES, "toybox")),
    toolsets={"toys": Toolset("Toys", "Toys.")},
    error_shapes=(ErrorShape("/message"), ErrorShape("/err")),
    error_rules=(
        ErrorRule("DEAD_TOKEN", (403,), "invalid token"),
        ErrorRule("MISSING_SCOPE", (403,), r"has (?P<held>.*?), needs (?P<needed>\S+)", "Ask for it."),
        ErrorRule("PLAN_TOO_LOW", (403,), "gold plan"),
    ),
    rate_limit=RateLimit(plan="X-Plan", upgrade="X-Upgrade"),
    plans=("tin", "gold"),
    publishing_states={"draft": "only you can connect", "private": "only your team can connect", "public": ""},
    download_hosts=("pictures.toybox.example",),
    secret_pattern=r"toy_[A-Za-z0-9]{8,}",
    request_id="X-Toy-Request",
)
