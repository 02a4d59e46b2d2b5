# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""GitHub's own facts, as the runtime needs them."""

from __future__ import annotations

from typing import Literal, TypeAlias

from figwright.connector import Connector, Credential, ErrorRule, ErrorShape, OAuth, RateLimit, Tools, Toolset

ToolName: TypeAlias = Literal[
    "github_comment_delete",
    "github_comment_update",
    "github_issue_comment_create",
    "github_issue_comments_list",
    "github_issue_create",
    "github_issue_get",
    "github_issue_label_remove",
    "github_issue_labels_add",
    "github_issue_update",
    "github_issues_list",
    "github_issues_search",
    "github_labels_list",
    "github_me_get",
    "github_my_issues_list",
    "github_pull_create",
    "github_pull_files_list",
    "github_pull_get",
    "github_pull_reviews_list",
    "github_pulls_list",
    "github_repo_get",
    "github_repos_list",
    "github_repos_search",
]
"""The name of a tool, for type checkers and editors."""

CONNECTOR = Connector(
    name="github",
    title="GitHub",
    package="github_tools",
    api_url="https://api.github.com",
    hosts=("api.github.com", "github.com"),
    credentials={
        "oauth": Credential(
            header="Authorization",
            prefix="Bearer ",
            title="token of a GitHub App for its user",
            token_prefixes=("ghu_",),
        ),
        "personal_access_token": Credential(
            header="Authorization",
            prefix="Bearer ",
            title="personal access token",
            token_prefixes=("ghp_", "github_pat_"),
        ),
    },
    oauth=OAuth(
        authorization_url="https://github.com/login/oauth/authorize",
        token_url="https://github.com/login/oauth/access_token",
        refresh_url="https://github.com/login/oauth/access_token",
        client_authentication="body",
        one_live_token=True,
        refresh_token_rotates=True,
        answer_format="form",
        errors_with_200=True,
        error_codes=(
            "bad_refresh_token",
            "bad_verification_code",
            "incorrect_client_credentials",
            "redirect_uri_mismatch",
            "unverified_user_email",
            "application_suspended",
            "unsupported_grant_type",
        ),
        grant_errors="^bad_refresh_token\\b",
        app_errors="^(incorrect_client_credentials|redirect_uri_mismatch|application_suspended)\\b",
        scopes={},
    ),
    tools=Tools(
        "github_tools",
        {
            "github_comment_delete": "tools.issues",
            "github_comment_update": "tools.issues",
            "github_issue_comment_create": "tools.issues",
            "github_issue_comments_list": "tools.issues",
            "github_issue_create": "tools.issues",
            "github_issue_get": "tools.issues",
            "github_issue_label_remove": "tools.issues",
            "github_issue_labels_add": "tools.issues",
            "github_issue_update": "tools.issues",
            "github_issues_list": "tools.issues",
            "github_issues_search": "tools.search",
            "github_labels_list": "tools.issues",
            "github_me_get": "tools.search",
            "github_my_issues_list": "tools.issues",
            "github_pull_create": "tools.pulls",
            "github_pull_files_list": "tools.pulls",
            "github_pull_get": "tools.pulls",
            "github_pull_reviews_list": "tools.pulls",
            "github_pulls_list": "tools.pulls",
            "github_repo_get": "tools.search",
            "github_repos_list": "tools.search",
            "github_repos_search": "tools.search",
        },
    ),
    toolsets={
        "issues": Toolset(
            title="Issues, comments and labels",
            instructions=(
                "Repositories are named by owner and repo, issues by their number. Lists of issues hold pull requests, "
                "too. Read an issue and its comments before you answer."
            ),
        ),
        "pulls": Toolset(
            title="Pull requests",
            instructions="A pull request is an issue, too. Comment on it and label it with the tools for issues.",
        ),
        "search": Toolset(
            title="Repositories, people and search",
            instructions="Search when you do not know the repository or the number; it allows 30 calls a minute.",
        ),
    },
    error_shapes=(ErrorShape(message="/message", details="/errors"),),
    error_rules=(
        ErrorRule(
            cause="DEAD_TOKEN",
            status=(401,),
            text="\\bbad credentials\\b",
            advice="The token has expired, was replaced or was revoked.",
        ),
        ErrorRule(
            cause="RATE_LIMITED",
            status=(403, 429),
            text="\\bsecondary rate limit\\b|\\babuse detection\\b",
            advice="GitHub limits how fast an app calls, too. Make one call after the other, with pauses between writes.",
            wait=60,
            all_tiers=True,
        ),
        ErrorRule(
            cause="NO_ACCESS",
            status=(403,),
            text="not accessible by (integration|personal access token)",
            advice=(
                "The token works, but the app lacks a permission for this, or is not installed in the repository. Whoever "
                "owns the app adds the permission; an owner of the repository installs the app and accepts it."
            ),
        ),
        ErrorRule(
            cause="NO_ACCESS",
            status=(403,),
            advice="The organization wants single sign-on. Its person signs in there, and connects again.",
            headers={"X-GitHub-SSO": "."},
        ),
        ErrorRule(
            cause="RATE_LIMITED",
            status=(403,),
            advice="GitHub limits how fast an app calls, too. Make one call after the other, with pauses between writes.",
            headers={"Retry-After": "^[0-9]+$"},
            all_tiers=True,
        ),
        ErrorRule(
            cause="NO_ACCESS",
            status=(403, 451),
            text=(
                "\\bmust have\\b|\\bpermissions?\\b|\\bnot "
                "(allowed|authorized|permitted)\\b|\\bblocked\\b|\\barchived\\b|\\bforbidden\\b"
            ),
            advice="The token works, but its person has no right to this. Someone who has must give it, or act.",
        ),
        ErrorRule(
            cause="RATE_LIMITED",
            status=(403, 429),
            advice="Wait. Larger pages and a search in place of many lists take fewer calls.",
            headers={"X-RateLimit-Remaining": "^0$"},
            wait=60,
        ),
        ErrorRule(cause="RATE_LIMITED", status=(403,), text="\\brate limit exceeded\\b", wait=60),
        ErrorRule(cause="RATE_LIMITED", status=(429,), wait=60),
        ErrorRule(
            cause="UNKNOWN",
            status=(401, 403),
            advice="If github_me_get works, the token is alive. Do not repeat the call unchanged.",
        ),
        ErrorRule(
            cause="NOT_FOUND",
            status=(404,),
            advice=(
                "Check owner, repo and number. What is private and not shared with this person, or where the app is not "
                "installed, is not found either."
            ),
        ),
        ErrorRule(
            cause="NOT_FOUND",
            status=(301, 302, 307, 308),
            advice=(
                "The repository was renamed or moved. Find its new owner and name, by github_repos_search say, and call "
                "with those."
            ),
        ),
        ErrorRule(
            cause="NOT_FOUND", status=(410,), advice="It was deleted, or issues are turned off in the repository."
        ),
        ErrorRule(cause="INVALID_INPUT", status=(400, 409, 422), advice="Correct what GitHub names, then call again."),
        ErrorRule(
            cause="PROVIDER_DOWN",
            status=(500, 502, 503, 504),
            advice="Try again later; of a search or a large list, ask for less.",
        ),
    ),
    rate_limit=RateLimit(
        remaining="X-RateLimit-Remaining",
        reset="X-RateLimit-Reset",
        tiers={1: "5,000 an hour for all tools together, searches aside", 2: "30 a minute, counted apart"},
    ),
    secret_pattern="\\bgh[oprsu]_[A-Za-z0-9_]{16,}|\\bgithub_pat_\\w{20,}",
    identify="github_me_get",
    person="login",
    person_id="id",
    request_id="X-GitHub-Request-Id",
    headers={"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"},
)
