"""Alert contacts and their groups."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import (
    ApiObject,
    ManyStrings,
    OptionalBool,
    OptionalInt,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.services.cms import errors
from tfmock.services.cms.limits import MOST_CONTACTS_OF_A_GROUP, check_length, check_room
from tfmock.services.cms.models import ContactGroupRow, ContactRow, contact_row_id
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.common.pages import page
from tfmock.services.common.rows import patched, reply_of


class Channels(ApiObject):
    mail: str = ""
    sms: str = Field("", alias="SMS")
    ali_im: str = Field("", alias="AliIM")
    ding_web_hook: str = ""


class PutContact(Request):
    contact_name: Required
    describe: Required
    lang: str = ""
    channels: Channels = Channels()


@operation(PRODUCT, VERSION, "PutContact")
def put_contact(call: Call, request: PutContact) -> CmsReply:
    """Create a contact, or replace one. Its channels need no activation."""
    account, channels = call.account, request.channels
    if channels.mail and "@" not in channels.mail:
        raise errors.CONTACT_MALFORMED(name=request.contact_name)
    former = call.transaction.get(ContactRow, contact_row_id(account, request.contact_name))
    if former is None:
        check_room(call, ContactRow, "contacts")
    lang = request.lang or (former.lang if former else "")  # provider: a change sends all but Lang
    call.transaction.put(
        ContactRow(
            id=contact_row_id(account, request.contact_name),
            serial=former.serial if former else call.transaction.next_serial(),
            account=account,
            contact_name=request.contact_name,
            describe=request.describe,
            lang=lang,
            mail=channels.mail,
            sms=channels.sms,
            ali_im=channels.ali_im,
            ding_web_hook=channels.ding_web_hook,
            create_time=former.create_time if former else call.now,
            update_time=call.now,
        )
    )
    return CmsReply()


class ContactItem(ApiObject):
    """provider: channels and Lang are echoed, Lang empty when unset (provider-contract: alicloud_cms_alarm_contact)."""

    name: str
    desc: str
    lang: str
    create_time: int
    update_time: int
    channels: Channels
    channels_state: Channels
    contact_groups: Annotated[list[str], wrapped("ContactGroup")]


class DescribeContactList(Request):
    contact_name: str = ""
    chanel_type: str = ""
    chanel_value: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class ContactListReply(CmsReply):
    total: int
    contacts: Annotated[list[ContactItem], wrapped("Contact")]


@operation(PRODUCT, VERSION, "DescribeContactList")
def describe_contact_list(call: Call, request: DescribeContactList) -> ContactListReply:
    """The caller's contacts, by name or by a channel."""
    groups = call.transaction.find(ContactGroupRow, "account", call.account)
    rows = [row for row in call.transaction.find(ContactRow, "account", call.account) if _fits(request, row)]
    part = page(rows, request.page_number, request.page_size, default=10, limit=200)
    items = [
        _item(row, [group.contact_group_name for group in groups if row.contact_name in group.contact_names])
        for row in part.items
    ]
    return ContactListReply(total=part.total, contacts=items)


def _fits(request: DescribeContactList, row: ContactRow) -> bool:
    channels = {"Mail": row.mail, "SMS": row.sms, "AliIM": row.ali_im, "DingWebHook": row.ding_web_hook}
    by_channel = channels.get(request.chanel_type, "") if request.chanel_type else None
    return (not request.contact_name or row.contact_name == request.contact_name) and (
        by_channel is None or (bool(by_channel) and request.chanel_value in ("", by_channel))
    )


def _item(row: ContactRow, groups: list[str]) -> ContactItem:
    channels = reply_of(Channels, row)
    return ContactItem(
        name=row.contact_name,
        desc=row.describe,
        lang=row.lang,
        create_time=int(row.create_time * 1000),
        update_time=int(row.update_time * 1000),
        channels=channels,
        channels_state=Channels(**{name: "OK" if text else "" for name, text in channels}),
        contact_groups=groups,
    )


class NamedContact(Request):
    contact_name: Required


@operation(PRODUCT, VERSION, "DeleteContact")
def delete_contact(call: Call, request: NamedContact) -> CmsReply:
    """Delete a contact, also from its groups."""
    row = call.transaction.get(ContactRow, contact_row_id(call.account, request.contact_name))
    if row is None:
        raise errors.CONTACT_NOT_FOUND()
    for group in call.transaction.find(ContactGroupRow, "account", row.account):
        remaining = tuple(name for name in group.contact_names if name != row.contact_name)
        if remaining != group.contact_names:
            call.transaction.put(replace(group, contact_names=remaining))
    call.transaction.delete(row)
    return CmsReply()


class PutContactGroup(Request):
    contact_group_name: Required
    contact_names: ManyStrings | None = None
    describe: str | None = None
    enable_subscribed: OptionalBool = None


@operation(PRODUCT, VERSION, "PutContactGroup")
def put_contact_group(call: Call, request: PutContactGroup) -> CmsReply:
    """Create a group, or change the given fields of one.

    provider: updates send only what changed (provider-contract: alicloud_cms_alarm_contact_group).
    """
    account = call.account
    id = contact_row_id(account, request.contact_group_name)
    for name in request.contact_names or []:
        if call.transaction.get(ContactRow, contact_row_id(account, name)) is None:
            raise errors.CONTACT_UNKNOWN()
    check_length(len(request.contact_names or ()), MOST_CONTACTS_OF_A_GROUP, "A contact group has contacts,")
    former = call.transaction.get(ContactGroupRow, id)
    if former is None:
        check_room(call, ContactGroupRow, "contact groups")
    row = former or ContactGroupRow(
        id=id,
        serial=call.transaction.next_serial(),
        account=account,
        contact_group_name=request.contact_group_name,
        describe="",
        contact_names=(),
        enable_subscribed=False,
        create_time=call.now,
        update_time=call.now,
    )
    call.transaction.put(
        patched(
            row,
            contact_names=None if request.contact_names is None else tuple(request.contact_names),
            describe=request.describe,
            enable_subscribed=request.enable_subscribed,
            update_time=call.now,
        )
    )
    return CmsReply()


class GroupItem(ApiObject):
    name: str
    describe: str
    create_time: int
    update_time: int
    enable_subscribed: bool
    enabled_weekly_report: bool = False
    contacts: Annotated[list[str], wrapped("Contact")]


class DescribeContactGroupList(Request):
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class ContactGroupListReply(CmsReply):
    total: int
    contact_groups: Annotated[list[str], wrapped("ContactGroup")]
    contact_group_list: Annotated[list[GroupItem], wrapped("ContactGroup")]


@operation(PRODUCT, VERSION, "DescribeContactGroupList")
def describe_contact_group_list(call: Call, request: DescribeContactGroupList) -> ContactGroupListReply:
    """The caller's groups."""
    rows = call.transaction.find(ContactGroupRow, "account", call.account)
    part = page(rows, request.page_number, request.page_size, default=10, limit=200)
    return ContactGroupListReply(
        total=part.total,
        contact_groups=[row.contact_group_name for row in part.items],
        contact_group_list=[_group_item(row) for row in part.items],
    )


def _group_item(row: ContactGroupRow) -> GroupItem:
    return reply_of(
        GroupItem,
        row,
        name=row.contact_group_name,
        create_time=int(row.create_time * 1000),
        update_time=int(row.update_time * 1000),
        contacts=row.contact_names,
    )


class NamedGroup(Request):
    contact_group_name: Required


@operation(PRODUCT, VERSION, "DeleteContactGroup")
def delete_contact_group(call: Call, request: NamedGroup) -> CmsReply:
    """Delete a group. Its contacts stay."""
    row = call.transaction.get(ContactGroupRow, contact_row_id(call.account, request.contact_group_name))
    if row is None:
        raise errors.GROUP_NOT_FOUND()
    call.transaction.delete(row)
    return CmsReply()
