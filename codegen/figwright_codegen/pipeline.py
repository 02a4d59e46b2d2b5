"""The stages of a generation, in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from figwright_codegen.identifiers import Code
from figwright_codegen.lock import Inputs, Result
from figwright_codegen.manifest.file import Manifest
from figwright_codegen.openapi.description import Source, Spec
from figwright_codegen.openapi.operations import operations, scopes_of
from figwright_codegen.openapi.validation import validate
from figwright_codegen.output import write
from figwright_codegen.problems import GenerationError, Problems
from figwright_codegen.render.package import Package, render
from figwright_codegen.tools.cache import check_cache
from figwright_codegen.tools.described import described
from figwright_codegen.tools.former_names import check_former_names
from figwright_codegen.tools.link import Linker, Tool
from figwright_codegen.tools.mentions import check_mentions
from figwright_codegen.tools.pointers import check_results
from figwright_codegen.tools.reach import Reach
from figwright_codegen.tools.readers import check_sources, give_readers
from figwright_codegen.tools.unwritten import check_written
from figwright_codegen.tools.webhooks import check_webhooks, events_of, sent
from figwright_codegen.types.bases import inherit
from figwright_codegen.types.deduplication import check_names, deduplicate
from figwright_codegen.types.discriminators import tag
from figwright_codegen.types.ir import Alias, Named, Record, reachable


class Inspected(NamedTuple):
    """What a generation is made from, and what is wrong with it. `tools` are those that are sound."""

    spec: Spec
    manifest: Manifest
    tools: list[Tool]
    results: list[Record | Alias]
    inputs: list[Record | Alias]
    scopes: dict[str, str]
    events: dict[str, Named]
    operations: Collection[str]
    problems: Problems


def generated(
    spec: Path,
    manifest: Path,
    folder: Path,
    package: str,
    *,
    check: bool,
    skip_unsupported: bool,
    overlays: Sequence[Path] = (),
) -> Result:
    """Bring a package's folder to what a description and a manifest say. Raises GenerationError."""
    found = inspect(spec, manifest, package, skip_unsupported=skip_unsupported, overlays=overlays)
    tools, problems, linked = found.manifest, found.problems, found.tools
    problems.raise_any()
    if problems.skipped and not linked:
        raise GenerationError(problems.skipped.values())
    assert tools.connector
    used = {tool.operation.id: tool.operation for tool in linked}.values()
    files = render(
        Package(
            Code(package), tools.connector, tools.toolsets, linked, tools.removed_tools, found.results, found.inputs,
            found.scopes, described(found.spec, tools.connector.title, used), found.events,
        )
    )  # fmt: skip
    made_from = Inputs(
        package, spec.name, found.spec.files, {manifest.name: manifest.read_bytes()}, found.spec.overlays
    )
    result = write(files, folder, made_from, check=check)
    unused = sorted(set(found.operations) - {tool.operation.id for tool in linked})
    return replace(result, warnings=problems.warnings, unused=tuple(unused), skipped=problems.skipped)


def inspect(
    spec: Path, manifest: Path, package: str = "", *, skip_unsupported: bool = False, overlays: Sequence[Path] = ()
) -> Inspected:
    """All stages but writing. Raises GenerationError where a file cannot be read at all."""
    problems = Problems(skip_unsupported=skip_unsupported)
    description = Spec(spec, problems, overlays)
    tools = Manifest(manifest, problems)
    if not all((description.root.value, tools.root.value)):
        problems.raise_any()  # what could be said of the rest would be wrong
    used, schemas = _used(tools)
    reach = Reach(description, used, schemas + [each for _, each in sent(tools, description)])
    validate(description)
    found = operations(description, used)
    linker = Linker(tools, found, description, problems)
    linked = linker.tools()
    check_former_names(tools, linked, problems)
    scopes = _scopes(description)
    linker.check_connector(scopes)
    payloads = [linker.results.named(each) for tool in linked for each in tool.operation.payloads]
    told = [(name, linker.results.named(each)) for name, each in sent(tools, description)]
    payloads += [each for _, each in told]
    deduplicate(description, linker.results.table, linker.results.unions)
    deduplicate(description, linker.inputs.table, linker.inputs.unions)
    tag(linker.results.unions + linker.inputs.unions, problems)
    check_results(linked, problems)
    check_cache(tools, linked, problems)
    events = events_of(tools, told, problems)
    check_webhooks(tools, linked, [each for _, each in told], problems)
    give_readers(tools, linker.inputs.table, problems)
    check_sources(tools, linked, problems)
    roots = [tool.result for tool in linked if tool.result] + payloads
    inherit(reachable(roots), "types")
    results = reachable(roots)
    inputs = reachable([field.type for tool in linked for field in tool.input_type.fields.values()])
    inputs += [tool.input_type for tool in linked]
    known = {name for each in (*results, *inputs) if isinstance(each, Record) for name in each.fields}
    check_written(tools, reach.found, problems)
    check_mentions(tools, (each for each, _ in reach.found), known | {package, *tools.toolsets}, problems)
    check_names(results, problems)
    check_names(inputs, problems)
    return Inspected(description, tools, linked, results, inputs, scopes, events, found.keys(), problems)


def _used(manifest: Manifest) -> tuple[set[str], list[Source]]:
    """The operations that tools name, and the schemas in the manifest itself: of entries that are unsound, too."""
    tools = list((manifest.root / "tools").values())
    inputs = [each for tool in tools for each in (tool / "inputs").values()]
    return {tool.text("operation") for tool in tools}, [each / "schema" for each in inputs if "schema" in each]


def _scopes(spec: Spec) -> dict[str, str]:
    schemes = spec.resolve(spec.root / "components" / "securitySchemes")
    found: dict[str, str] = {}
    for scheme in schemes.values():
        found |= {scope: str(text or "") for scope, text in scopes_of(spec.resolve(scheme)).items()}
    return found
