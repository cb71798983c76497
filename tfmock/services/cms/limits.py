"""How many of a thing an account may have, and how many a thing may hold, where the API names no quota.

Source: lengths of lists in the metadata (contacts of a group, targets of a rule); the others are guesses.
"""

from __future__ import annotations

from typing import Final

from tfmock.core.call import Call
from tfmock.core.store import Row
from tfmock.services.cms import errors

#: Of alert rules, of contacts, of contact groups, and of application groups, each.
MOST_OF_A_KIND: Final = 1000
MOST_CONTACTS_OF_A_GROUP: Final = 100
MAX_TARGETS: Final = 5
MOST_INSTANCES_OF_A_GROUP: Final = 3000


def check_room(call: Call, kind: type[Row], what: str) -> None:
    """Refuses one more thing of an account.

    Raises:
        ApiError: there are as many as there may be.
    """
    if len(call.transaction.find(kind, "account", call.account)) >= MOST_OF_A_KIND:
        raise errors.OVER_LIMIT(what=f"An account has at most {MOST_OF_A_KIND} {what}.")


def check_length(count: int, most: int, what: str) -> None:
    """Refuses a thing that holds too much.

    Raises:
        ApiError: it holds more than ``most``.
    """
    if count > most:
        raise errors.OVER_LIMIT(what=f"{what} at most {most}.")
