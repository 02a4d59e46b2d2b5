"""What a refused refresh means, case by case (F21 to F24, F41)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figwright.oauth.protocol import Refusal
from figwright.refresh.decisions import Case, Verdict, blames_app, judge

PLAIN = Case(Refusal.UNCLEAR, repeated=False, healing=False, expired=False, hopeless=False, app_works=False, faulty=0)
GRANT, APP, UNCLEAR, TRANSIENT = Refusal.GRANT, Refusal.APP, Refusal.UNCLEAR, Refusal.TRANSIENT
cases = st.builds(
    Case,
    refusal=st.sampled_from(Refusal),
    repeated=st.booleans(),
    healing=st.booleans(),
    expired=st.booleans(),
    hopeless=st.booleans(),
    app_works=st.booleans(),
    faulty=st.integers(0, 5),
    called_dead=st.sampled_from([None, False, True]),
)


@pytest.mark.parametrize(
    ("refusal", "facts", "verdict"),
    [
        pytest.param(TRANSIENT, {"faulty": 9, "repeated": True}, Verdict.RETRY, id="no answer ends nothing"),
        pytest.param(APP, {}, Verdict.REFUSED, id="the app, by name"),
        pytest.param(APP, {"app_works": True}, Verdict.RETRY, id="by name, and yet it works for others"),
        pytest.param(GRANT, {}, Verdict.ASK, id="once: the API is the second to say so"),
        pytest.param(GRANT, {"called_dead": True}, Verdict.REVOKED, id="once, and the API says so"),
        pytest.param(GRANT, {"called_dead": False}, Verdict.CONFIRM, id="once, and the token works"),
        pytest.param(GRANT, {"repeated": True}, Verdict.ASK, id="twice: the API is asked all the same"),
        pytest.param(GRANT, {"repeated": True, "called_dead": False}, Verdict.CONFIRM, id="twice, and the token works"),
        pytest.param(GRANT, {"healing": True}, Verdict.REVOKED, id="the API said so before"),
        pytest.param(GRANT, {"expired": True}, Verdict.CONFIRM, id="once, of a token past its time"),
        pytest.param(GRANT, {"expired": True, "repeated": True}, Verdict.REVOKED, id="twice, of such a token"),
        pytest.param(UNCLEAR, {}, Verdict.CONFIRM, id="unknown words, once"),
        pytest.param(UNCLEAR, {"repeated": True}, Verdict.ASK, id="unknown words, twice"),
        pytest.param(UNCLEAR, {"repeated": True, "called_dead": True}, Verdict.REVOKED, id="and the API agrees"),
        pytest.param(UNCLEAR, {"repeated": True, "called_dead": False}, Verdict.CONFIRM, id="and it does not"),
        pytest.param(UNCLEAR, {"expired": True, "hopeless": True}, Verdict.EXPIRED, id="until past the token's end"),
        pytest.param(UNCLEAR, {"faulty": 2, "expired": True}, Verdict.SUSPECTED, id="the third in a row"),
        pytest.param(UNCLEAR, {"faulty": 2}, Verdict.ASK, id="the third: does its token live?"),
        pytest.param(UNCLEAR, {"faulty": 2, "called_dead": False}, Verdict.SUSPECTED, id="it lives: the app's fault"),
        pytest.param(UNCLEAR, {"faulty": 2, "called_dead": True}, Verdict.CONFIRM, id="it is dead: the grant's own"),
        pytest.param(UNCLEAR, {"faulty": 2, "healing": True}, Verdict.CONFIRM, id="it was dead before"),
        pytest.param(UNCLEAR, {"faulty": 9, "app_works": True}, Verdict.CONFIRM, id="others are renewed"),
        pytest.param(
            UNCLEAR,
            {"faulty": 9, "app_works": True, "expired": True, "hopeless": True},
            Verdict.EXPIRED,
            id="others are renewed, and this one is past its end",
        ),
        pytest.param(
            UNCLEAR,
            {"faulty": 9, "expired": True, "hopeless": True},
            Verdict.SUSPECTED,
            id="no account ends by what may be the app's fault",
        ),
    ],
)
def test_a_refusal_means(refusal: Refusal, facts: dict[str, Any], verdict: Verdict) -> None:
    assert judge(PLAIN._replace(refusal=refusal, **facts)) is verdict


@given(cases)
def test_the_api_is_asked_once_and_only_where_its_word_counts(case: Case) -> None:
    if judge(case) is Verdict.ASK:
        assert case.called_dead is None
        assert not case.expired
        assert judge(case._replace(called_dead=False)) is not Verdict.ASK
        assert judge(case._replace(called_dead=True)) is not Verdict.ASK


@given(cases)
def test_nothing_ends_an_account_that_was_said_once(case: Case) -> None:
    if judge(case) is Verdict.REVOKED:
        assert case.refusal in (Refusal.GRANT, Refusal.UNCLEAR)
        assert [case.refusal is Refusal.GRANT, case.repeated, case.healing, case.called_dead is True].count(True) >= 2


@given(cases)
def test_an_app_that_works_is_neither_suspected_nor_refused(case: Case) -> None:
    case = case._replace(app_works=True)
    assert judge(case) not in (Verdict.SUSPECTED, Verdict.REFUSED)
    assert not blames_app(case)


@given(cases)
def test_only_unknown_words_count_against_the_app(case: Case) -> None:
    assert case.refusal is Refusal.UNCLEAR or not blames_app(case)
