"""``load``: from paths that a user gave to evaluated resources."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hcl_lint.common.cache import Cache
from hcl_lint.common.progress import Progress
from hcl_lint.evaluate.budget import ROOT_STEPS, RUN_STEPS, Budget
from hcl_lint.evaluate.directory import Directory, MergedBlock, assemble, roots_of
from hcl_lint.evaluate.file_loader import FileLoader
from hcl_lint.evaluate.inputs import Assignment, InputVariables
from hcl_lint.evaluate.library_modules import is_library_module
from hcl_lint.evaluate.model import Configuration, RootModule
from hcl_lint.evaluate.root_context import RootContext
from hcl_lint.evaluate.root_module import evaluated
from hcl_lint.source.boundary import ReadBoundary
from hcl_lint.source.files import Listing, is_configuration, list_directory, read_bytes, walk
from hcl_lint.source.issue import UNREADABLE, SourceIssue, not_installed
from hcl_lint.source.text import Span
from hcl_lint.syntax import tree

STANDARD_INPUT = "-"
#: A module whose source OpenTofu evaluates.
_COMPUTED_SOURCE = re.compile(rb'\bsource\s*=\s*(?:"[^"\n]*\$\{|[a-z])')


@dataclass(frozen=True, slots=True)
class Options:
    """How to read and evaluate.

    ``variables``: as ``--var`` and ``--var-file`` give them, later ones win. ``environment``: where ``TF_VAR_*``
    and ``TF_WORKSPACE`` are looked up. ``resource_types``: the managed types whose blocks are parsed and evaluated
    (None: all ``alicloud_*``); references to others are unknown. ``strict_syntax``: parse every block of every file.
    ``cache_directory``: None for no cache. ``standard_input``: the text for the path ``-``. ``exclude``: patterns
    of paths that are not read. ``applied``: whether a directory is known to be
    applied as it is, whatever it looks like. ``progress``: told of each directory. ``overlay``: what stands in
    these files instead of what is stored.
    """

    variables: tuple[Assignment, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    workspace: str | None = None
    resource_types: frozenset[str] | None = None
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
    gc.disable()  # nothing that is made here is garbage: the collector would only walk over it again and again
    try:
        return _Load(options, paths).run(paths)
    finally:
        if collecting:
            gc.enable()


class _Load:
    def __init__(self, options: Options, paths: Sequence[str]) -> None:
        self.options = options
        given = [path if os.path.isdir(path) else os.path.dirname(path) for path in paths if path != STANDARD_INPUT]
        self.library = FileLoader(
            Cache(options.cache_directory),
            options.resource_types,
            options.strict_syntax,
            ReadBoundary(given),
            [one for one in options.variables if isinstance(one, str)],
        )
        for path, data in options.overlay.items():
            self.library.provide(path, data)
        self.spent = 0
        self.directories: dict[str, Directory] = {}
        self.problems: list[SourceIssue] = []
        self.settings: list[str] = []

    def run(self, paths: Sequence[str]) -> Configuration:
        listings: dict[str, Listing] = {}
        named: dict[str, list[str]] = {}
        for given in paths:
            path = given if given == STANDARD_INPUT else os.path.normpath(given)
            if path == STANDARD_INPUT or not os.path.isdir(path):
                directory = "" if path == STANDARD_INPUT else os.path.dirname(path)
                named.setdefault(directory or ".", []).append(path)
            else:
                for listing in walk(path, self.options.exclude, self.problems, self.settings):
                    listings.setdefault(listing.directory, listing)
        roots = [self._named(directory, files) for directory, files in named.items() if directory not in listings]
        roots += self._found(listings, {path for files in named.values() for path in files})
        if not any(root.resources for root in roots):
            evaluated_already = {root.directory for root in roots}
            for directory, listing in listings.items():
                if directory not in evaluated_already:
                    self.problems += self._not_installed(listing)
        library = self.library
        issues = [*self.problems, *library.issues]
        for made in self.directories.values():
            issues += made.issues
        files = sum(len(one.configuration) for one in listings.values()) + sum(map(len, named.values()))
        hints = tuple(
            f"{path} is not used: the settings are those of the path that was given; judge its directory by itself"
            for path in self.settings
        )
        hints += _without_defaults(roots)
        return Configuration(tuple(roots), tuple(issues), library.sources, library.comments, files, hints)

    def _not_installed(self, listing: Listing) -> Iterator[SourceIssue]:
        """Modules from elsewhere, which could hold what is to be judged."""
        for path in listing.configuration:
            read = self.library.file(path) if self.library.mentions(path, b"module") else None
            for block in read[1].body.blocks if read else ():
                source = next((one.expression for one in block.body.attributes if one.name == "source"), None)
                local = isinstance(source, tree.Literal) and str(source.value).startswith(".")
                if read and block.type == "module" and block.labels and not local:
                    yield not_installed(block.labels[0].value, Span(read[0], block.start, block.header_end))

    # --- named files

    def _named(self, directory: str, files: list[str]) -> RootModule:
        wanted: list[str] = []
        for path in dict.fromkeys(files):
            if path == STANDARD_INPUT:
                self.library.provide(path, self.options.standard_input or b"")
            elif not is_configuration(os.path.basename(path)) and os.path.exists(path):
                self.problems.append(SourceIssue(UNREADABLE, "expected a directory or a *.tf or *.tofu file", path))
                continue
            wanted.append(path)
        around = list_directory(directory)
        listing = Listing(directory, tuple(wanted), (), around.automatic_variables)
        made = assemble(listing, self.library, frozenset(wanted))
        if STANDARD_INPUT not in wanted and _refers_elsewhere(made):
            made = assemble(around, self.library, frozenset(wanted))
        self.directories[f"{directory}//{wanted}"] = made
        return self._evaluated(made, tuple(wanted))

    # --- directories

    def _found(self, listings: Mapping[str, Listing], strict: set[str]) -> Iterator[RootModule]:
        tell = self.options.progress or (lambda step, done, total: None)
        calls = {}
        for number, (directory, listing) in enumerate(listings.items()):
            tell("looking through directories", number, len(listings))
            calls[directory] = self._called_from(listing)
        called = {one for directory, below in calls.items() for one in below if one != directory}
        tops = [directory for directory in listings if directory not in called]
        tops += _of_cycles(listings, calls, tops)
        for number, directory in enumerate(sorted(tops)):
            tell("reading modules", number, len(tops))
            if not self.options.strict_syntax and not self._matters(directory, listings, calls):
                continue
            made = self.directories.get(directory)
            if made is None:
                made = self.directories[directory] = assemble(listings[directory], self.library, frozenset(strict))
            yield self._evaluated(made, ())

    def _called_from(self, listing: Listing) -> tuple[str, ...]:
        """Local directories that the modules in this directory call."""
        out: list[str] = []
        for path in listing.configuration:
            library = self.library
            if not (library.mentions(path, b"module") and library.mentions(path, b'"./', b'"../', b'".."', b'"."')):
                continue
            found = self.library.file(path)
            for block in found[1].body.blocks if found else ():
                if block.type == "module":
                    for attribute in block.body.attributes:
                        value = attribute.expression.value if isinstance(attribute.expression, tree.Literal) else None
                        if attribute.name == "source" and isinstance(value, str) and value.startswith("."):
                            out.append(os.path.normpath(os.path.join(listing.directory or ".", value)))
        return tuple(dict.fromkeys(out))

    def _matters(self, top: str, listings: Mapping[str, Listing], calls: Mapping[str, tuple[str, ...]]) -> bool:
        """Something of ours can be in this module or in one that it calls."""
        todo, seen = [top], {top}
        while todo:
            directory = todo.pop()
            listing = listings.get(directory) or list_directory(directory)
            if any(self.library.may_matter(path) for path in listing.configuration):
                return True
            if any(self.library.matches(path, _COMPUTED_SOURCE) for path in listing.configuration):
                return True
            remote = [path for path in listing.configuration if self.library.mentions(path, b"module")]
            if any(self.library.mentions(path, b"alicloud") for path in remote):
                return True  # such as terraform-alicloud-modules/vpc/alicloud
            if remote and os.path.isdir(os.path.join(directory, ".terraform", "modules")):
                return True
            below = calls.get(directory)
            for one in self._called_from(listing) if below is None else below:
                if one not in seen:
                    seen.add(one)
                    todo.append(one)
        return False

    # --- evaluation

    def _evaluated(self, directory: Directory, named: tuple[str, ...]) -> RootModule:
        options = self.options
        budget = Budget(min(ROOT_STEPS, RUN_STEPS + self.library.size - self.spent))
        inputs = InputVariables(self.library, options.environment, budget)
        before = len(self.library.issues)
        for path in directory.variable_files:
            inputs.read(path)
        for given in options.variables:
            if isinstance(given, str):
                inputs.read(given)
            else:
                inputs.set(*given)
        self.problems += inputs.issues
        readable = len(self.library.issues) == before
        readable = readable and not inputs.issues
        beside = set(list_directory(directory.path).configuration) - set(named) if named else set()
        library_module = not options.applied(directory.path) and is_library_module(
            directory, inputs, sorted(beside), self.library
        )
        workspace = self._workspace(directory.path)
        root = RootContext(directory.path, self.library, inputs, workspace, self.directories, budget, library_module)
        made = evaluated(root, directory, named, readable)
        self.spent += budget.spent
        return made

    def _workspace(self, directory: str) -> str:
        chosen = self.options.workspace or self.options.environment.get("TF_WORKSPACE")
        if chosen:
            return chosen
        data = read_bytes(os.path.join(directory or ".", ".terraform", "environment"), self.library.tree)
        if isinstance(data, SourceIssue):
            return "default"
        return data[:200].decode("utf-8", "replace").strip() or "default"


def _without_defaults(roots: Sequence[RootModule]) -> tuple[str, ...]:
    """One line for all modules that were judged without defaults, since it lets mistakes pass."""
    found = [root.directory or "." for root in roots if root.library and root.resources]
    if not found:
        return ()
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return (
        f"{found[0]}{more}: judged as a module whose callers are not here, so without the defaults of its variables; "
        "terraform.tfvars beside it, --var-file or --var makes it a root",
    )


def _refers_elsewhere(directory: Directory) -> bool:
    """An expression refers to a variable, local value, resource or module that is not declared here."""
    tables = (directory.resources, directory.outputs, directory.calls, directory.providers)
    views: list[MergedBlock] = [view for table in tables for view in table.values()]
    expressions = [attribute.expression for attribute, _ in directory.locals.values()]
    while views:
        view = views.pop()
        views += view.blocks
        expressions += [attribute.expression for attribute, _ in view.attributes.values()]
    return any(
        root in ("var", "local", "module", "data") or "_" in root
        for root, name, second in roots_of(expressions)
        if not directory.declares(root, name, second)
    )


def _of_cycles(listings: Mapping[str, Listing], calls: Mapping[str, tuple[str, ...]], tops: Sequence[str]) -> list[str]:
    """Directories that are only reached by modules that call each other in a circle: the first of each circle."""
    reached: set[str] = set()

    def reach(directory: str) -> None:
        todo = [directory]
        while todo:
            one = todo.pop()
            if one not in reached:
                reached.add(one)
                todo += calls.get(one, ())

    for directory in tops:
        reach(directory)
    added: list[str] = []
    for directory in sorted(listings):
        if directory not in reached:
            added.append(directory)
            reach(directory)
    return added
