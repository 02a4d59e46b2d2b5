"""Names for tools, toolsets and a connector, from what a description calls things.

A tool's name follows from its own operation alone, so that it stays when others come and go: `shop_order_items_list`
for `listOrderItems`, or for `GET /orders/{id}/items`. Only where two would have one name do both get longer ones.
"""

from __future__ import annotations

import hashlib
import keyword
import re
from collections import Counter
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from figwright_codegen.identifiers import module_name, singular, words
from figwright_codegen.manifest.file import TAKEN
from figwright_codegen.openapi.operations import Operation

LONGEST = 64
_VERBS = frozenset(
    words(
        "accept activate add analyze apply approve archive assign attach authorize ban block borrow calculate "
        "cancel check clear clone close compare complete compute confirm connect convert copy count create "
        "deactivate deauthorize decline delete deploy deprecate destroy detach disable disconnect dismiss download "
        "enable end estimate execute expire export fetch finalize follow fork generate get grant import install "
        "invite invoke join kick leave link list lock login logout lookup mark merge modify move mute notify open "
        "patch pause pay pin poll post preview publish purge put query read rebuild refund register reject release "
        "remove rename render renew reopen replace reserve reset resolve restart restore resume retrieve retry "
        "revoke rotate run save schedule search send set share show star start stop submit subscribe suspend sync "
        "test transfer trigger unarchive unassign unblock unfollow uninstall unlink unlock unmute unpin unpublish "
        "unregister unshare unstar unsubscribe update upload upsert validate verify watch write "
    )
)
_MANY_AS_ONE = frozenset(words("analytics details metrics news preferences settings statistics stats"))
_SAME = {"delete": "delete", "destroy": "delete", "fetch": "get", "read": "get", "retrieve": "get", "show": "get"}
_BY_METHOD = {"GET": "get", "HEAD": "check", "POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete"}
_GENERIC = frozenset(
    words("api apis http json oas official openapi public reference rest service spec specification swagger the v")
)
_PLAIN = re.compile(r"[a-z0-9]+")
_VERSION = re.compile(r"v?[0-9]+")


def connector_name(title: str, server: str) -> str:
    """The host of the description's server where its title has that, else what the title says."""
    host = (urlsplit(server).hostname or "").split(".")
    domain = host[-2] if len(host) > 1 else ""
    told = _PLAIN.findall(title.lower().replace("'s ", " "))
    kept = [word for word in told if word not in _GENERIC and not _VERSION.fullmatch(word)]
    own = "_".join(_PLAIN.findall(domain))
    name = own if own and own.replace("_", "") in "".join(told) else "_".join(kept[:3]) or own or "api"
    return _usable(name[:24].rstrip("_"))


def connector_title(title: str, name: str) -> str:
    """The description's title without what every API is called."""
    kept = title.split()
    while kept and (kept[-1].lower().strip(".,()") in _GENERIC or _VERSION.fullmatch(kept[-1].lower().strip(".,()"))):
        kept.pop()
    return " ".join(kept) or name.replace("_", " ").capitalize()


def tool_names(connector: str, operations: Collection[Operation]) -> dict[str, str]:
    """By the operation's id, the name of its tool."""
    found = {each.id: _name(connector, *_parts(each)) for each in operations}
    for longer in (_long_parts, _whole):
        counted = Counter(found.values())
        again = [each for each in operations if counted[found[each.id]] > 1]
        found |= {each.id: _name(connector, *longer(each)) for each in again}
    counted = Counter(found.values())
    return {id_: _marked(name, id_) if counted[name] > 1 else name for id_, name in found.items()}


def toolset_names(tags: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """By tag, the name of its toolset; one for tags that differ in their signs alone."""
    names = {tag: _usable(module_name(tag)[:48].rstrip("_") if words(tag) else "other") for tag in sorted(tags)}
    return {tag: f"{name}_tools" if name in taken else name for tag, name in names.items()}


def area(operation: Operation) -> str:
    """What an operation without a tag is about: the first step of its path that says something."""
    return next(iter(_named(operation.path)), "")


def verb(operation: Operation) -> str:
    """What an operation does, in one word."""
    return _parts(operation)[1]


def _usable(name: str) -> str:
    name = name if name[:1].isalpha() else f"n{name}"
    return f"{name}_tools" if name in TAKEN or keyword.iskeyword(name) else name


def _parts(operation: Operation) -> tuple[list[str], str]:
    """Of what, and what is done to it."""
    told = [word.lower() for word in words(operation.id)] if "/{" not in operation.id else []
    if not told or operation.id == f"{operation.method} {operation.path}":
        return _of_path(operation)
    at = next((index for index, word in enumerate(told) if word in _VERBS), None)
    if at is None:
        return _without_id(told), _BY_METHOD.get(operation.method, operation.method.lower())
    of, doing = _without_id(told[:at] + told[at + 1 :]), _SAME.get(told[at], told[at])
    if doing == operation.method.lower():
        doing = _BY_METHOD.get(operation.method, doing)
    if doing == "get" and operation.method == "GET" and _is_many(of, operation.path):
        doing = "list"
    return of, doing


def _is_many(of: list[str], path: str) -> bool:
    """Whether an operation brings a list, by what it is called and where it stands."""
    last = of[-1] if of else ""
    return not path.endswith("}") and singular(last) != last and last not in _MANY_AS_ONE


def _named(path: str) -> list[str]:
    """The steps of a path that say what it is about."""
    steps = [step for step in path.split("/") if words(step) and not step.startswith("{")]
    return [step for step in steps if not re.fullmatch(r"v[0-9]+|api|rest", step.lower())]


def _without_id(told: list[str]) -> list[str]:
    return told[:-2] if told[-2:] == ["by", "id"] and len(told) > 2 else told


def _of_path(operation: Operation) -> tuple[list[str], str]:
    """`orders_items` and `list` for GET /v1/orders/{id}/items."""
    named = _named(operation.path)
    doing = _BY_METHOD.get(operation.method, operation.method.lower())
    single = operation.path.rstrip("/").endswith("}")
    if operation.method == "POST" and not single and len(named) > 1 and named[-1].lower() in _VERBS:
        *named, last = named
        single, doing = True, last.lower()
    told = [word.lower() for step in named for word in words(singular(step))]
    if named and not single and operation.method == "GET":
        told = [word.lower() for step in (*map(singular, named[:-1]), named[-1]) for word in words(step)]
        doing = "list" if _is_many(told, operation.path) else "get"
    return told or ["root"], doing


def _long_parts(operation: Operation) -> tuple[list[str], str]:
    """With all of the id, and how it is called."""
    told, doing = _parts(operation)
    return [*told, operation.method.lower()], doing


def _whole(operation: Operation) -> tuple[list[str], str]:
    return [word.lower() for word in words(operation.path)] or ["root"], operation.method.lower()


def _name(connector: str, told: list[str], doing: str) -> str:
    own = connector.split("_")
    told = told[len(own) :] if told[: len(own)] == own and len(told) > len(own) else told
    name = "_".join([connector, *told, doing])
    return name if len(name) <= LONGEST else _marked(name, name)


def _marked(name: str, what: str) -> str:
    """A name with a mark of what it stands for, where it would be too long or another's."""
    mark = hashlib.sha256(what.encode()).hexdigest()[:6]
    return f"{name[: LONGEST - 7].rstrip('_')}_{mark}"
