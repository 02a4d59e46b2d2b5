"""Build the site of the pages, with one for each tool, in `build/docs` or the folder given. Exits with 1 for a mistake.

What stands in the repository stays readable there: links lead from file to file. Here they lead to the page that a file
became, and a program or a data file that a page links to becomes a page, too.
"""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tool_page
import yaml

from figwright.connections import find_connector
from figwright.connector import Connector

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
ELSEWHERE = {
    ROOT / "README.md": "index.md",
    **{ROOT / f"{name.upper()}.md": f"{name}.md" for name in ("contributing", "changelog", "security")},
}
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
NAMED = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
LANGUAGES = {".py": "python", ".json": "json", ".yaml": "yaml"}


class BuildError(Exception):
    """A page that cannot be part of the site, and why."""


def gather() -> dict[str, str]:
    """Each page's text by its path on the site."""
    connector = find_connector("figma")
    pages: dict[str, str] = {}
    waiting = [*ELSEWHERE, *sorted(DOCS.glob("*.md"))]
    for source in waiting:
        name, text = name_of(source), source.read_text("utf-8")
        if source.suffix in LANGUAGES:
            pages[name] = f"# {source.relative_to(ROOT)}\n\n````{LANGUAGES[source.suffix]}\n{text}````\n"
            continue
        linked = {target: (source.parent / target).resolve() for target in LINK.findall(text)}
        if missing := [target for target, path in linked.items() if not path.is_file()]:
            raise BuildError(f"{source.relative_to(ROOT)} links to what is not a file: {', '.join(missing)}")
        waiting += [path for path in dict.fromkeys(linked.values()) if path not in waiting]
        pages[name] = LINK.sub(lambda found, name=name, to=linked: f"]({relative(name, to[found[1]])}", text)
    pages["tools.md"] = NAMED.sub(r"| [`\1`](tools/\1.md) |", pages["tools.md"])
    return pages | {f"tools/{tool.name}.md": tool_page.page(connector, tool) for tool in connector.tools.values()}


def name_of(source: Path) -> str:
    if source.parent == DOCS and source.suffix == ".md":
        return source.name
    if source not in ELSEWHERE and source.suffix not in LANGUAGES:
        raise BuildError(f"{source.relative_to(ROOT)} is linked to, and no page can be made of it")
    return ELSEWHERE.get(source, f"source/{source.relative_to(ROOT)}.md")


def relative(page: str, target: Path) -> str:
    return posixpath.relpath(name_of(target), posixpath.dirname(page) or ".")


def settings(connector: Connector, pages: dict[str, str]) -> dict[str, Any]:
    """site.yml with the tools in its navigation. Raises BuildError for a page that is not in it."""
    found: dict[str, Any] = yaml.safe_load((DOCS / "site.yml").read_text("utf-8"))
    [tools] = [entry["Tools"] for entry in found["nav"] if "Tools" in entry]
    for name, toolset in connector.toolsets.items():
        names = [tool.name for tool in connector.tools.values() if tool.toolset == name]
        tools.append({toolset.title: [{each: f"tools/{each}.md"} for each in names]})
    listed = set(paths(found["nav"]))
    if lost := sorted({name for name in pages if not name.startswith("source/")} ^ listed):
        raise BuildError(f"these are pages, or in the navigation of docs/site.yml, but not both: {', '.join(lost)}")
    return found


def paths(entries: list[dict[str, Any]]) -> Iterator[str]:
    for entry in entries:
        for value in entry.values():
            yield from [value] if isinstance(value, str) else paths(value)


def build(out: Path) -> None:
    pages = gather()
    config = settings(find_connector("figma"), pages)
    shutil.rmtree(out, ignore_errors=True)
    for name, text in pages.items():
        (out / "pages" / name).parent.mkdir(parents=True, exist_ok=True)
        (out / "pages" / name).write_text(text, "utf-8")
    shutil.copy(DOCS / "site.css", out / "pages")
    (out / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    done = subprocess.run([sys.executable, "-m", "zensical", "build", "--strict"], cwd=out, check=False)
    if done.returncode:
        raise BuildError("Zensical has named what is wrong, above")


if __name__ == "__main__":
    folder = Path(*(sys.argv[1:] or [ROOT / "build" / "docs"]))
    try:
        build(folder)
    except BuildError as error:
        sys.exit(f"docs: {error}")
    sys.stdout.write(f"docs: open {folder / 'site' / 'index.html'}\n")
