"""Published components, sets and styles, team listings by numbered cursors, and analytics."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from figwright_figma.sandbox import Sandbox

from .conftest import Caller


@pytest.mark.parametrize("kind", ["components", "component_sets", "styles"])
def test_a_team_lists_what_its_files_publish(kind: str, figma: Sandbox, call: Caller) -> None:
    of_team = call.get(f"/v1/teams/{figma.demo.team_id}/{kind}?page_size=1000")["meta"]
    of_file = call.get(f"/v1/files/{figma.demo.library_key}/{kind}")["meta"]
    assert of_team[kind] == of_file[kind] != []
    assert of_team["cursor"] == {}
    one = call.get(f"/v1/{kind}/{of_file[kind][0]['key']}")["meta"]
    assert one == of_file[kind][0]


def test_cursors_are_numbers_that_no_float_holds(figma: Sandbox, call: Caller) -> None:
    path = f"/v1/teams/{figma.demo.team_id}/components"
    whole = call.get(f"{path}?page_size=1000")["meta"]["components"]
    seen, cursor, pages = [], {}, 0
    while True:
        page = call.get(path, params={"page_size": 10} | ({"after": cursor["after"]} if cursor else {}))["meta"]
        seen, cursor, pages = seen + page["components"], page["cursor"], pages + 1
        if "after" not in cursor:
            break
        assert cursor["after"] > 2**53
        assert int(float(cursor["after"])) != cursor["after"]
    assert (seen, pages) == (whole, 3)
    back = call.get(path, params={"page_size": 10, "before": cursor["before"]})["meta"]
    assert back["components"] == whole[10:20]
    both = {"after": 1, "before": 2}
    assert call("GET", path, params=both).status_code == 400
    assert call("GET", path, params={"page_size": 0}).status_code == 400


def test_variants_say_which_set_they_belong_to(figma: Sandbox, call: Caller) -> None:
    components = call.get(f"/v1/files/{figma.demo.library_key}/components")["meta"]["components"]
    frame = components[0]["containing_frame"]
    assert frame["containingComponentSet"]["name"] == frame["name"] == "Button"


def test_a_file_that_publishes_nothing_has_empty_lists(figma: Sandbox, call: Caller) -> None:
    assert call.get(f"/v1/files/{figma.demo.board_key}/styles")["meta"] == {"styles": []}


@pytest.mark.parametrize("asset", ["component", "style", "variable"])
@pytest.mark.parametrize("what", ["actions", "usages"])
def test_analytics_are_the_same_every_time_and_end(asset: str, what: str, figma: Sandbox, call: Caller) -> None:
    path = f"/v1/analytics/libraries/{figma.demo.library_key}/{asset}/{what}"
    rows, query = [], {"group_by": asset}
    while True:
        page = call.get(path, params=query)
        assert page == call.get(path, params=query)
        rows += page["rows"]
        if not page["next_page"]:
            break
        query |= {"cursor": page["cursor"]}
    keys = {row[f"{asset}_key"] for row in rows}
    assert len(rows) == len(keys) * (52 if what == "actions" else 1)
    assert "cursor" not in page


def test_weeks_are_whole(figma: Sandbox, call: Caller) -> None:
    today = figma.clock.now().date()
    query = {"group_by": "team", "start_date": str(today - timedelta(days=30)), "end_date": str(today)}
    rows = call.get(f"/v1/analytics/libraries/{figma.demo.library_key}/style/actions", params=query)["rows"]
    weeks = sorted({date.fromisoformat(row["week"]) for row in rows})
    assert {week.weekday() for week in weeks} == {6}
    assert weeks[0] <= today - timedelta(days=30)
    assert weeks[-1] + timedelta(days=7) <= today


def test_a_file_that_the_caller_cannot_see_has_no_name(figma: Sandbox, call: Caller) -> None:
    path = f"/v1/analytics/libraries/{figma.demo.library_key}/component/usages?group_by=file"
    assert "File not visible" in {row["file_name"] for row in call.get(path)["rows"]}


@pytest.mark.parametrize(
    "query", ["group_by=planet", "group_by=component&start_date=soon", "group_by=component&cursor=x"]
)
def test_analytics_refuse_what_they_do_not_know(query: str, figma: Sandbox, call: Caller) -> None:
    path = f"/v1/analytics/libraries/{figma.demo.library_key}/component/actions"
    assert call("GET", f"{path}?{query}").status_code == 400
