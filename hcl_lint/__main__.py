"""``python -m hcl_lint``."""

from __future__ import annotations

import sys

if not getattr(sys.flags, "safe_path", False):
    del sys.path[0]  # the working directory, in which a judged tree could offer modules of its own

from hcl_lint.cli import main

main(prog_name="hcl-lint")
