"""The API of the stand-in for GitHub: one repository with issues, comments, labels and pull requests, in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote, urlencode

API = "https://docs.github.com/rest"
REPOSITORY = 1296269
"""The id by which links to further pages name the repository, whatever a request calls it."""
_TIME = "2026-01-{:02d}T12:00:00Z"


class Request(NamedTuple):
    method: str
    path: str
    query: Mapping[str, str]
    body: Mapping[str, Any]


class Response(NamedTuple):
    status: int
    body: Any = None
    link: str = ""


class RefusedError(Exception):
    def __init__(self, status: int, message: str, errors: Any = None) -> None:
        super().__init__(message)
        more = {} if errors is None else {"errors": errors}
        self.response = Response(status, {"message": message, **more, "documentation_url": API, "status": str(status)})


def account(id: int, login: str, **more: Any) -> dict[str, Any]:  # noqa: A002 - GitHub's name
    return {"id": id, "login": login, "type": "User", "html_url": f"https://github.com/{login}", **more}


OCTOCAT = account(583231, "octocat")
OWNER = account(9919, "octo-org", type="Organization")
LABELS = [
    {"id": 1, "name": "bug", "color": "d73a4a", "description": "Something is wrong", "default": True},
    {"id": 2, "name": "help wanted", "color": "008672", "description": None, "default": True},
]


class Api:
    """What the repository octo-org/hello holds: 65 issues, of which the second is a pull request."""

    def __init__(self, url: Callable[[], str]) -> None:
        self._url = url
        self.repository = {
            "id": REPOSITORY, "name": "hello", "full_name": "octo-org/hello", "owner": OWNER, "private": True,
            "description": "A place to say hello.", "html_url": "https://github.com/octo-org/hello",
            "default_branch": "main", "language": "Python", "topics": ["hello"], "archived": False, "fork": False,
            "stargazers_count": 3, "forks_count": 0, "open_issues_count": 65, "has_issues": True,
            "pushed_at": _TIME.format(9), "updated_at": None,
        }  # fmt: skip
        self.issues = {number: self._issue(number, f"Issue {number}", "Hello.") for number in range(1, 66)}
        self.issues[2]["pull_request"] = {"html_url": "https://github.com/octo-org/hello/pull/2", "merged_at": None}
        self.comments = {101: self._comment(101, 1, "First."), 102: self._comment(102, 1, "Second.")}
        self.incomplete = False
        """Whether a search says that it ran out of time."""

    def answer(self, request: Request) -> Response:
        """What GitHub answers to somebody who may see everything here."""
        for method, pattern, respond in _ROUTES:
            if method == request.method and (found := re.fullmatch(pattern, request.path, re.IGNORECASE)):
                groups = {name: unquote(text) for name, text in found.groupdict().items()}
                if groups.pop("repository", "octo-org/hello").lower() != "octo-org/hello":
                    raise RefusedError(404, "Not Found")
                response: Response = respond(self, request, **groups)
                return response
        raise RefusedError(404, "Not Found")

    def _issue(self, number: int, title: str, body: str | None, **more: Any) -> dict[str, Any]:
        page = f"https://github.com/octo-org/hello/issues/{number}"
        return {
            "id": 5000 + number, "number": number, "title": title, "body": body, "state": "open", "state_reason": None,
            "user": OCTOCAT, "labels": [LABELS[0]], "assignees": [], "comments": 0, "locked": False, "html_url": page,
            "repository_url": "https://api.github.com/repos/octo-org/hello",
            "created_at": _TIME.format(number % 28 + 1), "updated_at": _TIME.format(28), "closed_at": None, **more,
        }  # fmt: skip

    def _comment(self, id: int, number: int, body: str) -> dict[str, Any]:  # noqa: A002 - GitHub's name
        page = f"https://github.com/octo-org/hello/issues/{number}#issuecomment-{id}"
        times = {"created_at": _TIME.format(3), "updated_at": _TIME.format(3)}
        return {"id": id, "body": body, "user": OCTOCAT, "html_url": page, **times}

    def _pull(self, number: int) -> dict[str, Any]:
        issue = self.issues.get(number)
        if issue is None or "pull_request" not in issue:
            raise RefusedError(404, "Not Found")
        same = ("id", "number", "title", "body", "state", "user", "labels", "assignees", "created_at", "updated_at")
        branch = {"label": "octo-org:main", "ref": "main", "sha": "6dcb09b5b57875f334f61aebed695e2e4193db5e"}
        return {
            **{name: issue[name] for name in same}, "draft": False, "head": {**branch, "ref": "mend"}, "base": branch,
            "requested_reviewers": [], "html_url": issue["pull_request"]["html_url"], "closed_at": None,
            "merged_at": None,
        }  # fmt: skip

    def page(self, request: Request, items: list[Any]) -> Response:
        """A page of a list, and links to the others: to the path as GitHub itself calls it."""
        size = max(1, min(int(request.query.get("per_page", "30")), 100))
        number, last = int(request.query.get("page", "1")), max(1, -(-len(items) // size))
        path = request.path.replace("/repos/octo-org/hello/", f"/repositories/{REPOSITORY}/")

        def to(page: int) -> str:
            return f"<{self._url()}{path}?{urlencode({**request.query, 'page': page})}>"

        steps = {"prev": number - 1, "first": 1} if number > 1 else {}
        steps |= {"next": number + 1, "last": last} if number < last else {}
        link = ", ".join(f'{to(page)}; rel="{relation}"' for relation, page in steps.items())
        return Response(200, items[(number - 1) * size : number * size], link)

    def found(self, number: str) -> dict[str, Any]:
        if int(number) not in self.issues:
            raise RefusedError(404, "Not Found")
        return self.issues[int(number)]


def _listed(api: Api, request: Request, kind: str = "") -> list[dict[str, Any]]:
    state = request.query.get("state", "open")
    newest = sorted(api.issues.values(), key=lambda issue: -issue["number"])
    return [issue for issue in newest if state in (issue["state"], "all") and (not kind or kind in issue)]


def _searched(api: Api, request: Request, items: list[Any]) -> Response:
    if not request.query.get("q"):
        raise RefusedError(422, "Validation Failed", [{"resource": "Search", "field": "q", "code": "missing"}])
    page = api.page(request, items)
    told = {"total_count": len(items), "incomplete_results": api.incomplete, "items": page.body}
    return Response(200, told, page.link)


def _open_issue(api: Api, request: Request) -> Response:
    title = request.body.get("title")
    if title == "taken":
        raise RefusedError(
            422, "Validation Failed", [{"resource": "Issue", "code": "custom", "message": "title is taken"}]
        )
    number = max(api.issues) + 1
    api.issues[number] = api._issue(number, str(title), request.body.get("body"))
    return Response(201, api.issues[number])


def _change_issue(api: Api, request: Request, number: str) -> Response:
    issue = api.found(number)
    issue.update({name: value for name, value in request.body.items() if name not in ("labels", "assignees")})
    return Response(200, issue)


def _comment(api: Api, request: Request, number: str) -> Response:
    api.found(number)
    new = max(api.comments) + 1
    api.comments[new] = api._comment(new, int(number), str(request.body.get("body")))
    return Response(201, api.comments[new])


def _change_comment(api: Api, request: Request, comment: str) -> Response:
    if int(comment) not in api.comments:
        raise RefusedError(404, "Not Found")
    if request.method == "DELETE":
        del api.comments[int(comment)]
        return Response(204)
    api.comments[int(comment)].update(request.body)
    return Response(200, api.comments[int(comment)])


def _add_labels(api: Api, request: Request, number: str) -> Response:
    known = {label["name"]: label for label in LABELS}
    labels = api.found(number)["labels"]
    labels += [known.get(name, {"name": name}) for name in request.body["labels"] if known.get(name) not in labels]
    return Response(200, labels)


def _remove_label(api: Api, request: Request, number: str, name: str) -> Response:
    issue = api.found(number)
    left = [label for label in issue["labels"] if label["name"] != name]
    if len(left) == len(issue["labels"]):
        raise RefusedError(404, "Label does not exist")
    issue["labels"] = left
    return Response(200, left)


def _open_pull(api: Api, request: Request) -> Response:
    number = max(api.issues) + 1
    about = {"pull_request": {"html_url": f"https://github.com/octo-org/hello/pull/{number}", "merged_at": None}}
    api.issues[number] = api._issue(number, str(request.body.get("title")), request.body.get("body"), **about)
    return Response(201, api._pull(number))


def _whole_pull(api: Api, request: Request, number: str) -> Response:
    counts = {"comments": 0, "commits": 1, "additions": 2, "deletions": 1, "changed_files": 1}
    return Response(200, {**api._pull(int(number)), "merged": False, "mergeable": None, **counts})


def _files(api: Api, request: Request, number: str) -> Response:
    api._pull(int(number))
    counts = {"additions": 2, "deletions": 1, "changes": 3}
    file = {"filename": "hello.py", "status": "modified", **counts, "patch": "@@ -1 +1,2 @@", "sha": "bbcd538c"}
    return api.page(request, [file])


def _reviews(api: Api, request: Request, number: str) -> Response:
    api._pull(int(number))
    page = f"https://github.com/octo-org/hello/pull/{number}#pullrequestreview-80"
    review = {"id": 80, "user": None, "body": "Good.", "state": "APPROVED", "commit_id": "ecdd80bb", "html_url": page}
    return api.page(request, [{**review, "submitted_at": _TIME.format(4)}])


ME = {
    **OCTOCAT, "name": "The Octocat", "email": None, "bio": None, "company": "@github", "location": None,
    "public_repos": 2, "created_at": _TIME.format(1),
}  # fmt: skip
_REPO = r"/repos/(?P<repository>[^/]+/[^/]+)"
_ISSUE = rf"{_REPO}/issues/(?P<number>\d+)"
_PULL = rf"{_REPO}/pulls/(?P<number>\d+)"
_COMMENTS = rf"{_REPO}/issues/comments/(?P<comment>\d+)"
_ROUTES: list[tuple[str, str, Any]] = [
    ("GET", "/user/repos", lambda api, request: api.page(request, [api.repository])),
    ("GET", _REPO, lambda api, request: Response(200, api.repository)),
    ("GET", "/issues", lambda api, request: api.page(request, _listed(api, request))),
    ("GET", f"{_REPO}/issues", lambda api, request: api.page(request, _listed(api, request))),
    ("POST", f"{_REPO}/issues", _open_issue),
    ("GET", _ISSUE, lambda api, request, number: Response(200, api.found(number))),
    ("PATCH", _ISSUE, _change_issue),
    ("GET", f"{_ISSUE}/comments", lambda api, request, number: api.page(request, [*api.comments.values()])),
    ("POST", f"{_ISSUE}/comments", _comment),
    ("PATCH", _COMMENTS, _change_comment),
    ("DELETE", _COMMENTS, _change_comment),
    ("GET", f"{_REPO}/labels", lambda api, request: api.page(request, LABELS)),
    ("POST", f"{_ISSUE}/labels", _add_labels),
    ("DELETE", rf"{_ISSUE}/labels/(?P<name>[^/]+)", _remove_label),
    ("GET", f"{_REPO}/pulls", lambda api, request: api.page(
        request, [api._pull(issue["number"]) for issue in _listed(api, request, "pull_request")])),
    ("POST", f"{_REPO}/pulls", _open_pull),
    ("GET", _PULL, _whole_pull),
    ("GET", f"{_PULL}/files", _files),
    ("GET", f"{_PULL}/reviews", _reviews),
    ("GET", "/search/issues", lambda api, request: _searched(api, request, _listed(api, request))),
    ("GET", "/search/repositories", lambda api, request: _searched(api, request, [api.repository])),
]  # fmt: skip
