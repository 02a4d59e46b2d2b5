"""Random descriptions: one clear error, or calls as an independent encoder and validator have them.

`make test-all` draws 200. All 2,000, which take some ten minutes on two cores:
`make test-long TESTS=tests/codegen/test_drawn.py`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.descriptions import Description, Operation
from support.drawn import Drawing
from support.drawn_calls import Calls, sound
from support.encoding import NoFormError
from support.sizes import many
from support.strict import NoStrictFormError, strictly
from support.wanted import HOME, Values, Wanted
from support.workshop import Workshop

from figwright.connector import Connector, Tool
from figwright.errors import InvalidToolInputError
from figwright.http.request import Outgoing, build_request, signed
from figwright.inputs.validation import validate
from figwright.redaction.secret import Secret
from figwright.schemas import views as views_of

COUNT = many(200, 2000)
SHARDS = 8
SMALL = 5
"""Operations of one description, each called four times and with all that is wrong with a call."""


@pytest.mark.parametrize("seed", [0, 1])
def test_calls_of_drawn_descriptions_are_as_openapi_has_them(workshop: Workshop, seed: int) -> None:
    hold(workshop.folder, seed)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
def test_calls_of_many_drawn_descriptions_are_as_openapi_has_them(tmp_path: Path, shard: int) -> None:
    for seed in range(shard, COUNT, SHARDS):
        hold(tmp_path / str(seed), seed)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_packages_of_drawn_descriptions_pass_mypy_strict(tmp_path: Path) -> None:
    """All at once: what mypy reads of the libraries is most of its work."""
    packages = []
    for seed in range(8):
        folder = tmp_path / str(seed)
        folder.mkdir()
        for workshop, _ in sound(folder, Drawing(seed, ("3.0.3", "3.1.0")[seed % 2]).description(SMALL)):
            (tmp_path / workshop.package).symlink_to(workshop.folder / "out" / workshop.package)
            packages.append(workshop.package)
            workshop.close()
    asked = [sys.executable, "-m", "mypy", "--strict", *packages]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def hold(folder: Path, seed: int, count: int = SMALL) -> None:
    """Draw one description and hold all that can be generated of it."""
    folder.mkdir(exist_ok=True)
    drawing = Drawing(seed, ("3.0.3", "3.1.0")[seed % 2])
    drawn = drawing.description(count)
    for workshop, description in sound(folder, drawn):
        connector = workshop.module("connector").CONNECTOR
        for operation in description.operations:
            held = Held(drawing, description, operation, connector)
            try:
                held.hold()
            except AssertionError as error:
                raise AssertionError(f"seed {seed}, {drawing.version}: {error}") from error
        workshop.close()


class Held(Calls):
    """One operation held against the encoder and the validator."""

    def __init__(self, drawing: Drawing, description: Description, operation: Operation, connector: Connector) -> None:
        super().__init__(drawing, description, operation, connector)
        self.views = views_of(connector)
        self.inputs = Draft202012Validator(self.views.json_schema(operation.name))

    def hold(self) -> None:
        for _ in range(4):
            values = self.values()
            if values is not None:
                self._hold(values)

    def _hold(self, values: Values) -> None:
        inputs = self.as_inputs(values)
        about = f"{json.dumps(self.operation.item())}\n{inputs!r}\n{json.dumps(self.description.schemas)}"
        try:
            wanted = Wanted(self.operation, values)
        except NoFormError:
            assert self._made(inputs) is None, f"sent what has no form: {about}"
            return
        try:
            made = self._call(inputs)
        except InvalidToolInputError as error:
            if "should be a whole number, not 1e+22" in str(error):
                return  # beyond 2^53 a float no longer says which number it is
            raise AssertionError(f"refused what is valid: {error}\n{about}") from error
        assert wanted.differs(made) == "", f"{wanted.differs(made)}\n{about}"
        assert self.inputs.is_valid(inputs), f"the model's schema refuses what is valid\n{about}"
        self._hold_view(inputs, about)
        self._hold_credentials(made)
        for key, value in values.items():
            for mutant in self.drawing.mutants(value):
                if not self.lenient[key].is_valid(mutant) and self.can_be_input(key, mutant):
                    self._hold_invalid(key, self.as_inputs({**values, key: mutant}), about)

    def _hold_invalid(self, key: tuple[str, str], inputs: dict[str, Any], about: str) -> None:
        """It is refused, or read as something that is valid: 1 where true or false is wanted."""
        made = self._made(inputs)
        if made is not None and key[0] == "body" and "json" in self.operation.media and isinstance(made.body, bytes):
            assert self.lenient[key].is_valid(json.loads(made.body)), f"sent what is invalid: {inputs}\n{about}"
        else:
            assert made is None, f"sent what is invalid: {inputs}\n{about}"

    def _hold_view(self, inputs: dict[str, Any], about: str) -> None:
        """What a model reads takes the call, by names that every API takes, and the call is what the model meant."""
        seen = self.views.mcp(tools=self.operation.name)[0]["inputSchema"]
        assert all(re.fullmatch(r"[a-zA-Z0-9_.-]{1,64}", name) for name in seen["properties"])
        said = {self.tool.model_names.get(name, name): value for name, value in inputs.items()}
        assert Draft202012Validator(seen).is_valid(said), f"a model's view refuses what is valid\n{about}"
        assert self.views.taken(self.operation.name, said)[0] == inputs, about
        strict = self.views.openai(strict=True, api="responses", tools=self.operation.name)[0]
        if strict["strict"]:
            with suppress(NoStrictFormError):
                said = strictly(strict["parameters"], said, strict["parameters"].get("$defs", {}))
                assert self.views.taken(self.operation.name, said)[0] == inputs, f"{said}\n{about}"

    def _hold_credentials(self, made: Outgoing) -> None:
        for kind in self.tool.credentials:
            parts = kind.split("_and_")
            secret = json.dumps({part: f"{part}-s3" for part in parts}) if len(parts) > 1 else f"{kind}-s3"
            sent = signed(self.connector, kind, Secret.text(secret), made)
            headers = {name.lower(): each.reveal() if isinstance(each, Secret) else each
                       for name, each in sent.headers.items()}  # fmt: skip
            assert len(headers) == len(sent.headers), f"a header twice: {sent.headers}"
            found = _credentials(sent.whole_url(), headers)
            wanted = {part: b64encode(b"basic-s3").decode() if part == "basic" else f"{part}-s3" for part in parts}
            assert {part: found.get(part) for part in parts} == wanted

    def _made(self, inputs: dict[str, Any]) -> Outgoing | None:
        try:
            return self._call(inputs)
        except InvalidToolInputError:
            return None

    def _call(self, inputs: dict[str, Any]) -> Outgoing:
        tool: Tool[Any] = self.tool
        return build_request(tool, validate(tool, inputs), HOME)


def _credentials(url: str, headers: Mapping[str, str]) -> dict[str, str]:
    """By kind, what a request has where the schemes say that it stands."""
    authorization, cookie = headers.get("authorization", ""), headers.get("cookie", "")
    found = {
        "token": [authorization.removeprefix("Bearer ")] if authorization.startswith("Bearer ") else [],
        "basic": [authorization.removeprefix("Basic ")] if authorization.startswith("Basic ") else [],
        "key": [headers["x-key"]] if "x-key" in headers else [],
        "query": re.findall(r"[?&]api_key=([^&]*)", url),
        "cookie": re.findall(r"(?:^|; )sid=([^;]*)", cookie),
    }
    return {kind: " twice ".join(values) for kind, values in found.items() if values}
