"""What all modules below one root share: inputs, directories, the workspace, diagnostics, limits."""

import os
from typing import TYPE_CHECKING

from hcl_lint.evaluate.directory import Directory, View, assemble
from hcl_lint.evaluate.errors import EvaluationError, TooDeep
from hcl_lint.evaluate.inputs import Inputs
from hcl_lint.evaluate.library import Library
from hcl_lint.evaluate.value import ModulePath
from hcl_lint.source.diagnostic import EVALUATION, NOT_JUDGED, STRUCTURE, Diagnostic
from hcl_lint.source.files import list_directory
from hcl_lint.source.text import Span
from hcl_lint.syntax import tree

if TYPE_CHECKING:
    from hcl_lint.evaluate.module import Module

MAX_MODULE_DEPTH = 20
MAX_STEPS = 300_000
"""Steps of all loops of one configuration; what would need more is unknown."""


class Root:
    """``path`` is the root module's directory, as the user wrote it."""

    def __init__(
        self, path: str, library: Library, inputs: Inputs, workspace: str, directories: dict[str, Directory]
    ) -> None:
        self.path = path
        self.library = library
        self.inputs = inputs
        self.workspace = workspace
        self.modules: dict[ModulePath, Module] = {}
        self._directories = directories
        self._installed: dict[str, str] | None = None
        self._reported: dict[tuple[str, Span | None], Diagnostic] = {}
        self._trusted: list[str] = []
        self._steps = MAX_STEPS

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(self._reported.values())

    def add(self, diagnostic: Diagnostic) -> None:
        """Note a diagnostic; the same one at the same place only once."""
        self._reported.setdefault((diagnostic.message, diagnostic.span), diagnostic)

    def spend(self, steps: int) -> bool:
        """Take ``steps`` from what is left; False if that is not enough."""
        if steps > self._steps:
            message = f"loops need more than {MAX_STEPS} steps: what they make is not judged"
            self.add(Diagnostic(NOT_JUDGED, message, self.path, None, "warning"))
            return False
        self._steps -= steps
        return True

    def report(self, error: EvaluationError, span: Span) -> None:
        """Note what Terraform would refuse."""
        place = error.span or span
        if isinstance(error, TooDeep):
            self.add(Diagnostic(NOT_JUDGED, error.message, place.path, place, "warning"))
            return
        self.add(Diagnostic(EVALUATION, error.message, place.path, place))

    def directory(self, path: str) -> Directory:
        """The module in the directory ``path``, read once."""
        known = self._directories.get(path)
        if known is None:
            known = self._directories[path] = assemble(list_directory(path), self.library)
        return known

    def directory_of(self, parent: "Module", name: str, view: View) -> Directory | None:
        """The directory of the module that a call means; a diagnostic says why if there is none."""
        found = view.attributes.get("source")
        if found is None or not isinstance(found[0].expression, tree.Literal):
            if found is None:
                self._complain(STRUCTURE, "expected a source argument in this module call", view.span)
            return None
        attribute, where = found
        span = Span(where, attribute.expression.start, attribute.expression.end)
        source = str(found[0].expression.value)
        if len(parent.path_steps) >= MAX_MODULE_DEPTH:
            self._complain(NOT_JUDGED, f"modules called more than {MAX_MODULE_DEPTH} deep are not judged", span)
            return None
        if source.startswith(("./", "../")) or source in (".", ".."):
            path = os.path.normpath(os.path.join(parent.directory.path or ".", source))
            listing = list_directory(path)
            if not listing.configuration:
                self._complain(STRUCTURE, f"expected a directory with *.tf files: there is none at {source}", span)
                return None
            return self.directory(path)
        steps = ".".join([*(step.name for step in parent.path_steps), name])
        installed = self._installed_modules().get(steps)
        if installed is None or not list_directory(installed).configuration:
            self._complain(
                NOT_JUDGED, f"module {name} is not judged: it is not installed (terraform init)", span, "notice"
            )
            return None
        return self.directory(installed)

    def _complain(self, code: str, message: str, span: Span, severity: str = "error") -> None:
        level = "notice" if severity == "notice" else "error" if code != NOT_JUDGED else "warning"
        self.add(Diagnostic(code, message, span.path, span, level))  # type: ignore[arg-type]

    def _installed_modules(self) -> dict[str, str]:
        """Directory by dotted call path, as ``terraform init`` wrote it down."""
        if self._installed is None:
            import json

            self._installed = {}
            try:
                with open(os.path.join(self.path or ".", ".terraform", "modules", "modules.json"), "rb") as file:
                    listed = json.loads(file.read())
                entries = [(str(one["Key"]), str(one["Dir"])) for one in listed["Modules"]]
            except (OSError, ValueError, KeyError, TypeError, RecursionError):
                entries = []
            for key, path in entries:
                self._installed[key] = os.path.normpath(os.path.join(self.path or ".", path))
        return self._installed

    def readable(self, path: str) -> bool:
        """The path is inside the root directory or a directory of a module that was read."""
        real = os.path.realpath(path)
        if not self._trusted:
            self._trusted.append(os.path.realpath(self.path or "."))
        trusted = {
            *self._trusted,
            *(os.path.realpath(module.directory.path or ".") for module in self.modules.values()),
        }
        return any(real == one or real.startswith(one.rstrip(os.sep) + os.sep) for one in trusted)
