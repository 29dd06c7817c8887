"""After a restore the two stores agree, though each was read at a moment of its own: the front first, then the office.

front ◀── folders and cards that the office had put there before its own turn came (they lie in its mirror)
front ──▶ envelopes that it calls filed and that the office does not know: they wait again
"""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import Connection, Engine

from shared.language import clock
from shared.records.card import SealedCard
from shared.records.database import reading
from shared.records.folder import FolderRow
from shared.records.front import arrivals
from shared.records.front.cards import push_cards
from shared.records.front.folders import put_folder
from shared.records.store import cases, outgoing
from shared.records.writer import Writer

_AT_A_TIME = 500


def agree(front: Engine, office: Engine) -> int:
    """Gives each what the other has more of; returns how many envelopes wait again. Raises StoreUnavailable."""
    writer = Writer(front)
    _give_back(writer, office)
    return _refile(writer, front, office)


def _give_back(writer: Writer, office: Engine) -> None:
    after = b""
    while True:
        with reading(office) as connection:
            rows, cards = outgoing.mirrored_after(connection, after, clock.today(), _AT_A_TIME)
        if not rows:
            return
        writer.run(partial(_put_back, rows=rows, sent=cards))
        after = rows[-1].locator


def _put_back(connection: Connection, rows: Sequence[FolderRow], sent: Sequence[SealedCard]) -> None:
    for row in rows:
        put_folder(connection, row)
    push_cards(connection, sent)


def _refile(writer: Writer, front: Engine, office: Engine) -> int:
    known: set[str] = set()
    with reading(office) as connection:
        after = ""
        while ids := cases.filed_envelopes(connection, after, _AT_A_TIME):
            known.update(ids)
            after = ids[-1]
    with reading(front) as connection:
        lost = [envelope for envelope in arrivals.filed_ids(connection) if envelope not in known]
    return writer.run(lambda connection: arrivals.refile(connection, lost))
