"""The layout view: what shows on the screen or was written for developers is told, in CSS's terms and as it is."""

from __future__ import annotations

from math import pi
from typing import Any

import pytest

from .designs import laid_out, nodes_response, shown

SOLID = {"type": "SOLID", "color": {"r": 1, "g": 0, "b": 0, "a": 1}}
STROKED = {"strokes": [SOLID]}


def test_annotations_are_told_with_what_they_point_to() -> None:
    notes = [
        {"label": "Use the sticky header", "properties": [{"type": "width"}, {"type": "fills"}]},
        {"labelMarkdown": "**Only** mobile"},
        {"properties": [{"type": "opacity"}]},
    ]
    text = laid_out({"type": "FRAME", "id": "1:1", "name": "n", "annotations": notes}, {})
    assert 'note "Use the sticky header" on width fills, "**Only** mobile", on opacity' in text
    status = {"type": "READY_FOR_DEV", "description": "Only mobile"}
    assert 'status ready-for-dev "Only mobile"' in laid_out({"type": "FRAME", "id": "1:1", "devStatus": status}, {})


def test_a_variable_that_shows_a_node_or_hides_it_is_told() -> None:
    bound = {"visible": {"type": "VARIABLE_ALIAS", "id": "VariableID:aa/1:2"}}
    assert "visible by variable $1:2" in laid_out({"type": "FRAME", "id": "1:1", "boundVariables": bound}, {})


def test_interactions_are_told_with_their_times_conditions_and_curves() -> None:
    curve = {"type": "CUSTOM_CUBIC_BEZIER", "easingFunctionCubicBezier": {"x1": 0.1, "y1": 0, "x2": 1, "y2": 0.5}}
    go = {
        "type": "NODE",
        "destinationId": "5:6",
        "navigation": "NAVIGATE",
        "transition": {"type": "SLIDE_IN", "direction": "LEFT", "duration": 300, "easing": curve},
        "preserveScrollPosition": True,
    }
    alias = {"type": "VARIABLE_ALIAS", "value": {"type": "VARIABLE_ALIAS", "id": "7:8"}}
    arguments = [alias, {"type": "FLOAT", "value": 3}]
    large = {"type": "EXPRESSION", "value": {"expressionFunction": "GREATER_THAN", "expressionArguments": arguments}}
    blocks = [{"condition": large, "actions": [go]}, {"actions": [{"type": "BACK"}]}]
    choose = {"type": "CONDITIONAL", "conditionalBlocks": blocks}
    node = {
        "type": "FRAME",
        "id": "1:1",
        "interactions": [
            {"trigger": {"type": "AFTER_TIMEOUT", "timeout": 800}, "actions": [go]},
            {"trigger": {"type": "ON_CLICK"}, "actions": [choose]},
        ],
    }
    moved = "navigate 5:6 slide-in left 300ms cubic-bezier(0.1,0,1,0.5) keep-scroll"
    text = laid_out(node, {})
    assert f"click after-timeout 800ms {moved}; on-click conditional if 7:8 > 3 ({moved}) else (back)" in text


def test_a_property_names_the_layers_that_it_shows_sets_and_swaps() -> None:
    layers = [
        {
            "type": "TEXT",
            "id": "2:2",
            "name": "Badge",
            "visible": False,
            "componentPropertyReferences": {"visible": "Show#1"},
        },
        {"type": "TEXT", "id": "2:3", "name": "Title", "componentPropertyReferences": {"characters": "Label#2"}},
        {"type": "INSTANCE", "id": "2:4", "name": "Icon", "componentPropertyReferences": {"mainComponent": "Icon#3"}},
    ]
    properties = {
        "Show#1": {"type": "BOOLEAN", "defaultValue": False},
        "Label#2": {"type": "TEXT", "defaultValue": "Buy"},
        "Icon#3": {"type": "INSTANCE_SWAP", "defaultValue": "7:1"},
    }
    main = {
        "type": "COMPONENT",
        "id": "1:1",
        "name": "Card",
        "componentPropertyDefinitions": properties,
        "children": layers,
    }
    said = '"Show": boolean default false shows "Badge" 2:2, "Label": text default "Buy" sets "Title" 2:3, '
    assert f'({said}"Icon": instance-swap default "Button" swaps "Icon" 2:4)' in laid_out(main, {})
    values = {"Show#1": {"type": "BOOLEAN", "value": False}}
    instance = {"type": "INSTANCE", "id": "1:1", "name": "Card", "componentProperties": values, "children": layers}
    assert '("Show": false hides "Badge")' in laid_out(instance, {})


def of(kind: str, **keys: Any) -> str:
    """The words of a node with those keys, after its id."""
    text = laid_out({"type": kind, "id": "1:1", "name": "n", **keys}, {})
    return next(each for each in text.splitlines() if " 1:1" in each).partition(" 1:1")[2].strip()


def test_an_arc_is_told_clockwise_wherever_it_ends() -> None:
    for start, end, told in ((-pi / 2, 0, "-90 to 0"), (0, -pi / 2, "-90 to 0"), (0, pi, "0 to 180")):
        arc = {"startingAngle": start, "endingAngle": end, "innerRadius": 0}
        assert of("ELLIPSE", arcData=arc) == f"arc {told}deg clockwise from the right"
    assert of("ELLIPSE", arcData={"startingAngle": 0, "endingAngle": -2 * pi, "innerRadius": 0}) == ""


def test_fills_are_told_wherever_they_stand() -> None:
    parts = {"1": {"fills": [SOLID]}, "2": None}
    assert of("RECTANGLE", fills=[], fillOverrideTable=parts) == "#ff0000"
    picture = {"type": "IMAGE", "imageRef": "abc", "scaleMode": "FILL"}
    shade = {"backgroundColor": {"r": 1, "g": 1, "b": 1, "a": 1}}
    assert of("FRAME", background=[picture], **shade) == "image abc fill"
    assert of("FRAME", background=[{**SOLID, "visible": False}], **shade) == ""
    assert of("FRAME", **shade) == "#ffffff"


def test_a_run_says_what_it_lacks_of_the_whole_text() -> None:
    def run(base: dict[str, Any], own: dict[str, Any]) -> str:
        style = {"fontFamily": "Inter", "fontSize": 12, **base}
        overrides = {"characterStyleOverrides": [0, 1], "styleOverrideTable": {"1": own}}
        return of("TEXT", characters="ab", style=style, **overrides).partition('runs "b" ')[2]

    assert run({"textDecoration": "UNDERLINE"}, {"textDecoration": "NONE"}) == '12 "Inter" no-underline'
    assert run({"textCase": "UPPER"}, {"textCase": "ORIGINAL"}) == '12 "Inter" no-uppercase'
    assert run({"fontWeight": 400, "italic": True}, {"italic": False}) == '400 12 "Inter" no-italic'
    assert run({"letterSpacing": 2}, {"letterSpacing": 0}) == '12 "Inter" spacing 0'
    assert run({"fontWeight": 400}, {"semanticWeight": "BOLD"}) == 'bold 12 "Inter"'
    assert run({"fontWeight": 700, "fontStyle": "Bold"}, {"semanticWeight": "NORMAL"}) == 'normal 12 "Inter"'
    assert run({"fontWeight": 400}, {"semanticItalic": "ITALIC"}) == '400 12 "Inter" italic'
    assert run({"fontWeight": 400}, {"fontWeight": 700, "semanticWeight": "BOLD"}) == '700 12 "Inter"'


def test_a_weight_and_a_slant_that_only_the_name_of_a_style_tells_are_told() -> None:
    style = {"fontFamily": "Inter", "fontSize": 12, "fontStyle": "Bold Italic"}
    assert of("TEXT", characters="a", style=style) == 'font 12 "Inter" "Bold Italic" "a"'
    assert of("TEXT", characters="a", style={**style, "fontWeight": 700}) == 'font 700 12 "Inter" "Italic" "a"'
    whole = {**style, "fontWeight": 700, "italic": True}
    assert of("TEXT", characters="a", style=whole) == 'font 700 12 "Inter" italic "a"'


def test_what_figjam_and_prototypes_show_around_is_told() -> None:
    label = {"cornerRadius": 4, "fills": [SOLID]}
    assert of("CONNECTOR", textBackground=label) == "link ? -> ? label #ff0000 radius 4"
    assert of("STICKY", authorVisible=True) == "author shown"
    device = {"type": "PRESET", "presetIdentifier": "IPHONE_14", "size": {"width": 390, "height": 844}}
    page = {"prototypeDevice": {**device, "rotation": "CCW_90"}, "prototypeBackgrounds": [SOLID["color"]]}
    assert of("CANVAS", **page) == "prototype in preset iphone-14 390x844 ccw-90 on #ff0000"
    assert of("CANVAS", prototypeDevice={"type": "NONE", "rotation": "NONE"}) == ""
    assert of("INSTANCE", isExposedInstance=True) == "exposed to the component around it"


def test_nested_sums_are_told_with_their_brackets() -> None:
    def made(function: str, *arguments: Any) -> dict[str, Any]:
        return {"value": {"expressionFunction": function, "expressionArguments": list(arguments)}}

    one, two, three = ({"value": number} for number in (1, 2, 3))
    value = made("MULTIPLICATION", made("ADDITION", one, two), made("NEGATE", three))
    interactions = [{"actions": [{"type": "SET_VARIABLE", "variableId": "7:8", "variableValue": value}]}]
    assert of("FRAME", interactions=interactions) == "click set-variable 7:8 = (1 + 2) * negate(3)"


def test_a_text_that_no_auto_layout_sizes_tells_how_its_box_follows_its_words() -> None:
    box = {"x": 1, "y": 2, "width": 80, "height": 20}
    for grows, told in (("WIDTH_AND_HEIGHT", "hug 80x20"), ("HEIGHT", "hug-height 80x20"), ("NONE", "80x20")):
        text = of("TEXT", characters="a", style={"textAutoResize": grows}, absoluteBoundingBox=box)
        assert text == f'{told} @1,2 "a"'
    sized = {"layoutSizingHorizontal": "FIXED", "layoutSizingVertical": "HUG"}
    assert of("TEXT", characters="a", style={"textAutoResize": "HEIGHT"}, absoluteBoundingBox=box, **sized) == (
        '80xhug @1,2 "a"'
    )


def test_a_text_without_paint_is_told_to_have_none() -> None:
    assert of("TEXT", characters="a", fills=[]) == 'unpainted "a"'
    assert of("TEXT", characters="a", fills=[{**SOLID, "visible": False}]) == 'unpainted "a"'
    assert of("TEXT", characters="a") == '"a"'


def test_a_layout_grid_has_only_the_lengths_that_count() -> None:
    grid = {"sectionSize": 8, "gutterSize": 20, "offset": 16, "count": -1, "color": SOLID["color"], "visible": True}

    def grids(**keys: Any) -> str:
        return of("FRAME", layoutGrids=[{**grid, **keys}]).removeprefix("grids ")

    assert grids(pattern="GRID", alignment="MIN") == "grid size 8 #ff0000"
    assert (
        grids(pattern="COLUMNS", alignment="STRETCH", count=4) == "columns count 4 gutter 20 offset 16 stretch #ff0000"
    )
    assert grids(pattern="ROWS", alignment="CENTER") == "rows count auto size 8 gutter 20 center #ff0000"


def test_a_frame_that_blends_on_its_own_is_isolated() -> None:
    inside = [{"type": "RECTANGLE", "id": "2:2", "name": "r", "blendMode": "MULTIPLY"}]
    assert of("FRAME", blendMode="NORMAL", children=inside) == "blend isolate"
    assert of("FRAME", blendMode="PASS_THROUGH", children=inside) == ""
    assert of("RECTANGLE", blendMode="NORMAL") == ""


def test_what_a_swap_offers_first_is_named_where_the_answer_has_its_name() -> None:
    offered = [{"type": "COMPONENT", "key": "a"}, {"type": "COMPONENT_SET", "key": "c"}, {"key": "x"}, {"key": "y"}]
    swap = {"Icon#3": {"type": "INSTANCE_SWAP", "defaultValue": "7:1", "preferredValues": offered}}
    text = of("COMPONENT", componentPropertyDefinitions=swap)
    assert '"Icon": instance-swap default "Button" prefers "Button"|"Card"|2 of other files' in text


def test_a_property_keeps_a_sign_of_its_own_in_its_name() -> None:
    values = {
        "Line #2#1:2": {"type": "TEXT", "value": "Buy"},
        "Size #": {"type": "VARIANT", "value": "L"},
    }
    assert "Line #2: Buy, Size #: L" in of("INSTANCE", componentProperties=values).replace('"', "")


def test_a_line_height_is_told_unless_it_is_the_fonts_own() -> None:
    style = {"fontFamily": "Inter", "fontSize": 12, "lineHeightPx": 18}
    for unit, share, told in (
        ("PIXELS", 124, "12/18"),
        ("FONT_SIZE_%", 124, "12/18"),
        ("INTRINSIC_%", 124, "12/18"),
        ("INTRINSIC_%", 100, "12"),
    ):
        of_text = of("TEXT", characters="a", style={**style, "lineHeightUnit": unit, "lineHeightPercent": share})
        assert of_text == f'font {told} "Inter" "a"'


def alias(name: str) -> dict[str, str]:
    return {"type": "VARIABLE_ALIAS", "id": f"VariableID:ab/1:{name}"}


def test_a_variable_is_told_of_what_is_usual_too() -> None:
    flow = {"layoutMode": "HORIZONTAL"}
    bound = {"opacity": alias("1"), "itemSpacing": alias("2"), "paddingLeft": alias("3"), "cornerRadius": alias("4")}
    text = of("FRAME", boundVariables=bound, **flow)
    for told in ("gap 0 $1:2", "pad 0 $-,-,-,1:3", "radius 0 $1:4", "opacity 1 $1:1"):
        assert told in text
    assert "gap" not in of("FRAME", boundVariables=bound)


def test_each_of_several_lengths_has_its_own_variable() -> None:
    box = {"x": 0, "y": 0, "width": 80, "height": 20}
    high = {"size": {"y": alias("1")}, "minWidth": alias("2"), "topRightRadius": alias("3"), "itemSpacing": alias("4")}
    sizes = {"layoutMode": "HORIZONTAL", "layoutWrap": "WRAP", "counterAxisSpacing": 4, "itemSpacing": 8, "minWidth": 9}
    fixed = {"layoutSizingHorizontal": "FIXED", "layoutSizingVertical": "FIXED"}
    text = of("FRAME", absoluteBoundingBox=box, boundVariables=high, cornerRadius=2, **sizes, **fixed)
    for told in ("gap 4 8 $-,1:4", "80x20 $-,1:1", "min 9xauto $1:2,-", "radius 2 $-,1:3,-,-"):
        assert told in text
    corners = {f"RECTANGLE_{corner}_CORNER_RADIUS": alias("5") for corner in ("TOP_LEFT", "TOP_RIGHT", "BOTTOM_LEFT")}
    corners["RECTANGLE_BOTTOM_RIGHT_CORNER_RADIUS"] = alias("5")
    assert of("FRAME", cornerRadius=2, boundVariables={"rectangleCornerRadii": corners}) == "radius 2 $1:5"


def test_the_variables_of_runs_and_of_properties_are_told_where_they_are_bound() -> None:
    own = {"fills": [{**SOLID, "boundVariables": {"color": alias("1")}}], "boundVariables": {"fontSize": alias("2")}}
    text = {"characters": "ab", "characterStyleOverrides": [0, 1], "boundVariables": {"textRangeFills": [alias("1")]}}
    told = of("TEXT", style={"fontSize": 12}, fills=[SOLID], styleOverrideTable={"1": {**own, "fontSize": 9}}, **text)
    assert told == '#ff0000 font 12 "ab" runs "b" 9 #ff0000 $1:1,1:2'
    label = {"Label#1": {"type": "TEXT", "value": "Buy", "boundVariables": {"value": alias("3")}}}
    assert of("INSTANCE", componentProperties=label).endswith('("Label": "Buy" $1:3)')


def test_lists_arcs_and_blurs_are_told_whole() -> None:
    text = {"type": "TEXT", "id": "1:1", "characters": "a\nb\nc", "lineTypes": ["ORDERED", "UNORDERED", "NONE"]}
    assert "list ordered unordered/2 none" in laid_out({**text, "lineIndentations": [1, 2, 0]}, {})
    ring = {
        "type": "ELLIPSE",
        "id": "1:1",
        "arcData": {"startingAngle": 0, "endingAngle": 6.2831853, "innerRadius": 0.6},
    }
    assert "arc hole 60%" in laid_out(ring, {})
    pie = {**ring, "arcData": {"startingAngle": 0, "endingAngle": 1.5707963, "innerRadius": 0}}
    assert "arc 0 to 90deg clockwise from the right" in laid_out(pie, {})
    assert " arc" not in laid_out(
        {**ring, "arcData": {"startingAngle": 0, "endingAngle": 6.2831853, "innerRadius": 0}}, {}
    )
    blur = {"type": "BACKGROUND_BLUR", "radius": 40, "blurType": "PROGRESSIVE", "startRadius": 4}
    blur |= {"startOffset": {"x": 0.5, "y": 0}, "endOffset": {"x": 0.5, "y": 1}}
    frame = {"type": "FRAME", "id": "1:1", "effects": [blur, {"type": "LAYER_BLUR", "radius": 7}]}
    assert "effect backdrop-blur progressive 2 to 20 from 0.5,0 to 0.5,1, blur 3.5" in laid_out(frame, {})
    glass = {"type": "GLASS", "visible": True, "radius": 6, "refraction": 0.5, "lightAngle": 45}
    assert "effect glass radius 6 refraction 0.5 light-angle 45" in laid_out({**frame, "effects": [glass]}, {})


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"preserveRatio": True}, "160x90 @0,0 ratio locked"),
        ({"targetAspectRatio": {"x": 16, "y": 9}}, "160x90 @0,0 ratio 16/9"),
        ({"preserveRatio": True, "layoutSizingHorizontal": "FILL"}, "fillx90 ratio 160/90"),
    ],
)
def test_a_kept_ratio_is_told_where_the_size_does_not_have_it(keys: dict[str, Any], said: str) -> None:
    box = {"x": 0, "y": 0, "width": 160, "height": 90}
    child = {"id": "1:2", "name": "v", "type": "RECTANGLE", "absoluteBoundingBox": box, **keys}
    mode = {"layoutMode": "VERTICAL"} if "fill" in said else {}
    tree = {"id": "1:1", "name": "f", "type": "FRAME", "absoluteBoundingBox": box, "children": [child], **mode}
    assert f'rect "v" 1:2 {said}' in shown(nodes_response(tree))
