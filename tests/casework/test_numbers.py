"""番号利用事務: who opens a My Number, why, and what stays of it."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from shared.casework import afterwards, applying, cases, counter, numbers, protection, staff
from shared.casework.authority import Actor, Role
from shared.casework.numbers import Asking
from shared.casework.persons import Named
from shared.errors import (
    KeyMissing,
    MadoguchiError,
    NotAuthorised,
    ReasonMissing,
    SettingsError,
    SignInRefused,
    SubmissionNotFound,
    ValueRefused,
)
from shared.language import clock as time_of_day
from shared.records import keyring
from shared.records.key_files import add_key
from shared.records.status import Action
from shared.records.store.trail_rows import verify_trail
from tests.casework.town import Town, answers_of, letterbox_away, rows_of, staff_answers_of

NUMBER, LATER = "100000000005", "246813579013"
QUESTION = "individual_number"
REASON = "児童手当の認定のため、住基と照らし合わせる"
NUMBERED = "jido-teate-nintei/newborn"


def filed(town: Town) -> str:
    """The reference of a case with the planted number."""
    return town.file(NUMBERED, individual_number=NUMBER).case.reference


def keeper_of_numbers(town: Town) -> Actor:
    return town.actor("bango", rights=("number",))


def see(town: Town, who: Actor, reference: str, question: str = QUESTION, reason: str = REASON) -> str:
    return numbers.see(town.office, who, Asking(reference, question, reason))


def last_deed(town: Town, reference: str) -> tuple[str, str, object]:
    entry = town.trail(reference)[-1]
    return entry.actor, entry.action, entry.detail


def test_staff_with_the_right_open_the_number_and_the_reason_stays_in_the_trail(any_town: Town) -> None:
    reference, who = filed(any_town), keeper_of_numbers(any_town)
    assert see(any_town, who, reference) == NUMBER
    assert last_deed(any_town, reference) == ("bango", "see_number", {"question": QUESTION, "reason": REASON})
    assert any_town.office.store.read(verify_trail) is None


@pytest.mark.requirement("AT-3")
def test_every_opening_is_a_row_of_its_own(town: Town) -> None:
    reference, who = filed(town), keeper_of_numbers(town)
    for _ in range(3):
        see(town, who, reference)
    assert town.deeds(reference).count(("bango", "see_number")) == 3


@pytest.mark.requirement("AZ-2")
@pytest.mark.parametrize(
    ("roles", "sections", "rights"),
    [
        ((Role.REVIEWER,), ("*",), ()),  # no right to numbers
        ((Role.COUNTER,), ("*",), ("number",)),  # the counter does not review
        ((Role.ADMIN,), ("*",), ("number",)),
        ((Role.REVIEWER,), ("shiminka",), ("number",)),  # another section's case
    ],
)
def test_nobody_else_opens_it_and_every_try_is_a_row(
    town: Town, roles: tuple[Role, ...], sections: tuple[str, ...], rights: tuple[str, ...]
) -> None:
    reference = filed(town)
    who = town.actor("suzuki", roles, sections, rights)
    with pytest.raises(NotAuthorised):
        see(town, who, reference)
    assert last_deed(town, reference) == ("suzuki", "refused", {"deed": "see_number"})


@pytest.mark.requirement("AZ-2")
def test_of_a_protected_case_only_its_named_staff_open_the_number(town: Town) -> None:
    until = time_of_day.today() + timedelta(days=365)
    named = town.actor("keeper", rights=("number", "protected"))
    other = town.actor("other", rights=("number", "protected"))
    protection.protect(town.office, "entry-1", [Named(("見本 つむぎ",), (), ("2026-11-09",))], until, ("keeper",))
    reference = filed(town)
    with pytest.raises(SubmissionNotFound):
        see(town, other, reference)
    assert last_deed(town, reference) == ("other", "refused", {"deed": "see_number"})
    assert see(town, named, reference) == NUMBER


def refusals(town: Town, reference: str) -> list[tuple[Callable[[], str], type[MadoguchiError], str]]:
    who = keeper_of_numbers(town)
    return [
        (lambda: see(town, who, reference, reason="  "), ReasonMissing, "reason_missing"),
        (lambda: see(town, who, reference, reason="あ" * 1001), ValueRefused, "too_long"),
        (lambda: see(town, who, reference, reason=f"番号 {NUMBER} を確かめる"), ValueRefused, "reason_holds_number"),
        (lambda: see(town, who, reference, question="applicant_sei"), ValueRefused, "no_number_here"),
        (lambda: see(town, who, reference, question=NUMBER), ValueRefused, "no_number_here"),
    ]


def test_what_is_asked_wrongly_is_refused_with_its_reason_and_is_a_row(town: Town) -> None:
    reference = filed(town)
    for asked, kind, code in refusals(town, reference):
        with pytest.raises(kind) as refused:
            asked()
        assert (refused.value.code, last_deed(town, reference)) == (
            code,
            ("bango", "refused", {"deed": "see_number", "why": code}),
        )


def test_without_the_zones_key_it_is_said_which_one_is_missing_and_that_is_a_row(town: Town) -> None:
    reference, who = filed(town), keeper_of_numbers(town)
    folder = town.settings.number_var / "keys"
    key = next(folder.glob("*.key"))
    aside = key.rename(key.with_suffix(".aside"))
    with pytest.raises(SettingsError) as missing:
        see(town, who, reference)
    assert (missing.value.code, missing.value.params) == ("key_missing", {"file": "number-1.key"})
    assert last_deed(town, reference)[2] == {"deed": "see_number", "why": "key_missing"}
    aside.rename(folder / "number-2.key")  # another key than the one that the box was sealed to
    with pytest.raises(KeyMissing) as other:
        see(town, who, reference)
    assert (other.value.code, other.value.params) == ("key_not_here", {"key_id": "number-1"})


def test_a_number_opens_after_the_zone_got_a_new_key(town: Town) -> None:
    reference, who = filed(town), keeper_of_numbers(town)
    folder = town.settings.number_var / "keys"
    add_key(folder, "number", (folder / "number-1.key").read_bytes()[::-1])
    assert sorted(keyring.load_number_keys(folder)) == ["number-1", "number-2"]
    assert see(town, who, reference) == NUMBER


def test_after_a_correction_the_newest_number_is_opened(town: Town) -> None:
    sent, who = town.file(NUMBERED, individual_number=NUMBER), keeper_of_numbers(town)
    reference = sent.case.reference
    town.act(reference, Action.TAKE_UP)
    town.act(reference, Action.ASK_CORRECTION, reason="番号をもういちど")
    case = cases.case_by_code(town.office, sent.case.code)
    birth = answers_of(NUMBERED)["applicant_birth"]
    letter = afterwards.begin_correction(town.office, cases.unlock(town.office, case, birth))
    raw = {**answers_of(NUMBERED), **staff_answers_of(NUMBERED), QUESTION: LATER}
    counter.file(town.clerk(), applying.answer_all(town.office, letter, raw, "staff"))
    assert see(town, who, reference) == LATER


def test_a_case_that_had_to_get_another_reference_still_opens_its_number(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two doors gave the same reference by chance: the box is bound to the one that the citizen holds."""
    first = town.file().case.reference
    monkeypatch.setattr(applying, "new_reference", lambda maker: first)
    with letterbox_away(town):
        assert town.file(NUMBERED, individual_number=NUMBER).case.reference == first
    second = next(row.reference for row in town.queue() if row.reference != first)
    assert see(town, keeper_of_numbers(town), second) == NUMBER


def test_the_number_stands_nowhere_after_it_was_opened(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    reference, who = filed(town), keeper_of_numbers(town)
    see(town, who, reference)
    for asked, _, _ in refusals(town, reference):
        with pytest.raises(MadoguchiError):
            asked()
    kept = b"".join(path.read_bytes() for path in Path(town.settings.office_var).rglob("*") if path.is_file())
    details = json.dumps([entry.detail for entry in town.trail(reference)], ensure_ascii=False)
    assert [NUMBER.encode() in kept, NUMBER in details, NUMBER in caplog.text] == [False] * 3
    assert [REASON.encode() in kept, REASON in details] == [False, True]  # sealed where it is kept


# Who proves who they are -------------------------------------------------------------------------------------------


def account(town: Town, own: str | None = "しじみ汁と宍道湖の夕日") -> str:
    """The password of a new account with the right; None leaves the one-time password."""
    first = staff.add(town.office, "bango", "番号 係", rights=("number",))
    if own is None:
        return first
    staff.change_password(town.office, staff.sign_in(town.office, "bango", first).token, first, own)
    return own


def test_a_password_that_is_typed_again_names_its_actor_and_opens_no_session(town: Town) -> None:
    password = account(town)
    before = rows_of(town.office.store.engine, "SELECT count(*) FROM staff_session")
    assert staff.confirmed(town.office, "bango", password) == staff.actor_named(town.office, "bango")
    assert rows_of(town.office.store.engine, "SELECT count(*) FROM staff_session") == before


def test_a_one_time_password_opens_no_number(town: Town) -> None:
    with pytest.raises(SignInRefused) as refused:
        staff.confirmed(town.office, "bango", account(town, own=None))
    assert refused.value.code == "password_one_time"


def test_five_wrong_passwords_lock_the_name_here_as_well(town: Town) -> None:
    password = account(town)
    for typed in ("x",) * 5 + (password,):
        with pytest.raises(SignInRefused) as refused:
            staff.confirmed(town.office, "bango", typed)
        assert refused.value.code == "sign_in_refused"
    rows = rows_of(town.office.store.engine, "SELECT actor FROM trail WHERE action = 'sign_in_refused'")
    assert rows == [("unknown",)] * 6


def test_a_disabled_account_confirms_nothing(town: Town) -> None:
    password = account(town)
    staff.disable(town.office, "bango")
    with pytest.raises(SignInRefused):
        staff.confirmed(town.office, "bango", password)
