"""What is approved is served on its day, whole or not at all, and can be taken back."""

import os
import shutil
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shared.casework.proposals import proposals, publication
from shared.errors import CaseError
from shared.records.store.proposals import Proposal, State
from tests.casework.town import Clock, Town, at_once

from .conftest import MAIN, PART, chain, dearer, editor, put, text_of

LAST_MINUTE = datetime(2027, 3, 31, 14, 59, tzinfo=UTC)  # 23:59 in Japan


def approved(town: Town, texts: dict[str, str], day: date | None = None) -> int:
    aya, jun = editor(town, "aya"), editor(town, "jun")
    number = proposals.propose(town.office, aya, texts).number
    proposals.ask(town.office, aya, number, day)
    return proposals.approve(town.office, jun, number).number


def fees(town: Town) -> list[int]:
    return [one.amount for one in town.catalogue.procedure("copy").fee_versions]


def seen(town: Town, number: int) -> Proposal:
    return proposals.proposal(town.office, editor(town, "aya"), number)


def test_what_is_approved_for_today_is_served_at_once(any_town: Town) -> None:
    assert fees(any_town) == [300, 350]
    number = approved(any_town, dearer(any_town))
    assert publication.publish_due(any_town.office) == [number]
    assert fees(any_town) == [300, 400]
    done = seen(any_town, number)
    assert (done.state, done.published_by) == (State.PUBLISHED, "system")
    assert chain(any_town)[-1] == ("system", "catalogue_published", "proposal 1")
    assert publication.publish_due(any_town.office) == []


def test_a_future_day_begins_at_midnight_in_japan(any_town: Town, clock: Clock) -> None:
    number = approved(any_town, dearer(any_town), date(2027, 4, 1))
    clock.turn_to(LAST_MINUTE)
    assert publication.publish_due(any_town.office) == []
    with pytest.raises(CaseError, match="proposal_not_due"):
        publication.publish(any_town.office, editor(any_town, "jun"), number)
    clock.pass_by(minutes=1)
    assert publication.publish_due(any_town.office) == [number]
    assert fees(any_town) == [300, 400]


def test_the_last_publication_is_taken_back_at_once_and_that_again(any_town: Town) -> None:
    number = approved(any_town, dearer(any_town))
    publication.publish_due(any_town.office)
    back = publication.roll_back(any_town.office, editor(any_town, "aya"), number)
    assert (fees(any_town), back.state, back.reverts) == ([300, 350], State.PUBLISHED, number)
    assert [deed for _, deed, _ in chain(any_town)][-2:] == ["catalogue_rolled_back", "catalogue_published"]
    publication.roll_back(any_town.office, editor(any_town, "jun"), back.number)
    assert fees(any_town) == [300, 400]


def test_an_older_publication_is_taken_back_by_a_proposal_that_keeps_what_came_after(town: Town) -> None:
    first = approved(town, dearer(town))
    publication.publish_due(town.office)
    approved(town, {PART: text_of(town).replace("who: 本人と家族", "who: 本人")})
    publication.publish_due(town.office)
    back = publication.roll_back(town.office, editor(town, "aya"), first)
    assert (back.state, back.reverts, fees(town)) == (State.DRAFT, first, [300, 400])
    assert "amount: 350" in str(back.texts[PART])
    assert "who: 本人\n" in str(back.texts[PART])


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(town: Town, clock: Clock) -> None:
    number = approved(town, dearer(town), date(2027, 4, 1))
    put(town, text_of(town) + "# 手で書き足した\n")
    clock.turn_to(LAST_MINUTE)
    clock.pass_by(minutes=2)
    assert publication.publish_due(town.office) == []
    left = seen(town, number)
    assert (left.state, left.trouble) == (State.APPROVED, "proposal_moved")
    assert text_of(town).endswith("# 手で書き足した\n")
    assert publication.publish_due(town.office) == []
    assert [deed for _, deed, _ in chain(town)].count("catalogue_not_published") == 1


def test_a_change_elsewhere_that_would_make_the_catalogue_wrong_keeps_it_from_being_published(town: Town) -> None:
    number = approved(town, dearer(town, "section: shimin", "section: gomi"))
    main = text_of(town, MAIN)
    put(town, "\n".join(line for line in main.splitlines() if "{id: gomi," not in line) + "\n", MAIN)
    put_back = text_of(town)
    assert publication.publish_due(town.office) == []
    assert seen(town, number).trouble == "catalogue_broken"
    assert text_of(town) == put_back
    put(town, main, MAIN)
    assert publication.publish(town.office, editor(town, "jun"), number).state is State.PUBLISHED


def test_a_publication_that_was_cut_off_between_two_files_is_ended_by_the_next(town: Town) -> None:
    texts = {**dearer(town), MAIN: text_of(town, MAIN).replace("見本市役所", "新見本市役所")}
    number = approved(town, texts)
    put(town, texts[PART])  # killed after the first rename
    assert publication.publish_due(town.office) == [number]
    assert (fees(town), town.catalogue.city.office.say()) == ([300, 400], "新見本市役所")


def test_a_folder_that_cannot_be_written_changes_nothing_and_is_told(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {**dearer(town), MAIN: text_of(town, MAIN).replace("見本市役所", "新見本市役所")}
    before = {name: text_of(town, name) for name in texts}
    number = approved(town, texts)
    synced: list[int] = []

    def full(handle: int) -> None:
        synced.append(handle)
        if len(synced) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CaseError, match="proposal_unwritable"):
        publication.publish(town.office, editor(town, "jun"), number)
    monkeypatch.undo()
    assert {name: text_of(town, name) for name in texts} == before
    assert sorted(path.name for path in town.settings.catalogue.parent.rglob("*") if path.is_file()) == [
        "own.yaml",
        "procedures.yaml",
    ]


def test_files_keep_their_mode_and_a_new_one_has_that_of_the_first(town: Town) -> None:
    folder = town.settings.catalogue.parent
    town.settings.catalogue.chmod(0o644)
    (folder / PART).chmod(0o664)
    main = text_of(town, MAIN).replace(f"include: [{PART}]", f"include: [{PART}, more/new.yaml]")
    new = "documents: [{id: photo, title: 写真}]\n"
    number = approved(town, {**dearer(town), MAIN: main, "more/new.yaml": new})
    publication.publish_due(town.office)
    modes = {name: stat.S_IMODE((folder / name).stat().st_mode) for name in (MAIN, PART, "more/new.yaml")}
    assert modes == {MAIN: 0o644, PART: 0o664, "more/new.yaml": 0o644}
    publication.roll_back(town.office, editor(town, "aya"), number)
    assert not (folder / "more/new.yaml").exists()
    assert text_of(town, MAIN).startswith(f"include: [{PART}]\n")


def test_two_who_publish_at_once_publish_once(any_town: Town) -> None:
    approved(any_town, dearer(any_town))
    done = at_once(*[lambda: publication.publish_due(any_town.office)] * 4)
    published = [deed for _, deed, _ in chain(any_town)].count("catalogue_published")
    assert (sorted(map(str, done)), published) == (["[1]", "[]", "[]", "[]"], 1)


def test_nothing_stays_in_the_folder_of_temporary_files(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(aside))
    approved(town, dearer(town))
    publication.publish_due(town.office)
    assert list(aside.iterdir()) == []
    shutil.rmtree(aside)


def test_where_there_is_no_room_to_check_it_receiving_goes_on_and_the_reason_is_kept(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = approved(town, dearer(town))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    assert publication.publish_due(town.office) == []
    monkeypatch.undo()
    assert seen(town, number).trouble == "proposal_unwritable"
    assert publication.publish(town.office, editor(town, "jun"), number).state is State.PUBLISHED
