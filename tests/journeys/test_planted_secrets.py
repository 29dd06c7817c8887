"""What must not lie about in the open does not: My Numbers, names and codes, in stores, files, logs and backups."""

import logging
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shared.casework import afterwards, applying, cases, counter, opened, receipts, reprints, review, sending, staff
from shared.casework.counter import Clerk
from shared.errors import MadoguchiError
from shared.language.my_number import holds_my_number
from shared.records.backup.taking import backup
from shared.records.status import Action
from shared.records.store.pages import QueueFilter
from shared.records.writer import close_writers
from tests.casework.town import Clock, Town, answers_of, letterbox_away, staff_answers_of, store_away

from .open_words import found, spellings

# Each passes the check, is nobody's, and stands in no sample.
NUMBERS = ("100000000005", "246813579013", "987654321018")
SAMPLES = ("jido-teate-nintei/newborn", "jido-teate-nintei/moved-in-elder", "kokuho-kanyu/left-job")
NAME = "秘密山"  # planted as family name
PERSON = {  # 葛 with a variation selector: names are kept byte for byte
    "applicant_sei": NAME,
    "applicant_mei": "葛\U000e0100代",
    "applicant_kana": "ヒミツヤマ カツラヨ",
    "applicant_birth": "1951-12-29",
    "applicant_address": "松江市秘密町77番地",
    "applicant_tel": "0852-98-7654",
}
OF_THE_PERSON = [*PERSON.values(), "秘密山葛代", "ヒミツヤマカツラヨ", "19511229", "0852987654"]
PASSWORD = "a-password-that-was-mistyped"


def test_the_planted_numbers_are_numbers() -> None:
    assert [holds_my_number(number) for number in NUMBERS] == [True, True, True]


def test_this_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    """A search that finds nothing proves something only where it could have."""
    secret = NUMBERS[0]
    for n, spelled in enumerate(spellings(secret).values()):
        (tmp_path / str(n)).write_bytes(b"junk" + spelled + b"junk")
    (tmp_path / "packed").write_bytes(b"junk" + zlib.compress(b"x" + secret.encode()) + b"junk")
    forms = {line.split(" ", 1)[1].rsplit(" /", 1)[0] for line in found([secret], [tmp_path])}
    assert forms >= set(spellings(secret))
    assert any("inflated" in line for line in found([secret], [tmp_path]))


def with_number(sample: str, number: str) -> dict[str, Any]:
    return {**answers_of(sample), **staff_answers_of(sample), **PERSON, "individual_number": number}


def lives(town: Town, clerk: Clerk) -> tuple[list[str], list[str]]:
    """Cases with a planted number through a whole life; their codes, and what Python prints of them."""
    codes: list[str] = []
    printed: list[str] = []
    for number, sample in zip(NUMBERS, SAMPLES, strict=True):
        raw = with_number(sample, number)
        case = counter.start(clerk, sample.partition("/")[0], counter.consent(clerk, "aloud"))
        case = applying.answer_some(town.office, case, raw, "staff")  # a draft with a number lies in the letterbox
        filed = counter.file(clerk, applying.answer_all(town.office, case, raw, "staff"))
        record = opened.read_case(town.office, clerk.actor, filed.case.reference)
        codes.append(filed.case.code)
        printed += map(repr, (case, case.draft, case.row, filed, record, record.body, record.submission))
    town.queue(search=NAME)
    return codes, printed


def corrected_with_a_number(town: Town, clerk: Clerk, code: str) -> None:
    """Asked back, and the number typed again."""
    case = cases.case_by_code(town.office, code)
    town.act(case.reference, Action.TAKE_UP)
    town.act(case.reference, Action.ASK_CORRECTION, reason="番号をもういちど")
    raw = with_number(SAMPLES[0], NUMBERS[1])
    case = cases.unlock(town.office, cases.case_by_code(town.office, code), str(raw["applicant_birth"]))
    case = afterwards.begin_correction(town.office, case)
    counter.file(clerk, applying.answer_all(town.office, case, raw, "staff"))


def spooled(town: Town, clerk: Clerk) -> str:
    """Filed with neither store nor letterbox; gives the code."""
    case = counter.start(clerk, "jido-teate-nintei", counter.consent(clerk, "aloud"))
    case = applying.answer_all(town.office, case, with_number(SAMPLES[0], NUMBERS[2]), "staff")
    with store_away(town), letterbox_away(town):
        return counter.file(clerk, case).case.code


def refusals(town: Town, code: str) -> list[str]:
    """What errors say of everything that can be mistyped."""
    sent = town.apply(**PERSON)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    draft = applying.start(town.home, "juminhyo-copy")
    foreign = town.actor("foreign", sections=("kaigo",))
    deeds: list[Callable[[], object]] = [
        lambda: applying.answer_some(town.home, draft, {"applicant_sei": NAME, "by_agent": NUMBERS[2]}, "citizen"),
        lambda: cases.unlock(town.home, cases.case_by_code(town.home, sent.code), "1901-01-01"),
        lambda: cases.case_by_code(town.home, wrong),
        lambda: staff.sign_in(town.office, PASSWORD, NUMBERS[2]),
        lambda: opened.read_case(town.office, foreign, cases.case_by_code(town.office, code).reference),
    ]
    said = []
    for deed in deeds:
        with pytest.raises(MadoguchiError) as refused:
            deed()
        said += [str(refused.value), repr(refused.value), repr(refused.value.params)]
    return said


@pytest.mark.requirement("CR-1")
@pytest.mark.requirement("AT-3")
@pytest.mark.requirement("BK-4")
def test_planted_numbers_names_addresses_facts_and_codes_are_found_nowhere_in_the_open(
    town: Town, clock: Clock, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    clerk = town.clerk()
    codes, printed = lives(town, clerk)
    corrected_with_a_number(town, clerk, codes[0])
    said = refusals(town, codes[1])
    codes.append(spooled(town, clerk))
    everywhere = [town.settings.front_var, town.settings.office_var, town.settings.number_var]
    secrets = [*NUMBERS, *OF_THE_PERSON, PASSWORD, *codes]
    assert found(secrets, everywhere, caplog.text, *said, *printed) == []
    clock.pass_by(seconds=11)
    assert town.receive().filed >= 1
    backup(town.settings, tmp_path / "backup")
    close_writers()
    assert found(secrets, [*everywhere, tmp_path / "backup"], caplog.text) == []


def test_the_sheets_that_people_take_home_hold_no_my_number(town: Town) -> None:
    raw = {**answers_of(SAMPLES[0]), **staff_answers_of(SAMPLES[0]), "individual_number": NUMBERS[0]}
    clerk = town.clerk()
    filed = counter.file_answers(clerk, "jido-teate-nintei", raw)
    record = opened.read_case(town.office, clerk.actor, filed.case.reference)
    sheets = [
        repr(receipts.receipt_content(filed.case, town.settings.base_url)),
        repr(reprints.reprint_copy(town.office, record, "mado")),
        repr(record.body.answers if record.body else ""),
        repr([entry.detail for entry in review.trail(town.office, clerk.actor, filed.case.reference)]),
        repr(review.queue(town.office, clerk.actor, QueueFilter(())).rows),
    ]
    assert [sheet for sheet in sheets for spelled in spellings(NUMBERS[0]).values() if spelled in sheet.encode()] == []


def test_a_my_number_in_free_words_is_flagged_for_staff_and_lies_sealed_as_all_answers_do(town: Town) -> None:
    sent = town.apply("juminhyo-copy/some-by-agent", purpose_other=f"番号は {NUMBERS[0]} です")
    town.receive()
    assert "purpose_other:my_number_inside" in town.record(sent.reference).flags
    assert found([NUMBERS[0]], [town.settings.front_var, town.settings.office_var]) == []


def test_a_receipt_shows_no_answer_but_the_masked_name(town: Town) -> None:
    sent = sending.submit(town.home, town.drafted(applicant_sei=NAME))
    content = receipts.receipt_content(sent, town.settings.base_url)
    shown = repr(content)
    assert content.applicant == "秘○○ 花○"
    assert [word for word in (NAME, "1983", "松江市殿町", "0852000000", "mihon@example.jp") if word in shown] == []
