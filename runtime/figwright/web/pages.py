"""The pages that a person sees. They run no script, load nothing but the logo, and escape whatever they show (T19)."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from starlette.responses import HTMLResponse

from figwright.errors import AuthorizationError, FigwrightError, ProviderError, StoreError
from figwright.web.brand import Brand, fill
from figwright.web.words import ENGLISH

_STYLE = """
:root { color-scheme: light dark; --ground: #f4f4f6; --card: #fff; --text: #1c1c21; --soft: #5c5c66; --line: #e3e3e8;
  --good: #12805c; --wait: #8a5a00; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ground: #16161a; --card: #202026; --text: #f0f0f3; --soft: #a9a9b4;
  --line: #34343d; --good: #4cc38a; --wait: #e0a84a; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.25rem; background: var(--ground);
  color: var(--text); font: 1.0625rem/1.55 system-ui, sans-serif; }
main { width: 100%; max-width: 27rem; padding: 2.25rem clamp(1rem, 6vw, 2rem); background: var(--card);
  border: 1px solid var(--line); border-radius: 14px; box-shadow: 0 8px 28px rgb(0 0 0 / 8%); text-align: center;
  overflow-wrap: anywhere; }
.sign { width: 3.25rem; height: 3.25rem; margin: 0 auto 1.1rem; display: grid; place-items: center; border-radius: 50%;
  border: 2px solid; font-size: 1.6rem; line-height: 1; }
.good .sign { color: var(--good); } .wait .sign { color: var(--wait); } .bad .sign { color: var(--bad); }
h1 { margin: 0 0 .6rem; font-size: 1.4rem; line-height: 1.25; text-wrap: balance; }
p { margin: .5rem 0 0; text-wrap: balance; } .next { color: var(--soft); }
.logo { display: block; max-width: 100%; max-height: 3.5rem; margin: 0 auto 1.25rem; }
.back { display: inline-block; margin-top: 1.4rem; padding: .55rem 1.2rem; border-radius: 8px; text-decoration: none;
  background: var(--accent, #3d3d46); color: var(--ink, #fff); }
"""

_SIGNS = {"good": "✓", "wait": "⋯", "bad": "!"}


class Pages:
    """The pages of one brand. `headers` belong on every answer, redirects too."""

    def __init__(self, brand: Brand) -> None:
        self._brand = brand
        accent = f":root {{ --accent: {brand.colour}; --ink: {brand.ink}; }}\n" if brand.colour else ""
        self._style = _STYLE + accent
        digest = base64.b64encode(hashlib.sha256(self._style.encode()).digest()).decode()
        images = f"img-src {brand.image_source}; " if brand.logo else ""
        self.headers = {
            "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{digest}'; {images}base-uri 'none'; "
            "frame-ancestors 'none'; form-action 'none'",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }

    def failure(self, error: FigwrightError, provider: str = "", back: str = "") -> HTMLResponse:
        """A page of its own for every fault (400), for a provider that fails (502), a store that does (503), and 500.

        It leads to `back`, or to the brand's address.
        """
        key = fault_of(error)
        status = {"provider_unavailable": 502, "try_later": 503, "failed": 500}.get(key, 400)
        return self._page("bad", key, status, provider=provider, back=back)

    def broken(self) -> HTMLResponse:
        return self._page("bad", "failed", 500)

    def connected(self, provider: str, person: str) -> HTMLResponse:
        return self._page("good", "connected_as" if person else "connected", 200, provider=provider, person=person)

    def waiting(self, provider: str) -> HTMLResponse:
        return self._page("wait", "waiting", 200, provider=provider)

    def not_found(self) -> HTMLResponse:
        return self._page("bad", "not_found", 404)

    def not_allowed(self) -> HTMLResponse:
        return self._page("bad", "not_allowed", 405, headers={"Allow": "GET"})

    def _page(
        self,
        mood: str,
        key: str,
        status: int,
        *,
        provider: str = "",
        person: str = "",
        back: str = "",
        headers: dict[str, str] | None = None,
    ) -> HTMLResponse:
        brand, own = self._brand, self._brand.own_words
        names = {
            "application": brand.name or own.application,
            "provider": provider or own.provider,
            "person": person,
        }
        title, text, further, label = (
            escape(fill(part, **names)) for part in (*brand.words(key), brand.texts.get("back", own.back))
        )
        to = back or (brand.url if mood == "bad" else "")
        link = f'\n<a class="back" href="{escape(to)}">{label}</a>' if to else ""
        logo = f'\n<img class="logo" src="{escape(brand.logo)}" alt="{escape(brand.name)}">' if brand.logo else ""
        html = f"""<!doctype html>
<html lang="{escape(brand.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{self._style}</style>
</head>
<body>
<main class="{mood}">{logo}
<div class="sign" aria-hidden="true">{_SIGNS[mood]}</div>
<h1>{title}</h1>
<p>{text}</p>
<p class="next">{further}</p>{link}
</main>
</body>
</html>
"""
        return HTMLResponse(html, status, headers)


def fault_of(error: FigwrightError) -> str:
    """One word for a page, and for the application's program: an AuthorizationError's fault, or what failed."""
    if isinstance(error, AuthorizationError):
        return error.fault if error.fault in ENGLISH else "other"
    if isinstance(error, ProviderError):
        return "provider_unavailable"
    return "try_later" if isinstance(error, StoreError) else "failed"
