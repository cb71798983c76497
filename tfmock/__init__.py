"""tfmock: Alibaba Cloud, impersonated for Terraform and the official SDKs."""

from __future__ import annotations

from tfmock.version import __version__ as __version__

# typing's own costs a program that does not need typing otherwise 10 ms; type checkers know the name.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from tfmock.testing.mock import mock_alicloud as mock_alicloud


def __getattr__(name: str) -> object:
    """``tfmock.mock_alicloud``, imported when it is asked for: ``tfmock --version`` needs none of it (PEP 562)."""
    if name == "mock_alicloud":
        from tfmock.testing.mock import mock_alicloud

        return mock_alicloud
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
