"""Who may call: the ways in which an operation allows it, and what a changed way asks of whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from figwright_codegen.diff.findings import Note, Way, allows
from figwright_codegen.diff.sides import Endpoint, Side
from figwright_codegen.openapi.description import Source
from figwright_codegen.tools.access import presented


def ways(endpoint: Endpoint, rule: str) -> tuple[Way, ...] | None:
    """The ways to be allowed, any of which is enough; None where the description does not say.

    `rule`: whether all scopes that stand together are needed, or `any` of them is enough.
    """
    security = endpoint.operation.security
    if security is None:
        return None
    found: list[Way] = []
    for way in security:
        schemes = frozenset(way)
        asked = [scopes for scopes in way.values() if scopes]
        if rule == "any" and asked:
            found += [(schemes, frozenset({scope})) for scopes in asked for scope in scopes]
        else:
            found.append((schemes, frozenset(scope for scopes in asked for scope in scopes)))
    return tuple(dict.fromkeys(found)) or ((frozenset(), frozenset()),)


def named(schemes: Iterable[str]) -> str:
    return " with ".join(sorted(schemes)) or "no credential"


def scheme_names(side: Side) -> dict[str, Source]:
    """The security schemes of a description."""
    schemes = side.spec.resolve(side.spec.root / "components" / "securitySchemes")
    return {name: side.spec.resolve(each) for name, each in schemes.items()}


def scopes(side: Side) -> dict[tuple[str, str], Source]:
    """By scheme and scope, where each scope is described."""
    found = {}
    for name, scheme in scheme_names(side).items():
        for flow in (scheme / "flows").values():
            found.update({(name, scope): each for scope, each in (flow / "scopes").items()})
    return found


def notes(
    old: Endpoint, new: Endpoint, before: tuple[Way, ...] | None, after: tuple[Way, ...] | None
) -> Iterator[Note]:
    """What differs in who may call an operation."""
    at = _security(old), _security(new)
    if before is None or after is None:
        free = after is None or allows(after, (frozenset(), frozenset()))
        text = "does not say any more who may call it" if after is None else "says now who may call it"
        yield Note("access-stated", new.label, text, "nobody" if free else "callers", *at)
        return
    for kind, breaks, text in _changes(before, after):
        yield Note(kind, new.label, text, "callers" if breaks else "nobody", *at)


def scheme_notes(old: Side, new: Side) -> Iterator[Note]:
    """Which credentials and scopes are new or gone, and which credentials are presented otherwise."""
    olds, news = scheme_names(old), scheme_names(new)
    for name in sorted(olds.keys() | news.keys()):
        one, other = olds.get(name), news.get(name)
        if one and other:
            if presented(one) != presented(other):
                text = f"is presented as {_shown(other)}, and was as {_shown(one)}"
                yield Note("credential-changed", name, text, "callers", one, other)
            yield from _addresses(name, one, other)
        elif other:
            yield Note("credential-added", name, "is a new credential", "nobody", None, other)
        else:
            yield Note("credential-removed", name, "is no credential any more", "nobody", one, None)
    before, after = scopes(old), scopes(new)
    for key in sorted(before.keys() | after.keys()):
        mine, theirs = before.get(key), after.get(key)
        scheme, scope = key
        if mine and theirs:
            if mine.value != theirs.value:
                yield Note(
                    "described", f"scope `{scope}`", f"of {scheme} has another description", "nobody", mine, theirs
                )
        elif theirs:
            yield Note("scope-added", f"scope `{scope}`", f"of {scheme} is new", "nobody", None, theirs)
        else:
            yield Note("scope-removed", f"scope `{scope}`", f"of {scheme} is gone", "nobody", mine, None)


def _addresses(name: str, one: Source, other: Source) -> Iterator[Note]:
    """Where people consent and tokens come from."""
    before, after = (dict((each / "flows").items()) for each in (one, other))
    for flow in sorted(before.keys() | after.keys()):
        if flow not in before:
            yield Note("credential-added", name, f"has the flow {flow}, too", "nobody", one, after[flow])
            continue
        if flow not in after:
            yield Note("credential-removed", name, f"no longer has the flow {flow}", "callers", before[flow], other)
            continue
        mine, theirs = before[flow], after[flow]
        for key in ("authorizationUrl", "tokenUrl", "refreshUrl"):
            if mine.text(key) != theirs.text(key):
                now, was = theirs.text(key) or "none", mine.text(key) or "none"
                text = f"has {now} as {key} of its flow {flow}, and had {was}"
                yield Note("credential-changed", name, text, "callers", mine, theirs)


def _shown(scheme: Source) -> str:
    return ", ".join(f"{key} {value}" for key, value in presented(scheme).items()) or scheme.text("type")


def _security(endpoint: Endpoint) -> Source:
    source = endpoint.operation.source
    return source / "security" if "security" in source else source


def _changes(old: tuple[Way, ...], new: tuple[Way, ...]) -> Iterator[tuple[str, bool, str]]:
    """Kind, whether it breaks callers, and words of what differs in who may call."""
    before, after = {schemes for schemes, _ in old}, {schemes for schemes, _ in new}
    for schemes in sorted(after - before, key=sorted):
        yield ("credential-accepted", False, f"takes {named(schemes)}{', too' if before else ''}")
    for schemes in sorted(before - after, key=sorted):
        kept = all(allows(new, way) for way in old if way[0] == schemes)
        yield ("credential-refused", not kept, f"no longer takes {named(schemes)}")
    for schemes in sorted(before & after, key=sorted):
        mine, theirs = ([scopes for each, scopes in some if each == schemes] for some in (old, new))
        if set(mine) == set(theirs):
            continue
        lost = [way for way in old if way[0] == schemes and not allows(new, way)]
        come = {scope for scopes in theirs for scope in scopes} - {scope for scopes in mine for scope in scopes}
        gone = {scope for scopes in mine for scope in scopes} - {scope for scopes in theirs for scope in scopes}
        told = [f"`{scope}`" for scope in sorted(come if lost else come or gone)]
        if lost:
            enough = ", ".join(f"`{scope}`" for scope in sorted(gone)) or "what was enough"
            text = f"needs {' and '.join(told)} now" if told and not gone else f"no longer allows who has {enough}"
            text += f", and allows who has {' or '.join(told)}" if told and gone else ""
            yield ("scope-needed", True, f"{text} ({named(schemes)})")
        else:
            text = f"allows who has {' or '.join(told)}, too" if come else f"no longer needs {' and '.join(told)}"
            yield ("scope-enough", False, f"{text} ({named(schemes)})")
