"""``python -m hcl_lint``."""

from hcl_lint.cli import main

main(prog_name="hcl-lint")
