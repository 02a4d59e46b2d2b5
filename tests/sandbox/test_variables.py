"""Variables: bulk changes with temporary ids, applied whole or not at all."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from figwright_figma.sandbox import Sandbox

from .conftest import Caller, message


class Variables:
    def __init__(self, figma: Sandbox, call: Caller) -> None:
        self._call, self.path = call, f"/v1/files/{figma.demo.file_key}/variables"
        self.demo = figma.demo

    def change(self, **body: Any) -> httpx.Response:
        return self._call("POST", self.path, json=body)

    def changed(self, **body: Any) -> dict[str, str]:
        response = self.change(**body)
        assert response.status_code == 200, response.text
        return response.json()["meta"]["tempIdToRealId"]

    def local(self) -> dict[str, Any]:
        """What belongs to the file itself."""
        meta = self._call.get(f"{self.path}/local")["meta"]
        return {kind: {key: each for key, each in items.items() if not each["remote"]} for kind, items in meta.items()}


@pytest.fixture
def variables(figma: Sandbox, call: Caller) -> Variables:
    return Variables(figma, call)


def creation(collection_id: str, name: str = "New", kind: str = "FLOAT", **more: Any) -> dict[str, Any]:
    return {"action": "CREATE", "name": name, "variableCollectionId": collection_id, "resolvedType": kind, **more}


def test_temporary_ids_tie_one_request_together(variables: Variables) -> None:
    ids = variables.changed(
        variableCollections=[{"action": "CREATE", "id": "c", "name": "Brand", "initialModeId": "light"}],
        variableModes=[
            {"action": "UPDATE", "id": "light", "name": "Light", "variableCollectionId": "c"},
            {"action": "CREATE", "id": "dark", "name": "Dark", "variableCollectionId": "c"},
        ],
        variables=[creation("c", "Ink", "COLOR", id="ink"), creation("c", "Text", "COLOR", id="text")],
        variableModeValues=[
            {"variableId": "ink", "modeId": "light", "value": {"r": 0, "g": 0, "b": 0}},
            {"variableId": "ink", "modeId": "dark", "value": {"r": 1, "g": 1, "b": 1, "a": 0.5}},
            {"variableId": "text", "modeId": "light", "value": {"type": "VARIABLE_ALIAS", "id": "ink"}},
        ],
    )
    assert set(ids) == {"c", "light", "dark", "ink", "text"}
    local = variables.local()
    collection = local["variableCollections"][ids["c"]]
    assert [(mode["modeId"], mode["name"]) for mode in collection["modes"]] == [
        (ids["light"], "Light"),
        (ids["dark"], "Dark"),
    ]
    ink, text = local["variables"][ids["ink"]], local["variables"][ids["text"]]
    assert ink["valuesByMode"] == {
        ids["light"]: {"r": 0, "g": 0, "b": 0, "a": 1.0},
        ids["dark"]: {"r": 1, "g": 1, "b": 1, "a": 0.5},
    }
    assert text["valuesByMode"][ids["light"]] == {"type": "VARIABLE_ALIAS", "id": ids["ink"]}
    assert collection["variableIds"] == [ids["ink"], ids["text"]]


def test_a_mistake_anywhere_changes_nothing(variables: Variables) -> None:
    before = variables.local()
    response = variables.change(
        variables=[creation(variables.demo.collection_id, id="new")],
        variableModeValues=[{"variableId": "new", "modeId": "9:9", "value": 1}],
    )
    assert response.status_code == 400
    assert variables.local() == before


def test_update_and_delete(variables: Variables) -> None:
    demo = variables.demo
    variables.changed(variables=[{"action": "UPDATE", "id": demo.variable_id, "name": "Gap", "scopes": ["GAP"]}])
    assert variables.local()["variables"][demo.variable_id]["scopes"] == ["GAP"]
    variables.changed(variables=[{"action": "DELETE", "id": demo.variable_id}])
    local = variables.local()
    assert demo.variable_id not in local["variables"]
    assert demo.variable_id not in local["variableCollections"][demo.collection_id]["variableIds"]
    variables.changed(variableCollections=[{"action": "DELETE", "id": demo.collection_id}])
    assert variables.local() == {"variables": {}, "variableCollections": {}}


def test_a_new_mode_starts_with_the_default_modes_values(variables: Variables) -> None:
    demo = variables.demo
    mode = {"action": "CREATE", "id": "m", "name": "Dense", "variableCollectionId": demo.collection_id}
    ids = variables.changed(variableModes=[mode])
    values = variables.local()["variables"][demo.variable_id]["valuesByMode"]
    assert values[ids["m"]] == values[demo.mode_id] == 16
    variables.changed(variableModes=[{"action": "DELETE", "id": demo.mode_id}])
    collection = variables.local()["variableCollections"][demo.collection_id]
    assert collection["defaultModeId"] != demo.mode_id


def test_an_extended_collection_overrides_its_parents_values(variables: Variables) -> None:
    demo = variables.demo
    extended = {
        "action": "CREATE",
        "id": "x",
        "name": "Brand B",
        "parentVariableCollectionId": demo.collection_id,
        "initialModeIdToParentModeIdMapping": {"b": demo.mode_id},
    }
    value = {"variableId": demo.variable_id, "modeId": "b", "value": 99}
    ids = variables.changed(variableCollections=[extended], variableModeValues=[value])
    collection = variables.local()["variableCollections"][ids["x"]]
    assert collection["isExtension"] is True
    assert collection["variableOverrides"] == {demo.variable_id: {ids["b"]: 99}}
    variables.changed(variableModeValues=[value | {"modeId": ids["b"], "value": None}])
    assert variables.local()["variableCollections"][ids["x"]]["variableOverrides"] == {demo.variable_id: {}}


@pytest.mark.parametrize(
    ("kind", "value"), [("FLOAT", "1"), ("FLOAT", True), ("STRING", 1), ("BOOLEAN", "true"), ("COLOR", 3)]
)
def test_a_value_must_be_of_the_variables_type(kind: str, value: object, variables: Variables) -> None:
    response = variables.change(
        variables=[creation(variables.demo.collection_id, kind=kind, id="v")],
        variableModeValues=[{"variableId": "v", "modeId": variables.demo.mode_id, "value": value}],
    )
    assert (response.status_code, response.json()["error"]) == (400, True)


def test_aliases_cannot_turn_in_circles_or_change_type(variables: Variables) -> None:
    demo = variables.demo
    ids = variables.changed(
        variables=[
            creation(demo.collection_id, "One", id="one"),
            creation(demo.collection_id, "Two", id="two"),
            creation(demo.collection_id, "Words", "STRING", id="words"),
        ]
    )

    def alias(source: str, target: str) -> dict[str, Any]:
        value = {"type": "VARIABLE_ALIAS", "id": ids[target]}
        return {"variableId": ids[source], "modeId": demo.mode_id, "value": value}

    assert variables.change(variableModeValues=[alias("one", "one")]).status_code == 400
    variables.changed(variableModeValues=[alias("one", "two")])
    assert variables.change(variableModeValues=[alias("two", "one")]).status_code == 400
    assert variables.change(variableModeValues=[alias("words", "one")]).status_code == 400


def test_a_librarys_variables_can_be_pointed_to_and_not_changed(
    figma: Sandbox, call: Caller, variables: Variables
) -> None:
    everything = call.get(f"{variables.path}/local")["meta"]["variables"]
    remote = next(each for each in everything.values() if each["remote"] and each["resolvedType"] == "COLOR")
    assert remote["id"].startswith(f"VariableID:{remote['key']}/")
    variables.changed(
        variables=[creation(variables.demo.collection_id, kind="COLOR", id="v")],
        variableModeValues=[
            {
                "variableId": "v",
                "modeId": variables.demo.mode_id,
                "value": {"type": "VARIABLE_ALIAS", "id": remote["id"]},
            }
        ],
    )
    response = variables.change(variables=[{"action": "DELETE", "id": remote["id"]}])
    assert message(response) == f"Variable {remote['id']} belongs to another file"


@pytest.mark.parametrize("name", ["", "a.b", "{a}", "Spacing/400"])
def test_a_name_must_be_free_and_fit_for_code(name: str, variables: Variables) -> None:
    assert variables.change(variables=[creation(variables.demo.collection_id, name)]).status_code == 400


def test_a_collection_has_at_most_forty_modes(variables: Variables) -> None:
    demo = variables.demo
    mode = {"action": "CREATE", "variableCollectionId": demo.collection_id}
    assert variables.change(variableModes=[mode | {"name": "x" * 41}]).status_code == 400
    variables.changed(variableModes=[mode | {"name": f"Mode {number}"} for number in range(38)])
    assert "maximum of 40" in message(variables.change(variableModes=[mode | {"name": "One more"}]))


def test_the_last_mode_cannot_go(figma: Sandbox, variables: Variables) -> None:
    ids = variables.changed(
        variableCollections=[{"action": "CREATE", "name": "Single", "initialModeId": "only"}],
    )
    assert variables.change(variableModes=[{"action": "DELETE", "id": ids["only"]}]).status_code == 400


def test_a_temporary_id_is_used_once(variables: Variables) -> None:
    twice = [creation(variables.demo.collection_id, name, id="same") for name in ("One", "Two")]
    assert "used twice" in message(variables.change(variables=twice))


def test_an_empty_change_and_a_body_of_more_than_4_mb_are_refused(variables: Variables) -> None:
    assert variables.change().status_code == 400
    huge = creation(variables.demo.collection_id, description="x" * 4 * 1024 * 1024)
    assert "4 MB" in message(variables.change(variables=[huge]))


def test_what_is_published_stays_until_it_is_published_again(figma: Sandbox, call: Caller) -> None:
    path = f"/v1/files/{figma.demo.library_key}/variables"
    published = call.get(f"{path}/published")["meta"]
    variable = next(iter(published["variables"].values()))
    assert variable["subscribed_id"].startswith(f"VariableID:{variable['key']}/")
    change = {"variables": [{"action": "UPDATE", "id": variable["id"], "name": "Renamed"}]}
    assert call("POST", path, json=change).status_code == 200
    assert call.get(f"{path}/published")["meta"] == published
