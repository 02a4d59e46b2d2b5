"""What the addresses of Figma's pages name, and identifiers as people copy them, in the form that the API takes.

A file is `/design/KEY/Name`, or another kind than `design`, with `?node-id=1-2`, `?version-id=ID` and `#COMMENT`; its
branch `/design/KEY/branch/KEY/Name`. A team or folder is `/files/team/ID`, `/files/project/ID`, perhaps with an
organization's id after `/files`. What is offered to all is `/community/plugin/ID`, `widget` or `file`. Figma documents
files (its Embed Kit, which announces more kinds), nodes and teams; the rest is known from links that people share. An
embedded file is the same below embed.figma.com, and in older pages `/embed?url=ADDRESS`.

Addresses come in the dress of the text that they stood in: `<URL>`, `<URL|words>`, `[words](URL)`, `@URL`, `(URL)` or
its end alone, in quotes, before a full stop, with `&amp;` for `&`. All of these are taken off first.

Only what looks like an identifier leaves this module, and the pattern of the input checks it again (T44).
"""

from __future__ import annotations

import re
import string
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

_HOSTS = frozenset({"embed.figma.com", "figma.com", "www.figma.com"})
_KINDS = {
    "board": "FigJam board",
    "deck": "presentation of slides",
    "design": "design file",
    "file": "file",
    "make": "Make file",
    "proto": "prototype of a file",
    "slides": "slides",
}
_KEY = re.compile(r"[A-Za-z0-9]{10,128}")
_LONG_KEY = re.compile(r"[A-Za-z0-9]{22,128}")
"""Of a kind of file that is not known here: Figma announces more of them, with keys of this length."""
_ID = re.compile(r"[0-9]{1,64}")
_NODE = re.compile(r"([A-Za-z]{0,2}-?[0-9]+)[:-](-?[0-9]+)")
_ADDRESS = re.compile(r"\s*([a-z][a-z0-9+.-]*://|((www|embed)\.)?figma\.com(/|$))", re.IGNORECASE)
_KIND = re.compile(r"[a-z][a-z-]*")
_LINK = re.compile(r"!?\[.*?\]\((.*)", re.DOTALL)
_BEFORE, _AFTER = "@<([{\"'`*_“‘„«", ">)]}\"'`*_”’»,;.!"
_DRESS = f"{_BEFORE}{_AFTER}#{string.whitespace}"
_LIST = f"[]'\"{string.whitespace}"
_IDENTIFIER = re.compile(r"[A-Za-z0-9:;_-]+")
_AS_COPIED = "copy it as the browser shows it, https://www.figma.com/design/KEY/Name for a file"


class UrlError(ValueError):
    """An address that does not name what is wanted. The message says what is wrong and what to do."""


class Address(NamedTuple):
    """What one address names; empty where it says nothing of it."""

    kind: str
    file_key: str = ""
    """The key that the API takes: of a branch, the branch's."""
    main_file_key: str = ""
    """Of a branch, the key of the file that it is a branch of."""
    node_id: str = ""
    version_id: str = ""
    comment_id: str = ""
    team_id: str = ""
    folder_id: str = ""
    """Also called a project's: folders were projects once."""
    community_id: str = ""


def is_address(text: str) -> bool:
    """Whether a text is meant to be an address. A bare key or id never is."""
    return _ADDRESS.match(bare(text)) is not None


def bare(text: str) -> str:
    """An address without the dress that it was copied with; any other text as it is, without blanks around it."""
    found = text.strip()
    if link := _LINK.match(found):
        found = link[1].partition(' "')[0]  # what follows is a title
    found = found.lstrip(_BEFORE + string.whitespace)
    if not _ADDRESS.match(found):
        return text.strip()
    if text.lstrip().startswith("<"):
        found = found.partition("|")[0]
    return found.rstrip(_AFTER + string.whitespace).replace("&amp;", "&")


def _undressed(text: str) -> str:
    """An identifier without the signs of the text that it stood in; any other text as it is."""
    found = text.strip(_DRESS)
    return found if _IDENTIFIER.fullmatch(found) else text


def parse(text: str) -> Address:
    """What an address names. Raises UrlError."""
    return _named_by(bare(text), embedding=True)


def describe(text: str) -> dict[str, str]:
    """What an address names, by name, without what it says nothing of. Raises UrlError."""
    return {name: value for name, value in parse(text)._asdict().items() if value}


def _named_by(text: str, *, embedding: bool) -> Address:
    if not _ADDRESS.match(text):
        raise UrlError(f"this is no address; {_AS_COPIED}")
    if re.search(r"\s", text):
        raise UrlError(f"an address has no spaces or line breaks in it; {_AS_COPIED}")
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = parts.hostname or ""
    except ValueError:
        raise UrlError(f"this is no address; {_AS_COPIED}") from None
    if parts.scheme not in ("http", "https"):
        raise UrlError(f"an address begins with https, not {_short(parts.scheme)}; {_AS_COPIED}")
    if host not in _HOSTS:
        raise UrlError(f"this is an address of {_short(host) or 'nobody'}, not of www.figma.com; {_AS_COPIED}")
    if parts.netloc.lower() != host:
        raise UrlError(f"an address of Figma has neither a user nor a port in it; {_AS_COPIED}")
    path = parts.path.strip("/").split("/")
    if embedding and path[0] == "embed" and (embedded := parse_qs(parts.query).get("url")):
        return _named_by(embedded[0], embedding=False)
    if path[0] == "files":
        return _team_or_folder(path[1:])
    if path[0] == "community":
        return _community(path[1:])
    return _file(path, parse_qs(parts.query), parts.fragment)


def _file(path: list[str], query: dict[str, list[str]], fragment: str) -> Address:
    kind, key = path[0], path[1] if len(path) > 1 else ""
    keys = _KEY if kind in _KINDS else _LONG_KEY
    if not (_KIND.fullmatch(kind) and keys.fullmatch(key)):
        raise UrlError(f"this address of Figma has no file key; open the file, and {_AS_COPIED}")
    branch = path[3] if len(path) > 3 and path[2] == "branch" else ""
    if branch and not _KEY.fullmatch(branch):
        raise UrlError(f"this address of a branch has no key after /branch/; open the branch, and {_AS_COPIED}")
    node_id = next((id_ for each in query.get("node-id", ()) if (id_ := _node(each))), "")
    return Address(
        _KINDS.get(kind, kind) if not branch else "branch of a file",
        file_key=branch or key,
        main_file_key=key if branch else "",
        node_id=node_id,
        version_id=next(filter(_ID.fullmatch, query.get("version-id", ())), ""),
        comment_id=fragment if _ID.fullmatch(fragment) else "",
    )


def _team_or_folder(path: list[str]) -> Address:
    kind, id_ = [*(path[1:] if path and re.fullmatch("[0-9]+", path[0]) else path), "", ""][:2]
    if kind in ("team", "project") and _ID.fullmatch(id_):
        return Address("team", team_id=id_) if kind == "team" else Address("folder", folder_id=id_)
    raise UrlError(
        "this page of files names neither a team nor a folder; open the team (/team/ID) or the folder "
        "(/project/ID), and copy its address"
    )


def _community(path: list[str]) -> Address:
    kind, id_ = [*path, "", ""][:2]
    if kind in ("plugin", "widget", "file") and _ID.fullmatch(id_):
        return Address(f"Community {kind}", community_id=id_)
    raise UrlError("this Community page names no plugin, widget or file; open one, and copy its address")


def file_key(text: str) -> str:
    """A file's key from its address: of a branch, the branch's."""
    return _named(text, "file_key", "file", "open the file") if is_address(text) else _undressed(text)


def main_file_key(text: str) -> str:
    """A file's key from its address: of a branch, the key of its main file, where things are published from."""
    main = parse(text).main_file_key if is_address(text) else ""
    return main or file_key(text)


def node_id(text: str) -> str:
    """A node's id from the address of a selection, or from the form that it has there: `1-2`, `1%3A2`."""
    if is_address(text):
        return _named(text, "node_id", "node", "select a layer so that it has node-id=1-2")
    return _node(_undressed(text)) or text


def node_ids(text: str) -> str:
    """The same of several, separated by commas: an address that is one of them has none, Figma writes them as %2C.

    Blanks separate ids, too, and what a list of them is written in is taken off.
    """
    return ",".join(node_id(each) for part in text.split(",") for each in _several(part) if each.strip(_LIST))


def _several(text: str) -> list[str]:
    """The ids that blanks separate; a text in which not each part is one stays whole."""
    parts = re.split(r"(?<![;\s])\s+", text.strip())
    return parts if all(_node(_undressed(part)) for part in parts) else [text.strip()]


def version_id(text: str) -> str:
    """A version's id from the address of a file as it was."""
    return (
        _named(text, "version_id", "version", "open one in the version history")
        if is_address(text)
        else _undressed(text)
    )


def comment_id(text: str) -> str:
    """A comment's id from its link, which ends in #ID."""
    return _named(text, "comment_id", "comment", "copy the comment's link") if is_address(text) else _undressed(text)


def team_id(text: str) -> str:
    """A team's id from the address of its page."""
    return _named(text, "team_id", "team", "open the team's page, /team/ID") if is_address(text) else _undressed(text)


def folder_id(text: str) -> str:
    """A folder's id, called a project's once, from the address of its page."""
    return (
        _named(text, "folder_id", "folder", "open the folder's page, /project/ID")
        if is_address(text)
        else _undressed(text)
    )


def community_id(text: str) -> str:
    """The id of a plugin, a widget or a file in the Community from the address of its page."""
    return (
        _named(text, "community_id", "Community page", "open it in the Community")
        if is_address(text)
        else _undressed(text)
    )


def webhook_context_id(text: str) -> str:
    """The id of what a webhook watches: a team's, a folder's, or a file's key."""
    if not is_address(text):
        return _undressed(text)
    found = parse(text)
    return found.team_id or found.folder_id or found.file_key or _named(text, "file_key", "file", "open the file")


def _named(text: str, what: str, noun: str, how: str) -> str:
    found = parse(text)
    value: str = getattr(found, what)
    if value:
        return value
    if found.community_id:
        how += "; of a Community file, make a copy of your own first" if noun == "file" else ""
    raise UrlError(f"this is the address of a {found.kind}, and it names no {noun}; {how}, and copy the address")


def _node(text: str) -> str:
    """The id as the API takes it, or nothing if the text is not an id."""
    parts = [_NODE.fullmatch(part.lstrip()) for part in unquote(text).split(";")]
    return ";".join(f"{part[1]}:{part[2]}" for part in parts if part) if all(parts) else ""


def _short(text: str) -> str:
    return f"{text[:40]}..." if len(text) > 40 else text
