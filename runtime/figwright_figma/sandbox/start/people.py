"""The people, their app, the team and its folders."""

from __future__ import annotations

from dataclasses import dataclass

from figwright_figma.sandbox.oauth.apps import REDIRECT_URI, add_app
from figwright_figma.sandbox.world import App, Folder, Team, User, World


@dataclass
class People:
    ada: User
    """Design lead and organization admin."""
    grace: User
    """Designer."""
    linus: User
    """Developer, with a Dev seat."""
    app: App
    team: Team
    mobile: Folder
    release: Folder
    """Within `mobile`."""
    system: Folder
    workshops: Folder


def add_people(world: World) -> People:
    ada = world.add_user("Ada Lindqvist", "ada@northwind.example", "enterprise", "full", True)
    grace = world.add_user("Grace Okafor", "grace@northwind.example", "enterprise", "full", False)
    linus = world.add_user("Linus Berg", "linus@northwind.example", "enterprise", "dev", False)
    team = Team(world.id(), "Product Design", ada.plan)
    world.teams[team.id] = team

    def folder(name: str, parent: Folder | None = None) -> Folder:
        made = Folder(world.id(), name, team, world.ago(days=400), parent)
        world.folders[made.id] = made
        return made

    app = add_app(
        world,
        ada,
        "Northwind assistant",
        client_id="sandbox-demo-app",
        client_secret="sandbox-demo-secret",  # noqa: S106 - opens this sandbox only
        redirect_uris=[REDIRECT_URI],
        declared=None,
        state="private",
    )
    mobile = folder("Mobile app")
    return People(
        ada=ada,
        grace=grace,
        linus=linus,
        app=app,
        team=team,
        mobile=mobile,
        release=folder("Autumn release", mobile),
        system=folder("Design system"),
        workshops=folder("Workshops"),
    )
