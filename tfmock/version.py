"""The version, in a module of its own: every room may say it without importing the package's public names."""

from __future__ import annotations

__version__ = "0.1.0"
