"""Every command line of the pages is one that our own parsers take."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from hcl_lint.cli import main as hcl_lint
from tests.docs.blocks import ROOT
from tfmock.cli.main import main as tfmock

_PROGRAMS = {"tfmock": tfmock, "hcl-lint": hcl_lint}
PAGES = sorted([*ROOT.glob("docs/*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"])
#: Where a line of a shell ends, and another command or a file begins.
_END = re.compile(r"\|\||&&|[|;&<>#)]")
_START = re.compile(r"(?:^|[\s(`])(?P<line>(?:tfmock|hcl-lint)(?: .*|$))")
_NUMBERS = {"VALUE", "N", "SECONDS", "PORT"}


def command_lines(page: Path) -> Iterator[tuple[int, str, bool]]:
    """Line number, command and whether it is whole: lines of code are, code within a sentence may be a part."""
    fenced = False
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif fenced or line.startswith("    "):
            match = _START.match(line.strip().removeprefix("$ "))
            if match:
                yield number, match["line"], True
        else:
            yield from ((number, code, False) for code in re.findall(r"`((?:tfmock|hcl-lint) [^`]+)`", line))


def arguments(line: str) -> list[str]:
    """The words of one command, as a shell splits them."""
    words: list[str] = []
    if line.count("'") % 2:  # a text that goes on in the next line
        line = line[: line.rindex("'")] + "text"
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    for word in lexer:
        if _END.fullmatch(word) or set(word) <= set("|&;<>()"):
            break
        words.append("1" if word in _NUMBERS else word)
    return words


def parse(program: str, words: list[str]) -> None:
    """Take the words as the program would, and run nothing.

    Raises:
        click.UsageError: it would refuse them.
    """
    command: click.Command = _PROGRAMS[program]
    context: click.Context | None = None
    try:
        while True:
            context = command.make_context(command.name or program, words, parent=context)
            if not isinstance(command, click.Group):
                return
            words = [*context._protected_args, *context.args]
            _, subcommand, words = command.resolve_command(context, words)
            assert subcommand is not None
            command = subcommand
    except click.exceptions.Exit:
        return  # --help, --version


#: What is missing where a sentence names a part of a command: `tfmock env --world`.
_PARTS = (click.MissingParameter, click.BadOptionUsage, click.exceptions.NoArgsIsHelpError)
LINES = [(page.name, *line) for page in PAGES for line in command_lines(page)]


def test_there_are_lines_on_many_pages() -> None:
    assert len({name for name, _, _, _ in LINES}) > 10


@pytest.mark.parametrize(
    ("page", "number", "line", "whole"), LINES, ids=[f"{name}-{number}" for name, number, _, _ in LINES]
)
def test_line(page: str, number: int, line: str, whole: bool) -> None:
    words = arguments(line)
    try:
        parse(words[0], words[1:])
    except click.UsageError as error:
        if whole or not isinstance(error, _PARTS):
            pytest.fail(f"{page}:{number}: {line}: {error.format_message()}")


@pytest.mark.parametrize("line", ["tfmock serv", "tfmock clock advance 1s --wrld x", "tfmock traffic a b --rate"])
def test_wrong_command_lines_are_found(line: str) -> None:
    with pytest.raises(click.UsageError):
        parse("tfmock", arguments(line)[1:])
