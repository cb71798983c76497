"""Terraform's command line: the folder, the subcommand, and the flags that name a backend or a state."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

#: Neither a backend nor a state is looked at.
_HARMLESS: Final = frozenset({"", "version", "fmt", "login", "logout", "metadata"})
_NO_COMMAND: Final = frozenset({"-version", "--version", "-v", "-help", "--help", "-h"})
#: Flags that name a state file to be read or written, and the legacy local backend obeys.
_STATE_FLAGS: Final = frozenset({"state", "state-out", "backup", "backup-out"})
_WRITE_BACKUPS: Final = frozenset({"mv", "rm", "replace-provider"})
#: Flags of ``init`` about the backend that the user wrote; which has been replaced.
_BACKEND_SWITCHES: Final = frozenset({"reconfigure", "migrate-state", "force-copy"})
#: Appended to TF_CLI_ARGS_init by ``exec`` for a Terraform that does not run through the launcher. Go reads F as false;
#: users do not write it so, and the launcher can tell it from theirs.
GUARD_FLAG: Final = "-backend=F"


class CommandLine(NamedTuple):
    """Arguments without the program: global options, subcommand, the rest."""

    before: tuple[str, ...]
    subcommand: str
    rest: tuple[str, ...]

    @classmethod
    def parse(cls, arguments: Sequence[str]) -> CommandLine:
        """Split where Terraform splits (main.go): global options begin with a hyphen."""
        count = next((index for index, word in enumerate(arguments) if not word.startswith("-")), len(arguments))
        return cls(tuple(arguments[:count]), "".join(arguments[count : count + 1]), tuple(arguments[count + 1 :]))

    @property
    def chdir(self) -> str:
        """What ``-chdir=`` says, or "."."""
        return next((word[len("-chdir=") :] for word in self.before if word.startswith("-chdir=")), ".") or "."

    @property
    def is_harmless(self) -> bool:
        """Whether it touches neither a backend nor a state."""
        return self.subcommand in _HARMLESS or not _NO_COMMAND.isdisjoint(self.before)

    @property
    def action(self) -> str:
        """The word after ``state``, ``workspace``, ``providers``: the first that is no flag, or ""."""
        return next((word for word in self.rest if not word.startswith("-")), "")

    @property
    def selected_workspace(self) -> str:
        """What ``workspace select`` selects, or ""."""
        words = [word for word in self.rest if not word.startswith("-")]
        return words[1] if self._is_workspace and words[:1] == ["select"] and len(words) > 1 else ""

    @property
    def writes_backup(self) -> bool:
        """Whether it writes a backup of the state into the working folder, and no flag names another place."""
        is_named = any(name == "backup" for name, _, _ in flags(self.rest, _STATE_FLAGS))
        return self.subcommand == "state" and self.action in _WRITE_BACKUPS and not is_named

    @property
    def _is_workspace(self) -> bool:
        return self.subcommand in ("workspace", "env")

    def joined(self, rest: Sequence[str]) -> list[str]:
        """The arguments with another rest."""
        return [*self.before, self.subcommand, *rest]

    def environment_names(self) -> tuple[str, ...]:
        """The variables from which Terraform takes further arguments for this command (main.go, mergeEnvArgs): with
        "_" for each hyphen of ``replace-provider`` or ``force-unlock``."""
        names = ["TF_CLI_ARGS", f"TF_CLI_ARGS_{self.subcommand}"]
        if self.action:
            names.append(f"TF_CLI_ARGS_{self.subcommand}_{self.action}")
        return tuple(name.replace("-", "_") for name in names)

    def environment_arguments(self, environ: Mapping[str, str]) -> list[str]:
        """The arguments that these variables add."""
        return [word for name in self.environment_names() for word in words_in(environ.get(name, "")) or ()]

    def with_redirected_states(self, arguments: Sequence[str], target: Callable[[str], str]) -> list[str]:
        """Arguments whose state files are those that ``target`` gives; "-" (no backup) stays.

        ``workspace new -state=FILE`` only reads, as ``state push FILE`` does: that is its purpose.
        """
        if self._is_workspace:
            return list(arguments)
        changed: list[str] = []
        for name, value, parts in flags(arguments, _STATE_FLAGS):
            named = name in _STATE_FLAGS and value not in ("", "-")
            changed += [f"-{name}={target(value)}"] if named else parts
        return changed


def flags(arguments: Sequence[str], valued: frozenset[str]) -> Iterator[tuple[str, str, list[str]]]:
    """Each argument as (name, value, how it was written); the name is "" for what is no flag.

    Go's flag package takes one hyphen or two, and the value behind "=" or as the next argument.

    Args:
        valued: flags whose value may be the next argument.
    """
    words = iter(arguments)
    for word in words:
        name, equals, value = word.removeprefix("-").removeprefix("-").partition("=")
        if not word.startswith("-") or word == "-":
            yield "", word, [word]
        elif name in valued and not equals:
            following = list(_next_word(words))
            yield name, "".join(following), [word, *following]
        else:
            yield name, value, [word]


def _next_word(words: Iterator[str]) -> Iterator[str]:
    """At most one more word."""
    for word in words:
        yield word
        return


class BackendFlags(NamedTuple):
    """The flags of ``init`` about a backend that has been replaced, and the other arguments."""

    configured: tuple[str, ...]
    migrates: bool
    others: list[str]

    @classmethod
    def parse(cls, arguments: Sequence[str]) -> BackendFlags:
        """Split the arguments of ``init``."""
        configured, others, migrates = [], list[str](), False
        for name, value, parts in flags(arguments, frozenset({"backend-config"})):
            if name == "backend-config":
                configured.append(value)
            elif name in _BACKEND_SWITCHES:
                migrates |= name == "migrate-state"
            elif parts != [GUARD_FLAG]:
                others += parts
        return cls(tuple(configured), migrates, others)


def words_in(value: str) -> list[str] | None:
    """The arguments in one of Terraform's variables; None if it cannot be split, which Terraform will report."""
    try:
        return shlex.split(value)
    except ValueError:
        return None


def changed_variables(
    environ: Mapping[str, str], names: Sequence[str], change: Callable[[list[str]], list[str]]
) -> dict[str, str]:
    """A copy of the environment in which the arguments in these variables are changed."""
    copy = dict(environ)
    for name in names:
        words = words_in(copy.get(name, ""))
        if words and (changed := change(words)) != words:
            copy[name] = shlex.join(changed)
    return copy
