"""Signs a finished file with the office's key, and checks such a signature; it makes no key and keeps none."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from automation import files
from automation.model import UsageError, explained

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_SSH = b"-----BEGIN OPENSSH PRIVATE KEY-----"


def signature_of(path: Path) -> Path:
    """Where the signature of a file lies: beside it."""
    return path.with_name(f"{path.name}.sig")


def private_key(path: Path) -> Ed25519PrivateKey:
    """An Ed25519 key without a passphrase, as OpenSSH or PEM has it. Raises UsageError for another file."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    data = _read(path)
    load = serialization.load_ssh_private_key if data.startswith(_SSH) else serialization.load_pem_private_key
    try:
        key: object = load(data, None)
    except TypeError:
        raise UsageError(f"{path.name} is locked with a passphrase; name a key for signing that has none.") from None
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if isinstance(key, Ed25519PrivateKey):
        return key
    raise UsageError(f"{path.name} is no Ed25519 key; make one with ssh-keygen -t ed25519.")


def public_key(path: Path) -> Ed25519PublicKey:
    """The other half of such a key. Raises UsageError for another file."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    data = _read(path)
    load = serialization.load_ssh_public_key if data.startswith(b"ssh-") else serialization.load_pem_public_key
    try:
        key: object = load(data)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if isinstance(key, Ed25519PublicKey):
        return key
    raise UsageError(f"{path.name} is no public Ed25519 key; name the .pub file of the key that signed.")


def sign(path: Path, key: Ed25519PrivateKey) -> Path:
    """Lay the signature of a file beside it, in base64; where it is. Raises UsageError where it cannot be written."""
    place = signature_of(path)
    with explained(f"{place} cannot be written", "make room there"):
        try:
            files.write(place, base64.b64encode(key.sign(path.read_bytes())) + b"\n", new=True)
        except FileExistsError:
            raise UsageError(f"{place} is there already and is never overwritten; run again.") from None
    return place


def is_signed(path: Path, key: Ed25519PublicKey) -> bool:
    """Whether the signature beside a file is this key's, of exactly this file. Raises UsageError without one."""
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(base64.b64decode(_read(signature_of(path))), path.read_bytes())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _read(path: Path) -> bytes:
    with explained(f"{path} cannot be read", "name a file that is there"):
        return path.expanduser().read_bytes()
