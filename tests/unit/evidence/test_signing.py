"""A bundle can be signed with the office's own key, and a changed one is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from automation.commands import bundles
from automation.evidence import bundle, signing
from automation.evidence.leaks import Scanner
from automation.model import ExitCode, UsageError

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = serialization.NoEncryption()
FORMS = {
    "OpenSSH": (
        serialization.PrivateFormat.OpenSSH,
        serialization.Encoding.OpenSSH,
        serialization.PublicFormat.OpenSSH,
    ),
    "PEM": (
        serialization.PrivateFormat.PKCS8,
        serialization.Encoding.PEM,
        serialization.PublicFormat.SubjectPublicKeyInfo,
    ),
}


def keys(place: Path, form: str = "OpenSSH", name: str = "office") -> tuple[Path, Path]:
    key = Ed25519PrivateKey.generate()
    private, encoding, public = FORMS[form]
    secret, open_ = place / name, place / f"{name}.pub"
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, private, PLAIN))
    open_.write_bytes(key.public_key().public_bytes(encoding, public))
    return secret, open_


def left(place: Path) -> Path:
    return bundle.write(place / "HD-1", "2026-01-02T03-04-05-ab", {"a.txt": b"a"}, Scanner()).path


@pytest.mark.parametrize("form", FORMS)
def test_a_signed_bundle_is_known_by_its_key(tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    secret, open_ = keys(tmp_path, form)
    path = left(tmp_path)
    signing.sign(path, signing.private_key(secret))
    assert bundles.verify(path, public_key=str(open_)) == ExitCode.AS_DOCUMENTED
    assert "is as it was left and signed with this key" in capsys.readouterr().out


def test_a_changed_bundle_or_another_key_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret, open_ = keys(tmp_path)
    _, other = keys(tmp_path, name="other")
    path = left(tmp_path)
    signing.sign(path, signing.private_key(secret))
    assert bundles.verify(path, public_key=str(other)) == ExitCode.FINDINGS
    assert "is not this key's signature" in capsys.readouterr().out
    path.unlink()
    made_again = bundle.write(path.parent, path.stem, {"a.txt": b"b"}, Scanner()).path
    assert bundles.verify(made_again) == ExitCode.AS_DOCUMENTED
    assert bundles.verify(made_again, public_key=str(open_)) == ExitCode.FINDINGS


def test_a_bundle_without_a_signature_and_other_keys_are_told_in_a_sentence(tmp_path: Path) -> None:
    secret, open_ = keys(tmp_path)
    path = left(tmp_path)
    with pytest.raises(UsageError, match=r"\.sig cannot be read"):
        signing.is_signed(path, signing.public_key(open_))
    with pytest.raises(UsageError, match="is no public Ed25519 key"):
        signing.public_key(secret)
    other = tmp_path / "ec"
    other.write_bytes(
        generate_private_key(SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, PLAIN
        )
    )
    with pytest.raises(UsageError, match="is no Ed25519 key"):
        signing.private_key(other)
    locked = tmp_path / "locked"
    locked.write_bytes(
        Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"word"),
        )
    )
    with pytest.raises(UsageError, match="locked with a passphrase"):
        signing.private_key(locked)


def test_an_old_bundle_goes_with_its_signature(tmp_path: Path) -> None:
    secret, _ = keys(tmp_path)
    path = left(tmp_path / "evidence")
    signing.sign(path, signing.private_key(secret))
    assert bundle.remove([path]) == []
    assert [*(tmp_path / "evidence").iterdir()] == []
