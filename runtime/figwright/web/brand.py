"""What the host of the pages sets: its name, logo, colour and language, and texts of its own."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from figwright.errors import ConfigurationError
from figwright.oauth.redirects import is_path, origin_of
from figwright.web.words import LANGUAGES, Language, Words

_COLOUR = re.compile(r"#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_LONGEST_NAME = 80


@dataclass(frozen=True, kw_only=True)
class Brand:
    """How the pages of `connect_app` look and speak. Everything is optional; every value is escaped where it is shown.

    `name` is your application's, `url` where it is: a page after a failure leads there, unless the link had a
    `return_to`. `logo` is an https address or a path of your own; `colour` is `#rgb` or `#rrggbb`. `language` is `en`,
    `de`, or another with `texts` of yours. `texts` replaces what a page says by its key, such as `expired.title`,
    `expired.text` or `expired.next`, or `back` for the link; `{application}`, `{provider}` and `{person}` are filled
    in. The keys are in docs/connect.md. Raises ConfigurationError for a value that cannot be used.
    """

    name: str = ""
    url: str = ""
    logo: str = ""
    colour: str = ""
    language: str = "en"
    texts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or len(self.name) > _LONGEST_NAME or not self.name.isprintable():
            raise ConfigurationError(f"Brand: name is one line of at most {_LONGEST_NAME} characters.")
        for setting in ("url", "logo"):
            value = getattr(self, setting)
            if value and not (isinstance(value, str) and (is_path(value) or origin_of(value))):
                raise ConfigurationError(
                    f"Brand: {setting} is a path such as /static/logo.svg or an https address without user names, "
                    f"spaces or letters beyond ASCII, not {value!r:.80}."
                )
        if self.colour and not (isinstance(self.colour, str) and _COLOUR.fullmatch(self.colour)):
            raise ConfigurationError(f"Brand: colour is #rgb or #rrggbb, such as #0d66d0, not {self.colour!r:.80}.")
        if not isinstance(self.language, str) or not _LANGUAGE.fullmatch(self.language):
            raise ConfigurationError(f"Brand: language is a tag such as en or de-AT, not {self.language!r:.80}.")
        known = [*(f"{page}.{part}" for page in LANGUAGES["en"].words for part in Words._fields), "back"]
        for key, text in self.texts.items():
            if key not in known:
                near = difflib.get_close_matches(str(key), known, 1)
                hint = f"did you mean {near[0]}?" if near else "docs/connect.md lists the keys."
                raise ConfigurationError(f"Brand: texts has no {key!r:.80}; {hint}")
            if unknown := set(_PLACEHOLDER.findall(text)) - {"application", "provider", "person"}:
                raise ConfigurationError(
                    f"Brand: texts[{key!r}] has {{{min(unknown)}}}. Only {{application}}, {{provider}} and {{person}} "
                    "are filled in."
                )

    @property
    def own_words(self) -> Language:
        """The texts of the language, English if it is not one of ours."""
        return LANGUAGES.get(self.language.partition("-")[0].lower(), LANGUAGES["en"])

    def words(self, key: str) -> Words:
        """What the page of that key says, before its placeholders are filled in."""
        own = self.own_words.words[key]
        return Words(*(self.texts.get(f"{key}.{part}", text) for part, text in zip(Words._fields, own, strict=True)))

    @property
    def image_source(self) -> str:
        """For the content security policy: where the logo may come from."""
        return "" if not self.logo else "'self'" if is_path(self.logo) else str(origin_of(self.logo))

    @property
    def ink(self) -> str:
        """What is legible on the colour: black or white (WCAG 2, relative luminance)."""
        digits = self.colour.removeprefix("#")
        digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
        return "#000" if luminance > 0.179 else "#fff"


def fill(text: str, **values: str) -> str:
    """The text with its placeholders filled in, and whatever else stands in braces left as it is."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
