"""What a manifest may leave out, since the description says it; what it says of the same must agree."""

from __future__ import annotations

from typing import Any

import pytest
from support.workshop import HEAD, Workshop

from figwright.connector import Credential, Toolset

OPERATION = """\
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Done.}}
"""
SCHEMES = """\
components:
  securitySchemes:
    ApiKey: {type: apiKey, name: X-Key, in: header}
    Login: {type: http, scheme: basic}
    People:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://shop.test/consent
          tokenUrl: oauth/token
          scopes: {'things:read': Read., 'all:read': Read all.}
"""
CONNECTOR = """\
connector:
  name: shop
  title: Shop
  api_url: https://shop.test
"""
TOOL = """\
toolsets: {things: {title: Things, instructions: Read.}}
tools:
  thing_get:
    operation: getThing
    title: Get a thing
    description: Gets it.
    toolset: things
"""


def describe(workshop: Workshop, security: str = "", *, connector: str = "", tool: str = "", head: str = "") -> None:
    operation = OPERATION.replace("      responses", f"      {security}\n      responses") if security else OPERATION
    workshop.write("openapi.yaml", HEAD + head + operation + SCHEMES)
    workshop.write("tools.yaml", CONNECTOR + connector + TOOL + tool)


def tool(workshop: Workshop) -> Any:
    return workshop.module("tools.things").THING_GET


def test_scopes_and_credentials_are_as_the_description_says(workshop: Workshop) -> None:
    describe(workshop, "security: [{ApiKey: []}, {People: ['things:read', 'all:read']}]")
    assert tool(workshop).scopes == ("things:read", "all:read")
    assert tool(workshop).credentials == ("api_key", "people")
    assert workshop.module("connector").CONNECTOR.credentials == {
        "api_key": Credential(header="X-Key"),
        "people": Credential(header="Authorization", prefix="Bearer "),
    }


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("scopes: ['all:read']", "these scopes contradict getThing, which takes things:read; leave 'scopes' out, or"),
        ("scopes: []", "these scopes contradict getThing, which takes things:read; leave 'scopes' out, or correct the"),
        ("credentials: [api_key, people]", "these credentials contradict getThing, which takes people; leave"),
        ("credentials: [poeple]", "there is no credential 'poeple'; did you mean 'people'?"),
    ],
)
def test_what_contradicts_the_description_is_a_mistake_on_its_line(workshop: Workshop, said: str, text: str) -> None:
    describe(workshop, "security: [{People: ['things:read']}]", tool=f"    {said}\n")
    workshop.manifest.write_text(workshop.manifest.read_text().replace("toolsets", f"{KEYS}toolsets", 1))
    [mistake] = workshop.mistakes()
    assert mistake.startswith(f"tools.yaml:13: {text}")


KEYS = "  credentials: {api_key: {header: X-Key}, people: {title: person}}\n"


def test_what_agrees_with_the_description_may_be_said_in_any_order(workshop: Workshop) -> None:
    said = "    scopes: ['all:read', 'things:read']\n    credentials: [people, api_key]\n"
    describe(workshop, "security: [{ApiKey: []}, {People: ['things:read', 'all:read']}]", tool=said)
    workshop.generate()


@pytest.mark.parametrize(("said", "kinds"), [("", ()), ("    credentials: [token]\n", ("token",))])
def test_where_the_description_says_nothing_of_security_the_manifest_does(
    workshop: Workshop, said: str, kinds: tuple[str, ...]
) -> None:
    describe(workshop, connector="  credentials: {token: {header: X-Token}}\n", tool=said)
    assert tool(workshop).credentials == kinds


def test_a_description_that_lets_everybody_in_is_not_contradicted(workshop: Workshop) -> None:
    more = "  credentials: {token: {header: X-Token}}\n"
    describe(workshop, "security: []", connector=more, tool="    credentials: [token]\n")
    [mistake] = workshop.mistakes()
    assert "these credentials contradict getThing, which takes none; leave 'credentials' out" in mistake


def test_the_manifest_names_credentials_and_the_description_says_how_they_are_presented(workshop: Workshop) -> None:
    more = "  security: {Login: token}\n  credentials: {token: {title: user:password}, other: {header: X}}\n"
    describe(workshop, "security: [{Login: []}, {ApiKey: []}]", connector=more)
    assert tool(workshop).credentials == ("api_key", "token")
    assert workshop.module("connector").CONNECTOR.credentials == {
        "token": Credential(header="Authorization", prefix="Basic ", base64=True, title="user:password"),
        "other": Credential(header="X"),
        "api_key": Credential(header="X-Key"),
    }


def test_a_scheme_that_says_not_how_it_is_presented_needs_a_credential_in_the_manifest(workshop: Workshop) -> None:
    describe(workshop, "security: [{Mutual: []}]")
    workshop.spec.write_text(workshop.spec.read_text() + "    Mutual: {type: mutualTLS}\n")
    [mistake] = workshop.mistakes()
    assert mistake.startswith("tools.yaml:1: nothing says how the scheme 'Mutual' of getThing is presented; add a cred")


def test_a_misspelt_scheme_in_the_manifest_is_a_mistake(workshop: Workshop) -> None:
    more = "  security: {ApiKye: key}\n  credentials: {key: {header: X-Key}}\n"
    describe(workshop, "security: [{ApiKey: []}]", connector=more)
    assert workshop.mistakes() == ["tools.yaml:5: there is no security scheme 'ApiKye'; did you mean 'ApiKey'?"]


def test_the_addresses_of_a_consent_are_those_of_the_descriptions_flow(workshop: Workshop) -> None:
    describe(workshop, "security: [{People: []}]", connector="  oauth: {client_authentication: body}\n")
    oauth = workshop.module("connector").CONNECTOR.oauth
    assert (oauth.authorization_url, oauth.token_url) == ("https://shop.test/consent", "https://shop.test/oauth/token")
    assert (oauth.refresh_url, oauth.credential) == ("https://shop.test/oauth/token", "people")


def test_the_manifests_addresses_come_first(workshop: Workshop) -> None:
    more = "  oauth: {token_url: 'https://id.shop.test/token'}\n"
    describe(workshop, "security: [{People: []}]", connector=more)
    text = "is at id.shop.test, where no credential may go, so consents fail; add it to the connector's hosts"
    said = " ".join(map(str, workshop.generate().warnings))
    assert all(f"tools.yaml:5: warning: the {key} {text}" in said for key in ("refresh_url", "token_url"))
    describe(workshop, "security: [{People: []}]", connector=f"{more}  hosts: [id.shop.test]\n")
    oauth = workshop.module("connector").CONNECTOR.oauth
    assert oauth.authorization_url == "https://shop.test/consent"
    assert oauth.token_url == oauth.refresh_url == "https://id.shop.test/token"


def test_a_consent_that_nothing_describes_is_a_mistake(workshop: Workshop) -> None:
    describe(workshop, "security: [{ApiKey: []}]", connector="  oauth: {authorization_url: 'https://shop.test/in'}\n")
    mistakes = workshop.mistakes()
    assert [text.partition(": ")[2].split(";")[0].split(",")[0] for text in mistakes] == [
        "'refresh_url' is missing",
        "'token_url' is missing",
        "there is no credential 'oauth'",
    ]


def test_the_address_is_that_of_the_descriptions_first_server(workshop: Workshop) -> None:
    server = "servers: [{url: 'https://{at}.shop.test/v2/', variables: {at: {default: api}}}, {url: 'http://x.test'}]\n"
    describe(workshop, head=server)
    workshop.manifest.write_text(workshop.manifest.read_text().replace("  api_url: https://shop.test\n", ""))
    connector = workshop.module("connector").CONNECTOR
    assert (connector.api_url, connector.hosts) == ("https://api.shop.test/v2", ("api.shop.test",))
    assert tool(workshop).path == "/things/{id}"


@pytest.mark.parametrize(
    ("server", "said"),
    [
        ("", "it has no servers"),
        ("servers: [{url: /v2}]\n", "its server is '/v2'"),
        ("servers: [{url: 'http://shop.test'}]\n", "its server is 'http://shop.test'"),
        ("servers: [{url: 'https://{at}.shop.test'}]\n", "its server is 'https://{at}.shop.test'"),
        ("servers: [{url: 'https://[shop.test'}]\n", "its server is 'https://[shop.test'"),
    ],
)
def test_an_address_that_nobody_says_is_a_mistake(workshop: Workshop, server: str, said: str) -> None:
    describe(workshop, head=server)
    workshop.manifest.write_text(workshop.manifest.read_text().replace("  api_url: https://shop.test\n", ""))
    [mistake] = workshop.mistakes()
    said = f"'api_url' is missing, and the description names no https address ({said}); add it"
    assert mistake == f"tools.yaml:1: {said}"


LEAST = """\
connector: {name: shop, title: Shop}
tools:
  thing_get: {operation: getThing}
  thing_drop: {operation: dropThing}
"""
TWO = """\
servers: [{url: https://api.shop.test/v2}]
security: [{ApiKey: []}]
paths:
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getThing
      summary: Look a thing up.
      description: "Finds it,\\n  and tells.\\n\\nMuch more."
      responses: {'204': {description: Done.}}
    delete:
      operationId: dropThing
      summary: Forget a thing.
      responses: {'204': {description: Done.}}
"""


def test_a_name_a_title_and_tools_are_enough(workshop: Workshop) -> None:
    workshop.write("openapi.yaml", HEAD + TWO + SCHEMES)
    workshop.write("tools.yaml", LEAST)
    connector = workshop.module("connector").CONNECTOR
    assert (connector.api_url, connector.hosts) == ("https://api.shop.test/v2", ("api.shop.test",))
    assert connector.toolsets == {"shop": Toolset("Shop")}
    found, drop = connector.tools["thing_get"], connector.tools["thing_drop"]
    assert (found.title, found.description) == ("Look a thing up", "Finds it, and tells.")
    assert (drop.title, drop.description) == ("Forget a thing", "Forget a thing.")
    assert [(each.read_only, each.destructive, each.idempotent) for each in (found, drop)] == [
        (True, False, True),
        (False, True, True),
    ]
    assert found.credentials == drop.credentials == ("api_key",)


@pytest.mark.parametrize(
    ("old", "new", "mistakes"),
    [
        (
            "      summary: Forget a thing.\n",
            "",
            ["tools.yaml:4: 'description' is missing, and dropThing has no words of its own; add it"],
        ),
        (
            "Forget a thing.",
            "no " * 400,
            ["tools.yaml:4: 'description' is missing, and dropThing says too much to take its words; add it"],
        ),
        ("name: shop", "name: types", ["tools.yaml:1: 'types' names another module; add a toolset"]),
        (
            "tools:",
            "toolsets: {reads: {title: R}, writes: {title: W}}\ntools:",
            [f"tools.yaml:{line}: 'toolset' is missing; there are reads, writes" for line in (4, 5)],
        ),
    ],
)
def test_what_nobody_says_is_a_mistake(workshop: Workshop, old: str, new: str, mistakes: list[str]) -> None:
    workshop.write("openapi.yaml", (HEAD + TWO + SCHEMES).replace(old, new))
    workshop.write("tools.yaml", LEAST.replace(old, new))
    assert workshop.mistakes() == mistakes


def test_hosts_are_beside_that_of_the_address(workshop: Workshop) -> None:
    describe(workshop, connector="  hosts: [files.shop.test]\n")
    assert workshop.module("connector").CONNECTOR.hosts == ("shop.test", "files.shop.test")


def test_hints_that_the_manifest_gives_count_alone(workshop: Workshop) -> None:
    describe(workshop, tool="    hints: []\n")
    assert not tool(workshop).read_only
