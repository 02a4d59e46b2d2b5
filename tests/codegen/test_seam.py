"""The generator imports nothing of the runtime; what both must know is held against each other here."""

from __future__ import annotations

import inspect
import typing

import pytest
from support.workshop import Workshop

from figwright import connector, errors
from figwright.redaction.cleaning import take_out
from figwright_codegen.manifest import models, provider


def test_the_causes_of_a_manifest_are_those_of_the_runtime() -> None:
    assert set(typing.get_args(provider.Cause)) == set(errors.Cause.__members__)


@pytest.mark.parametrize(
    ("entry", "record", "more"),
    [
        (provider.Credential, connector.Credential, set()),
        (provider.ErrorRule, connector.ErrorRule, set()),
        (provider.ErrorShape, connector.ErrorShape, set()),
        (provider.OAuth, connector.OAuth, {"scopes"}),
        (models.PaginationEntry, connector.Pagination, {"beside"}),
        (provider.RateLimit, connector.RateLimit, set()),
        (models.Toolset, connector.Toolset, set()),
    ],
)
def test_an_entry_of_a_manifest_and_its_record_have_the_same_fields_and_defaults(
    entry: type[provider.Entry], record: type, more: set[str]
) -> None:
    parameters = {name: each for name, each in inspect.signature(record).parameters.items() if name not in more}
    assert parameters.keys() == entry.model_fields.keys()
    for name, field in entry.model_fields.items():
        default = parameters[name].default
        if field.is_required() or default is inspect.Parameter.empty:  # the generator fills in what the runtime needs
            continue
        assert (
            tuple(field.default) == tuple(default)
            if isinstance(field.default, list | dict)
            else field.default == default
        )


def test_a_pointer_with_escapes_means_the_same_to_the_generator_and_to_the_runtime(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, properties: {hook/secret: {type: string}, 'm~n': {type: string}}}")
    tool = "{operation: getThing, title: T, description: D., toolset: things, redact: [/hook~1secret, /m~0n]}"
    with workshop.manifest.open("a") as manifest:
        manifest.write(f"\n  shop_hooks_list: {tool}\n")
    assert workshop.schema("shop_hooks_list", "output")["properties"] == {}
    pointers = workshop.module("tools.things").SHOP_HOOKS_LIST.redact
    taken = take_out({"hook/secret": "s3", "m~n": "s4"}, pointers)
    assert taken == {"hook/secret": "[redacted]", "m~n": "[redacted]"}
