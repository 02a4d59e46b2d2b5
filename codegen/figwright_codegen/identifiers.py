"""Python names for what a description calls as it likes."""

from __future__ import annotations

import keyword
import re
import unicodedata

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+|[0-9]+")
TAKEN = {
    "Annotated", "Any", "BeforeValidator", "Discriminator", "False", "Field", "Ge", "Gt", "Le", "Literal",
    "Lt", "Mapping", "None", "NotRequired", "Sequence", "Tag", "True", "TypeAlias", "TypeAliasType", "TypedDict",
    "WrapValidator", "compile",
}  # fmt: skip
"""What generated code imports, or cannot use as a name."""
BUILT_IN = {"bool", "dict", "float", "int", "list", "object", "str"}


class Code(str):
    """Text that may stand in Python source as it is: written here, escaped, or a checked name."""

    __slots__ = ()


def words(text: str) -> list[str]:
    return _WORD.findall(_in_ascii(text))


def _in_ascii(text: str) -> str:
    """Letters without their accents, and the numbers of those that are not Latin: Python would fold some into one."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(
        each if each.isascii() else f"U{ord(each):X}" if each.isalnum() else "" if unicodedata.combining(each) else "_"
        for each in plain
    )


def class_name(text: str) -> Code:
    """`GetFileResponse` for `GetFileResponse`, `get_file-response` or `getFileResponse`."""
    if is_name(text) and text[0].isupper() and text.isascii():
        name = text
    else:
        name = "".join(word[0].upper() + word[1:] for word in words(text))
    if not name or name[0].isdigit():
        name = f"N{name}"
    return Code(f"{name}_" if name in TAKEN else name)


def module_name(text: str) -> Code:
    """`text_styles` for `text-styles` or `TextStyles`."""
    name = "_".join(word.lower() for word in words(text)) or "n"
    name = f"n{name}" if name[0].isdigit() else name
    return Code(f"{name}_" if keyword.iskeyword(name) else name)


def constant_name(text: str) -> Code:
    """`FILE_COMMENT` for `FILE_COMMENT`, `file-comment` or `fileComment`."""
    name = "_".join(word.upper() for word in words(text)) or "N"
    return Code(f"N{name}" if name[0].isdigit() else name)


def parameter_name(text: str) -> Code:
    """`file_key` for `file_key`, `from_` for `from`, `n1_2` for `1:2`."""
    name = text if is_identifier(text) else re.sub(r"\W+", "_", _in_ascii(text), flags=re.ASCII).strip("_")
    name = f"n{name}" if not name or name[0].isdigit() or name.startswith("_") else name
    return Code(f"{name}_" if keyword.iskeyword(name) or name == "account" else name)


def singular(text: str) -> str:
    """`branch` for `branches`: what one item of a list is called."""
    for ending, instead in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("xes", "x")):
        if text.endswith(ending) and len(text) > len(ending) + 1:
            return text.removesuffix(ending) + instead
    return text[:-1] if text.endswith("s") and not text.endswith(("ss", "us", "is")) and len(text) > 3 else text


def is_identifier(text: str) -> bool:
    return text.isascii() and text.isidentifier()


def is_name(text: str) -> bool:
    return is_identifier(text) and not keyword.iskeyword(text)


def checked_name(text: str) -> Code:
    """Text that is a Python name already. Raises ValueError."""
    if not is_name(text):
        raise ValueError(f"{text!r} is no name")
    return Code(text)
