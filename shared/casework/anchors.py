"""The daily anchor: all heads of the trail, signed, in the store and as a file that is to leave the machine."""

from pathlib import Path

from shared.casework.office import OfficeSide
from shared.language import clock
from shared.records.database import on_disk
from shared.records.key_files import make_folder
from shared.records.store import trail_rows
from shared.records.trail import Anchor, make_anchor, read_anchor
from shared.whole_files import write_whole

FOLDER = "anchors"


def anchor_today(office: OfficeSide) -> Path:
    """Makes the anchor of this moment; gives the file `office/anchors/DAY.json`. No personal data in it."""
    earlier = office.store.read(trail_rows.anchors)
    previous = read_anchor(earlier[-1], office.public).digest() if earlier else b""
    now = clock.now()
    heads = office.store.read(trail_rows.heads)
    signed = make_anchor(Anchor(office.public.installation, now, heads, previous), office.signer)
    office.store.run(trail_rows.keep_anchor, now, signed)
    folder = office.settings.office_var / FOLDER
    make_folder(folder)
    path = folder / f"{clock.today().isoformat()}.json"
    with on_disk():
        write_whole(path, signed)
    return path
