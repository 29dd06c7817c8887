"""What wrong answers, wrong files and typed markup get."""

from pathlib import Path

import pytest

from shared.casework import applying, cases
from shared.catalogue.procedure import Procedure
from tests.casework.town import Town, answers_of
from tests.portal.citizen import Citizen

pytestmark = pytest.mark.browser

PAYLOAD = '<img src=x onerror="window.__xss=1">[x](javascript:1) **b** :red[c]'


def at_the_name(citizen: Citizen, procedures: dict[str, Procedure]) -> None:
    citizen.start("juminhyo-copy")
    citizen.answer(procedures["juminhyo-copy"].steps[0], {"by_agent": "no"}, {})


def test_a_refused_screen_comes_again_with_everything_typed(citizen: Citizen, procedures: dict[str, Procedure]) -> None:
    at_the_name(citizen, procedures)
    citizen.type("applicant_sei", "見本")
    citizen.type("applicant_kana", "kana")

    citizen.press("next")

    assert citizen.key("applicant_sei").locator("input").input_value() == "見本"
    assert citizen.key("applicant_kana").locator("input").input_value() == "kana"
    assert "書いたことは消えていません" in citizen.words


def test_the_summary_has_the_focus_and_its_line_leads_to_the_field(
    citizen: Citizen, procedures: dict[str, Procedure]
) -> None:
    at_the_name(citizen, procedures)
    citizen.press("next")
    citizen.page.locator("#errors:focus").wait_for()

    citizen.page.locator("#errors a").first.click()

    field = citizen.key("applicant_sei").locator("input")
    assert field.evaluate("field => field === document.activeElement")
    assert field.get_attribute("aria-invalid") == "true"
    described = str(field.get_attribute("aria-describedby")).split(" ")
    assert [citizen.page.locator(f"#{name}").count() for name in described] == [1, 1]


def test_a_value_that_may_be_right_is_asked_once_more_and_then_taken(
    citizen: Citizen, procedures: dict[str, Procedure]
) -> None:
    at_the_name(citizen, procedures)
    citizen.answer(procedures["juminhyo-copy"].steps[1], {"applicant_sei": "見本", "applicant_kana": "ミホン"}, {})
    citizen.pick("applicant_birth_era", "昭和")
    citizen.type("applicant_birth_year", "22")

    citizen.press("next")
    first = (citizen.heading, citizen.page.locator(".mg-flag").count(), citizen.page.locator(".mg-errs").count())
    citizen.press("next")

    assert first == ("本人の生年月日を\n教えてください", 1, 0) or first == ("本人の生年月日を教えてください", 1, 0)
    assert "住所" in citizen.heading


@pytest.mark.requirement("PR-2")
def test_a_my_number_in_words_is_not_kept_before_it_is_said_to_be_none(citizen: Citizen, town: Town) -> None:
    case = applying.start(town.home, "inu-toroku")
    known = {name: value for name, value in answers_of("inu-toroku/puppy").items() if name.startswith("applicant_")}
    case = applying.answer_some(town.home, case, {**known, "by_agent": "no"}, "citizen")
    citizen.open_code(case.code)
    citizen.type("dog_name", "1234 5678 9018")

    citizen.press("next")
    kept = [cases.again(town.home, case).answers.get("dog_name")]
    assert citizen.page.locator(".mg-flag").count() == 1
    citizen.press("next")
    kept.append(cases.again(town.home, case).answers.get("dog_name"))

    assert kept == [None, "1234 5678 9018"]


def test_a_found_address_is_offered_and_never_written_over_what_was_typed(
    citizen: Citizen, procedures: dict[str, Procedure]
) -> None:
    at_the_name(citizen, procedures)
    steps = procedures["juminhyo-copy"].steps
    citizen.answer(steps[1], {"applicant_sei": "見本", "applicant_kana": "ミホン"}, {})
    citizen.answer(steps[2], {"applicant_birth": "1983-04-02"}, {})
    citizen.type("applicant_address", "じぶんで書いた住所")

    citizen.type("applicant_postal", "690-0887")
    offer = citizen.page.locator("button", has_text="殿町")
    offer.wait_for()
    before = citizen.key("applicant_address").locator("input").input_value()
    offer.click()
    citizen.settle()

    assert before == "じぶんで書いた住所"
    assert citizen.key("applicant_address").locator("input").input_value() == "島根県松江市殿町"


def test_a_file_that_only_says_it_is_a_pdf_is_refused_with_the_reason_and_the_rest_stays(
    citizen: Citizen, procedures: dict[str, Procedure], files: dict[str, Path], town: Town
) -> None:
    citizen.open_code(town.drafted("hoiku-moshikomi/single-parent-by-agent").code)
    citizen.go(f"/?case={citizen.case}&step=parents&list=parents&item=1")
    citizen.type("parents.1.p_name", "見本 太郎")
    step = next(step for step in procedures["hoiku-moshikomi"].steps if step.id == "parents")
    reason = next(child for child in step.questions[0].questions if child.id == "p_reason")  # type: ignore[union-attr]
    citizen.choose(reason, "parents.1.p_reason", "work")

    key = f"q_{citizen.case}_parents_1_p_doc_up"
    citizen.page.locator(f"[class*=st-key-{key}] input[type=file]").set_input_files(files["false"])
    citizen.page.locator("[role=alert] .mg-ferr").wait_for()

    assert citizen.page.locator(".mg-file").count() == 0
    assert citizen.key("parents.1.p_name").locator("input").input_value() == "見本 太郎"


@pytest.mark.requirement("XS-1")
def test_what_people_type_is_shown_as_text_and_never_as_markup(citizen: Citizen, town: Town) -> None:
    citizen.open_code(town.drafted(purpose="other", purpose_other=PAYLOAD).code)

    shown = citizen.page.locator(".mg-answers div", has_text="（そのほか）").locator("dd").first.inner_text()

    assert shown == PAYLOAD
    assert citizen.page.evaluate("window.__xss") is None


def test_items_of_a_list_are_added_changed_and_removed(
    citizen: Citizen, procedures: dict[str, Procedure], town: Town
) -> None:
    citizen.open_code(town.drafted().code)
    citizen.go(f"/?case={citizen.case}&step=target")
    procedure = procedures["juminhyo-copy"]
    step = next(step for step in procedure.steps if step.id == "target")
    citizen.answer(step, {"target": "some"}, {})
    question = next(q for q in procedure.questions() if q.id == "target_names")

    citizen.fill_list(question, [{"t_name": "見本 一"}, {"t_name": "見本 二"}], {})
    citizen.press("fix")
    citizen.type("target_names.0.t_name", "見本 三")
    citizen.press("keep")
    names = [citizen.page.locator(".mg-answers dd").all_inner_texts()]
    citizen.press("danger")
    names.append(citizen.page.locator(".mg-answers dd").all_inner_texts())
    citizen.page.reload()
    citizen.settle()
    names.append(citizen.page.locator(".mg-answers dd").all_inner_texts())

    assert names == [["見本 三", "見本 二"], ["見本 二"], ["見本 二"]]
