"""A person at the sandbox's consent page, played over HTTP: the page is fetched, its form filled in and sent."""

from __future__ import annotations

from html.parser import HTMLParser

import httpx


def give_consent(http: httpx.Client, url: str) -> str:
    """Allow what the authorization URL asks for, as whoever is signed in; the URL that their browser is sent to.

    Raises RuntimeError with what the page says where it does not ask.
    """
    page = http.get(url)
    if page.status_code != 200:
        raise RuntimeError(f"The consent page refused: {page.text}")
    form = _Form()
    form.feed(page.text)
    answer = http.post(httpx.URL(url).join(form.action), data=form.fields | {"decision": "allow"})
    if "location" not in answer.headers:
        raise RuntimeError(f"The consent was refused: {answer.text}")
    return answer.headers["location"]


class _Form(HTMLParser):
    """The page's one form: where it goes, and what a browser would send without its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = attributes["action"]
        elif tag == "input":
            self.fields[attributes["name"]] = attributes["value"]
        elif tag == "select":
            self._select = attributes["name"]
        elif tag == "option" and "selected" in attributes:
            self.fields[self._select] = attributes["value"]
