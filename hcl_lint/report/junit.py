"""JUnit XML: each diagnostic is a failed test case; a clean run is one passed case, so that CI sees that it ran."""

from __future__ import annotations

from hcl_lint.report import Report
from hcl_lint.report._xml import attributes, escape
from tfmock.text.printable import printable, printable_lines


def render(report: Report, *, colour: bool = False) -> str:
    """One suite. Notices are cases that pass and say so in their output, since they ask for nothing."""
    cases = []
    failures = 0
    for one in report.diagnostics:
        path = printable(one.path)
        name = f"{one.code} {path}:{one.line}:{one.column}"
        head = attributes(name=name, classname=one.address or path, file=path, line=one.line)
        body = printable_lines(f"{path}:{one.line}:{one.column}\n{one.message}\n{one.help}".strip())
        if one.severity == "notice":
            cases.append(f"    <testcase {head}><system-out>{escape(body)}</system-out></testcase>\n")
            continue
        failures += 1
        told = attributes(type=one.severity, message=one.message)
        cases.append(f"    <testcase {head}>\n      <failure {told}>{escape(body)}</failure>\n    </testcase>\n")
    if not cases:
        cases = [f"    <testcase {attributes(name='no diagnostics', classname='hcl-lint')}/>\n"]
    count = attributes(name="hcl-lint", tests=len(cases), failures=failures, errors=0, skipped=0)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<testsuites {count}>\n  <testsuite {count}>\n{''.join(cases)}  </testsuite>\n</testsuites>\n"
    )
