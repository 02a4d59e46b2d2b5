"""The pages that a person sees. They run no script, load nothing, and escape whatever they show (T19)."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import NamedTuple

from starlette.responses import HTMLResponse

from figwright.errors import AuthorizationError, FigwrightError, ProviderError, StoreError
from figwright.visible import make_visible

_STYLE = """
:root { color-scheme: light dark; --ground: #f4f4f6; --card: #fff; --text: #1c1c21; --soft: #5c5c66; --line: #e3e3e8;
  --good: #12805c; --wait: #8a5a00; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ground: #16161a; --card: #202026; --text: #f0f0f3; --soft: #a9a9b4;
  --line: #34343d; --good: #4cc38a; --wait: #e0a84a; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.25rem; background: var(--ground);
  color: var(--text); font: 1.0625rem/1.55 system-ui, sans-serif; }
main { width: 100%; max-width: 27rem; padding: 2.25rem 2rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 14px; box-shadow: 0 8px 28px rgb(0 0 0 / 8%); text-align: center; overflow-wrap: anywhere; }
.sign { width: 3.25rem; height: 3.25rem; margin: 0 auto 1.1rem; display: grid; place-items: center; border-radius: 50%;
  border: 2px solid; font-size: 1.6rem; line-height: 1; }
.good .sign { color: var(--good); } .wait .sign { color: var(--wait); } .bad .sign { color: var(--bad); }
h1 { margin: 0 0 .6rem; font-size: 1.4rem; line-height: 1.25; text-wrap: balance; }
p { margin: .5rem 0 0; text-wrap: balance; } .next { color: var(--soft); }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
"""On every answer, redirects too."""

_SIGNS = {"good": "✓", "wait": "⋯", "bad": "!"}


class Words(NamedTuple):
    """What a page says: what is so, and what the person can do. `{provider}` stands for the provider's name."""

    title: str
    text: str
    next: str


_ANEW = "Ask for a new link where you got this one."
_FAULTS = {
    "missing_state": Words(
        "This address is not complete",
        "It lacks what {provider} adds to it when it sends you back, so it belongs to nothing that you started.",
        "Start again from the place where you got your link.",
    ),
    "unknown_state": Words(
        "This link is not known",
        "It may be too old, or it was opened once more after this page was on its way.",
        "Open the link that you were given again. If that does not help, ask for a new one.",
    ),
    "expired": Words("This link has expired", "Links are good for a few minutes only. Nothing was connected.", _ANEW),
    "used": Words(
        "This link was used already",
        "Each link works once. If you have just connected, all is well and you can close this window.",
        f"Otherwise: {_ANEW[0].lower()}{_ANEW[1:]}",
    ),
    "other_browser": Words(
        "This was not started in this browser",
        "Somebody may have sent you the second half of what they began.",
        "Finish it in the browser where you began, or open the link that you were given here.",
    ),
    "wrong_path": Words(
        "This answer came to the wrong place",
        "{provider} sent you to an address that belongs to another connection. Nothing was connected.",
        "Ask for a new link. If this happens again, tell whoever gave it to you.",
    ),
    "wrong_issuer": Words(
        "This answer came from the wrong place",
        "It names a sender that nobody here asked. Nothing was connected.",
        "Ask for a new link. If this happens again, tell whoever gave it to you.",
    ),
    "refused": Words(
        "Nothing was connected",
        "{provider} says that access was not allowed.",
        "If you want to connect after all, ask for a new link.",
    ),
    "no_code": Words(
        "Nothing was connected", "{provider} sent you back without what it takes to connect.", f"Try again: {_ANEW}"
    ),
    "code_rejected": Words(
        "Please try again",
        "{provider} did not accept its own answer any more: it is good for seconds only. Nothing was connected.",
        _ANEW,
    ),
    "other_user": Words(
        "Another person at {provider}",
        "You are signed in at {provider} as somebody else than the person who connected before. Nothing was changed.",
        "Sign in there as that person and ask for a new link, or ask for one that replaces the account.",
    ),
    "no_verifier": Words("Please try again", "This consent cannot be finished any more. Nothing was connected.", _ANEW),
}
_OTHER_FAULT = Words("Nothing was connected", "What {provider} answered could not be accepted.", _ANEW)
_UNREACHABLE = Words("{provider} does not answer", "Nothing was connected.", f"Try again in a few minutes. {_ANEW}")
_STORE = Words(
    "Please try again in a moment",
    "Connections cannot be read or stored just now.",
    "Open the link that you were given again. If it was used already, ask for a new one.",
)
_BROKEN = Words(
    "Something is wrong here",
    "It is not your fault. Nothing was connected.",
    "Tell whoever gave you the link; their log says what is wrong.",
)
_NOT_FOUND = Words("There is nothing here", "This address leads nowhere.", "Open the whole link that you were given.")
_NOT_ALLOWED = Words(
    "This cannot be done here", "This address can only be opened in a browser.", "Open the link that you were given."
)


def failure(error: FigwrightError, provider: str) -> HTMLResponse:
    """A page of its own for every fault (400), for a provider that fails (502), a store that does (503), and 500."""
    if isinstance(error, AuthorizationError):
        words, status = _FAULTS.get(error.fault, _OTHER_FAULT), 400
    elif isinstance(error, ProviderError):
        words, status = _UNREACHABLE, 502
    else:
        words, status = (_STORE, 503) if isinstance(error, StoreError) else (_BROKEN, 500)
    return _page("bad", Words(*(part.replace("{provider}", provider) for part in words)), status)


def broken() -> HTMLResponse:
    return _page("bad", _BROKEN, 500)


def connected(provider: str, identifier: str) -> HTMLResponse:
    words = Words("Connected", f"{provider} is connected as {identifier}.", "You can close this window.")
    return _page("good", words, 200)


def waiting(provider: str, identifier: str) -> HTMLResponse:
    words = Words(
        "Almost done",
        f"You allowed access to {provider}. It still has to be confirmed that you are {identifier}.",
        "Go back to where you got your link and confirm there, within a few minutes. You can close this window.",
    )
    return _page("wait", words, 200)


def not_found() -> HTMLResponse:
    return _page("bad", _NOT_FOUND, 404)


def not_allowed() -> HTMLResponse:
    return _page("bad", _NOT_ALLOWED, 405, {"Allow": "GET"})


def _page(mood: str, words: Words, status: int, headers: dict[str, str] | None = None) -> HTMLResponse:
    title, text, further = (escape(make_visible(each)) for each in words)
    html = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main class="{mood}">
<div class="sign" aria-hidden="true">{_SIGNS[mood]}</div>
<h1>{title}</h1>
<p>{text}</p>
<p class="next">{further}</p>
</main>
</body>
</html>
"""
    return HTMLResponse(html, status, headers)
