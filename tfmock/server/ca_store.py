"""The certificate authority that is stored in ``data_dir``: one root for all tfmocks of a user.

A server that finds everything in place reads two small files. Creating and renewing them needs the cryptography
package, 12 MB that would stay resident while the server runs; so a process of its own does it.
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
from tfmock.server import python_process
from tfmock.server.ca import LEAF_DAYS, ROOT_FORM, CertificateAuthority, is_constrained, leaf_names

AUTHORITY_FILE = "authority.pem"  # key and certificate of the root: the secret
LEAF_FILE = "leaf.pem"  # key and chain for tfmock's names, after a line with its validity (_label)
CA_FILE = "ca.pem"  # the root's certificate alone, to be trusted

_RENEW_BEFORE = datetime.timedelta(days=30)
#: Certificates are valid from an hour before they are issued (ca.py): clocks differ.
_BACKDATED = datetime.timedelta(hours=1)


class PersistedCertificateAuthority:
    """A ``Signer`` that reads files, and loads the authority itself only for names that the stored leaf lacks."""

    def __init__(self, folder: Path) -> None:
        """The authority in a folder; see :func:`load_or_create`.

        Raises:
            OSError: a file is missing.
        """
        self._folder = folder
        self.certificate = (folder / CA_FILE).read_bytes()
        self.leaf = (folder / LEAF_FILE).read_bytes()

    def issue(self, names: tuple[str, ...]) -> bytes:
        """Key and chain, PEM, for any names."""
        return CertificateAuthority((self._folder / AUTHORITY_FILE).read_bytes()).issue(names)


def load_or_create(folder: Path) -> PersistedCertificateAuthority:
    """The authority stored in a folder (0700; keys 0600), created or renewed if needed.

    Raises:
        OSError: the folder cannot be written.
    """
    if not _is_valid(folder):
        command = python_process.command(__name__, str(folder))
        result = subprocess.run(command, env=python_process.environment(), stderr=subprocess.DEVNULL, check=False)
        if result.returncode:
            create_or_renew(folder)  # the same in this process, for its exception
    return PersistedCertificateAuthority(folder)


def create_or_renew(folder: Path) -> None:
    """Creates or renews what is missing, damaged or about to expire.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(folder):  # `serve` and `env` may start at the same time and must use the same root
        if _is_valid(folder):
            return
        authority = _load_root(folder / AUTHORITY_FILE)
        if authority is None:
            authority, pem = CertificateAuthority.create_with_pem()
            write(folder / AUTHORITY_FILE, pem, mode=0o600)
        write(folder / CA_FILE, authority.certificate, mode=0o644)
        write(folder / LEAF_FILE, _label(authority) + authority.leaf, mode=0o600)


def _label(authority: CertificateAuthority) -> bytes:
    """The first line of the leaf's file: valid from, renew at (Unix time), digest of root and names."""
    now = _now()
    expires = min(authority.expires, now + datetime.timedelta(days=LEAF_DAYS))
    valid_from = now - _BACKDATED
    renew_at = expires - _RENEW_BEFORE
    digest = _digest(authority.certificate)
    return f"{int(valid_from.timestamp())} {int(renew_at.timestamp())} {digest}\n".encode()


def _is_valid(folder: Path) -> bool:
    """Whether the stored leaf is valid now and for a while, for all of tfmock's names, under the published root.

    Now: a leaf that was issued while the clock was ahead is not valid yet.
    """
    try:
        with (folder / LEAF_FILE).open("rb") as file:
            valid_from, renew_at, digest = file.readline().decode("ascii").split()
        is_complete = (folder / AUTHORITY_FILE).is_file() and digest == _digest((folder / CA_FILE).read_bytes())
        return is_complete and int(valid_from) <= _now().timestamp() < int(renew_at)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False


def _digest(certificate: bytes) -> str:
    return hashlib.sha256(certificate + f"{ROOT_FORM} {' '.join(leaf_names())}".encode()).hexdigest()


def _load_root(path: Path) -> CertificateAuthority | None:
    """The stored root; None if it is missing, damaged, of an older form, near its end, or not valid yet."""
    try:
        authority = CertificateAuthority(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    is_current = _valid_from(authority) <= _now() < authority.expires - _RENEW_BEFORE
    return authority if is_current and is_constrained(authority.certificate) else None


def _valid_from(authority: CertificateAuthority) -> datetime.datetime:
    from cryptography import x509  # late: see the module

    return x509.load_pem_x509_certificate(authority.certificate).not_valid_before_utc


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """An exclusive lock on the folder itself: it needs no file and ends with its process."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def main(arguments: list[str]) -> None:
    """The process of its own; its argument is the folder."""
    create_or_renew(Path(arguments[0]))
