"""Everything about each diagnostic, for programs. Fields are only ever added; ``version`` counts other changes."""

from __future__ import annotations

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.report import Report
from hcl_lint.report._json import dumps
from hcl_lint.source.text import Span


def render(report: Report, *, colour: bool = False) -> str:
    """One object: ``version``, ``summary``, ``findings``."""
    counts = report.count()
    content = {
        "version": 1,
        "summary": {
            "files": report.files,
            "errors": counts["error"],
            "warnings": counts["warning"],
            "notices": counts["notice"],
            "silenced": report.silenced,
            "accepted": report.accepted,
            "fixed": report.fixed,
        },
        "findings": [_diagnostic(diagnostic) for diagnostic in report.diagnostics],
    }
    return dumps(content)


def _diagnostic(diagnostic: Diagnostic) -> dict[str, object]:
    fix = diagnostic.fix
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "path": diagnostic.path,
        "range": _range(diagnostic.span),
        "address": diagnostic.address or None,
        "attribute": diagnostic.subject or None,
        "help": diagnostic.help or None,
        "notes": [{"message": n.message, "path": n.span.path, "range": _range(n.span)} for n in diagnostic.notes],
        "fix": fix
        and {
            "title": fix.title,
            "safe": fix.safe,
            "edits": [{"path": e.span.path, "range": _range(e.span), "replacement": e.replacement} for e in fix.edits],
        },
        "fingerprint": diagnostic.fingerprint,
    }


def _range(span: Span | None) -> dict[str, dict[str, int]] | None:
    if span is None:
        return None
    return {
        "start": {"line": span.line, "column": span.column, "offset": span.start},
        "end": {"line": span.end_line, "column": span.end_column, "offset": span.end},
    }
