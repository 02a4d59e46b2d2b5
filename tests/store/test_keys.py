"""T38: no statement reaches another tenant's row, because each names the key of the row it means."""

from __future__ import annotations

import re

import pytest

from figwright.store import (
    accounts,
    authorization_requests,
    breakers,
    grants,
    key_rotation,
    mcp_tokens,
    webhook_secrets,
)
from figwright.webhooks import inbox, registry

KEYS = {
    "accounts": [{"connection", "identifier"}, {"grant_id"}],
    "grants": [{"id"}, {"client_id"}],
    "authorization_requests": [
        {"id"},
        {"grant_id"},
        {"start_hash"},
        {"state_hash"},
        {"connection", "identifier"},
    ],
    "events": [{"connection", "identifier"}],
    "breakers": [{"client_id"}],
    "app_faults": [{"client_id"}],
    "mcp_tokens": [{"hash"}, {"id"}, {"connection", "identifier"}],
    "webhooks": [{"route"}, {"connection", "identifier"}],
    "webhook_events": [{"id"}, {"route"}, {"connection", "identifier"}],
}
ACROSS_TENANTS = {
    "accounts._LIST": "the operator's list of every account",
    "accounts._LIST_STATUS": "the operator's list of the accounts in a status",
    "accounts._LIST_IDENTIFIER": "the operator's list of one user's accounts",
    "accounts._LIST_CONNECTION": "the operator's list of a connection's accounts",
    "accounts._LIST_CONNECTION_STATUS": "the operator's list of a connection's accounts",
    "accounts._EVENTS": "the operator's list of every event",
    "accounts._EVENTS_CONNECTION": "the operator's list of a connection's events",
    "accounts._EVENTS_IDENTIFIER": "the operator's list of one user's events",
    "accounts._SETTLED": "the operator's lists of events",
    "accounts._ANY_OLD_EVENT": "the sweep",
    "accounts._FORGET_EVENTS": "the sweep",
    "grants._EXPIRE": "the sweep",
    "grants._ANY_EXPIRED": "the sweep",
    "grants._KEY_IDS": "which encryption keys are needed",
    "authorization_requests._EXPIRED": "the sweep",
    "authorization_requests._ANY_EXPIRED": "the sweep",
    "authorization_requests._MISDATED": "the sweep",
    "mcp_tokens._LIST": "the operator's list of every token",
    "mcp_tokens._LIST_CONNECTION": "the operator's list of a connection's tokens",
    "mcp_tokens._FORGET": "the sweep",
    "key_rotation._GRANTS_BY_KEY": "which encryption keys are needed",
    "key_rotation._VERIFIERS": "which encryption keys are needed",
    "key_rotation._BEHIND": "the rotation of keys",
    "webhook_secrets._SECRETS": "which encryption keys are needed",
    "webhook_secrets._PAYLOADS": "which encryption keys are needed",
    "webhook_secrets._AFTER": "the rotation of keys",
    "webhook_secrets._PAYLOADS_AFTER": "the rotation of keys",
    "registry._LIST": "the operator's list of a connection's webhooks",
    "inbox._CLAIM": "whoever handles events handles those of every account of its connections",
    "inbox._OLDEST": "where a claim begins",
    "inbox._AFTER": "where a claim goes on",
    "inbox._BESIDE": "where a claim goes on",
    "inbox._LIST": "the operator's list of events",
    "inbox._FORGET": "the sweep",
}
CIPHERTEXTS = {"access", "refresh", "data_key", "verifier", "secret", "previous", "sealed"}
STATEMENTS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": re.sub(r"/\*.*?\*/", "", " ".join(value.split())).strip()
    for module in (
        *(accounts, authorization_requests, breakers, grants, mcp_tokens, key_rotation),
        *(webhook_secrets, inbox, registry),
    )
    for name, value in vars(module).items()
    if isinstance(value, str)
    and name != "__doc__"
    and re.match(r"\s*((?:SELECT|INSERT|UPDATE|DELETE|WITH)\b|/\*)", value)
}


def parts(statement: str) -> list[tuple[str, str]]:
    """Each table that a statement reads or changes, and the condition on it: a subquery is a statement too."""
    found = []
    while inner := re.search(r"\(([^()]*)\)", statement):
        if re.match(r"\s*SELECT\b.*\bFROM\b", inner[1]):
            found += parts(inner[1])
            hidden = "...rows"
        else:
            hidden = "..."
        statement = f"{statement[: inner.start()]}{hidden}{statement[inner.end() :]}"
    if " UNION " in statement:
        return found + [part for arm in statement.split(" UNION ") for part in parts(arm)]
    tables = re.findall(r"(?:FROM|UPDATE|INTO) (\w+)", statement)
    condition = re.split(r" (?:ORDER BY|LIMIT|RETURNING) ", statement.partition(" WHERE ")[2] + " LIMIT ")[0]
    return found + [(table, condition) for table in tables]


def named(condition: str) -> set[str]:
    """The columns that a row must equal a given value in: of a conjunction, never of an alternative."""
    if re.search(r"\bOR\b", condition):
        return set()
    return set(re.findall(r"(?:^|AND )(?:\w\.)?(\w+) (?:= (?::\w+|(?:COALESCE)?\.\.\.)|IN \.\.\.rows)", condition))


def test_the_reader_of_statements_sees_what_lacks_a_key() -> None:
    lacking = "UPDATE accounts SET status = :new WHERE connection = :connection AND (identifier = :identifier OR 1 = 1)"
    assert [(table, named(condition)) for table, condition in parts(lacking)] == [("accounts", {"connection"})]
    assert named("connection = :connection OR identifier = :identifier") == set()
    assert named("NOT id = :id AND client_id <> :client_id") == set()
    nested = "DELETE FROM grants WHERE id = (SELECT grant_id FROM accounts WHERE plan = :plan) RETURNING id"
    assert [(table, named(condition)) for table, condition in parts(nested)] == [
        ("accounts", {"plan"}),
        ("grants", {"id"}),
    ]
    both = "SELECT id FROM grants WHERE id IN (SELECT id FROM grants WHERE id = :id UNION SELECT id FROM grants)"
    assert [(table, named(condition)) for table, condition in parts(both)] == [
        ("grants", {"id"}),
        ("grants", set()),
        ("grants", {"id"}),
    ]
    assert named("id IN ...") == set()
    assert len(STATEMENTS) > 40


@pytest.mark.parametrize("name", STATEMENTS)
def test_T38_each_statement_names_the_key_of_its_row(name: str) -> None:
    statement = STATEMENTS[name]
    if statement.startswith("INSERT"):
        columns = re.split(r"\W+", statement.partition("(")[2].partition(")")[0])
        table = statement.split()[2]
        assert any(key <= set(columns) for key in KEYS[table])
        return
    its_own = re.findall(r"WITH (?:RECURSIVE )?(\w+)", statement)
    lacking = [
        table
        for table, condition in parts(statement)
        if table not in its_own and not any(key <= named(condition) for key in KEYS.get(table, []))
    ]
    assert bool(lacking) is (name in ACROSS_TENANTS), f"{lacking}: {statement}"


def test_T38_what_reaches_across_tenants_is_still_there() -> None:
    assert ACROSS_TENANTS.keys() <= STATEMENTS.keys()


@pytest.mark.parametrize(
    "name", [name for name in STATEMENTS if "_EVENTS" in name or "_SHARING" in name or "_RECORD" in name]
)
def test_T43_what_lists_events_and_sharers_reads_no_ciphertext(name: str) -> None:
    selected = STATEMENTS[name].removeprefix("SELECT ").partition(" FROM ")[0]
    assert not CIPHERTEXTS & set(re.findall(r"\w+", selected))
