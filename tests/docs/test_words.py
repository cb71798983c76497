"""How both tools and their pages spell."""

from __future__ import annotations

import re

from tests.docs.blocks import ROOT

#: Messages there are the cloud's own, word for word.
_THE_CLOUDS = ("tfmock/services/", "tfmock/rulebook/")


def test_cannot_is_one_word() -> None:
    files = [
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("*.md"),
        *ROOT.glob("tfmock/**/*.py"),
        *ROOT.glob("hcl_lint/**/*.py"),
    ]
    wrong = [
        f"{name}:{number}"
        for name, path in ((path.relative_to(ROOT).as_posix(), path) for path in files)
        if not name.startswith(_THE_CLOUDS)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\bcan not\b", line, re.IGNORECASE)
    ]
    assert len(files) > 100
    assert wrong == []
