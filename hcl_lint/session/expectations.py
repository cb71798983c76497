"""Which root modules ``--expect-reach`` and the settings speak of."""

from __future__ import annotations

from collections.abc import Sequence

from hcl_lint.evaluate.model import RootModule
from hcl_lint.network.expectations import NoSuchEndpointError, ResolvedExpectation, resolve, resolve_anywhere
from hcl_lint.settings.config import Config
from tfmock.rulebook.expectation import Expectation


class ExpectationError(Exception):
    """An expectation whose endpoints do not exist; the message says which and why."""


def assign(
    roots: Sequence[RootModule], flags: Sequence[Expectation], config: Config
) -> list[tuple[ResolvedExpectation, ...]]:
    """For each root module what is expected of it.

    Flags speak of every root module that has both endpoints. Settings speak of the root module in their own folder, and
    under ``per-path`` of those that the glob fits; they do not speak of single files of their directory.

    Raises:
        ExpectationError: an endpoint is in none of them.
    """
    resolved: list[tuple[ResolvedExpectation, ...]] = [() for _ in roots]
    for expectation in flags:
        try:
            more = resolve_anywhere(roots, expectation)
        except NoSuchEndpointError as error:
            raise ExpectationError(f"--expect-reach {expectation}: {error}") from None
        resolved = [before + after for before, after in zip(resolved, more, strict=True)]
    for number, root in enumerate(roots):
        from_settings = () if root.named else config.expectations_for(root.directory)
        try:
            resolved[number] += resolve(root, from_settings, config.path.name if config.path else "")
        except NoSuchEndpointError as error:
            raise ExpectationError(f"{config.path}: expect-reach: {error}") from None
    return resolved
