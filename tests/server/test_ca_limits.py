"""What the root can vouch for, by two verifiers: OpenSSL, and the one of the cryptography package."""

from __future__ import annotations

import datetime
import ipaddress
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509 import verification
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from tfmock.server.ca import CertificateAuthority

SERVER = ExtendedKeyUsageOID.SERVER_AUTH


def dns(name: str) -> x509.GeneralName:
    return x509.DNSName(name)


def ip(text: str) -> x509.GeneralName:
    return x509.IPAddress(ipaddress.ip_address(text))


@pytest.fixture(scope="module")
def root() -> bytes:
    """Key and certificate, PEM: a thief of the key can sign anything with it."""
    return CertificateAuthority.create_with_pem()[1]


def forged(
    root: bytes,
    *names: x509.GeneralName,
    common_name: str = "leaf",
    usage: ObjectIdentifier | None = SERVER,
    is_ca: bool = False,
) -> x509.Certificate:
    """A certificate that the root's key signed."""
    issuer, key = x509.load_pem_x509_certificate(root), load_pem_private_key(root, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)]))
        .issuer_name(issuer.subject)
        .public_key(ec.generate_private_key(ec.SECP256R1()).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    if usage is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    return builder.sign(key, hashes.SHA256())


def by_openssl(root: bytes, leaf: x509.Certificate, folder: Path, *options: str) -> str:
    """Empty when it verifies, else why not."""
    (folder / "root.pem").write_bytes(x509.load_pem_x509_certificate(root).public_bytes(Encoding.PEM))
    (folder / "leaf.pem").write_bytes(leaf.public_bytes(Encoding.PEM))
    line = ["openssl", "verify", "-no-CApath", "-no-CAstore", "-CAfile", "root.pem", *options, "leaf.pem"]
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stderr


def by_cryptography(root: bytes, leaf: x509.Certificate, name: str) -> bool:
    store = verification.Store([x509.load_pem_x509_certificate(root)])
    try:
        subject: x509.DNSName | x509.IPAddress = x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        subject = x509.DNSName(name)
    try:
        verification.PolicyBuilder().store(store).build_server_verifier(subject).verify(leaf, [])
    except verification.VerificationError:
        return False
    return True


@pytest.mark.parametrize(
    "name",
    [
        "vpc.aliyuncs.com", "sts.cn-hangzhou.aliyuncs.com", "bucket.oss-cn-hangzhou.aliyuncs.com",
        "x.cn-hangzhou.ots.aliyuncs.com", "localhost", "127.0.0.1", "::1", "10.1.2.3", "192.168.7.7", "fd12::1",
    ],
)  # fmt: skip
def test_our_names_verify(root: bytes, tmp_path: Path, name: str) -> None:
    leaf = x509.load_pem_x509_certificate(CertificateAuthority(root).issue((name,)))
    check = "-verify_ip" if ":" in name or name[0].isdigit() else "-verify_hostname"
    assert by_openssl(root, leaf, tmp_path, "-purpose", "sslserver", "-x509_strict", check, name) == ""
    assert by_cryptography(root, leaf, name)


@pytest.mark.parametrize(
    "name",
    [
        "google.com", "aliyuncs.com.example.org", "notaliyuncs.com", "aliyun.com", "8.8.8.8", "100.100.100.200",
        "169.254.169.254", "2606:4700::1111", "fd00:ec2::254", "fd20:ce::254", "fe80::1",
    ],
)  # fmt: skip
def test_other_servers_do_not(root: bytes, tmp_path: Path, name: str) -> None:
    is_address = ":" in name or name[0].isdigit()
    leaf = forged(root, ip(name) if is_address else dns(name))
    assert "permitted subtree" in by_openssl(root, leaf, tmp_path) or "excluded" in by_openssl(root, leaf, tmp_path)
    assert not by_cryptography(root, leaf, name)


def test_a_common_name_alone_does_not(root: bytes, tmp_path: Path) -> None:
    leaf = forged(root, common_name="google.com")
    assert by_openssl(root, leaf, tmp_path, "-purpose", "sslserver", "-verify_hostname", "google.com")
    assert not by_cryptography(root, leaf, "google.com")


@pytest.mark.parametrize(
    "name",
    [
        x509.RFC822Name("a@example.com"), x509.RFC822Name("a@aliyuncs.com"),
        x509.UniformResourceIdentifier("https://example.com/x"), x509.UniformResourceIdentifier("spiffe://aliyuncs.com/a"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("also_ours", [False, True])
def test_neither_mail_addresses_nor_uris_do(
    root: bytes, tmp_path: Path, name: x509.GeneralName, also_ours: bool
) -> None:
    leaf = forged(root, *([dns("vpc.aliyuncs.com")] if also_ours else []), name)
    assert "permitted subtree" in by_openssl(root, leaf, tmp_path)


@pytest.mark.parametrize(
    ("purpose", "usage"),
    [
        ("sslclient", ExtendedKeyUsageOID.CLIENT_AUTH),
        ("sslclient", None),
        ("smimesign", ExtendedKeyUsageOID.EMAIL_PROTECTION),
        ("smimeencrypt", ExtendedKeyUsageOID.EMAIL_PROTECTION),
        ("timestampsign", ExtendedKeyUsageOID.TIME_STAMPING),
        ("sslserver", ExtendedKeyUsageOID.CODE_SIGNING),
    ],
)
def test_no_other_purpose_than_a_tls_server(
    root: bytes, tmp_path: Path, purpose: str, usage: ObjectIdentifier | None
) -> None:
    leaf = forged(root, usage=usage)
    assert by_openssl(root, leaf, tmp_path, "-purpose", purpose)


def test_code_signing_is_not_in_the_root_s_usages(root: bytes) -> None:
    """OpenSSL 3.0 has no purpose for it; Go, Java and Windows want each usage in every certificate of a chain."""
    certificate = x509.load_pem_x509_certificate(root)
    assert list(certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [SERVER]


def test_no_further_authority(root: bytes, tmp_path: Path) -> None:
    """Path length 0."""
    middle_key = ec.generate_private_key(ec.SECP256R1())
    issuer, key = x509.load_pem_x509_certificate(root), load_pem_private_key(root, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    middle = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "middle")]))
        .issuer_name(issuer.subject)
        .public_key(middle_key.public_key())
        .serial_number(2)
        .not_valid_before(issuer.not_valid_before_utc)
        .not_valid_after(issuer.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = middle.public_bytes(Encoding.PEM)
    leaf = forged(_pem_of(middle_key) + pem, dns("vpc.aliyuncs.com"))
    (tmp_path / "middle.pem").write_bytes(pem)
    assert "path length" in by_openssl(root, leaf, tmp_path, "-untrusted", "middle.pem")


def _pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
