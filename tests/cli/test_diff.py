"""`figwright diff`: what it reads, how it ends, and what it says where it cannot compare."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from cli.conftest import Run
from support.compared import description, edited

TOYS = description(summary="Put a toy.")
MORE = edited(TOYS, lambda new: new["paths"].update({"/bears": {"get": {"operationId": "getBears", "responses": {}}}}))


@pytest.fixture
def toys(tmp_path: Path) -> None:
    """A git repository with one commit, tagged v1, and a second operation since."""
    (tmp_path / "spec").mkdir()
    for words in (
        "init -q",
        "config user.name someone",
        "config user.email someone@example.org",
        "add spec",
        "commit -qm one",
        "tag v1",
    ):
        (tmp_path / "spec/openapi.json").write_text(json.dumps(TOYS), "utf-8")
        subprocess.run(["git", *words.split()], cwd=tmp_path, check=True)
    (tmp_path / "spec/openapi.json").write_text(json.dumps(MORE), "utf-8")


@pytest.mark.usefixtures("toys")
def test_it_ends_with_0_where_nothing_changed_1_where_something_did_and_3_where_something_breaks(run: Run) -> None:
    assert run("diff", "spec", "spec").code == 0
    assert run("diff", "v1:spec", "spec").code == 1
    assert run("diff", "spec", "v1:spec").code == 3


@pytest.mark.usefixtures("toys")
def test_a_place_names_the_file_in_its_revision(run: Run) -> None:
    found = json.loads(run("diff", "spec", "v1:spec/openapi.json", "--format", "json").out)
    [finding] = found["findings"]
    assert finding["kind"] == "operation-removed"
    assert finding["old"] == {"file": "spec/openapi.json", "line": 1, "pointer": "#/paths/~1bears/get"}
    assert found["version"] == "major"


@pytest.mark.usefixtures("toys")
@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("spek", "there is no such file or folder"),
        ("v2:spec", "git does not know, 'v2'"),
        ("v1:spek", "'v1' has no 'spek'"),
        (".", "has no openapi.yaml"),
        ("/dev/null", "is a pipe or a device"),
        ("--output=x:spec", "no such option"),
    ],
)
def test_what_cannot_be_read_is_one_error_and_2(run: Run, named: str, told: str) -> None:
    ended = run("diff", named, "spec")
    assert (ended.code, ended.out) == (2, "")
    assert told.lower() in ended.err.lower()
    assert ":1:" not in ended.err  # no line of a file is wrong


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("- a list", "is no OpenAPI description"),
        ("swagger: '2.0'", "convert Swagger 2.0"),
        ("openapi: 4.0.0", "is of OpenAPI 4.0.0"),
        ("a: [", "is no YAML"),
        ("", "is no OpenAPI description"),
    ],
)
def test_a_file_that_is_no_description_is_one_error_and_2(run: Run, tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "good.json").write_text(json.dumps(TOYS))
    (tmp_path / "bad.yaml").write_text(content)
    ended = run("diff", "good.json", "bad.yaml")
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert ended.err.startswith("bad.yaml:")
    assert "1 mistake; nothing was compared." in ended.err


@pytest.mark.usefixtures("toys")
def test_without_a_manifest_nobody_knows_whose_accounts_are_to_be_counted(run: Run) -> None:
    ended = run("diff", "v1:spec", "spec", "--accounts")
    assert (ended.code, ended.out) == (2, "")
    assert "--manifest FILE" in ended.err


@pytest.mark.usefixtures("toys")
def test_without_settings_accounts_are_those_of_the_connection_of_the_manifests_connector(
    run: Run, tmp_path: Path
) -> None:
    manifest = "connector: {name: nobody, title: Nobody}\ntools: {nobody_put: {operation: putToy}}\n"
    (tmp_path / "tools.yaml").write_text(manifest, "utf-8")
    ended = run("diff", "spec", "spec", "--manifest", "tools.yaml", "--accounts")
    assert (ended.code, ended.out) == (2, "")
    assert "no connection has the connector 'nobody' of the manifest" in ended.err
