"""The control API's own description, and what Prometheus reads."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.support.lab import Lab
from tfmock.app import create_app
from tfmock.settings import Settings


@pytest.fixture(scope="module")
def fresh() -> Flask:
    return create_app(Settings())


def test_every_route_is_described(fresh: Flask) -> None:
    document = fresh.test_client().get("/_tfmock/openapi.json").get_json()
    described = {(path, method.upper()) for path, methods in document["paths"].items() for method in methods}
    routes = {
        (re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule), method)
        for rule in fresh.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/_tfmock")
    }
    assert described == routes
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["summary"][0].isupper(), operation
            assert operation["summary"].endswith("."), operation


def test_the_document_is_openapi(fresh: Flask) -> None:
    validator = pytest.importorskip("openapi_spec_validator")
    validator.validate(fresh.test_client().get("/_tfmock/openapi.json").get_json())


def test_changing_endpoints_do_not_use_get(fresh: Flask) -> None:
    for rule in fresh.url_map.iter_rules():
        changing = re.search(r"advance|freeze|scale|profile|reset|load|fork", rule.rule)
        if changing and rule.rule.startswith("/_tfmock"):
            assert "GET" not in (rule.methods or set()), rule.rule


_SAMPLE = re.compile(r'[a-z_]+(\{([a-z]+="[^"\n]*",?)+\})? [0-9.e+-]+')


def test_metrics(fresh: Flask) -> None:
    lab = Lab(fresh, "w")
    lab.vpc(Colour="red")
    lab.code("CreateVpc", CidrBlock="x")
    lines = fresh.test_client().get("/_tfmock/metrics").text.splitlines()
    assert all(line.startswith("# ") or _SAMPLE.fullmatch(line) for line in lines)
    assert 'tfmock_calls_total{product="Vpc",action="CreateVpc"} 2' in lines
    assert 'tfmock_errors_total{product="Vpc",action="CreateVpc",code="InvalidParameter"} 1' in lines
    assert 'tfmock_unknown_parameters_total{product="Vpc",action="CreateVpc",parameter="Colour"} 1' in lines
    assert 'tfmock_call_seconds_bucket{product="Vpc",action="CreateVpc",le="+Inf"} 2' in lines
    assert any(line.startswith('tfmock_rows{world="w"} ') for line in lines)


def test_actions_that_callers_make_up_do_not_fill_the_memory() -> None:
    app = create_app(Settings(calls=0))
    lab = Lab(app, "w")
    for number in range(2100):
        lab.code(f"Vpc.Made{number}")
    text = app.test_client().get("/_tfmock/metrics").text
    assert 'tfmock_calls_total{product="",action="(other)"} 100' in text
