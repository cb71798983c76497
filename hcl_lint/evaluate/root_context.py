"""What all modules below one root share: inputs, directories, the workspace, issues, limits."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from hcl_lint.common.suggestions import LONGEST, misspelt
from hcl_lint.evaluate.budget import Budget, BudgetExceededError
from hcl_lint.evaluate.directory import Directory, MergedBlock, assemble
from hcl_lint.evaluate.errors import EvaluationError, NotJudgedError, UndeclaredError
from hcl_lint.evaluate.expressions import evaluate
from hcl_lint.evaluate.file_loader import FileLoader
from hcl_lint.evaluate.inputs import InputVariables
from hcl_lint.evaluate.value import ModulePath
from hcl_lint.source.boundary import is_inside
from hcl_lint.source.files import list_directory, read_bytes
from hcl_lint.source.issue import EVALUATION, NOT_JUDGED, STRUCTURE, SourceIssue, not_installed
from hcl_lint.source.text import Source, Span
from hcl_lint.syntax import tree

if TYPE_CHECKING:
    from hcl_lint.evaluate.module import Module

MAX_MODULE_DEPTH = 20
_MAX_HINTS = 20
#: Names that are likened to others: to look for a misspelling takes long.
_MAX_HINT_NAMES = 500


class RootContext:
    """``path`` is the root module's directory, as the user wrote it."""

    def __init__(
        self,
        path: str,
        library: FileLoader,
        inputs: InputVariables,
        workspace: str,
        directories: dict[str, Directory],
        budget: Budget,
        library_module: bool = False,
    ) -> None:
        self.path = path
        #: Its callers are not here: what its variables have by default is nobody's value.
        self.library_module = library_module
        self.library = library
        self.inputs = inputs
        self.workspace = workspace
        self.modules: dict[ModulePath, Module] = {}
        self._directories = directories
        self._installed: dict[str, str] | None = None
        self._reported: dict[tuple[str, Span | None], SourceIssue] = {}
        #: What is not declared: the message, and where it is referred to.
        self._undeclared: dict[tuple[str, str, str], tuple[str, set[Span]]] = {}
        self.budget = budget
        self._told_of_budget = False
        self._hints = _MAX_HINTS
        #: Directory and name of variables whose default was compared with its type although another value is given.
        self.checked_defaults: set[tuple[str, str]] = set()
        #: Directories of modules, each with its real path.
        self._called: dict[str, str] = {}

    @property
    def issues(self) -> tuple[SourceIssue, ...]:
        return (*self._reported.values(), *self._of_undeclared())

    def _of_undeclared(self) -> Iterator[SourceIssue]:
        """One issue for each name, at the first reference to it."""
        for message, places in self._undeclared.values():
            first, *others = sorted(places, key=Span.sort_key)
            many = f" (and {len(others)} more reference{'s' if len(others) > 1 else ''})" if others else ""
            yield SourceIssue(EVALUATION, message + many, first.path, first, others=tuple(others))

    def add(self, issue: SourceIssue) -> None:
        """Note an issue; the same one at the same place only once."""
        self._reported.setdefault((issue.message, issue.span), issue)

    def hint(self, name: str, names: Callable[[], Sequence[str]], likeness: float) -> str:
        """``: did you mean x?`` for a name that is misspelt, or nothing; ``names`` is called if there may be one."""
        if self._hints <= 0 or len(name) > LONGEST:
            return ""
        self._hints -= 1
        declared = names()
        return misspelt(name, declared, likeness) if len(declared) <= _MAX_HINT_NAMES else ""

    def report(self, error: EvaluationError, span: Span) -> None:
        """Note what Terraform would refuse, or what is not judged: the first place where the budget did not do."""
        place = error.span or span
        if isinstance(error, BudgetExceededError):
            if not self._told_of_budget:
                self._told_of_budget = True
                self.add(SourceIssue(NOT_JUDGED, error.message, place.path, place))
            return
        if isinstance(error, NotJudgedError):
            self.add(SourceIssue(NOT_JUDGED, error.message, place.path, place))
            return
        if isinstance(error, UndeclaredError):
            self._undeclared.setdefault(error.key, (error.message, set()))[1].add(place)
            return
        self.add(SourceIssue(EVALUATION, error.message, place.path, place))

    def directory(self, path: str) -> Directory:
        """The module in the directory ``path``, read once."""
        if path not in self._called:
            self._called[path] = os.path.realpath(path or ".")
        known = self._directories.get(path)
        if known is None:
            known = self._directories[path] = assemble(list_directory(path), self.library)
        return known

    def directory_of(self, parent: Module, name: str, view: MergedBlock) -> Directory | None:
        """The directory of the module that a call means; an issue says why if there is none."""
        found = view.attributes.get("source")
        if found is None:
            self._complain(STRUCTURE, "expected a source argument in this module call", view.span)
            return None
        attribute, where = found
        span = Span(where, attribute.expression.start, attribute.expression.end)
        source = self._source(parent, name, attribute.expression, where)
        if source is None:
            return None
        if len(parent.path_steps) >= MAX_MODULE_DEPTH:
            self._complain(NOT_JUDGED, f"modules called more than {MAX_MODULE_DEPTH} deep are not judged", span)
            return None
        if source.startswith(("./", "../")) or source in (".", ".."):
            return self._local(os.path.normpath(os.path.join(parent.directory.path or ".", source)), source, span)
        steps = ".".join([*(step.name for step in parent.path_steps), name])
        installed = self._installed_modules().get(steps)
        if installed is None or not list_directory(installed).configuration:
            self.add(not_installed(name, span))
            return None
        return self.directory(installed)

    def _source(self, parent: Module, name: str, node: tree.Expression, where: Source) -> str | None:
        """The source of a module call. OpenTofu evaluates it; where variables decide about it, they must be known."""
        if isinstance(node, tree.Literal):
            return str(node.value)
        span = Span(where, node.start, node.end)
        try:
            source = evaluate(node, parent.scope(where)).text()
        except EvaluationError as error:
            self.report(error, span)
            return None
        if source is None:
            message = f"module {name} is not judged: the value of its source is not known"
            self.add(SourceIssue(NOT_JUDGED, message, span.path, span, "notice"))
        return source

    def _local(self, path: str, source: str, span: Span) -> Directory | None:
        known = self._directories.get(path)
        if known is None and not list_directory(path).configuration:
            self._complain(STRUCTURE, f"expected a directory with *.tf files: there is none at {source}", span)
            return None
        return self.directory(path)

    def _complain(self, code: str, message: str, span: Span) -> None:
        self.add(SourceIssue(code, message, span.path, span))

    def _installed_modules(self) -> dict[str, str]:
        """Directory by dotted call path, as ``terraform init`` wrote it down."""
        if self._installed is None:
            import json

            self._installed = {}
            data = read_bytes(
                os.path.join(self.path or ".", ".terraform", "modules", "modules.json"), self.library.tree
            )
            try:
                listed = json.loads(data) if isinstance(data, bytes) else {"Modules": []}
                entries = [(str(one["Key"]), str(one["Dir"])) for one in listed["Modules"]]
            except (ValueError, KeyError, TypeError, RecursionError):
                entries = []
            for key, path in entries:
                self._installed[key] = os.path.normpath(os.path.join(self.path or ".", path))
        return self._installed

    def readable(self, path: str) -> bool:
        """A function may read the file: it lies, links followed, in the judged tree; without a repository also in the
        directory of a module that is called, unless that is above the root module."""
        real = os.path.realpath(path)
        if self.library.tree.contains(real, self.path):
            return True
        if self.library.tree.repository(self.path):
            return False
        own = os.path.realpath(self.path or ".")
        return any(is_inside(real, one) and not is_inside(own, one) for one in self._called.values())
