"""Settings: ``.hcl-lint.toml`` or ``[tool.hcl-lint]`` of ``pyproject.toml``, the nearest one upwards.

Keys: ``select``, ``ignore``, ``severity`` (a table code -> severity), ``expect-reach``, ``per-path`` (a table glob ->
table with the same four keys), ``exclude``, ``rules``, ``baseline``, ``fail-on``, ``var-files``. Paths are relative to
the file.

A file that is found beside or above what is judged may have the same author: the pull request of a stranger brings it
along. So it cannot name rules, which are code, and no files outside of its tree. A file given with
``--config`` and the user's own (:func:`hcl_lint.settings.user_settings.user_file`) can.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sized
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from hcl_lint.common.globs import compile_globs
from hcl_lint.diagnostic import SEVERITIES, Diagnostic
from hcl_lint.settings.toml_limits import check_limits
from hcl_lint.settings.user_settings import is_unpacked_with, leads_out, user_file
from hcl_lint.source.boundary import ReadBoundary
from hcl_lint.source.files import SETTINGS, read_bytes
from hcl_lint.source.issue import SourceIssue
from tfmock.rulebook.expectation import Expectation, parse_expectation
from tfmock.rulebook.rule import Severity
from tfmock.text.suggest import closest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FailOn = Literal["error", "warning", "notice", "never"]
FAIL_ON: Final[tuple[FailOn, ...]] = ("error", "warning", "notice", "never")
FILE_NAME: Final = SETTINGS

_LISTS: Final = ("select", "ignore", "exclude", "rules", "var-files")
_PATH_KEYS: Final = frozenset({"select", "ignore", "severity", "expect-reach"})
#: Entries of a list or table. Each glob is compared with each path, each expectation is traced through the network.
_MAX_ENTRIES: Final = 1_000
_MAX_GLOBS: Final = 200
#: A file name that stands for any: a glob fits a directory where it fits the files in it.
_ANY_FILE: Final = "-"
_KEYS: Final = frozenset({*_LISTS, *_PATH_KEYS, "per-path", "baseline", "fail-on"})


class ConfigError(Exception):
    """Settings that cannot be used; the message says where, what, and what would be right."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules run, how grave they are, and what must be reached: for all files or for those of a glob."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    expectations: tuple[Expectation, ...] = ()

    def selects(self, code: str, default: bool) -> bool:
        """Whether a rule runs; ``default``: whether it does where nothing is selected."""
        if self.ignores(code):
            return False
        return _is_listed(code, self.select) if self.select else default

    def ignores(self, code: str) -> bool:
        """Whether a rule is left out; one that is selected by its full code is not."""
        return _is_listed(code, self.ignore) and code not in self.select

    def severity_of(self, code: str) -> Severity | None:
        """The severity that is set for a code, by the longest beginning of it; None where none is."""
        longest = max((key for key in self.severity if code.startswith(key)), key=len, default=None)
        return self.severity[longest] if longest else None

    def for_reading(self) -> Selection:
        """For codes of reading files, which are reported whatever is selected."""
        return replace(self, select=()) if self.select else self


@dataclass(frozen=True, slots=True)
class PathSelection:
    """What is special about the paths that a glob fits."""

    fits: Callable[[str], bool]
    selection: Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All settings of a run. ``root`` is the folder of the file that they come from."""

    root: Path
    path: Path | None = None
    selection: Selection = Selection()
    per_path: tuple[PathSelection, ...] = ()
    exclude: tuple[str, ...] = ()
    rules: tuple[Path, ...] = ()
    var_files: tuple[str, ...] = ()
    baseline: Path | None = None
    fail_on: FailOn = "error"
    _by_path: dict[str, tuple[Selection, ...]] = field(init=False, default_factory=dict, repr=False, compare=False)

    def selects_anywhere(self, code: str, default: bool) -> bool:
        """Whether a rule must run: it is selected for some path at least."""
        if any(_is_listed(code, special.selection.select) for special in self.per_path):
            return True
        return self.selection.selects(code, default)

    def selects_everywhere(self, code: str, default: bool, *, reading: bool = False) -> bool:
        """Whether a rule is on at every path. ``reading``: a code of reading, which is on whatever is selected."""
        if any(_is_listed(code, special.selection.ignore) for special in self.per_path):
            return False
        return (self.selection.for_reading() if reading else self.selection).selects(code, default)

    def apply(self, diagnostic: Diagnostic, default: bool, *, reading: bool = False) -> Diagnostic | None:
        """The diagnostic with the severity that holds at its path; None where its rule is off. ``reading`` as above."""
        code = diagnostic.code
        selection = self.selection.for_reading() if reading else self.selection
        selected, severity = selection.selects(code, default), selection.severity_of(code)
        for special in self._special_at(diagnostic.path) if self.per_path else ():
            if special.ignores(code):
                selected = False
            elif _is_listed(code, special.select):
                selected = True
            severity = special.severity_of(code) or severity
        if not selected:
            return None
        return replace(diagnostic, severity=severity) if severity else diagnostic

    def _special_at(self, path: str) -> tuple[Selection, ...]:
        """The selections of the globs that fit a path, which many diagnostics share."""
        if path not in self._by_path:
            relative = self._relative(path)
            self._by_path[path] = tuple(special.selection for special in self.per_path if special.fits(relative))
        return self._by_path[path]

    def expectations_for(self, directory: str) -> tuple[Expectation, ...]:
        """What the settings expect of the root module in a directory: in their own folder, or where a glob fits."""
        path = self._relative(directory)
        expectations = self.selection.expectations if path == "." else ()
        for special in self.per_path:
            if special.fits(f"{path}/{_ANY_FILE}"):
                expectations += special.selection.expectations
        return expectations

    def _relative(self, path: str) -> str:
        try:
            return Path(path).resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return Path(path).as_posix()


def _is_listed(code: str, patterns: Iterable[str]) -> bool:
    """Codes are named in full or by their beginning: ``ALI3`` is all rules of routes."""
    return any(code.startswith(pattern) or pattern == "ALL" for pattern in patterns)


def find(start: Path, environment: Mapping[str, str] | None = None) -> Config:
    """The settings that hold for ``start``: those of the nearest file upwards, else the user's own.

    Rules are only taken from the user's own settings, which do not count where they lie in the judged tree.

    Raises:
        ConfigError: a file cannot be used.
    """
    user_path = user_file(environment if environment is not None else os.environ)
    own = Config(root=start)
    if user_path is not None and user_path.is_file() and not is_unpacked_with(user_path, start):
        own = read(user_path)
    start = start.resolve()
    for folder in (start, *start.parents):
        for path in (folder / FILE_NAME, folder / "pyproject.toml"):
            if not os.path.lexists(path) or path.is_dir():
                continue
            is_own_file = path.name == FILE_NAME
            if leads_out(path):
                if is_own_file:
                    raise ConfigError(f"{path} is a link that leads out of this tree; name its target with --config")
                continue  # it is of other tools, too, and may say nothing about this one
            if path.is_file() and (is_own_file or b"[tool.hcl-lint" in read_content(path)):
                return replace(read(path, trusted=False), rules=own.rules)
    return replace(own, root=start)


def load_settings(config_file: str | None, no_config: bool, first_path: str) -> Config:
    """The settings in force for a path.

    Args:
        config_file: what ``--config`` names.
        no_config: read none.
        first_path: the first path that is judged, ``-`` for standard input.

    Raises:
        ConfigError: a file cannot be used.
    """
    if no_config:
        return Config(root=Path.cwd())
    if config_file:
        return read(Path(config_file))
    start = Path(first_path) if first_path != "-" else Path.cwd()
    return find(start if start.is_dir() else start.parent)


def read_content(path: Path) -> bytes:
    """The bytes of a settings file.

    Raises:
        ConfigError: it cannot be read.
    """
    content = read_bytes(str(path))
    if isinstance(content, SourceIssue):
        raise ConfigError(f"{path} cannot be read: {content.message}")
    return content


def read(path: Path, *, trusted: bool = True) -> Config:
    """The settings of one file. ``trusted``: the user named it; it can name rules and files anywhere.

    Raises:
        ConfigError: it cannot be read, is not TOML, has a key or value that is not known, or one that it may not have.
    """
    table = _read_table(path)
    lists = {key: _strings(table.get(key, []), path, key) for key in _LISTS}
    fail_on = table.get("fail-on", "error")
    if fail_on not in FAIL_ON:
        raise ConfigError(f"{path}: fail-on is {fail_on!r}; it is one of {', '.join(FAIL_ON)}")
    _check_size(lists["exclude"], path, "exclude", _MAX_GLOBS)
    _compile(path, "exclude", lists["exclude"])
    per_path = _read_per_path(table, path)
    baseline = table.get("baseline")
    if baseline is not None and not isinstance(baseline, str):
        raise ConfigError(f"{path}: baseline is a path in quotes")
    selection = _read_selection(table, path)
    selections = (selection, *(special.selection for special in per_path))
    _check_size([e for part in selections for e in part.expectations], path, "expect-reach")
    if not trusted:
        _refuse_what_leads_out(path, lists, baseline)
    folder = path.parent
    return Config(
        root=folder,
        path=path,
        selection=selection,
        per_path=per_path,
        exclude=lists["exclude"],
        rules=tuple(folder / name for name in lists["rules"]),
        var_files=tuple(str(folder / name) for name in lists["var-files"]),
        baseline=folder / baseline if baseline else None,
        fail_on=fail_on,
    )


def _read_table(path: Path) -> dict[str, object]:
    """The table with our settings, whose keys are all known."""
    content: object
    try:
        content = tomllib.loads(check_limits(read_content(path)).decode("utf-8-sig"))
    except RecursionError:
        raise ConfigError(f"{path} is not TOML that can be read: it is nested too deeply") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8") from None
    except ValueError as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error
    table = _table(content, path, "")
    if path.name == "pyproject.toml":
        table = _table(_table(table.get("tool", {}), path, "tool").get("hcl-lint", {}), path, "tool.hcl-lint")
    return _check_keys(table, _KEYS, path)


def _read_per_path(table: Mapping[str, object], path: Path) -> tuple[PathSelection, ...]:
    per_path = _table(table.get("per-path", {}), path, "per-path")
    _check_size(per_path, path, "per-path", _MAX_GLOBS)
    return tuple(
        PathSelection(
            _compile(path, "per-path", (glob,)),
            _read_selection(_check_keys(_table(inner, path, glob), _PATH_KEYS, path), path),
        )
        for glob, inner in per_path.items()
    )


def _compile(path: Path, key: str, globs: tuple[str, ...]) -> Callable[[str], bool]:
    try:
        return compile_globs(globs)
    except ValueError as error:
        raise ConfigError(f"{path}: {key}: {error}") from None


def _refuse_what_leads_out(path: Path, lists: Mapping[str, tuple[str, ...]], baseline: str | None) -> None:
    if lists["rules"]:
        raise ConfigError(
            f"{path}: rules are code, and whoever writes these settings would run it here: give them with --rules DIR, "
            f"name this file with --config, or set rules in {user_file(os.environ) or 'your own settings'}"
        )
    folder = str(path.parent)
    boundary = ReadBoundary([folder])
    for key, names in (("var-files", lists["var-files"]), ("baseline", (baseline,) if baseline else ())):
        for name in names:
            if not boundary.contains(os.path.realpath(path.parent / name), folder):
                raise ConfigError(f"{path}: {key}: {name} lies outside of this tree; name it on the command line")


def _read_selection(table: Mapping[str, object], path: Path) -> Selection:
    severities: dict[str, Severity] = {}
    for code, severity in _table(table.get("severity", {}), path, "severity").items():
        if severity not in SEVERITIES:
            raise ConfigError(f"{path}: the severity of {code} is {severity!r}; it is one of {', '.join(SEVERITIES)}")
        severities[code] = severity
    select, ignore = (_strings(table.get(key, []), path, key) for key in ("select", "ignore"))
    return Selection(select, ignore, severities, _read_expectations(table, path))


def _read_expectations(table: Mapping[str, object], path: Path) -> tuple[Expectation, ...]:
    expectations = []
    for text in _strings(table.get("expect-reach", []), path, "expect-reach"):
        try:
            expectations.append(parse_expectation(text))
        except ValueError as error:
            raise ConfigError(f"{path}: expect-reach {text}: {error}") from None
    return tuple(expectations)


def _table(value: object, path: Path, key: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ConfigError(f"{path}: {key} is a table")
    return value


def _strings(value: object, path: Path, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"{path}: {key} is a list of strings")
    _check_size(value, path, key)
    return tuple(dict.fromkeys(value))


def _check_size(entries: Sized, path: Path, key: str, limit: int = _MAX_ENTRIES) -> None:
    if len(entries) > limit:
        raise ConfigError(f"{path}: {key} has at most {limit:,} entries, found {len(entries):,}")


def _check_keys(table: dict[str, object], known: Iterable[str], path: Path) -> dict[str, object]:
    known = sorted(known)
    for key in table:
        if key not in known:
            near = closest(key, known)
            hint = f"did you mean {near}?" if near else f"known are {', '.join(known)}"
            raise ConfigError(f"{path}: {key} is no setting; {hint}")
    return table
