"""番号利用事務: opening the number box of a case. Imported only where the number key lives; each call is a
trail row.

The caller writes the trail row *before* it shows anything; nothing here is kept, cached or logged.
"""

import json
from collections.abc import Mapping

from shared.errors import CannotUnseal, KeyMissing
from shared.records.opening import unwrap
from shared.records.sealing import number_info


def key_of(number_box: bytes) -> str:
    """The id of the key that the box was sealed to. Raises CannotUnseal("box_version")."""
    return _parts(number_box)[0]


def open_number(number_box: bytes, reference: str, private_keys: Mapping[str, bytes]) -> dict[str, str]:
    """{question: My Number, 12 digits}. `private_keys`: number key id → 96 bytes.

    Raises KeyMissing("key_not_here", key_id=…) and CannotUnseal, also for a box that belongs to another case.
    """
    key_id, sealed = _parts(number_box)
    if key_id not in private_keys:
        raise KeyMissing("key_not_here", key_id=key_id)
    values = json.loads(unwrap(private_keys[key_id], sealed, number_info(reference)))
    return {str(question): str(value) for question, value in values.items()}


def _parts(number_box: bytes) -> tuple[str, bytes]:
    if len(number_box) < 2 or number_box[:1] != b"\x01":
        raise CannotUnseal("box_version")
    end = 2 + number_box[1]
    try:
        return number_box[2:end].decode("ascii"), number_box[end:]
    except UnicodeDecodeError:
        raise CannotUnseal("box_version") from None
