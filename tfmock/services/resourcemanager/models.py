"""Settings of an account for all of its resource groups. The groups are in ``services/common``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from tfmock.core.store import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsRow(Row):
    """The settings of one account."""

    table = "resource_group_settings"
    former_fields: ClassVar[Mapping[str, str]] = {
        "notifies": "resource_group_notification_enable_status",
    }

    resource_group_notification_enable_status: bool = False
    creator_as_admin: bool = False
