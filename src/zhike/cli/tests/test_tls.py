import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from zhike.cli.refusal import Refusal
from zhike.cli.tls import checked_pair, fingerprint, self_signed

HOSTS = ("crm.example.cn", "192.168.1.5", "[fe80::1]")


def pair(folder: Path, *, days: int = 10, password: bytes | None = None) -> tuple[Path, Path]:
    """Write an owner's certificate that ends in so many days."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([])
    end = datetime.now(UTC) + timedelta(days=days)
    builder = x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
    certificate = (
        builder.not_valid_before(end - timedelta(days=100)).not_valid_after(end).sign(private, hashes.SHA256())
    )
    lock = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    cert, key = folder / "own.crt", folder / "own.key"
    cert.write_bytes(certificate.public_bytes(pem))
    key.write_bytes(private.private_bytes(pem, form, lock))
    return cert, key


def test_a_self_signed_certificate_names_all_hosts_and_this_machine(tmp_path: Path) -> None:
    cert, key = self_signed(tmp_path / "tls", HOSTS)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key)
    names = x509.load_pem_x509_certificate(cert.read_bytes()).extensions
    found = names.get_extension_for_class(x509.SubjectAlternativeName).value
    assert found.get_values_for_type(x509.DNSName) == ["crm.example.cn", "localhost"]
    addresses = found.get_values_for_type(x509.IPAddress)
    assert [str(address) for address in addresses] == ["192.168.1.5", "fe80::1", "127.0.0.1"]


def test_its_key_is_for_its_owner_only(tmp_path: Path) -> None:
    _cert, key = self_signed(tmp_path / "tls", HOSTS)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700


def test_it_is_used_again_and_again(tmp_path: Path) -> None:
    first = fingerprint(self_signed(tmp_path, HOSTS)[0])
    assert fingerprint(self_signed(tmp_path, HOSTS)[0]) == first
    assert fingerprint(self_signed(tmp_path, HOSTS[:1])[0]) == first


def test_it_is_made_anew_for_a_new_host(tmp_path: Path) -> None:
    first = fingerprint(self_signed(tmp_path, HOSTS)[0])
    assert fingerprint(self_signed(tmp_path, (*HOSTS, "shop.example.cn"))[0]) != first


def test_it_is_made_anew_before_it_expires(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhike.cli.tls.LIFETIME", timedelta(days=3))
    first = fingerprint(self_signed(tmp_path, HOSTS)[0])
    assert fingerprint(self_signed(tmp_path, HOSTS)[0]) != first


def test_it_is_made_anew_when_a_file_is_broken(tmp_path: Path) -> None:
    cert, key = self_signed(tmp_path, HOSTS)
    key.write_text("")
    checked_pair(*self_signed(tmp_path, HOSTS))
    cert.unlink()
    checked_pair(*self_signed(tmp_path, HOSTS))


def test_the_owner_s_own_pair_is_accepted(tmp_path: Path) -> None:
    checked_pair(*pair(tmp_path))


def test_an_expired_certificate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="is valid from"):
        checked_pair(*pair(tmp_path, days=-1))


def test_a_certificate_of_tomorrow_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="is valid from"):
        checked_pair(*pair(tmp_path, days=101))


def test_a_key_of_another_certificate_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with pytest.raises(Refusal, match="does not belong"):
        checked_pair(pair(tmp_path)[0], pair(tmp_path / "other")[1])


def test_a_locked_key_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="locked by a password"):
        checked_pair(*pair(tmp_path, password=b"secret"))


def test_files_that_are_missing_or_something_else_are_refused_by_name(tmp_path: Path) -> None:
    cert, key = pair(tmp_path)
    with pytest.raises(Refusal, match=r"nothing\.pem cannot be read"):
        checked_pair(tmp_path / "nothing.pem", key)
    with pytest.raises(Refusal, match=r"own\.key is no certificate"):
        checked_pair(key, key)
    with pytest.raises(Refusal, match=r"own\.crt is no private key"):
        checked_pair(cert, cert)
