"""``load``: from paths that a user gave to evaluated resources."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hcl_lint.common.cache import Cache
from hcl_lint.common.progress import Progress
from hcl_lint.evaluate.budget import ROOT_STEPS, RUN_STEPS, Budget
from hcl_lint.evaluate.directory import Directory, read_directory
from hcl_lint.evaluate.file_loader import FileLoader
from hcl_lint.evaluate.inputs import Assignment, InputVariables
from hcl_lint.evaluate.merged_block import MergedBlock
from hcl_lint.evaluate.model import Configuration, RootModule
from hcl_lint.evaluate.references import root_names
from hcl_lint.evaluate.root_context import RootContext
from hcl_lint.evaluate.root_module import evaluate_root
from hcl_lint.source.boundary import ReadBoundary
from hcl_lint.source.files import Listing, is_configuration, list_directory, read_bytes, walk
from hcl_lint.source.issue import SourceIssue, not_installed, unreadable
from hcl_lint.source.text import Span
from hcl_lint.syntax import tree

STANDARD_INPUT: Final = "-"
#: A module whose source OpenTofu evaluates.
_COMPUTED_SOURCE: Final = re.compile(rb'\bsource\s*=\s*(?:"[^"\n]*\$\{|[a-z])')
#: What only a root has, in the text of a file that is not parsed.
_ROOT_BLOCKS: Final = re.compile(rb"\bprovider\b(?!\s*=)|\bbackend\b|\bcloud\b\s*\{")
_STATE_BLOCKS: Final = ("backend", "cloud")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to read and evaluate.

    ``variables``: as ``--var`` and ``--var-file`` give them, later ones win. ``environment``: where ``TF_VAR_*``
    and ``TF_WORKSPACE`` are looked up. ``any_resource``: also ``terraform_data`` in files that have nothing of the
    provider's; references to resources of other providers are unknown. ``strict_syntax``: parse every block of every
    file.
    ``cache_directory``: None for no cache. ``standard_input``: the text for the path ``-``. ``exclude``: patterns
    of paths that are not read. ``applied``: whether a directory is known to be applied as it is, whatever it
    looks like. ``progress``: called for each directory. ``overlay``: what stands in these files instead of what
    is stored.
    """

    variables: tuple[Assignment, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    workspace: str | None = None
    any_resource: bool = True
    strict_syntax: bool = False
    cache_directory: str | None = None
    standard_input: bytes | None = None
    exclude: tuple[str, ...] = ()
    applied: Callable[[str], bool] = lambda directory: False
    progress: Progress | None = None
    overlay: Mapping[str, bytes] = field(default_factory=dict)


def load(paths: Sequence[str], options: Options) -> Configuration:
    """Read ``paths`` (directories, files, ``-``), evaluate what is there.

    A directory is read with all below it; each module directory that no other one calls is a root. Files of
    one directory that are named are one root of their own; if they refer to names that only their
    neighbours declare, the whole directory is read (``RootModule.named`` then lists what was named).

    Never raises for what is in the files or for paths that cannot be read: these are issues.
    Nothing is downloaded, nothing is executed.
    """
    collecting = gc.isenabled()
    gc.disable()  # Nothing that is created here is garbage: the collector would only walk over it again and again.
    try:
        return _Loading(options, paths).run(paths)
    finally:
        if collecting:
            gc.enable()


class _Loading:
    def __init__(self, options: Options, paths: Sequence[str]) -> None:
        self.options = options
        directories = [
            path if os.path.isdir(path) else os.path.dirname(path) for path in paths if path != STANDARD_INPUT
        ]
        self.loader = FileLoader(
            Cache(options.cache_directory),
            any_resource=options.any_resource,
            strict=options.strict_syntax,
            boundary=ReadBoundary(directories),
            named=[variable for variable in options.variables if isinstance(variable, str)],
        )
        for path, data in options.overlay.items():
            self.loader.provide(path, data)
        #: Steps of the roots that were evaluated.
        self.steps = 0
        self.directories: dict[str, Directory] = {}
        self.issues: list[SourceIssue] = []
        self.settings: list[str] = []

    def run(self, paths: Sequence[str]) -> Configuration:
        listings, named = self._listings(paths)
        roots = [self._named_root(directory, files) for directory, files in named.items() if directory not in listings]
        roots += self._roots(listings, {path for files in named.values() for path in files})
        if not any(root.resources for root in roots):
            evaluated = {root.directory for root in roots}
            for directory, listing in listings.items():
                if directory not in evaluated:
                    self.issues += self._not_installed(listing)
        issues = [*self.issues, *self.loader.issues]
        for read in self.directories.values():
            issues += read.issues
        hints = tuple(
            f"{path} is not used: the settings are those of the path that was given; judge its directory by itself"
            for path in self.settings
        )
        return Configuration(
            roots=tuple(roots),
            issues=tuple(issues),
            sources=self.loader.sources,
            comments=self.loader.comments,
            files=sum(len(listing.configuration) for listing in listings.values()) + sum(map(len, named.values())),
            hints=hints + _library_hint(roots),
        )

    def _listings(self, paths: Sequence[str]) -> tuple[dict[str, Listing], dict[str, list[str]]]:
        """The directories to read, by path, and the files that the user named, by directory."""
        listings: dict[str, Listing] = {}
        named: dict[str, list[str]] = {}
        for given in paths:
            path = given if given == STANDARD_INPUT else os.path.normpath(given)
            if path == STANDARD_INPUT or not os.path.isdir(path):
                directory = "" if path == STANDARD_INPUT else os.path.dirname(path)
                named.setdefault(directory or ".", []).append(path)
            else:
                for listing in walk(path, self.options.exclude, self.issues, self.settings):
                    listings.setdefault(listing.directory, listing)
        return listings, named

    def _not_installed(self, listing: Listing) -> Iterator[SourceIssue]:
        """Modules from elsewhere, which could hold what is to be judged."""
        for path in listing.configuration:
            loaded = self.loader.file(path) if self.loader.mentions(path, b"module") else None
            for block in loaded[1].body.blocks if loaded else ():
                source = _literal_source(block)
                local = source is not None and source.startswith(".")
                if loaded and block.type == "module" and block.labels and not local:
                    yield not_installed(block.labels[0].value, Span(loaded[0], block.start, block.header_end))

    # --- named files

    def _named_root(self, directory: str, files: list[str]) -> RootModule:
        named: list[str] = []
        for path in dict.fromkeys(files):
            if path == STANDARD_INPUT:
                self.loader.provide(path, self.options.standard_input or b"")
            elif not is_configuration(os.path.basename(path)) and os.path.exists(path):
                message = "expected a directory or a *.tf or *.tofu file"
                self.issues.append(unreadable(path, message))
                continue
            named.append(path)
        around = list_directory(directory)
        listing = Listing(directory, tuple(named), (), around.automatic_variables)
        module = read_directory(listing, self.loader, frozenset(named))
        if STANDARD_INPUT not in named and _refers_elsewhere(module):
            module = read_directory(around, self.loader, frozenset(named))
        self.directories[f"{directory}//{named}"] = module
        return self._evaluated(module, tuple(named))

    # --- directories

    def _roots(self, listings: Mapping[str, Listing], strict: set[str]) -> Iterator[RootModule]:
        """The module directories that no other one calls, evaluated."""
        report_progress = self.options.progress or (lambda step, done, total: None)
        calls: dict[str, tuple[str, ...]] = {}
        for number, (directory, listing) in enumerate(listings.items()):
            report_progress("looking through directories", number, len(listings))
            calls[directory] = self._called_from(listing)
        called = {callee for directory, callees in calls.items() for callee in callees if callee != directory}
        roots = [directory for directory in listings if directory not in called]
        roots += _cycle_members(listings, calls, roots)
        for number, directory in enumerate(sorted(roots)):
            report_progress("reading modules", number, len(roots))
            if not self.options.strict_syntax and not self._may_matter(directory, listings, calls):
                continue
            module = self.directories.get(directory)
            if module is None:
                module = read_directory(listings[directory], self.loader, frozenset(strict))
                self.directories[directory] = module
            yield self._evaluated(module, ())

    def _called_from(self, listing: Listing) -> tuple[str, ...]:
        """Local directories that the modules in this directory call."""
        loader = self.loader
        called: list[str] = []
        for path in listing.configuration:
            if not (loader.mentions(path, b"module") and loader.mentions(path, b'"./', b'"../', b'".."', b'"."')):
                continue
            loaded = loader.file(path)
            for block in loaded[1].body.blocks if loaded else ():
                source = _literal_source(block)
                if block.type == "module" and source is not None and source.startswith("."):
                    called.append(os.path.normpath(os.path.join(listing.directory or ".", source)))
        return tuple(dict.fromkeys(called))

    def _may_matter(self, root: str, listings: Mapping[str, Listing], calls: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether something that is linted can be in this module or in one that it calls."""
        loader = self.loader
        remaining, seen = [root], {root}
        while remaining:
            directory = remaining.pop()
            listing = listings.get(directory) or list_directory(directory)
            if any(loader.may_matter(path) for path in listing.configuration):
                return True
            if any(loader.matches(path, _COMPUTED_SOURCE) for path in listing.configuration):
                return True
            remote = [path for path in listing.configuration if loader.mentions(path, b"module")]
            if any(loader.mentions(path, b"alicloud") for path in remote):
                return True  # such as terraform-alicloud-modules/vpc/alicloud
            if remote and os.path.isdir(os.path.join(directory, ".terraform", "modules")):
                return True
            callees = calls.get(directory)
            for callee in self._called_from(listing) if callees is None else callees:
                if callee not in seen:
                    seen.add(callee)
                    remaining.append(callee)
        return False

    # --- evaluation

    def _evaluated(self, directory: Directory, named: tuple[str, ...]) -> RootModule:
        options = self.options
        budget = Budget(min(ROOT_STEPS, RUN_STEPS + self.loader.size - self.steps))
        inputs = InputVariables(self.loader, options.environment, budget)
        issues_before = len(self.loader.issues)
        for path in directory.variable_files:
            inputs.read(path)
        for assignment in options.variables:
            if isinstance(assignment, str):
                inputs.read(assignment)
            else:
                inputs.set(*assignment)
        self.issues += inputs.issues
        complete = len(self.loader.issues) == issues_before and not inputs.issues
        beside = set(list_directory(directory.path).configuration) - set(named) if named else set()
        root = RootContext(
            directory.path,
            loader=self.loader,
            inputs=inputs,
            workspace=self._workspace(directory.path),
            directories=self.directories,
            budget=budget,
            is_library=not options.applied(directory.path)
            and _is_library_module(directory, inputs, sorted(beside), self.loader),
        )
        module = evaluate_root(root, directory, named, complete)
        self.steps += budget.spent
        return module

    def _workspace(self, directory: str) -> str:
        selected = self.options.workspace or self.options.environment.get("TF_WORKSPACE")
        if selected:
            return selected
        data = read_bytes(os.path.join(directory or ".", ".terraform", "environment"), self.loader.boundary)
        if isinstance(data, SourceIssue):
            return "default"
        return data[:200].decode("utf-8", "replace").strip() or "default"


def _is_library_module(directory: Directory, inputs: InputVariables, beside: Iterable[str], loader: FileLoader) -> bool:
    """Whether a directory is a module for callers that are not here, so that the defaults are not their values.

    Terraform has no such mark. It is taken for one if it declares variables and nothing speaks for a root: no value is
    given for any of them (variable files, flags, ``TF_VAR_*``), it has no backend, and no provider block either, unless
    it lies in a folder ``modules``, where older modules had some.

    Args:
        directory: the parsed files.
        inputs: the values that were given.
        beside: further files of the directory, which are not parsed.
        loader: reads them.
    """
    if not directory.variables or directory.variable_files or inputs.give_any(directory.variables):
        return False
    if any(block.nested(kind) for block in directory.terraform for kind in _STATE_BLOCKS):
        return False
    if os.path.basename(os.path.dirname(os.path.realpath(directory.path or "."))) == "modules":
        return True
    return not directory.providers and not any(loader.matches(path, _ROOT_BLOCKS) for path in beside)


def _library_hint(roots: Sequence[RootModule]) -> tuple[str, ...]:
    """One line for all modules that were judged without defaults, since it lets mistakes pass."""
    libraries = [root.directory or "." for root in roots if root.library and root.resources]
    if not libraries:
        return ()
    more = f" and {len(libraries) - 1} more" if len(libraries) > 1 else ""
    return (
        f"{libraries[0]}{more}: judged as a module whose callers are not here, so without the defaults of its "
        "variables; terraform.tfvars beside it, --var-file or --var makes it a root",
    )


def _literal_source(block: tree.Block) -> str | None:
    """The ``source`` argument of a module call, where it is a plain string."""
    for attribute in block.body.attributes:
        value = attribute.expression.value if isinstance(attribute.expression, tree.Literal) else None
        if attribute.name == "source" and isinstance(value, str):
            return value
    return None


def _refers_elsewhere(directory: Directory) -> bool:
    """Whether an expression refers to a variable, local value, resource or module that is not declared here."""
    tables = (directory.resources, directory.outputs, directory.calls, directory.providers)
    blocks: list[MergedBlock] = [block for table in tables for block in table.values()]
    expressions = [definition.expression for definition in directory.locals.values()]
    while blocks:
        block = blocks.pop()
        blocks += block.blocks
        expressions += [argument.expression for argument in block.attributes.values()]
    return any(
        root in ("var", "local", "module", "data") or "_" in root
        for root, name, second in root_names(expressions)
        if not directory.declares(root, name, second)
    )


def _cycle_members(
    listings: Mapping[str, Listing], calls: Mapping[str, tuple[str, ...]], roots: Sequence[str]
) -> list[str]:
    """Directories that no root leads to, since their modules call each other in a circle: the first of each circle."""
    reached: set[str] = set()

    def mark_reachable(directory: str) -> None:
        remaining = [directory]
        while remaining:
            current = remaining.pop()
            if current not in reached:
                reached.add(current)
                remaining += calls.get(current, ())

    for directory in roots:
        mark_reachable(directory)
    members: list[str] = []
    for directory in sorted(listings):
        if directory not in reached:
            members.append(directory)
            mark_reachable(directory)
    return members
