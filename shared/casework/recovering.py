"""When the office's keys or store are lost: what lies in the letterbox is opened with the printed recovery key."""

from shared.casework.office import OfficeSide
from shared.casework.receiving import Received, receive
from shared.errors import StoreUnavailable
from shared.records.recovery_key import private_of

MOST_RECOVERY_KEYS = 99


def recover(office: OfficeSide, secret: str) -> Received:
    """Files every envelope of the letterbox that this office does not know (30 days reach back).

    `secret`: as printed, in any spelling. Raises CodeSlip (which line), StoreUnavailable.
    """
    letterbox = office.letterbox.remote
    if letterbox is None:
        raise StoreUnavailable("letterbox_away")
    private = private_of(secret)
    lost = [envelope_id for envelope_id in letterbox.filed_ids() if office.store.filed_as(envelope_id) is None]
    letterbox.refile(lost)
    # The sheet does not say which of the recovery keys it is; an envelope names the one it was sealed to.
    return receive(office, {f"recovery-{n}": private for n in range(1, MOST_RECOVERY_KEYS + 1)})
