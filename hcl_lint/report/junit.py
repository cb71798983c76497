"""JUnit XML: each diagnostic is a failed test case; a clean run is one passed case, so that CI sees that it ran."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.report import Report
from hcl_lint.report._xml import attributes, serialize, text
from tfmock.text.printable import printable, printable_lines


def render(report: Report, *, colour: bool = False) -> str:
    """One suite. Notices are cases that pass and say so in their output, since they ask for nothing."""
    cases = [_case(diagnostic) for diagnostic in report.diagnostics]
    if not cases:
        cases = [Element("testcase", attributes(name="no findings", classname="hcl-lint"))]
    failures = sum(diagnostic.severity != "notice" for diagnostic in report.diagnostics)
    counts = attributes(name="hcl-lint", tests=len(cases), failures=failures, errors=0, skipped=0)
    root = Element("testsuites", counts)
    SubElement(root, "testsuite", counts).extend(cases)
    return serialize(root)


def _case(diagnostic: Diagnostic) -> Element:
    path = printable(diagnostic.path)
    place = f"{path}:{diagnostic.line}:{diagnostic.column}"
    case = Element(
        "testcase",
        attributes(
            name=f"{diagnostic.code} {place}",
            classname=diagnostic.address or path,
            file=path,
            line=diagnostic.line,
        ),
    )
    if diagnostic.severity == "notice":
        body = SubElement(case, "system-out")
    else:
        body = SubElement(case, "failure", attributes(type=diagnostic.severity, message=diagnostic.message))
    body.text = text(printable_lines(f"{place}\n{diagnostic.message}\n{diagnostic.help}".strip()))
    return case
