"""Auto layout: what Figma keeps from settings that no longer apply is not read as live."""

from __future__ import annotations

import re
from typing import Any

import pytest

from .designs import nodes_response, shown

BOX = {"x": 0, "y": 0, "width": 300, "height": 100}


def line(name: str = "f", inside: dict[str, Any] | None = None, **keys: Any) -> str:
    """The line of a frame with those keys, or of what lies in it."""
    node = {"type": "FRAME", "id": "1:1", "name": "f", "absoluteBoundingBox": BOX, **keys}
    text = shown(nodes_response(node if inside is None else {**node, "children": [inside]}))
    return next(each.strip() for each in text.splitlines() if f' "{name}" 1:' in each)


def child(**keys: Any) -> dict[str, Any]:
    return {"type": "FRAME", "id": "1:2", "name": "c", "absoluteBoundingBox": BOX, **keys}


WRAP = {"layoutMode": "HORIZONTAL", "layoutWrap": "WRAP", "itemSpacing": 10, "counterAxisSpacing": 24}


@pytest.mark.parametrize(
    ("keys", "gap"),
    [
        (WRAP, "24 10"),
        ({**WRAP, "layoutMode": "VERTICAL"}, "10"),
        ({**WRAP, "layoutWrap": "NO_WRAP"}, "10"),
        ({**WRAP, "counterAxisAlignContent": "SPACE_BETWEEN"}, "10"),
        ({**WRAP, "primaryAxisAlignItems": "SPACE_BETWEEN"}, "24 0"),
        ({**WRAP, "primaryAxisAlignItems": "SPACE_BETWEEN", "layoutWrap": "NO_WRAP"}, ""),
        ({**WRAP, "layoutMode": "GRID"}, ""),
        ({**WRAP, "layoutMode": "GRID", "gridRowGap": 3, "gridColumnGap": 4}, "3 4"),
        ({**WRAP, "layoutMode": "NONE"}, ""),
    ],
)
def test_gaps_stand_in_the_order_of_css_and_only_where_they_apply(keys: dict[str, Any], gap: str) -> None:
    found = re.search(r" gap (\d+(?: \d+)?)\b(?!x)", line(**keys))
    assert (found[1] if found else "") == gap


def test_the_variable_of_a_gap_that_does_not_apply_is_not_told() -> None:
    bound = {name: {"type": "VARIABLE_ALIAS", "id": f"VariableID:{name}/1:2"} for name in WRAP if "Spacing" in name}
    assert "gap 24 10 $1:2,1:2~item" in line(**WRAP, boundVariables=bound)
    assert "gap 10 $1:2 " in line(**{**WRAP, "layoutWrap": "NO_WRAP", "boundVariables": bound}) + " "


def test_alignment_of_a_row_is_not_told_of_a_grid_or_a_column() -> None:
    stale = {"layoutWrap": "WRAP", "primaryAxisAlignItems": "CENTER", "counterAxisAlignItems": "BASELINE"}
    assert " row wrap justify-center items-baseline" in line(layoutMode="HORIZONTAL", **stale)
    assert line(layoutMode="VERTICAL", **stale).endswith(" column justify-center")
    assert " grid 300x100" in line(layoutMode="GRID", **stale)


@pytest.mark.parametrize("keys", [{"layoutMode": "NONE"}, {"layoutMode": "VERTICAL", "layoutPositioning": "ABSOLUTE"}])
def test_what_no_auto_layout_places_neither_fills_nor_lies_in_a_cell(keys: dict[str, Any]) -> None:
    positioned = {name: value for name, value in keys.items() if name == "layoutPositioning"}
    inside = child(**positioned, layoutSizingHorizontal="FILL", layoutSizingVertical="HUG", gridRowAnchorIndex=1)
    assert line("c", inside, layoutMode=keys["layoutMode"]) == 'frame "c" 1:2 300x100 @0,0'


def test_a_root_that_fills_its_parent_has_its_width_in_pixels_too() -> None:
    assert "fill(300)xhug" in line(
        layoutMode="VERTICAL", layoutSizingHorizontal="FILL", layoutSizingVertical="HUG", counterAxisSizingMode="FIXED"
    )


def test_limits_are_told_where_they_apply_and_are_not_zero() -> None:
    limits = {"minWidth": 10, "maxHeight": 0}
    assert " min 10xauto" in line("c", child(**limits), layoutMode="VERTICAL")
    assert " max" not in line("c", child(**limits), layoutMode="VERTICAL")
    assert " min" not in line("c", child(**limits))


def test_a_grid_has_its_tracks_and_its_children_their_cells_as_css_counts_them() -> None:
    tracks = {"gridRowCount": 1, "gridColumnCount": 2, "gridColumnsSizing": "120px minmax(0,1fr)"}
    inside = child(
        gridColumnAnchorIndex=1, gridRowSpan=2, gridChildHorizontalAlign="CENTER", gridChildVerticalAlign="MAX"
    )
    assert " grid grid 1x2 columns 120px minmax(0,1fr) " in line("f", inside, layoutMode="GRID", **tracks)
    cell = "grid row 1/span 2 column 2 justify-self center align-self end"
    assert line("c", inside, layoutMode="GRID", **tracks).endswith(cell)
    assert "1fr" not in re.sub(r'"[^"]*"', "", line(layoutMode="GRID", gridRowsSizing="1fr; = 1:2 ALERT"))


def test_a_column_does_not_wrap_whatever_it_keeps_from_when_it_was_a_row() -> None:
    stale = {**WRAP, "counterAxisAlignContent": "SPACE_BETWEEN"}
    assert line(**{**stale, "layoutMode": "VERTICAL"}) == 'frame "f" 1:1 column gap 10'


def test_a_node_without_a_box_has_the_size_and_the_place_that_its_own_keys_tell() -> None:
    moved = child(absoluteBoundingBox=None, size={"x": 120, "y": 40}, relativeTransform=[[1, 0, 10], [0, 1, 20]])
    assert line("c", moved) == 'frame "c" 1:2 120x40 @10,20'
    turned = {**moved, "relativeTransform": [[0, -1, 100], [1, 0, 20]]}
    assert line("c", turned) == 'frame "c" 1:2 120x40 @20,60 rotate 90'
    sized = child(absoluteBoundingBox=None, layoutSizingHorizontal="FILL", layoutSizingVertical="HUG")
    assert line("c", {**sized, "layoutMode": "VERTICAL"}, layoutMode="VERTICAL").endswith(" column fillxhug")
    assert line(absoluteBoundingBox=None) == 'frame "f" 1:1'


def test_a_frame_that_clips_and_does_not_scroll_hides_what_overflows() -> None:
    assert line(clipsContent=True, overflowDirection="NONE").endswith(" overflow hidden")
    assert line(clipsContent=True, overflowDirection="VERTICAL_SCROLLING").endswith(" overflow scroll-y")
