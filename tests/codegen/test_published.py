"""Descriptions that providers publish: 20 operations each, spread over their constructs, become a package of tools.

Its calls go over a socket, and what arrives is held against an encoder that stands here and reads nothing but the
description. Its code is checked by mypy and pyright, its tools are listed over MCP.
"""

from __future__ import annotations

import email.policy
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from email.parser import BytesParser
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import parse_qsl, unquote

import pytest
import yaml
from support.inspector import lint
from support.published import (
    JSON_TYPES,
    PUBLISHED,
    Described,
    Description,
    NoSampleError,
    Sampler,
    downloaded,
)
from support.shop import Server, serving
from support.sizes import LONG
from support.wire import pairs, text_of
from support.workshop import Workshop
from typing_extensions import is_typeddict

from figwright import Actions
from figwright.errors import FigwrightError
from figwright_codegen import Result, generate
from figwright_codegen.proposal import propose

pytestmark = pytest.mark.slow
COUNT, CALLS = 20, 4
LARGEST = ("github", "kubernetes", "stripe")
"""Proposing and generating all of their operations takes half of the time of this file."""
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


class Published:
    """A published description, generated."""

    def __init__(self, name: str, folder: Path) -> None:
        file = downloaded(name)
        text = file.read_text("utf-8")
        self.name, self.workshop = name, Workshop(folder)
        self.description = Description(
            json.loads(text) if file.suffix == ".json" else yaml.load(text, Loader=yaml.CSafeLoader)
        )
        self.chosen = self.description.chosen(COUNT)
        manifest = self.description.manifest(name, self.chosen)
        self.workshop.write("tools.yaml", yaml.safe_dump(manifest))
        self.credentials = manifest["connector"]["credentials"]
        asked = (file, self.workshop.manifest, folder / "out", self.workshop.package)
        self.result: Result = generate(*asked, skip_unsupported=True)

    def installed(self) -> Path:
        """The folder that the package is found in, by its connector's name, where it is on Python's path."""
        folder = self.workshop.folder / "out"
        about = folder / f"{self.workshop.package}-1.dist-info"
        about.mkdir(exist_ok=True)
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {self.workshop.package}\nVersion: 1\n")
        entry = f"[figwright.connectors]\n{self.name} = {self.workshop.package}.connector:CONNECTOR\n"
        (about / "entry_points.txt").write_text(entry)
        return folder

    def tools(self) -> Iterator[tuple[str, Described]]:
        for at, each in enumerate(self.chosen):
            if f"{self.name}_{at}" not in self.result.skipped:
                yield f"{self.name}_{at}", each


@pytest.fixture(scope="module", params=PUBLISHED)
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    made = Published(request.param, tmp_path_factory.mktemp("published"))
    yield made
    made.workshop.close()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as kept:
        yield kept


def test_calls_arrive_as_the_description_says(published: Published, server: Server) -> None:
    faults: list[str] = []
    connector = published.workshop.module("connector").CONNECTOR
    for name, each in published.tools():
        tool = connector.tools[name]
        kind = next(iter(tool.credentials), next(iter(connector.credentials), None))
        actions = Actions.with_token("tok", kind=kind, connector=connector, api_url=server.url, allow_insecure=True)
        for turn in range(CALLS):
            server.asked.clear()
            server.answer = answer(published.description, each)
            fault = call(
                published.description, each, tool, actions, server, Sampler(published.description, f"{name}{turn}")
            )
            if fault:
                faults.append(f"{name} {each.method} {each.path} ({each.id}): {fault}")
    told = "\n".join(f"skipped {name}: {why}" for name, why in published.result.skipped.items())
    assert not faults, "\n".join(faults) + f"\n{told}"


def answer(description: Description, each: Described) -> tuple[int, str, bytes]:
    found = sorted(each.source["responses"].items())
    status, response = next((pair for pair in found if str(pair[0])[0] == "2"), found[0])
    contents = description.resolve(response).get("content", {})
    media = next((media for media in contents if JSON_TYPES.match(media)), next(iter(contents), ""))
    code = int(status) if str(status).isdigit() and str(status)[0] == "2" else 200
    if code in (204, 205):
        return code, "", b""
    return code, media.replace("*/*", "application/json"), b"{}"


def call(description: Description, each: Described, tool: Any, actions: Any, server: Server, sampler: Sampler) -> str:
    """What was wrong; empty for nothing."""
    inputs = {(parameter.place, parameter.name): parameter.input for parameter in tool.parameters}
    try:
        places = {place: dict(sampler.parameters(each, place)) for place in ("path", "query", "header")}
        body = sampler.body(each)
    except NoSampleError:
        return ""
    whole = description.is_whole(each)
    values = [((place, name), value) for place in places for name, value in places[place].items()]
    if body is not None:
        values += [(("body", ""), body)] if whole else [(("body", name), value) for name, value in body.items()]
    if lacking := [key for key, _ in values if key not in inputs and not (key[0] == "body" and tool.open_body)]:
        return f"no input for {lacking}"
    given = {inputs.get(key, key[1]): value for key, value in values}
    try:
        actions.execute_tool(tool.name, tool_input=given)
    except FigwrightError as error:
        return f"{error!r} for {str(given)[:1500]}"
    method, target, sent, content = server.asked[0]
    path, query = description.address(each, places["path"], places["query"])
    got, _, asked = target.partition("?")
    if (method, got) != (each.method.upper(), path):
        return f"{method} {got} and not {path}"
    if sorted(parse_qsl(asked, keep_blank_values=True)) != sorted(query):
        return f"the query {unquote(asked)} and not {query}"
    had = {name.lower(): value for name, value in sent.items()}
    for name, value in places["header"].items():
        if had.get(name.lower()) != (",".join(map(text_of, value)) if isinstance(value, list) else text_of(value)):
            return f"the header {name}"
    if not body and not whole and not each.body.get("required"):
        return f"a body {content!r}" if content else ""
    return _body_fault(each, description.media(each), body, sent, content) if body is not None else ""


def _body_fault(each: Described, media: str, body: Any, sent: dict[str, str], content: bytes) -> str:
    kind = sent.get("Content-Type", "")
    if media not in kind and media != "*/*":
        return f"the content type {kind} and not {media}"
    if JSON_TYPES.match(media):
        same = json.loads(content) == body
    elif media == FORM:
        encoding = each.body["content"][media].get("encoding", {})
        wanted = [
            pair
            for name, value in body.items()
            for pair in pairs(
                name,
                value,
                encoding.get(name, {}).get("style", "form"),
                encoding.get(name, {}).get("explode", encoding.get(name, {}).get("style", "form") == "form"),
            )
        ]
        same = sorted(parse_qsl(content.decode(), keep_blank_values=True)) == sorted(wanted)
    elif media == MULTIPART:
        listed = [(n, each) for n, v in body.items() for each in (v if isinstance(v, list) else [v])]
        listed.sort(key=lambda pair: pair[0])
        same = len(listed) == len(got := sorted(_parts(kind, content), key=lambda pair: pair[0])) and all(
            name == sent_name and (json.loads(part) == one if isinstance(one, dict) else part == as_bytes(one))
            for (name, one), (sent_name, part) in zip(listed, got, strict=True)
        )
    else:
        same = content == (body if isinstance(body, bytes) else body.encode())
    return "" if same else f"the body {content[:1000]!r} and not {str(body)[:1000]}"


def _parts(kind: str, content: bytes) -> list[tuple[str, bytes]]:
    message = BytesParser(policy=email.policy.HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + content)
    found = []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        found.append((str(name), part.get_payload(decode=True)))
    return found


def as_bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else text_of(value).encode()


def test_every_module_imports_and_knows_every_type_that_it_names(published: Published) -> None:
    root = published.workshop.folder / "out" / published.workshop.package
    assert published.workshop.module().__all__
    for file in root.rglob("*.py"):
        steps = [each for each in file.relative_to(root).with_suffix("").parts if each != "__init__"]
        for each in vars(published.workshop.module(".".join(steps))).values():
            if is_typeddict(each):
                assert get_type_hints(each).keys() == each.__annotations__.keys()


@pytest.mark.timeout(600)
def test_type_checkers_find_nothing(tmp_path: Path) -> None:
    """All at once: what a checker reads of the libraries is most of its work."""
    made = [Published(name, tmp_path / name) for name in PUBLISHED]
    packages = [each.workshop.package for each in made]
    for each in made:
        (tmp_path / each.workshop.package).symlink_to(each.workshop.folder / "out" / each.workshop.package)
        each.workshop.close()
    for checker, *options in (("mypy", "--strict"), ("pyright", "--pythonpath", sys.executable)):
        told = run([sys.executable, "-m", checker, *options, *packages], tmp_path)
        assert not told, f"{checker}: {told}"


def run(command: list[str], folder: Path) -> str:
    """What a command complains of; nothing where it succeeds."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return done.stdout[-3000:] or "failed" if done.returncode else ""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("era", ["legacy", "modern"])
def test_its_tools_are_listed_over_mcp_without_an_error(published: Published, era: str) -> None:
    """The Inspector's strict lint warns of what may be anything, as a few values may in the descriptions."""
    folder, tools = published.installed(), [name for name, _ in published.tools()]
    environment = {
        "PYTHONPATH": str(folder),
        "FIGWRIGHT_DATABASE_URL": f"sqlite:///{published.workshop.folder}/accounts.db",
        f"FIGWRIGHT_CONNECTIONS__{published.name.upper()}__TOOLS": ",".join(tools),
    }
    program = [sys.executable, "-m", "figwright_cli", "mcp", "--as", "nobody"]
    told = lint(published.workshop.folder, program, environment, era)
    assert (told.code, told.errors, told.tools) == (0, 0, len(tools)), told.said
    for issue, where in told.issues():
        assert "it accepts any value" in issue, told.said
        assert where not in ("additionalProperties", "items"), told.said


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", [name for name in PUBLISHED if LONG or name not in LARGEST])
def test_a_proposed_manifest_generates_without_an_edit(name: str, tmp_path: Path) -> None:
    """Of all its operations, nearly every one that answers at all is a tool; what is not is listed with the reason."""
    file = downloaded(name)
    found = propose(file)
    manifest = tmp_path / "tools.yaml"
    manifest.write_text(found.text, "utf-8")
    told = yaml.load(found.text, Loader=yaml.CSafeLoader)
    result = generate(file, manifest, tmp_path / "out", f"{found.name}_tools")
    assert (len(told["tools"]), result.skipped) == (found.tools, {})
    assert found.tools >= COUNT
    without_answer = re.sub(r"\n#\s+", " ", found.text).count("succeeds with a redirection alone")
    assert found.left_out - without_answer <= found.tools / 50
    assert len(result.unused) == found.left_out
    assert found.text.count("# Operations that cannot become tools") == (found.left_out > 0)
