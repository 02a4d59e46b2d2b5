"""Types and tools become the files of a package.

Templates print only `Code`: what was written here, escaped by a filter, or checked to be a name. Anything else, such as
text of the description that no filter escaped, is an error of ours and stops the generation.
"""

from __future__ import annotations

import dataclasses
import json
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import jinja2

from figwright_codegen.identifiers import Code, checked_name, constant_name
from figwright_codegen.manifest.models import RemovedEntry, Toolset
from figwright_codegen.manifest.provider import ConnectorEntry
from figwright_codegen.render.annotations import Annotations, config, in_order, py, quoted, tag_functions
from figwright_codegen.render.docstrings import function_text
from figwright_codegen.render.functions import function_row, result_type
from figwright_codegen.render.imports import import_lines, names_in
from figwright_codegen.render.json_schema import Schema, input_schema, output_schema
from figwright_codegen.render.records import connector_code, input_file, output_file, tool_code
from figwright_codegen.tools.described import FILE, written
from figwright_codegen.tools.link import Tool
from figwright_codegen.types import bases
from figwright_codegen.types.attributes import needs_keys
from figwright_codegen.types.ir import Alias, Field, Named, Record, is_recursive, recursive

_WRITTEN = Code("Written by `figwright generate`. Change the description or the manifest, and generate again.")


@dataclasses.dataclass(frozen=True)
class Package:
    """All that a generated package is made of."""

    name: Code
    connector: ConnectorEntry
    toolsets: Mapping[str, Toolset]
    tools: Sequence[Tool]
    removed: Mapping[str, RemovedEntry]
    results: Sequence[Record | Alias]
    inputs: Sequence[Record | Alias]
    scopes: Mapping[str, str]
    """Every OAuth scope and its meaning."""
    description: Mapping[str, Any]
    """The operations that the tools stand on, as OpenAPI."""
    events: Mapping[str, Named] = dataclasses.field(default_factory=dict)
    """What webhooks tell of, and its type."""


def render(package: Package) -> dict[str, str]:
    """Every file's text by its path within the package."""
    files = {"py.typed": "", FILE: written(package.description)}
    files |= _definition_files(package, "types", package.results)
    files |= _definition_files(package, "inputs", package.inputs)
    circles = recursive(package.results)
    outputs = {tool.name: output_schema(tool, circles) for tool in package.tools}
    files |= _schemas(package, outputs)
    modules: dict[Code, list[Tool]] = {}
    for tool in package.tools:
        modules.setdefault(tool.module, []).append(tool)
    for name, tools in modules.items():
        path = name.replace(".", "/")
        files[f"tools/{path}.py"] = _tools(package, tools, outputs)
        files[f"{path}.py"] = _functions(package, name, tools, awaitable=False)
        files[f"aio/{path}.py"] = _functions(package, name, tools, awaitable=True)
    for toolset in {tool.entry.toolset for tool in package.tools if "." in tool.module}:
        files |= _large_toolset(package, toolset)
    files["tools/__init__.py"] = _template("empty", doc="The tools as records, by toolset.")
    files["__init__.py"] = _names(package, "")
    files["aio/__init__.py"] = _names(package, ".aio")
    files["connector.py"] = _connector(package)
    if package.events:
        files["events.py"] = _events(package)
    return files


def _schemas(package: Package, outputs: Mapping[str, Schema]) -> dict[str, str]:
    """The plain schemas of each tool, and the module that hands them out as model APIs want them."""
    found = dict[str, Any]()
    for tool in package.tools:
        found.setdefault(input_file(tool), {})[tool.name] = input_schema(tool)
        found.setdefault(output_file(tool), {})[tool.name] = outputs[tool.name]
        if tool.check:
            found[f"{tool.name}.check.json"] = _sorted(tool.check)
    files = {f"schemas/{name}": _json(each) for name, each in found.items()}
    files["schemas/__init__.py"] = _template(
        "schemas",
        doc=f"{package.connector.title}: the tools as model APIs want them.",
        imports=import_lines({"views", "CONNECTOR"}, {"CONNECTOR": f"{package.name}.connector"}),
    )
    return files


def _definition_files(package: Package, kind: str, found: Sequence[Record | Alias]) -> dict[str, str]:
    modules: dict[Code, list[Record | Alias]] = {}
    for definition in sorted(found, key=lambda definition: definition.name):
        modules.setdefault(definition.module, []).append(definition)
    files = {
        f"{kind}/{name.replace('.', '/')}.py": _definitions(package, kind, name, each) for name, each in modules.items()
    }
    shown = sorted(name for name in modules if "." not in name)
    doc = "What tools return, by area." if kind == "types" else "What tools take, by area."
    files[f"{kind}/__init__.py"] = _template(
        "package",
        doc=doc,
        package=Code(f"{package.name}.{kind}"),
        modules=shown,
        joined=Code(", ".join(shown)),
    )
    for name in {name.partition(".")[0] for name in modules if name not in shown}:
        files[f"{kind}/{name}/__init__.py"] = _template("empty", doc="What each tool of a large toolset takes.")
    return files


def _definitions(package: Package, kind: str, module: Code, found: list[Record | Alias]) -> str:
    write = Annotations(module, "checked" if kind == "inputs" else "result")
    own = [tool for tool in package.tools if kind == "inputs" and tool.input_type.module == module]
    tools = {str(tool.input_type.name): tool for tool in own}
    in_turn = bases.in_order([each for each in found if isinstance(each, Record)])
    records = [_record(each, kind, write, tools) for each in in_turn]
    aliases = [_alias(each, write) for each in in_order([each for each in found if isinstance(each, Alias)])]
    functions = {function: tag for each in found for function, tag in tag_functions(each).items()}
    code = [field["annotation"] for record in records for field in record["fields"]]
    code += [alias["annotation"] for alias in aliases] + [record["bases"] for record in records]
    used = names_in(code) | {"Any" for _ in list(functions)[:1]}
    used |= {"with_config" for record in records if record["config"]}
    used |= {"TypeAliasType" if alias["recursive"] else "TypeAlias" for alias in aliases}
    about = module.rpartition(".")[2].replace("_", " ")
    return _template(
        "definitions",
        doc=f"{'What tools return' if kind == 'types' else 'What tools take'}: {about}.",
        imports=import_lines(used - {str(each["name"]) for each in (*records, *aliases)}, {kind: package.name}),
        tag_functions=sorted(functions.items()),
        records=records,
        aliases=aliases,
    )


def _record(record: Record, kind: str, write: Annotations, tools: Mapping[str, Tool]) -> dict[str, Any]:
    tool = tools.get(record.name)
    inputs = {each.name: each for each in tool.inputs} if tool and tool.input_type is record else {}
    fields = []
    for name, field in record.own_fields.items():
        code = write.input(inputs[name]) if name in inputs else write.of(field.type)
        annotation = code if field.required else Code(f"NotRequired[{code}]")
        fields.append({"name": name, "annotation": annotation, "doc": _field_doc(field)})
    return {
        "name": record.name,
        "doc": record.description,
        "by_key": needs_keys(record, kind),
        "config": config(record) if kind == "inputs" else "",
        "bases": Code(", ".join(map(write.of, record.bases)) or "TypedDict"),
        "fields": fields,
    }


def _field_doc(field: Field) -> str:
    return f"{field.description} Deprecated.".strip() if field.deprecated else field.description


def _alias(alias: Alias, write: Annotations) -> dict[str, Any]:
    return {
        "name": alias.name,
        "annotation": write.alias(alias),
        "doc": alias.description,
        "recursive": is_recursive(alias),
    }


def _large_toolset(package: Package, toolset: str) -> dict[str, str]:
    """The packages that stand for a toolset's modules, where each of its tools has its own."""
    own = [tool for tool in package.tools if tool.entry.toolset == toolset]
    where = {Code(name): Code(f"_{tool.name}") for tool in own for name in (tool.name, *tool.entry.aliases)}
    title = package.toolsets[toolset].title
    files = {f"tools/{toolset}/__init__.py": _template("empty", doc=f"{title}: the tools as records, one by one.")}
    for kind, folder in (("typed", ""), ("awaitable", "aio.")):
        doc = f"{title}: {kind} functions, one per tool. A name is imported when it is first used."
        root = f"{package.name}.{folder}{toolset}"
        files[f"{folder.replace('.', '/')}{toolset}/__init__.py"] = _lazy(doc, root, where)
    return files


def _tools(package: Package, tools: list[Tool], outputs: Mapping[str, Schema]) -> str:
    rows = []
    for tool in tools:
        constant, result = Code(tool.name.upper()), result_type(tool)
        rows.append({"constant": constant, "result": result, "code": tool_code(tool, package.name, outputs[tool.name])})
    return _template(
        "tools",
        doc=f"{package.toolsets[tools[0].entry.toolset].title}: the tools as the runtime sees them.",
        imports=import_lines(
            names_in(row["code"] for row in rows),
            {"types": package.name},
            unseen=names_in(row["result"] for row in rows),
        ),
        tools=rows,
    )


def _functions(package: Package, name: str, tools: list[Tool], *, awaitable: bool) -> str:
    rows = [function_row(tool) for tool in tools]
    for tool, row in zip(tools, rows, strict=True):
        twin = f"{package.name}.{tool.entry.toolset}" if awaitable else ""
        row["doc"] = function_text(tool, package.connector, twin)
    constants = {str(row["constant"]): f"{package.name}.tools.{name}" for row in rows}
    account = Code("AsyncAccount" if awaitable else "Account")
    used = {*constants, *({"NOT_GIVEN"} if any("NOT_GIVEN" in row["defaults"] for row in rows) else ())}
    used |= {"overload"} if any(row["overloads"] for row in rows) else set()
    used |= {"deprecated"} if any(row["overloads"] or row["aliases"] for row in rows) else set()
    unseen = names_in(type_ for row in rows for type_ in row["types"]) | {account}
    title = package.toolsets[tools[0].entry.toolset].title
    return _template(
        "functions",
        doc=f"{title}: {'awaitable' if awaitable else 'typed'} functions, one per tool.",
        imports=import_lines(used, {**constants, "types": package.name, "inputs": package.name}, unseen=unseen),
        tools=rows,
        account=account,
        awaitable=awaitable,
    )


def _names(package: Package, below: str) -> str:
    where = {Code(name): tool.module for tool in package.tools for name in (tool.name, *tool.entry.aliases)}
    if not below:
        where[Code("CONNECTOR")] = Code("connector")
        if package.tools:
            where[Code("ToolName")] = Code("connector")
    kind = "awaitable" if below else "typed"
    doc = f"{package.connector.title}: {kind} functions, one per tool. A name is imported when it is first used."
    return _lazy(doc, package.name + below, where, package.removed)


def _lazy(doc: str, root: str, where: Mapping[Code, Code], removed: Mapping[str, RemovedEntry] = {}) -> str:
    """A package that imports each name's module when the name is first used."""
    own = {str(name): f"{root}.{module}" for name, module in where.items()}
    imports = import_lines(["lazy_names"], own, unseen=own)
    gone = {name: (each.since, " ".join(each.instead.split())) for name, each in sorted(removed.items())}
    return _template(
        "names",
        doc=doc,
        imports=imports,
        root=Code(root),
        where=sorted(where.items()),
        removed=py(gone) if gone else "",
    )


def _connector(package: Package) -> str:
    code = connector_code(
        package.connector, package.toolsets, package.tools, package.removed, package.scopes, package.name,
        package.events,
    )  # fmt: skip
    doc = f"{package.connector.title}'s own facts, as the runtime needs them."
    tools = sorted(tool.name for tool in package.tools)
    used = names_in([code]) | ({"Literal", "TypeAlias"} if tools else set())
    return _template("connector", doc=doc, imports=import_lines(used, {}), connector=code, tools=tools)


def _events(package: Package) -> str:
    """Each event as a constant that says the type of its payload."""
    write = Annotations("events", "result")
    rows = [
        {"constant": constant_name(name), "name": name, "type": write.of(type_), "doc": _told(type_.definition)}
        for name, type_ in package.events.items()
    ]
    kinds = list(dict.fromkeys(row["type"] for row in rows))
    return _template(
        "events",
        doc=f"What {package.connector.title} tells webhooks of. Other events may come: theirs is an open payload.",
        imports=import_lines(
            {"TYPE_CHECKING", "Any", "EventType", "TypeAlias"}, {"types": package.name}, unseen={"types"}
        ),
        union=Code(" | ".join(kinds)),
        events=rows,
    )


def _told(definition: Record | Alias) -> str:
    return definition.description


def _sorted(value: Any) -> Any:
    """The same JSON, the members of its objects by name."""
    if isinstance(value, dict):
        return {name: _sorted(each) for name, each in sorted(value.items())}
    return [_sorted(each) for each in value] if isinstance(value, list) else value


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=True) + "\n"


def _doc(text: str, indent: int = 0, *, tight: bool = False) -> Code:
    """Text that may stand between three double quotes: wrapped, what ends a string or does not print escaped.

    The closing quotes of several lines get one of their own, unless `tight` and they fit.
    """
    width = 120 - indent
    given = text.strip().splitlines() or [""]
    lines = [line for at, each in enumerate(given) for line in _wrapped(each, width, 0 if at else 3)]
    if (len(lines) > 1 and not tight) or len(lines[-1]) + 3 > width:
        lines.append("")
    lines[0] = lines[0].lstrip()
    margin, last = " " * indent, len(lines) - 1
    text = "\n".join(margin + line if at and (line or at == last) else line for at, line in enumerate(lines))
    text = text.replace("\\", "\\\\")
    if '"""' in text:
        text = text.replace('"', '\\"')
    elif text.endswith('"'):
        text = text[:-1] + '\\"'
    return Code("".join(char if char.isprintable() or char == "\n" else quoted(char)[1:-1] for char in text))


def _wrapped(line: str, width: int, taken: int) -> list[str]:
    """A line as several; `taken` characters of the first have something else before them."""
    own = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(
        line.strip(),
        width,
        initial_indent=own or " " * taken,
        subsequent_indent=own,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def _printed(value: object) -> object:
    if isinstance(value, Code) or value == "":
        return value
    raise TypeError(f"{value!r} reached a template without a filter")


_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.PackageLoader("figwright_codegen.render"),
    autoescape=False,  # noqa: S701 - this is Python, and `finalize` refuses all that is not escaped
    finalize=_printed,
    keep_trailing_newline=True,
    lstrip_blocks=True,
    trim_blocks=True,
    undefined=jinja2.StrictUndefined,
)
_ENVIRONMENT.filters |= {"doc": _doc, "name": checked_name, "quoted": quoted}


def _template(name: str, **values: Any) -> str:
    return _ENVIRONMENT.get_template(f"{name}.jinja").render(written=_WRITTEN, **values)
