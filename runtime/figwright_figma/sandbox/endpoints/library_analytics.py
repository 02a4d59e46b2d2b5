"""How a library is used: weekly actions and a snapshot of usages, made up from its published items, always the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from figwright_figma.sandbox.calls import Call, operation
from figwright_figma.sandbox.errors import Refusal
from figwright_figma.sandbox.paging import slice_at
from figwright_figma.sandbox.world import File, Json

PER_PAGE = 1000
TEAMS = (("Product Design", "Retail"), ("Growth", "Retail"), ("Business Banking", "Corporate"))
FILES = (("Checkout", 0), ("Onboarding", 1), ("Statements", 2), ("File not visible", 1))
"""Name and team of files that use the library; a file that the caller cannot see has no name."""


@operation("getLibraryAnalyticsComponentActions")
def component_actions(call: Call) -> Json:
    return _actions(call, _components)


@operation("getLibraryAnalyticsStyleActions")
def style_actions(call: Call) -> Json:
    return _actions(call, _styles)


@operation("getLibraryAnalyticsVariableActions")
def variable_actions(call: Call) -> Json:
    return _actions(call, _variables)


@operation("getLibraryAnalyticsComponentUsages")
def component_usages(call: Call) -> Json:
    return _usages(call, _components)


@operation("getLibraryAnalyticsStyleUsages")
def style_usages(call: Call) -> Json:
    return _usages(call, _styles)


@operation("getLibraryAnalyticsVariableUsages")
def variable_usages(call: Call) -> Json:
    return _usages(call, _variables)


Assets = Callable[[File], Iterator[Json]]


def _components(file: File) -> Iterator[Json]:
    for item in file.published["components"]:
        entry = {"component_key": item.data["key"], "component_name": item.data["name"]}
        component_set = file.component_sets.get(file.components[item.data["node_id"]].get("componentSetId", ""))
        if component_set:
            entry |= {"component_set_key": component_set["key"], "component_set_name": component_set["name"]}
        yield entry


def _styles(file: File) -> Iterator[Json]:
    for item in file.published["styles"]:
        yield {
            "style_key": item.data["key"],
            "style_name": item.data["name"],
            "style_type": item.data["style_type"],
        }


def _variables(file: File) -> Iterator[Json]:
    for variable in file.published_variables["variables"].values():
        collection = file.collections[variable["variableCollectionId"]]
        yield {
            "variable_key": variable["key"],
            "variable_name": variable["name"],
            "variable_type": variable["resolvedDataType"],
            "collection_key": collection["key"],
            "collection_name": collection["name"],
        }


def _library(call: Call) -> File:
    file = call.main_file()
    if file.plan.tier != "enterprise":
        raise Refusal(403, "Limited by Figma plan")
    if call.token.plan is not file.plan:
        raise Refusal(403, "Incorrect account type")
    return file


def _actions(call: Call, assets: Assets) -> Json:
    file, chance = _library(call), random.Random(call.path["file_key"])  # noqa: S311 - made-up numbers
    if call.query["group_by"] == "team":
        named = [{"team_name": team, "workspace_name": workspace} for team, workspace in TEAMS]
    else:
        named = list(assets(file))
    rows = [
        {"week": str(week), **name, "detachments": chance.randrange(4), "insertions": chance.randrange(60)}
        for week in _weeks(call)
        for name in named
    ]
    return _page(call, rows)


def _usages(call: Call, assets: Assets) -> Json:
    file, chance = _library(call), random.Random(call.path["file_key"])  # noqa: S311 - made-up numbers
    if call.query["group_by"] == "file":
        rows = [
            {"file_name": name, "team_name": TEAMS[team][0], "workspace_name": TEAMS[team][1]} for name, team in FILES
        ]
        return _page(call, [row | {"usages": chance.randrange(1, 400)} for row in rows])
    return _page(
        call,
        [
            asset | {"usages": chance.randrange(1, 900), "teams_using": chance.randrange(1, 4), "files_using": 3}
            for asset in assets(file)
        ],
    )


def _weeks(call: Call) -> list[date]:
    """Sundays: from the start of the first week asked for to the last week that is over."""
    today = call.world.clock.now().date()
    latest = _week_start(today) - timedelta(days=7)
    first = _week_start(_day(call, "start_date") or latest - timedelta(days=51 * 7))
    last = min(latest, _week_start(_day(call, "end_date") or latest))
    return [first + timedelta(days=7 * number) for number in range((last - first).days // 7 + 1)]


def _week_start(day: date) -> date:
    return day - timedelta(days=(day.weekday() + 1) % 7)


def _day(call: Call, name: str) -> date | None:
    text = call.query.get(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refusal(400, f"Invalid value for query parameter {name}: it must be YYYY-MM-DD") from error


def _page(call: Call, rows: list[Json]) -> Json:
    page, after = slice_at(rows, call.query.get("cursor"), PER_PAGE)
    return {"rows": page, "next_page": after is not None} | ({"cursor": after} if after else {})
