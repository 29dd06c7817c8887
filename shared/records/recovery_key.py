"""The recovery key's private half: on paper only. 60 characters in three lines, each with a check character.

    line = 18 or 19 characters … ‖ check          characters of a code (no I, L, O, U)
    `1` ‖ base32(seed 32 ‖ SHA-256(label ‖ seed)[:3])

The key pair follows from the seed, so that what has to be typed in an emergency is short.
"""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass

from shared.errors import CodeSlip
from shared.records.code import ALPHABET, check_character, tidy_characters
from shared.records.derivation import LABEL, hk
from shared.records.hybrid_keys import PRIVATE_BYTES

LINES, LINE_LENGTH = 3, 20
_SEED_BYTES, _CHECK_BYTES = 32, 3
_CHARACTERS = (_SEED_BYTES + _CHECK_BYTES) * 8 // 5
_VERSION = "1"


@dataclass(frozen=True, repr=False)
class RecoverySheet:
    """What is printed once and never stored. `secret`: 60 characters; `fingerprint` names the public half."""

    key_id: str
    secret: str
    fingerprint: str


def new_secret() -> str:
    """60 characters: 256 random bits with their checks."""
    return _written(secrets.token_bytes(_SEED_BYTES))


def private_of(secret: str) -> bytes:
    """The 96-byte private key of a typed or scanned secret, read as tolerantly as a code.

    Raises CodeSlip("recovery_slip", group=LINE, groups=3): which line, from 1; 0 where it cannot be known.
    """
    lines = _lines(secret)
    text = "".join(line[:-1] for line in lines)
    number = 0
    for character in text[1:]:
        number = number * 32 + ALPHABET.index(character)
    raw = number.to_bytes(_SEED_BYTES + _CHECK_BYTES, "big")
    seed, check = raw[:_SEED_BYTES], raw[_SEED_BYTES:]
    if text[0] != _VERSION or not secrets.compare_digest(check, _digest(seed)):
        raise CodeSlip("recovery_slip", group=0, groups=LINES)
    return hk(seed, "recovery", PRIVATE_BYTES)


def _written(seed: bytes) -> str:
    number = int.from_bytes(seed + _digest(seed), "big")
    characters = (ALPHABET[number >> 5 * place & 31] for place in reversed(range(_CHARACTERS)))
    text = _VERSION + "".join(characters)
    step = LINE_LENGTH - 1
    lines = (text[at : at + step] for at in range(0, len(text), step))
    return "".join(line + check_character(line) for line in lines)


def _lines(secret: str) -> list[str]:
    tidy = "".join(ch for ch in unicodedata.normalize("NFKC", secret) if ch.isalnum())
    lines = [tidy[at : at + LINE_LENGTH] for at in range(0, LINES * LINE_LENGTH, LINE_LENGTH)]
    for place, line in enumerate(lines, start=1):
        try:
            lines[place - 1] = tidy_characters(line, LINE_LENGTH, LINE_LENGTH, "recovery_slip")
        except CodeSlip:
            raise CodeSlip("recovery_slip", group=place, groups=LINES) from None
    if len(tidy) != LINES * LINE_LENGTH:
        raise CodeSlip("recovery_slip", group=0, groups=LINES)
    return lines


def _digest(seed: bytes) -> bytes:
    return hashlib.sha256(LABEL + b"recovery|" + seed).digest()[:_CHECK_BYTES]
