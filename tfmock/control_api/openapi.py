"""The OpenAPI document of the control API, made from the routes that are there and the models they use."""

from __future__ import annotations

import inspect
import re
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app, jsonify
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from tfmock.control_api.endpoints import Endpoints, Spec, spec_of
from tfmock.control_api.models import Refusal
from tfmock.control_api.paths import PREFIX
from tfmock.version import __version__

_METHODS: Final = ("GET", "POST", "PUT", "DELETE")
_REFERENCES: Final = "#/components/schemas/{model}"
_CONVERTER: Final = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


def openapi_blueprint() -> Blueprint:
    """The document about all areas."""
    endpoints = Endpoints("openapi")

    @endpoints.get("/openapi.json")
    def show() -> Response:
        """This document."""
        return jsonify(document(current_app))

    return endpoints.blueprint


def document(app: Flask) -> dict[str, Any]:
    """OpenAPI 3.1 of every route under ``/_tfmock``."""
    views = {name: spec_of(view) for name, view in app.view_functions.items()}
    models = {model for spec in views.values() if spec for model in (spec.body, spec.reply) if model} | {Refusal}
    inputs = {spec.body for spec in views.values() if spec}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, schemas = models_json_schema(
        [(model, "validation" if model in inputs else "serialization") for model in ordered],
        ref_template=_REFERENCES,
    )
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.rule.startswith(PREFIX):
            path = paths.setdefault(_CONVERTER.sub(r"{\1}", rule.rule), {})
            for method in _METHODS:
                if method in (rule.methods or ()):
                    parts = _CONVERTER.findall(rule.rule)
                    name = f"{rule.endpoint}_{method}".replace(".", "_").lower()
                    path[method.lower()] = _operation(
                        name, views[rule.endpoint], app.view_functions[rule.endpoint], rule.endpoint, parts
                    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "tfmock control API",
            "version": __version__,
            "description": "Worlds, time, faults and recordings of a running tfmock. Errors are one line of text.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "--control-token"}},
        },
        "security": [{}, {"token": []}],
    }


def _operation(name: str, spec: Spec | None, view: object, endpoint: str, parts: list[str]) -> dict[str, Any]:
    summary = spec.summary if spec else (inspect.getdoc(view) or endpoint.rpartition(".")[2]).partition("\n")[0]
    operation: dict[str, Any] = {
        "operationId": name,
        "tags": [endpoint.partition(".")[0]],
        "summary": summary,
        "parameters": [{"name": part, "in": "path", "required": True, "schema": {"type": "string"}} for part in parts]
        + (_query(spec.query) if spec and spec.query else []),
        "responses": {
            "200": {
                "description": "Done.",
                "content": {_media(spec): {"schema": _schema(spec.reply if spec else None)}},
            },
            "default": {
                "description": "Refused.",
                "content": {"application/json": {"schema": _schema(Refusal)}},
            },
        },
    }
    if spec and spec.body:
        operation["requestBody"] = {"content": {"application/json": {"schema": _schema(spec.body)}}}
    return operation


def _media(spec: Spec | None) -> str:
    return spec.media.partition(";")[0] if spec else "application/json"


def _schema(model: type[BaseModel] | None) -> dict[str, Any]:
    return {"$ref": _REFERENCES.format(model=model.__name__)} if model else {}


def _query(model: type[BaseModel]) -> list[dict[str, Any]]:
    schema = model.model_json_schema()
    return [
        {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": member}
        for name, member in schema.get("properties", {}).items()
    ]
