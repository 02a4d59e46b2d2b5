"""A provider whose one tool has inputs that are called as options of the command line are."""

from figwright.connector import Connector, Credential, OAuth, Parameter, Tool, Tools, Toolset
from mailbox_tools.inputs import NAMES

MAILBOX_LETTER_SEND = Tool(
    name="mailbox_letter_send",
    title="Send a letter",
    description="Sends a letter.",
    operation="SendLetter",
    method="POST",
    path="/letters",
    toolset="letters",
    input_type="mailbox_tools.inputs:LetterInput",
    input_schema="letters.json",
    output_type="mailbox_tools.inputs:LetterInput",
    output_schema="letters.json",
    parameters=tuple(Parameter(name, name, "body") for name in NAMES),
    credentials=("personal_access_token",),
    default=True,
)

CONNECTOR = Connector(
    name="mailbox",
    title="Mailbox",
    package="mailbox_tools",
    api_url="https://api.mailbox.example",
    hosts=("api.mailbox.example",),
    credentials={"personal_access_token": Credential("X-Mailbox-Key")},
    oauth=OAuth("https://mailbox.example/oauth", "https://api.mailbox.example/token", "https://api.mailbox.example/r"),
    tools=Tools("mailbox_tools", {"mailbox_letter_send": "connector"}),
    toolsets={"letters": Toolset("Letters", "")},
)
