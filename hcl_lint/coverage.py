"""How much of a configuration was judged: what was not is never taken for clean."""

from __future__ import annotations

import os
from collections.abc import Callable

from hcl_lint.evaluate.model import Configuration, RootModule
from hcl_lint.source.files import list_directory


def fully_judged(configuration: Configuration) -> Callable[[str], bool]:
    """Whether everything was judged that could lead to a finding in a file.

    It was not where a root module that reads the file could not be read as a whole: a part does not parse or is not
    installed, a variable has no value, the budget is used up, or only some of its files were named.
    """
    complained = {_directory(one.path) for one in configuration.all_diagnostics()}
    known: set[str] = set()
    doubtful: set[str] = set()
    for root in configuration.roots:
        directories = {os.path.normpath(module.directory or ".") for module in root.modules}
        whole = root.complete and not root.diagnostics and not directories & complained
        if whole and not _unset(root) and not _partial(root):
            known |= directories
        else:
            doubtful |= directories
    sure = known - doubtful
    return lambda path: _directory(path) in sure


def _directory(path: str) -> str:
    return os.path.normpath(os.path.dirname(path) or ".")


def _unset(root: RootModule) -> bool:
    """A variable without a value, which the next run may be given."""
    references = (one.value.reference for one in root.root.variables.values() if not one.value.known)
    return any(one is not None and one.mode == "variable" for one in references)


def _partial(root: RootModule) -> bool:
    """Single files were named, and there are others beside them."""
    return bool(root.named) and set(root.named) != set(list_directory(root.directory).configuration)


def nothing_judged(configuration: Configuration) -> str:
    """Why no resource at all was judged; empty where one was."""
    if any(root.resources for root in configuration.roots):
        return ""
    if not configuration.files:
        return "nothing was judged: there are no *.tf files"
    left_out = sum(one.code == "ALI006" for one in configuration.all_diagnostics())
    many = f"{configuration.files} file{'s' if configuration.files != 1 else ''}"
    return f"nothing was judged: no resource of Alibaba Cloud's network is declared in {many}" + (
        ", but modules are called that are not installed (terraform init)" if left_out else ""
    )
