"""Requests to the sandbox of a connector: answered from the description, or refused as the provider would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.workshop import workshops

from figwright import Actions
from figwright.connector import Connector
from figwright.errors import Cause, ConfigurationError, MissingScopesError, ProviderError
from figwright.sandbox import Sandbox

DESCRIPTION = """\
openapi: 3.0.3
info: {title: Notes, version: "1"}
security: [{OAuth: ['notes:read']}, {Key: []}]
components:
  securitySchemes:
    Key: {type: apiKey, in: header, name: X-Key}
    OAuth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://notes.test/allow
          tokenUrl: https://notes.test/token
          scopes: {'notes:read': Read notes., 'notes:write': Write notes.}
  schemas:
    Note:
      type: object
      required: [id, text, owner]
      properties:
        id: {type: integer, example: 7}
        text: {type: string, maxLength: 20}
        owner: {type: object, properties: {login: {type: string}, email: {type: string, format: email}}}
        secret: {type: string, writeOnly: true}
        due: {type: string, format: date, nullable: true}
    Fault:
      type: object
      required: [error]
      properties:
        error:
          type: object
          required: [message, status]
          properties: {message: {type: string}, status: {type: integer}}
paths:
  /notes:
    get:
      operationId: listNotes
      summary: Does it.
      parameters:
        - {name: state, in: query, schema: {type: string, enum: [open, closed]}}
        - {name: page, in: query, schema: {type: integer, minimum: 1}}
        - {name: tags, in: query, explode: false, schema: {type: array, items: {type: string}}}
        - {name: due, in: query, style: deepObject, schema: {type: object, properties: {year: {type: integer}}}}
      responses:
        '200':
          description: Notes.
          content:
            application/json:
              schema:
                type: object
                properties:
                  notes: {type: array, items: {$ref: '#/components/schemas/Note'}}
                  next: {type: string}
                  has_more: {type: boolean}
        '400': &fault {description: No., content: {application/json: {schema: {$ref: '#/components/schemas/Fault'}}}}
    post:
      operationId: createNote
      summary: Does it.
      security: [{OAuth: ['notes:write']}]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}
      responses:
        '201':
          description: The note.
          content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}
        '422': *fault
  /notes/{note_id}:
    get:
      operationId: getNote
      summary: Does it.
      parameters: [{name: note_id, in: path, required: true, schema: {type: integer}}]
      responses:
        '200':
          description: The note.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Note'}
              example: {id: 1, text: Buy milk, owner: {login: eve}}
    delete:
      operationId: deleteNote
      summary: Does it.
      parameters: [{name: note_id, in: path, required: true, schema: {type: integer}}]
      responses: {'204': {description: Gone.}}
  /notes/{note_id}/picture:
    put:
      operationId: putPicture
      summary: Does it.
      parameters: [{name: note_id, in: path, required: true, schema: {type: integer}}]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties: {file: {type: string, format: binary}, width: {type: integer}}
      responses: {'204': {description: Kept.}}
  /notes/latest:
    get:
      operationId: getLatest
      summary: Does it.
      responses: {'200': {description: Its text., content: {text/plain: {schema: {type: string}}}}}
"""
MANIFEST = """\
connector:
  name: notes
  title: Notes
  api_url: https://notes.test/v2
  identify: notes_note_get
  person: text
  credentials: {oauth: {header: Authorization, prefix: 'Bearer '}, key: {header: X-Key, token_prefixes: [nk_]}}
  security: {OAuth: oauth, Key: key}
  oauth: {client_authentication: body}
  error_shapes: [{message: /error/message, also: {/error/status: $status}}]
  error_rules:
    - {cause: DEAD_TOKEN, status: [403], text: 'token (revoked|unknown)'}
    - {cause: MISSING_SCOPE, status: [403], text: 'has (?P<held>[\\w:, ]+) but needs (?P<needed>[\\w:]+)'}
tools:
  notes_list:
    operation: listNotes
    pagination: {input: page, next: /next, more: /has_more}
  notes_note_create: {operation: createNote}
  notes_note_get: {operation: getNote}
  notes_note_delete: {operation: deleteNote}
  notes_picture_put: {operation: putPicture}
  notes_latest_get: {operation: getLatest}
"""


@pytest.fixture(scope="module")
def connector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connector]:
    for workshop in workshops(tmp_path_factory.mktemp("made")):
        workshop.write("openapi.yaml", DESCRIPTION)
        workshop.write("tools.yaml", MANIFEST)
        yield workshop.module("connector").CONNECTOR


@pytest.fixture
def sandbox(connector: Connector, sandbox_of: Callable[..., Sandbox]) -> Sandbox:
    return sandbox_of(connector)


@pytest.fixture
def ask(sandbox: Sandbox) -> Iterator[Callable[..., httpx.Response]]:
    token = sandbox.token(kind="oauth")
    with httpx.Client(base_url=sandbox.api_url, trust_env=False, verify=False) as client:

        def asked(method: str, path: str, *, key: str = "", **options: Any) -> httpx.Response:
            headers = {"X-Key": key} if key else {"Authorization": f"Bearer {token}"}
            return client.request(method, path, headers=headers | options.pop("headers", {}), **options)

        yield asked


Ask = Callable[..., httpx.Response]


def test_the_description_s_own_example_is_answered_with_the_id_that_was_asked_for(ask: Ask) -> None:
    answer = ask("GET", "/notes/12")
    assert answer.status_code == 200
    assert answer.json() == {"id": 12, "text": "ann", "owner": {"login": "eve"}}, "identify's person is who asks"


def test_an_answer_without_an_example_is_made_of_the_schema_the_same_each_time(ask: Ask) -> None:
    first, again = (ask("GET", "/notes").json() for _ in range(2))
    owner = {"email": "ann@example.com", "login": "Some login"}
    note = {"due": "2026-01-15", "id": 7, "owner": owner, "text": "Some text"}
    assert first == again == {"notes": [note], "has_more": False}


def test_what_is_written_comes_back(ask: Ask) -> None:
    given = {"id": 5, "text": "Water the fern", "owner": {"login": "me"}, "secret": "s"}
    answer = ask("POST", "/notes", json=given)
    assert answer.status_code == 201
    assert answer.json() == {"id": 5, "text": "Water the fern", "owner": {"login": "me"}, "due": "2026-01-15"}


def test_what_brings_nothing_or_text_brings_that(ask: Ask) -> None:
    gone, text = ask("DELETE", "/notes/12"), ask("GET", "/notes/latest")
    assert (gone.status_code, gone.content) == (204, b"")
    assert (text.headers["content-type"], text.text) == ("text/plain", "Some text")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "told"),
    [
        (
            "GET",
            "/notes?state=lost",
            None,
            400,
            "The query parameter 'state' is not as it must be: 'lost' is not one of",
        ),
        ("GET", "/notes?page=0", None, 400, "The query parameter 'page' is not as it must be: 0 is less than"),
        ("GET", "/notes?due[year]=last", None, 400, "The query parameter 'due' is not as it must be: year: 'last' is"),
        ("GET", "/notes/first", None, 400, "The path parameter 'note_id' is not as it must be: 'first' is not of type"),
        ("POST", "/notes", {"id": 1}, 422, "The body is not as it must be"),
        ("POST", "/notes", {"id": 1, "text": "a" * 21, "owner": {}}, 422, "The body is not as it must be: text: 'aaa"),
        ("POST", "/notes", None, 422, "The body is missing"),
        ("PUT", "/notes", None, 405, "PUT /v2/notes is no operation"),
        ("GET", "/nothing", None, 404, "GET /v2/nothing is no operation"),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong_as_the_provider_would(
    ask: Ask, method: str, path: str, body: Any, status: int, told: str
) -> None:
    answer = ask(method, path, json=body) if body is not None else ask(method, path)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["message"].startswith(told)
    assert error["status"] == status


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"width": "5"}, "The body is not as it must be: 'file' is a required property."),
        ({"file": "x", "width": "wide"}, "The body is not as it must be: width: 'wide' is not of type 'integer'."),
        ({"file": "x", "width": "5"}, ""),
    ],
)
def test_the_parts_of_a_form_are_those_that_the_description_has(ask: Ask, parts: dict[str, str], told: str) -> None:
    answer = ask("PUT", "/notes/1/picture", files={name: (None, text) for name, text in parts.items()})
    assert (answer.json()["error"]["message"] if answer.content else "") == told


def test_a_body_of_another_media_type_is_refused(ask: Ask) -> None:
    answer = ask("POST", "/notes", content="id=1", headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 415


def client(sandbox: Sandbox, token: str, kind: str) -> Actions:
    return Actions.with_token(
        token, kind=kind, connector=sandbox.connector, tools=list(sandbox.connector.tools), api_url=sandbox.api_url,
        allow_insecure=True,
    )  # fmt: skip


def test_a_dead_token_is_refused_so_that_the_connector_s_rules_know_it(sandbox: Sandbox, ask: Ask) -> None:
    token = sandbox.token(kind="key")
    assert token.startswith("nk_")
    assert ask("GET", "/notes", key=token).status_code == 200
    sandbox.revoke(token)
    with client(sandbox, token, "key") as actions, pytest.raises(ProviderError) as caught:
        actions.execute_tool("notes_list")
    assert caught.value.cause is Cause.DEAD_TOKEN
    assert httpx.get(f"{sandbox.api_url}/notes", trust_env=False, verify=False).status_code == 403, (
        "as its rule for dead tokens says"
    )


def test_a_missing_scope_is_named_so_that_the_connector_s_rules_know_it(sandbox: Sandbox) -> None:
    token = sandbox.token(kind="oauth", scopes=["notes:read"])
    with client(sandbox, token, "oauth") as actions, pytest.raises((MissingScopesError, ProviderError)) as caught:
        actions.execute_tool("notes_note_create", tool_input={"id": 1, "text": "a", "owner": {}})
    assert "notes:write" in str(caught.value)


def test_a_credential_of_another_kind_is_refused(sandbox: Sandbox, ask: Ask) -> None:
    answer = ask("POST", "/notes", key=sandbox.token(kind="key"), json={"id": 1, "text": "a", "owner": {}})
    assert (answer.status_code, answer.json()["error"]["message"]) == (403, "This takes no key, only oauth.")


def test_pages_end(sandbox: Sandbox) -> None:
    with client(sandbox, sandbox.token(kind="oauth"), "oauth") as actions:
        assert len(list(actions.pages("notes_list"))) == 1


def test_what_goes_wrong_on_purpose_and_what_was_sent_are_there_as_with_any_sandbox(sandbox: Sandbox, ask: Ask) -> None:
    sandbox.fail_next("getNote", status=503)
    assert [ask("GET", "/notes/1").status_code for _ in range(2)] == [503, 200]
    assert [each.status for each in sandbox.requests.of("getNote")] == [503, 200]


def test_a_scope_a_kind_and_a_connector_that_there_is_not_are_told(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="Notes has no scope everything; it has notes:read, notes:write"):
        sandbox.token(scopes=["everything"])
    with pytest.raises(ValueError, match="Notes has no pat; it has"):
        sandbox.token(kind="pat")
    with pytest.raises(ConfigurationError, match="No connector 'nix' is installed"):
        Sandbox("nix")


def test_a_package_that_an_older_version_wrote_is_told(tmp_path: Path) -> None:
    for workshop in workshops(tmp_path / "old"):
        workshop.answers("Thing: {type: object}")
        workshop.generate()
        (workshop.folder / "out" / workshop.package / "openapi.json").unlink()
        with pytest.raises(ConfigurationError, match=r"carries no description.*figwright generate"):
            Sandbox(workshop.module("connector").CONNECTOR)


def test_other_processes_reach_it_over_http_and_no_web_page_does(sandbox: Sandbox) -> None:
    with httpx.Client(base_url=f"{sandbox.url}/_sandbox", trust_env=False, verify=False) as control:
        token = control.post("/token", json={"person": "bob", "kind": "oauth"}).json()["token"]
        asked = {"headers": {"Authorization": f"Bearer {token}"}, "trust_env": False, "verify": False}
        assert httpx.get(f"{sandbox.api_url}/notes/3", **asked).json()["text"] == "bob"  # type: ignore[arg-type]
        assert control.post("/expire", json={"token": token}).json() == {}
        assert httpx.get(f"{sandbox.api_url}/notes/3", **asked).status_code == 403  # type: ignore[arg-type]
        state = control.get("/state").json()
        assert (state["requests"], state["live_tokens"]) == ({"getNote": 2}, {"ann": None, "bob": None})
        assert control.post("/token", json={"person": "eve"}).json() == {"error": "Nothing here has the id 'eve'"}
        assert control.post("/token", content="{}").status_code == 400, "a form of a web page is not JSON"
        assert control.post("/token", json={}, headers={"Host": "evil.test"}).status_code == 400
