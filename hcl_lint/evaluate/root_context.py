"""What all modules below one root share: inputs, directories, the workspace, issues, limits."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from hcl_lint.common.suggestions import LONGEST, suggest_name
from hcl_lint.evaluate.budget import Budget, BudgetExceededError
from hcl_lint.evaluate.directory import Directory, read_directory
from hcl_lint.evaluate.errors import EvaluationError, NotJudgedError, UndeclaredError
from hcl_lint.evaluate.expressions import evaluate
from hcl_lint.evaluate.file_loader import FileLoader
from hcl_lint.evaluate.inputs import InputVariables
from hcl_lint.evaluate.merged_block import MergedBlock
from hcl_lint.evaluate.scope import Scope
from hcl_lint.evaluate.value import ModulePath
from hcl_lint.source.boundary import is_inside
from hcl_lint.source.files import list_directory, read_bytes
from hcl_lint.source.issue import EVALUATION, NOT_JUDGED, STRUCTURE, SourceIssue, issue_at, not_installed
from hcl_lint.source.text import Source, Span
from hcl_lint.syntax import tree
from hcl_lint.syntax.tree import Expression

MAX_MODULE_DEPTH: Final = 20
#: How many misspelt names are looked for in one root, and among how many declared names: comparing takes long.
_MAX_HINTS: Final = 20
_MAX_HINT_NAMES: Final = 500


class RootContext:
    """``path`` is the root module's directory, as the user wrote it.

    ``is_library``: the callers of this module are not here, so the defaults of its variables are no values of theirs.
    ``directories``: all module directories that were read in this run, by path.
    """

    def __init__(
        self,
        path: str,
        *,
        loader: FileLoader,
        inputs: InputVariables,
        workspace: str,
        directories: dict[str, Directory],
        budget: Budget,
        is_library: bool = False,
    ) -> None:
        self.path = path
        self.is_library = is_library
        self.loader = loader
        self.inputs = inputs
        self.workspace = workspace
        self.budget = budget
        #: Directory and name of variables whose default was compared with its type although another value is given.
        self.checked_defaults: set[tuple[str, str]] = set()
        self._directories = directories
        #: Directories of the modules that are called, each with its real path.
        self._called: dict[str, str] = {}
        self._installed: dict[str, str] | None = None
        self._reported: dict[tuple[str, Span | None], SourceIssue] = {}
        #: What is not declared: the message, and where it is referred to.
        self._undeclared: dict[tuple[str, str, str], tuple[str, set[Span]]] = {}
        self._budget_reported = False
        self._hints_left = _MAX_HINTS

    @property
    def issues(self) -> tuple[SourceIssue, ...]:
        return (*self._reported.values(), *self._of_undeclared())

    def _of_undeclared(self) -> Iterator[SourceIssue]:
        """One issue for each name, at the first reference to it."""
        for message, places in self._undeclared.values():
            first, *others = sorted(places, key=Span.sort_key)
            many = f" (and {len(others)} more reference{'s' if len(others) > 1 else ''})" if others else ""
            yield SourceIssue(
                code=EVALUATION, message=message + many, path=first.path, span=first, others=tuple(others)
            )

    def add(self, issue: SourceIssue) -> None:
        """Note an issue; the same one at the same place only once."""
        self._reported.setdefault((issue.message, issue.span), issue)

    def hint(self, name: str, names: Callable[[], Sequence[str]], likeness: float) -> str:
        """``: did you mean x?`` for a name that is misspelt, or nothing; ``names`` is called if there may be one."""
        if self._hints_left <= 0 or len(name) > LONGEST:
            return ""
        self._hints_left -= 1
        declared = names()
        return suggest_name(name, declared, likeness) if len(declared) <= _MAX_HINT_NAMES else ""

    def report(self, error: EvaluationError, span: Span) -> None:
        """Note what Terraform would refuse, or what is not judged; an exhausted budget at its first place only."""
        place = error.span or span
        if isinstance(error, UndeclaredError):
            self._undeclared.setdefault(error.key, (error.message, set()))[1].add(place)
            return
        if isinstance(error, BudgetExceededError):
            if self._budget_reported:
                return
            self._budget_reported = True
        code = NOT_JUDGED if isinstance(error, NotJudgedError) else EVALUATION
        self._add_at(code, error.message, place)

    def directory(self, path: str) -> Directory:
        """The module in the directory ``path``, read once."""
        if path not in self._called:
            self._called[path] = os.path.realpath(path or ".")
        directory = self._directories.get(path)
        if directory is None:
            directory = self._directories[path] = read_directory(list_directory(path), self.loader)
        return directory

    def directory_of_call(
        self, name: str, call: MergedBlock, caller: ModulePath, base: str, scope_of: Callable[[Source], Scope]
    ) -> Directory | None:
        """The directory of the module that a call means; an issue says why if there is none.

        Args:
            name: of the call.
            call: the ``module`` block.
            caller: the path of the module that it stands in.
            base: the directory of that module.
            scope_of: for expressions in that module.
        """
        argument = call.attributes.get("source")
        if argument is None:
            self._add_at(STRUCTURE, "expected a source argument in this module call", call.span)
            return None
        attribute, file = argument
        span = Span(file, attribute.expression.start, attribute.expression.end)
        source = self._module_source(name, attribute.expression, scope_of(file))
        if source is None:
            return None
        if len(caller) >= MAX_MODULE_DEPTH:
            self._add_at(NOT_JUDGED, f"modules called more than {MAX_MODULE_DEPTH} deep are not judged", span)
            return None
        if source.startswith(("./", "../")) or source in (".", ".."):
            return self._local(os.path.normpath(os.path.join(base or ".", source)), source, span)
        installed = self._installed_modules().get(".".join([*(step.name for step in caller), name]))
        if installed is None or not list_directory(installed).configuration:
            self.add(not_installed(name, span))
            return None
        return self.directory(installed)

    def _module_source(self, name: str, node: Expression, scope: Scope) -> str | None:
        """The source of a module call. OpenTofu evaluates it; where variables decide about it, they must be known."""
        if isinstance(node, tree.Literal):
            return str(node.value)
        span = scope.span(node)
        try:
            source = evaluate(node, scope).text()
        except EvaluationError as error:
            self.report(error, span)
            return None
        if source is None:
            message = f"module {name} is not judged: the value of its source is not known"
            self.add(issue_at(NOT_JUDGED, message, span, "notice"))
        return source

    def _local(self, path: str, source: str, span: Span) -> Directory | None:
        if path not in self._directories and not list_directory(path).configuration:
            self._add_at(STRUCTURE, f"expected a directory with *.tf files: there is none at {source}", span)
            return None
        return self.directory(path)

    def _add_at(self, code: str, message: str, span: Span) -> None:
        self.add(issue_at(code, message, span))

    def _installed_modules(self) -> dict[str, str]:
        """Directory by dotted call path, as ``terraform init`` wrote it down."""
        if self._installed is None:
            import json  # most roots have no such file

            base = self.path or "."
            data = read_bytes(os.path.join(base, ".terraform", "modules", "modules.json"), self.loader.boundary)
            try:
                modules = json.loads(data)["Modules"] if isinstance(data, bytes) else []
                self._installed = {
                    str(module["Key"]): os.path.normpath(os.path.join(base, str(module["Dir"]))) for module in modules
                }
            except (ValueError, KeyError, TypeError, RecursionError):
                self._installed = {}
        return self._installed

    def readable(self, path: str) -> bool:
        """Whether a function may read the file: it lies, links followed, in the judged tree; without a repository also
        in the directory of a module that is called, unless that is above the root module."""
        real = os.path.realpath(path)
        if self.loader.boundary.contains(real, self.path):
            return True
        if self.loader.boundary.repository(self.path):
            return False
        root = os.path.realpath(self.path or ".")
        return any(is_inside(real, called) and not is_inside(root, called) for called in self._called.values())
