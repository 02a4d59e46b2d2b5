"""T24: a crash reporter that prints the locals of every frame of a call shows no token."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from typing import Any

import anyio
import pytest
from support.crashes import every_local, printed
from support.faces import TOKEN
from support.provider import Connection, Provider, reply

from figwright import Actions, AsyncActions, errors
from figwright import Connection as Given
from figwright.connections import BoundConnection
from figwright.http.limits import Limits
from figwright.oauth.protocol import TokenError
from figwright.oauth.token_endpoint import TokenEndpoint as TokenEndpoints
from figwright.redaction.secret import Secret


def report(error: BaseException) -> str:
    """What reporters print as it comes, and what one finds that looks into everything."""
    told = printed(error)
    assert "figwright/" in told, "there are frames of ours"
    return told + "".join(every_local(error))


@pytest.mark.slow
@pytest.mark.parametrize(
    "answer",
    [
        reply({"err": f"Invalid token {TOKEN}"}, 403),
        reply({"message": TOKEN}, 500),
        reply(b"no json " + TOKEN.encode()),
        reply(b"x" * 3000),
        Connection.reset,
        Connection.hang,
    ],
    ids=["refused", "failed", "garbage", "too large", "reset", "hangs"],
)
def test_T24_no_frame_of_a_failed_call_holds_the_token(call: Any, toybox: Provider, answer: Any) -> None:
    toybox.answer(answer)
    with pytest.raises(errors.FigwrightError) as raised:
        call("toy_me", deadline=0.5, max_response_bytes=2000)
    assert "CANARY" not in report(raised.value)


class BrokenError(Exception):
    """What nobody foresaw."""


@pytest.fixture(params=[BrokenError, KeyboardInterrupt])
def breaks_below(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> type[BaseException]:
    """Let the network fail in a way of its own once it was given the request's head."""
    kind: type[BaseException] = request.param
    from httpcore._backends.anyio import AnyIOStream
    from httpcore._backends.sync import SyncStream
    from httpcore._backends.trio import TrioStream

    def write(self: Any, buffer: bytes, timeout: Any = None) -> None:
        assert buffer
        raise kind("in the middle")

    async def awrite(self: Any, buffer: bytes, timeout: Any = None) -> None:
        write(self, buffer)

    monkeypatch.setattr(SyncStream, "write", write)
    monkeypatch.setattr(AnyIOStream, "write", awrite)
    monkeypatch.setattr(TrioStream, "write", awrite)
    return kind


def test_T24_no_frame_of_what_nobody_foresaw_holds_the_token(call: Any, breaks_below: type[BaseException]) -> None:
    with pytest.raises(breaks_below) as raised:
        call("toy_me")
    assert "CANARY" not in report(raised.value)
    if breaks_below is BrokenError:
        assert "in write" in "".join(raised.value.__notes__), "where it was is told without its locals"


@pytest.mark.slow
@pytest.mark.parametrize("face", [Actions, AsyncActions])
def test_T24_no_frame_of_a_token_that_is_refused_when_it_is_handed_in_holds_it(
    face: Any, connection: Callable[..., Given], toybox: Provider
) -> None:
    toybox.answer(reply({"err": f"Invalid token {TOKEN}"}, 403))
    for wrong in ({"kind": "nosuch"}, {"plan": "nosuch"}, {"token": f"{TOKEN} {TOKEN}"}, {"identifier": " "}):
        given = {"identifier": "ann", "token": TOKEN, "kind": "oauth", **wrong}

        async def awaited(given: dict[str, Any] = given) -> None:
            async with AsyncActions([connection()]) as actions:
                await actions.connect_with_token(**given)

        def waiting(given: dict[str, Any] = given) -> None:
            with Actions([connection()]) as actions:
                actions.connect_with_token(**given)

        with pytest.raises(errors.FigwrightError) as raised:
            anyio.run(awaited) if face is AsyncActions else waiting()
        assert "CANARY" not in report(raised.value), wrong
    with pytest.raises(errors.ConfigurationError) as raised_too:
        face.with_token(TOKEN, kind="nosuch", connector=connection().connector)
    assert "CANARY" not in report(raised_too.value)


@pytest.fixture
def app(toybox: Provider, connection: Callable[..., Given]) -> Any:

    url = f"{toybox.url}/token"
    return BoundConnection(connection(client_id="app", client_secret="CANARY-secret", token_url=url, refresh_url=url))


@pytest.mark.parametrize(
    "answer",
    [
        reply({"access_token": "CANARY1 x", "refresh_token": "CANARY2"}),
        reply({"access_token": "CANARY1", "refresh_token": "CANARY2", "token_type": "CANARY3"}),
        reply({"access_token": "CANARY1", "refresh_token": "CANARY2", "expires_in": "CANARY3", "user_id": "7"}),
        reply(b'{"access_token": "CANARY1"'),
        reply({"error": "invalid_grant CANARY-refresh CANARY-secret"}, 400),
        Connection.reset,
    ],
)
def test_T24_no_frame_of_a_token_request_holds_what_is_secret_in_it(toybox: Provider, app: Any, answer: Any) -> None:
    toybox.answer(answer)
    endpoints = TokenEndpoints(Limits())
    for ask in (
        lambda: endpoints.refresh(app, Secret("CANARY-refresh"), 5),
        lambda: endpoints.exchange(app, Secret("CANARY-code"), Secret("CANARY" + "v" * 50), 5),
    ):
        with pytest.raises(TokenError) as raised:
            ask()
        assert "CANARY" not in report(raised.value)
    endpoints.close()


def test_T24_an_interrupted_call_shows_no_token_either(connection: Callable[..., Given], toybox: Provider) -> None:
    toybox.answer(Connection.hang)
    with Actions([connection()]) as actions:
        actions.connect_with_token(identifier="ann", token=TOKEN, kind="oauth", check=False)
        interrupt = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
        interrupt.start()
        with pytest.raises(KeyboardInterrupt) as raised:
            actions.execute_tool("toy_me", identifier="ann")
        interrupt.join()
    assert "CANARY" not in report(raised.value)


def test_T24_no_frame_of_a_token_request_that_cannot_be_made_holds_the_refresh_token(
    connection: Callable[..., Given],
) -> None:
    endpoints = TokenEndpoints(Limits())
    with pytest.raises(errors.ConfigurationError) as raised:
        endpoints.refresh(BoundConnection(connection(client_id="app")), Secret("CANARY-refresh"), 5)
    assert "CANARY" not in report(raised.value)
    endpoints.close()


@pytest.mark.parametrize("answer", [reply({"err": "no"}, 403), reply(b"no json"), Connection.reset])
def test_the_frames_of_what_the_caller_was_handling_stay(call: Any, toybox: Provider, answer: Any) -> None:
    toybox.answer(answer)
    own = ValueError("the caller's own")
    try:
        raise own
    except ValueError:
        with pytest.raises(errors.ProviderError):
            call("toy_me", deadline=2)
    assert own.__traceback__ is not None


def test_the_frames_of_what_the_caller_was_handling_stay_where_a_call_breaks(
    call: Any, breaks_below: type[BaseException]
) -> None:
    own = ValueError("the caller's own")
    try:
        raise own
    except ValueError:
        with pytest.raises(breaks_below):
            call("toy_me")
    assert own.__traceback__ is not None
