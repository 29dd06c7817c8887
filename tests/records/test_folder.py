import dataclasses
from datetime import date
from typing import Any

import pytest
from sample_records import ASKED, CODE, HARD_NAME, NOW, SALT, OpenFolder

from shared.errors import CannotUnseal
from shared.records.derivation import inside_key, locator_of, root_of
from shared.records.envelope import KeptFile
from shared.records.folder import (
    Draft,
    FolderRow,
    Front,
    Inside,
    Milestone,
    Note,
    SectionSign,
    open_draft,
    open_front,
    open_inside,
)
from shared.records.person import ActedBy, Role
from shared.records.status import Status

DRAFT = Draft(
    code=CODE,
    procedure_id="juminhyo-copy",
    asked=ASKED,
    reference="A7K2M9QX4",
    envelope_id="0f" * 16,
    channel="online",
    language="easy",
    started_at=NOW,
    saved_at=NOW,
    fact_kind="birth_date",
    answers={"name": HARD_NAME, "children": [{"birth": "2020-02-29"}]},
    seen=("applicant",),
    flags=("name:variant",),
    files=(KeptFile("proof", "ab" * 16, bytes(32), bytes(32), "image/png", 12),),
    actor=ActedBy(Role.STAFF, "山田"),
    consent={"help": "yes"},
)
FRONT = Front(
    code=CODE,
    reference="A7K2M9QX4",
    envelope_id="0f" * 16,
    procedure_id="juminhyo-copy",
    title={"ja": "住民票の写しをとる", "en": "Copy of residence record"},
    procedure_hash=bytes(32),
    section=SectionSign({"ja": "市民課"}, "0852-55-5255", "1-6"),
    status=Status.ARRIVED,
    fact_kind="birth_date",
    channel="online",
    language="ja",
    dates=(Milestone(NOW, Status.ARRIVED),),
    next=("status.next_review",),
    received_at=NOW,
    due_on=date(2026, 11, 30),
    proof="A" * 141,
)
INSIDE = Inside({"name": HARD_NAME}, ASKED, (Note(NOW, "電話してください", "phone"),), (Note(NOW, "写しが読めません"),))


@pytest.fixture
def row(folder: OpenFolder) -> FolderRow:
    return folder.row(
        3,
        draft=DRAFT.seal(folder.root, folder.locator, 3),
        front=FRONT.seal(folder.root, folder.locator, 3),
        inside=INSIDE.seal(folder.k_in, folder.locator, 3),
    )


def why(read: Any, *arguments: object) -> str:
    with pytest.raises(CannotUnseal) as refused:
        read(*arguments)
    return refused.value.code


def test_code_and_fact_open_all_parts(row: FolderRow, folder: OpenFolder) -> None:
    assert (open_draft(row, folder.root), open_front(row, folder.root), open_inside(row, folder.k_in)) == (
        DRAFT,
        FRONT,
        INSIDE,
    )


def test_the_code_alone_does_not_open_what_is_inside(row: FolderRow, folder: OpenFolder) -> None:
    wrong_fact = inside_key(folder.root, "19500402")
    assert {why(open_inside, row, key) for key in (folder.root, wrong_fact)} == {"box_closed"}


def test_another_code_opens_nothing(row: FolderRow) -> None:
    root = root_of("0" * 16, SALT)
    assert [why(open_draft, row, root), why(open_front, row, root)] == ["box_closed", "box_closed"]


@pytest.mark.requirement("CR-2")
def test_parts_cannot_be_moved_to_another_folder_or_another_part(row: FolderRow, folder: OpenFolder) -> None:  # CR-2
    elsewhere = dataclasses.replace(row, locator=locator_of(bytes(32)))
    swapped = dataclasses.replace(row, draft=row.front, front=row.draft)
    moved = [
        why(open_draft, elsewhere, folder.root),
        why(open_front, elsewhere, folder.root),
        why(open_inside, elsewhere, folder.k_in),
        why(open_draft, swapped, folder.root),
        why(open_front, swapped, folder.root),
    ]
    assert moved == ["box_closed"] * 5


def test_a_part_that_a_save_did_not_touch_still_opens(row: FolderRow, folder: OpenFolder) -> None:
    later = dataclasses.replace(row, revision=4, draft=DRAFT.seal(folder.root, folder.locator, 4))
    assert open_inside(later, folder.k_in) == INSIDE


def test_a_part_newer_than_its_row_is_refused(row: FolderRow, folder: OpenFolder) -> None:
    older = dataclasses.replace(row, revision=2)
    assert [why(open_front, older, folder.root), why(open_inside, older, folder.k_in)] == ["box_closed"] * 2


def test_a_part_sealed_at_one_revision_does_not_open_as_another(row: FolderRow, folder: OpenFolder) -> None:
    assert row.front is not None
    forged = (2).to_bytes(4, "big") + row.front[4:]
    assert why(open_front, dataclasses.replace(row, front=forged), folder.root) == "box_closed"


@pytest.mark.parametrize("read", [open_draft, open_front, open_inside])
def test_a_part_that_is_not_there_is_said_to_be_absent(read: Any, folder: OpenFolder) -> None:
    assert why(read, folder.row(), folder.root) == "part_absent"


@pytest.mark.requirement("CR-1")
def test_the_row_shows_nothing_of_what_is_in_it(row: FolderRow) -> None:
    kept = b"".join(part for part in (row.draft, row.front, row.inside, row.locator) if part)
    secrets = [CODE, HARD_NAME, "市民課", "A7K2M9QX4", "juminhyo", "arrived"]
    assert [secret for secret in secrets if secret.encode() in kept] == []


def test_nothing_personal_stands_in_a_traceback() -> None:
    shown = repr((DRAFT, FRONT, INSIDE, *INSIDE.messages))
    assert [secret for secret in (CODE, HARD_NAME, "電話", "A7K2M9QX4") if secret in shown] == []
