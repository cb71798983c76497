"""Settings of an account for all of its resource groups. Kept to be shown: nobody is told or made anything.

guess: both are off until they are switched on.
"""

from __future__ import annotations

from dataclasses import replace

from tfmock.core.call import Call
from tfmock.core.operation import EmptyReply, Reply, Request, operation
from tfmock.services.resourcemanager.models import SettingsRow
from tfmock.services.resourcemanager.responses import PRODUCT, VERSION


class NotificationSetting(Reply):
    resource_group_notification_enable_status: bool


class AdminSetting(Reply):
    creator_as_admin: bool


def _settings(call: Call) -> SettingsRow:
    id = f"{call.account}/resource-group-settings"
    return call.transaction.get(SettingsRow, id) or SettingsRow(id=id, serial=call.transaction.next_serial())


@operation(PRODUCT, VERSION, "GetResourceGroupNotificationSetting")
def get_resource_group_notification_setting(call: Call, request: Request) -> NotificationSetting:
    """Whether events of groups are told."""
    return NotificationSetting(resource_group_notification_enable_status=_settings(call).notifies)


@operation(PRODUCT, VERSION, "EnableResourceGroupNotification")
def enable_resource_group_notification(call: Call, request: Request) -> EmptyReply:
    """Tell events of groups."""
    call.transaction.put(replace(_settings(call), notifies=True))
    return EmptyReply()


@operation(PRODUCT, VERSION, "DisableResourceGroupNotification")
def disable_resource_group_notification(call: Call, request: Request) -> EmptyReply:
    """Tell them no more."""
    call.transaction.put(replace(_settings(call), notifies=False))
    return EmptyReply()


@operation(PRODUCT, VERSION, "GetResourceGroupAdminSetting")
def get_resource_group_admin_setting(call: Call, request: Request) -> AdminSetting:
    """Whether who makes a group becomes its administrator."""
    return AdminSetting(creator_as_admin=_settings(call).creator_as_admin)


class UpdateResourceGroupAdminSetting(Request):
    creator_as_admin: bool


@operation(PRODUCT, VERSION, "UpdateResourceGroupAdminSetting")
def update_resource_group_admin_setting(call: Call, request: UpdateResourceGroupAdminSetting) -> EmptyReply:
    """Change that."""
    call.transaction.put(replace(_settings(call), creator_as_admin=request.creator_as_admin))
    return EmptyReply()
