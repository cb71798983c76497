"""``--coverage``: how far tfmock plays the types of a configuration. Nothing is judged."""

from __future__ import annotations

import os
from collections.abc import Iterator

from hcl_lint.common.cache import Cache
from hcl_lint.evaluate.file_loader import FileLoader
from hcl_lint.evaluate.model import Configuration
from hcl_lint.session.request import Request, SessionError
from hcl_lint.session.run import load_configuration
from hcl_lint.source.boundary import ReadBoundary
from hcl_lint.source.files import is_configuration
from hcl_lint.source.issue import SYNTAX, UNREADABLE
from hcl_lint.source.text import Span
from tfmock.coverage.folder import DeclaredBlock, FolderCoverage, cover
from tfmock.coverage.tiers import MODES


def cover_types(request: Request) -> FolderCoverage:
    """The types that the files of a request declare, modules included, each block once.

    What ``count`` or ``for_each`` switches off counts as well: another run may switch it on.

    Raises:
        SessionError: the run cannot be made; Terraform would refuse a file, so that nobody knows what it declares.
    """
    configuration = load_configuration(request)
    refused = [issue for issue in configuration.all_issues() if issue.code in (SYNTAX, UNREADABLE)]
    for issue in sorted(refused, key=lambda issue: (issue.path, issue.span.start if issue.span else 0)):
        raise SessionError(f"{issue.span or issue.path}: {issue.message}")
    left_out = {issue.left_out: None for issue in configuration.all_issues() if issue.left_out}
    unreadable = {issue.path: None for issue in configuration.all_issues() if issue.span is None and not issue.left_out}
    unread = [f"{name} is not here; terraform init gets it" for name in left_out]
    unread += [f"{path} cannot be read" for path in unreadable]
    return cover(" ".join(request.paths), _declared_blocks(configuration), unread)


def _declared_blocks(configuration: Configuration) -> Iterator[DeclaredBlock]:
    # Evaluation has left out types of other providers and what ``count`` switches off.
    loader = FileLoader(Cache(None), any_resource=True, strict=False, boundary=ReadBoundary())
    for path in sorted(configuration.sources):
        if not is_configuration(os.path.basename(path)):
            continue
        loader.provide(path, configuration.sources[path].text.encode())
        loaded = loader.file(path)
        if loaded is None:
            continue
        source, file = loaded
        for mode in MODES:
            for block in file.body.blocks:
                if block.type == mode:
                    line = Span(source, block.start, block.header_end).line
                    if len(block.labels) != 2:
                        raise SessionError(
                            f"{path}:{line}: expected two labels after {mode}, found {len(block.labels)}"
                        )
                    yield DeclaredBlock(mode, block.labels[0].value, path, line)
