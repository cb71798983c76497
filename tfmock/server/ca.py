"""tfmock's own certificate authority: a root for TLS servers of tfmock's names and nothing else, and its leaves."""

from __future__ import annotations

import datetime
import ipaddress
from typing import TYPE_CHECKING

from tfmock.rulebook.regions import REGIONS
from tfmock.server import hosts

if TYPE_CHECKING:  # cryptography costs 40 ms and 12 MB; most runs find what they need on disk
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

#: Version of the form of root certificates; a stored root of an older form is replaced.
ROOT_FORM = 2
ROOT_DAYS = 1825
LEAF_DAYS = 397  # Apple refuses leaves that live longer than 398 days

# A root that people may add to a keychain must be worthless for any other name (RFC 5280, 4.2.1.10).
_DNS_NAMES = (*hosts.SERVED, "localhost")
_NETWORKS = ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
# All names of a kind without a constraint are permitted. So mail addresses and URIs are limited to ".invalid", which is
# reserved (RFC 2606): an empty list cannot be written, and libraries read exclusions of everything differently.
_RESERVED_NAME = "tfmock.invalid"
# Metadata services within fc00::/7 (tfmock.server.addresses).
_EXCLUDED = ("fd00:ec2::/32", "fd20:ce::254/128")
LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


def leaf_names() -> tuple[str, ...]:
    """What the stored leaf is valid for: this machine, and every product in every region."""
    wildcards = [f"*.{domain}" for domain in hosts.SERVED]
    wildcards += [f"*.{region}.{domain}" for domain in hosts.SERVED for region in REGIONS]
    return (*LOCAL_NAMES, *wildcards)


class CertificateAuthority:
    """A root certificate with its key, in memory. ``tfmock.server.ca_store`` stores one in a folder."""

    def __init__(self, pem: bytes) -> None:
        """An authority from its text.

        Args:
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
    def create(cls) -> CertificateAuthority:
        """A new root, valid for five years, that may only sign tfmock's own names and private addresses."""
        return cls.create_with_pem()[0]

    @classmethod
    def create_with_pem(cls) -> tuple[CertificateAuthority, bytes]:
        """A new root, and its key and certificate as text that can be stored."""
        pem = _new_root()
        return cls(pem), pem

    @property
    def certificate(self) -> bytes:
        """The root certificate, PEM."""
        from cryptography.hazmat.primitives.serialization import Encoding

        return self._certificate.public_bytes(Encoding.PEM)

    @property
    def leaf(self) -> bytes:
        """Key and certificate chain, PEM, for all of tfmock's names."""
        return self.issue(leaf_names())

    @property
    def expires(self) -> datetime.datetime:
        """When the root ends, UTC."""
        return self._certificate.not_valid_after_utc

    def issue(self, names: tuple[str, ...]) -> bytes:
        """Key and certificate chain, PEM, for host names and IP addresses."""
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.serialization import Encoding
        from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

        # Not a host name: OpenSSL checks a common name that looks like one against the root's constraints.
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tfmock (not Alibaba Cloud)")])
        key = self._leaf_key
        leaf = (
            _dated(x509.CertificateBuilder(), LEAF_DAYS)
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


def _new_root() -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tfmock local CA (not Alibaba Cloud)")])
    usage = x509.KeyUsage(
        digital_signature=False,
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
        _dated(x509.CertificateBuilder(), ROOT_DAYS)
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.NameConstraints(_permitted(), _excluded()), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return _key_pem(key) + root.public_bytes(Encoding.PEM)


def is_constrained(certificate: bytes) -> bool:
    """Whether a root (one certificate, PEM) can sign for TLS servers of tfmock's names and for nothing else."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        (root,) = x509.load_pem_x509_certificates(certificate)
        names = root.extensions.get_extension_for_class(x509.NameConstraints)
        basic = root.extensions.get_extension_for_class(x509.BasicConstraints)
        usage = root.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (ValueError, x509.ExtensionNotFound):
        return False
    return (
        names.critical
        and set(names.value.permitted_subtrees or ()) == set(_permitted())
        and set(names.value.excluded_subtrees or ()) == set(_excluded())
        and (basic.critical, basic.value.path_length) == (True, 0)
        and list(usage.value) == [ExtendedKeyUsageOID.SERVER_AUTH]
    )


def _permitted() -> list[x509.GeneralName]:
    from cryptography import x509

    networks = [x509.IPAddress(ipaddress.ip_network(network)) for network in _NETWORKS]
    reserved = [x509.RFC822Name(_RESERVED_NAME), x509.UniformResourceIdentifier(_RESERVED_NAME)]
    return [*(x509.DNSName(domain) for domain in _DNS_NAMES), *networks, *reserved]


def _excluded() -> list[x509.GeneralName]:
    from cryptography import x509

    return [x509.IPAddress(ipaddress.ip_network(network)) for network in _EXCLUDED]


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
