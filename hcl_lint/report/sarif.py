"""SARIF 2.1.0 (OASIS), as GitHub code scanning reads it: rules with manual pages, fixes, fingerprints."""

from __future__ import annotations

from pathlib import PurePath
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from hcl_lint import __version__
from hcl_lint.catalog import META
from hcl_lint.diagnostic import Diagnostic, Fix, Note
from hcl_lint.report import Report
from hcl_lint.report._json import dumps
from hcl_lint.rule import LintRule
from hcl_lint.source.text import Span

_LEVELS: Final = MappingProxyType({"error": "error", "warning": "warning", "notice": "note"})
_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report, *, colour: bool = False) -> str:
    """One log with one run."""
    codes = sorted({diagnostic.code for diagnostic in report.diagnostics} | set(report.rules))
    index = {code: number for number, code in enumerate(codes)}
    driver = {
        "name": "hcl-lint",
        "version": __version__,
        "rules": [_rule(code, report.rules.get(code)) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, index) for diagnostic in report.diagnostics],
    }
    return dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, rule: LintRule | None) -> dict[str, object]:
    if rule is None:
        meta = META.get(code)
        return {
            "id": code,
            "name": meta.name if meta else code,
            "shortDescription": {"text": meta.what if meta else code},
        }
    manual = rule.manual
    markdown = f"{manual.what}\n\n{manual.why}\n\nBad:\n```hcl\n{manual.bad}\n```\nGood:\n```hcl\n{manual.good}\n```"
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": manual.what},
        "fullDescription": {"text": manual.why},
        "help": {"text": f"{manual.why} {manual.fix}", "markdown": markdown},
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.default},
        "properties": {"source": rule.rule.source},
    }


def _result(diagnostic: Diagnostic, index: dict[str, int]) -> dict[str, object]:
    location = _location(diagnostic.path, diagnostic.span)
    if diagnostic.address:
        location["logicalLocations"] = [{"fullyQualifiedName": diagnostic.address, "kind": "resource"}]
    message = f"{diagnostic.message}. {diagnostic.help}" if diagnostic.help else diagnostic.message
    result: dict[str, object] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index[diagnostic.code],
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": message},
        "locations": [location],
        "partialFingerprints": {"hclLint/v1": diagnostic.fingerprint},
    }
    if diagnostic.notes:
        result["relatedLocations"] = [_note(number, note) for number, note in enumerate(diagnostic.notes, 1)]
    if diagnostic.fix:
        result["fixes"] = [_fix(diagnostic.fix)]
    return result


def _note(number: int, note: Note) -> dict[str, object]:
    return {"id": number, "message": {"text": note.message}, **_location(note.span.path, note.span)}


def _fix(fix: Fix) -> dict[str, object]:
    changes: dict[str, list[dict[str, object]]] = {}
    for edit in fix.edits:
        change = {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.replacement}}
        changes.setdefault(edit.span.path, []).append(change)
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {"artifactLocation": {"uri": _uri(path)}, "replacements": listed} for path, listed in changes.items()
        ],
    }


def _location(path: str, span: Span | None) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": _uri(path)}}
    if span:
        physical["region"] = _region(span)
    return {"physicalLocation": physical}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _uri(path: str) -> str:
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix().encode("utf-8", "surrogateescape"))
