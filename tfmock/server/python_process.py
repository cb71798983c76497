"""Command lines for Python processes of tfmock's own.

``python -m`` and plain ``python -c`` put the current directory first on ``sys.path``. What lies there
may be anyone's: a ``cryptography.py`` in a cloned repository would be run by a ``tfmock serve`` that is started in it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Final

from tfmock.variables import without_settings

# Only what is built into the interpreter may be imported before the path is cleared. Not -I or -P: the first leaves
# out --user installs and PYTHONPATH, the second is unknown to Python 3.10.
_BOOTSTRAP: Final = (
    "import sys; sys.path[:] = [folder for folder in sys.path if folder]; from {module} import main; main(sys.argv[1:])"
)


def command(module: str, *arguments: str) -> list[str]:
    """The line that calls ``main`` of a module with these arguments, without the current directory on its path."""
    return [sys.executable, "-c", _BOOTSTRAP.format(module=module), *arguments]


def environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment for such a process: without tfmock's settings, and without the empty parts of PYTHONPATH, which
    stand for the current directory (``PYTHONPATH=$PYTHONPATH:lib`` where it was not set)."""
    cleared = without_settings(environ)
    search_path = [folder for folder in cleared.pop("PYTHONPATH", "").split(os.pathsep) if folder]
    return {**cleared, "PYTHONPATH": os.pathsep.join(search_path)} if search_path else cleared
