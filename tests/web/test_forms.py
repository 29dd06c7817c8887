"""Paper forms at the portal: a blank one to print, and what the QR of one leads to."""

import pytest
from playwright.sync_api import BrowserContext

from shared.catalogue.procedure import asked_hash
from shared.language import clock
from shared.records.form_token import FormToken, form_url, new_form_id, read_form
from shared.records.reference import new_reference
from tests.printing import reader
from tests.web.asking import Answer, ask
from tests.web.conftest import Portal

PROCEDURE = "shotoku-kazei-shomei"


def scan(portal: Portal, token: FormToken, **headers: str) -> Answer:
    return ask(form_url(portal.address, token).replace(portal.address.upper(), portal.address), headers=headers)


def token_of(portal: Portal, page: int = 2, number: str = "") -> FormToken:
    """As printed today."""
    asked = portal.side.catalogue().procedure(PROCEDURE).as_asked(clock.today())
    return FormToken(PROCEDURE, asked_hash(asked)[:4], number or new_form_id(), page, 4)


def test_a_blank_form_is_a_pdf_of_its_own_for_everybody_who_asks(portal: Portal) -> None:
    first, second = (ask(f"{portal.address}/form/{PROCEDURE}.pdf") for _ in range(2))

    numbers = set()
    for answer in (first, second):
        (text,) = reader.codes(reader.picture(answer.body, 200))
        token = read_form(text)
        assert token is not None
        numbers.add(token.number)
    assert (first.status, first.headers["content-type"], len(numbers)) == (200, "application/pdf", 2)
    assert first.headers["cache-control"] == "private, max-age=600"


def test_large_print_and_language_are_asked_for_in_the_address(portal: Portal) -> None:
    plain, large, english = (
        ask(f"{portal.address}/form/{PROCEDURE}.pdf{more}").body for more in ("", "?large=1", "?language=en")
    )

    assert reader.page_count(plain) < reader.page_count(large)
    assert ("Date of birth" in reader.one_line(plain), "Date of birth" in reader.one_line(english)) == (False, True)


def test_for_the_post_the_sheet_with_the_offices_address_comes_first(portal: Portal) -> None:
    plain, posted = (ask(f"{portal.address}/form/{PROCEDURE}.pdf{more}").body for more in ("", "?envelope=1"))

    assert reader.page_count(posted) == reader.page_count(plain) + 1
    assert "〒690-8540" in "".join(reader.pages(posted)[0])


def test_a_form_that_is_not_there_is_said_kindly(portal: Portal) -> None:
    answer = ask(f"{portal.address}/form/no-such.pdf")

    assert (answer.status, "この手続は、ありません" in answer.text) == (404, True)


@pytest.mark.parametrize("of_a_case", [False, True])
def test_the_code_of_a_form_leads_to_its_procedure_and_says_where_to_hand_it_in(
    portal: Portal, of_a_case: bool
) -> None:
    token = token_of(portal, number=new_reference("B") if of_a_case else "")
    title = portal.side.catalogue().procedure(PROCEDURE).formal_title
    assert title is not None

    answer = scan(portal, token)

    expected = [title.say("ja"), "4枚のうち、2枚目です", "市民税課", "22-23番窓口", f'href="/?procedure={PROCEDURE}"']
    assert (answer.status, [words for words in expected if words not in answer.text]) == (200, [])
    assert "手続が変わりました" not in answer.text


def test_a_form_of_an_earlier_version_says_so_and_is_still_taken(portal: Portal) -> None:
    old = FormToken(PROCEDURE, bytes(4), new_form_id(), 0, 4)

    answer = scan(portal, old)

    assert [words in answer.text for words in ("手続が変わりました", "そのまま出せます", "あて先の紙です")] == [
        True
    ] * 3


def test_a_form_of_a_procedure_that_is_gone_gets_the_friendly_page(portal: Portal) -> None:
    answer = scan(portal, FormToken("no-such", bytes(4), new_form_id(), 1, 1))

    assert (answer.status, "申請用紙のコードです" in answer.text) == (200, True)


def test_the_page_stands_well_on_a_phone(portal: Portal, context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(form_url(portal.address, token_of(portal)).replace(portal.address.upper(), portal.address))

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.get_by_role("link", name="この手続の説明を見る").is_visible()
