"""A manifest's file, read into its entries; what is not sound is reported with its line and left out."""

from __future__ import annotations

import difflib
import keyword
from pathlib import Path
from typing import Any, TypeVar, get_args

import pydantic

from figwright_codegen.manifest.forms import FORMS, Entry, Name
from figwright_codegen.manifest.models import InputEntry, RemovedEntry, ToolEntry, Toolset, Whole
from figwright_codegen.manifest.provider import ConnectorEntry
from figwright_codegen.manifest.rate_limits import RateLimit
from figwright_codegen.openapi.description import Document, Source
from figwright_codegen.problems import Problems

TAKEN = frozenset({"aio", "connector", "events", "inputs", "schemas", "tools", "types"})
"""Modules of a generated package that no toolset can be named after."""

FORMER = {
    (ToolEntry, "default"): "write 'enabled_by_default'",
    (InputEntry, "rename"): "write 'api_name'",
    (RateLimit, "kind"): "nothing reads it: remove it",
}
"""Keys that manifests had, and what to write in their place."""
OF_INPUTS = {
    "hidden": "hidden: true",
    "ignore": "ignored: true",
    "needed": "required: for_models",
    "optional": "required: false",
}
"""Lists of inputs that tools had, and what is written under each input in their place."""

_Entry = TypeVar("_Entry", bound=Entry)


class Manifest:
    """A manifest's sound entries. What is not sound is a problem and left out."""

    def __init__(self, file: Path, problems: Problems) -> None:
        document = Document(file.resolve(), problems)
        self.root = Source(document, (), document.data)
        self._problems = problems
        if isinstance(self.root.value, dict):
            for name in self.root.value.keys() - Whole.model_fields.keys():
                problems.add(self.root / name, f"{name!r} is no key here; known are {', '.join(Whole.model_fields)}")
        elif document.data is not None:
            problems.add(self.root, "is no manifest; it holds connector, toolsets and tools")
        self.connector = self._entry(ConnectorEntry, self.root / "connector")
        self.toolsets = self._entries(Toolset, self.root / "toolsets")
        told = (self.root / "toolsets").value
        if not told and self.connector:
            self.toolsets = {self.connector.name: Toolset(title=self.connector.title)}
        self.toolset_names = frozenset(told if isinstance(told, dict) and told else self.toolsets)
        """Of toolsets that are unsound, too."""
        self.tools = self._entries(ToolEntry, self.root / "tools")
        self.removed_tools = self._entries(RemovedEntry, self.root / "removed_tools")
        if len(self.toolset_names) == 1:
            [only] = self.toolset_names
            usual = {name: each for name, each in self.tools.items() if not each.toolset}
            self.tools |= {name: each.model_copy(update={"toolset": only}) for name, each in usual.items()}
        if not (self.root / "tools").value and self.root.value is not None:
            problems.add(self.root / "tools", "there are no tools; add one")
        for name in self.toolsets:
            if name in TAKEN or keyword.iskeyword(name):
                place = self.root / "toolsets" / name if told else self.root / "connector" / "name"
                problems.add(place, f"{name!r} names another module; {'rename the' if told else 'add a'} toolset")
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


def _report(source: Source, model: type[Entry], error: pydantic.ValidationError, problems: Problems) -> None:
    for fault in error.errors(include_url=False):
        place, kind = source, fault["type"]
        for part in fault["loc"]:
            if isinstance(place.value, list) or str(part) in place:
                place = place / part
        name, context = fault["loc"][-1] if fault["loc"] else "", fault.get("ctx", {})
        if kind == "missing":
            problems.add(place, f"{name!r} is missing; add it")
        elif kind == "extra_forbidden":
            problems.add(
                place, f"{name!r} is no key here; {_hint(_model_at(model, fault['loc']), str(name), place.value)}"
            )
        elif kind == "string_pattern_mismatch":
            problems.add(place, f"{fault['input']!r} is not {FORMS[context['pattern']]}; correct it")
        elif kind == "string_type" and isinstance(fault["input"], bool | int | float):
            problems.add(place, f"{name!r} is a number or true or false to YAML; write it in quotes")
        elif context.get("expected") != "''":  # "" beside a pattern means "not given"
            key = next(part for part in reversed(place.pointer) if isinstance(part, str))
            problems.add(place, f"{key!r}: {_fault(fault['msg'])}; correct it")


def _fault(message: str) -> str:
    """What stands there is no input, and a mapping is no dictionary, to whoever writes YAML."""
    text = message.removeprefix("Value error, ").removeprefix("Input ")
    text = text.partition(", unable to")[0].partition(" or instance of")[0].replace("dictionary", "mapping")
    return text.replace("True, False", "true, false")


def _hint(model: type[Entry], name: str, value: Any) -> str:
    """What to write in place of a key that a model has not."""
    if (model, name) in FORMER:
        return FORMER[model, name]
    if model is ToolEntry and name in OF_INPUTS and isinstance(value, list):
        facts = ", ".join(f"{each}: {{{OF_INPUTS[name]}}}" for each in value)
        return f"what is said of an input stands under its name: write inputs: {{{facts}}}"
    known = [field.alias or each for each, field in model.model_fields.items()]
    near = difflib.get_close_matches(name, known, 1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"


def _model_at(model: type[Entry], loc: tuple[int | str, ...]) -> type[Entry]:
    """The model whose key a fault is about."""
    for part in loc[:-1]:
        field = next((field for name, field in model.model_fields.items() if part == (field.alias or name)), None)
        model = _model(field.annotation) or model if field else model
    return model


def _model(annotation: Any) -> type[Entry] | None:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    return next((found for argument in get_args(annotation) if (found := _model(argument))), None)
