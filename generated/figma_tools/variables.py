# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Variables: typed functions, one per tool."""

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
    from figwright.connector import Account


def figma_file_variables_local_get(account: Account, *, file_key: str) -> types.variables.GetLocalVariablesResponse:
    """Read a file's variables.

    Read the variables and collections that a file holds, and the remote ones that it uses, with modes and the value in
    each mode. Use it to resolve nodes' boundVariables and before figma_file_variables_update. Enterprise members only.

    Args:
        file_key: The part after /design/ or /file/ in the file's URL. A branch key works too.

    Returns:
        GetLocalVariablesResponse: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token; scope file_variables:read; plan enterprise; rate-limit tier 2.

    Fails with:
        401: There is no credential, or it is not valid.
        403: The token lacks a scope, or its owner the access, the plan or the seat; message says which.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed.

    Operation getLocalVariables: GET /v1/files/{file_key}/variables/local.

    Example:
        figma_file_variables_local_get(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v")
    """
    return account.call(FIGMA_FILE_VARIABLES_LOCAL_GET, {"file_key": file_key})


def figma_file_variables_published_get(
    account: Account, *, file_key: str
) -> types.variables.GetPublishedVariablesResponse:
    """Read a library's published variables.

    Read the variables and collections that a file publishes, with their subscribed_id, which other files refer to.
    Without modes and values; those are in figma_file_variables_local_get. Enterprise members only.

    Args:
        file_key: The part after /design/ or /file/ in the file's URL. It must be the main file's, not a branch's.

    Returns:
        GetPublishedVariablesResponse: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token; scope file_variables:read; plan enterprise; rate-limit tier 2.

    Fails with:
        401: There is no credential, or it is not valid.
        403: The token lacks a scope, or its owner the access, the plan or the seat; message says which.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed.

    Operation getPublishedVariables: GET /v1/files/{file_key}/variables/published.

    Example:
        figma_file_variables_published_get(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v")
    """
    return account.call(FIGMA_FILE_VARIABLES_PUBLISHED_GET, {"file_key": file_key})


def figma_file_variables_update(
    account: Account,
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

    Create, update and delete variables, collections, modes and values of a file in one step that works as a whole or
    not at all. Each change names its action (CREATE, UPDATE or DELETE); a new object may have an id of your own that
    later entries of the same call refer to. Read the ids with figma_file_variables_local_get first. Remote variables
    change only in their own file. Up to 4 MB. Needs an Enterprise plan and a Full seat.

    Args:
        file_key: The part after /design/ or /file/ in the file's URL. A branch key works too.
        schema_version: Accepted and ignored.
        tool_version: Accepted and ignored.
        variableCollections: Collections to create, change or delete.
        variableModeValues: Values to set, each for one variable in one mode.
        variableModes: Modes of collections to create, rename or delete.
        variables: Variables to create, change or delete.

    Returns:
        PostVariablesResponse: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token; scope file_variables:write; plan enterprise; rate-limit tier 3.

    Fails with:
        400: Something in the request is wrong; message says what.
        401: There is no credential, or it is not valid.
        403: The token lacks a scope, or its owner the access, the plan or the seat; message says which.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed.

    Operation postVariables: POST /v1/files/{file_key}/variables.

    Example:
        figma_file_variables_update(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v")
    """
    return account.call(
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
