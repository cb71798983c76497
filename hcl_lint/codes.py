"""Whether the codes that settings and flags name are those of rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from hcl_lint.common import suggestions
from hcl_lint.settings.config import Config, ConfigError, read_content


def check_codes(config: Config, names: Mapping[str, str]) -> None:
    """Check that ``select``, ``ignore`` and ``severity`` name codes of rules, or beginnings of codes.

    Args:
        config: settings and flags.
        names: of all rules, by code.

    Raises:
        ConfigError: one names none; the message says in which file and line, if it stands in a file.
    """
    named: list[str] = []
    for part in (config.selection, *(special.selection for special in config.per_path)):
        named += [*part.select, *part.ignore, *part.severity]
    for name in dict.fromkeys(named):
        if name != "ALL" and not any(code.startswith(name) for code in names):
            hint = suggestions.suggest_rule(name, names)
            raise ConfigError(f"{_place(config.path, name)}no rule has the code {name}; {hint}")


def _place(path: Path | None, name: str) -> str:
    """``file:line: `` of a name in the settings; nothing where it comes from a flag."""
    lines = read_content(path).decode("utf-8", "replace").splitlines() if path else ()
    for number, line in enumerate(lines, 1):
        if re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", line.partition("#")[0]):
            return f"{path}:{number}: "
    return ""
