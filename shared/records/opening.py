"""Opening what was sealed to the office: the private half. Only `receiving` (and recovery) come here.

Private keys are raw bytes (hybrid_keys.py). Neither the portal nor the kiosk may import this module.
"""

import dataclasses
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag

from shared.errors import CannotUnseal, KeyMissing
from shared.records.boxes import unbox
from shared.records.envelope import Body, Envelope, unpack
from shared.records.hybrid_keys import SUITE, private_key
from shared.records.sealing import PublicKeys, envelope_info, wrap_content_key


def open_envelope(envelope: Envelope, private_keys: Mapping[str, bytes]) -> Body:
    """The body. `private_keys`: key id → 96 bytes; the first that the envelope was wrapped for is used.

    Raises KeyMissing("key_not_here", key_id=…) naming what the envelope asks for, and CannotUnseal:
    "head_unreadable", "box_closed", "size_differs", "body_unreadable".
    """
    if envelope.opened_head.size != len(envelope.body):
        raise CannotUnseal("size_differs")
    content_key = _content_key(envelope, private_keys)
    return Body.from_json(unpack(unbox(content_key, envelope.body, envelope.head)))


def rewrap(envelope: Envelope, private_keys: Mapping[str, bytes], public_keys: PublicKeys) -> Envelope:
    """The same envelope for today's keys: after the office key was lost, `private_keys` holds the recovery
    key.

    Raises as open_envelope does; a content key that does not open the body is not passed on.
    """
    content_key = _content_key(envelope, private_keys)
    unbox(content_key, envelope.body, envelope.head)
    publics = {**public_keys.office, **public_keys.recovery}
    return dataclasses.replace(envelope, wraps=wrap_content_key(content_key, envelope.head, publics))


def unwrap(private: bytes, wrapped: bytes, info: bytes) -> bytes:
    """What sealing.wrap sealed. Raises CannotUnseal("box_closed") for the wrong key, other `info`, changed
    bytes.
    """
    try:
        return SUITE.decrypt(wrapped, private_key(private), info)
    except InvalidTag:
        raise CannotUnseal("box_closed") from None


def _content_key(envelope: Envelope, private_keys: Mapping[str, bytes]) -> bytes:
    for key_id, wrapped in envelope.wraps.items():
        if key_id in private_keys:
            return unwrap(private_keys[key_id], wrapped, envelope_info(envelope.head))
    raise KeyMissing("key_not_here", key_id=" ".join(sorted(envelope.wraps)))
