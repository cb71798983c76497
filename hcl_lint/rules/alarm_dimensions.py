"""Dimensions of an alarm that CloudMonitor cannot read, or does not have for connections.

Why: Peering data is filed under instanceId (and userId). An alarm with other dimensions, or with text that is
no JSON list of objects, watches nothing.

Bad::

    resource "alicloud_cms_alarm" "traffic" {
      name              = "traffic"
      project           = "acs_vpcpeer"
      metric            = "IntranetRX"
      contact_groups    = ["network"]
      metric_dimensions = "[{\\"InstanceID\\": \\"pcc-bp1connection\\"}]"
      escalations_critical {
        threshold = "104857600"
      }
    }

Good::

    resource "alicloud_cms_alarm" "traffic" {
      name              = "traffic"
      project           = "acs_vpcpeer"
      metric            = "IntranetRX"
      contact_groups    = ["network"]
      metric_dimensions = "[{\\"instanceId\\": \\"pcc-bp1connection\\"}]"
      escalations_critical {
        threshold = "104857600"
      }
    }

Fix: Write a JSON list of objects with the key instanceId, best with jsonencode.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from hcl_lint.evaluate.known_text import is_placeholder
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI502", "alarm-dimensions", "warning", None, "the dimensions of this alarm watch no connection: {why}",
    "VPC peering help page, monitoring: namespace acs_vpcpeer, dimensions userId and instanceId",
)  # fmt: skip

_KEYS = frozenset({"instanceId", "userId"})


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for alarm in topology.alarms:
        text = alarm.text("metric_dimensions")
        if alarm.on_peering and isinstance(text, str):
            why = _why(text)
            if why:
                yield at(alarm, "metric_dimensions", message=RULE.broken("", why=why).message)


def _why(text: str) -> str | None:
    try:
        rows = json.loads(text)
    except ValueError:
        return None  # ALI512 says so
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return "the text is not a list of objects"
    strangers = sorted({key for row in rows for key in row} - _KEYS)
    if strangers:
        return f"it has no dimension {', '.join(strangers)}, only instanceId and userId"
    ids = [row["instanceId"] for row in rows if isinstance(row.get("instanceId"), str)]
    wrong = next((id for id in ids if not id.startswith("pcc-") and not is_placeholder(id)), None)
    return f"{wrong} is not the id of a connection, which begins with pcc-" if wrong else None
