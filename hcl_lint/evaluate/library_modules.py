"""Root or library: whether the defaults of a directory that nobody calls are a configuration that somebody applies."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Final

from hcl_lint.evaluate.directory import Directory
from hcl_lint.evaluate.file_loader import FileLoader
from hcl_lint.evaluate.inputs import InputVariables

_STATE: Final = ("backend", "cloud")
#: What only a root has, in the text of a file that is not parsed.
_OF_A_ROOT: Final = re.compile(rb"\bprovider\b(?!\s*=)|\bbackend\b|\bcloud\b\s*\{")


def is_library_module(directory: Directory, inputs: InputVariables, beside: Iterable[str], library: FileLoader) -> bool:
    """Whether a directory is a module for callers that are not here, so that its defaults are nobody's values.

    Terraform has no such mark. It is taken for one if it declares variables and nothing speaks for a root: no value is
    given for any of them (variable files, flags, ``TF_VAR_*``), it has no backend, and no provider block either, unless
    it lies in a folder ``modules``, where older modules had some.

    Args:
        directory: the parsed files.
        inputs: the values that were given.
        beside: further files of the directory, which are not parsed.
        library: reads them.
    """
    if not directory.variables or directory.variable_files or inputs.give_any(directory.variables):
        return False
    if any(view.nested(kind) for view in directory.terraform for kind in _STATE):
        return False
    if os.path.basename(os.path.dirname(os.path.realpath(directory.path or "."))) == "modules":
        return True
    return not directory.providers and not any(library.matches(path, _OF_A_ROOT) for path in beside)
