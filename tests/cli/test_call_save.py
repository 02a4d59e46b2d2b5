"""T50: `figwright call --save DIR`, against a running local Figma."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.conftest import Ended, Run

from figwright_figma.sandbox import Sandbox

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def figma(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__API_URL", sandbox.url)
        monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__ALLOW_INSECURE", "true")
        monkeypatch.setenv("FIGMA_TOKEN", sandbox.token(kind="personal_access_token"))
        yield sandbox


def render(run: Run, figma: Sandbox, *words: str) -> Ended:
    key = figma.demo.file_key
    return run("call", "figma_file_images_render", "--token-env", "FIGMA_TOKEN", "--file-key", key, *words)


def test_T50_renders_are_saved_and_told_a_line_each(run: Run, figma: Sandbox, tmp_path: Path) -> None:
    done = render(run, figma, "--ids", "1:2", "--format", "png", "--save", "out")
    path = tmp_path / "out" / "1-2.png"
    assert (done.code, done.out, done.err) == (0, f"1:2  out/1-2.png  {path.stat().st_size:,} bytes\n", "")
    assert path.read_bytes().startswith(PNG)
    [asked] = figma.requests.of("images.render")
    assert not {"authorization", "x-figma-token", "cookie"} & set(asked.headers)


def test_T50_what_was_not_saved_has_its_reason_and_the_exit_code(run: Run, figma: Sandbox, tmp_path: Path) -> None:
    done = render(run, figma, "--ids", f"1:2,{figma.demo.hidden_node_id}", "--format", "svg", "--save", "out")
    assert (done.code, done.out.count("\n"), done.err.count("\n")) == (1, 1, 1)
    assert done.err.startswith(f"{figma.demo.hidden_node_id} was not saved. Figma rendered nothing.")
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["1-2.svg"]


def test_json_is_one_object(run: Run, figma: Sandbox, tmp_path: Path) -> None:
    done = render(run, figma, "--ids", "1:2,9:9", "--format", "pdf", "--save", "out", "--json")
    told = json.loads(done.out)
    assert (done.code, done.err) == (1, "")
    size = (tmp_path / "out" / "1-2.pdf").stat().st_size
    assert told["saved"] == [{"id": "1:2", "path": "out/1-2.pdf", "size": size, "media_type": "application/pdf"}]
    assert [(lost["id"], lost["fault"]) for lost in told["failed"]] == [("9:9", "missing")]


def test_image_fills_are_saved_by_their_reference(run: Run, figma: Sandbox, tmp_path: Path) -> None:
    words = ("call", "figma_file_image_fills_get", "--token-env", "FIGMA_TOKEN", "--file-key", figma.demo.file_key)
    assert run(*words, "--save", "fills").code == 0
    saved = {each.name for each in (tmp_path / "fills").iterdir()}
    assert saved == {f"{reference}.png" for reference in figma.world.files[figma.demo.file_key].images}


def test_T50_an_expired_url_says_how_long_one_lasts_and_what_makes_a_new_one(
    run: Run, figma: Sandbox, tmp_path: Path
) -> None:
    figma.fail_next("images.render", status=403, body="<Error><Message>Request has expired</Message></Error>")
    done = render(run, figma, "--ids", "1:2", "--save", "out")
    assert done.code == 1
    assert "lasts 30 days at most: call figma_file_images_render again" in done.err
    assert "expires=" not in done.err
    assert list((tmp_path / "out").iterdir()) == []


def test_a_picture_host_that_drops_the_connection_is_asked_again(run: Run, figma: Sandbox) -> None:
    figma.fail_next("images.render", drop="midway")
    assert render(run, figma, "--ids", "1:2", "--save", "out").code == 0


def test_a_file_without_images_saves_nothing_and_says_so(run: Run, figma: Sandbox) -> None:
    key = figma.file("Empty").key
    words = ("call", "figma_file_image_fills_get", "--token-env", "FIGMA_TOKEN", "--file-key", key)
    done = run(*words, "--save", "out")
    assert (done.code, done.out, done.err) == (0, "", "The result links to no file, so none was saved.\n")


def test_a_tool_without_files_is_not_called(run: Run, figma: Sandbox) -> None:
    done = run("call", "figma_me_get", "--token-env", "FIGMA_TOKEN", "--save", "out")
    able = "figma_file_image_fills_get, figma_file_images_render"
    assert (done.code, done.out) == (2, "")
    assert done.err == f"--save: figma_me_get links to no files. Tools that do: {able}.\n"
    assert figma.requests == []


def test_a_folder_that_cannot_be_made_is_said(run: Run, figma: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    done = render(run, figma, "--ids", "1:2", "--save", "out")
    assert (done.code, done.err) == (2, "Files cannot be saved in out: File exists.\n")
