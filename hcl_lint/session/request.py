"""What a run is asked to judge, and how."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hcl_lint.common.progress import Progress
from hcl_lint.evaluate.inputs import Assignment
from hcl_lint.settings.config import Config
from tfmock.rulebook.expectation import Expectation


class SessionError(Exception):
    """A run that cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Settings and flags joined.

    Attributes:
        standard_input: the text that the path ``-`` stands for.
        write_baseline: where to record the diagnostics instead of reporting them.
        overlay: files by path that are judged in the place of those on disk.
    """

    paths: tuple[str, ...]
    config: Config
    expected: tuple[Expectation, ...] = ()
    variables: tuple[Assignment, ...] = ()
    workspace: str | None = None
    strict_syntax: bool = False
    cache_directory: str | None = None
    standard_input: bytes | None = None
    plan: Path | None = None
    changed_since: str | None = None
    rule_folders: tuple[Path, ...] = ()
    write_baseline: Path | None = None
    progress: Progress | None = None
    overlay: Mapping[str, bytes] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
