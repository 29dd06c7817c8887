"""The desk for My Number cards, as the settings say."""

from shared.casework.id_card.desk import IdCardDesk
from shared.casework.id_card.exchange import Exchange, read_our_key
from shared.casework.id_card.issuer import Issuer
from shared.casework.id_card.wire import Wire
from shared.settings import Settings

CALLBACK = "/idcard/back"  # below the base URL; the issuer knows it by heart


def open_desk(settings: Settings) -> IdCardDesk | None:
    """None where no issuer is set. Nobody is asked yet. Raises SettingsError for a key that cannot be used."""
    wanted = settings.card_issuer
    if wanted is None:
        return None
    issuer = Issuer(wanted.address, Wire(wanted.address))
    return IdCardDesk(Exchange(issuer, wanted.client_id, read_our_key(wanted.key), settings.base_url + CALLBACK))
