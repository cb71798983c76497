"""What ``--expect-reach`` and the settings say must be true, as questions to the root modules that were read."""

from __future__ import annotations

from collections.abc import Sequence

from hcl_lint.evaluate.model import RootModule
from hcl_lint.network.expectations import Asked, NoSuchEndError, of_any, of_root
from hcl_lint.settings.config import Config
from tfmock.rulebook.expectation import Expectation


class ExpectationError(Exception):
    """An expectation that cannot be asked about; the message tells which and why."""


def assign(roots: Sequence[RootModule], flags: Sequence[Expectation], config: Config) -> list[tuple[Asked, ...]]:
    """For each root module what it is asked.

    Flags speak of every root module that has both ends. Settings speak of the root module in their own folder, and
    under ``per-path`` of those that the glob fits; single files are not asked what settings say of their directory.

    Raises:
        ExpectationError: an end is in none of them.
    """
    found: list[tuple[Asked, ...]] = [() for _ in roots]
    for one in flags:
        try:
            found = [(*old, *new) for old, new in zip(found, of_any(roots, one), strict=True)]
        except NoSuchEndError as error:
            raise ExpectationError(f"--expect-reach {one}: {error}") from None
    for number, root in enumerate(roots):
        wanted = () if root.named else config.expected(root.directory)
        try:
            found[number] += of_root(root, wanted, config.path.name if config.path else "")
        except NoSuchEndError as error:
            raise ExpectationError(f"{config.path}: expect-reach: {error}") from None
    return found
