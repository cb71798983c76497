"""The certificate bundle for SSL_CERT_FILE: tfmock's root, and the roots that were trusted before."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

from tfmock.files import whole_file

BUNDLE_FILE = "tfmock-bundle.pem"


def write_bundle(certificate: bytes, path: Path) -> Path:
    """Write tfmock's root and the roots trusted before: SSL_CERT_FILE replaces Go's list, it does not add to it.

    Trusted before: the user's own SSL_CERT_FILE (a company's proxy, say), else the system's, else certifi's.

    Raises:
        OSError: the folder cannot be written.
    """
    content = certificate + _trusted_before(path)
    if not path.is_file() or path.read_bytes() != content:
        whole_file.write(path, content, mode=0o644)
    return path


def _trusted_before(bundle: Path) -> bytes:
    paths = ssl.get_default_verify_paths()
    # get_default_verify_paths honours SSL_CERT_FILE; after `eval "$(tfmock env)"` that is the bundle itself.
    candidates = [paths.cafile, paths.openssl_cafile, *_SYSTEM_BUNDLES]
    for candidate in candidates:
        if candidate and os.path.isfile(candidate) and not _is_own_bundle(Path(candidate), bundle):
            return Path(candidate).read_bytes()
    try:
        import certifi
    except ImportError:
        return b""
    return Path(certifi.where()).read_bytes()


def _is_own_bundle(candidate: Path, bundle: Path) -> bool:
    return candidate.name == BUNDLE_FILE or (bundle.exists() and candidate.samefile(bundle))


# Where Go looks on Linux and the BSDs (crypto/x509/root_linux.go, root_bsd.go); macOS has /etc/ssl/cert.pem.
_SYSTEM_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/tls/cacert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
