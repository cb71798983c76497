"""The version, in a module of its own: every package can import it without the package's public names."""

from __future__ import annotations

__version__ = "0.1.0"
