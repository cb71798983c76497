"""Settings of an account for all of its resource groups. They are stored and shown, without effect.

guess: both are off by default.
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
    """Whether notifications of events of groups are on."""
    return NotificationSetting(
        resource_group_notification_enable_status=_settings(call).resource_group_notification_enable_status
    )


@operation(PRODUCT, VERSION, "EnableResourceGroupNotification")
def enable_resource_group_notification(call: Call, request: Request) -> EmptyReply:
    """Turn notifications on."""
    call.transaction.put(replace(_settings(call), resource_group_notification_enable_status=True))
    return EmptyReply()


@operation(PRODUCT, VERSION, "DisableResourceGroupNotification")
def disable_resource_group_notification(call: Call, request: Request) -> EmptyReply:
    """Turn notifications off."""
    call.transaction.put(replace(_settings(call), resource_group_notification_enable_status=False))
    return EmptyReply()


@operation(PRODUCT, VERSION, "GetResourceGroupAdminSetting")
def get_resource_group_admin_setting(call: Call, request: Request) -> AdminSetting:
    """Whether the creator of a group becomes its administrator."""
    return AdminSetting(creator_as_admin=_settings(call).creator_as_admin)


class UpdateResourceGroupAdminSetting(Request):
    creator_as_admin: bool


@operation(PRODUCT, VERSION, "UpdateResourceGroupAdminSetting")
def update_resource_group_admin_setting(call: Call, request: UpdateResourceGroupAdminSetting) -> EmptyReply:
    """Set whether the creator of a group becomes its administrator."""
    call.transaction.put(replace(_settings(call), creator_as_admin=request.creator_as_admin))
    return EmptyReply()
