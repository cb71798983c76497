"""What an account sets for all of its resource groups; the groups are in ``services/common``."""

from __future__ import annotations

from dataclasses import dataclass

from tfmock.core.store import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsRow(Row):
    """What an account set for all of its resource groups."""

    table = "resource_group_settings"

    notifies: bool = False
    creator_as_admin: bool = False
