"""What is compared as it is written, such as `not`: as a text that is equal if the meaning is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

from figwright_codegen.openapi.description import Key, Source, Spec, is_reference
from figwright_codegen.types.allof import REMARKS

_LARGEST, _DEEPEST = 5000, 50
"""Values that are written out, and references one below the other."""
_UNORDERED = frozenset({"allOf", "anyOf", "enum", "oneOf", "required", "type"})


def canonical(spec: Spec, source: Source) -> str:
    """What is written at a place, as a text that is equal if the meaning is: references followed, remarks left out."""
    try:
        plain = _plain(spec, source, (), count(1))
    except _LargeError:
        plain = _reached(spec, source)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False)


class _LargeError(Exception):
    """What a schema refers to is too large to be written out in place of each reference."""


def _reached(spec: Spec, source: Source) -> list[Any]:
    """All that a schema refers to, each as it is written: what means the same can differ here."""
    pending, found = [source], dict[Key, Any]()
    while pending:
        if (each := pending.pop()).key not in found:
            found[each.key] = (each.pointer[-1:], each.value)
            inside = [each]
            for part in inside:
                inside += [*part.values(), *part.each()]
                if is_reference(part) and (target := spec.target(part)):
                    pending.append(target)
    return sorted(found.values(), key=lambda each: json.dumps(each, sort_keys=True))


def _plain(spec: Spec, source: Source, above: tuple[object, ...], so_far: Iterator[int]) -> Any:
    if next(so_far) > _LARGEST or len(above) > _DEEPEST:
        raise _LargeError
    value = source.value
    if isinstance(value, list):
        found = [_plain(spec, each, above, so_far) for each in source.each()]
        unordered = source.pointer[-1] in _UNORDERED
        return sorted(found, key=lambda each: json.dumps(each, sort_keys=True)) if unordered else found
    if not isinstance(value, dict):
        return int(value) if isinstance(value, float) and value.is_integer() else value
    if is_reference(source):
        target = spec.resolve(source)
        if target.key in above:
            return {"$ref": above.index(target.key)}
        return _plain(spec, target, (*above, target.key), so_far)
    named = source.pointer[-1:] in (("properties",), ("patternProperties",))
    return {key: _plain(spec, each, above, so_far) for key, each in source.items() if named or key not in REMARKS}
