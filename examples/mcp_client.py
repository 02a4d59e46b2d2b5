"""Give an MCP client one person's Figma: it starts `figwright mcp` itself, and no account or database is needed.

    python examples/mcp_client.py              against a local Figma
    python examples/mcp_client.py FILE_KEY     against Figma, with a personal access token in FIGMA_TOKEN

The client here is the official SDK's. Claude, Cursor, VS Code and others start the same command: `figwright mcp
install` writes it into their configuration. Install, from the checkout: pip install '.[mcp]'
"""

from __future__ import annotations

import asyncio
import os
import sys

from mcp import Client, StdioServerParameters

VARIABLE = "FIGMA_TOKEN"  # the server reads the token from its environment, never from its command line


async def look_at(file_key: str, token: str, *where: str) -> None:
    words = [
        "-m",
        "figwright_cli",
        "mcp",
        "--token-env",
        VARIABLE,
        "--read-only",
        "--toolsets",
        "files,comments",
        *where,
    ]
    server = StdioServerParameters(command=sys.executable, args=words, env=os.environ | {VARIABLE: token})
    async with Client(server) as figma:
        listed = await figma.list_tools()
        print(f"{len(listed.tools)} tools: {', '.join(tool.name for tool in listed.tools)}")

        # A tree comes as text within a budget; `view` says how much of each node is told.
        tree = await figma.call_tool("figma_file_get", {"file_key": file_key, "view": "outline", "max_tokens": 500})
        print(tree.content[0].text)

        # Comments come as threads; the text names the call that tells where their nodes are.
        comments = await figma.call_tool("figma_file_comments_list", {"file_key": file_key, "view": "open"})
        print(comments.content[0].text)

        # A render comes as a picture, and the text says what it shows.
        shown = await figma.call_tool("figma_file_images_render", {"file_key": file_key, "ids": ["1:2"]})
        print(shown.content[0].text.splitlines()[1], f"({shown.content[1].mime_type})")

        # Lists come as structured content, too, which keeps to the tool's output schema.
        versions = await figma.call_tool("figma_file_versions_list", {"file_key": file_key, "page_size": 1})
        print(versions.structured_content["versions"][0]["id"])

        # What the model has to mend is told in words.
        refused = await figma.call_tool("figma_file_get", {"file_key": "a file"})
        print(f"Error: {refused.content[0].text}")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        asyncio.run(look_at(sys.argv[1], os.environ[VARIABLE]))
    else:
        from figwright_figma.sandbox import Sandbox

        with Sandbox() as sandbox:
            key, token = sandbox.demo.file_key, sandbox.token(kind="personal_access_token")
            asyncio.run(look_at(key, token, "--api-url", sandbox.url, "--allow-insecure"))
