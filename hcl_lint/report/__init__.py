"""Reports: one module per format, each a function from diagnostics to text.

``FORMATS`` names the modules; a module is imported only when its format is asked for. Each has
``render(report) -> str``; the text ends with a line end, or is empty. The command line reads ``FORMATS`` at start, so
nothing else of the linter is imported here.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    from hcl_lint.diagnostic import Diagnostic
    from hcl_lint.rule import LintRule

FORMATS: Final = ("text", "compact", "json", "sarif", "junit", "github", "gitlab", "checkstyle")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of a run.

    Attributes:
        silenced: how many diagnostics ignore comments hold back.
        accepted: how many the baseline holds back.
        fixed: how many ``--fix`` mended.
        rules: every rule that exists, by code.
        hints: lines for standard error.
        nothing_judged: why no resource at all was judged, empty where one was.
    """

    diagnostics: tuple[Diagnostic, ...]
    files: int
    silenced: int = 0
    accepted: int = 0
    fixed: int = 0
    rules: Mapping[str, LintRule] = field(default_factory=dict)
    hints: tuple[str, ...] = ()
    nothing_judged: str = ""

    def count(self) -> Counter[str]:
        """How many diagnostics of each severity."""
        return Counter(diagnostic.severity for diagnostic in self.diagnostics)


class Renderer(Protocol):
    def __call__(self, report: Report, *, colour: bool = False) -> str: ...


def renderer(format: str) -> Renderer:
    """The function that writes ``format``, one of :data:`FORMATS`."""
    return cast(Renderer, importlib.import_module(f"hcl_lint.report.{format}").render)


def number(count: int, what: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{count} {what}{'' if count == 1 else 's'}"
