"""`figwright connect`: a consent through the browser, a token through standard input, and what goes wrong."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cli.figma import Desk, read_until

from figwright_figma.consent_robot import give_consent
from figwright_figma.sandbox import Sandbox


@pytest.fixture
def desk(sandbox: Sandbox, tmp_path: Path) -> Desk:
    return Desk(sandbox, tmp_path)


@pytest.fixture
def browser() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, verify=False, timeout=30) as client:
        yield client


@pytest.mark.slow
def test_a_browser_opens_and_the_consent_makes_an_active_account(desk: Desk) -> None:
    done = desk.run("connect", "ann", "--json", BROWSER=desk.browser)
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert (told["identifier"], told["status"], told["kind"]) == ("ann", "ACTIVE", "oauth")
    assert told["provider_user"] == desk.sandbox.demo.user.id
    assert "Ada Lindqvist" in told["who"]
    assert "file_content:read" in told["scopes"]
    assert told["expires_at"]
    token = desk.sandbox.live_token(app=desk.app)
    assert token
    assert token not in done.out + done.err
    called = desk.run("call", "figma_me_get", "--as", "ann", "--json")
    assert json.loads(called.out)["handle"] == "Ada Lindqvist"


@pytest.mark.slow
def test_without_a_browser_the_link_is_printed_and_waited_for(desk: Desk, browser: httpx.Client) -> None:
    with desk.begin("connect", "ann", "--no-browser") as process:
        link = read_until(process, "http://localhost:")
        read_until(process, "Waiting for the consent until")
        started = browser.get(link)
        page = browser.get(give_consent(browser, started.headers["location"]))
        out, err = process.communicate(timeout=100)
    assert page.status_code == 200
    assert (process.returncode, err) == (0, "")
    assert "ACTIVE" in out
    assert "This is: " in out


@pytest.mark.slow
def test_T2_a_consent_from_another_browser_is_not_taken(desk: Desk, browser: httpx.Client) -> None:
    with desk.begin("connect", "ann", "--no-browser", "--timeout", "3") as process:
        started = browser.get(read_until(process, "http://localhost:"))
        with httpx.Client(trust_env=False, verify=False, timeout=30) as other:
            page = other.get(give_consent(other, started.headers["location"]))
        process.communicate(timeout=100)
    assert page.status_code == 400
    assert process.returncode == 1
    assert json.loads(desk.run("accounts", "show", "ann", "--json").out)["status"] == "PENDING"


@pytest.mark.slow
def test_what_nobody_tells_of_is_said_while_waiting_and_at_the_end(desk: Desk) -> None:
    done = desk.run("connect", "ann", "--no-browser", "--timeout", "0.5")
    assert (done.code, done.out) == (1, "")
    assert "Who declines it is not reported to us" in done.err
    assert done.err.splitlines()[-1] == (
        "No consent came in time, or it was declined: Figma does not tell. To try again: figwright connect ann"
    )


@pytest.mark.slow
def test_ctrl_c_ends_it_in_one_line(desk: Desk) -> None:
    with desk.begin("connect", "ann", "--no-browser") as process:
        read_until(process, "Waiting")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=100)
    assert (process.returncode, out, err.strip()) == (130, "", "Stopped. Nothing was connected.")


@pytest.mark.slow
def test_what_the_link_warns_of_is_told_before_it(desk: Desk) -> None:
    desk.settings["PUBLISHING_STATE"] = "draft"
    desk.settings["TOOLS"] = "figma_me_get,figma_file_variables_local_get"
    err = desk.run("connect", "ann", "--no-browser", "--timeout", "0.1").err
    assert "Warning: The app is a draft" in err
    assert "Warning: file_variables:read is not asked for" in err
    assert err.index("Warning:") < err.index("http://localhost")


@pytest.mark.slow
def test_T17_enterprise_scopes_are_asked_for_only_when_told(desk: Desk) -> None:
    desk.settings["TOOLS"] = "figma_me_get,figma_file_variables_local_get"
    done = desk.run("connect", "ann", "--enterprise", "--json", BROWSER=desk.browser)
    assert json.loads(done.out)["scopes"] == ["current_user:read", "file_variables:read"]


@pytest.mark.slow
def test_only_the_scopes_that_were_named_are_asked_for(desk: Desk) -> None:
    done = desk.run(
        "connect", "ann", "--scopes", "current_user:read, file_content:read", "--json", BROWSER=desk.browser
    )
    assert json.loads(done.out)["scopes"] == ["current_user:read", "file_content:read"]


@pytest.mark.slow
def test_T16_scopes_that_are_not_declared_are_refused_before_there_is_a_link(desk: Desk) -> None:
    desk.settings["SCOPES"] = "current_user:read"
    desk.settings["TOOLS"] = "figma_me_get,figma_file_get"
    done = desk.run("connect", "ann")
    assert (done.code, done.out) == (2, "")
    assert "file_content:read would be asked for but is not declared" in done.err
    assert "http://localhost" not in done.err


@pytest.mark.slow
def test_T14_another_person_takes_an_account_over_only_when_told(desk: Desk) -> None:
    assert desk.run("connect", "ann", "--json", BROWSER=desk.browser).code == 0
    desk.sandbox.oauth.signed_in = desk.sandbox.demo.colleague
    refused = desk.run("connect", "ann", BROWSER=desk.browser)
    assert refused.code == 1
    assert "another person" in refused.err
    replaced = desk.run("connect", "ann", "--replace", "--json", BROWSER=desk.browser)
    assert json.loads(replaced.out)["provider_user"] == desk.sandbox.demo.colleague.id


@pytest.mark.slow
def test_T12_where_persons_are_confirmed_it_says_how(desk: Desk) -> None:
    desk.settings["VERIFICATION"] = "required"
    done = desk.run("connect", "ann", "--json", BROWSER=desk.browser)
    assert (done.code, json.loads(done.out)["status"]) == (0, "PENDING_VERIFICATION")
    assert "verify_connected_account_user(auth_request_id='" in done.err


@pytest.mark.slow
def test_where_the_callback_goes_elsewhere_the_link_is_all_there_is(desk: Desk) -> None:
    desk.settings["REDIRECT_URI"] = "https://app.example.com/figwright/callback/figma"
    done = desk.run("connect", "ann")
    assert done.code == 0
    assert done.out.startswith(f"{desk.sandbox.url}/oauth?")
    assert "where the connect app must be mounted" in done.err
    told = json.loads(desk.run("connect", "ann", "--json").out)
    assert told["link"].startswith(f"{desk.sandbox.url}/oauth?")
    assert told["scopes"]
    mounted = desk.run("connect", "ann", FIGWRIGHT_PUBLIC_URL="https://app.example.com/figwright")
    assert mounted.out.startswith("https://app.example.com/figwright/connect/")


@pytest.mark.slow
def test_a_callback_port_that_is_taken_is_named(desk: Desk) -> None:
    port = int(desk.settings["REDIRECT_URI"].split(":")[2].split("/")[0])
    with socket.create_server(("127.0.0.1", port)):
        done = desk.run("connect", "ann")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert f"Port {port} on 127.0.0.1 cannot be used" in done.err


def consented(desk: Desk, process: subprocess.Popen[str]) -> str:
    """What the address bar of a browser elsewhere holds after its person allowed what the printed link asks for."""
    link = read_until(process, "http")
    assert link.startswith(desk.sandbox.url), "no page of this machine is in between"
    address = desk.sandbox.consent(link)
    assert address
    return address


@pytest.mark.slow
def test_over_ssh_the_callbacks_address_is_pasted(desk: Desk) -> None:
    """Nothing listens on this machine, and the browser is on another."""
    with desk.begin("connect", "ann", "--paste", "--json") as process:
        address = consented(desk, process)
        out, err = process.communicate(f"  {address}\n", timeout=100)
    assert process.returncode == 0, err
    assert json.loads(out)["status"] == "ACTIVE"
    assert "Ada Lindqvist" in json.loads(out)["who"]
    code = parse_qs(urlsplit(address).query)["code"][0]
    assert code not in out + err


@pytest.mark.slow
@pytest.mark.parametrize("pasted", ["", "http://elsewhere.example/callback/figma?code=a&state=b", "{address}x"])
def test_over_ssh_what_is_not_this_consents_address_connects_nobody(desk: Desk, pasted: str) -> None:
    with desk.begin("connect", "ann", "--paste") as process:
        address = consented(desk, process)
        out, _ = process.communicate(pasted.format(address=address) + "\n", timeout=100)
    assert process.returncode in (1, 2)
    assert out == ""
    assert desk.run("accounts", "list", "--status", "ACTIVE").out.startswith("No accounts.")


@pytest.mark.slow
def test_over_ssh_a_consent_of_another_run_is_not_taken(desk: Desk) -> None:
    """The link is bound to the process that printed it, so nobody is made to finish somebody else's (T2)."""
    with desk.begin("connect", "ann", "--paste") as theirs, desk.begin("connect", "bob", "--paste") as ours:
        address = consented(desk, theirs)
        read_until(ours, "http")
        ours.communicate(f"{address}\n", timeout=100)
    assert ours.returncode == 1
    assert desk.run("accounts", "list", "--status", "ACTIVE").out.startswith("No accounts.")


@pytest.mark.slow
def test_without_an_app_it_says_what_to_set(desk: Desk) -> None:
    desk.settings["CLIENT_ID"] = ""
    done = desk.run("connect", "ann", "--no-browser")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "set its client_id and client_secret" in done.err


@pytest.mark.slow
def test_a_token_from_standard_input_is_tried_and_kept(desk: Desk) -> None:
    token = desk.sandbox.token(kind="personal_access_token")
    done = desk.run("connect", "ann", "--token-stdin", "--expires", "2099-12-31", "--json", stdin=f"{token}\n")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert (told["status"], told["kind"], told["scopes"]) == ("ACTIVE", "personal_access_token", None)
    assert told["expires_at"] == "2099-12-31T00:00:00+00:00"
    assert "Ada Lindqvist" in told["who"]
    assert token not in done.out + done.err
    assert [request.operation for request in desk.sandbox.requests] == ["getMe", "getMe"]


@pytest.mark.slow
def test_a_token_that_is_refused_is_not_kept(desk: Desk) -> None:
    dead = desk.sandbox.token(kind="personal_access_token")
    desk.sandbox.revoke(dead)
    done = desk.run("connect", "ann", "--token-stdin", stdin=dead)
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert dead not in done.err
    assert desk.run("accounts", "show", "ann").code == 1


@pytest.mark.slow
def test_a_token_typed_at_a_terminal_is_not_shown(desk: Desk) -> None:
    token = desk.sandbox.token(kind="personal_access_token")
    screen, keyboard = pty.openpty()
    try:
        words = ("connect", "ann", "--token-stdin", "--json")
        with desk.begin(*words, stdin=keyboard, start_new_session=True) as process:
            assert process.stderr is not None
            shown = ""
            while not shown.endswith("(not shown): "):
                shown += process.stderr.read(1)
            os.write(screen, f"{token}\n".encode())
            out, err = process.communicate(timeout=100)
        os.write(keyboard, b"end")
        echoed = os.read(screen, 1000).decode()
    finally:
        os.close(screen)
        os.close(keyboard)
    assert process.returncode == 0, err
    assert json.loads(out)["status"] == "ACTIVE"
    assert token not in out + err + echoed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--token-stdin",), "standard input is empty"),
        (("--token-stdin", "--enterprise"), "there is no consent"),
        (("--token-stdin", "--expires", "tomorrow"), "'tomorrow' is no date"),
        (("--token-stdin", "--expires", "2001-01-01"), "expires_at is a time in the future"),
        (("--token-stdin", "--kind", "robot"), "'robot' is no credential of Figma"),
        (("--expires", "2099-12-31"), "give --token-stdin, too"),
        (("--connection", "figmma"), "There is no connection 'figmma'. Did you mean figma?"),
        (("--scopes", "everything"), "Figma has no scope everything"),
    ],
)
def test_a_wrong_command_connects_nobody_and_says_what_to_do(desk: Desk, words: tuple[str, ...], sentence: str) -> None:
    token = "" if "empty" in sentence else "figd_CANARYCANARYCANARY"
    done = desk.run("connect", "ann", *words, stdin=token)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), done
    assert sentence in done.err
    assert len(desk.sandbox.requests) == 0
