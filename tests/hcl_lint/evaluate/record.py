"""Records what Terraform gives for the table: ``python -m tests.hcl_lint.evaluate.record`` after the table changed."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.hcl_lint.evaluate.judge import RECORD, table, terraform_results, terraform_version


def main() -> None:
    """Write the record; refuses another version of Terraform than the record is named after."""
    version = terraform_version()
    if f"terraform_{version}.jsonl" != RECORD.name:
        raise SystemExit(f"expected the Terraform that {RECORD.name} is named after, found {version}")
    written = list(dict.fromkeys(table()))
    with tempfile.TemporaryDirectory() as directory:
        results = terraform_results(Path(directory), written)
    lines = [json.dumps([expression, result]) for expression, result in zip(written, results, strict=True)]
    RECORD.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
