"""A case before it is sent: begun once per key, saved after every step, never written over unseen."""

import json

import pytest

from shared.casework import applying, cases, counter, sending
from shared.casework.applying import DRAFT_LIFE, PRINTED_LIFE
from shared.casework.cases import Case
from shared.casework.persons import fact_of
from shared.catalogue.questions.numbers import SEALED
from shared.errors import (
    AnswersRefused,
    CannotOpen,
    CannotUnseal,
    ChannelClosed,
    FileRefused,
)
from shared.language import clock as clock_module
from shared.records.boxes import unbox
from shared.records.derivation import hk
from shared.records.number_zone import open_number

from .folder_rows import ANSWERS, NUMBER, folders
from .town import Clock, Town, a_file, answers_of, picture_bytes, rows_of


def test_a_new_case_can_be_gone_on_with_by_its_code_from_both_sides(town: Town) -> None:
    case = applying.start(town.home, "juminhyo-copy")
    seen = [cases.case_by_code(side, case.code).reference for side in (town.home, town.office)]
    assert seen == [case.reference, case.reference]


def test_a_code_is_read_in_any_spelling_and_as_the_address_of_its_qr(town: Town) -> None:
    case = applying.start(town.home, "juminhyo-copy")
    code = case.code
    spellings = [code.lower(), f" {code[:4]}-{code[4:8]} {code[8:]}", f"HTTP://LOCALHOST:8501/C/{code}"]
    assert {cases.case_by_code(town.home, text).reference for text in spellings} == {case.reference}


def test_a_channel_that_is_not_offered_is_refused(town: Town) -> None:
    with pytest.raises(ChannelClosed):
        applying.start(town.home, "inkan-toroku", "online")


def test_what_is_written_at_home_for_a_counter_procedure_is_never_sent_from_there(town: Town) -> None:
    case = town.drafted("tenkyo-todoke/family")
    with pytest.raises(ChannelClosed) as refused:
        sending.submit(town.home, case)
    assert refused.value.code == "pre_entry_only"


# The same key ------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("ID-1")
def test_the_same_key_gives_the_same_case_from_home_and_from_the_counter(any_town: Town) -> None:
    first = applying.start(any_town.home, "juminhyo-copy", key="k-1")
    again = [applying.start(side, "juminhyo-copy", key="k-1") for side in (any_town.home, any_town.office)]
    assert [case.code for case in again] == [first.code, first.code]


def test_another_key_gives_another_case(town: Town) -> None:
    codes = {applying.start(town.home, "juminhyo-copy", key=key).code for key in ("k-1", "k-2")}
    assert (len(codes), folders(town)) == (2, 2)


def test_the_key_of_a_sent_case_gives_its_receipt_again(town: Town) -> None:
    case = applying.start(town.home, "juminhyo-copy", key="k-1")
    sent = sending.submit(town.home, applying.answer_all(town.home, case, ANSWERS, "citizen"))
    again = applying.start(town.home, "juminhyo-copy", key="k-1")
    assert (again.sent, again.front) == (True, sent.front)


def test_the_key_of_a_folder_that_was_dropped_begins_anew(town: Town) -> None:
    first = applying.start(town.home, "juminhyo-copy", key="k-1")
    town.home.letterbox.drop_folder(first.row.locator)
    again = applying.start(town.home, "juminhyo-copy", key="k-1")
    assert (again.code == first.code, applying.start(town.home, "juminhyo-copy", key="k-1").code) == (False, again.code)


@pytest.mark.parametrize("swept", [False, True])
def test_the_key_of_a_draft_that_has_expired_begins_anew(town: Town, clock: Clock, swept: bool) -> None:
    first = applying.start(town.home, "juminhyo-copy", key="k-1")
    clock.pass_by(days=DRAFT_LIFE.days + 1)
    if swept:
        town.home.letterbox.purge(clock.now())
    again = applying.start(town.home, "juminhyo-copy", key="k-1")
    assert (again.code == first.code, applying.start(town.home, "juminhyo-copy", key="k-1").code) == (False, again.code)


def test_a_key_is_kept_as_nothing_that_could_be_guessed_from(town: Town) -> None:
    """Not even somebody who knows the key and has the stored letterbox opens the box: the salt is not in it."""
    applying.start(town.home, "juminhyo-copy", key="1234")
    ((box,),) = rows_of(town.home.letterbox.engine, "SELECT box FROM sending")
    with pytest.raises(CannotUnseal):
        unbox(hk(b"1234", "sending"), bytes(box), b"sending")


# Answers -----------------------------------------------------------------------------------------------------------


def test_a_step_is_saved_at_once_and_the_next_one_follows_from_the_answers(town: Town) -> None:
    case = applying.start(town.home, "juminhyo-copy")
    step = case.next_step("citizen")
    assert step is not None
    saved = applying.answer(town.home, case, step, ANSWERS, "citizen")
    read = cases.case_by_code(town.home, case.code)
    assert (read.answers, read.next_step("citizen") != step) == (saved.answers, True)


def test_a_refused_answer_saves_nothing(town: Town) -> None:
    case = applying.start(town.home, "juminhyo-copy")
    with pytest.raises(AnswersRefused) as refused:
        applying.answer_all(town.home, case, {**ANSWERS, "applicant_birth": "りんご"}, "citizen")
    assert [problem.question for problem in refused.value.errors] == ["applicant_birth"]
    assert cases.case_by_code(town.home, case.code).answers == {}


def test_an_answer_that_nobody_asked_for_is_refused_by_its_name(town: Town) -> None:
    case = applying.start(town.home, "juminhyo-copy")
    with pytest.raises(AnswersRefused) as refused:
        applying.answer_some(town.home, case, {"aplicant_sei": "見本"}, "citizen")
    assert [(p.question, p.code) for p in refused.value.errors] == [("aplicant_sei", "unknown_question")]


def test_what_is_given_so_far_is_kept_and_the_rest_is_left_for_later(town: Town) -> None:
    case = applying.start(town.home, "juminhyo-copy")
    kept = applying.answer_some(town.home, case, {"by_agent": "no"}, "citizen")
    assert kept.answers == {"by_agent": "no"}


def test_answers_and_flags_off_the_route_are_not_sent(town: Town) -> None:
    by_agent = answers_of("juminhyo-copy/some-by-agent")
    case = applying.start(town.home, "juminhyo-copy")
    case = applying.answer_some(
        town.home, case, {k: by_agent[k] for k in by_agent if k.startswith("agent_")}, "citizen"
    )
    case = applying.answer_all(town.home, case, ANSWERS, "citizen")
    assert case.draft is not None
    body = sending.body_of(town.home, case, fact_of(case.procedure, case.answers))
    off_route = [key for key in (*body.answers, *body.flags) if key.startswith("agent_")]
    assert (off_route, body.agent) == ([], None)


def test_a_draft_lives_30_days_after_its_last_save_and_90_where_a_sheet_was_printed(town: Town, clock: Clock) -> None:
    case = applying.start(town.home, "juminhyo-copy")
    clock.pass_by(days=10)
    saved = applying.answer_some(town.home, case, {"by_agent": "no"}, "citizen")
    printed = applying.keep_longer(town.home, saved)
    today = clock_module.today()
    assert (saved.row.expires_on, printed.row.expires_on) == (today + DRAFT_LIFE, today + PRINTED_LIFE)
    clock.pass_by(days=91)
    with pytest.raises(CannotOpen):
        cases.case_by_code(town.home, case.code)


def test_the_language_stays_with_the_case(town: Town) -> None:
    case = applying.set_language(town.home, applying.start(town.home, "juminhyo-copy"), "easy")
    assert cases.case_by_code(town.office, case.code).language == "easy"


# My Numbers --------------------------------------------------------------------------------------------------------


def test_a_my_number_goes_into_its_box_and_a_mark_that_comes_back_leaves_it_there(town: Town) -> None:
    clerk = town.clerk()
    case = counter.start(clerk, "jido-teate-nintei", counter.consent(clerk, "aloud"))
    step = next(s for s in case.procedure.steps if any(q.id == "individual_number" for q in s.questions))
    raw = {**answers_of("jido-teate-nintei/newborn"), "individual_number": NUMBER}
    case = applying.answer_some(town.office, case, raw, "staff")
    boxes = box_of(case)
    assert (case.answers["individual_number"], NUMBER.encode() in boxes) == (SEALED, False)
    case = applying.answer(town.office, case, step.id, {**raw, "individual_number": SEALED}, "staff")
    assert box_of(case) == boxes
    box = bytes.fromhex(json.loads(boxes)["individual_number"])
    assert open_number(box, case.reference, town.number_keys) == {"individual_number": NUMBER}
    emptied = applying.answer(town.office, case, step.id, {**raw, "individual_number": ""}, "staff")
    assert (box_of(emptied), "individual_number" in emptied.answers) == (b"", False)


def box_of(case: Case) -> bytes:
    assert case.draft is not None
    return case.draft.number_box or b""


# Files -------------------------------------------------------------------------------------------------------------


def test_a_file_is_kept_with_the_draft_and_taken_away_again(town: Town) -> None:
    case = applying.start(town.home, "juminhyo-copy")
    case, described = applying.attach(town.home, case, "agent_mandate", "委任状.png", picture_bytes())
    assert case.draft is not None
    kept = case.draft.files[0]
    assert (described["blob"], described["name"], town.home.letterbox.blob(bytes.fromhex(kept.blob), kept.key)[:4]) == (
        kept.blob,
        "委任状.png",
        b"\x89PNG",
    )
    emptied = applying.detach(town.home, case, kept.blob)
    assert emptied.draft is not None and emptied.draft.files == ()


@pytest.mark.parametrize("place", ["no_such_question", "applicant_sei", "by_agent.0.x"])
def test_a_file_for_what_is_no_file_question_is_refused(town: Town, place: str) -> None:
    case = applying.start(town.home, "juminhyo-copy")
    with pytest.raises(FileRefused) as refused:
        applying.attach(town.home, case, place, "a.png", picture_bytes())
    assert refused.value.code == "file_not_asked"


def test_a_file_for_an_item_that_is_not_there_is_refused_instead_of_lost(town: Town) -> None:
    case = applying.start(town.home, "hoiku-moshikomi")
    with pytest.raises(FileRefused) as refused:
        applying.attach_all(
            town.home, case, answers_of("hoiku-moshikomi/working-parents"), [("parents.7.p_doc", a_file("png", "x"))]
        )
    assert refused.value.code == "file_not_asked"


def test_the_same_file_is_kept_once_however_often_a_machine_gives_it(town: Town) -> None:
    files = [("agent_mandate", a_file("jpg", "agent_mandate"))]
    case = applying.start(town.home, "juminhyo-copy")
    case, first = applying.attach_all(town.home, case, ANSWERS, files)
    case, again = applying.attach_all(town.home, case, ANSWERS, files)
    assert case.draft is not None
    assert (len(case.draft.files), again["agent_mandate"]) == (1, first["agent_mandate"])
    with pytest.raises(FileRefused) as twice:
        applying.attach(town.home, case, "agent_mandate", "again.jpg", files[0][1].read_bytes())
    assert twice.value.code == "file_twice"


def test_an_answer_that_names_a_file_which_was_taken_away_is_not_sent(town: Town) -> None:
    case = town.drafted("juminhyo-copy/some-by-agent")
    assert case.draft is not None
    emptied = applying.detach(town.home, case, case.draft.files[0].blob)
    with pytest.raises(AnswersRefused) as refused:
        sending.submit(town.home, emptied)
    assert [(p.question, p.code) for p in refused.value.errors] == [("agent_mandate", "not_a_file")]
