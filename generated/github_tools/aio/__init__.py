# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""GitHub: awaitable functions, one per tool. A name is imported when it is first used."""

from typing import TYPE_CHECKING

from figwright.connector import lazy_names

if TYPE_CHECKING:
    from github_tools.aio.issues import (
        github_comment_delete,
        github_comment_update,
        github_issue_comment_create,
        github_issue_comments_list,
        github_issue_create,
        github_issue_get,
        github_issue_label_remove,
        github_issue_labels_add,
        github_issue_update,
        github_issues_list,
        github_labels_list,
        github_my_issues_list,
    )
    from github_tools.aio.pulls import (
        github_pull_create,
        github_pull_files_list,
        github_pull_get,
        github_pull_reviews_list,
        github_pulls_list,
    )
    from github_tools.aio.search import (
        github_issues_search,
        github_me_get,
        github_repo_get,
        github_repos_list,
        github_repos_search,
    )
else:
    __getattr__ = lazy_names(
        "github_tools.aio",
        {
            "github_comment_delete": "issues",
            "github_comment_update": "issues",
            "github_issue_comment_create": "issues",
            "github_issue_comments_list": "issues",
            "github_issue_create": "issues",
            "github_issue_get": "issues",
            "github_issue_label_remove": "issues",
            "github_issue_labels_add": "issues",
            "github_issue_update": "issues",
            "github_issues_list": "issues",
            "github_issues_search": "search",
            "github_labels_list": "issues",
            "github_me_get": "search",
            "github_my_issues_list": "issues",
            "github_pull_create": "pulls",
            "github_pull_files_list": "pulls",
            "github_pull_get": "pulls",
            "github_pull_reviews_list": "pulls",
            "github_pulls_list": "pulls",
            "github_repo_get": "search",
            "github_repos_list": "search",
            "github_repos_search": "search",
        },
    )

__all__ = [
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
