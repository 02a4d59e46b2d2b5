"""The files: a design system, a product file that uses it, and a board."""

from __future__ import annotations

from dataclasses import dataclass

from figwright_figma.sandbox.build import FileBuilder, NodeBuilder
from figwright_figma.sandbox.build.file import new_file
from figwright_figma.sandbox.images import solid_png
from figwright_figma.sandbox.world import World

from .demo import Demo
from .logs import COMMUNITY_FILE_ID, PLUGIN_ID, WIDGET_ID
from .people import People

SIZES = ["Small", "Medium", "Large"]
STATES = ["Default", "Hover", "Pressed", "Disabled"]
ICONS = ["arrow-left", "bell", "camera", "card", "check", "chevron", "close", "globe", "home", "lock", "search", "user"]


@dataclass
class Library:
    builder: FileBuilder
    button: NodeBuilder
    card: NodeBuilder
    style_id: str


def add_files(world: World, people: People) -> Demo:
    library = _library(world, people)
    builder, first, second, hidden = _checkout(world, people, library)
    file = builder.file
    thread, own_comment = _comments(builder, people, first, second)
    collection_id, mode_id, variable_id = _variables(builder)
    branch = builder.branch("Try a bottom sheet")
    resource = builder.dev_resource(first, "Storybook: Checkout", "https://storybook.northwind.example/checkout")
    builder.dev_resource(first, "NW-2104 Checkout redesign", "https://tracker.northwind.example/NW-2104")
    spare = builder.dev_resource(second, "Storybook: Receipt", "https://storybook.northwind.example/receipt")
    for weeks in range(40, 0, -1):
        label = f"Sprint {41 - weeks}" if weeks % 4 == 0 else None
        builder.version_at(world.ago(days=7 * weeks), label, "Ready for review" if label else None, people.grace)
    file.last_touched_by = people.grace
    _onboarding(world, people, library)
    published = library.builder.file.published
    return Demo(
        user=people.ada,
        colleague=people.grace,
        app=people.app,
        team_id=people.team.id,
        project_id=people.mobile.id,
        folder_id=people.release.id,
        file_key=file.key,
        node_ids=(first.id, second.id),
        hidden_node_id=hidden.id,
        branch_key=branch.key,
        library_key=library.builder.key,
        board_key=_board(world, people).key,
        component_key=published["components"][0].data["key"],
        component_set_key=published["component_sets"][0].data["key"],
        style_key=published["styles"][0].data["key"],
        comment_id=thread,
        own_comment_id=own_comment,
        collection_id=collection_id,
        mode_id=mode_id,
        variable_id=variable_id,
        dev_resource_id=resource["id"],
        spare_dev_resource_id=spare["id"],
        version_id=file.versions[3].id,
        plugin_id=PLUGIN_ID,
        widget_id=WIDGET_ID,
        community_file_id=COMMUNITY_FILE_ID,
    )


def _library(world: World, people: People) -> Library:
    builder = FileBuilder(world, new_file(world, people.system, "Nimbus design system", people.ada))
    file = builder.file
    file.created_at = world.ago(days=380)
    colours = builder.collection("Colour", ["Light", "Dark"])
    brand = colours.variable("Brand/500", "COLOR", "#2451D1", "#6C8CFF", description="Primary actions")
    colours.variable("Surface/Default", "COLOR", "#FFFFFF", "#101318", web="var(--surface-default)")
    colours.variable("Text/Default", "COLOR", "#1A1A1A", "#F2F2F2", web="var(--text-default)")
    colours.variable("Action/Primary", "COLOR", brand, brand, description="Follows the brand")
    spacing = builder.collection("Spacing")
    for step in (100, 200, 300, 400, 600, 800):
        spacing.variable(f"Spacing/{step}", "FLOAT", step / 25, web=f"var(--spacing-{step})")
    primary = builder.style("Brand/Primary", "FILL", "Buttons, links and focus")
    builder.style("Surface/Raised", "FILL", "Cards and sheets")
    heading = builder.style("Heading/Large", "TEXT", "Titles of screens")
    builder.style("Body/Medium", "TEXT", "Running text")
    builder.style("Elevation/2", "EFFECT", "Cards above the page")
    builder.style("Grid/Mobile", "GRID", "Four columns")

    page = builder.page("Components")
    buttons = page.component_set("Button", {"Size": SIZES, "State": STATES}, description="Starts an action.")
    button = None
    for size in SIZES:
        for state in STATES:
            name = f"Size={size}, State={state}"
            made = buttons.component(name, layout="HORIZONTAL", padding=12, gap=8, fill="#2451D1", radius=8)
            made.text("Label", color="#FFFFFF", size=16, weight=600)
            made.styled("fill", primary).bound("fills", brand)
            button = button or made
    inputs = page.component_set("Text field", {"State": ["Empty", "Filled", "Error"]}, description="One line of text.")
    for state in ("Empty", "Filled", "Error"):
        field = inputs.component(f"State={state}", width=320, height=56, layout="HORIZONTAL", padding=16, radius=8)
        field.text("Value" if state != "Empty" else "Placeholder")
    card = page.component("Card", width=342, height=120, layout="VERTICAL", padding=16, gap=8, radius=16)
    card.text("Title", size=20, weight=600).styled("text", heading)
    card.text("Description", size=14, color="#5C5C5C")
    icons = builder.page("Icons")
    for icon in ICONS:
        made = icons.component(f"icon/{icon}", width=24, height=24, fill=None, description=f"{icon}, 24 pixels")
        made.rectangle("Vector", 20, 20, fill="#1A1A1A", kind="VECTOR")
    builder.version_at(world.ago(days=30), "Nimbus 3.2", "New text field", people.ada)
    builder.publish()
    assert button is not None
    return Library(builder, button, card, primary)


def _checkout(
    world: World, people: People, library: Library
) -> tuple[FileBuilder, NodeBuilder, NodeBuilder, NodeBuilder]:
    file = new_file(world, people.release, "Checkout", people.ada, key="hbmVKqA1LGjTuU3HfNLq7p")
    file.created_at = world.ago(days=290)
    file.next_id = 3
    builder = FileBuilder(world, file)
    page = builder.page("Screens")
    fill = builder.style("Surface/Page", "FILL", "Behind everything")
    first = page.frame("Checkout", width=390, height=844, layout="VERTICAL", padding=24, gap=16, node_id="1:2")
    first.styled("fill", fill).ready_for_dev("Copy is final")
    first.text("Review your order", size=24, weight=700, name="Heading")
    first.rectangle("Hero", 342, 180, image=solid_png(342, 180, "#2451D1"), radius=16)
    first.instance(library.card, name="Order summary", texts={"Title": "2 items", "Description": "Arrives on Friday"})
    first.instance(library.button, name="Pay now", texts={"Label": "Pay 84,00"})
    first.plugin_data("958471098765432101", "token", "checkout.primary").plugin_data("shared", "nimbus-theme", "light")
    second = page.frame("Receipt", width=390, height=844, layout="VERTICAL", padding=24, gap=16, node_id="1:3")
    second.text("Thank you!", size=24, weight=700, name="Heading")
    second.rectangle("Stamp", 96, 96, fill="#1E8E5A", kind="ELLIPSE")
    second.instance(library.button, name="Back to shop", texts={"Label": "Back to shop"})
    hidden = page.frame("Old checkout", width=390, height=844).hide()
    local = builder.page("Local components")
    row = local.component("Order row", width=342, height=64, layout="HORIZONTAL", padding=16, gap=12)
    row.rectangle("Photo", 32, 32, image=solid_png(32, 32, "#D98E04"), radius=4)
    row.text("Oat milk, 1 l", size=14)
    first.instance(row)
    return builder, first, second, hidden


def _onboarding(world: World, people: People, library: Library) -> None:
    """A second file that uses the design system, at the top of the project."""
    builder = FileBuilder(world, new_file(world, people.mobile, "Onboarding", people.grace))
    page = builder.page("Screens")
    for title in ("Welcome", "Choose a PIN"):
        screen = page.frame(title, width=390, height=844, layout="VERTICAL", padding=24, gap=16)
        screen.text(title, size=24, weight=700, name="Heading")
        screen.instance(library.button, name="Continue", texts={"Label": "Continue"})


def _comments(builder: FileBuilder, people: People, first: NodeBuilder, second: NodeBuilder) -> tuple[str, str]:
    thread = builder.comment("Is 24 the right padding here? The grid says 16.", by=people.grace, on=first)
    builder.comment("Spacing/600 since the last release, so yes.", by=people.ada, on=first, reply_to=thread)
    builder.comment("Please check the contrast of this label.", by=people.linus, on=first)
    own = builder.comment("Could the stamp be animated?", by=people.ada, on=second)
    for user, emoji in ((people.ada, ":+1:"), (people.linus, ":heart:"), (people.grace, ":eyes:")):
        when = thread["created_at"]
        thread["reactions"].append({"user": user.public(), "emoji": emoji, "created_at": when})
    return thread["id"], own["id"]


def _variables(builder: FileBuilder) -> tuple[str, str, str]:
    collection = builder.collection("Checkout tokens", ["Comfortable", "Compact"])
    variable = collection.variable("Spacing/400", "FLOAT", 16, 12, web="var(--spacing-400)")
    collection.variable("Spacing/600", "FLOAT", 24, 16)
    collection.variable("Total/Show taxes", "BOOLEAN", True, False)
    collection.variable("Total/Currency", "STRING", "EUR")
    return collection.id, collection.modes["Comfortable"], variable


def _board(world: World, people: People) -> FileBuilder:
    builder = FileBuilder(world, new_file(world, people.workshops, "Checkout retro", people.grace, editor="figjam"))
    page = builder.page("Board")
    well = page.section("What went well", fill="#E6F4EA")
    well.sticky("Handoff took a day, not a week")
    well.sticky("Everybody used the same button")
    start = page.shape_with_text("Design")
    end = page.shape_with_text("Build", "DIAMOND")
    page.connect(start, end)
    return builder
