"""What follows from a code and a fact: root, locator, keys, digests (OBJECTS.md).

    code + installation salt ──Argon2id──▶ root ──hk──▶ locator, draft and front keys, digest key
    root + fact              ──Argon2id──▶ k_in      (opens what is inside the folder)

Argon2id: 19 MiB, 2 rounds, 1 lane, about 50 ms; at most two at once in a process, so that many openings wait
instead of taking the machine's memory. Once per opening, never per step.
"""

import threading
import unicodedata

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.errors import ValueRefused
from shared.language.dates import read_birth_date
from shared.records.boxes import KEY_BYTES, canonical

LABEL = b"madoguchi/1/"
SALT_BYTES = 16
LOCATOR_BYTES = 16
FACT_KINDS = ("birth_date", "phone_tail", "own_word")

_MEMORY_KIB, _ROUNDS, _LANES = 19_456, 2, 1
_AT_ONCE = threading.BoundedSemaphore(2)


def hk(key: bytes, label: str, length: int = KEY_BYTES) -> bytes:
    """HKDF-SHA256 of `key` with info `madoguchi/1/`+label; `length` bytes."""
    return HKDF(hashes.SHA256(), length, None, LABEL + label.encode()).derive(key)


def root_of(code: str, salt: bytes) -> bytes:
    """The 32-byte root of a tidied code. `salt`: the installation's 16 bytes. Slow on purpose (50 ms)."""
    return _argon2id(code.encode(), salt)


def locator_of(root: bytes) -> bytes:
    """16 bytes that find the folder and tell nothing about the code."""
    return hk(root, "locator", LOCATOR_BYTES)


def draft_key(root: bytes) -> bytes:
    return hk(root, "draft")


def front_key(root: bytes) -> bytes:
    return hk(root, "front")


def inside_key(root: bytes, fact: str) -> bytes:
    """`k_in`, 32 bytes. `fact` is normalised (normal_fact). Slow on purpose (50 ms)."""
    stretched = _argon2id(fact.encode(), hk(root, "fact-salt", SALT_BYTES))
    return hk(stretched + root, "inside")


def normal_fact(kind: str, text: str, language: str = "ja") -> str:
    """A fact as it enters the key.

    birth_date `YYYYMMDD` (`1947` where the rest is unknown), read like a birth date typed in `language`;
    phone_tail the last four digits; own_word NFKC, trimmed, case-folded. Raises ValueRefused: "fact_phone",
    "fact_word" (least=…), or a code of the date reader.
    """
    if kind == "birth_date":
        return read_birth_date(text, language).stored.replace("-", "")
    if kind == "phone_tail":
        digits = "".join(ch for ch in unicodedata.normalize("NFKC", text) if ch in "0123456789")
        if len(digits) < 4:
            raise ValueRefused("fact_phone")
        return digits[-4:]
    if kind == "own_word":
        return _own_word(text)
    raise ValueError(kind)


def answers_digest(root: bytes, answers: object) -> bytes:
    """32 bytes: HMAC-SHA256 under hk(root, `digest`) over the canonical JSON of the answers. The token holds
    8 of them.
    """
    mac = hmac.HMAC(hk(root, "digest"), hashes.SHA256())
    mac.update(canonical(answers))
    return mac.finalize()


def _own_word(text: str) -> str:
    word = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    word = unicodedata.normalize("NFKC", word)  # folding the case can take a letter out of its normal form
    least = 4 if word.isascii() else 2  # four digits, or さくら; two Latin letters are soon guessed
    if len(word) < least:
        raise ValueRefused("fact_word", least=least)
    return word


def _argon2id(secret: bytes, salt: bytes) -> bytes:
    with _AT_ONCE:
        engine = Argon2id(salt=salt, length=KEY_BYTES, iterations=_ROUNDS, lanes=_LANES, memory_cost=_MEMORY_KIB)
        return engine.derive(secret)
