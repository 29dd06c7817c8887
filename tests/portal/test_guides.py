"""手続案内 at home: asked, answered, refused, listed, printed and reopened, as forms without a script send it."""

import re
from dataclasses import dataclass
from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.catalogue.guide_town import TABLE
from tests.portal.conftest import Portal
from tests.printing import reader
from tests.web.asking import Answer, ask, post

MOVED = {"event_day": "令和8年11月2日", "card": "no", "insurance": "kokuho", "dog": "yes"}


@dataclass
class Visitor:
    """Somebody who sends the forms of the pages. What a page hides goes along, as a browser sends it."""

    door: Portal

    def go(self, guide: str, answers: dict[str, str], page: Answer | None = None, **more: str) -> Answer:
        hidden = dict(_hidden(page)) if page else {}
        return post(f"{self.door.base}/guide/{guide}", {**hidden, **answers, **more}, {"origin": self.door.base})

    def all_answered(self, guide: str, answers: dict[str, str]) -> Answer:
        """After the last page of questions, whatever was left open."""
        names = ["event_day", "move_day", "ruling_day", *TABLE["guides"][guide]["questions"]]
        return self.go(guide, answers, shown=" ".join(names))

    def sheet(self, guide: str, page: Answer) -> Answer:
        return post(f"{self.door.base}/guide/{guide}/sheet", dict(_hidden(page)), {"origin": self.door.base})


@pytest.fixture
def visitor(portal: Portal) -> Visitor:
    return Visitor(portal)


def _hidden(page: Answer) -> list[tuple[str, str]]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
    return [(unescape(name), unescape(value)) for name, value in found]


def words(page: Answer) -> str:
    return unescape(re.sub(r"<[^>]+>", "", page.text))


def listed(page: Answer) -> list[str]:
    return re.findall(r"<ol class=\"mg-todo\">.*</ol>", page.text, re.S) and re.findall(
        r"/\?procedure=([a-z0-9-]+)", page.text
    )


def test_every_guide_can_be_chosen_and_asks_what_can_be_asked_at_once(portal: Portal) -> None:
    page = ask(f"{portal.base}/guide")
    links = re.findall(r'href="/guide/([a-z-]+)"', page.text)
    first = ask(f"{portal.base}/guide/tennyu")

    assert (page.status, len(links)) == (200, 13)
    assert first.status == 200
    assert 'name="card"' in first.text
    assert 'name="online_out"' not in first.text
    assert (ask(f"{portal.base}/guide/nothing").status, ask(f"{portal.base}/G/NOTHING/1AAAA").status) == (404, 404)


def test_what_hangs_on_an_answer_is_asked_next_and_then_the_list_follows(visitor: Visitor) -> None:
    first = ask(f"{visitor.door.base}/guide/tennyu")
    more = visitor.go("tennyu", {**MOVED, "card": "yes"}, first)
    found = visitor.go("tennyu", {"online_out": "no"}, more)

    assert 'name="online_out" value="yes"' in more.text
    assert 'name="dog" value="yes"' in more.text  # carried, not asked again
    assert 'name="dog" value="no"' not in more.text
    assert listed(found) == ["tennyu-todoke", "ido-raicho-yoyaku", "kokuho-kanyu", "inu-henko", "tosho-toroku"]
    assert "令和8年11月16日（2026年） 月曜日" in words(found)  # 14 days and no closed day at the end


def test_a_deadline_that_has_passed_is_said_with_what_to_do(visitor: Visitor) -> None:
    page = words(visitor.all_answered("tennyu", {**MOVED, "event_day": "2025-06-02"}))

    assert "もう過ぎています" in page
    assert "まず、市民課に電話してください" in page


def test_answers_that_do_not_fit_are_said_and_kept(visitor: Visitor) -> None:
    first = ask(f"{visitor.door.base}/guide/tennyu")
    page = visitor.go("tennyu", {"household.alone": "yes", "household.school": "yes", "dog": "yes"}, first)

    assert page.status == 400
    assert "「自分だけ」と、ほかの人の両方を選んでいます" in words(page)
    for kept in ("household.alone", "household.school", "dog"):
        assert re.search(rf'name="{re.escape(kept)}" value="yes" checked', page.text)


def test_a_day_that_is_none_is_refused_at_its_field(visitor: Visitor) -> None:
    first = ask(f"{visitor.door.base}/guide/tennyu")
    page = visitor.go("tennyu", {**MOVED, "event_day": "2026-02-30"}, first)

    assert page.status == 400
    assert re.search(r'<input class="mg-in" id="event_day"[^>]*value="2026-02-30"[^>]*aria-invalid="true"', page.text)
    assert 'name="dog" value="yes" checked' in page.text


def test_the_sheet_has_the_list_and_a_code_that_reopens_it(visitor: Visitor) -> None:
    page = visitor.all_answered("tennyu", MOVED)
    sheet = visitor.sheet("tennyu", page)
    code = next(iter(reader.codes(reader.picture(sheet.body, 200))))
    again = ask(visitor.door.base + code[len(visitor.door.base) :])

    assert sheet.headers["content-type"] == "application/pdf"
    assert sheet.headers["cache-control"] == "no-store"
    assert code.startswith(f"{visitor.door.base.upper()}/G/TENNYU/1")
    assert listed(again) == listed(page) == ["tennyu-todoke", "kokuho-kanyu", "inu-henko", "tosho-toroku"]
    assert "11月16日" in "".join(reader.text_lines(sheet.body))
    assert "11月16日" not in words(again)  # no day is in the code


def test_what_is_sensitive_is_on_the_screen_and_nowhere_else(visitor: Visitor) -> None:
    answers = {"dv": "yes", "housing": "yes", "move": "no"}
    page = visitor.all_answered("rikon", answers)
    sheet = visitor.sheet("rikon", page)
    printed = reader.one_line(sheet.body)

    assert "horitsu-sodan" in listed(page)
    assert "支援措置" in words(page)
    assert "このページをすぐ閉じる" in words(page)
    for secret in ("支援措置", "暴力", "相談"):
        assert secret not in printed
    assert reader.codes(reader.picture(sheet.body, 200)) == {f"{visitor.door.base}/G/RIKON".upper()}


def together_link(page: Answer) -> str:
    found = re.search(r'href="(/\?list=together[^"]*)"', page.text)
    return unescape(found[1]) if found else ""


def test_what_goes_from_home_is_handed_over_to_be_written_as_one(visitor: Visitor) -> None:
    page = visitor.all_answered("tennyu", MOVED)

    assert together_link(page) == "/?list=together&together=inu-henko,tosho-toroku"
    assert "家で書ける2件を、まとめて書く" in words(page)
    assert "ほかの手続は、下から1つずつ見てください" in words(page)


def test_the_forms_of_several_are_one_pdf(visitor: Visitor) -> None:
    given = ask(f"{visitor.door.base}/form/inu-henko,tosho-toroku.pdf?language=en")
    last = len(reader.pages(given.body)) - 1
    numbers = {"".join(reader.codes(reader.picture(given.body, 150, page))) for page in (1, last)}

    assert (given.status, given.headers["content-type"]) == (200, "application/pdf")
    assert "2つの手続の用紙" in reader.one_line(given.body).replace(" ", "") and len(numbers) == 2
    assert ask(f"{visitor.door.base}/form/inu-henko,nothing.pdf").status == 404


def test_one_alone_is_not_offered_as_several(visitor: Visitor) -> None:
    page = visitor.all_answered("tennyu", {"event_day": "2026-11-02", "dog": "no"})

    assert listed(page) == ["tennyu-todoke", "tosho-toroku"]
    assert together_link(page) == "" and "まとめて書く" not in words(page)


def test_what_follows_from_a_sensitive_answer_alone_is_in_no_address_of_several(visitor: Visitor) -> None:
    """Each has a link of its own; together they would tell what was answered."""
    open_, answered = ({"event_day": "2026-11-02", "members": "part"}, {"disability": "yes"})
    plain = together_link(visitor.all_answered("tenkyo", open_))

    assert together_link(visitor.all_answered("tenkyo", {**open_, **answered})) == plain
    assert together_link(visitor.all_answered("shogai", {"have": "no", "kind.body": "yes"})) == ""


def test_no_answer_is_in_an_address_or_in_the_log(visitor: Visitor) -> None:
    page = visitor.all_answered("shogai", {"have": "no", "kind.body": "yes"})
    visitor.sheet("shogai", page)
    ask(f"{visitor.door.base}/G/TENNYU/1ABCD")
    log = visitor.door.log.read_text()

    assert "POST /guide/shogai " in log
    assert "/G/-" in log
    assert not re.search("body|ABCD|shintai", log)
    assert not re.findall(r'<(?:a|form)[^>]*(?:href|action)="[^"]*(?:body|kind)[^"]*"', page.text)


def test_a_form_from_elsewhere_is_refused(portal: Portal) -> None:
    foreign = post(f"{portal.base}/guide/tennyu", {"dog": "yes"}, {"origin": "https://elsewhere.example"})

    assert foreign.status == 403


@pytest.mark.browser
def test_from_the_first_page_to_the_sheet(portal: Portal, chromium: Browser) -> None:
    """As a person goes who does not know what the procedures are called; every page keeps the rules."""
    page = chromium.new_context(viewport={"width": 390, "height": 844}, locale="ja-JP", bypass_csp=True).new_page()
    page.goto(portal.base)
    page.click('a[href="/guide"]')
    found = [_rules(page)]
    page.click('a[href="/guide/tenkyo"]')
    page.fill("#event_day", "2026-11-02")
    page.check("input[name=members][value=part]")
    page.check("input[name=disability][value=yes]")
    found.append(_rules(page))
    page.click("button[value=go]")
    page.wait_for_selector(".mg-todo")
    found.append(_rules(page))

    assert page.url == f"{portal.base}/guide/tenkyo"
    assert page.locator(".mg-todo h2").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert found == [[], [], []]
    page.click("button[value=change]")
    assert page.locator("input[name=members][value=part]").is_checked()
    assert page.locator("#event_day").input_value() == "2026-11-02"
    page.context.close()


def _rules(page: object) -> list[str]:
    return [rule["id"] for rule in Axe().run(page).response["violations"]]  # type: ignore[arg-type]
