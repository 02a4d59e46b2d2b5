"""The connector of a proposal: where the API is, how a caller is known there, and what a person should look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from figwright_codegen.openapi.description import Source, Spec
from figwright_codegen.openapi.operations import Operation
from figwright_codegen.proposal.writing import comment, lines, remark, scalar
from figwright_codegen.tools.access import address, presented, usual_kind

NOWHERE = "https://api.invalid"
"""Where a description names no address that a credential may go to: a name that nobody can have (RFC 2606)."""
_TITLES = {"apiKey": "an API key", "http basic": "user:password", "oauth2": "an OAuth token"}

_LOOK_AT_OAUTH = (
    "Look at what the provider says of OAuth: is the app's secret sent as Basic, as here, or in the body "
    "(client_authentication: body)? How long do tokens live, and does a refresh bring another refresh token?"
)
_WORTH_ADDING = (
    "Worth adding: error_shapes and error_rules (what an error means, and which of them is a dead token), rate_limit, "
    "identify (the tool that tells whose a credential is)."
)


class Connector(NamedTuple):
    name: str
    title: str
    api_url: str
    hosts: tuple[str, ...]
    schemes: dict[str, Source]
    """Those that operations use, by name."""
    consent: dict[str, str]
    """Where people consent and tokens come from, and the kind of those; empty where nothing says it."""
    at_once: tuple[tuple[str, ...], ...]
    """Kinds that operations want together."""
    any_scope: bool


def connector(spec: Spec, name: str, title: str, operations: Iterable[Operation]) -> Connector:
    operations = list(operations)
    api_url = _address(spec, operations)
    hosts = {urlsplit(api_url).netloc}
    for each in operations:
        url = urljoin(f"{api_url}/", address(each.server)) if each.server else api_url
        if url.startswith("https://") and "{" not in url:
            hosts.add(urlsplit(url).netloc)
    declared = spec.resolve(spec.root / "components" / "securitySchemes")
    ways = [way for each in operations for way in each.security or ()]
    schemes = {scheme: spec.resolve(declared / scheme) for way in ways for scheme in way}
    at_once = {tuple(sorted({usual_kind(scheme) for scheme in way})) for way in ways if len(way) > 1}
    asked = [[frozenset(s) for way in each.security or () for s in way.values() if s] for each in operations]
    several = any(len(set(each)) > 1 for each in asked)
    consent = _consent(api_url, dict(sorted(schemes.items())))
    hosts.update(urlsplit(consent[key]).netloc for key in ("token_url", "refresh_url") if consent)
    return Connector(
        name,
        title,
        api_url,
        tuple(sorted(hosts - {""})),
        dict(sorted(schemes.items())),
        consent,
        tuple(sorted(each for each in at_once if len(each) > 1)),
        several and all(len(scopes) == 1 for each in asked for scopes in each),
    )


def unpresented(spec: Spec, operation: Operation) -> str:
    """A security scheme of an operation whose credential no description says how to send; "" for none."""
    declared = spec.resolve(spec.root / "components" / "securitySchemes")
    schemes = (scheme for way in operation.security or () for scheme in way)
    return next((each for each in schemes if not presented(spec.resolve(declared / each))), "")


def _address(spec: Spec, operations: Iterable[Operation]) -> str:
    """What the description's servers are all below, those of another host than the first one's aside."""
    first = (spec.root / "servers" / 0,) if (spec.root / "servers" / 0).value else ()
    told = [address(each).rstrip("/") for each in (*first, *(each.server for each in operations if each.server))]
    whole = [url for url in told if url.startswith("https://") and urlsplit(url).netloc and "{" not in url]
    if not whole:
        return NOWHERE
    below = (urljoin(f"{whole[0]}/", url) for url in told if "{" not in url)
    parts = [urlsplit(url) for url in below if url.startswith("https://")]
    parts.sort(key=lambda each: each.netloc != urlsplit(whole[0]).netloc)
    paths = [each.path.split("/") for each in parts if each.netloc == parts[0].netloc]
    common = takewhile(lambda steps: len(set(steps)) == 1, zip(*paths, strict=False))
    return f"https://{parts[0].netloc}{'/'.join(steps[0] for steps in common)}"


def written(found: Connector, spec: Spec) -> Iterator[str]:
    """The connector's lines."""
    yield "connector:"
    yield from lines({"name": found.name, "title": found.title}, {}, 2)
    if found.api_url == NOWHERE:
        told = remark(address(spec.root / "servers" / 0)) or "none"
        yield from comment(f"The description names no https address (its server: {told}). Write the API's own here.", 2)
    yield f"  api_url: {scalar(found.api_url)}"
    if len(found.hosts) > 1:
        yield from comment("Credentials go to these hosts: leave none that is not the provider's.", 2)
        yield f"  hosts: [{', '.join(map(scalar, found.hosts))}]"
    if found.any_scope:
        yield from comment("Operations list several scopes of which one is enough.", 2)
        yield "  scope_rule: any"
    yield from _credentials(found)
    yield from _oauth(found)
    yield from comment(_WORTH_ADDING, 2)


def _credentials(found: Connector) -> Iterator[str]:
    usable = {scheme: source for scheme, source in found.schemes.items() if presented(source)}
    if not usable:
        yield from comment("The description names no credential. If the API wants one, write credentials here.", 2)
        return
    yield "  credentials:"
    kinds: dict[str, Source] = {}
    for scheme, source in usable.items():
        kinds.setdefault(usual_kind(scheme), source)
    for kind, source in kinds.items():
        told = " ".join([source.text("type"), source.text("scheme").lower()]).strip()
        yield f"    {scalar(kind)}: {{title: {_TITLES.get(told, 'a token')}}}"
    for group in found.at_once:
        if set(group) <= kinds.keys():
            parts = ", ".join(map(scalar, group))
            yield f"    {'_and_'.join(group)}: {{parts: [{parts}], title: {' and '.join(group)}}}"


def _consent(api_url: str, schemes: dict[str, Source]) -> dict[str, str]:
    for scheme, source in schemes.items():
        flow, home = source / "flows" / "authorizationCode", f"{api_url}/"
        if source.text("type") == "oauth2" and flow.text("authorizationUrl") and flow.text("tokenUrl"):
            return {
                "authorization_url": urljoin(home, flow.text("authorizationUrl")),
                "token_url": urljoin(home, flow.text("tokenUrl")),
                "refresh_url": urljoin(home, flow.text("refreshUrl") or flow.text("tokenUrl")),
                "credential": usual_kind(scheme),
            }
    return {}


def _oauth(found: Connector) -> Iterator[str]:
    if found.consent:
        yield from comment(_LOOK_AT_OAUTH, 2)
        yield "  oauth:"
        yield from lines(found.consent, {}, 4)
    elif found.schemes:
        yield from comment("Nothing says where people consent, so accounts are connected by their tokens.", 2)
