"""Fields that the provider takes for a text, an object or a mapping without looking: another type would end it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import JsonValue

from tests.support.crud import Client
from tfmock.app import create_app
from tfmock.settings import Settings

PIPELINE: JsonValue = [{"pipeline_order": 1, "scene": "train"}]


@pytest.mark.parametrize(
    ("type", "attributes", "action", "path", "value"),
    [
        (
            "ehpc_job_template", {"re_runable": True}, "ehpc.ListJobTemplates",
            "Templates.JobTemplates.ReRunable", "true",
        ),
        (
            "realtime_compute_vvp_instance", {"storage": [{"oss": [{"bucket": "b"}]}]}, "foas.DescribeInstances",
            "Instances.Storage", {"Oss": {"Bucket": "b"}},
        ),
        (
            "eflo_experiment_plan_template", {"template_pipeline": PIPELINE}, "eflo.GetExperimentPlanTemplate",
            "Data.TemplatePipelineParam.SettingParams", {},
        ),
    ],
)  # fmt: skip
def test_what_is_not_looked_at_has_its_type(
    tmp_path: Path, type: str, attributes: Mapping[str, JsonValue], action: str, path: str, value: JsonValue
) -> None:
    seed = tmp_path / "seed.json"
    objects = [{"type": f"alicloud_{type}", "id": "x-1", "attributes": attributes}]
    seed.write_text(json.dumps({"objects": objects}), "utf-8")
    reply: JsonValue = Client(create_app(Settings(seed=(seed,))), "default").call(action, TemplateId="x-1")
    for name in path.split("."):
        if isinstance(reply, list):
            (reply,) = reply
        assert isinstance(reply, dict)
        reply = reply[name]
    assert reply == value
