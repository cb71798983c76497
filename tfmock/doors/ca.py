"""tfmock's own certificate authority: a root, leaves minted per host name, the bundle for SSL_CERT_FILE."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import os
import ssl
import tempfile
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from tfmock.doors import domains

if TYPE_CHECKING:  # cryptography costs 40 ms to import; `tfmock --version` does not need it
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

AUTHORITY_FILE = "authority.pem"  # key and certificate: the secret
CA_FILE = "ca.pem"  # the certificate alone, to be trusted
BUNDLE_FILE = "tfmock-bundle.pem"  # ours and the system's, for SSL_CERT_FILE

_ROOT_DAYS = 1825
_LEAF_DAYS = 397  # Apple refuses leaves that live longer than 398 days
_RENEW_DAYS = 30
_LEAVES = 256

# A root that people may add to a keychain must be worthless for any other name (RFC 5280, 4.2.1.10).
_DNS_NAMES = (*domains.SERVED, "localhost")
_NETWORKS = ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
_LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


class Authority:
    """A root certificate with its key: ``create`` makes one in memory, ``persistent`` keeps one in a folder."""

    def __init__(self, pem: bytes) -> None:
        """Args:
            pem: private key and certificate, concatenated.

        Raises:
            ValueError: the text holds no key with a certificate.
        """
        from cryptography import x509
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        key = load_pem_private_key(pem, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError("not an elliptic-curve key")
        self._key: EllipticCurvePrivateKey = key
        self._certificate: x509.Certificate = x509.load_pem_x509_certificate(pem)
        self._leaf_key = ec.generate_private_key(ec.SECP256R1())

    @classmethod
    def create(cls) -> Authority:
        """A new root, valid for five years, that may only sign tfmock's own names and private addresses."""
        return cls(_new_root())

    @classmethod
    def persistent(cls, folder: Path) -> Authority:
        """The root kept in a folder (created 0700, key 0600), made or renewed where needed.

        Raises:
            OSError: the folder cannot be written.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / AUTHORITY_FILE
        found = _load(path)
        if found is None:
            _write(path, _new_root(), mode=0o600, replace=path.exists())
            # Two tfmocks may start at once: whichever file is there now is the one both use.
            found = cls(path.read_bytes())
        if not (folder / CA_FILE).is_file() or (folder / CA_FILE).read_bytes() != found.certificate:
            _write(folder / CA_FILE, found.certificate, mode=0o644, replace=True)
        return found

    @property
    def certificate(self) -> bytes:
        """The root certificate, PEM."""
        from cryptography.hazmat.primitives.serialization import Encoding

        return self._certificate.public_bytes(Encoding.PEM)

    @property
    def expires(self) -> datetime.datetime:
        """When the root ends, UTC."""
        return self._certificate.not_valid_after_utc

    def issue(self, names: tuple[str, ...]) -> bytes:
        """Key and certificate chain, PEM, for host names and IP addresses (the first is the common name)."""
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.serialization import Encoding
        from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
        key = self._leaf_key
        leaf = (
            _dated(x509.CertificateBuilder(), _LEAF_DAYS)
            .subject_name(subject)
            .issuer_name(self._certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return _key_pem(key) + leaf.public_bytes(Encoding.PEM) + self.certificate

    def write_bundle(self, path: Path) -> Path:
        """Writes our root and the roots trusted before: SSL_CERT_FILE replaces Go's list, it does not add to it.

        Trusted before: the user's own SSL_CERT_FILE (a company's proxy, say), else the system's, else certifi's.
        """
        content = self.certificate + _trusted_before(path)
        if not path.is_file() or path.read_bytes() != content:
            _write(path, content, mode=0o644, replace=True)
        return path


class TlsContexts:
    """Server-side TLS: one context for local addresses, and one for each ``*.aliyuncs.com`` name asked for."""

    def __init__(self, authority: Authority, host: str) -> None:
        """Args:
        authority: who signs.
        host: the address listened on, to be valid for besides the loopback names.
        """
        self._authority = authority
        self._by_name: OrderedDict[str, ssl.SSLContext] = OrderedDict()
        names = _LOCAL_NAMES if host in (*_LOCAL_NAMES, "0.0.0.0", "::") else (*_LOCAL_NAMES, host)
        self.default = self._context(names)
        self.default.sni_callback = self._on_name

    def _on_name(self, connection: ssl.SSLObject | ssl.SSLSocket, name: str | None, _: ssl.SSLContext) -> None:
        if name is not None and domains.route(name) is domains.Route.SERVED:
            connection.context = self._for(name.lower())

    def _for(self, name: str) -> ssl.SSLContext:
        if name not in self._by_name:
            self._by_name[name] = self._context((name,))
            if len(self._by_name) > _LEAVES:
                self._by_name.popitem(last=False)
        self._by_name.move_to_end(name)
        return self._by_name[name]

    def _context(self, names: tuple[str, ...]) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        # The ssl module reads certificates from files only.
        with tempfile.NamedTemporaryFile(prefix="tfmock-leaf-", suffix=".pem") as file:  # created 0600
            file.write(self._authority.issue(names))
            file.flush()
            context.load_cert_chain(file.name)
        return context


def _new_root() -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tfmock local CA (not Alibaba Cloud)")])
    permitted: list[x509.GeneralName] = [x509.DNSName(domain) for domain in _DNS_NAMES]
    permitted += [x509.IPAddress(ipaddress.ip_network(network)) for network in _NETWORKS]
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    root = (
        _dated(x509.CertificateBuilder(), _ROOT_DAYS)
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints(permitted, excluded_subtrees=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return _key_pem(key) + root.public_bytes(Encoding.PEM)


def _dated(builder: x509.CertificateBuilder, days: int) -> x509.CertificateBuilder:
    # An hour back: containers and laptops disagree about the time.
    start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1)
    return builder.not_valid_before(start).not_valid_after(start + datetime.timedelta(days=days))


def _key_pem(key: EllipticCurvePrivateKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _general_name(name: str) -> x509.GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _load(path: Path) -> Authority | None:
    """The kept root, or None where there is none, it is damaged, or it ends soon."""
    try:
        found = Authority(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    left = found.expires - datetime.datetime.now(datetime.timezone.utc)
    return found if left > datetime.timedelta(days=_RENEW_DAYS) else None


def _write(path: Path, content: bytes, *, mode: int, replace: bool) -> None:
    """Writes a whole file or nothing; without ``replace`` an existing file wins."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            file.write(content)
        if replace:
            os.replace(name, path)
            return
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def _trusted_before(bundle: Path) -> bytes:
    paths = ssl.get_default_verify_paths()
    # get_default_verify_paths honours SSL_CERT_FILE; after `eval "$(tfmock env)"` that is the bundle itself.
    candidates = [paths.cafile, paths.openssl_cafile, *_SYSTEM_BUNDLES]
    for candidate in candidates:
        if candidate and os.path.isfile(candidate) and not _is_ours(Path(candidate), bundle):
            return Path(candidate).read_bytes()
    try:
        import certifi
    except ImportError:
        return b""
    return Path(certifi.where()).read_bytes()


def _is_ours(candidate: Path, bundle: Path) -> bool:
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
