"""``hcl-lint check --coverage``: how far tfmock plays what a configuration declares."""

from __future__ import annotations

import json
import sys

from hcl_lint.cli.check_options import CheckOptions, make_request
from hcl_lint.cli.errors import CommandError
from hcl_lint.session.type_coverage import cover_types
from tfmock.coverage.folder import folder_as_json, text_lines
from tfmock.text.printable import printable


def run_coverage(options: CheckOptions) -> int:
    """Print the coverage as text or JSON; the exit code.

    Raises:
        CommandError: a flag does not go with it.
    """
    if options.plan or options.fix or options.diff or options.write_baseline:
        raise CommandError(
            "--coverage reads configuration and judges nothing; leave --plan, --fix, --diff and baselines out"
        )
    if not {format for format, _ in options.outputs} <= {"text", "json"} or any(file for _, file in options.outputs):
        raise CommandError("--coverage is printed as --format text or json")
    covered = cover_types(make_request(options))
    for format, _ in options.outputs:
        if format == "json":
            print(json.dumps(folder_as_json(covered), indent=2))
        else:
            sys.stdout.writelines(f"{printable(line)}\n" for line in text_lines(covered))
    return 0
