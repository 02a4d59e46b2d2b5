"""All that is compared of two sides, in one report."""

from __future__ import annotations

from figwright_codegen.diff import access
from figwright_codegen.diff.components import Components
from figwright_codegen.diff.findings import Finding, Report
from figwright_codegen.diff.operations import Operations
from figwright_codegen.diff.sides import Side
from figwright_codegen.tools.access import usual_kind

_ORDER = {"callers": 0, "stored schemas": 1, "nobody": 2}


def compared(old: Side, new: Side) -> Report:
    operations = Operations(old, new)
    findings = operations.findings()
    findings += Components(operations).findings()
    titles = [f"{side.named}{f' ({side.version})' if side.version else ''}" for side in (old, new)]
    warnings = tuple(dict.fromkeys((*old.warnings, *new.warnings)))
    connector = new.connector or old.connector
    schemes = {name for side in (old, new) for name in access.scheme_names(side)}
    named = connector.security if connector else {}
    return Report(
        titles[0],
        titles[1],
        tuple(sorted(findings, key=_rank)),
        warnings,
        operations.needs,
        {name: named.get(name) or usual_kind(name) for name in sorted(schemes)},
        connector.name if connector else "",
        frozenset(connector.oauth.deprecated_scopes if connector and connector.oauth else ()),
    )


def _rank(finding: Finding) -> tuple[int, str, str, str]:
    return _ORDER[finding.breaks], finding.kind, finding.subject, finding.text
