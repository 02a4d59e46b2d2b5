"""docs/views.md: its example is what is written, and it explains every term."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from figwright_figma.view.terms import TERMS

from .designs import written

PAGE = (Path(__file__).parents[2] / "docs" / "views.md").read_text("utf-8")
INTER = {"fontFamily": "Inter", "fontWeight": 400, "fontSize": 14, "lineHeightPx": 20, "lineHeightUnit": "PIXELS"}
BODY = {"style": INTER, "styles": {"text": "9:9"}}


def bound(name: str, variable: str) -> dict[str, Any]:
    return {"boundVariables": {name: {"type": "VARIABLE_ALIAS", "id": f"VariableID:{variable}"}}}


def fill(red: float, green: float, blue: float, **more: Any) -> dict[str, Any]:
    return {"fills": [{"type": "SOLID", "color": {"r": red, "g": green, "b": blue, "a": 1}, **more}]}


def text(identifier: str, name: str, said: str, **more: Any) -> dict[str, Any]:
    look = {**BODY, **bound("fontSize", "12:3"), **more}
    return {"id": identifier, "name": name, "type": "TEXT", "characters": said, **look}


def frame(identifier: str, name: str, *below: Any, **more: Any) -> dict[str, Any]:
    wide = {"layoutSizingHorizontal": "FILL", "layoutSizingVertical": "HUG"}
    return {"id": identifier, "name": name, "type": "FRAME", "children": list(below), **wide, **more}


def row(number: int, said: str) -> dict[str, Any]:
    between = {"layoutMode": "HORIZONTAL", "primaryAxisAlignItems": "SPACE_BETWEEN"}
    return frame(
        f"1:{number}",
        "Row",
        text(f"1:{number + 1}", "Name", said),
        text(f"1:{number + 2}", "Price", "12.00"),
        **between,
        **fill(0.05, 0.6, 1, **bound("color", "4:5")),
    )


BUTTON = {
    **frame("1:3", "Pay", text("I1:3;7:8", "Label", "Pay now"), layoutMode="HORIZONTAL"),
    "type": "INSTANCE",
    "componentId": "7:1",
    "componentProperties": {"Show icon#7:0": {"type": "BOOLEAN", "value": False}},
}
HIDDEN = {"id": "I1:3;7:9", "name": "Icon", "type": "VECTOR", "visible": False}
HIDDEN |= {"componentPropertyReferences": {"visible": "Show icon#7:0"}}
SHOP = {
    "name": "Shop",
    "role": "viewer",
    "nodes": {
        "1:2": {
            "document": frame(
                "1:2",
                "Checkout",
                BUTTON | {"children": [*BUTTON["children"], HIDDEN]},
                row(9, "Subtotal"),
                row(12, "Shipping"),
                layoutMode="VERTICAL",
                itemSpacing=16,
                paddingLeft=24,
                paddingRight=24,
                paddingTop=24,
                paddingBottom=24,
                layoutSizingHorizontal="FIXED",
                absoluteBoundingBox={"x": 0, "y": 0, "width": 1440, "height": 300},
                **fill(1, 1, 1),
            ),
            "components": {
                "7:1": {
                    "key": "k",
                    "name": "Size=lg",
                    "componentSetId": "7:0",
                    "description": "The main action of a page. Use one.",
                    "documentationLinks": [{"uri": "https://example.com/button"}],
                }
            },
            "componentSets": {"7:0": {"key": "s", "name": "Button", "description": ""}},
            "styles": {"9:9": {"key": "t", "name": "body", "styleType": "TEXT", "description": ""}},
        }
    },
}


def test_the_example_is_what_is_written() -> None:
    said = "\n".join(line for line in written(SHOP).text.splitlines() if not line.startswith("Each line:"))
    assert indent(said, "    ") in PAGE


@pytest.mark.parametrize("term", TERMS)
def test_every_term_is_explained(term: str) -> None:
    assert re.search(rf"^\|[^|]*`{term}`", PAGE, re.MULTILINE)
