"""The certificate authority that stays between runs, in ``data_dir``: one root for all tfmocks of a user.

A server that finds everything in place reads two small files. Making and renewing them needs the cryptography
package, 12 MB that would stay resident for as long as the server runs; so that is done in a process of its own.
"""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tfmock.files.whole_file import write
from tfmock.server import child
from tfmock.server.ca import LEAF_DAYS, ROOT_FORM, Authority, is_harmless, names

AUTHORITY_FILE = "authority.pem"  # key and certificate of the root: the secret
LEAF_FILE = "leaf.pem"  # key and chain for our names, after a line that says what it is good for
CA_FILE = "ca.pem"  # the root's certificate alone, to be trusted

_RENEW = datetime.timedelta(days=30)
#: Certificates are valid from an hour before they are made (ca.py): clocks differ.
_EARLIER = datetime.timedelta(hours=1)


class Kept:
    """A ``Signer`` that reads, and asks the authority itself only for names that the kept leaf lacks."""

    def __init__(self, folder: Path) -> None:
        """Args:
        folder: where ``make`` has been; see ``keep``.

        Raises:
            OSError: something is missing.
        """
        self._folder = folder
        self.certificate = (folder / CA_FILE).read_bytes()
        self.leaf = (folder / LEAF_FILE).read_bytes()

    def issue(self, names: tuple[str, ...]) -> bytes:
        """Key and chain, PEM, for any names."""
        return Authority((self._folder / AUTHORITY_FILE).read_bytes()).issue(names)


def keep(folder: Path) -> Kept:
    """The authority kept in a folder (0700; keys 0600), made or renewed where needed.

    Raises:
        OSError: the folder cannot be written.
    """
    if not _is_good(folder):
        line = child.command(__name__, str(folder))
        made = subprocess.run(line, env=child.environment(), stderr=subprocess.DEVNULL, check=False)
        if made.returncode:
            make(folder)  # the same here, for its exception
    return Kept(folder)


def make(folder: Path) -> None:
    """Makes or renews what is missing, damaged or about to expire.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(folder):  # `serve` and `env` may start at once and must end up with the same root
        if _is_good(folder):
            return
        authority = _load(folder / AUTHORITY_FILE)
        if authority is None:
            authority, pem = Authority.create_with_pem()
            write(folder / AUTHORITY_FILE, pem, mode=0o600)
        write(folder / CA_FILE, authority.certificate, mode=0o644)
        write(folder / LEAF_FILE, _label(authority) + authority.leaf, mode=0o600)


def _label(authority: Authority) -> bytes:
    now = _now()
    ends = min(authority.expires, now + datetime.timedelta(days=LEAF_DAYS))
    begins = now - _EARLIER
    return f"{int(begins.timestamp())} {int((ends - _RENEW).timestamp())} {_digest(authority.certificate)}\n".encode()


def _is_good(folder: Path) -> bool:
    """Whether the kept leaf is valid now and for a while, for all our names, under the root that is published.

    Now: one that was made while the clock was ahead is valid later only.
    """
    try:
        with (folder / LEAF_FILE).open("rb") as file:
            since, until, digest = file.readline().decode("ascii").split()
        whole = (folder / AUTHORITY_FILE).is_file() and digest == _digest((folder / CA_FILE).read_bytes())
        return whole and int(since) <= _now().timestamp() < int(until)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False


def _digest(certificate: bytes) -> str:
    return hashlib.sha256(certificate + f"{ROOT_FORM} {' '.join(names())}".encode()).hexdigest()


def _load(path: Path) -> Authority | None:
    """The kept root, or None where there is none, it is damaged or of an older form, ends soon, or is not valid yet."""
    try:
        found = Authority(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    valid = _begins(found) <= _now() < found.expires - _RENEW
    return found if valid and is_harmless(found.certificate) else None


def _begins(authority: Authority) -> datetime.datetime:
    from cryptography import x509  # only where something has to be made: see the module

    return x509.load_pem_x509_certificate(authority.certificate).not_valid_before_utc


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """An exclusive lock on the folder itself: it needs no file, and ends with the process that holds it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def main(arguments: list[str]) -> None:
    """The process that makes it; the one argument is the folder."""
    make(Path(arguments[0]))
