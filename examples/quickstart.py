"""Connect one of your users, then call Figma as them.

    python examples/quickstart.py                      against a local Figma: nothing to register, nothing is kept
    python examples/quickstart.py --figma FILE_KEY     against Figma, with your own app; a browser opens

The second needs your app in the environment: its client id, its secret, and the tools below. `figwright scopes` tells
what to tick in the app, `figwright doctor` whether all fits. It posts a real comment on that file.
"""

from __future__ import annotations

import sys
import tempfile
import webbrowser
from collections.abc import Callable

from figwright import Actions, Connection
from figwright.types import AuthorizationLink

IDENTIFIER = "user_figma_456"  # your internal user ID
TOOLS = ("figma_me_get", "figma_file_get", "figma_file_images_render", "figma_file_comment_create")


def quickstart(actions: Actions, send: Callable[[AuthorizationLink], object], file_key: str) -> None:
    # Each of your users gets a connected account. Ask on every session start: it is made once.
    response = actions.get_or_create_connected_account(connection_name="figma", identifier=IDENTIFIER)
    connected_account = response.connected_account
    print(f"Status: {connected_account.status}")  # PENDING: nobody has given the consent yet

    # Once, the person allows it in Figma. You never see a token: it is stored encrypted, and renewed in time.
    if connected_account.status != "ACTIVE":
        link = actions.get_authorization_link(connection_name="figma", identifier=IDENTIFIER)
        print(f"Asking for: {', '.join(link.scopes)}")
        send(link)  # in a web application: redirect(link.link)
        connected_account = actions.get_connected_account(connection_name="figma", identifier=IDENTIFIER)
        print(f"Status: {connected_account.status}")

    # From here on your agent names a tool and passes its input.
    result = actions.execute_tool(identifier=IDENTIFIER, tool_name="figma_me_get", tool_input={})
    print(f"Connected: {result['handle']}, {result['email']}")

    result = actions.execute_tool(
        identifier=IDENTIFIER, tool_name="figma_file_get", tool_input={"file_key": file_key, "depth": 2}
    )
    page = result["document"]["children"][0]
    frame = page["children"][0]
    print(f"File: {result['name']}, page {page['name']}, frame {frame['name']} ({frame['id']})")

    result = actions.execute_tool(
        identifier=IDENTIFIER,
        tool_name="figma_file_images_render",
        tool_input={"file_key": file_key, "ids": frame["id"], "format": "png", "scale": 2},
    )
    print(f"Rendered: {result['images'][frame['id']]}")

    result = actions.execute_tool(
        identifier=IDENTIFIER,
        tool_name="figma_file_comment_create",
        tool_input={
            "file_key": file_key,
            "message": "Spacing here should match the design system token \u2014 see Spacing/400",
            "client_meta": {"node_id": frame["id"], "node_offset": {"x": 0, "y": 0}},
        },
    )
    print(f"Commented: {result['message']} ({result['created_at']})")


def with_a_local_figma() -> None:
    """The sandbox is the provider, a temporary file the database, and nobody has to click."""
    from figwright_figma.sandbox import Sandbox

    with Sandbox() as sandbox, tempfile.TemporaryDirectory() as folder:
        connection = Connection(
            name="figma",
            client_id=sandbox.demo.app.client_id,
            client_secret=sandbox.demo.app.client_secret,
            publishing_state="private",
            tools=TOOLS,
            api_url=sandbox.url,
            authorization_url=f"{sandbox.url}/oauth",
            token_url=f"{sandbox.url}/v1/oauth/token",
            refresh_url=f"{sandbox.url}/v1/oauth/refresh",
            allow_insecure=True,
        )
        with Actions([connection], database_url=f"sqlite:///{folder}/figwright.db", public_url="") as actions:
            quickstart(
                actions,
                lambda link: actions.complete_authorization(sandbox.consent(link.link)),
                sandbox.demo.file_key,
            )


def with_figma(file_key: str) -> None:
    """Your app and database from the environment; the callback comes to this machine."""
    from figwright.web.loopback import serve_callback

    with Actions() as actions, serve_callback(actions, "figma") as serving:

        def send(link: AuthorizationLink) -> None:
            print(f"Open this in a browser, if none opens: {link.link}", flush=True)
            webbrowser.open(link.link)
            serving.wait(link)

        quickstart(actions, send, file_key)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--figma"] and len(sys.argv) == 3:
        with_figma(sys.argv[2])
    elif len(sys.argv) == 1:
        with_a_local_figma()
    else:
        sys.exit(__doc__)
