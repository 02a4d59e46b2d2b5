"""The sandbox of random descriptions: what is valid is answered with what the tool promises, all else is refused."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter
from support.drawn import Drawing
from support.drawn_calls import Calls, sound
from support.encoding import NoFormError
from support.sizes import many
from support.wanted import Values, Wanted

from figwright import Actions
from figwright.connector.validators import named
from figwright.errors import InvalidToolInputError
from figwright.http.request import Outgoing, signed
from figwright.redaction.secret import Secret
from figwright.sandbox import Sandbox

COUNT = many(40, 400)
SHARDS = 4


@pytest.mark.parametrize("seed", [0, 1])
def test_a_drawn_connector_has_a_sandbox(tmp_path: Path, seed: int) -> None:
    hold(tmp_path / "drawn", seed, 2)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
def test_many_drawn_connectors_have_sandboxes(tmp_path: Path, shard: int) -> None:
    for seed in range(shard, COUNT, SHARDS):
        hold(tmp_path / str(seed), seed, 4)


def hold(folder: Path, seed: int, count: int) -> None:
    folder.mkdir()
    drawing = Drawing(seed, ("3.0.3", "3.1.0")[seed % 2])
    drawn = drawing.description(count)
    for each in drawn.operations:
        each.answer = drawing.schema(2) if drawing.chance(90) else None
    for workshop, description in sound(folder, drawn):
        connector = workshop.module("connector").CONNECTOR
        with Sandbox(connector) as sandbox, httpx.Client(trust_env=False, verify=False) as http:
            for operation in description.operations:
                try:
                    Held(sandbox, http, drawing, description, operation, connector).hold()
                except AssertionError as error:
                    about = f"{json.dumps(operation.item())}\n{json.dumps(description.schemas)}"
                    raise AssertionError(f"seed {seed}, {drawing.version}: {error}\n{about}") from error
        workshop.close()


class Held(Calls):
    """One operation of a running sandbox."""

    def __init__(self, sandbox: Sandbox, http: httpx.Client, *about: Any) -> None:
        super().__init__(*about)
        self.sandbox, self.http = sandbox, http
        self.kind = next(iter(self.tool.credentials), "token")
        self.token = sandbox.token(kind=self.kind)
        module, name = self.tool.output_type.split(":") if self.tool.output_type else ("", "")
        self.result: TypeAdapter[Any] = TypeAdapter(named(f"{module}:{name}") if module else Any)
        schemas = json.loads((files(self.connector.package) / "schemas" / self.tool.output_schema).read_text("utf-8"))
        self.output = Draft202012Validator(schemas[self.tool.name])

    @cached_property
    def can_be_answered(self) -> bool:
        """Whether anything is as the description says that an answer is: it draws contradictions, too."""
        schema = self.operation.answer or {}
        valid = self.description.validator(schema, lenient=True)
        return any(valid.is_valid(self.drawing.value(schema)) for _ in range(20))

    def hold(self) -> None:
        with Actions.with_token(
            self.token, kind=self.kind, connector=self.connector, tools=[self.tool.name],
            api_url=self.sandbox.api_url, allow_insecure=True,
        ) as actions:  # fmt: skip
            for _ in range(3):
                if (values := self.values()) is not None:
                    self._hold_valid(actions, values)
                    self._hold_invalid(values)
        self._hold_credentials()

    def _hold_valid(self, actions: Actions, values: Values) -> None:
        inputs = self.as_inputs(values)
        try:
            Wanted(self.operation, values)
            data = actions.execute_tool(self.tool.name, tool_input=inputs).data
        except (NoFormError, InvalidToolInputError):
            return  # tests/codegen/test_drawn.py holds that against the description
        if self.operation.answer is None or not self.can_be_answered:
            return
        assert self.output.is_valid(data), f"{data} for {self.operation.answer}"
        self.result.validate_python(data)

    def _hold_invalid(self, values: Values) -> None:
        for key, value in values.items():
            for mutant in self.drawing.mutants(value):
                if self._is_wrong(key, mutant):
                    self._refused({**values, key: mutant}, f"{key} {mutant!r}")
            if self._is_required(key) and not (key[0] == "path" or self._may_be_nothing(key)):
                self._refused({name: each for name, each in values.items() if name != key}, f"no {key}")

    def _is_wrong(self, key: tuple[str, str], mutant: Any) -> bool:
        """Whether no way to read it makes it valid."""
        if key[0] == "body":
            is_none = mutant == {} and not self.operation.required_body
            return "json" in self.operation.media and not is_none and not self.lenient[key].is_valid(mutant)
        if isinstance(mutant, dict | list) or (key[0] != "query" and not str(mutant).isalnum()):
            return False
        text = str(mutant).lower() if isinstance(mutant, bool) else str(mutant)
        return not any(self.lenient[key].is_valid(each) for each in _read(text))

    def _may_be_nothing(self, key: tuple[str, str]) -> bool:
        empty: list[Any] = [[], {}]
        if key[0] == "body":
            return "json" not in self.operation.media or self.lenient[key].is_valid({})
        return any(self.lenient[key].is_valid(each) for each in empty)

    def _refused(self, values: Values, about: str) -> None:
        try:
            wanted = Wanted(self.operation, values)
        except NoFormError:
            return
        if not all(text.isascii() for text in wanted.headers.values()):
            return
        response = self._sent(wanted, self.token)
        assert 400 <= response.status_code < 500, f"answered with {response.status_code}: {about} of {values}"
        assert isinstance(response.json()["message"], str)

    def _sent(self, wanted: Wanted, token: str) -> httpx.Response:
        cookie = "; ".join(f"{name}={quote(text)}" for name, text in wanted.cookies)
        headers = dict(wanted.headers) | ({"Cookie": cookie} if cookie else {})
        body = None
        if wanted.has_body:
            headers["Content-Type"] = self.operation.media
            body = json.dumps(wanted.body).encode()
        url = f"{self.sandbox.url}{wanted.path}{f'?{urlencode(wanted.query)}' if wanted.query else ''}"
        made = signed(self.connector, self.kind, Secret.text(token), Outgoing(self.tool.method, url, body, headers))
        shown = {name: each.reveal() if isinstance(each, Secret) else str(each) for name, each in made.headers.items()}
        return self.http.request(self.tool.method, str(made.whole_url()), headers=shown, content=body)

    def _hold_credentials(self) -> None:
        values = self.values()
        if self.tool.credentials and values is not None and "_and_" not in self.kind:
            try:
                wanted = Wanted(self.operation, values)
            except NoFormError:
                return
            assert self._sent(wanted, "someone-elses").status_code == 401


def _read(text: str) -> Iterator[Any]:
    yield text
    for parts in (text.split(" "), text.split(",")):
        yield parts
        yield dict(zip(parts[::2], parts[1::2], strict=False))
    for read in (int, float):
        try:
            number: float = read(text)
        except ValueError:
            continue
        if math.isfinite(number):
            yield number
            yield [number]
    yield from (True, [True]) if text == "true" else ()
