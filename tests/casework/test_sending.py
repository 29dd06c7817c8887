"""Sending: one receipt for one case, whatever is lost on the way; and what opens it afterwards."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest

from shared.casework import applying, cases, counter, receipts, sending
from shared.casework.cases import Case
from shared.casework.sides import FrontSide, Sending, Sent
from shared.errors import (
    AnswersRefused,
    CannotOpen,
    CodeSlip,
    FactBlocked,
    FactWrong,
    ReferenceTaken,
    StoreUnavailable,
    ValueRefused,
)
from shared.records.code import new_code
from shared.records.front.arrivals import Post
from shared.records.letterbox import DatabaseLetterbox
from shared.records.proof import read_proof

from .town import Clock, Town, answers_of, at_once, rows_of

SAMPLE = "juminhyo-copy/self-by-post"
BIRTH = "1983-04-02"
ID_2_ORDINARY, ID_2_FULL = 5, 200


class CutWire:
    """A letterbox whose answer is lost after its COMMIT, so many times."""

    def __init__(self, real: DatabaseLetterbox, cuts: int = 1) -> None:
        self._real, self.cuts = real, cuts

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def post(self, *arguments: object) -> object:
        return self._answered(self._real.post(*arguments))  # type: ignore[arg-type]

    def post_all(self, posts: Sequence[Post]) -> object:
        return self._answered(self._real.post_all(posts))

    def _answered(self, posted: object) -> object:
        if self.cuts:
            self.cuts -= 1
            raise StoreUnavailable("store_gone")
        return posted


def count(town: Town, table: str) -> int:
    return int(rows_of(town.office.store.engine, f"SELECT count(*) FROM {table}")[0][0])


def receipt_of(town: Town, case: Case) -> object:
    return receipts.receipt_content(case, town.settings.base_url)


# One case, one receipt ---------------------------------------------------------------------------------------------


def test_what_is_sent_is_durable_and_its_receipt_genuine(town: Town) -> None:
    sent = town.apply()
    assert sent.front is not None and sent.front.received_at is not None
    proof = read_proof(sent.front.proof, town.home.public)
    assert (proof.verdict, proof.reference) == ("front", sent.reference)
    assert cases.case_by_code(town.home, sent.code).front == sent.front


def test_sending_again_gives_the_first_receipt(town: Town) -> None:
    draft = town.drafted()
    receipts_given = [receipt_of(town, sending.submit(town.home, draft)) for _ in range(3)]
    assert receipts_given == [receipts_given[0]] * 3


@pytest.mark.requirement("ID-2")
@pytest.mark.parametrize("times", [ID_2_ORDINARY, pytest.param(ID_2_FULL, marks=pytest.mark.drill)])
def test_a_connection_cut_between_commit_and_answer_gives_the_first_receipt_at_the_retry(
    any_town: Town, times: int
) -> None:
    town = any_town
    wire = CutWire(town.home.letterbox, cuts=0)
    cut = FrontSide(town.settings, wire, town.home.blobs, town.home.keys)  # type: ignore[arg-type]
    different = []
    for _ in range(times):
        draft, wire.cuts = town.drafted(), 1
        with pytest.raises(StoreUnavailable):
            sending.submit(cut, draft)
        kept = cases.case_by_code(town.home, draft.code)
        retried = sending.submit(cut, draft)
        if receipt_of(town, kept) != receipt_of(town, retried):
            different.append(draft.reference)
    assert different == []
    town.receive()
    assert count(town, "submission") == times


@pytest.mark.requirement("ID-2")
def test_at_the_counter_a_lost_answer_gives_the_first_receipt_as_well(town: Town) -> None:
    clerk = town.clerk()
    case = counter.start(clerk, "juminhyo-copy", counter.consent(clerk, "aloud"))
    case = applying.answer_all(town.office, case, answers_of(SAMPLE), "citizen")
    real = town.office.letterbox.remote
    town.office.letterbox.remote = CutWire(real)  # type: ignore[assignment]
    first = counter.file(clerk, case, hand="citizen")
    again = counter.file(clerk, case, hand="citizen")
    town.receive()
    kept = cases.case_by_code(town.home, case.code)
    assert [receipt_of(town, one) for one in (first.case, again.case)] == [receipt_of(town, kept)] * 2
    assert (first.register_number, count(town, "submission")) == ("市民-2026-000001", 1)


@pytest.mark.requirement("ID-1")
@pytest.mark.parametrize("door", ["home", "counter"])
@pytest.mark.parametrize("times", [10, pytest.param(50, marks=pytest.mark.drill)])
def test_one_key_sent_many_times_at_once_is_one_record_with_identical_receipts(
    any_town: Town, door: str, times: int
) -> None:
    town, raw = any_town, answers_of(SAMPLE)
    clerk = town.clerk()

    def at_home() -> Case:
        return sending.send_answers(
            town.home,
            lambda: applying.start(town.home, "juminhyo-copy", key="one"),
            raw,
            (),
            "citizen",
            partial(sending.submit, town.home),
        )

    def at_the_counter() -> Case:
        return counter.file_answers(clerk, "juminhyo-copy", raw, key="one").case

    sent = at_once(*[at_home if door == "home" else at_the_counter] * times)
    town.receive()
    failed = [one for one in sent if not isinstance(one, Case)]
    shown = {
        (one.reference, one.front.proof, one.front.received_at) for one in sent if isinstance(one, Case) and one.front
    }
    assert (failed, len(shown), count(town, "submission")) == ([], 1, 1)


def test_two_tabs_that_send_with_different_words_get_one_receipt_and_the_first_word_opens_it(town: Town) -> None:
    draft = town.drafted()
    first = sending.submit(town.home, draft, own_word="さくら")
    second = sending.submit(town.home, draft, own_word="つつじ")
    assert (second.front, second.inside) == (first.front, None)
    assert cases.unlock(town.home, cases.case_by_code(town.home, draft.code), "さくら").inside == first.inside


def test_a_reference_that_another_case_has_by_chance_is_replaced_and_sent(town: Town) -> None:
    taken = town.apply().reference
    draft = town.drafted("inu-toroku/puppy")
    assert draft.draft is not None
    clashing = applying.save(town.home, draft, replace(draft.draft, reference=taken))
    sent = sending.submit(town.home, clashing)
    town.receive()
    assert sent.reference != taken
    assert {row.reference for row in town.queue()} == {taken, sent.reference}


def test_a_number_that_is_always_taken_is_said_in_the_end(town: Town) -> None:
    class Taken(FrontSide):
        def send(self, sending: Sending) -> Sent:
            raise ReferenceTaken("reference_taken")

    side = Taken(town.settings, town.home.letterbox, town.home.blobs, town.home.keys)
    with pytest.raises(ReferenceTaken):
        sending.submit(side, town.drafted())


def test_an_unfinished_case_is_not_sent_and_says_what_is_missing(town: Town) -> None:
    case = applying.start(town.home, "juminhyo-copy")
    with pytest.raises(AnswersRefused) as refused:
        sending.submit(town.home, case)
    assert "applicant_sei" in {problem.question for problem in refused.value.errors}
    assert not cases.case_by_code(town.home, case.code).sent


# The fact ----------------------------------------------------------------------------------------------------------


def test_the_code_shows_the_receipt_and_the_fact_opens_the_answers(town: Town) -> None:
    sent = town.apply()
    seen = cases.case_by_code(town.home, sent.code)
    assert (seen.front, seen.inside, seen.answers) == (sent.front, None, {})
    assert cases.unlock(town.home, seen, "昭和58年4月2日").answers == sent.answers


def test_a_word_of_ones_own_opens_instead_of_the_birth_date(town: Town) -> None:
    sent = sending.submit(town.home, town.drafted(), own_word=" さくら ")
    seen = cases.case_by_code(town.home, sent.code)
    assert cases.unlock(town.home, seen, "さくら").inside is not None
    with pytest.raises(FactWrong):
        cases.unlock(town.home, seen, BIRTH)


def test_a_word_that_is_too_short_is_refused_before_anything_is_sent(town: Town) -> None:
    draft = town.drafted()
    with pytest.raises(ValueRefused):
        sending.submit(town.home, draft, own_word="a")
    assert not cases.case_by_code(town.home, draft.code).sent


def test_after_five_wrong_facts_in_a_day_even_the_right_one_must_wait(town: Town, clock: Clock) -> None:
    seen = cases.case_by_code(town.home, town.apply().code)
    left = []
    for _ in range(4):
        with pytest.raises(FactWrong) as wrong:
            cases.unlock(town.home, seen, "1900-01-01")
        left.append(wrong.value.params["left"])
    for fact in ("1900-01-01", BIRTH):
        with pytest.raises(FactBlocked):
            cases.unlock(town.home, seen, fact)
    assert left == [4, 3, 2, 1]
    clock.pass_by(days=1)
    assert cases.unlock(town.home, seen, BIRTH).inside is not None


def test_a_right_fact_gives_all_tries_back(town: Town) -> None:
    seen = cases.case_by_code(town.home, town.apply().code)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(FactWrong):
                cases.unlock(town.home, seen, "1900-01-01")
        cases.unlock(town.home, seen, BIRTH)


def test_a_draft_has_nothing_inside_that_a_fact_could_open(town: Town) -> None:
    draft = town.drafted()
    assert cases.unlock(town.home, draft, "anything") == draft


# Passes ------------------------------------------------------------------------------------------------------------


def test_a_device_opens_its_cases_newest_first_until_its_time_is_over(town: Town, clock: Clock) -> None:
    first, second = applying.start(town.home, "juminhyo-copy"), applying.start(town.home, "inu-toroku")
    device = cases.remember(town.home, first)
    cases.remember(town.home, second, device, long=True)
    assert [case.reference for case in cases.cases_of_pass(town.home, device)] == [second.reference, first.reference]
    clock.pass_by(hours=25)
    assert [case.reference for case in cases.cases_of_pass(town.home, device)] == [second.reference]
    cases.forget(town.home, device)
    assert cases.cases_of_pass(town.home, device) == []


def test_a_device_that_forgets_one_case_keeps_the_others(town: Town) -> None:
    first, second = applying.start(town.home, "juminhyo-copy"), applying.start(town.home, "inu-toroku")
    device = cases.remember(town.home, first)
    cases.remember(town.home, second, device)
    cases.forget(town.home, device, first)
    assert [case.reference for case in cases.cases_of_pass(town.home, device)] == [second.reference]


def test_an_unknown_code_cannot_be_opened_and_a_slip_is_said_before(town: Town) -> None:
    with pytest.raises(CannotOpen):
        cases.case_by_code(town.home, new_code())
    with pytest.raises(CodeSlip):
        cases.case_by_code(town.home, "7H3K9QWN2TCXM4RA")


def test_nothing_that_is_printed_of_a_case_shows_what_is_in_it(town: Town) -> None:
    sent = town.apply()
    printed = f"{sent!r} {town.home!r} {town.office!r} {town.clerk()!r}"
    secrets = [sent.code, "見本", sent.root.hex(), repr(town.home.salt)]
    assert [secret for secret in secrets if secret in printed] == []
