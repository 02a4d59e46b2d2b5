"""The pages that a person sees. They need no script, load nothing, and escape whatever they show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from figwright.sandbox.serving import Answer
from figwright_figma.sandbox.world import User

from .apps import scopes
from .consent import PARAMETERS, Asked

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


def consent_page(asked: Asked, parameters: Mapping[str, str], people: Iterable[User], person: User) -> Answer:
    """Asks a person whether they allow an app what it wants, and lets the tester say who they are.

    Stable ids: `app`, `scopes`, `person` (a select of user ids, also named so), `allow` and `cancel` (buttons).
    """
    known = scopes().known
    name = escape(asked.app.name)
    listed = "\n".join(f"<li><code>{escape(scope)}</code><br>{escape(known[scope])}</li>" for scope in asked.scopes)
    hidden = "\n".join(
        f'<input type="hidden" name="{key}" value="{escape(parameters[key])}">'
        for key in PARAMETERS
        if key in parameters
    )
    options = "\n".join(
        f'<option value="{escape(each.id)}"{" selected" if each is person else ""}>'
        f"{escape(each.handle)} ({escape(each.email)}, {each.plan.tier})</option>"
        for each in people
    )
    return _page(
        f"Allow {name}?",
        f"""<h1><span id="app">{name}</span> would like to use Figma as you</h1>
<ul id="scopes">
{listed}
</ul>
<form method="post" action="/oauth">
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


def cancelled_page(asked: Asked) -> Answer:
    """What a person sees who did not allow it. The app is told nothing."""
    return _page(
        "Not allowed",
        f'<h1 id="cancelled">You did not allow {escape(asked.app.name)} to use Figma</h1>\n'
        "<p>Nobody is told. You can close this page.</p>",
    )


def _page(title: str, content: str) -> Answer:
    body = f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – local Figma</title><style>{_STYLE}</style></head>
<body>
{content}
</body>
</html>
"""
    return Answer(body.encode(), 200, dict(_HEADERS))
