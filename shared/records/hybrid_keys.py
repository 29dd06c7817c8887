"""Key pairs that envelopes are sealed to: ML-KEM-768 with X25519, as raw bytes.

private 96 = ML-KEM seed 64 ‖ X25519 32;  public 1 216 = ML-KEM 1 184 ‖ X25519 32.
"""

import hashlib

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from shared.records.code import ALPHABET

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
PRIVATE_BYTES, PUBLIC_BYTES = 96, 1216
_SEED_BYTES, _MLKEM_PUBLIC_BYTES = 64, 1184


def new_private() -> bytes:
    """A new private key, 96 bytes."""
    seed = MLKEM768PrivateKey.generate().private_bytes_raw()
    return seed + X25519PrivateKey.generate().private_bytes_raw()


def public_half(private: bytes) -> bytes:
    """The 1 216 bytes that may be published. Raises ValueError for anything but 96 bytes."""
    seed, x25519 = _halves(private)
    return seed.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def private_key(raw: bytes) -> MLKEM768X25519PrivateKey:
    """The key of 96 raw bytes. Raises ValueError for another length."""
    return MLKEM768X25519PrivateKey(*_halves(raw))


def public_key(raw: bytes) -> MLKEM768X25519PublicKey:
    """The key of 1 216 raw bytes. Raises ValueError for another length."""
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_PUBLIC_BYTES]),
        X25519PublicKey.from_public_bytes(raw[_MLKEM_PUBLIC_BYTES:]),
    )


def fingerprint(public: bytes) -> str:
    """16 characters that name a public key on paper and in reports."""
    number = int.from_bytes(hashlib.sha256(public).digest()[:10], "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(16)))


def _halves(raw: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    return (
        MLKEM768PrivateKey.from_seed_bytes(raw[:_SEED_BYTES]),
        X25519PrivateKey.from_private_bytes(raw[_SEED_BYTES:]),
    )
