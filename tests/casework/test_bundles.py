"""Bundles: written once; sent together or not at all; each case to its own section, as if it had been sent alone."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import permutations
from typing import Any

import pytest

from shared.casework import afterwards, applying, bundles, cases, counter, forms, my_numbers, opened, receipts, sending
from shared.casework.cases import Case
from shared.casework.mates import mates_of
from shared.casework.sides import FrontSide
from shared.catalogue import fees
from shared.errors import CannotBundle, ChannelClosed, StoreUnavailable
from shared.language import clock
from shared.records.envelope import Body
from shared.records.number_zone import open_number
from shared.records.proof import read_proof
from shared.records.store.changes import Change
from shared.records.submission import Visibility

from .bundled import files_for, raw_of, written
from .test_sending import CutWire
from .town import Town, answers_of, at_once, letterbox_away, rows_of, staff_answers_of, store_away

CHILD, NURSERY, DOG = "jido-teate-nintei/newborn", "hoiku-moshikomi/working-parents", "inu-toroku/puppy"
SAMPLES = (CHILD, NURSERY, DOG)
IDS = tuple(sample.partition("/")[0] for sample in SAMPLES)
BIRTH = "1983-04-02"


def body_of(town: Town, reference: str) -> Body:
    body = town.record(reference).body
    assert body is not None
    return body


def filed(town: Town, case: Case) -> list[tuple[str, str]]:
    """(section, procedure) of each record, in the order of the bundle."""
    assert case.front is not None
    records = [town.record(one.reference) for one in case.front.together]
    return [(record.section, record.procedure_id) for record in records]


def kept(town: Town) -> tuple[int, int]:
    """(envelopes, folders) in the letterbox."""
    engine = town.home.letterbox.engine
    return tuple(int(rows_of(engine, f"SELECT count(*) FROM {t}")[0][0]) for t in ("envelope", "folder"))  # type: ignore[return-value]


# Written once -------------------------------------------------------------------------------------------------------


def test_what_they_share_is_asked_once_and_first(town: Town) -> None:
    case = bundles.start(town.home, IDS)
    asked = [question.id for question in case.procedure.questions()]
    assert asked.count("applicant_sei") == asked.count("consent") == 1
    assert asked.index("applicant_email") < asked.index("event_date") < asked.index("dog_name") < asked.index("consent")
    assert [step.about.ja for step in case.procedure.steps if step.id in ("dog_name", "child") and step.about] != []


def test_procedures_that_cannot_be_written_together_are_refused(town: Town) -> None:
    for ids in ([IDS[0], IDS[0]], []):
        with pytest.raises(CannotBundle):
            bundles.start(town.home, ids)
    with pytest.raises(ChannelClosed):
        bundles.start(town.home, [IDS[0], "inkan-toroku"])


def test_it_costs_what_its_procedures_cost_each_by_its_own_rule(town: Town) -> None:
    samples = ("juminhyo-copy/self-by-post", "shotoku-kazei-shomei/visa-by-agent", "inu-toroku/moved-in-by-agent", DOG)
    for first, second in permutations(samples, 2):
        ids = [sample.partition("/")[0] for sample in (first, second)]
        if len(set(ids)) < 2:
            continue
        case = bundles.start(town.home, ids)
        raw = {
            bundles.names_of(town.home, ids)[procedure][question]: value
            for procedure, sample in zip(ids, (first, second), strict=True)
            for question, value in answers_of(sample).items()
        }
        alone = [
            fees.fee_of(town.catalogue.procedure(procedure), answers_of(sample), "counter", clock.today()).amount_yen
            for procedure, sample in zip(ids, (first, second), strict=True)
        ]
        assert fees.fee_of(case.procedure, raw, "counter", clock.today()).amount_yen == sum(alone) > 0


# Sent together ------------------------------------------------------------------------------------------------------


def test_each_goes_to_its_own_section_with_its_own_number_linked_and_at_one_moment(any_town: Town) -> None:
    town = any_town
    sent = sending.submit(town.home, written(town, *SAMPLES))
    assert sent.front is not None and len(sent.front.together) == 3
    town.receive()
    bodies = [body_of(town, one.reference) for one in sent.front.together]
    records = [town.record(one.reference) for one in sent.front.together]
    assert [record.procedure_id for record in records] == list(IDS)
    assert len({record.section for record in records}) == len({record.register_number for record in records}) == 3
    assert {record.received_at for record in records} == {sent.front.received_at}
    assert [mate.reference for mate in bodies[1].bundle] == [record.reference for record in records]
    assert [record.attention for record in records] == [()] * 3


def test_what_the_office_reads_is_what_each_one_sent_alone_would_say(town: Town) -> None:
    sent = sending.submit(town.home, written(town, *SAMPLES))
    alone = [town.apply(sample) for sample in SAMPLES]
    town.receive()
    assert sent.front is not None
    for one, other in zip(sent.front.together, alone, strict=True):
        mine, theirs = body_of(town, one.reference), body_of(town, other.reference)
        assert without_blobs(mine.answers) == without_blobs(theirs.answers)
        assert (mine.procedure, mine.applicant, mine.flags) == (theirs.procedure, theirs.applicant, theirs.flags)
        assert [f.question for f in mine.files] == [f.question for f in theirs.files]


def without_blobs(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: without_blobs(one) for key, one in value.items() if key != "blob"}
    return [without_blobs(one) for one in value] if isinstance(value, list) else value


def test_one_code_opens_them_all_and_each_receipt_is_genuine(town: Town) -> None:
    sent = sending.submit(town.home, written(town, *SAMPLES))
    found = cases.sent_with(town.home, cases.case_by_code(town.home, sent.code))
    assert [case.reference for case in found] == [one.reference for one in sent.front.together] if sent.front else False
    assert {case.code for case in found} == {sent.code}
    proofs = [read_proof(case.front.proof, town.home.public) for case in found if case.front]
    assert [(proof.verdict, proof.reference) for proof in proofs] == [("front", case.reference) for case in found]
    assert all(cases.unlock(town.home, case, BIRTH).inside for case in found)
    device = cases.remember(town.home, sent)
    assert {case.reference for case in cases.cases_of_pass(town.home, device)} == {case.reference for case in found}


def test_one_is_withdrawn_and_the_others_go_on(town: Town) -> None:
    sent = sending.submit(town.home, written(town, *SAMPLES))
    second = cases.unlock(town.home, cases.sent_with(town.home, sent)[1], BIRTH)
    afterwards.withdraw(town.home, second)
    town.receive()
    assert sent.front is not None
    assert [town.record(one.reference).status.value for one in sent.front.together] == [
        "received",
        "withdrawn",
        "received",
    ]


# All or none --------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-02")
def test_a_sending_fails_whole_after_each_of_its_statements(
    any_town: Town, watch_statements: Any, injected_fault: type[Exception]
) -> None:
    town = any_town
    draft = written(town, CHILD, DOG)
    statements = watch_statements(town.home.letterbox.engine)
    before, row = kept(town), town.home.letterbox.folder(draft.row.locator)
    whole, failures = (before[0] + 2, before[1] + 1), 0
    while True:
        statements.start(fail_after=failures + 1)
        try:
            sent = sending.submit(town.home, draft)
            break
        except (injected_fault, StoreUnavailable):
            failures += 1
            statements.start()
            state = (kept(town), town.home.letterbox.folder(draft.row.locator) == row)
            assert state in ((before, True), (whole, False))  # the last statement only reads what is kept already
    statements.start()
    assert failures >= 10 and kept(town) == whole
    town.receive()
    assert len(filed(town, sent)) == 2


@pytest.mark.requirement("ID-2")
def test_a_connection_cut_after_the_commit_gives_the_same_receipts_at_the_retry(any_town: Town) -> None:
    town = any_town
    wire = CutWire(town.home.letterbox)
    cut = FrontSide(town.settings, wire, town.home.blobs, town.home.keys)  # type: ignore[arg-type]
    draft = written(town, CHILD, DOG)
    with pytest.raises(StoreUnavailable):
        sending.submit(cut, draft)
    first = cases.case_by_code(town.home, draft.code).front
    assert sending.submit(cut, draft).front == first
    town.receive()
    assert len(town.queue()) == 2


@pytest.mark.requirement("ID-1")
@pytest.mark.parametrize("times", [8, pytest.param(50, marks=pytest.mark.drill)])
def test_one_key_sent_many_times_at_once_is_one_bundle(any_town: Town, times: int) -> None:
    town = any_town
    raw, files = raw_of(town, CHILD, DOG), files_for(town, CHILD, DOG)

    def send() -> Case:
        begin = partial(bundles.start, town.home, (IDS[0], IDS[2]), key="one")
        return sending.send_answers(town.home, begin, raw, files, "citizen", partial(sending.submit, town.home))

    sent = at_once(*[send] * times)
    town.receive()
    failed = [one for one in sent if not isinstance(one, Case)]
    shown = {(one.front.proof, one.front.together) for one in sent if isinstance(one, Case) and one.front}
    assert (failed, len(shown), len(town.queue())) == ([], 1, 2)


# At the counter -----------------------------------------------------------------------------------------------------


def staffs_raw(town: Town) -> dict[str, Any]:
    return {**raw_of(town, CHILD, DOG), **staff_answers_of(CHILD)}


def at_the_counter(town: Town, key: str | None = None) -> Case:
    raw = staffs_raw(town)
    return counter.file_answers(town.clerk(), (IDS[0], IDS[2]), raw, key=key).case


def test_at_the_counter_all_are_filed_at_once_with_what_staff_checked(any_town: Town) -> None:
    town = any_town
    sent = at_the_counter(town)
    assert sent.front is not None
    bodies = [body_of(town, one.reference) for one in sent.front.together]
    assert [body.staff.identity_check["id_method"] for body in bodies if body.staff] == ["A1", "A1"]
    assert (bodies[0].number_box is not None, bodies[1].number_box) == (True, None)


def test_a_my_number_is_bound_to_the_number_of_each_case(town: Town) -> None:
    raw = {**raw_of(town, CHILD, NURSERY), **staff_answers_of(CHILD)}
    files = files_for(town, CHILD, NURSERY)
    sent = counter.file_answers(town.clerk(), IDS[:2], raw, files).case
    assert sent.front is not None
    for one in sent.front.together:
        box = my_numbers.box_of(body_of(town, one.reference).number_box, "individual_number")
        assert box is not None
        opened = open_number(box, one.reference, town.number_keys)
        assert opened == {"individual_number": "123456789018"}


@pytest.mark.parametrize("away", ["letterbox", "both"])
def test_without_the_letterbox_the_counter_files_them_together_or_keeps_them_together(town: Town, away: str) -> None:
    clerk, raw = town.clerk(), staffs_raw(town)
    with letterbox_away(town):
        case = counter.start(clerk, (IDS[0], IDS[2]), counter.consent(clerk, "aloud"))
        case = applying.answer_all(town.office, case, raw, "staff")
        if away == "letterbox":
            sent = counter.file(clerk, case).case
        else:
            with store_away(town):
                sent = counter.file(clerk, case).case
    town.receive()
    assert filed(town, sent) == [("kosodate-kyufu", IDS[0]), (town.catalogue.procedure(IDS[2]).section, IDS[2])]
    again = counter.file(clerk, case).case
    assert again.front is not None and sent.front is not None and again.front.proof == sent.front.proof
    assert len(town.queue()) == 2


@pytest.mark.drill
@pytest.mark.requirement("R-02")
def test_filing_without_the_letterbox_fails_whole_after_each_of_its_statements(
    any_town: Town, watch_statements: Any, injected_fault: type[Exception]
) -> None:
    town = any_town
    clerk = town.clerk()
    case = counter.start(clerk, (IDS[0], IDS[2]), counter.consent(clerk, "aloud"))
    case = applying.answer_all(town.office, case, staffs_raw(town), "staff")
    engine = town.office.store.engine
    with letterbox_away(town):
        statements = watch_statements(engine)
        failures = 0
        while True:
            statements.start(fail_after=failures + 1)
            try:
                counter.file(clerk, case)
                break
            except injected_fault:
                failures += 1
                statements.start()
                assert rows_of(engine, "SELECT count(*) FROM submission")[0][0] in (0, 2)
        statements.start()
    assert failures >= 20
    assert rows_of(engine, "SELECT count(*) FROM submission")[0][0] == 2


def test_what_was_begun_at_home_is_gone_on_with_at_the_counter_by_the_code(town: Town) -> None:
    clerk = town.clerk()
    draft = written(town, CHILD, DOG)
    case = counter.go_on(clerk, draft.code, counter.consent(clerk, "aloud"))
    case = applying.answer_some(town.office, case, staff_answers_of(CHILD), "staff")
    sent = counter.file(clerk, case).case
    assert len(filed(town, sent)) == 2


def test_each_has_a_receipt_of_its_own(town: Town) -> None:
    sent = sending.submit(town.home, written(town, *SAMPLES))
    contents = [receipts.receipt_content(case, town.settings.base_url) for case in cases.sent_with(town.home, sent)]
    assert len({content.reference for content in contents}) == len({content.proof_url for content in contents}) == 3
    assert {content.code for content in contents} == {sent.code}


def test_the_desk_is_told_what_came_together_and_nothing_of_what_it_may_not_know(town: Town) -> None:
    sent = sending.submit(town.home, written(town, *SAMPLES))
    town.receive()
    assert sent.front is not None
    child, nursery, dog = [town.record(one.reference) for one in sent.front.together]
    clerk = town.actor("kosodate", sections=("kosodate-kyufu",))
    seen = mates_of(town.office, clerk, opened.open_case(town.office, child.reference))
    assert [(mate.reference, mate.readable) for mate in seen] == [
        (nursery.reference, nursery.section == child.section),
        (dog.reference, False),
    ]
    hidden = replace(town.record(dog.reference), visibility=Visibility.PROTECTED)
    town.office.store.change(Change(after=hidden, at=clock.now(), actor="sato", action="protect", viewers=("sato",)))
    seen = mates_of(town.office, clerk, opened.open_case(town.office, child.reference))
    assert [mate.reference for mate in seen] == [nursery.reference]


# On paper -----------------------------------------------------------------------------------------------------------


def test_the_forms_of_a_bundle_hold_what_is_written_and_have_numbers_of_their_own(town: Town) -> None:
    case = written(town, *SAMPLES)
    orders = forms.forms_of_bundle(case, town.settings.base_url, forms.Setting())
    assert [order.procedure.id for order in orders] == [i for i in IDS if town.catalogue.procedure(i).channels.paper]
    assert {order.answers["applicant_sei"] for order in orders} == {"見本"}
    assert orders[-1].answers["dog_name"] == answers_of(DOG)["dog_name"]
    numbers = {order.number for order in orders} | {m.reference for m in case.draft.bundle} if case.draft else set()
    assert len(numbers) == len(orders) + 3  # the bundle can still be sent: no sheet bears its numbers
