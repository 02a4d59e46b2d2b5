"""What libraries publish: components, component sets and styles, by team, by file and by key."""

from __future__ import annotations

from figwright_figma.sandbox.calls import Call, operation
from figwright_figma.sandbox.errors import not_found
from figwright_figma.sandbox.paging import numbered
from figwright_figma.sandbox.world import File, Json, Published


@operation("getTeamComponents")
def get_team_components(call: Call) -> Json:
    return _of_team(call, "components")


@operation("getTeamComponentSets")
def get_team_component_sets(call: Call) -> Json:
    return _of_team(call, "component_sets")


@operation("getTeamStyles")
def get_team_styles(call: Call) -> Json:
    return _of_team(call, "styles")


@operation("getFileComponents")
def get_file_components(call: Call) -> Json:
    return _of_file(call, "components")


@operation("getFileComponentSets")
def get_file_component_sets(call: Call) -> Json:
    return _of_file(call, "component_sets")


@operation("getFileStyles")
def get_file_styles(call: Call) -> Json:
    return _of_file(call, "styles")


@operation("getComponent")
def get_component(call: Call) -> Json:
    return _by_key(call, "components")


@operation("getComponentSet")
def get_component_set(call: Call) -> Json:
    return _by_key(call, "component_sets")


@operation("getStyle")
def get_style(call: Call) -> Json:
    return _by_key(call, "styles")


def _of_team(call: Call, kind: str) -> Json:
    team = call.team()
    libraries = [file for file in call.world.files.values() if file.folder.team is team and file.main_file is None]
    items = sorted((item for file in libraries for item in file.published[kind]), key=lambda item: item.order)
    query = call.query
    page, cursor = numbered(items, after=query.get("after"), before=query.get("before"), size=query["page_size"])
    return _ok({"cursor": cursor, kind: page})


def _of_file(call: Call, kind: str) -> Json:
    return _ok({kind: [item.data for item in call.main_file().published[kind]]})


def _by_key(call: Call, kind: str) -> Json:
    for file in call.world.files.values():
        item = _find(file, kind, call.path["key"])
        if item is not None and call.role(file) is not None:
            return _ok(item.data)
    raise not_found()


def _find(file: File, kind: str, key: str) -> Published | None:
    return next((item for item in file.published[kind] if item.data["key"] == key), None)


def _ok(meta: Json) -> Json:
    return {"error": False, "status": 200, "meta": meta, "i18n": None}
