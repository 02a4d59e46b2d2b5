"""The ids of the starting world that examples and tests name."""

from __future__ import annotations

from dataclasses import dataclass

from figwright_figma.sandbox.world import App, User


@dataclass(frozen=True)
class Demo:
    """One of everything that a tool asks for."""

    user: User
    """Organization admin with a full seat on the Enterprise plan; owner of the files."""
    colleague: User
    app: App
    """Of `user`: private to the Enterprise plan, with every scope."""
    team_id: str
    project_id: str
    """Also a folder id: projects are a team's top-level folders."""
    folder_id: str
    file_key: str
    """A design file with two frames, `1:2` and `1:3`, comments, versions, variables, a branch and images."""
    node_ids: tuple[str, str]
    hidden_node_id: str
    """Renders to nothing."""
    branch_key: str
    library_key: str
    """The design system: published components, sets, styles and variables, with analytics."""
    board_key: str
    """A FigJam board."""
    component_key: str
    component_set_key: str
    style_key: str
    comment_id: str
    """The root of a thread, by `colleague`."""
    own_comment_id: str
    """By `user`, who may delete it."""
    collection_id: str
    mode_id: str
    variable_id: str
    dev_resource_id: str
    spare_dev_resource_id: str
    """Nothing depends on it: for trying a deletion."""
    version_id: str
    plugin_id: str
    """Made by `user`, bought by `colleague`."""
    widget_id: str
    community_file_id: str
    webhook_id: str = ""
    spare_webhook_id: str = ""
