from __future__ import annotations

import pytest

from tfmock.terraform.command_line import GUARD_FLAG, BackendFlags, CommandLine, changed_variables


@pytest.mark.parametrize(
    ("arguments", "chdir", "subcommand", "harmless"),
    [
        ("apply -auto-approve", ".", "apply", False),
        ("-chdir=a/b plan", "a/b", "plan", False),
        ("", ".", "", True),
        ("-version", ".", "", True),
        ("-chdir=a -help apply", "a", "apply", True),
        ("fmt -check", ".", "fmt", True),
        ("version -json", ".", "version", True),
        ("apply -chdir=x", ".", "apply", False),
    ],
)
def test_is_split_as_terraform_splits_it(arguments: str, chdir: str, subcommand: str, harmless: bool) -> None:
    line = CommandLine.parse(arguments.split())
    assert (line.chdir, line.subcommand, line.is_harmless) == (chdir, subcommand, harmless)
    assert line.is_harmless or line.joined(line.rest) == arguments.split()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("apply -state=a -state-out b -backup=-", "-state=/s/a -state-out=/s/b -backup=-"),
        ("apply --state a --backup c", "-state=/s/a -backup=/s/c"),
        ("apply -backup - -var state=1", "-backup - -var state=1"),
        ("apply -state", "-state"),
        ("workspace new -state=a x", "new -state=a x"),
        ("state mv -state=a -backup-out=b x y", "mv -state=/s/a -backup-out=/s/b x y"),
    ],
)
def test_state_files_are_redirected(arguments: str, expected: str) -> None:
    line = CommandLine.parse(arguments.split())
    assert line.with_redirected_states(line.rest, lambda name: f"/s/{name}") == expected.split()


@pytest.mark.parametrize(
    ("arguments", "configured", "migrates", "others"),
    [
        ("-backend-config=a=b -upgrade", ("a=b",), False, "-upgrade"),
        ("-backend-config a=b --backend-config c", ("a=b", "c"), False, ""),
        ("-reconfigure -force-copy -input=false", (), False, "-input=false"),
        ("-migrate-state=true", (), True, ""),
        (f"-backend=false {GUARD_FLAG}", (), False, "-backend=false"),
        ("-backend-config", ("",), False, ""),
    ],
)
def test_flags_about_a_replaced_backend(
    arguments: str, configured: tuple[str, ...], migrates: bool, others: str
) -> None:
    assert BackendFlags.parse(arguments.split()) == (configured, migrates, others.split())


@pytest.mark.parametrize(
    ("arguments", "workspace"),
    [
        ("workspace select a", "a"),
        ("workspace select -or-create=true a", "a"),
        ("env select a", "a"),
        ("workspace new a", ""),
        ("workspace select", ""),
        ("state select a", ""),
    ],
)
def test_the_workspace_that_is_selected(arguments: str, workspace: str) -> None:
    assert CommandLine.parse(arguments.split()).selected_workspace == workspace


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("-backend-config='a b=c' -lock=false", "-lock=false"),
        ("-var 'x=a b'", "-var 'x=a b'"),
        ("-x 'not closed", "-x 'not closed"),
        ("", ""),
    ],
)
def test_variables_with_arguments_keep_their_words(value: str, expected: str) -> None:
    change = changed_variables({"T": value, "U": value}, ["T", "V"], lambda words: BackendFlags.parse(words).others)
    assert change == {"T": expected, "U": value}


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ("state replace-provider -auto-approve a b", "TF_CLI_ARGS_state_replace_provider"),
        ("force-unlock id", "TF_CLI_ARGS_force_unlock"),
        ("apply", "TF_CLI_ARGS_apply"),
    ],
)
def test_the_variables_with_further_arguments(arguments: str, name: str) -> None:
    assert name in CommandLine.parse(arguments.split()).environment_names()
