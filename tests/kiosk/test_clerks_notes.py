"""The clerk's panel: what to ask of each question, and other sections as the answers are now."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.kiosk.walking import begin, press_on, reference_in, settle

Sign = Callable[..., Page]


def test_notes_and_other_sections_follow_the_question_and_the_answers(kiosk: str, sign_in: Sign) -> None:
    page = sign_in("sato")
    reference = begin(page, kiosk, "kokuho-kanyu")
    aside = page.locator(".kio-aside")
    expect(aside).to_contain_text("「ご本人ですか、代わりの方ですか」と聞く")
    expect(aside).not_to_contain_text("出産育児一時金")
    page.locator("label[data-testid=stRadioOption]").nth(1).click()
    press_on(page)
    page.goto(f"{kiosk}/?case={reference}")
    settle(page)
    line = page.locator(f".st-key-line_q_{reference}_reason")
    line.locator("label[data-testid=stRadioOption]", has_text="子どもが生まれた").click()
    expect(aside).to_contain_text("出産育児一時金")
    expect(aside).to_contain_text("子育て給付課 11番窓口")
    expect(aside).not_to_contain_text("国民年金の手続き")
    line.locator("label[data-testid=stRadioOption]", has_text="扶養").click()
    expect(aside).to_contain_text("国民年金の手続き")
    expect(aside).not_to_contain_text("出産育児一時金")
    assert reference_in(page.url) == reference
