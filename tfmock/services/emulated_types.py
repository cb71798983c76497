"""Which types of the provider the emulated tier plays: ``tfmock coverage`` and docs/coverage.md say so.

Resource types stand in the descriptor of the row that they make (``terraform_types``, ``terraform_parts``). Here are
those without a row of their own among the resources, and the data sources, whose answers come from those rows.
"""

from __future__ import annotations

import functools
from typing import Final

from tfmock.services.resources import described_types

#: What they make is a setting or an application, no resource that a report lists.
_WITHOUT_DESCRIPTOR: Final = frozenset(
    {
        "alicloud_cloud_monitor_service_metric_alarm_rule",
        "alicloud_cms_monitor_group",
        "alicloud_cms_monitor_group_instances",
        "alicloud_quotas_application_info",
        "alicloud_quotas_quota_application",
        "alicloud_resource_manager_resource_group_settings",
    }
)

#: tests/terraform/test_data_sources.py and its neighbours read most of them with the provider.
EMULATED_DATA_SOURCES: Final = frozenset(
    {
        "alicloud_account",
        "alicloud_caller_identity",
        "alicloud_cloud_monitor_service_metric_alarm_rules",
        "alicloud_cms_alarm_contact_groups",
        "alicloud_cms_alarm_contacts",
        "alicloud_cms_group_metric_rules",
        "alicloud_cms_monitor_group_instances",
        "alicloud_cms_monitor_group_instanceses",
        "alicloud_cms_monitor_groups",
        "alicloud_ecs_network_interfaces",
        "alicloud_ecs_prefix_lists",
        "alicloud_eip_addresses",
        "alicloud_eips",
        "alicloud_images",
        "alicloud_instance_types",
        "alicloud_instances",
        "alicloud_network_acls",
        "alicloud_network_interfaces",
        "alicloud_quotas_application_infos",
        "alicloud_quotas_quota_applications",
        "alicloud_quotas_quotas",
        "alicloud_regions",
        "alicloud_resource_manager_resource_groups",
        "alicloud_route_entries",
        "alicloud_route_tables",
        "alicloud_security_group_rules",
        "alicloud_security_groups",
        "alicloud_vpc_ipv4_gateways",
        "alicloud_vpc_ipv6_cidr_blocks",
        "alicloud_vpc_ipv6_gateways",
        "alicloud_vpc_peer_connections",
        "alicloud_vpc_prefix_lists",
        "alicloud_vpcs",
        "alicloud_vswitches",
        "alicloud_zones",
    }
)


@functools.cache  # the code does not change while it runs, and a seed asks for each resource of a state
def emulated_resource_types() -> frozenset[str]:
    """The resource types of the emulated tier."""
    return _WITHOUT_DESCRIPTOR | described_types()
