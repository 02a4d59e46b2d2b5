"""A tool's input from a command line: options for its inputs, a JSON object, and the help that names them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand

from figwright.connector import Tool
from figwright.rendering.shape import Shaping
from figwright_cli.command_lines import CALL_OPTIONS, PREFIX, option
from figwright_cli.commands import UsageError
from figwright_cli.output import nearest


class ToolCommand(TyperCommand):
    """A command whose own options are parsed as ever; what else there is belongs to the tool, in `context.args`.

    Each is told by its name alone, so a value is never taken for an option, whatever it begins with.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        takes_value = {
            name: not getattr(each, "is_flag", False)
            for each in self.get_params(ctx)
            for name in each.opts
            if name.startswith("-")
        }
        own: list[str] = []
        rest: list[str] = []
        words, named, flag = list(args), False, ""
        while words:
            before, flag, word = flag, "", words.pop(0)
            name, equals, _ = word.partition("=")
            if name in takes_value:
                flag = name if not takes_value[name] else ""
                own.append(word)
                own += [words.pop(0)] if takes_value[name] and not equals and words else []
            elif not word.startswith("--") and not named:
                own, named = [*own, word], True
            elif before and not word.startswith("--"):
                raise UsageError(
                    f"{before} takes no value, so {word!r} belongs to nothing. An input that is called so is written "
                    f"--{PREFIX}{before.lstrip('-')}. See: figwright call TOOL --help"
                )
            else:
                rest.append(word)
                if word.startswith("--") and not equals and words and not words[0].startswith("--"):
                    rest.append(words.pop(0))
        super().parse_args(ctx, own)
        ctx.args = rest
        return rest


def read_input(text: str) -> dict[str, Any]:
    """The object of `--input`: JSON, `@FILE`, or `-` for standard input. Raises UsageError."""
    if not text:
        return {}
    try:
        if text == "-":
            text = sys.stdin.read()
        elif text.startswith("@"):
            text = Path(text[1:]).read_text("utf-8")
        value = json.loads(text)
    except OSError as error:
        raise UsageError(f"--input: {error.strerror}: {error.filename}.") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"--input is not JSON: {error}.") from None
    if not isinstance(value, dict):
        raise UsageError("--input is not a JSON object: put the inputs into {...}.")
    return value


def read_fields(
    tool: Tool[Any], input_schema: dict[str, Any], words: Sequence[str], *, shaped: bool = False
) -> dict[str, Any]:
    """Inputs from options: `--file-key KEY`, `--depth=2`, `--as-md` for true, and one twice for a list.

    Names may be written with hyphens or underscores, and each as `--input.NAME`; `shaped` allows those that shape the
    text for a model, too. Raises UsageError.
    """
    inputs = dict.fromkeys([*input_schema.get("properties", {}), *(each.input for each in tool.parameters)])
    shaping = shaping_of(input_schema)
    schemas = input_schema.get("properties", {}) | (shaping if shaped else {})
    known = {_spelled(option(name)[2:]): name for name in (*inputs, *(shaping if shaped else ()))}
    former = {name: now.name for name, now in tool.renamed_inputs.items()}
    schemas |= {name: schemas.get(now, {}) for name, now in former.items()}
    gone = (*former, *tool.removed_inputs)
    known = {_spelled(option(name)[2:]): name for name in gone} | known
    known |= {_spelled(PREFIX + name): name for name in (*inputs, *gone)}
    fields: dict[str, Any] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--") or word == "--":
            dash = " It begins with another dash than --." if word.startswith(tuple("–—−‐‑")) else ""
            raise UsageError(f"{word!r} belongs to no input. Inputs are options: {tool.name} --name value.{dash}")
        spelled, equals, text = word[2:].partition("=")
        name = known.get(_spelled(spelled))
        if name is None and _spelled(spelled) in shaping:
            raise UsageError(f"--{spelled} shapes the text for a model: add --text.")
        if name is None:
            raise UsageError(f"{tool.name} has no input --{spelled}.{_meant(spelled, inputs, tool.name)}")
        part = schemas.get(name, {})
        if not equals:
            text = rest.pop(0) if rest and not rest[0].startswith("--") else _flag(part, name)
        value = _value(name, text, part)
        fields[name] = [*_items(fields[name]), *_items(value)] if name in fields else value
    return fields


def shaping_of(input_schema: dict[str, Any]) -> dict[str, Any]:
    """What shapes a text and is not an input of the tool, as properties of a schema."""
    names = Shaping.__annotations__.keys() - input_schema.get("properties", {}).keys()
    return {name: {"type": "array", "items": {"type": "string"}} if name == "fields" else {} for name in names}


def print_help(context: typer.Context, tool: Tool[Any], input_schema: dict[str, Any], line: str) -> None:
    """The tool's inputs as options, then those of the command itself."""
    from rich.table import Table
    from rich.text import Text

    from figwright_cli.output import console
    from figwright_cli.tools import type_text

    out = console()
    out.print(Text(f"figwright call {tool.name} [INPUTS] [OPTIONS]\n\n{tool.description}\n"))
    required = input_schema.get("required", [])
    inputs = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("input", "type", "", "what to pass"):
        inputs.add_column(heading, no_wrap=heading == "input")
    for name, part in input_schema.get("properties", {}).items():
        row = (option(name), type_text(part), "needed" if name in required else "", part.get("description", ""))
        inputs.add_row(*(Text(cell) for cell in row))
    out.print(inputs if inputs.rows else Text("It takes no input."))
    out.print(Text(f"\n{line}\n"), soft_wrap=True)
    context.get_help()


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _spelled(name: str) -> str:
    return name.replace("-", "_").lower()


def _meant(spelled: str, inputs: Iterable[str], tool: str) -> str:
    options = [option(name) for name in inputs]
    if near := get_close_matches(f"--{spelled}", [*options, *(f"--{name}" for name in CALL_OPTIONS)], 1, 0.5):
        return f" Did you mean {near[0]}?"
    return f"{nearest(f'--{spelled}', options) or ' It takes none.'} See: figwright call {tool} --help"


def _flag(part: dict[str, Any], name: str) -> str:
    if "boolean" not in _types(part):
        raise UsageError(f"{option(name)} needs a value. One that begins with -- is written {option(name)}=VALUE.")
    return "true"


def _value(name: str, text: str, part: dict[str, Any]) -> object:
    """Lists and objects are JSON, and plain text is a list of one. The rest stays text for the tool's own check."""
    types = _types(part)
    if not types & {"array", "object"} or ("string" in types and not text.startswith(("{", "["))):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        if "string" in types:
            return text
        if "array" in types and "string" in _types(part.get("items", {})):
            return [text]
        raise UsageError(f"{option(name)} is not JSON: {error}.") from None


def _types(schema: dict[str, Any]) -> set[str]:
    kind = schema.get("type", [])
    types = {kind} if isinstance(kind, str) else set(kind)
    for union in ("anyOf", "oneOf"):
        for choice in schema.get(union, ()):
            types |= _types(choice)
    return types | ({"object"} if "properties" in schema or "$ref" in schema else set())
