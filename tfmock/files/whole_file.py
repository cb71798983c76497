"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write(path: Path, content: bytes, *, mode: int) -> None:
    """Writes a file, or leaves what was there. Until it is whole it has a hidden name that ends otherwise: Terraform
    must not read half of a .tf.

    Args:
        mode: of the file afterwards, whatever the umask.

    Raises:
        OSError: the folder cannot be written.
    """
    # Not tempfile: it costs 15 ms of start-up, and a launcher of `tfmock exec` needs nothing else of it.
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            file.write(content)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
