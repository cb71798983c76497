"""Conditions over several metrics, and what Prometheus rules say: the JSON of two parameters of PutResourceMetricRule.

Source: metadata of PutResourceMetricRule and DescribeMetricRuleList; what the provider sends is in
provider-contract: alicloud_cms_alarm.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError

from tfmock.core.operation import ApiObject, wrapped


def _empty(value: object) -> object:
    return None if value == "" else value


OptionalCount = Annotated[int | None, BeforeValidator(_empty)]


class Item(ApiObject):
    """One condition of a list."""

    metric_name: str = ""
    period: OptionalCount = None
    statistics: str = ""
    comparison_operator: str = ""
    threshold: str = ""

    @property
    def statistic(self) -> str:
        """``$Average`` and ``Average`` are the same."""
        return self.statistics.removeprefix("$")


class Composite(ApiObject):
    """CompositeExpression. The provider sends what is not set as empty or zero."""

    expression_list: list[Item] = Field(default_factory=list)
    expression_list_join: Literal["", "&&", "||"] = ""
    expression_raw: str = ""
    level: str = Field("", pattern="(?i)^(critical|warn|info|)$")
    times: OptionalCount = None

    @property
    def severity(self) -> str:
        """Critical, Warn or Info; the provider writes capitals. guess: Critical where it is not said"""
        return self.level.capitalize() or "Critical"


class Annotation(ApiObject):
    key: str = ""
    value: str = ""


class Prometheus(ApiObject):
    """Prometheus: kept, never evaluated."""

    prom_ql: str = Field("", alias="PromQL")
    level: str = ""
    times: OptionalCount = None
    annotations: list[Annotation] = Field(default_factory=list)


class CompositeReply(ApiObject):
    """As a rule shows it; lists hang under their own name once more."""

    level: str
    times: int | None
    expression_raw: str
    expression_list_join: str
    expression_list: Annotated[list[Item], wrapped("ExpressionList")]


class PrometheusReply(ApiObject):
    prom_ql: str = Field(alias="PromQL")
    level: str
    times: int | None
    annotations: Annotated[list[Annotation], wrapped("Annotations")]


def read_composite(text: str) -> Composite | None:
    """None where there is none; the provider sends an empty one, too.

    Raises:
        ValueError: it is not the JSON of one.
    """
    try:
        read = Composite.model_validate_json(text) if text else Composite()
    except ValidationError as invalid:
        raise ValueError(str(invalid)) from None
    return read if read.expression_list or read.expression_raw else None


def read_prometheus(text: str) -> Prometheus | None:
    """None where there is none.

    Raises:
        ValueError: it is not the JSON of one.
    """
    try:
        read = Prometheus.model_validate_json(text) if text else Prometheus()
    except ValidationError as invalid:
        raise ValueError(str(invalid)) from None
    return read if read.prom_ql else None


def show_composite(text: str) -> CompositeReply | None:
    """A kept CompositeExpression as a rule shows it."""
    read = read_composite(text)
    if read is None:
        return None
    return CompositeReply(
        level=read.level, times=read.times, expression_raw=read.expression_raw,
        expression_list_join=read.expression_list_join, expression_list=read.expression_list,
    )  # fmt: skip


def show_prometheus(text: str) -> PrometheusReply | None:
    """A kept Prometheus as a rule shows it."""
    read = read_prometheus(text)
    if read is None:
        return None
    return PrometheusReply(prom_ql=read.prom_ql, level=read.level, times=read.times, annotations=read.annotations)
