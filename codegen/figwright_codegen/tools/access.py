"""Who may call, and where: what the description says of servers, credentials and scopes, and the manifest beside it.

What the manifest leaves out is as the description has it. What it says must agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from figwright_codegen.manifest.file import Manifest
from figwright_codegen.manifest.models import ToolEntry
from figwright_codegen.manifest.provider import ConnectorEntry, Credential, OAuth
from figwright_codegen.openapi.description import Source, Spec
from figwright_codegen.openapi.operations import Operation
from figwright_codegen.problems import Problems, nearest

_PLACES = {"header", "query", "cookie", "prefix", "base64", "parts"}
"""What of a credential says how it is presented."""


class Access:
    """The connector of a manifest, whole, and what each tool asks of its caller."""

    def __init__(self, manifest: Manifest, spec: Spec, problems: Problems) -> None:
        self._source, self._problems = manifest.root / "connector", problems
        self._schemes = spec.resolve(spec.root / "components" / "securitySchemes")
        self._spec = spec

    def completed(self, connector: ConnectorEntry, used: Iterable[Operation]) -> ConnectorEntry:
        """The connector with what the description says of its address and of the schemes that operations use."""
        more: dict[str, Any] = {"api_url": connector.api_url or self._address()}
        host = _host(more["api_url"])
        more["hosts"] = connector.hosts if host in connector.hosts else [host, *connector.hosts]
        schemes = {scheme for each in used for way in each.security or () for scheme in way}
        known = [
            scheme
            for scheme in sorted(schemes)
            if self._presented(scheme) or usual_kind(scheme) in connector.credentials
        ]
        self._check_names(connector, schemes)
        more["security"] = {**{scheme: usual_kind(scheme) for scheme in known}, **connector.security}
        more["credentials"] = dict(self._credentials(connector, more["security"]))
        connector = connector.model_copy(update=more)
        if connector.oauth:
            connector = connector.model_copy(update={"oauth": self._oauth(connector, connector.oauth)})
            self._check_hosts(connector)
        return connector

    def _check_hosts(self, connector: ConnectorEntry) -> None:
        """Codes and refresh tokens go to hosts of the connector alone; a token that is handed in goes without."""
        assert connector.oauth
        for key in ("token_url", "refresh_url"):
            host = _host(getattr(connector.oauth, key))
            if host and host not in connector.hosts:
                text = (
                    f"the {key} is at {host}, where no credential may go, so consents fail; add it to the connector's"
                )
                self._problems.warn(self._source / "oauth", f"{text} hosts, or correct the address")

    def _check_names(self, connector: ConnectorEntry, used: set[str]) -> None:
        """Where a scheme that is used has no name in `security`, a name there that nothing has is a slip."""
        unnamed = used - connector.security.keys()
        for scheme in connector.security if unnamed else ():
            if scheme not in self._schemes:
                text = f"there is no security scheme {scheme!r}; {nearest(scheme, unnamed)}"
                self._problems.add(self._source / "security" / scheme, text)

    def _presented(self, scheme: str) -> dict[str, object]:
        return presented(self._spec.resolve(self._schemes / scheme))

    def _address(self) -> str:
        server = next((self._spec.root / "servers").each(), None)
        url = address(server) if server else ""
        if url.startswith("https://") and _host(url) and "{" not in url:
            return url.rstrip("/")
        said = f"its server is {url!r}" if url else "it has no servers"
        text = f"'api_url' is missing, and the description names no https address ({said}); add it"
        self._problems.add(self._source, text)
        return ""

    def _credentials(self, connector: ConnectorEntry, security: dict[str, str]) -> Iterator[tuple[str, Credential]]:
        """The manifest's and the description's, each presented as the description says where the manifest does not."""
        schemes: dict[str, str] = {}
        for scheme, kind in sorted(security.items()):
            if kind in connector.credentials or scheme not in connector.security or not connector.credentials:
                schemes.setdefault(kind, scheme)
        for kind in sorted(connector.credentials.keys() | schemes.keys()):
            own = connector.credentials.get(kind, Credential())
            found = self._presented(schemes[kind]) if kind in schemes else {}
            if found and not own.model_fields_set & _PLACES:
                yield kind, own.model_copy(update=found)
            elif kind in connector.credentials:
                yield kind, own

    def _oauth(self, connector: ConnectorEntry, oauth: OAuth) -> OAuth:
        """With the addresses of the flow in which people consent, and the credential that it gives."""
        flow, kind = None, ""
        for scheme, each in sorted(connector.security.items()):
            found = self._spec.resolve(self._schemes / scheme) / "flows" / "authorizationCode"
            if found.value and (flow is None or each == oauth.credential):
                flow, kind = found, each
        home = f"{connector.api_url}/"
        told = {
            "authorization_url": flow.text("authorizationUrl") if flow else "",
            "token_url": flow.text("tokenUrl") if flow else "",
            "refresh_url": (flow.text("refreshUrl") or oauth.token_url or flow.text("tokenUrl")) if flow else "",
        }
        more = {key: urljoin(home, url) for key, url in told.items() if url and not getattr(oauth, key)}
        for key in told:
            if not (getattr(oauth, key) or more.get(key)):
                text = f"{key!r} is missing, and no scheme here has an authorizationCode flow that tells it; add it"
                self._problems.add(self._source / "oauth", text)
        if kind and "credential" not in oauth.model_fields_set:
            more["credential"] = kind
        return oauth.model_copy(update=more)

    def check_schemes(self, connector: ConnectorEntry) -> None:
        """Each credential must be presented as the description's security schemes say."""
        for name, kind in connector.security.items():
            scheme, credential = self._spec.resolve(self._schemes / name), connector.credentials.get(kind)
            if credential is None or scheme.value is None:
                continue
            place = self._source / "credentials" / kind
            wanted = presented(scheme)
            told = {key: getattr(credential, key) for key in wanted}
            if any(str(told[key]).lower() != str(wanted[key]).lower() for key in wanted):
                said = ", ".join(f"{key}: {wanted[key]!r}".replace("True", "true") for key in wanted)
                self._problems.add(place, f"{name!r} is presented otherwise; write {said}, or correct the description")

    def of_tool(self, source: Source, entry: ToolEntry, operation: Operation, connector: ConnectorEntry) -> ToolEntry:
        """The entry with the operation's credentials and scopes."""
        if operation.security is None:  # only the manifest can say
            return entry
        operation = self._possible(operation, connector)
        theirs = {
            "credentials": self._kinds(source, operation, connector),
            "scopes": self._scopes(source, operation, connector),
        }
        for key, found in theirs.items():
            given = set(getattr(entry, key))
            unknown = given - connector.credentials.keys() if key == "credentials" else set()
            agrees = (
                given - unknown <= set(found) if unknown else given == set(found)
            )  # the unknown is a mistake itself
            if key in entry.model_fields_set and not agrees:
                wanted = ", ".join(found) or "none"
                text = f"these {key} contradict {operation.id}, which takes {wanted}; leave {key!r} out, or correct the"
                self._problems.add(source / key, f"{text} description")
        return entry.model_copy(update=theirs)

    def _possible(self, operation: Operation, connector: ConnectorEntry) -> Operation:
        """The operation without the ways to be authorised that no credential can go, if any is left then."""
        ways = operation.security or ()
        left = tuple(way for way in ways if way.keys() <= connector.security.keys())
        if not left:
            return operation
        for scheme in sorted({scheme for way in ways for scheme in way} - connector.security.keys()):
            text = f"no credential can be presented as the scheme {scheme!r} of {operation.id} says; only its others"
            self._problems.warn(operation.source, f"{text} are used")
        return replace(operation, security=left)

    def _kinds(self, source: Source, operation: Operation, connector: ConnectorEntry) -> list[str]:
        """The credentials, any of which is enough."""
        found = set[str]()
        for way in operation.security or ():
            for scheme in sorted(way.keys() - connector.security.keys()):
                text = (
                    f"nothing says how the scheme {scheme!r} of {operation.id} is presented; add a credential, and its"
                )
                self._problems.add(self._source, f"{text} name to 'security'")
            kinds = sorted({connector.security[scheme] for scheme in way if scheme in connector.security})
            if len(kinds) < 2:
                found |= set(kinds)
            elif (both := _at_once(connector, kinds)) is None:
                text = f"{operation.id} demands {' and '.join(sorted(way))} at once, and no credential is that; add one"
                text = f"{text} whose 'parts' are {kinds}, and which go in different places, or leave the tool out"
                self._problems.unsupported(str(source.pointer[-1]), operation.source, text)
            else:
                found.add(both)
        return sorted(found)

    def _scopes(self, source: Source, operation: Operation, connector: ConnectorEntry) -> list[str]:
        asked = [scopes for way in operation.security or () for _, scopes in sorted(way.items()) if scopes]
        if connector.scope_rule == "all" and len(set(map(frozenset, asked))) > 1:
            text = f"{operation.id} can be allowed by either of several sets of scopes, which no tool can say"
            self._problems.unsupported(str(source.pointer[-1]), operation.source, f"{text}; describe one of them")
        return list(dict.fromkeys(scope for scopes in sorted(asked) for scope in scopes))


def presented(scheme: Source) -> dict[str, object]:
    """How a security scheme wants its credential, in the words of the manifest; empty where it does not say."""
    match scheme.text("type"), scheme.text("scheme").lower():
        case "apiKey", _:
            return {scheme.text("in"): scheme.text("name")}
        case "http", "basic":
            return {"header": "Authorization", "prefix": "Basic ", "base64": True}
        case ("http", "bearer") | ("oauth2" | "openIdConnect", _):
            return {"header": "Authorization", "prefix": "Bearer "}
    return {}


def address(server: Source) -> str:
    """The URL of a Server Object, with the defaults of its variables."""
    url = server.text("url")
    for name, variable in (server / "variables").items():
        url = url.replace(f"{{{name}}}", variable.text("default"))
    return url


def _host(url: str) -> str:
    """The host of an address, with its port; none of what is no address."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def usual_kind(scheme: str) -> str:
    """`personal_access_token` for `PersonalAccessToken`."""
    return re.sub(r"\W+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", scheme)).lower()


def _at_once(connector: ConnectorEntry, kinds: list[str]) -> str | None:
    """The credential that is some kinds at once; None for what could not be told apart in a request."""
    places = [connector.credentials[kind] for kind in kinds if kind in connector.credentials]
    if len({(each.header.lower(), each.query, each.cookie) for each in places}) < len(kinds):
        return None
    return next((kind for kind, each in connector.credentials.items() if sorted(each.parts) == kinds), None)
