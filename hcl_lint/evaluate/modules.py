"""``load``: from paths that a user gave to evaluated resources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hcl_lint.evaluate.model import Configuration


@dataclass(frozen=True, slots=True)
class Options:
    """How to read and evaluate.

    ``variables``: ``--var`` pairs; ``variable_files``: ``--var-file`` paths; both in the order given, later
    ones win, as in Terraform. ``environment``: where ``TF_VAR_*`` and ``TF_WORKSPACE`` are looked up.
    ``resource_types``: the types whose blocks are parsed and evaluated (None: all ``alicloud_*``);
    references to others are unknown. ``strict_syntax``: parse every block of every file.
    ``cache_directory``: None for no cache. ``standard_input``: the text for the path ``-``.
    """

    variables: tuple[tuple[str, str], ...] = ()
    variable_files: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    workspace: str | None = None
    resource_types: frozenset[str] | None = None
    strict_syntax: bool = False
    cache_directory: str | None = None
    standard_input: bytes | None = None
    exclude: tuple[str, ...] = ()
    jobs: int = 0


def load(paths: Sequence[str], options: Options) -> Configuration:
    """Read ``paths`` (directories, files, ``-``), evaluate what is there.

    Never raises for what is in the files or for paths that can not be read: these are diagnostics.
    Nothing is downloaded, nothing is executed.
    """
    raise NotImplementedError
