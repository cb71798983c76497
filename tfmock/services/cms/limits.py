"""Limits that the API names no quota for: of rows of an account, and of lists in a row.

Source: lengths of lists in the metadata (contacts of a group, targets of a rule); the others are guesses.
"""

from __future__ import annotations

from typing import Final

from tfmock.core.call import Call
from tfmock.core.store import Row
from tfmock.services.cms import errors

#: Rows of one kind in an account: alert rules, contacts, contact groups, application groups.
MOST_OF_A_KIND: Final = 1000
MOST_CONTACTS_OF_A_GROUP: Final = 100
MAX_TARGETS: Final = 5
MOST_INSTANCES_OF_A_GROUP: Final = 3000


def check_room(call: Call, kind: type[Row], what: str) -> None:
    """An account may have one more row of a kind; ``what`` names the kind.

    Raises:
        ApiError: it has as many as it may.
    """
    if len(call.transaction.find(kind, "account", call.account)) >= MOST_OF_A_KIND:
        raise errors.OVER_LIMIT(what=f"An account has at most {MOST_OF_A_KIND} {what}.")


def check_length(count: int, most: int, what: str) -> None:
    """A list has at most ``most`` items; ``what`` is the beginning of the message.

    Raises:
        ApiError: it has more.
    """
    if count > most:
        raise errors.OVER_LIMIT(what=f"{what} at most {most}.")
