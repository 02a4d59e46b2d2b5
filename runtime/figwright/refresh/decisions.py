"""What a refused refresh means: a pure function of the refusal and of what is known beside it.

One grant's refusal in unknown words may be the app's fault or the grant's own. It is the grant's own where the app's
other refreshes succeed, or where the API itself calls the grant's token dead; so many grants refused in a row, and none
renewed, are the app's (F41).
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from figwright.oauth.protocol import Refusal

FAULTY_GRANTS = 3
"""So many grants that are refused within a minute, and none that is renewed, make the app suspect."""


class Verdict(Enum):
    """What to do with the grant that was refused."""

    RETRY = "try again later, and later each time"
    CONFIRM = "try again soon: nothing ends an account that was said once"
    ASK = "ask the API whether the access token lives, then decide again"
    REVOKED = "the provider has said twice that the grant is gone"
    EXPIRED = "refused since before the token ended, and it has ended"
    SUSPECTED = "CONFIRM, and let others be tried one by one only: the app seems to be refused"
    REFUSED = "the provider refuses the app, by name"


class Case(NamedTuple):
    """A refused refresh and its history."""

    refusal: Refusal
    repeated: bool
    """In the words of the time before."""
    healing: bool
    """The API has called the token dead already: that is why it is refreshed."""
    expired: bool
    """The access token is past its time, so that the API's word on it proves nothing."""
    hopeless: bool
    """Refreshes failed since before the end of the token, and it has ended."""
    app_works: bool
    """Another grant of the app was renewed just now, or since this one began to fail."""
    faulty: int
    """Other grants of the app that were refused in unknown words within the last minute."""
    called_dead: bool | None = None
    """The API's word on the access token, where it was asked."""


def judge(case: Case) -> Verdict:
    if case.refusal is Refusal.TRANSIENT or (case.refusal is Refusal.APP and case.app_works):
        return Verdict.RETRY
    if case.refusal is Refusal.APP:
        return Verdict.REFUSED
    known = case.refusal is Refusal.GRANT
    if known and (case.healing or (case.expired and case.repeated)):
        return Verdict.REVOKED
    unasked = case.called_dead is None and not case.expired
    if known or case.repeated:
        if unasked:
            return Verdict.ASK
        if case.called_dead:
            return Verdict.REVOKED
    if known:
        return Verdict.CONFIRM
    if not blames_app(case):
        return Verdict.EXPIRED if case.hopeless else Verdict.CONFIRM
    if case.faulty + 1 >= FAULTY_GRANTS:
        return Verdict.ASK if unasked else Verdict.SUSPECTED
    return Verdict.EXPIRED if case.hopeless else Verdict.CONFIRM


def blames_app(case: Case) -> bool:
    """Whether the refusal may be the app's fault, as far as is known, and counts against it."""
    gone = case.healing or case.called_dead is True
    return case.refusal is Refusal.UNCLEAR and not case.app_works and not gone
