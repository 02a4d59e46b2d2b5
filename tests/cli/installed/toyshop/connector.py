"""A small provider: three tools, two plans, two kinds of credential."""

from figwright.connector import (
    Connector,
    Credential,
    ErrorRule,
    ErrorShape,
    OAuth,
    Parameter,
    Removed,
    Renamed,
    Tool,
    Tools,
    Toolset,
)


def _tool(name, toolset, method, path, inputs, parameters=(), **more):
    return Tool(
        name=name,
        title=more.pop("title"),
        description=more.pop("description"),
        operation=name.title().replace("_", ""),
        method=method,
        path=path,
        toolset=toolset,
        input_type=f"toyshop.inputs:{inputs}",
        input_schema="input.json",
        output_type="toyshop.types:Answer",
        output_schema="output.json",
        parameters=parameters,
        credentials=more.pop("credentials", ("oauth", "personal_access_token")),
        **more,
    )


TOYSHOP_ME_GET = _tool(
    "toyshop_me_get",
    "people",
    "GET",
    "/me",
    "MeInput",
    title="Who is asking",
    description="The person behind the credential.",
    scopes=("me:read", "old:read"),
    read_only=True,
    idempotent=True,
    tier=1,
)
TOYSHOP_TOY_GET = _tool(
    "toyshop_toy_get",
    "toys",
    "GET",
    "/toys/{toy_key}",
    "ToyInput",
    tuple(
        Parameter(name, name, place)
        for name, place in (("toy_key", "path"), ("depth", "query"), ("parts", "query"), ("as_md", "query"))
    ),
    title="One toy",
    description="A toy with its [parts].",
    scopes=("toys:read",),
    renamed_inputs={"toy": Renamed("toy_key", "1.2"), "levels": Renamed("depth", "1.2")},
    removed_inputs={"colour": Removed("1.3", "Look at the toy.")},
    read_only=True,
    idempotent=True,
    tier=2,
)
TOYSHOP_ORDER_CREATE = _tool(
    "toyshop_order_create",
    "toys",
    "POST",
    "/orders",
    "OrderInput",
    tuple(Parameter(name, name, "body") for name in ("toy_key", "address", "wishes", "hush")),
    title="Order a toy",
    description="Orders a toy.",
    scopes=("toys:write",),
    plan="gold",
    enterprise=True,
    credentials=("oauth",),
    destructive=True,
)

CONNECTOR = Connector(
    name="toyshop",
    title="Toyshop",
    package="toyshop",
    api_url="https://api.toyshop.example",
    hosts=("api.toyshop.example",),
    credentials={
        "oauth": Credential("Authorization", "Bearer ", "an OAuth token", ("toyo_",)),
        "personal_access_token": Credential("X-Toyshop-Key", "", "a personal key", ("toy_",)),
    },
    oauth=OAuth(
        authorization_url="https://toyshop.example/oauth",
        token_url="https://api.toyshop.example/token",
        refresh_url="https://api.toyshop.example/refresh",
        scopes={"me:read": "You.", "old:read": "Old.", "toys:read": "Look.", "toys:write": "Order."},
        deprecated_scopes=("old:read",),
    ),
    tools=Tools(
        "toyshop",
        dict.fromkeys(("toyshop_me_get", "toyshop_order_create", "toyshop_toy_get"), "connector"),
        renamed={"toyshop_toy_read": Renamed("toyshop_toy_get", "1.2")},
        removed={"toyshop_toy_paint": Removed("2.0", "Order another toy.")},
    ),
    toolsets={"people": Toolset("People", ""), "toys": Toolset("Toys", "")},
    error_shapes=(ErrorShape("/message"),),
    error_rules=(ErrorRule("DEAD_TOKEN", (403,), "dead token"),),
    plans=("tin", "silver", "gold"),
    secret_pattern=r"toy_[A-Za-z0-9]{8,}",
    request_id="X-Toy-Request",
)
