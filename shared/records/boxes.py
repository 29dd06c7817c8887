"""Boxes: bytes that open only with one key and in one place (OBJECTS.md, format 1).

`01` ‖ nonce 12 ‖ AES-256-GCM(data) with tag 16; the `aad` says where the box belongs, so that a box that was
moved does not open. Layers above name the place: a table's column, a folder's revision, an envelope's head.
"""

import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.errors import CannotUnseal

VERSION = b"\x01"
KEY_BYTES = 32
_NONCE_BYTES = 12
OVERHEAD = 1 + _NONCE_BYTES + 16  # bytes that a box is longer than what is in it


def box(key: bytes, data: bytes, aad: bytes) -> bytes:
    """Seal `data` under the 32-byte `key`, bound to `aad`. OVERHEAD bytes longer than `data`."""
    nonce = os.urandom(_NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, data, aad)


def unbox(key: bytes, blob: bytes, aad: bytes) -> bytes:
    """What was sealed. Raises CannotUnseal ("box_version" or "box_closed")."""
    if len(blob) < OVERHEAD or blob[:1] != VERSION:
        raise CannotUnseal("box_version")
    try:
        return AESGCM(key).decrypt(blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :], aad)
    except InvalidTag:
        raise CannotUnseal("box_closed") from None


def canonical(value: object) -> bytes:
    """Canonical JSON: UTF-8, keys sorted, no blanks, every character as itself, no NaN. What is hashed and
    signed.

    Raises ValueError for what JSON cannot hold (NaN, lone surrogates) and TypeError for other objects.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()
