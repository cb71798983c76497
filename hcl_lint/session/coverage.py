"""How much of a configuration was judged: what was not judged never counts as clean."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from hcl_lint.evaluate.model import Argument, Configuration, NestedBlock, ResourceInstance, RootModule
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Reference, Value
from hcl_lint.source.boundary import is_inside
from hcl_lint.source.files import list_directory
from hcl_lint.source.text import Span


def fully_judged(configuration: Configuration, paths: Sequence[str]) -> Callable[[str], bool]:
    """Whether everything was judged that could lead to a diagnostic in a file, in this run of ``paths`` or another one.

    It was not where a root module that reads the file could not be read as a whole: a part does not parse or is not
    installed, the budget is used up, or only some of its files were named. Nor where another run can know more: a
    variable has no value or its default, a value or a number of instances is unknown, a provider's region is not
    written (a module that is judged without its callers), or the file is a module's that lies outside of ``paths``.
    """
    named = [os.path.realpath(path) for path in paths if os.path.isdir(path)]
    with_issues = {_directory(issue.path) for issue in configuration.all_issues()}
    complete: set[str] = set()
    doubtful: set[str] = set()
    for root in configuration.roots:
        directories = {os.path.normpath(module.directory or ".") for module in root.modules}
        whole = root.complete and not root.issues and not directories & with_issues
        if whole and not _partial(root) and not _unset(root) and not _uncertain(root):
            own_directory = os.path.normpath(root.directory or ".")
            complete |= {
                directory
                for directory in directories
                if directory == own_directory or any(is_inside(os.path.realpath(directory), top) for top in named)
            }
        else:
            doubtful |= directories
    certain = complete - doubtful
    return lambda path: _directory(path) in certain


def _directory(path: str) -> str:
    return os.path.normpath(os.path.dirname(path) or ".")


def _unset(root: RootModule) -> bool:
    """A variable without a value, or with its default: the next run or a caller may give it another one."""

    def declared(value: Value, span: Span) -> bool:
        written = value.span
        return written is None or (written.source is span.source and written.start >= span.start)

    return any(not v.value.known or declared(v.value, v.span) for v in root.root.variables.values())


def _uncertain(root: RootModule) -> bool:
    """A value, a region or a number of instances is unknown: a run that knows it may find more."""
    if any(step.key is UNKNOWN_VALUE for module in root.modules for step in module.path):
        return True
    for resource in root.resources:
        if (
            resource.key is UNKNOWN_VALUE
            or not resource.blocks_complete
            or (resource.mode == "managed" and resource.provider is None)
        ):
            return True
        blocks: tuple[ResourceInstance | NestedBlock, ...] = (resource, *_below(resource))
        if not all(_certain(argument) for block in blocks for argument in block.arguments.values()):
            return True
    providers = (provider for module in root.modules for provider in module.providers.values())
    return any(
        resource.name == "alicloud" and (resource.region is None or not resource.region.known) for resource in providers
    )


def _below(resource: ResourceInstance) -> Iterator[NestedBlock]:
    pending = [*resource.blocks]
    while pending:
        block = pending.pop()
        yield block
        pending += block.blocks


def _certain(argument: Argument) -> bool:
    """Known, but for references to managed resources and to accounts, which are followed: no run knows their values."""
    pending: list[Value] = [argument.value]
    while pending:
        value = pending.pop()
        if not value.known and not _followed(value.reference):
            return False
        pending += value.elements()
    return True


def _followed(reference: Reference | None) -> bool:
    return reference is not None and (reference.mode == "managed" or reference.type == "alicloud_account")


def _partial(root: RootModule) -> bool:
    """Single files were named, and there are others beside them."""
    return bool(root.named) and set(root.named) != set(list_directory(root.directory).configuration)


def nothing_judged(configuration: Configuration) -> str:
    """Why no resource at all was judged; empty where one was."""
    if any(root.resources for root in configuration.roots):
        return ""
    if not configuration.files:
        units = any(issue.left_out for issue in configuration.all_issues())
        only = ", only Terragrunt units: judge their plans (--plan)" if units else ""
        return f"nothing was judged: there are no *.tf or *.tofu files{only}"
    left_out = any(issue.left_out.startswith("module ") for issue in configuration.all_issues())
    many = f"{configuration.files} file{'s' if configuration.files != 1 else ''}"
    return f"nothing was judged: no resource of Alibaba Cloud is declared, or has an instance, in {many}" + (
        ", but modules are called that are not installed (terraform init)" if left_out else ""
    )
