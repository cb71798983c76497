"""Which files differ from a revision; git answers from the repository, without a network."""

from __future__ import annotations

import subprocess
from pathlib import Path


class GitError(Exception):
    """Git has no answer; the message says why."""


def changed_files(revision: str) -> set[Path]:
    """Files that differ from ``revision``, committed or not, and new ones that git does not ignore.

    Raises:
        GitError: there is no git or no repository here, or the revision does not exist.
    """
    if revision.startswith("-"):
        raise GitError(f"--changed-since {revision}: that is no revision")
    top = Path(_git("rev-parse", "--show-toplevel").strip())
    names = _git("diff", "--name-only", "-z", revision, "--") + _git(
        "ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/"
    )
    return {(top / name).resolve() for name in names.split("\0") if name}


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=True)
    except FileNotFoundError as error:
        raise GitError("--changed-since needs git, which is not installed") from error
    except subprocess.CalledProcessError as error:
        lines = error.stderr.strip().splitlines() or [f"git {arguments[0]} failed"]
        raise GitError(f"--changed-since: git says: {lines[0]}") from error
    return done.stdout
