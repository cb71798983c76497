"""The error of this package."""

from __future__ import annotations


class TerraformError(Exception):
    """One clear line for the user: what is wrong, where, and what to do."""
