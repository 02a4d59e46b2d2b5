"""When a token is renewed: early, each grant at its own moment, and a call waits only near the end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figwright.refresh.schedule import must_renew_at, schedule

DAY = 86400.0
lives = st.floats(60.0, 10 * 365 * DAY)


@given(st.text(), lives)
def test_a_token_is_renewed_in_the_last_tenth_of_its_life_a_week_ahead_at_most(grant_id: str, life: float) -> None:
    when = schedule(grant_id, 1e9, life)
    assert when.expires_at == 1e9 + life
    assert when.refresh_after is not None
    ahead, window = when.expires_at - when.refresh_after, min(life / 10, 7 * DAY)
    assert window / 2 - 1e-3 < ahead < window + 1e-3


def test_grants_of_one_moment_are_renewed_at_moments_of_their_own_and_every_host_comes_to_the_same() -> None:
    moments = [schedule(f"grant {number}", 1e9, 90 * DAY).refresh_after or 0.0 for number in range(100)]
    assert moments == [schedule(f"grant {number}", 1e9, 90 * DAY).refresh_after for number in range(100)]
    assert len(set(moments)) == 100
    assert max(moments) - min(moments) > 2 * DAY


@given(st.text(), lives)
def test_a_call_waits_from_a_day_before_the_end_and_never_before_there_was_time_to_renew(
    grant_id: str, life: float
) -> None:
    expires_at, refresh_after = schedule(grant_id, 1e9, life)
    assert expires_at is not None
    assert refresh_after is not None
    waits = must_renew_at(expires_at, refresh_after)
    assert waits >= expires_at - DAY
    assert refresh_after < waits < expires_at
    assert waits - refresh_after >= (expires_at - refresh_after) / 2 - 1e-3


@pytest.mark.parametrize(
    ("refresh_after", "waits_from"),
    [(None, 0.0), (-10 * DAY, -DAY), (-2 * DAY, -DAY), (-DAY, -DAY / 2), (-60.0, -30.0)],
)
def test_a_call_waits(refresh_after: float | None, waits_from: float) -> None:
    assert must_renew_at(0.0, refresh_after) == waits_from
