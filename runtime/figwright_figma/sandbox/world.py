"""Everything the sandbox knows: people, apps, plans, teams, folders, files, tokens. Plain records, no endpoints."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from figwright.sandbox.clock import Clock

from .courier import Courier

Tier = Literal["starter", "professional", "organization", "enterprise"]
Seat = Literal["view", "collab", "dev", "full"]
Kind = Literal["oauth", "org_oauth", "personal_access_token", "plan_access_token"]
Role = Literal["owner", "editor", "viewer"]
PublishingState = Literal["draft", "private", "public"]
Json = dict[str, Any]


@dataclass
class Plan:
    """What a company or a person pays for; teams and members belong to one."""

    id: str
    name: str
    tier: Tier


@dataclass
class User:
    id: str
    handle: str
    email: str
    plan: Plan
    seat: Seat = "full"
    admin: bool = False
    """An admin of the plan's organization."""

    @property
    def img_url(self) -> str:
        return f"https://s3-alpha.figma.com/profile/{self.id}"

    def public(self) -> Json:
        """What others see of a person."""
        return {"id": self.id, "handle": self.handle, "img_url": self.img_url}


@dataclass
class App:
    """An OAuth app as its owner registered it. All but the client id can be changed while it is in use."""

    client_id: str
    client_secret: str = field(repr=False)
    name: str
    owner: User
    redirect_uris: list[str]
    scopes: list[str]
    """Those that it may ask for."""
    publishing_state: PublishingState
    """`draft`: open to the owner and the admins of the owner's plan; `private`: to that plan; `public`: to all."""


@dataclass
class Team:
    id: str
    name: str
    plan: Plan


@dataclass
class Folder:
    """A folder; those at the top of a team are what was called projects."""

    id: str
    name: str
    team: Team
    created_at: datetime
    parent: Folder | None = None


@dataclass
class Token:
    """A credential, alive until it is revoked or past its time."""

    value: str = field(repr=False)
    kind: Kind
    scopes: tuple[str, ...]
    plan: Plan
    user: User | None
    """None for a plan access token, which nobody stands behind."""
    expires_at: datetime
    client_id: str | None = None
    revoked: bool = False


@dataclass
class Version:
    id: str
    created_at: datetime
    user: User
    label: str | None = None
    description: str | None = None
    document: Json | None = field(default=None, repr=False)
    """The document as it was; None where it was not kept and today's stands in."""


@dataclass
class Published:
    """A component, component set or style as the library shows it."""

    order: int
    """Where it stands in a team's listing: the number that cursors name."""
    data: Json


@dataclass
class File:
    key: str
    name: str
    editor_type: str
    folder: Folder
    creator: User
    created_at: datetime
    last_modified: datetime
    last_touched_by: User
    document: Json = field(repr=False)
    link_access: str = "view"
    """`view`: anybody with the link; `inherit`: only the plan's members."""
    exportable: bool = True
    too_large: bool = False
    """Answers only when asked for less than the whole."""
    components: dict[str, Json] = field(default_factory=dict, repr=False)
    component_sets: dict[str, Json] = field(default_factory=dict, repr=False)
    styles: dict[str, Json] = field(default_factory=dict, repr=False)
    images: dict[str, bytes] = field(default_factory=dict, repr=False)
    variables: dict[str, Json] = field(default_factory=dict, repr=False)
    collections: dict[str, Json] = field(default_factory=dict, repr=False)
    published_variables: Json = field(default_factory=lambda: {"variables": {}, "variableCollections": {}}, repr=False)
    published: dict[str, list[Published]] = field(
        default_factory=lambda: {"components": [], "component_sets": [], "styles": []}, repr=False
    )
    versions: list[Version] = field(default_factory=list, repr=False)
    """Newest first."""
    comments: list[Json] = field(default_factory=list, repr=False)
    dev_resources: list[Json] = field(default_factory=list, repr=False)
    main_file: File | None = None
    """The file that this one is a branch of."""
    branches: list[File] = field(default_factory=list, repr=False)
    next_id: int = 1
    big: float = 0
    """Megabytes of generated nodes, served without being kept."""

    @property
    def version(self) -> str:
        return self.versions[0].id

    @property
    def plan(self) -> Plan:
        return self.folder.team.plan

    @property
    def thumbnail_url(self) -> str:
        return f"https://s3-alpha.figma.com/thumbnails/{self.key}"

    @property
    def url(self) -> str:
        kind = "board" if self.editor_type == "figjam" else "design"
        return f"https://www.figma.com/{kind}/{self.key}/{self.name.replace(' ', '-')}"

    def node_id(self, page: int = 1) -> str:
        """A new node id, `<page>:<number>`."""
        self.next_id += 1
        return f"{page}:{self.next_id}"


@dataclass
class World:
    """One Figma. `number()` and `key()` are the same in every world that is built in the same order."""

    clock: Clock
    plans: dict[str, Plan] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    apps: dict[str, App] = field(default_factory=dict)
    """By client id."""
    teams: dict[str, Team] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict, repr=False)
    webhooks: dict[str, Json] = field(default_factory=dict)
    deliveries: dict[str, list[Json]] = field(default_factory=dict)
    """Webhook id to its recent requests, oldest first."""
    activity: list[Json] = field(default_factory=list)
    developer_logs: list[Json] = field(default_factory=list)
    ai_usage: list[Json] = field(default_factory=list)
    payments: list[Json] = field(default_factory=list)
    courier: Courier = field(init=False, repr=False)
    randomness: random.Random = field(default_factory=lambda: random.Random(1), repr=False)  # noqa: S311 - names
    _last: int = field(default=1431290817263548093, repr=False)
    _last_comment: int = field(default=1_402_558_641, repr=False)

    def __post_init__(self) -> None:
        self.courier = Courier(self.clock)

    def number(self) -> int:
        """A new id of 19 digits, odd and so beyond what a float can hold."""
        self._last += 1_000_002
        return self._last

    def id(self) -> str:
        return str(self.number())

    def comment_id(self) -> str:
        """A new id of ten digits, as comments have."""
        self._last_comment += 1_009
        return str(self._last_comment)

    def hash(self) -> str:
        """Forty hexadecimal digits, as keys of components, styles and variables are."""
        return f"{self.randomness.getrandbits(160):040x}"

    def key(self) -> str:
        """Twenty-two letters and digits, as keys of files are."""
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return "".join(self.randomness.choices(letters, k=22))

    def ago(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
        moment = self.clock.now() - timedelta(days=days, hours=hours, minutes=minutes)
        return moment.replace(microsecond=0)

    def plan(self, tier: Tier) -> Plan:
        """The plan of a tier, made when it is first asked for."""
        if tier not in self.plans:
            names = {"starter": "Personal", "professional": "Two Sheds Studio", "organization": "Lantern Health"}
            self.plans[tier] = Plan(self.id(), names.get(tier, "Northwind Bank"), tier)
        return self.plans[tier]

    def home(self, tier: Tier) -> Folder:
        """A folder in a team of this plan, made when it is first asked for."""
        plan = self.plan(tier)
        found = next((folder for folder in self.folders.values() if folder.team.plan is plan), None)
        if found is None:
            team = Team(self.id(), f"{plan.name} team", plan)
            found = Folder(self.id(), "Files", team, self.clock.now())
            self.teams[team.id], self.folders[found.id] = team, found
        return found

    def add_user(self, handle: str, email: str, tier: Tier, seat: Seat, admin: bool) -> User:
        user = User(self.id(), handle, email, self.plan(tier), seat, admin)
        self.users[user.id] = user
        return user
