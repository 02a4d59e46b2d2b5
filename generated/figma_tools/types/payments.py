# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: payments."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from figma_tools import types


class GetPaymentsResponse(types.shared.Success):
    """Whether a person has paid."""

    meta: PaymentInformation


class PaymentInformation(TypedDict):
    """What a person has to do with a plugin, widget or Community file that is sold. Compare the ids with yours."""

    date_of_purchase: NotRequired[str]
    """When it was bought, even if that was refunded or has ended since. Absent where it never was."""
    payment_status: PaymentStatus
    resource_id: str
    """The plugin, widget or Community file that was asked about."""
    resource_type: Literal["PLUGIN", "WIDGET", "COMMUNITY_FILE"]
    user_id: str
    """The person who was asked about."""


class PaymentStatus(TypedDict):
    """Whether a person has paid."""

    type: NotRequired[Literal["UNPAID", "PAID", "TRIAL"]]
    """PAID while the purchase is active, TRIAL during the trial of a subscription, else UNPAID."""
