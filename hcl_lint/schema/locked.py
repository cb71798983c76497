"""Which provider versions a root module can run with: by its constraints, and by what Terraform locked."""

from __future__ import annotations

import re
from typing import Final

from hcl_lint.evaluate.model import ProviderRequirement, RootModule
from hcl_lint.schema.versions import Allowed, Ceiling, Version, allowed, parse_version
from hcl_lint.source.boundary import ReadBoundary
from hcl_lint.source.files import join, read_bytes

#: Terraform writes it beside the configuration, always in the same form.
LOCK_FILE: Final = ".terraform.lock.hcl"
_LARGEST: Final = 1_000_000
_LOCKED: Final = re.compile(
    rb'^provider[ \t]+"[^"\n]*/(?:aliyun|hashicorp)/alicloud"[ \t]*\{\r?\n[ \t]*version[ \t]*=[ \t]*"([0-9.]{1,40})"',
    re.MULTILINE,
)
#: The last parts of the source of the provider that the schema is of, under its present and its former name.
_OFFICIAL: Final = ("aliyun/alicloud", "hashicorp/alicloud")


def is_official(requirement: ProviderRequirement | None) -> bool:
    """Whether a module's ``alicloud`` is the provider that the schema is of, and not a fork with types of its own."""
    source = requirement.source if requirement is not None else None
    return source is None or source.lower().endswith(_OFFICIAL)


def locked_version(root: RootModule) -> Version | None:
    """The provider version in the lock file beside a root module; None where there is none, or several."""
    path = join(root.directory, LOCK_FILE)
    data = read_bytes(path, ReadBoundary([root.directory]), _LARGEST)
    if not isinstance(data, bytes):
        return None
    versions = {parse_version(match.decode("ascii")) for match in _LOCKED.findall(data)}
    return versions.pop() if len(versions) == 1 else None


def allowed_versions(root: RootModule) -> Allowed:
    """The versions that the constraints of all modules leave; the locked one alone where they allow it.

    Terraform refuses to run with a locked version that a constraint does not allow; an upgrade makes it another one.
    """
    requirements = (module.requirements.get("alicloud") for module in root.modules)
    by_constraints = allowed(
        requirement.version for requirement in requirements if requirement is not None and requirement.version
    )
    locked = locked_version(root)
    if locked is None or not by_constraints.allows(locked):
        return by_constraints
    return Allowed(locked, Ceiling(locked, True), locked=True)
