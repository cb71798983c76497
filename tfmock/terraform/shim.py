"""What runs in place of `terraform` inside `tfmock exec`: it prepares the root and becomes the real one.

It becomes it (execve) rather than starting it: signals, the terminal and the exit code are then Terraform's own.
What has to be removed afterwards, ``exec`` removes when it ends.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from tfmock.terraform import backend_override, private_state
from tfmock.terraform.command_line import GUARD_FLAG, BackendFlags, CommandLine, changed_variables, flags
from tfmock.terraform.errors import TerraformError
from tfmock.terraform.launcher import find_program
from tfmock.terraform.root_module import RemoteState, find_remote_states, has_configuration
from tfmock.terraform.session_folder import KEEP, RootFolder, SessionFolder
from tfmock.text.printable import printable, printable_lines

if TYPE_CHECKING:
    from tfmock.terraform.saved_plan import SavedPlan  # imported late: few runs read a plan

_NOT_FOUND: Final = 127
_USAGE: Final = 2


def main() -> NoReturn:
    """``shim.py SESSION NAME REAL ARGUMENT...``; REAL is "" for the next one in PATH."""
    # A Ctrl-C before Terraform runs ends this silently, and Terraform must not inherit what Python ignores.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    session, name, real, *arguments = sys.argv[1:]
    try:
        run(SessionFolder(Path(session)), name, real, arguments)
    except TerraformError as problem:
        for line in str(problem).splitlines():
            print(f"tfmock exec: {line}", file=sys.stderr)
        sys.exit(_USAGE)
    except OSError as error:  # a full disk, say
        print(f"tfmock exec: {printable(str(error.filename or session))}: {error.strerror}.", file=sys.stderr)
        sys.exit(_USAGE)


def run(session: SessionFolder, name: str, real: str, arguments: Sequence[str]) -> NoReturn:
    """One run of Terraform.

    Raises:
        TerraformError: it must not run, or cannot be given a state of its own.
    """
    terraform = real or find_program(name, os.environ.get("PATH", ""))
    if terraform is None:
        print(f"tfmock exec: {name}: command not found. Is it installed and in PATH?", file=sys.stderr)
        sys.exit(_NOT_FOUND)
    settings = _settings(session, name)
    line = CommandLine.parse(arguments)
    root = Path(os.path.realpath(line.chdir))
    environ = dict(os.environ)
    if line.is_harmless or not root.is_dir():
        _exec_terraform(terraform, arguments, environ)
    plans = _plans(line, root, environ)
    if settings["backend"] == KEEP:
        from tfmock.terraform.backend_check import check_backend, check_plan

        check_backend(root, environ, line)
        for path, plan in plans:
            check_plan(path, plan, environ)
        _exec_terraform(terraform, arguments, environ)
    _refuse_foreign_plans(session, plans)
    if not has_configuration(root, without=(backend_override.HAND_NAME, backend_override.EXEC_NAME)):
        if not plans and _asks_for_configuration(line, root, environ):
            # TF_WORKSPACE would be another reason to ask for an `init`.
            environ.pop("TF_WORKSPACE", None)
            _exec_terraform(terraform, arguments, {**environ, "TF_DATA_DIR": str(session.empty)})
        # Terraform's to complain, or `init -from-module`. A state that lies here is none of ours.
        guard = [GUARD_FLAG] if line.subcommand == "init" else []
        rest = [*BackendFlags.parse(line.rest).others, *guard] if guard else line.rest
        _exec_terraform(terraform, line.joined(rest), {**environ, "TF_DATA_DIR": str(session.guard)})
    given = environ.get("TF_DATA_DIR", "")
    data_dir = settings["data_dir"] if session.holds(given) else given
    mine = root / (data_dir or ".terraform")
    folder = session.root(root, mine)
    environ = {key: value for key, value in environ.items() if key != "TF_DATA_DIR"}
    first = private_state.register(folder, root)
    backend_override.acquire(root, lambda: _settings(session, name))
    private_state.prepare(folder, mine, terraform, environ, line, root)
    if first:
        _note_remote_states(root)
    rest, environ = _arguments(session, folder, line, root, environ)
    _exec_terraform(terraform, line.joined(rest), {**environ, "TF_DATA_DIR": str(folder.data)})


def _settings(session: SessionFolder, name: str) -> Mapping[str, str]:
    try:
        return session.settings()
    except OSError:
        raise TerraformError(f"this `tfmock exec` has ended, and {name} does not run without it.") from None


def _arguments(
    session: SessionFolder, folder: RootFolder, line: CommandLine, root: Path, environ: dict[str, str]
) -> tuple[list[str], dict[str, str]]:
    """The arguments and variables for the private state."""

    def target(named: str) -> str:
        file = session.file(Path(os.path.abspath(root / named)))
        file.parent.mkdir(exist_ok=True)
        return str(file)

    rest = list(line.rest)
    names = line.environment_names()
    if line.subcommand == "init":
        every = BackendFlags.parse([*line.environment_arguments(environ), *rest])
        private_state.switch(folder, every.configured, migrates=every.migrates)
        rest = BackendFlags.parse(rest).others
        environ = changed_variables(environ, names, lambda words: BackendFlags.parse(words).others)
    rest = line.with_redirected_states(rest, target)
    if line.writes_backup:
        rest.insert(rest.index(line.action) + 1, f"-backup={target('terraform.tfstate.backup')}")
    environ = changed_variables(environ, names, lambda words: line.with_redirected_states(words, target))
    return rest, environ


def _refuse_foreign_plans(session: SessionFolder, plans: Sequence[tuple[Path, SavedPlan]]) -> None:
    """A plan that was made in this session names a state in its folder.

    Raises:
        TerraformError: ``apply`` is given a plan that was made elsewhere.
    """
    for path, plan in plans:
        if plan.encrypted:
            raise TerraformError(
                f"{printable(path.name)}: this plan is encrypted, so it does not tell whether it was made inside of "
                "this `tfmock exec` or for a real state. Apply without a plan file, or make it without encryption."
            )
        if os.fsencode(session.path) not in plan.content:
            raise TerraformError(
                f"{printable(path.name)}: this plan was made outside of this `tfmock exec` and names the state that it "
                "was made with. Make it inside: tfmock exec -- sh -c 'terraform plan -out=P && terraform apply P'"
            )


def _plans(line: CommandLine, root: Path, environ: Mapping[str, str]) -> list[tuple[Path, SavedPlan]]:
    """The saved plans among the arguments of ``apply``."""
    if line.subcommand != "apply":
        return []
    from tfmock.terraform import saved_plan

    paths = [root / word for word in (*line.rest, *line.environment_arguments(environ))]
    return [(path, plan) for path in paths if (plan := saved_plan.read(path)) is not None]


def _asks_for_configuration(line: CommandLine, root: Path, environ: Mapping[str, str]) -> bool:
    """Whether Terraform will say that there are no configuration files, before it looks for any state: a ``plan`` or
    ``apply`` (of no saved plan) that does not destroy, in a folder in which no state lies either. It is mostly the
    wrong folder."""
    words = [*line.rest, *line.environment_arguments(environ)]
    named = any(name in ("state", "state-out", "destroy") for name, _, _ in flags(words, frozenset()))
    lies = any((root / name).exists() for name in ("terraform.tfstate", "terraform.tfstate.d"))
    return line.subcommand in ("plan", "apply") and not named and not lies


def _note_remote_states(root: Path) -> None:
    """Says what a root reads of other states: nothing of what they name exists in tfmock by itself."""
    states = find_remote_states(root)
    foreign = _listed(root, [state for state in states if state.backend != "oss"])
    if foreign:
        print(
            f"tfmock: note: read from real states: terraform_remote_state {foreign}. What they name exists here only "
            "if it is seeded: terraform -chdir=THERE state pull > there.tfstate, then tfmock exec --seed there.tfstate",
            file=sys.stderr,
        )
    own = _listed(root, [state for state in states if state.backend == "oss"])
    if own:
        print(
            f"tfmock: note: read from tfmock's own OSS: terraform_remote_state {own}. Stacks whose oss backend is kept "
            "write there: tfmock exec --backend keep (docs/oss.md)",
            file=sys.stderr,
        )


def _listed(root: Path, states: Sequence[RemoteState]) -> str:
    return ", ".join(
        f"{printable(state.name)} ({printable(os.path.relpath(state.path, root))}:{state.line}, "
        f"{printable(state.backend) or 'a backend'})"
        for state in states
    )


def _exec_terraform(terraform: str, arguments: Sequence[str], environ: dict[str, str]) -> NoReturn:
    sys.stderr.flush()
    try:
        os.execve(terraform, [terraform, *arguments], environ)
    except OSError as error:
        raise TerraformError(f"{printable_lines(terraform)}: {error.strerror}.") from None
