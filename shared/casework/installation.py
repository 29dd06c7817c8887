"""The first start, and what is renewed once a day: keys, public.json, stores, what the portal is given."""

import os
from contextlib import suppress
from pathlib import Path

from shared.casework.catalogue_out import CatalogueOut
from shared.errors import CatalogueError, EditionRefused
from shared.records import keyring, publishing
from shared.records.blobs import BlobFolder
from shared.records.database import Store, migrate, open_engine
from shared.records.edition import EditionHead
from shared.records.letterbox import DatabaseLetterbox
from shared.records.recovery_key import RecoverySheet
from shared.records.sealing import SigningPublic
from shared.settings import Settings

NUMBER_KEYS = "keys"


def prepare(settings: Settings, former: tuple[SigningPublic, ...] = ()) -> RecoverySheet | None:
    """Makes what is missing here: folders, keys, stores. Gives the recovery sheet of a first start.

    The sheet's secret is stored nowhere: whoever calls prints it at once. `former`: the signing keys that a lost
    office had published. Raises SettingsError where a part of the keys is missing: nothing is made again silently.
    """
    sheet = keyring.make_office_keys(settings.office_keys, settings.number_var / NUMBER_KEYS)
    keyring.make_front_keys(settings.front_keys)
    publish(settings, former)
    _make_store(settings.letterbox_url, "front")
    _make_store(settings.office_url, "office")
    with suppress(CatalogueError, EditionRefused):  # a house stands without; whoever needs the catalogue is told
        send_out(settings)
    return sheet


def _make_store(url: str, store: Store) -> None:
    """Its connections end here: nothing of a real house stays open in the process that goes on to practise."""
    engine = open_engine(url)
    try:
        migrate(engine, store)
    finally:
        engine.dispose()


def send_out(settings: Settings) -> EditionHead | None:
    """The catalogue into the letterbox, where it does not lie there already. Raises as CatalogueOut.send, and
    SettingsError where the office's keys are not here.
    """
    keys = keyring.load_office_keys(settings.office_keys)
    engine = open_engine(settings.letterbox_url)
    letterbox = DatabaseLetterbox(engine, BlobFolder(settings.blobs))
    try:
        migrate(engine, "front")
        return CatalogueOut(settings, lambda: keys, letterbox).send()
    finally:
        letterbox.close()


def hand_to_front(settings: Settings) -> None:
    """What root wrote into the front's folder belongs to the portal's user again, where it has one of its own.

    By open folders and never through links: whoever hijacked the portal could set links to the office's keys.
    """
    owner = settings.front_var.stat()
    if os.geteuid() != 0 or owner.st_uid == 0:
        return
    for top in filter(Path.exists, (settings.front_var, settings.blobs)):
        for _, folders, files, opened in os.fwalk(top):
            os.fchown(opened, owner.st_uid, owner.st_gid)
            for name in (*folders, *files):
                with suppress(FileNotFoundError):  # the portal works meanwhile: journals come and go
                    os.chown(name, owner.st_uid, owner.st_gid, dir_fd=opened, follow_symlinks=False)


def is_new(settings: Settings) -> bool:
    """Nothing of ours is here: neither keys nor stores."""
    places = (settings.front_keys, settings.office_keys, settings.number_var / NUMBER_KEYS)
    stores = (settings.front_var / "letterbox.db", settings.office_var / "office.db")
    return not any(path.exists() for path in (*places, *stores))


def rebuild_office(settings: Settings) -> RecoverySheet | None:
    """New office keys and an empty store where the office was lost wholly; the front trusts the new root.

    Only after the printed recovery key was typed: from then on new envelopes are sealed to the new keys. None
    where the office's keys are still here. Receipts of the lost office still verify, by what the front knows of it.
    """
    if settings.office_keys.exists():
        return None
    former = publishing.published_before(settings.front_keys)
    (settings.front_keys / publishing.ROOT_PIN).unlink(missing_ok=True)
    return prepare(settings, former)


def publish(settings: Settings, former: tuple[SigningPublic, ...] = ()) -> None:
    """Signing keys made and published in time: the office signs public.json, the front installs it."""
    front = publishing.front_public(settings.front_keys)
    data = publishing.publish(settings.office_keys, front, former=former)
    publishing.install_public(settings.front_keys, data)
    hand_to_front(settings)
