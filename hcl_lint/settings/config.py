"""Settings: ``.hcl-lint.toml`` or ``[tool.hcl-lint]`` of ``pyproject.toml``, the nearest one upwards.

Keys: ``select``, ``ignore``, ``severity`` (a table code -> severity), ``expect-reach``, ``per-path`` (a table glob ->
table with the same four keys), ``exclude``, ``rules``, ``baseline``, ``fail-on``, ``var-files``. Paths are relative to
the file.

A file that is found beside or above what is judged may have been written by whoever wrote that: a pull request of a
stranger brings it along. So it cannot name rules, which are code, and no files outside of its tree. A file given with
``--config`` and the user's own (:func:`hcl_lint.settings.user_settings.user_file`) can.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Final, Literal

from hcl_lint.diagnostic import SEVERITIES, Diagnostic
from hcl_lint.settings.toml_limits import bounded
from hcl_lint.settings.user_settings import leads_out, unpacked_with, user_file
from hcl_lint.source.boundary import ReadBoundary
from hcl_lint.source.files import SETTINGS, read_bytes
from hcl_lint.source.issue import SourceIssue
from tfmock.rulebook import expectation
from tfmock.rulebook.expectation import Expectation
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
#: Entries of a list or table. Each glob is compared with each path, each expectation is a question to the network.
_MAX_ENTRIES: Final = 1_000
_MAX_GLOBS: Final = 200
_KEYS: Final = frozenset({*_LISTS, *_PATH_KEYS, "per-path", "baseline", "fail-on"})


class ConfigError(Exception):
    """Settings that cannot be used; the message tells where, what, and what would be right."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rules count, how much, and what must be reached: for all files or for those of a glob."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    expected: tuple[Expectation, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a run. ``root`` is the folder of the file that they come from."""

    root: Path
    path: Path | None = None
    choice: Choice = Choice()
    per_path: tuple[tuple[str, Choice], ...] = ()
    exclude: tuple[str, ...] = ()
    rules: tuple[Path, ...] = ()
    var_files: tuple[str, ...] = ()
    baseline: Path | None = None
    fail_on: FailOn = "error"
    _fitting: dict[str, tuple[Choice, ...]] = field(init=False, default_factory=dict, repr=False, compare=False)

    def wants(self, code: str, default: bool) -> bool:
        """Whether a rule must run: it is selected for some path at least."""
        if any(_listed(code, choice.select) for _, choice in self.per_path):
            return True
        return _selected(code, self.choice, default)

    def everywhere(self, code: str, default: bool, *, reading: bool = False) -> bool:
        """Whether a rule is on at every path. ``reading``: a code of reading, which is on whatever is selected."""
        if any(_listed(code, choice.ignore) for _, choice in self.per_path):
            return False
        return _selected(code, replace(self.choice, select=()) if reading else self.choice, default)

    def judge(self, diagnostic: Diagnostic, default: bool, *, reading: bool = False) -> Diagnostic | None:
        """The diagnostic with the severity in force at its path; None where its rule is off. ``reading`` as above."""
        choice = replace(self.choice, select=()) if reading and self.choice.select else self.choice
        keep, severity = _selected(diagnostic.code, choice, default), _severity(diagnostic.code, choice)
        for choice in self._at(diagnostic.path) if self.per_path else ():
            if _listed(diagnostic.code, choice.ignore) and diagnostic.code not in choice.select:
                keep = False
            elif _listed(diagnostic.code, choice.select):
                keep = True
            severity = _severity(diagnostic.code, choice) or severity
        if not keep:
            return None
        return replace(diagnostic, severity=severity) if severity else diagnostic

    def _at(self, path: str) -> tuple[Choice, ...]:
        """The choices of the globs that fit a path, which many diagnostics share."""
        if path not in self._fitting:
            own = self._relative(path)
            self._fitting[path] = tuple(choice for pattern, choice in self.per_path if _matches(own, pattern))
        return self._fitting[path]

    def expected(self, directory: str) -> tuple[Expectation, ...]:
        """What the settings say of the root module in a directory: in their own folder, or where a glob fits."""
        path = self._relative(directory)
        found = self.choice.expected if path == "." else ()
        for pattern, choice in self.per_path:
            if _matches(f"{path}/", pattern):
                found += choice.expected
        return found

    def _relative(self, path: str) -> str:
        try:
            return Path(path).resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return Path(path).as_posix()


def _matches(path: str, pattern: str) -> bool:
    return fnmatch(path, pattern) or fnmatch(path, pattern.rstrip("/") + "/*")


def _listed(code: str, patterns: Iterable[str]) -> bool:
    """Codes are named in full or by their beginning: ``ALI3`` is all rules of routes."""
    return any(code.startswith(pattern) or pattern == "ALL" for pattern in patterns)


def _selected(code: str, choice: Choice, default: bool) -> bool:
    if _listed(code, choice.ignore) and code not in choice.select:
        return False
    return _listed(code, choice.select) if choice.select else default


def _severity(code: str, choice: Choice) -> Severity | None:
    best = max((key for key in choice.severity if code.startswith(key)), key=len, default=None)
    return choice.severity[best] if best else None


def find(start: Path, environment: Mapping[str, str] | None = None) -> Config:
    """The settings that hold for ``start``: those of the nearest file upwards, else the user's own.

    Rules are only taken from the user's own settings, which do not count where they lie in the judged tree.

    Raises:
        ConfigError: a file cannot be used.
    """
    mine = user_file(environment if environment is not None else os.environ)
    own = Config(start)
    if mine is not None and mine.is_file() and not unpacked_with(mine, start):
        own = read(mine)
    start = start.resolve()
    for folder in (start, *start.parents):
        for path in (folder / FILE_NAME, folder / "pyproject.toml"):
            if not os.path.lexists(path) or path.is_dir():
                continue
            ours = path.name == FILE_NAME
            if leads_out(path):
                if ours:
                    raise ConfigError(f"{path} is a link that leads out of this tree; name its target with --config")
                continue  # of other tools, too: nothing of ours can be told of it
            if path.is_file() and (ours or b"[tool.hcl-lint" in content_of(path)):
                return replace(read(path, trusted=False), rules=own.rules)
    return replace(own, root=start)


def choose(config_file: str | None, no_config: bool, first_path: str) -> Config:
    """The settings in force for a path.

    Args:
        config_file: what ``--config`` names.
        no_config: read none.
        first_path: the first path that is judged, ``-`` for standard input.

    Raises:
        ConfigError: a file cannot be used.
    """
    if no_config:
        return Config(Path.cwd())
    if config_file:
        return read(Path(config_file))
    start = Path(first_path) if first_path != "-" else Path.cwd()
    return find(start if start.is_dir() else start.parent)


def content_of(path: Path) -> bytes:
    content = read_bytes(str(path))
    if isinstance(content, SourceIssue):
        raise ConfigError(f"{path} cannot be read: {content.message}")
    return content


def read(path: Path, *, trusted: bool = True) -> Config:
    """The settings of one file. ``trusted``: the user named it; it can name rules and files anywhere.

    Raises:
        ConfigError: it cannot be read, is not TOML, has a key or value that is not known, or one that it may not have.
    """
    content: object
    try:
        content = tomllib.loads(bounded(content_of(path)).decode("utf-8-sig"))
    except RecursionError:
        raise ConfigError(f"{path} is not TOML that can be read: it is nested too deeply") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8") from None
    except ValueError as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error
    table = _table(content, path, "")
    if path.name == "pyproject.toml":
        table = _table(_table(table.get("tool", {}), path, "tool").get("hcl-lint", {}), path, "tool.hcl-lint")
    _only(table, _KEYS, path)
    lists = {key: _strings(table.get(key, []), path, key) for key in _LISTS}
    fail_on = table.get("fail-on", "error")
    if fail_on not in FAIL_ON:
        raise ConfigError(f"{path}: fail-on is {fail_on!r}; it is one of {', '.join(FAIL_ON)}")
    per_path = _table(table.get("per-path", {}), path, "per-path")
    for key, entries in (("per-path", per_path), ("exclude", lists["exclude"])):
        _few(entries, path, key, _MAX_GLOBS)
    baseline = table.get("baseline")
    if baseline is not None and not isinstance(baseline, str):
        raise ConfigError(f"{path}: baseline is a path in quotes")
    folder = path.parent
    globs = tuple(
        (glob, _choice(_only(_table(inner, path, glob), _PATH_KEYS, path), path)) for glob, inner in per_path.items()
    )
    choice = _choice(table, path)
    _few([one for each in (choice, *(each for _, each in globs)) for one in each.expected], path, "expect-reach")
    if not trusted:
        _refuse_what_leads_out(path, lists, baseline)
    return Config(
        root=folder,
        path=path,
        choice=choice,
        per_path=globs,
        exclude=lists["exclude"],
        rules=tuple(folder / name for name in lists["rules"]),
        var_files=tuple(str(folder / name) for name in lists["var-files"]),
        baseline=folder / baseline if baseline else None,
        fail_on=fail_on,
    )


def _refuse_what_leads_out(path: Path, lists: Mapping[str, tuple[str, ...]], baseline: str | None) -> None:
    if lists["rules"]:
        raise ConfigError(
            f"{path}: rules are code, and whoever writes these settings would run it here: give them with --rules DIR, "
            f"name this file with --config, or set rules in {user_file(os.environ) or 'your own settings'}"
        )
    folder = str(path.parent)
    tree = ReadBoundary([folder])
    for key, names in (("var-files", lists["var-files"]), ("baseline", (baseline,) if baseline else ())):
        for name in names:
            if not tree.contains(os.path.realpath(path.parent / name), folder):
                raise ConfigError(f"{path}: {key}: {name} lies outside of this tree; name it on the command line")


def _choice(table: Mapping[str, object], path: Path) -> Choice:
    severities: dict[str, Severity] = {}
    for code, severity in _table(table.get("severity", {}), path, "severity").items():
        if severity not in SEVERITIES:
            raise ConfigError(f"{path}: the severity of {code} is {severity!r}; it is one of {', '.join(SEVERITIES)}")
        severities[code] = severity
    select, ignore = (_strings(table.get(key, []), path, key) for key in ("select", "ignore"))
    return Choice(select, ignore, severities, _expected(table, path))


def _expected(table: Mapping[str, object], path: Path) -> tuple[Expectation, ...]:
    found = []
    for text in _strings(table.get("expect-reach", []), path, "expect-reach"):
        try:
            found.append(expectation.parse_expectation(text))
        except ValueError as error:
            raise ConfigError(f"{path}: expect-reach {text}: {error}") from None
    return tuple(found)


def _table(value: object, path: Path, key: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ConfigError(f"{path}: {key} is a table")
    return value


def _strings(value: object, path: Path, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"{path}: {key} is a list of strings")
    _few(value, path, key)
    return tuple(dict.fromkeys(value))


def _few(entries: Sized, path: Path, key: str, limit: int = _MAX_ENTRIES) -> None:
    if len(entries) > limit:
        raise ConfigError(f"{path}: {key} has at most {limit:,} entries, found {len(entries):,}")


def _only(table: dict[str, object], known: Iterable[str], path: Path) -> dict[str, object]:
    known = sorted(known)
    for key in table:
        if key not in known:
            near = closest(key, known)
            hint = f"did you mean {near}?" if near else f"known are {', '.join(known)}"
            raise ConfigError(f"{path}: {key} is no setting; {hint}")
    return table
