"""Contacts, contact groups, application groups, alarm rules and the history of alarms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, Row, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow(ResourceRow):
    """An alert contact. Its channels are stored as given and never used."""

    table = "alarm_contacts"
    resource: ClassVar[Resource] = Resource(
        kind="alarm_contact",
        product="Cms",
        terraform_types=("alicloud_cms_alarm_contact",),
    )
    former_fields: ClassVar[Mapping[str, str]] = {
        "name": "contact_name",
        "ding": "ding_web_hook",
        "created": "create_time",
        "modified": "update_time",
    }

    account: str
    contact_name: str
    describe: str
    lang: str
    mail: str
    sms: str
    ali_im: str
    ding_web_hook: str
    create_time: float
    update_time: float

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(id=self.contact_name, account=self.account, name=self.contact_name)

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactGroupRow(ResourceRow):
    """A group of contacts."""

    table = "alarm_contact_groups"
    resource: ClassVar[Resource] = Resource(
        kind="alarm_contact_group",
        product="Cms",
        terraform_types=("alicloud_cms_alarm_contact_group",),
    )
    former_fields: ClassVar[Mapping[str, str]] = {
        "name": "contact_group_name",
        "contacts": "contact_names",
        "subscribed": "enable_subscribed",
        "created": "create_time",
        "modified": "update_time",
    }

    account: str
    contact_group_name: str
    describe: str
    contact_names: tuple[str, ...]
    enable_subscribed: bool
    create_time: float
    update_time: float

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(id=self.contact_group_name, account=self.account, name=self.contact_group_name)

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account


def contact_row_id(account: str, name: str) -> str:
    """The id of the row of a contact or a contact group, whose names are unique in an account."""
    return f"{account}/{name}"


@dataclass(frozen=True, slots=True)
class GroupInstance:
    """An instance of any product in an application group, as written."""

    former_fields: ClassVar[Mapping[str, str]] = {
        "id": "instance_id",
        "name": "instance_name",
        "region": "region_id",
    }

    instance_id: str
    instance_name: str
    category: str
    region_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorGroupRow(Row):
    """An application group: a name for instances that are watched together. ``id`` is a number."""

    table = "monitor_groups"
    former_fields: ClassVar[Mapping[str, str]] = {
        "name": "group_name",
        "created": "gmt_create",
        "modified": "gmt_modified",
        "resource_group": "resource_group_id",
    }

    account: str
    group_name: str
    contact_groups: tuple[str, ...]
    gmt_create: float
    gmt_modified: float
    resource_group_id: str = ""
    instances: tuple[GroupInstance, ...] = ()

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """One level of a rule, as written."""

    former_fields: ClassVar[Mapping[str, str]] = {
        "comparison": "comparison_operator",
    }

    level: str
    statistics: str
    comparison_operator: str
    threshold: str
    times: int


@dataclass(frozen=True, slots=True)
class Target:
    """A push target of an alarm. It is stored and shown, never used."""

    former_fields: ClassVar[Mapping[str, str]] = {
        "params": "json_params",
    }

    id: str
    arn: str
    level: str
    json_params: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceState:
    """The state of one watched instance: OK, ALARM with its level, or INSUFFICIENT_DATA.

    Attributes:
        since: when it got into this state.
        sent: when a notification of it was last sent.
    """

    instance: str
    state: str
    level: str = ""
    since: float = 0.0
    sent: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRow(ResourceRow):
    """An alarm rule, and up to when it has been evaluated."""

    table = "alarm_rules"
    resource: ClassVar[Resource] = Resource(
        kind="alarm_rule",
        product="Cms",
        terraform_types=("alicloud_cms_alarm",),
    )
    former_fields: ClassVar[Mapping[str, str]] = {
        "rule": "rule_id",
        "name": "rule_name",
        "metric": "metric_name",
        "silence": "silence_time",
        "effective": "effective_interval",
        "not_effective": "no_effective_interval",
        "subject": "email_subject",
        "no_data": "no_data_policy",
        "enabled": "enable_state",
        "composite": "composite_expression",
    }

    account: str
    rule_id: str
    rule_name: str
    namespace: str
    metric_name: str
    resources: str
    contact_groups: str
    period: int
    silence_time: int
    effective_interval: str
    no_effective_interval: str
    webhook: str
    email_subject: str
    no_data_policy: str
    enable_state: bool
    escalations: tuple[Escalation, ...]
    labels: tuple[tuple[str, str], ...]
    composite_expression: str
    prometheus: str
    targets: tuple[Target, ...]
    #: When it was created, replaced or enabled: earlier periods do not count.
    since: float
    #: Everything up to this moment of the world's clock has been evaluated.
    evaluated: float
    states: tuple[InstanceState, ...] = ()
    interval: str = ""
    send_ok: bool = False

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(id=self.rule_id, account=self.account, name=self.rule_name, detail=self.state)

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account

    @property
    def state(self) -> str:
        """The worst state of all instances.

        A rule that was never evaluated is OK (guess). One for Prometheus has no data, since tfmock has no Prometheus.
        """
        if self.prometheus:
            return "INSUFFICIENT_DATA"
        states = {instance.state for instance in self.states}
        return next((state for state in ("ALARM", "INSUFFICIENT_DATA") if state in states), "OK")


def alarm_row_id(account: str, rule_id: str) -> str:
    """The id of the row of a rule, whose ids are unique in an account."""
    return f"{account}/{rule_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow(Row):
    """A notification: an instance changed its state under a rule, or its alarm was sent again."""

    table = "alarm_history"
    former_fields: ClassVar[Mapping[str, str]] = {
        "rule": "rule_id",
        "metric": "metric_name",
        "instance": "instance_name",
        "at": "alert_time",
        "former": "former_level",
        "times": "evaluation_count",
        "lasted": "last_time",
    }

    account: str
    rule_id: str
    rule_name: str
    namespace: str
    metric_name: str
    instance_name: str
    alert_time: float
    state: str
    level: str
    former_level: str
    value: str
    expression: str
    evaluation_count: int
    contact_groups: str
    webhook: str
    last_time: float

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account
