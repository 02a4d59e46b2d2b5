"""Settings from the environment and from figwright.toml."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from figwright import Actions, Connection, errors
from figwright.redaction.secret import Secret
from figwright.settings import load_settings


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_connections_and_bounds_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__TOYS__TOOLS", "toy_me, toy_get")
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__TOYS__SCOPES", "a b")
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__TOYS__ALLOW_INSECURE", "true")
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__ADMIN__CONNECTOR", "toys")
    monkeypatch.setenv("FIGWRIGHT_DEADLINE", "5")
    monkeypatch.setenv("FIGWRIGHT_MAX_RESPONSE_BYTES", "1000")
    settings = load_settings()
    toys, admin = sorted(settings.named_connections(), key=lambda connection: connection.name, reverse=True)
    assert toys == Connection(name="toys", tools=("toy_me", "toy_get"), scopes=("a", "b"), allow_insecure=True)
    assert admin == Connection(name="admin", connector="toys")
    assert (settings.limits().deadline, settings.limits().max_response_bytes) == (5.0, 1000)


def test_the_file_holds_the_same_names_and_the_environment_wins(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty_folder / "figwright.toml").write_text(
        'deadline = 7\nproxy = "http://p:1"\n[connections.toys]\nplan = "gold"\n'
    )
    monkeypatch.setenv("FIGWRIGHT_DEADLINE", "8")
    settings = load_settings()
    assert settings.limits().deadline == 8
    assert settings.limits().proxy == Secret.text("http://p:1")
    assert settings.named_connections() == [Connection(name="toys", plan="gold")]


def test_an_argument_wins_over_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIGWRIGHT_DEADLINE", "8")
    assert load_settings(deadline=9).limits().deadline == 9


def test_every_faulty_setting_is_named_at_once_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIGWRIGHT_DEADLINE", "soonish")
    monkeypatch.setenv("FIGWRIGHT_MAX_RESPONSE_BYTES", "-1")
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__TOYS__TOLS", "toy_me")
    with pytest.raises(errors.ConfigurationError) as raised:
        Actions()
    for part in ("deadline", "max_response_bytes", "connections.toys.tols"):
        assert part in str(raised.value)
    assert "soonish" not in str(raised.value)


def test_a_file_that_is_no_toml_is_a_clear_error(empty_folder: Path) -> None:
    (empty_folder / "figwright.toml").write_text("deadline = = 7")
    with pytest.raises(errors.ConfigurationError, match=r"figwright\.toml"):
        load_settings()


@pytest.mark.parametrize("lease", [0, -1, 20.5, float("nan"), float("inf")])
def test_a_lease_that_cannot_be_kept_is_refused_as_an_argument_too(tmp_path: Path, lease: float) -> None:
    with (
        Actions([Connection()], database_url=f"sqlite:///{tmp_path}/f.db", lease=lease) as actions,
        pytest.raises(errors.ConfigurationError, match="at most 20"),
    ):
        actions.list_connected_accounts()


def test_what_a_connection_in_code_leaves_out_comes_from_its_settings(
    monkeypatch: pytest.MonkeyPatch, empty_folder: Path
) -> None:
    """Code wins option by option; what the settings say of other connections is not in use."""
    prefix = "FIGWRIGHT_CONNECTIONS__"
    monkeypatch.setenv(f"{prefix}FIGMA__API_URL", "http://127.0.0.1:1")
    monkeypatch.setenv(f"{prefix}FIGMA__ALLOW_INSECURE", "true")
    monkeypatch.setenv(f"{prefix}FIGMA__CLIENT_ID", "from the environment")
    monkeypatch.setenv(f"{prefix}FIGMA__CLIENT_SECRET", "secret-of-the-environment")
    monkeypatch.setenv(f"{prefix}FIGMA__TOOLS", "figma_file_get")
    monkeypatch.setenv(f"{prefix}ADMIN__CONNECTOR", "figma")
    (empty_folder / "figwright.toml").write_text('[connections.figma]\nplan = "professional"\n')
    with Actions([Connection(name="figma", client_id="from code", tools=["figma_me_get"])]) as actions:
        (connection,) = actions.context.catalog.connections()
        options = connection.options
        assert (options.client_id, options.tools) == ("from code", ("figma_me_get",))
        assert (options.api_url, options.plan) == ("http://127.0.0.1:1", "professional")
        assert connection.client_secret().reveal() == "secret-of-the-environment"
    in_code = Connection(name="figma", api_url="https://api.figma.com", client_secret_file="/nowhere")
    with Actions([in_code]) as actions:
        options = actions.connection("figma").options
        assert (options.api_url, options.client_secret) == ("https://api.figma.com", None)
    with Actions([Connection(name="other", connector="figma")]) as actions:
        assert actions.connection("other").api_url == "https://api.figma.com"


def test_one_token_goes_where_the_settings_say_unless_code_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__API_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__ALLOW_INSECURE", "true")
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__READ_ONLY", "true")
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__TOOLS", "figma_me_get")
    with Actions.with_token("figd_x") as actions:
        connection = actions.connection()
        assert (connection.api_url, connection.options.read_only) == ("http://127.0.0.1:1", True)
        assert len(connection.options.tools or ()) > 40
    with Actions.with_token("figd_x", api_url="http://127.0.0.1:2") as actions:
        assert actions.connection().api_url == "http://127.0.0.1:2"


def test_connections_in_code_read_no_settings_where_there_are_none() -> None:
    program = (
        "import sys; from figwright import Actions; Actions.with_token('figd_x').close(); "
        "print('pydantic_settings' in sys.modules)"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FIGWRIGHT_")}
    done = subprocess.run([sys.executable, "-c", program], env=clean, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
