"""Contacts, groups of them, alarm rules and what became of the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tfmock.core.store import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow(Row):
    """An alert contact; channels are kept as given and never used."""

    table = "alarm_contacts"

    account: str
    name: str
    describe: str
    lang: str
    mail: str
    sms: str
    ali_im: str
    ding: str
    created: float
    modified: float

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactGroupRow(Row):
    """A group of contacts."""

    table = "alarm_contact_groups"

    account: str
    name: str
    describe: str
    contacts: tuple[str, ...]
    subscribed: bool
    created: float
    modified: float

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account


def contact_id(account: str, name: str) -> str:
    """Contacts and their groups are named by whoever makes them, each account for itself."""
    return f"{account}/{name}"


@dataclass(frozen=True, slots=True)
class GroupInstance:
    """An instance of any product in an application group, as written."""

    id: str
    name: str
    category: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorGroupRow(Row):
    """An application group: a name for instances that are watched together. ``id`` is a number."""

    table = "monitor_groups"

    account: str
    name: str
    contact_groups: tuple[str, ...]
    created: float
    modified: float
    resource_group: str = ""
    instances: tuple[GroupInstance, ...] = ()

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account


@dataclass(frozen=True, slots=True)
class Escalation:
    """One level of a rule, as written."""

    level: str
    statistics: str
    comparison: str
    threshold: str
    times: int


@dataclass(frozen=True, slots=True)
class Target:
    """Where else an alarm is pushed; kept, never used."""

    id: str
    arn: str
    level: str
    params: str


@dataclass(frozen=True, slots=True)
class InstanceState:
    """Where one watched instance stands: OK, ALARM with its level, or INSUFFICIENT_DATA.

    Attributes:
        since: when it got into this state.
        sent: when that was last told to anybody.
    """

    instance: str
    state: str
    level: str = ""
    since: float = 0.0
    sent: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRow(Row):
    """A threshold rule, and how far it has been evaluated."""

    table = "alarm_rules"

    account: str
    rule: str
    name: str
    namespace: str
    metric: str
    resources: str
    contact_groups: str
    period: int
    silence: int
    effective: str
    not_effective: str
    webhook: str
    subject: str
    no_data: str
    enabled: bool
    escalations: tuple[Escalation, ...]
    labels: tuple[tuple[str, str], ...]
    composite: str
    prometheus: str
    targets: tuple[Target, ...]
    #: When it was put, or switched on: earlier periods do not count.
    since: float
    #: Everything up to this moment of the world's clock is decided.
    evaluated: float
    states: tuple[InstanceState, ...] = ()
    interval: str = ""
    send_ok: bool = False

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account

    @property
    def state(self) -> str:
        """The worst of all instances. One that was never evaluated is OK (guess); one for Prometheus has no data,
        since there is no Prometheus here."""
        if self.prometheus:
            return "INSUFFICIENT_DATA"
        found = {one.state for one in self.states}
        return next((state for state in ("ALARM", "INSUFFICIENT_DATA") if state in found), "OK")


def rule_id(account: str, rule: str) -> str:
    """Rules are named by whoever makes them, each account for itself."""
    return f"{account}/{rule}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow(Row):
    """One change of state of one instance under one rule."""

    table = "alarm_history"

    account: str
    rule: str
    rule_name: str
    namespace: str
    metric: str
    instance: str
    at: float
    state: str
    level: str
    former: str
    value: str
    expression: str
    times: int
    contact_groups: str
    webhook: str
    lasted: float

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account
