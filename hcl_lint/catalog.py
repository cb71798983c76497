"""All rules that can run: ours, those of a folder, and those that installed packages offer."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Final, NamedTuple

import hcl_lint.rules
import tfmock.rulebook
from hcl_lint.rule import Check, DocumentedRule, LintRule
from tfmock.rulebook.rule import Rule, Severity

#: Packages offer rules as modules under this entry point group.
ENTRY_POINTS: Final = "hcl_lint.rules"


class Meta(NamedTuple):
    """A diagnostic that is no rule's: its name, what it means, and the severities that it is reported with."""

    name: str
    what: str
    severities: tuple[Severity, ...] = ("error",)

    @property
    def shown(self) -> str:
        """The severities as one word."""
        return "/".join(self.severities)


#: By code. The first six come from reading the files.
META: Final[Mapping[str, Meta]] = MappingProxyType(
    {
        "ALI001": Meta("syntax", "Terraform's parser would refuse the file."),
        "ALI002": Meta(
            "unreadable",
            "The file cannot be read: missing, not permitted, not UTF-8, too large, too deep, or a link out.",
        ),
        "ALI003": Meta("structure", "A block or argument that Terraform's loader would refuse."),
        "ALI004": Meta("evaluation", "An expression that Terraform would refuse, whatever the unknown values are."),
        "ALI005": Meta("inputs", "A variable file or --var that cannot be used.", ("error", "notice")),
        "ALI006": Meta(
            "not-judged",
            "Something is left out of the judgement: modules that are not installed, and Terragrunt units (one notice "
            "for a run each), or what a limit of the linter stops at, such as deep nesting or what takes too long to "
            "compute (error).",
            ("error", "notice"),
        ),
        "ALI007": Meta("rule-crashed", "A rule failed on this configuration; the others went on."),
        "ALI008": Meta("unused-ignore", "An ignore comment that silences nothing.", ("warning",)),
        "ALI009": Meta(
            "ignore-unclear",
            "An ignore comment that cannot be read, or that names a code that no rule has.",
            ("warning",),
        ),
    }
)


class CatalogError(Exception):
    """A rule that cannot be loaded; the message says which and why."""


def load(folders: Iterable[Path] = (), *, entry_points: bool = True) -> dict[str, LintRule]:
    """Every rule by code, in order of codes.

    Raises:
        CatalogError: a folder or module cannot be loaded, or two rules have the same code.
    """
    others = [_from_file(path) for folder in folders for path in _files_in(folder)]
    others += _installed() if entry_points else ()
    rules_by_code: dict[str, LintRule] = {}
    for module in (*_own_modules(), *others):
        for rule in _rules_of(module):
            if rules_by_code.setdefault(rule.code, rule) is not rule or rule.code in META:
                raise CatalogError(f"{rule.code} is the code of two rules; the second is in {module.__file__}")
    for module in others:  # tests check our own
        _check_documentation(module, rules_by_code)
    return dict(sorted(rules_by_code.items()))


def _own_modules() -> Iterator[ModuleType]:
    for topic in pkgutil.iter_modules(hcl_lint.rules.__path__, "hcl_lint.rules."):
        for info in pkgutil.iter_modules(importlib.import_module(topic.name).__path__, f"{topic.name}."):
            yield importlib.import_module(info.name)


def _files_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise CatalogError(f"--rules {folder}: there is no such folder")
    return sorted(folder.glob("*.py"))


def _check_documentation(module: ModuleType, checked: Mapping[str, LintRule]) -> None:
    """Check that each documented rule has all sections of a manual page, and a check.

    Raises:
        CatalogError: one has not.
    """
    for rule in vars(module).values():
        if isinstance(rule, DocumentedRule):
            try:
                _ = rule.manual
            except ValueError as error:
                raise CatalogError(f"{module.__file__} cannot be loaded: {error}") from error
            if rule.code not in checked:
                raise CatalogError(f"{module.__file__} cannot be loaded: no check declares {rule.code}")


def _installed() -> Iterator[ModuleType]:
    if not _is_anything_offered():
        return
    from importlib.metadata import entry_points

    for point in entry_points(group=ENTRY_POINTS):
        try:
            module = point.load()
        except Exception as error:
            raise CatalogError(f"the rules of {point.value} cannot be loaded: {error}") from error
        if isinstance(module, ModuleType):
            yield module


def names(rules: Mapping[str, LintRule]) -> dict[str, str]:
    """The names of rules, and of what is found while reading, by code."""
    return {code: meta.name for code, meta in META.items()} | {code: rule.name for code, rule in rules.items()}


def _is_anything_offered() -> bool:
    """Whether an installed package names our entry point group.

    Reading the files takes 2 ms, the import of ``importlib.metadata`` ten times that.
    """
    group = f"[{ENTRY_POINTS}]".encode()
    for folder in {Path(entry or ".") for entry in sys.path}:
        for pattern in ("*.dist-info", "*.egg-info"):
            for path in folder.glob(f"{pattern}/entry_points.txt"):
                try:
                    if group in path.read_bytes():
                        return True
                except OSError:
                    continue
    return False


def _from_file(path: Path) -> ModuleType:
    name = f"hcl_lint_own_rules.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None  # a .py file always has one
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CatalogError(f"{path} cannot be loaded: {type(error).__name__}: {error}") from error
    return module


def _rules_of(module: ModuleType) -> Iterator[LintRule]:
    for value in vars(module).values():
        if isinstance(value, Check):
            yield from value.rules


def rulebook_rules() -> dict[str, Rule]:
    """Every rule of the rulebook by code: also those that a request violates, and no configuration can.

    Raises:
        ValueError: two rules have one code.
    """
    rules: dict[str, Rule] = {}
    for info in pkgutil.iter_modules(tfmock.rulebook.__path__, "tfmock.rulebook."):
        for value in vars(importlib.import_module(info.name)).values():
            for rule in _rules_in(value):
                if rules.setdefault(rule.id, rule) != rule:
                    raise ValueError(
                        f"{rule.id} is the code of {rules[rule.id].name} and of {rule.name}: take a free one"
                    )
    return dict(sorted(rules.items()))


def _rules_in(value: object) -> Iterator[Rule]:
    """A constant of the rulebook that is a rule, or holds some."""
    if isinstance(value, Rule):
        yield value
    elif isinstance(value, (tuple, frozenset)):
        yield from (rule for element in value for rule in _rules_in(element))
    elif isinstance(value, Mapping):
        yield from (rule for element in value.values() for rule in _rules_in(element))
