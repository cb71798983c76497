"""The metrics that there are, and the products that have any."""

from __future__ import annotations

from typing import Annotated, Final

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, OptionalInt, Request, operation, wrapped
from tfmock.rulebook.alarms import NAMESPACE
from tfmock.services.cms.metrics import METRICS, PERIODS, Metric
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.common.pages import page
from tfmock.services.common.rows import matches

#: The longest page (metadata of DescribeProjectMeta).
LONGEST_PAGE: Final = 10000


class MetricMeta(ApiObject):
    namespace: str
    metric_name: str
    description: str
    unit: str
    dimensions: str
    periods: str
    statistics: str
    labels: str


class DescribeMetricMetaList(Request):
    namespace: str = ""
    metric_name: str = ""
    labels: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class MetricMetaReply(CmsReply):
    total_count: str
    resources: Annotated[list[MetricMeta], wrapped("Resource")]


@operation(PRODUCT, VERSION, "DescribeMetricMetaList")
def describe_metric_meta_list(call: Call, request: DescribeMetricMetaList) -> MetricMetaReply:
    """The metrics of peering connections."""
    metrics = [metric for metric in METRICS.values() if matches((request.metric_name, metric.name))]
    items = [_meta(metric) for metric in metrics if matches((request.namespace, NAMESPACE))]
    part = page(items, request.page_number, request.page_size, default=30, limit=LONGEST_PAGE)
    return MetricMetaReply(total_count=str(part.total), resources=list(part.items))


def _meta(metric: Metric) -> MetricMeta:
    return MetricMeta(
        namespace=NAMESPACE,
        metric_name=metric.name,
        description=metric.description,
        unit=metric.unit,
        dimensions="userId,instanceId",
        periods=",".join(map(str, PERIODS)),
        statistics=",".join(metric.statistics),
        labels='[{"name":"minAlertPeriod","value":"60"}]',
    )


class Project(ApiObject):
    namespace: str
    description: str
    labels: str


class DescribeProjectMeta(Request):
    labels: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class ProjectMetaReply(CmsReply):
    total: str
    page_number: str
    page_size: str
    resources: Annotated[list[Project], wrapped("Resource")]


@operation(PRODUCT, VERSION, "DescribeProjectMeta")
def describe_project_meta(call: Call, request: DescribeProjectMeta) -> ProjectMetaReply:
    """The products that have metrics: peering connections only."""
    project = Project(
        namespace=NAMESPACE, description="VPC peering connection", labels='[{"name":"product","value":"VPC"}]'
    )
    projects = [project] if not request.labels or '"VPC"' in request.labels else []
    part = page(projects, request.page_number, request.page_size, default=30, limit=LONGEST_PAGE)
    return ProjectMetaReply(
        total=str(part.total), page_number=str(part.number), page_size=str(part.size), resources=list(part.items)
    )
