"""A long list as the input of several calls: as many items in each as can be sent at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from figwright.connections import Catalog
from figwright.connector import Tool
from figwright.errors import InvalidToolInputError
from figwright.http.request import build_request
from figwright.inputs.former_names import current_inputs
from figwright.inputs.validation import validate


def batches(
    catalog: Catalog,
    tool_name: str,
    connection_name: str | None,
    tool_input: Mapping[str, object],
    over: str,
    size: int | None,
) -> Iterator[dict[str, object]]:
    """The input once for each batch of the list `over`: `size` items, or as many as can be sent at once.

    Raises InvalidToolInputError, before the first batch, where there is no such list.
    """
    tool = catalog.tool(tool_name)
    api_url = catalog.connection_of(tool, connection_name).api_url
    tool_input = current_inputs(tool, tool_input)
    over = tool.renamed_inputs[over].name if over in tool.renamed_inputs else over
    items = tool_input.get(over)
    if not isinstance(items, list | tuple) or not items:
        raise InvalidToolInputError(tool.name, {over: "is what batches are made of, so it must be a list, not empty"})
    if size is not None and (not isinstance(size, int) or size < 1):
        raise InvalidToolInputError(tool.name, {"size": "is a whole number of 1 or more"})
    while items:
        most = size or _fitting(tool, {**tool_input, over: items}, over, api_url) or len(items)
        yield {**tool_input, over: list(items[:most])}
        items = items[most:]


def _fitting(tool: Tool[Any], tool_input: Mapping[str, object], over: str, api_url: str) -> int | None:
    """How many items of a list that is too long can be sent at once; None if it is not too long."""
    try:
        build_request(tool, validate(tool, tool_input), api_url)
    except InvalidToolInputError as error:
        return error.fits if over in error.fields else None
    return None
