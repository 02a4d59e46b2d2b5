"""What a refresh does next, case by case (F21 to F24, F39, F41): every branch of every decision has a row."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given
from hypothesis import strategies as st
from support.branches import branches_left_out

from figwright.crypto.keyring import CORRUPT
from figwright.oauth.protocol import Refusal, TokenError, TokenResponse
from figwright.redaction.secret import Secret
from figwright.refresh import decisions
from figwright.refresh.decisions import (
    STRANGER,
    UNUSED,
    Ended,
    GiveUp,
    History,
    MarkDead,
    OpenBreaker,
    Permission,
    Publish,
    Release,
    Step,
    decide,
    next_step,
    pause_after,
    permission,
    wait_or_give_up,
)
from figwright.store.bounds import BREAKER
from figwright.store.breakers import Breaker, Standing
from figwright.store.grants import AMBIGUOUS, Claim, GrantState
from figwright.types.accounts import AccountStatus

NOW = 1000.0
STATE = GrantState(
    generation=1,
    state="live",
    state_reason="",
    access=b"",
    data_key=b"",
    lease_owner="",
    lease_until=0.0,
    next_attempt_at=0.0,
    failing_since=None,
    last_failure="",
    now=NOW,
)
HELD, EARLY = {"lease_until": NOW + 5}, {"next_attempt_at": NOW + 4}

LOOKS = [
    pytest.param({}, {}, Step.ASK_BREAKER, id="nobody holds it"),
    pytest.param({"generation": 2}, {}, Step.USE, id="somebody has renewed it"),
    pytest.param({"generation": 2, "state": "dead"}, {}, Step.USE, id="somebody has renewed it, and it ended since"),
    pytest.param(
        {"state": "dead", "state_reason": "gone"}, {}, Ended(AccountStatus.REVOKED, "gone"), id="the grant is dead"
    ),
    pytest.param(
        {"state": "dead", "state_reason": f"{AMBIGUOUS}: x"},
        {},
        Ended(AccountStatus.EXPIRED, f"{AMBIGUOUS}: x"),
        id="a refresh of it is in doubt",
    ),
    pytest.param({"state": "dead"}, {"revive": True}, Step.CLAIM, id="a dead grant, by hand"),
    pytest.param(EARLY, {"early": True}, Step.ASK_BREAKER, id="too early: an open breaker says more"),
    pytest.param(EARLY, {"early": True, "revive": True}, Step.WAIT, id="too early, by hand and not for the first time"),
    pytest.param(EARLY, {"revive": True}, Step.CLAIM, id="too early, by hand"),
    pytest.param(HELD, {}, Step.WAIT, id="somebody holds it"),
    pytest.param({"lease_until": NOW}, {}, Step.ASK_BREAKER, id="somebody held it until now"),
    pytest.param(HELD, {"holder_is_dead": True}, Step.ASK_BREAKER, id="a dead process holds it"),
    pytest.param({}, {"spent": True}, Step.WAIT, id="enough leases were lost: others may succeed"),
]

WAITS = [
    pytest.param(HELD, {}, 0.1, id="a holder is looked at again soon"),
    pytest.param(EARLY, {"early": True}, 4.0, id="until the time that a failure set"),
    pytest.param(EARLY, {"early": True, "left": 4.0}, 4.0, id="until then, to the last moment"),
    pytest.param(EARLY, {}, 0.1, id="by hand, nobody waits for that"),
    pytest.param(HELD, {"spent": True}, 0.1, id="enough leases were lost, and another holds one"),
    pytest.param({}, {"spent": True}, GiveUp("another process is refreshing it", 1.0), id="and nobody holds one"),
    pytest.param(
        {"lease_until": NOW}, {"spent": True}, GiveUp("another process is refreshing it", 1.0), id="nor any more"
    ),
    pytest.param(HELD, {"left": 0.0}, GiveUp("another process is refreshing it", 1.0), id="out of time"),
    pytest.param(
        EARLY | {"last_failure": "No"},
        {"early": True, "left": 3.0},
        GiveUp("No", 4.0),
        id="a failure's wait is longer than the time",
    ),
    pytest.param(
        EARLY,
        {"early": True, "left": 3.0},
        GiveUp("something else keeps replacing its token", 4.0),
        id="a wait that no failure set",
    ),
    pytest.param(
        {"next_attempt_at": NOW + 0.5, "last_failure": "No"},
        {"early": True, "left": 0.2},
        GiveUp("No", 1.0),
        id="not again within a second",
    ),
    pytest.param(
        {"next_attempt_at": NOW + 1.5, "last_failure": "No"},
        {"early": True, "left": 0.2},
        GiveUp("No", 1.5),
        id="and not before the failure's wait is over",
    ),
    pytest.param(
        EARLY | {"last_failure": f"{CORRUPT}: no"},
        {"early": True, "left": 3.0},
        Ended(AccountStatus.ACTIVE, f"{CORRUPT}: no"),
        id="what is stored does not open",
    ),
]

PERMISSIONS = [
    pytest.param(Breaker(0.0, 0.0, ""), {}, Permission.GIVEN, id="closed"),
    pytest.param(Breaker(0.0, 0.0, ""), {"early": True}, Permission.LATER, id="closed, and too early"),
    pytest.param(Breaker(9.0, 0.0, "No"), {"sound": False}, Permission.REFUSED, id="open, for a grant that failed"),
    pytest.param(Breaker(9.0, 5.0, "No"), {}, Permission.REFUSED, id="open, and the next probe is far"),
    pytest.param(Breaker(9.0, 1.5, "No"), {}, Permission.REFUSED, id="open, and the next probe is not near"),
    pytest.param(Breaker(9.0, 1.0, "No"), {}, Permission.LATER, id="open, and the next probe is just near enough"),
    pytest.param(Breaker(9.0, 0.5, "No"), {}, Permission.LATER, id="open, and the next probe is near"),
    pytest.param(Breaker(9.0, 0.0, "No"), {"early": True}, Permission.LATER, id="open, and too early for this one"),
    pytest.param(Breaker(9.0, 0.0, "No"), {}, Permission.PROBE, id="open, and a probe is due"),
]

CLAIM = Claim(
    grant_id="g",
    epoch=1,
    generation=1,
    provider_user="ann",
    kind="oauth",
    data_key=b"",
    access=b"",
    refresh=b"",
    expires_at=NOW + 100,
    failures=0,
    failing_since=None,
    last_failure="",
    claimed_at=NOW,
)
HISTORY = History(healing=False, backoff=2.0, confirm_after=5.0, app=Standing(0, None, NOW))
TOKENS = TokenResponse(Secret("access"), None, 3600, "ann")
GRANT, APP, UNCLEAR, TRANSIENT = (
    TokenError(refusal, "No.") for refusal in (Refusal.GRANT, Refusal.APP, Refusal.UNCLEAR, Refusal.TRANSIENT)
)
SLOW = TokenError(Refusal.TRANSIENT, "No.", retry_after=60.0)
AGAIN = {"last_failure": "No."}
PAST = {"expires_at": NOW - 1}
HOPELESS = PAST | {"failures": 1, "failing_since": NOW - 9}
WORKS = {"app": Standing(9, NOW - 1, NOW)}
THIRD = {"app": Standing(2, None, NOW)}

LOST = TokenError(Refusal.TRANSIENT, "No.", lost=True)
ONCE = {"once": True}
UNDECIDED = {"last_failure": f"{AMBIGUOUS}: No."}
IN_DOUBT = Release(2.0, f"{AMBIGUOUS}: No.", tells=True)
OVER = MarkDead(AccountStatus.EXPIRED, f"{AMBIGUOUS}: No.")

ALIVE = {"called_dead": False, "called_alive": True}
LATER = Release(2.0, "No.")
CONFIRM, CONFIRM_APP = Release(5.0, "No."), Release(5.0, "No.", blames_app=True)
REVOKED, EXPIRED = (MarkDead(AccountStatus.REVOKED, "No."), MarkDead(AccountStatus.EXPIRED, "No."))
SUSPECTED = OpenBreaker(CONFIRM_APP, probe_in=0.0)
REFUSED = OpenBreaker(Release(1.0, "No.", counted=False), BREAKER)

ANSWERS = [
    pytest.param({}, TOKENS, {}, Publish(TOKENS, mends=False), id="a token"),
    pytest.param(
        {}, TOKENS._replace(user=""), {}, Publish(TOKENS._replace(user=""), mends=False), id="of nobody named"
    ),
    pytest.param({}, TOKENS._replace(user="ben"), {}, Release(2.0, STRANGER, stranger=True), id="of another person"),
    pytest.param({"last_failure": STRANGER}, TOKENS, {}, Publish(TOKENS, mends=True), id="of the right one at last"),
    pytest.param({"last_failure": f"{CORRUPT}: x"}, TOKENS, {}, Publish(TOKENS, mends=True), id="what is stored opens"),
    pytest.param({"last_failure": "No."}, TOKENS, {}, Publish(TOKENS, mends=False), id="after a failure"),
    pytest.param(UNDECIDED, TOKENS, ONCE, Publish(TOKENS, mends=True), id="by hand, and it was not used up"),
    pytest.param({"last_failure": UNUSED}, TOKENS, ONCE, Publish(TOKENS, mends=True), id="it was seen to be unused"),
    pytest.param({}, LOST, {}, LATER, id="a lost answer, and the refresh token works again and again"),
    pytest.param({}, TRANSIENT, ONCE, LATER, id="no request: nothing is used up"),
    pytest.param({}, LOST, ONCE, None, id="a lost answer, and the refresh token works once: does the token live?"),
    pytest.param({}, LOST, ONCE | {"called_dead": True}, OVER, id="it does not: what replaced it is lost"),
    pytest.param({}, LOST, ONCE | {"healing": True}, OVER, id="it was dead before, so nothing can show"),
    pytest.param(PAST, LOST, ONCE, OVER, id="it is past its time, so nothing can show"),
    pytest.param({}, LOST, ONCE | ALIVE | {"one_live": True}, Release(5.0, UNUSED), id="it lives: not used up"),
    pytest.param({}, LOST, ONCE | ALIVE, IN_DOUBT, id="it lives, which proves nothing here"),
    pytest.param({}, LOST, ONCE | {"called_dead": False, "one_live": True}, IN_DOUBT, id="the API does not tell"),
    pytest.param({"expires_at": None}, LOST, ONCE | {"called_dead": False}, IN_DOUBT, id="nor of an endless token"),
    pytest.param(AGAIN, TRANSIENT, THIRD, LATER, id="no answer ends nothing"),
    pytest.param({}, SLOW, {}, Release(60.0, "No."), id="no answer, and a time for the next"),
    pytest.param({}, TRANSIENT, {"backoff": 0.5}, Release(0.5, "No."), id="no answer, and soon again"),
    pytest.param({}, APP, {}, REFUSED, id="the app, by name"),
    pytest.param({}, APP, {"app": Standing(0, NOW - 60, NOW)}, REFUSED, id="by name, and it did work a minute ago"),
    pytest.param({}, APP, {"app": Standing(0, NOW - 59.5, NOW)}, LATER, id="and within the minute"),
    pytest.param({"failing_since": NOW - 99}, APP, {"app": Standing(0, NOW - 99, NOW)}, REFUSED, id="as this failed"),
    pytest.param({}, APP, WORKS, LATER, id="by name, and yet it works for others"),
    pytest.param({}, APP, {"app": Standing(0, NOW - 99, NOW)}, REFUSED, id="by name, and it did work long ago"),
    pytest.param({"failing_since": NOW - 200}, APP, {"app": Standing(0, NOW - 99, NOW)}, LATER, id="since this failed"),
    pytest.param({"failing_since": NOW - 9}, APP, {"app": Standing(0, NOW - 99, NOW)}, REFUSED, id="before it failed"),
    pytest.param({}, GRANT, {}, None, id="gone, once: the API is the second to say so"),
    pytest.param({}, GRANT, {"called_dead": True}, REVOKED, id="gone, once, and the API says so"),
    pytest.param({}, GRANT, {"called_dead": False}, CONFIRM, id="gone, once, and the token works"),
    pytest.param(AGAIN, GRANT, {}, None, id="gone, twice: the API is asked all the same"),
    pytest.param(AGAIN, GRANT, {"called_dead": False}, CONFIRM, id="gone, twice, and the token works"),
    pytest.param(AGAIN, GRANT, {"called_dead": False, "backoff": 60.0}, Release(60.0, "No."), id="and later each time"),
    pytest.param({}, GRANT, {"healing": True}, REVOKED, id="gone, and the API said so before"),
    pytest.param({"expires_at": None}, GRANT, {}, None, id="gone, of a token without an end"),
    pytest.param({"expires_at": NOW}, GRANT, {}, CONFIRM, id="gone, once, of a token that ends now"),
    pytest.param(PAST, GRANT, {}, CONFIRM, id="gone, once, of a token past its time"),
    pytest.param(PAST | AGAIN, GRANT, {}, REVOKED, id="gone, twice, of such a token"),
    pytest.param(HOPELESS, GRANT, {}, CONFIRM, id="gone, of such a token that failed before"),
    pytest.param({}, UNCLEAR, {}, CONFIRM_APP, id="unknown words, once"),
    pytest.param({}, UNCLEAR, {"backoff": 60.0}, CONFIRM_APP, id="unknown words, once: soon again"),
    pytest.param({}, UNCLEAR, {"app": Standing(1, None, NOW)}, CONFIRM_APP, id="the second in a row"),
    pytest.param({"failures": 1, "failing_since": NOW - 9}, UNCLEAR, {}, CONFIRM_APP, id="before the token's end"),
    pytest.param(AGAIN, UNCLEAR, {}, None, id="unknown words, twice"),
    pytest.param(AGAIN, UNCLEAR, {"called_dead": True}, REVOKED, id="and the API agrees"),
    pytest.param(AGAIN, UNCLEAR, {"called_dead": False}, CONFIRM_APP, id="and it does not"),
    pytest.param(HOPELESS, UNCLEAR, {}, EXPIRED, id="until past the token's end"),
    pytest.param(PAST, UNCLEAR, {}, CONFIRM_APP, id="past the token's end, for the first time"),
    pytest.param(PAST | {"failures": 1}, UNCLEAR, {}, CONFIRM_APP, id="since nobody knows when"),
    pytest.param(HOPELESS | {"failures": 0}, UNCLEAR, {}, CONFIRM_APP, id="and no failure was counted"),
    pytest.param(HOPELESS | {"failing_since": NOW - 1}, UNCLEAR, {}, CONFIRM_APP, id="from the token's end on"),
    pytest.param(HOPELESS | {"failing_since": NOW}, UNCLEAR, {}, CONFIRM_APP, id="only since the token's end"),
    pytest.param(PAST, UNCLEAR, THIRD, SUSPECTED, id="the third in a row"),
    pytest.param({}, UNCLEAR, THIRD, None, id="the third: does its token live?"),
    pytest.param({}, UNCLEAR, THIRD | {"called_dead": False}, SUSPECTED, id="it lives: the app's fault"),
    pytest.param({}, UNCLEAR, THIRD | {"called_dead": True}, CONFIRM, id="it is dead: the grant's own"),
    pytest.param({}, UNCLEAR, THIRD | {"healing": True}, CONFIRM, id="it was dead before"),
    pytest.param({}, UNCLEAR, WORKS, CONFIRM, id="others are renewed"),
    pytest.param(HOPELESS, UNCLEAR, WORKS, EXPIRED, id="others are renewed, and this one is past its end"),
    pytest.param(HOPELESS, UNCLEAR, THIRD, SUSPECTED, id="no account ends by what may be the app's fault"),
]

HEALS = [pytest.param(2, 0.0, id="tokens die"), pytest.param(3, 30.0, id="something else keeps replacing them")]


def stepped(state: dict[str, Any], look: dict[str, Any]) -> object:
    options = {"revive": False, "early": False, "spent": False, "holder_is_dead": False} | look
    return next_step(STATE._replace(**state), 1, **options)


def waited(state: dict[str, Any], look: dict[str, Any]) -> object:
    options = {"early": False, "spent": False, "pause": 0.1, "left": 9.0} | look
    return wait_or_give_up(STATE._replace(**state), **options)


def permitted(breaker: Breaker, asked: dict[str, bool]) -> object:
    return permission(breaker, **asked)


def decided(claim: dict[str, Any], answer: TokenResponse | TokenError, history: dict[str, Any]) -> object:
    return decide(CLAIM._replace(**claim), answer, HISTORY._replace(**history))


TABLES: tuple[tuple[Callable[..., object], list[ParameterSet]], ...] = (
    (stepped, LOOKS),
    (waited, WAITS),
    (permitted, PERMISSIONS),
    (decided, ANSWERS),
    (pause_after, HEALS),
)


@pytest.mark.parametrize(("state", "look", "step"), LOOKS)
def test_a_look_at_the_grant_says(state: dict[str, Any], look: dict[str, Any], step: object) -> None:
    assert stepped(state, look) == step


@pytest.mark.parametrize(("state", "look", "wait"), WAITS)
def test_a_job_without_a_lease_waits(state: dict[str, Any], look: dict[str, Any], wait: object) -> None:
    assert waited(state, look) == wait


@pytest.mark.parametrize(("breaker", "asked", "answer"), PERMISSIONS)
def test_a_breaker_permits(breaker: Breaker, asked: dict[str, bool], answer: Permission) -> None:
    assert permitted(breaker, asked) is answer


@pytest.mark.parametrize(("claim", "answer", "history", "outcome"), ANSWERS)
def test_an_answer_means(
    claim: dict[str, Any], answer: TokenResponse | TokenError, history: dict[str, Any], outcome: object
) -> None:
    assert decided(claim, answer, history) == outcome


@pytest.mark.parametrize(("heals", "pause"), HEALS)
def test_a_grant_that_is_healed_again_and_again_rests(heals: int, pause: float) -> None:
    assert pause_after(heals) == pause


def test_every_branch_of_every_decision_has_a_row() -> None:
    functions = [each for _, each in inspect.getmembers(decisions, inspect.isfunction)]
    functions = [each for each in functions if each.__module__ == decisions.__name__]

    def all_rows() -> None:
        for decision, rows in TABLES:
            for row in rows:
                decision(*row.values[:-1])

    assert branches_left_out(functions, all_rows) == []
    [missing] = branches_left_out([pause_after], lambda: pause_after(2))
    assert missing.startswith("pause_after, line"), "a row that is missing is seen"


refused = st.sampled_from([GRANT, APP, UNCLEAR, TRANSIENT])
moments = st.none() | st.sampled_from([0.0, NOW - 99, NOW - 9, NOW, NOW + 9])
claims = st.builds(
    CLAIM._replace,
    expires_at=moments,
    failures=st.integers(0, 2),
    failing_since=moments,
    last_failure=st.sampled_from(["", "No.", "Other."]),
)
histories = st.builds(
    HISTORY._replace,
    healing=st.booleans(),
    app=st.builds(Standing, st.integers(0, 5), moments, st.just(NOW)),
    called_dead=st.sampled_from([None, False, True]),
    one_live=st.booleans(),
)


@given(claims, refused, histories)
def test_the_api_is_asked_once_and_only_where_its_word_counts(
    claim: Claim, answer: TokenError, history: History
) -> None:
    if decide(claim, answer, history) is None:
        assert history.called_dead is None
        assert claim.expires_at is None or claim.expires_at > NOW
        for word in (False, True):
            assert decide(claim, answer, history._replace(called_dead=word)) is not None


@given(claims, refused, histories)
def test_nothing_ends_an_account_that_was_said_once(claim: Claim, answer: TokenError, history: History) -> None:
    if decide(claim, answer, history) == REVOKED:
        assert answer in (GRANT, UNCLEAR)
        said = [answer is GRANT, claim.last_failure == "No.", history.healing, history.called_dead is True]
        assert said.count(True) >= 2


@given(claims, histories)
def test_a_refresh_token_that_works_once_is_not_used_again_in_doubt(claim: Claim, history: History) -> None:
    """What is asked again at once or later begins with no word of doubt: so no doubt is left behind by itself."""
    outcome = decide(claim, LOST, history._replace(once=True))
    if outcome == Release(max(history.backoff, history.confirm_after), UNUSED):
        assert history.called_alive
        assert history.one_live
    elif outcome is not None:
        said = outcome.reason if isinstance(outcome, MarkDead) else outcome.failure  # type: ignore[union-attr]
        assert said.startswith(AMBIGUOUS)


@given(claims, refused, histories)
def test_an_app_that_works_is_neither_suspected_nor_refused(claim: Claim, answer: TokenError, history: History) -> None:
    outcome = decide(claim, answer, history._replace(**WORKS))
    assert not isinstance(outcome, OpenBreaker)
    assert not (isinstance(outcome, Release) and outcome.blames_app)


@given(claims, refused, histories)
def test_only_unknown_words_count_against_the_app(claim: Claim, answer: TokenError, history: History) -> None:
    outcome = decide(claim, answer, history)
    if isinstance(outcome, Release) and outcome.blames_app:
        assert answer is UNCLEAR
