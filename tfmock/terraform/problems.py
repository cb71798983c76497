"""What the user must mend."""

from __future__ import annotations


class TerraformProblem(Exception):
    """One clear line for the user: what is wrong, where, and what to do."""
