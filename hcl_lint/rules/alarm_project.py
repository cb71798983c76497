"""A namespace that looks like that of connections but is not.

Why: The namespace is acs_vpcpeer; under any other name CloudMonitor has no data of connections.

Bad::

    resource "alicloud_cms_alarm" "traffic" {
      name           = "traffic"
      project        = "acs_vpc_peer"
      metric         = "IntranetRX"
      contact_groups = ["network"]
      escalations_critical {
        threshold = "104857600"
      }
    }

Good::

    resource "alicloud_cms_alarm" "traffic" {
      name           = "traffic"
      project        = "acs_vpcpeer"
      metric         = "IntranetRX"
      contact_groups = ["network"]
      escalations_critical {
        threshold = "104857600"
      }
    }

Fix: Write acs_vpcpeer.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI503", "alarm-project", "warning", None, "{project!r} is not the namespace of connections, acs_vpcpeer",
    "VPC peering help page, monitoring",
)  # fmt: skip

_MEANT = frozenset(
    {"acsvpcpeer", "vpcpeer", "acsvpcpeering", "acsvpcpeerconnection", "acspeer", "acspeering", "acsvpcpeerconn"}
)


@lint_rule(RULE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for alarm in topology.alarms:
        project = alarm.text("project")
        if not isinstance(project, str) or project == "acs_vpcpeer":
            continue
        if "".join(char for char in project.lower() if char.isalnum()) in _MEANT:
            problem = at(alarm, "project", message=RULE.broken("", project=project).message)
            yield problem.with_fix(fixes.put(alarm, "acs_vpcpeer", "project"))
