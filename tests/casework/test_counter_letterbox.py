"""Counter without letterbox: of several at once on one mirrored folder the slower ones are told."""

from dataclasses import replace

import pytest

from shared.casework import applying
from shared.errors import FolderChanged
from shared.records.store import outgoing
from tests.casework.town import Town, at_once, letterbox_away, rows_of

MANY = 8


@pytest.mark.requirement("ID-4")
def test_of_many_saves_of_one_mirrored_revision_exactly_one_passes_and_is_what_is_kept(any_town: Town) -> None:
    town = any_town
    case = applying.start(town.office, "juminhyo-copy", "counter")
    town.office.letterbox.pull_mirror()
    locator, revision = case.row.locator, case.row.revision
    rows = [replace(case.row, revision=revision + 1, draft=bytes([n]) * 40) for n in range(MANY)]
    with letterbox_away(town):
        ended = at_once(*(lambda row=row: town.office.letterbox.save_folder(row, revision) for row in rows))
        kept = town.office.store.read(outgoing.mirrored_folder, locator)
    passed = [n for n, one in enumerate(ended) if one is None]
    assert (len(passed), [type(one) for one in ended if one is not None]) == (1, [FolderChanged] * (MANY - 1))
    assert kept == rows[passed[0]]
    assert rows_of(town.office.store.engine, "SELECT count(*) FROM letterbox_outbox") == [(1,)]


@pytest.mark.requirement("ID-1")
def test_one_key_opens_one_folder_however_many_come_at_once_without_the_letterbox(any_town: Town) -> None:
    town = any_town
    assert town.office.store is not None
    with letterbox_away(town):
        ended = at_once(
            *(lambda: applying.start(town.office, "juminhyo-copy", "counter", key="k-1") for _ in range(MANY))
        )
    codes = {getattr(one, "code", one) for one in ended}
    assert (len(codes), rows_of(town.office.store.engine, "SELECT count(*) FROM mirror_folder")) == (1, [(1,)])
