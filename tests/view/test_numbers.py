"""Numbers that no arithmetic holds, or that are not numbers: a view leaves them out and shows the rest."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figwright_figma.view.css import is_number

from . import described
from .designs import nodes_response, shown

EXTREMES: list[Any] = [
    10**400,
    -(10**400),
    1e308,
    -1e308,
    10**15,
    float("nan"),
    float("inf"),
    "nan",
    "1e400",
    True,
    [9],
]
SEEN = {
    "cornerRadius": 4,
    "strokeMiterAngle": 12,
    "absoluteBoundingBox": {"x": 1, "y": 2, "width": 30, "height": 40},
    "arcData": {"startingAngle": 0, "endingAngle": 1, "innerRadius": 0.5},
    "relativeTransform": [[0, -1, 4], [1, 0, 2]],
}


def places(value: Any) -> list[tuple[Any, Any]]:
    """Where each number inside a value stands: what holds it, and under which key."""
    found: list[tuple[Any, Any]] = []
    stack = [value]
    while stack:
        holder = stack.pop()
        for key, each in holder.items() if isinstance(holder, dict) else enumerate(holder):
            if isinstance(each, dict | list):
                stack.append(each)
            elif isinstance(each, int | float) and not isinstance(each, bool):
                found.append((holder, key))
    return found


@given(st.sampled_from(sorted(described.node_types())), st.sampled_from(EXTREMES), st.data())
@settings(deadline=None, max_examples=40)
def test_no_number_stops_a_view(kind: str, extreme: Any, data: st.DataObject) -> None:
    known = described.node_types()[kind].properties()
    node = described.node(kind) | {name: value for name, value in SEEN.items() if name in known}
    child = {
        "type": "VECTOR",
        "id": "1:9",
        "name": "Vector",
        **{name: SEEN[name] for name in SEEN if name != "arcData"},
    }
    tree = deepcopy({**node, "rotation": 0.5, "children": [child]})
    every = places(tree)
    some = st.lists(st.integers(0, len(every) - 1), min_size=1, max_size=3)
    for at in data.draw(st.just(range(len(every))) | some):
        holder, key = every[at]
        holder[key] = extreme
    for view in ("layout", "outline", "full", "tokens"):
        assert "1:1" in shown(nodes_response(tree), view=view) or view == "tokens"


@pytest.mark.parametrize("value", EXTREMES)
def test_what_arithmetic_cannot_hold_is_no_number(value: Any) -> None:
    assert not is_number(value)
