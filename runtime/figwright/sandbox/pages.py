"""The pages that a person sees. They need no script, load nothing, and escape whatever they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from .serving import Answer

_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: clamp(1rem, 8vw, 4rem) auto; padding: 0 1rem;
  color: #222; overflow-wrap: anywhere; }
ul { padding-left: 1.2rem; } select { max-width: 100%; margin-top: .3rem; }
h1 { font-size: 1.4rem; } small { color: #666; } li { margin: .4rem 0; }
select, button { font: inherit; padding: .5rem .8rem; margin-right: .5rem; }
#allow { background: #0d66d0; color: #fff; border: 1px solid #0d66d0; border-radius: 6px; }
"""


@dataclass(frozen=True)
class Consent:
    """What a person is asked."""

    provider: str
    app: str
    scopes: Mapping[str, str]
    """With what each allows."""
    people: Mapping[str, str]
    """By id, who can be signed in."""
    signed_in: str
    redirect_uri: str
    action: str
    """Where the answer goes."""
    parameters: Mapping[str, str]
    """The request, which goes with it."""


def consent_page(asked: Consent) -> Answer:
    """Asks a person whether they allow an app what it wants, and lets the tester say who they are.

    Stable ids: `app`, `scopes`, `person` (a select of user ids, also named so), `allow` and `cancel` (buttons).
    """
    name = escape(asked.app)
    listed = "\n".join(
        f"<li><code>{escape(scope)}</code><br>{escape(text)}</li>" for scope, text in asked.scopes.items()
    )
    hidden = "\n".join(
        f'<input type="hidden" name="{escape(key)}" value="{escape(value)}">' for key, value in asked.parameters.items()
    )
    options = "\n".join(
        f'<option value="{escape(each)}"{" selected" if each == asked.signed_in else ""}>{escape(text)}</option>'
        for each, text in asked.people.items()
    )
    return _page(
        asked.provider,
        f"Allow {name}?",
        f"""<h1><span id="app">{name}</span> would like to use {escape(asked.provider)} as you</h1>
<ul id="scopes">
{listed}
</ul>
<form method="post" action="{escape(asked.action)}">
{hidden}
<p><label for="person">Signed in as</label>
<select id="person" name="person">
{options}
</select></p>
<p><button id="allow" name="decision" value="allow">Allow access</button>
<button id="cancel" name="decision" value="cancel">Cancel</button></p>
</form>
<p><small>Allowing leads to {escape(asked.redirect_uri)}</small></p>""",
    )


def cancelled_page(provider: str, app: str) -> Answer:
    """What a person sees who did not allow it, where the app is told nothing."""
    return _page(
        provider,
        "Not allowed",
        f'<h1 id="cancelled">You did not allow {escape(app)} to use {escape(provider)}</h1>\n'
        "<p>Nobody is told. You can close this page.</p>",
    )


def _page(provider: str, title: str, content: str) -> Answer:
    body = f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – local {escape(provider)}</title><style>{_STYLE}</style></head>
<body>
{content}
</body>
</html>
"""
    return Answer(body.encode(), 200, dict(_HEADERS))
