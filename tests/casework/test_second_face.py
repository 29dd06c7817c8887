"""ふたつの顔: which screen shows which case, what a touch means, and how the record keeps it."""

from dataclasses import dataclass

import pytest

from shared.casework import applying, counter, receipts
from shared.casework.cases import Case
from shared.casework.second_face import touches
from shared.casework.second_face.content import content_of
from shared.casework.second_face.face import Look, Touch
from shared.casework.second_face.faces import GONE, SILENT, TOKEN_LIFE, Faces, session_of
from shared.errors import ActionNotAllowed, StoreUnavailable
from shared.language import clock

from .town import Town, answers_of, staff_answers_of, store_away
from .visitors import SAMPLE, filled

MINE, OTHERS = session_of("suzuki's sign-in"), session_of("sato's sign-in")


@dataclass
class Seconds:
    """The clock of the faces; the test turns it."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def faces(seconds: Seconds) -> Faces:
    return Faces(seconds)


def begun(town: Town) -> Case:
    return counter.start(town.clerk(), "juminhyo-copy", counter.consent(town.clerk(), "aloud", ["type_for_me"]))


def paired(faces: Faces, case: Case, session: str = MINE) -> str:
    seat = faces.join(faces.offer(session, case.reference))
    assert seat is not None
    shown(faces, case, session)
    return seat


def shown(faces: Faces, case: Case, session: str = MINE) -> None:
    faces.publish(session, case.reference, content_of(case))
    faces.attend(session, case.reference)


def look(faces: Faces, seat: str) -> Look:
    seen = faces.look(seat)
    assert seen is not None
    return seen


def touch(faces: Faces, seat: str, kind: str, yes: bool = True, note: str = "", version: int | None = None) -> bool:
    seen = look(faces, seat)
    shown_version = seen.versions.get(note if kind in ("line", "step") else "", 0)
    given = shown_version if version is None else version
    return faces.touch(seat, Touch(kind, yes, clock.now(), given, note))  # type: ignore[arg-type]


def taken(town: Town, faces: Faces, case: Case) -> Case:
    """What staff's screen does with the touches."""
    waiting = faces.pending(MINE, case.reference)
    assert waiting
    case = touches.record(town.clerk(), case, waiting)
    faces.kept(MINE, case.reference, waiting)
    shown(faces, case)
    return case


# Which screen shows which case -------------------------------------------------------------------------------------


def test_a_token_opens_one_screen_once_and_for_two_minutes(town: Town, faces: Faces, seconds: Seconds) -> None:
    case = begun(town)
    token = faces.offer(MINE, case.reference)
    assert faces.offered(MINE, case.reference) == (token, int(TOKEN_LIFE))
    assert faces.join(token) is not None
    assert (faces.join(token), faces.offered(MINE, case.reference)) == (None, None)
    late = faces.offer(MINE, case.reference)
    seconds.now += TOKEN_LIFE + 1
    assert (faces.join(late), faces.join("00000000")) == (None, None)


def test_a_token_is_not_the_code_and_says_nothing_of_the_case(town: Town, faces: Faces) -> None:
    case = begun(town)
    tokens = {faces.offer(MINE, case.reference) for _ in range(50)}
    assert len(tokens) == 50
    assert not any(token in case.code or case.reference in token for token in tokens)


def test_a_new_offer_ends_what_the_sign_in_showed_before(town: Town, faces: Faces) -> None:
    first, second = begun(town), begun(town)
    seat, other = paired(faces, first), paired(faces, begun(town), OTHERS)
    faces.offer(MINE, second.reference)
    assert (faces.look(seat), faces.look(other) is not None) == (None, True)


def test_the_end_of_the_visit_ends_the_screen_and_forgets_the_answers(town: Town, faces: Faces) -> None:
    case = filled(town.clerk())
    seat = paired(faces, case)
    face = faces.of(MINE, case.reference)
    assert face is not None and face.content is not None
    faces.end(MINE, case.reference)
    assert (faces.look(seat), faces.turn(seat), faces.reference_of(seat)) == (None, None, None)
    assert (face.content, face.touches, face.versions) == (None, [], {})


def test_nothing_is_shown_while_staff_look_at_something_else(town: Town, faces: Faces) -> None:
    case = filled(town.clerk())
    seat = paired(faces, case)
    faces.attend(MINE, "")
    seen = look(faces, seat)
    assert (seen.stage, seen.content) == ("wait", None)
    assert not touch(faces, seat, "consent")  # nothing is answered that is not on the screen
    faces.attend(MINE, case.reference)
    assert look(faces, seat).stage == "consent"


def test_a_screen_whose_staff_went_silent_goes_empty_and_then_ends(town: Town, faces: Faces, seconds: Seconds) -> None:
    case = filled(town.clerk())
    seat = paired(faces, case)
    before = faces.turn(seat)
    seconds.now += SILENT + 1
    assert faces.turn(seat) != before  # who waits for the next turn is told at once
    assert (look(faces, seat).stage, look(faces, seat).content) == ("wait", None)
    seconds.now += GONE - SILENT
    assert faces.look(seat) is None


# What is shown -----------------------------------------------------------------------------------------------------


def test_first_consent_then_question_by_question_then_the_list(town: Town, faces: Faces) -> None:
    case = begun(town)
    seat = paired(faces, case)
    assert look(faces, seat).stage == "consent"
    assert touch(faces, seat, "consent")
    case = taken(town, faces, case)
    seen = look(faces, seat)
    assert (seen.stage, seen.at, seen.kept) == ("ask", "by_agent", True)
    case = applying.answer_some(town.office, case, {"by_agent": answers_of(SAMPLE)["by_agent"]}, "staff")
    shown(faces, case)
    case = applying.answer_all(town.office, case, {**answers_of(SAMPLE), **staff_of()}, "staff")
    shown(faces, case)
    assert look(faces, seat).stage == "list"


def test_what_only_staff_are_asked_is_not_shown(town: Town, faces: Faces) -> None:
    case = filled(town.clerk())
    content = content_of(case)
    assert content is not None
    ids = {line.question for step in content.shown("ja") for line in step.lines}
    assert "applicant_sei" in ids
    assert not ids & {"id_method", "id_doc1", "assisted_by", "readback_done", "consent"}


@pytest.mark.parametrize(("language", "words"), [("ja", "名前"), ("easy", "<ruby>"), ("en", "Name of")])
def test_the_words_are_in_the_citizens_language(town: Town, language: str, words: str) -> None:
    content = content_of(filled(town.clerk()))
    assert content is not None
    titles = " ".join(step.title_html for step in content.shown(language))
    assert words in titles


def test_an_answer_that_changes_loses_its_marks_and_the_read_back(town: Town, faces: Faces) -> None:
    case = filled(town.clerk())
    seat = paired(faces, case)
    touch(faces, seat, "consent")
    case = taken(town, faces, case)
    assert touch(faces, seat, "line", False, "applicant_mei")
    old = look(faces, seat).versions.get("", 0)
    assert look(faces, seat).wrong == {"applicant_mei"}
    assert not touch(faces, seat, "read_back")  # what is said to be wrong is put right first
    case = applying.answer_some(town.office, case, {**answers_of(SAMPLE), "applicant_mei": "華子"}, "staff")
    shown(faces, case)
    assert (look(faces, seat).wrong, look(faces, seat).at) == (frozenset(), "applicant_name")
    assert not touch(faces, seat, "read_back", version=old)  # the citizen touched what is not there any more
    assert touch(faces, seat, "read_back")


# How the record keeps it -------------------------------------------------------------------------------------------


@pytest.mark.requirement("KI-7")
def test_the_touch_is_the_consent_and_the_read_back_of_the_record_and_rows_of_the_trail(
    town: Town, faces: Faces
) -> None:
    case = begun(town)
    seat = paired(faces, case)
    touch(faces, seat, "consent")
    case = taken(town, faces, case)
    said = {name: value for name, value in answers_of(SAMPLE).items() if name != "consent"}
    case = applying.answer_some(town.office, case, said, "staff")
    shown(faces, case)
    touch(faces, seat, "read_back")
    case = taken(town, faces, case)
    assert look(faces, seat).stage == "thanks"
    checked = {name: value for name, value in staff_of().items() if name != "readback_done"}
    case = applying.answer_all(town.office, case, {**case.answers, **checked}, "staff")
    filed = counter.file(town.clerk(), case)
    body = town.record(filed.case.reference).body
    assert body is not None and body.staff is not None
    back = body.consent["read_back"]
    assert isinstance(back, dict)
    assert (body.consent["how"], body.consent["where"], body.consent["helper"]) == ("touch", "second_face", "mado さん")
    assert body.consent["earlier"]["how"] == "aloud"  # type: ignore[index,call-overload]
    assert (back["how"], back["where"], body.answers["consent"]) == ("touch", "second_face", "yes")
    assert body.staff.identity_check["readback_done"] == "yes"
    notes = receipts.receipt_content(filed.case, town.settings.base_url).notes
    assert ["はい、そうです" in note.ja for note in notes].count(True) == 1
    assert sorted(town.deeds(filed.case.reference)) == [
        ("citizen", "face_agreed"),
        ("citizen", "face_read_back"),
        ("mado", "file"),
    ]


def test_who_does_not_agree_is_not_filed_for_until_they_do(town: Town, faces: Faces) -> None:
    case = filled(town.clerk())
    seat = paired(faces, case)
    touch(faces, seat, "consent", False)
    case = taken(town, faces, case)
    assert look(faces, seat).stage == "refused"
    with pytest.raises(ActionNotAllowed) as refused:
        counter.file(town.clerk(), case)
    assert refused.value.code == "consent_missing"
    touch(faces, seat, "consent")
    case = taken(town, faces, case)
    body = town.record(counter.file(town.clerk(), case).case.reference).body
    assert body is not None
    assert (body.consent["how"], body.consent["helper"], body.consent["agreed"]) == (
        "touch",
        "mado さん",
        ["type_for_me", "staff_see", "not_finished"],
    )


def test_what_was_read_back_before_an_answer_changed_does_not_count(town: Town, faces: Faces) -> None:
    case = filled(town.clerk())
    seat = paired(faces, case)
    touch(faces, seat, "consent")
    touch(faces, seat, "read_back")
    case = taken(town, faces, case)
    case = applying.answer_some(town.office, case, {**answers_of(SAMPLE), "applicant_mei": "華子"}, "staff")
    assert touches.stale(case)
    case = touches.drop_stale(town.clerk(), case)
    assert case.draft is not None
    assert ("read_back" in case.draft.consent, "readback_done" in case.answers) == (False, False)
    shown(faces, case)
    assert look(faces, seat).stage == "list"


def test_a_line_that_is_wrong_after_all_takes_the_read_back_away(town: Town, faces: Faces) -> None:
    case = filled(town.clerk())
    seat = paired(faces, case)
    touch(faces, seat, "consent")
    touch(faces, seat, "read_back")
    case = taken(town, faces, case)
    assert touch(faces, seat, "line", False, "applicant_sei")
    case = taken(town, faces, case)
    assert case.draft is not None and "read_back" not in case.draft.consent
    assert look(faces, seat).stage == "list"


def test_without_the_store_a_touch_waits_and_is_never_half_kept(town: Town, faces: Faces) -> None:
    case = filled(town.clerk())
    seat = paired(faces, case)
    touch(faces, seat, "consent")
    with store_away(town), pytest.raises(StoreUnavailable):
        touches.record(town.clerk(), case, faces.pending(MINE, case.reference))
    assert not look(faces, seat).kept
    case = taken(town, faces, case)
    assert (look(faces, seat).kept, case.draft is not None and case.draft.consent["how"]) == (True, "touch")


def staff_of() -> dict[str, object]:
    return dict(staff_answers_of(SAMPLE))
