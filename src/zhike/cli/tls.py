"""HTTPS certificates: the owner's checked before anything starts, or one made here."""

import os
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from zhike.cli.refusal import Refusal
from zhike.phrases import Phrase

LIFETIME = timedelta(days=397)  # browsers refuse certificates of more than 398 days
RENEW_BEFORE = timedelta(days=14)
ALWAYS = ("localhost", "127.0.0.1")


def checked_pair(cert: Path, key: Path) -> x509.Certificate:
    """Read the owner's certificate and see that the key fits.

    Raises:
        Refusal: naming the file and what is wrong with it.
    """
    certificate = _certificate(cert)
    try:
        private = serialization.load_pem_private_key(_bytes(key), password=None)
    except TypeError as error:
        raise Refusal(
            Phrase("The key %(path)s is locked by a password: give --key a key without one.", {"path": key})
        ) from error
    except ValueError as error:
        raise Refusal(Phrase("%(path)s is no private key in PEM form.", {"path": key})) from error
    if _public(private.public_key()) != _public(certificate.public_key()):
        raise Refusal(
            Phrase("The key %(key)s does not belong to the certificate %(cert)s.", {"key": key, "cert": cert})
        )
    if not certificate.not_valid_before_utc <= datetime.now(UTC) <= certificate.not_valid_after_utc:
        dates = {"start": certificate.not_valid_before_utc.date(), "end": certificate.not_valid_after_utc.date()}
        raise Refusal(
            Phrase(
                "The certificate %(path)s is valid from %(start)s to %(end)s only: renew it, or set the clock right.",
                {"path": cert, **dates},
            )
        )
    return certificate


def self_signed(directory: Path, hosts: tuple[str, ...]) -> tuple[Path, Path]:
    """Give certificate and key for these hosts, the same ones until they expire or a host is added."""
    cert, key = directory / "cert.pem", directory / "key.pem"
    names = tuple(dict.fromkeys(host.strip("[]") for host in (*hosts, *ALWAYS)))
    if not _still_good(cert, key, names):
        directory.mkdir(mode=0o700, exist_ok=True)
        _make(cert, key, names)
    return cert, key


def fingerprint(cert: Path) -> str:
    """The SHA-256 that a browser shows too, so that people can compare."""
    return _certificate(cert).fingerprint(hashes.SHA256()).hex(":").upper()


def _still_good(cert: Path, key: Path, names: tuple[str, ...]) -> bool:
    try:
        certificate = checked_pair(cert, key)
        alternatives = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (Refusal, x509.ExtensionNotFound):
        return False
    lasts = certificate.not_valid_after_utc - datetime.now(UTC) > RENEW_BEFORE
    return lasts and all(_general_name(name) in alternatives for name in names)


def _make(cert: Path, key: Path, names: tuple[str, ...]) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Zhike")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # the colleagues' clocks may be a little behind
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = private.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    _write(key, secret, mode=0o600)
    _write(cert, certificate.public_bytes(pem), mode=0o644)


def _write(path: Path, content: bytes, *, mode: int) -> None:
    """Replace a file at once; it never exists with wider rights than it should have."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    draft.replace(path)


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(f"*{name}" if name.startswith(".") else name)


def _certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificates(_bytes(path))[0]
    except ValueError as error:
        raise Refusal(Phrase("%(path)s is no certificate in PEM form.", {"path": path})) from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        values = {"path": path, "reason": error.strerror}
        raise Refusal(Phrase("%(path)s cannot be read (%(reason)s).", values)) from error


def _public(key: object) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.DER, form)  # type: ignore[attr-defined, no-any-return]
