# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Variables: awaitable functions, one per tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figma_tools.tools.variables import (
    FIGMA_FILE_VARIABLES_LOCAL_GET,
    FIGMA_FILE_VARIABLES_PUBLISHED_GET,
    FIGMA_FILE_VARIABLES_UPDATE,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figma_tools import inputs, types
    from figwright.connector import AsyncAccount


async def figma_file_variables_local_get(
    account: AsyncAccount, *, file_key: str
) -> types.variables.GetLocalVariablesResponse:
    """Read a file's variables.

    Read the variables and collections of a file, and the remote ones that it uses, with modes and values. Use it for
    nodes' boundVariables and before figma_file_variables_update. Enterprise members only.

    Args:
        file_key: The file's key or URL.

    Returns GetLocalVariablesResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.variables.figma_file_variables_local_get.

    Example:
        await figma_file_variables_local_get(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v")
    """
    return await account.call(FIGMA_FILE_VARIABLES_LOCAL_GET, {"file_key": file_key})


async def figma_file_variables_published_get(
    account: AsyncAccount, *, file_key: str
) -> types.variables.GetPublishedVariablesResponse:
    """Read a library's published variables.

    Read the variables and collections that a file publishes, with the subscribed_id that other files use. Values are in
    figma_file_variables_local_get. Enterprise members only.

    Args:
        file_key: The main file's key or URL.

    Returns GetPublishedVariablesResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.variables.figma_file_variables_published_get.

    Example:
        await figma_file_variables_published_get(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v")
    """
    return await account.call(FIGMA_FILE_VARIABLES_PUBLISHED_GET, {"file_key": file_key})


async def figma_file_variables_update(
    account: AsyncAccount,
    *,
    file_key: str,
    schema_version: object | None = None,
    tool_version: object | None = None,
    variableCollections: Sequence[inputs.variables.VariableCollectionChange] | None = None,
    variableModeValues: Sequence[inputs.variables.VariableModeValue] | None = None,
    variableModes: Sequence[inputs.variables.VariableModeChange] | None = None,
    variables: Sequence[inputs.variables.VariableChange] | None = None,
) -> types.variables.PostVariablesResponse:
    """Change a file's variables.

    Create, update and delete variables, collections, modes and values of a file, all or nothing. A new object may have
    an id of your choice that the rest of the call uses. Read ids with figma_file_variables_local_get first. Remote
    variables change only in their own file. Up to 4 MB. Needs Enterprise and a Full seat.

    Args:
        file_key: The file's key or URL.
        schema_version: Accepted and ignored.
        tool_version: Accepted and ignored.
        variableCollections: Changes of collections.
        variableModeValues: Each sets one variable's value in one mode.
        variableModes: Changes of modes.
        variables: Changes of variables.

    Returns PostVariablesResponse: the provider's JSON, as it came. What it needs, and how it fails: see
    figma_tools.variables.figma_file_variables_update.

    Example:
        await figma_file_variables_update(
            account,
            file_key="aB3dE6gH9jK2mN5pQ8sT1v",
            variableCollections=[{'action': 'CREATE', 'name': 'Colors'}],
        )
    """
    return await account.call(
        FIGMA_FILE_VARIABLES_UPDATE,
        {
            "file_key": file_key,
            "schema_version": schema_version,
            "tool_version": tool_version,
            "variableCollections": variableCollections,
            "variableModeValues": variableModeValues,
            "variableModes": variableModes,
            "variables": variables,
        },
    )
