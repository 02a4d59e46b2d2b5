"""Two manifests side by side, tool by tool: what their entries say beside the operations that they stand on."""

from __future__ import annotations

from collections.abc import Iterator

from figwright_codegen.diff.findings import Breaks, Note
from figwright_codegen.diff.sides import Side
from figwright_codegen.manifest.models import InputEntry, ToolEntry
from figwright_codegen.manifest.provider import ConnectorEntry
from figwright_codegen.openapi.description import Source

_REQUEST = ("constants", "flatten", "wrap", "body", "choose")
_RESULT = ("pagination", "redact", "errors_at", "downloads", "authored", "aside", "view", "views", "compared")
_USUAL = InputEntry.model_validate({})


class Tools:
    """The tools of both sides whose operations are there. `same`: the operation of the other side, by an old id."""

    def __init__(self, old: Side, new: Side, same: dict[str, str]) -> None:
        self._old, self._new, self._same = old, new, same
        self._olds, self._news = _standing(old), _standing(new)

    def notes(self) -> Iterator[tuple[Note, str]]:
        """What differs, and in which tool."""
        if self._old.manifest is None or self._new.manifest is None:
            return
        one, other = self._old.connector, self._new.connector
        renamed = dict(self._renamed())
        for name in sorted(self._olds.keys() - self._news.keys()):
            if name in renamed:
                works = name in self._news[renamed[name]].aliases
                text = f"is called {renamed[name]} now{', and its former name works' if works else ''}"
                note = self._note("tool-renamed", name, text, "nobody" if works else "callers", renamed[name])
                yield note, renamed[name]
            else:
                yield self._note("tool-removed", name, "is gone", "callers"), name
        for name in sorted(self._news.keys() - self._olds.keys() - set(renamed.values())):
            yield self._note("tool-added", name, "is new", "nobody"), name
        kept = {name: name for name in self._olds.keys() & self._news.keys()} | renamed
        for name in sorted(kept):
            mine, theirs = self._olds[name], self._news[kept[name]]
            for kind, text, breaks in _changes(mine, theirs, one, other):
                yield self._note(kind, name, text, breaks, kept[name]), kept[name]
            for former in sorted(mine.aliases.keys() - theirs.aliases.keys()):
                text = f"no longer works under its former name {former}"
                yield self._note("tool-removed", name, text, "callers", kept[name]), kept[name]
            for each, kind, text, breaks in _input_changes(mine, theirs):
                yield self._note(kind, name, f"input `{each}` {text}", breaks, kept[name]), kept[name]
        if one and other:
            yield from ((note, "") for note in self._connector(one, other))

    def _renamed(self) -> Iterator[tuple[str, str]]:
        """Tools that are gone, each with the only new one on the same operation."""
        gone, come = self._olds.keys() - self._news.keys(), self._news.keys() - self._olds.keys()
        for name in sorted(gone):
            operation = self._olds[name].operation
            on = self._same.get(operation, operation)
            found = [each for each in sorted(come) if self._news[each].operation == on]
            if len(found) == 1 and [each for each in gone if self._olds[each].operation == operation] == [name]:
                yield name, found[0]

    def _note(self, kind: str, subject: str, text: str, breaks: Breaks, now: str = "") -> Note:
        return Note(kind, subject, text, breaks, _source(self._old, subject), _source(self._new, now or subject))

    def _connector(self, one: ConnectorEntry, other: ConnectorEntry) -> Iterator[Note]:
        def note(kind: str, key: str, text: str, breaks: Breaks) -> Note:
            at = [_connector_source(side, key) for side in (self._old, self._new)]
            return Note(kind, "the connector", text, breaks, at[0], at[1])

        if one.plans != other.plans:
            text = f"knows the plans {', '.join(other.plans) or 'none'}, and knew {', '.join(one.plans) or 'none'}"
            yield note("plans-changed", "plans", text, "callers" if set(one.plans) - set(other.plans) else "nobody")
        for tier in sorted(one.rate_limit.tiers.keys() | other.rate_limit.tiers.keys()):
            mine, theirs = one.rate_limit.tiers.get(tier, "nothing"), other.rate_limit.tiers.get(tier, "nothing")
            if mine != theirs:
                yield note(
                    "tier-changed", "rate_limit", f"allows in tier {tier} {theirs}, and allowed {mine}", "nobody"
                )
        if one.scope_rule != other.scope_rule:
            text = f"wants {other.scope_rule} of several scopes, and wanted {one.scope_rule}"
            yield note("scope-rule-changed", "scope_rule", text, "callers" if other.scope_rule == "all" else "nobody")
        if one.api_url != other.api_url:
            text = f"is at {other.api_url or 'the address of the description'}, and was at {one.api_url or 'that'}"
            yield note("server-changed", "api_url", text, "callers")
        for key in ("enterprise_scopes", "organization_scopes", "private_scopes", "deprecated_scopes"):
            had, has = (set(getattr(each.oauth, key, ())) for each in (one, other))
            what = key.replace("_scopes", "")
            for scope in sorted(had ^ has):
                come = scope in has
                text = f"{'calls' if come else 'no longer calls'} the scope `{scope}` {what}"
                yield note("scope-changed", "oauth", text, "callers" if come and what != "deprecated" else "nobody")


def _changes(
    old: ToolEntry, new: ToolEntry, one: ConnectorEntry | None, other: ConnectorEntry | None
) -> Iterator[tuple[str, str, Breaks]]:
    plans = other.plans if other else one.plans if one else []

    def rank(plan: str) -> int:
        return plans.index(plan) if plan in plans else -1

    if old.plan != new.plan:
        text = f"takes the plan {new.plan or 'that anybody has'}, and took {old.plan or 'any'}"
        yield "tool-plan", text, "callers" if rank(new.plan) > rank(old.plan) else "nobody"
    if old.enterprise != new.enterprise:
        text = (
            "is used only where it is chosen by name now" if new.enterprise else "need not be chosen by name any more"
        )
        yield "tool-enterprise", text, "callers" if new.enterprise else "nobody"
    if old.public_apps != new.public_apps:
        text = "is open to public apps now" if new.public_apps else "is closed to public apps now"
        yield "tool-public-apps", text, "nobody" if new.public_apps else "callers"
    if old.enabled_by_default != new.enabled_by_default:
        text = "is in use by default now" if new.enabled_by_default else "is no longer in use by default"
        yield "tool-default", text, "nobody" if new.enabled_by_default else "callers"
    if set(old.hints) != set(new.hints):
        text = f"is {', '.join(sorted(new.hints)) or 'of no hint'}, and was {', '.join(sorted(old.hints)) or 'of none'}"
        lost = "read_only" in old.hints and "read_only" not in new.hints
        yield "tool-hints", text, "callers" if lost else "nobody"
    if old.tier != new.tier:
        yield (
            "tool-tier",
            f"is in the rate-limit tier {new.tier or 'of none'}, and was in {old.tier or 'none'}",
            "nobody",
        )
    if bool(old.deprecated) != bool(new.deprecated):
        text = f"is deprecated now: {new.deprecated}" if new.deprecated else "is no longer deprecated"
        yield "tool-deprecated", text, "nobody"
    if words := [
        key for key in ("title", "description", "toolset", "example") if getattr(old, key) != getattr(new, key)
    ]:
        yield "described", f"has another {' and another '.join(words)}", "nobody"
    if keys := [key for key in _REQUEST if getattr(old, key) != getattr(new, key)]:
        yield "tool-request", f"maps its inputs otherwise ({', '.join(keys)})", "callers"
    if keys := [key for key in _RESULT if getattr(old, key) != getattr(new, key)]:
        yield "tool-result", f"has its result read otherwise ({', '.join(keys)})", "callers"


def _input_changes(old: ToolEntry, new: ToolEntry) -> Iterator[tuple[str, str, str, Breaks]]:
    olds, news = ({each.api_name or name: (name, each) for name, each in entry.inputs.items()} for entry in (old, new))
    for key in sorted(olds.keys() | news.keys()):
        (before, one), (after, other) = olds.get(key, (key, _USUAL)), news.get(key, (key, _USUAL))
        if before != after:
            works = before in other.aliases
            text = f"was called `{before}`{', which works' if works else ''}"
            yield after, "input-renamed", text, "nobody" if works else "callers"
        for name in sorted(one.aliases.keys() - other.aliases.keys() - {after}):
            yield after, "input-removed", f"is no longer taken under its former name `{name}`", "callers"
        for kind, text, breaks in _entry_changes(one, other):
            yield after, kind, text, breaks


def _entry_changes(one: InputEntry, other: InputEntry) -> Iterator[tuple[str, str, Breaks]]:
    if (one.type, one.schema_) != (other.type, other.schema_):
        yield "input-changed", "has another type in the manifest", "callers"
    if one.required != other.required:
        if other.required in (True, "for_models"):
            yield "input-required", "is required now by the manifest", "callers"
        else:  # without a word of the manifest's, the description's counts
            text = (
                "is no longer required by the manifest" if one.required else "is required where the description says so"
            )
            yield "input-optional", text, "nobody" if other.required is False or one.required else "callers"
    if one.hidden != other.hidden:
        yield "input-hidden", f"is {'hidden from' if other.hidden else 'shown to'} models now", "nobody"
    if one.ignored != other.ignored:
        text = "is taken and no longer sent" if other.ignored else "is sent now"
        yield "input-ignored", text, "callers" if other.ignored else "nobody"
    if one.description != other.description:
        yield "described", "has another description", "nobody"
    if one.from_ != other.from_:
        text = f"is read from `{other.from_}`, too" if other.from_ else f"is no longer read from `{one.from_}`"
        yield ("input-changed", text, "callers") if one.from_ else ("input-widened", text, "nobody")
    for key, form in (("list", "a list"), ("json_", "JSON in a text"), ("case", "any case")):
        mine, theirs = getattr(one, key), getattr(other, key)
        if theirs and not mine:
            yield "input-widened", f"takes {form}, too", "nobody"
        elif mine != theirs:
            yield "input-narrowed", f"no longer takes {form}" if not theirs else f"is sent in {theirs} case", "callers"


def _standing(side: Side) -> dict[str, ToolEntry]:
    """The tools whose operation the description has."""
    ids = {each.id for each in side.endpoints}
    tools = side.manifest.tools if side.manifest else {}
    return {name: entry for name, entry in tools.items() if entry.operation in ids}


def _source(side: Side, name: str) -> Source | None:
    if side.manifest is None or name not in side.manifest.tools:
        return None
    return side.manifest.tool(name)


def _connector_source(side: Side, key: str) -> Source | None:
    return side.manifest.root / "connector" / key if side.manifest else None


def by_operation(side: Side) -> dict[str, list[str]]:
    """By operation id, the tools that stand on it."""
    found: dict[str, list[str]] = {}
    for name, entry in (side.manifest.tools if side.manifest else {}).items():
        found.setdefault(entry.operation, []).append(name)
    return found
