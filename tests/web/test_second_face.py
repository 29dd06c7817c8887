"""The second screen: joined once, shows what staff keep at once, takes touches, and is empty when the visit is over."""

import threading
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from shared.casework.second_face.content import Content
from shared.casework.second_face.faces import Faces, session_of
from shared.catalogue import catalogue
from shared.screens import server
from shared.web import second_face
from shared.web.access import SILENT, loggable
from shared.web.face import Face
from shared.web.pace import Pace
from shared.web.page import Pages
from tests.web.asking import Answer, ask, post
from tests.web.serving import CITY, HOURS
from tests.web.test_board import Door, Opening, open_pages

__all__ = ["open_pages"]

SHIPPED = Path(__file__).parents[2] / "procedures.yaml"
SESSION, REFERENCE = session_of("a sign-in"), "B3N8RT0W7"
SAID = {"by_agent": "no", "applicant_sei": "見本", "applicant_mei": "花子", "applicant_kana": "ミホン ハナコ"}
SOON = 0.3  # seconds from kept to shown
LEAST_TARGET = 72  # CSS pixels


def content(**changes: object) -> Content:
    procedure = catalogue.load(SHIPPED).procedure("juminhyo-copy").on(date(2026, 11, 23))
    given = {"agreed": True, **changes}
    answers = {**SAID, **given.pop("answers", {})}  # type: ignore[dict-item]
    return Content(procedure, answers, **given)  # type: ignore[arg-type]


@dataclass
class Screen:
    """A second screen as HTTP: it keeps its cookie."""

    door: Door
    faces: Faces
    cookie: str = ""

    @property
    def _headers(self) -> dict[str, str]:
        return {"cookie": self.cookie} if self.cookie else {}

    def get(self, path: str) -> Answer:
        return ask(f"{self.door.address}{path}", headers=self._headers)

    def post(self, path: str, **fields: str) -> Answer:
        return post(f"{self.door.address}{path}", fields, self._headers)

    def join(self, token: str = "") -> Answer:
        answer = self.post("/face/join", token=token or self.faces.offer(SESSION, REFERENCE))
        self.cookie = answer.headers.get("set-cookie", "").partition(";")[0]
        return answer

    def show(self, shown: Content) -> None:
        self.faces.publish(SESSION, REFERENCE, shown)
        self.faces.attend(SESSION, REFERENCE)


@pytest.fixture
def faces() -> Faces:
    return Faces()


@pytest.fixture
def screen(faces: Faces, open_pages: Opening) -> Screen:
    pages = Pages(Face("kiosk", "kiosk", CITY, "0852-55-5555", HOURS), server.LOOK)
    return Screen(open_pages(second_face.routes(faces, pages, [], lambda: Pace(tries=6)), pages), faces)


# ── joining


def test_looking_at_the_qrs_address_uses_nothing_up_and_joining_uses_it_once(screen: Screen, faces: Faces) -> None:
    token = faces.offer(SESSION, REFERENCE)
    assert "この画面をつなぐ" in screen.get(f"/P/{token}").text
    joined = screen.join(f"{token[:4]}-{token[4:]}".lower())  # as people type it
    kept = joined.headers["set-cookie"]
    assert (joined.status, joined.headers["location"]) == (303, "/face")
    assert ("HttpOnly" in kept, "samesite=strict" in kept.lower(), "Max-Age" in kept) == (True, True, False)
    again = screen.join(token)
    assert (again.status, "この8文字では、つなげません" in again.text) == (403, True)


def test_a_screen_without_a_seat_shows_the_field_and_nothing_else(screen: Screen) -> None:
    assert 'name="token"' in screen.get("/face").text
    assert (screen.get("/face/now").status, screen.post("/face/touch", kind="call").status) == (410, 410)


def test_guessing_has_its_pace(screen: Screen) -> None:
    assert [screen.join("0000-0000").status for _ in range(7)][-1] == 429


def test_a_form_of_somebody_elses_page_is_refused(screen: Screen, faces: Faces) -> None:
    fields = {"token": faces.offer(SESSION, REFERENCE)}
    foreign = post(f"{screen.door.address}/face/join", fields, {"sec-fetch-site": "cross-site"})
    assert (foreign.status, faces.offered(SESSION, REFERENCE) is not None) == (403, True)


def test_no_token_and_no_question_for_news_is_in_the_log() -> None:
    assert (loggable("/P/ABCD1234"), loggable("/notice/B3N8RT0W7.pdf"), "/face/now".startswith(SILENT)) == (
        "/P/-",
        "/notice/-",
        True,
    )


# ── what is shown


def test_the_page_holds_nothing_of_the_case_and_the_news_is_never_stored(screen: Screen) -> None:
    screen.join()
    screen.show(content())
    page, news = screen.get("/face"), screen.get("/face/now")
    assert [word for word in ("見本", "花子", "ミホン") if word in page.text] == []
    assert ("花子" not in news.text, news.headers["cache-control"]) == (True, "no-store")  # the first step is shown
    screen.show(content(answers={"applicant_mei": "華子"}))
    assert "華子" in screen.get("/face/now").text
    assert REFERENCE not in screen.get("/face/now").text


def test_what_is_kept_is_there_within_300_ms(screen: Screen) -> None:
    screen.join()
    screen.show(content())
    spent = []
    for n in range(5):
        turn = screen.get("/face/now").headers["x-face-turn"]
        heard: list[float] = []

        def listen(turn: str = turn, name: str = f"花{n}子", heard: list[float] = heard) -> None:
            assert name in screen.get(f"/face/now?turn={turn}").text
            heard.append(time.perf_counter())

        waiting = threading.Thread(target=listen)
        waiting.start()
        time.sleep(0.2)  # it waits for news by now
        kept = time.perf_counter()
        screen.show(content(answers={"applicant_mei": f"花{n}子"}))
        waiting.join(10)
        spent.append(heard[0] - kept)
    assert sorted(spent)[2] < SOON


@pytest.mark.parametrize(("language", "words"), [("easy", "<ruby>"), ("en", "Name of the person applying")])
def test_it_speaks_the_citizens_language(screen: Screen, language: str, words: str) -> None:
    screen.join()
    screen.show(content(at="applicant_name", language="ja"))
    assert screen.post("/face/touch", kind="language", note=language).status == 204
    news = screen.get("/face/now")
    assert (words in news.text, news.headers["x-face-language"]) == (True, language)


# ── touches


def test_a_touch_on_what_is_not_there_any_more_is_not_taken(screen: Screen, faces: Faces) -> None:
    screen.join()
    screen.show(content(at="applicant_name"))
    assert screen.post("/face/touch", kind="line", yes="no", note="applicant_mei", version="0").status == 204
    face = faces.of(SESSION, REFERENCE)
    assert face is not None and face.wrong == {"applicant_mei"}
    screen.show(content(answers={"applicant_mei": "華子"}))
    assert screen.post("/face/touch", kind="line", yes="no", note="applicant_mei", version="0").status == 409
    assert face.wrong == set()


@pytest.mark.parametrize(
    "fields",
    [{"kind": "send"}, {"kind": "line", "version": "-1"}, {"kind": "language", "note": "xx"}, {}],
)
def test_what_is_no_touch_is_refused(screen: Screen, fields: dict[str, str]) -> None:
    screen.join()
    screen.show(content())
    assert screen.post("/face/touch", **fields).status == 400


def test_the_end_answers_gone_and_takes_the_cookie(screen: Screen, faces: Faces) -> None:
    screen.join()
    screen.show(content())
    faces.end(SESSION)
    news = screen.get("/face/now")
    assert (news.status, news.body, "Max-Age=0" in news.headers["set-cookie"]) == (410, b"", True)


# ── in the browser


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (390, 844)])
def test_words_and_targets_are_large_and_the_next_person_starts_plain(
    chromium: Browser, screen: Screen, faces: Faces, width: int, height: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(f"{screen.door.address}/P/{faces.offer(SESSION, REFERENCE)}")
    page.get_by_role("button", name="この画面をつなぐ").click()
    screen.show(content(at="applicant_name"))
    expect(page.locator("main")).to_contain_text("花子")
    base = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    small = page.eval_on_selector_all(
        "button, summary",
        "all => all.filter(one => one.offsetParent).map(one => one.getBoundingClientRect())"
        f".filter(box => box.height < {LEAST_TARGET}).length",
    )
    assert (28 <= base <= 32, small) == (True, 0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert [one["id"] for one in found.response["violations"]] == []
    page.get_by_role("button", name="もっと大きく").click()
    page.get_by_role("button", name="白黒").click()
    assert page.evaluate("[document.documentElement.dataset.size, document.documentElement.dataset.view]") == [
        "1",
        "contrast",
    ]
    faces.end(SESSION)
    expect(page.locator("#token")).to_be_visible()
    assert "花子" not in page.content()
    assert page.evaluate("document.documentElement.dataset.size") == "0"  # the next person starts with plain sight
    context.close()


def test_a_screen_that_cannot_hear_of_the_end_empties_itself(chromium: Browser, screen: Screen, faces: Faces) -> None:
    context = chromium.new_context(viewport={"width": 1024, "height": 768})
    page = context.new_page()
    page.clock.install()
    page.goto(f"{screen.door.address}/P/{faces.offer(SESSION, REFERENCE)}")
    page.get_by_role("button", name="この画面をつなぐ").click()
    screen.show(content(at="applicant_name"))
    expect(page.locator("main")).to_contain_text("花子")
    page.route("**/face/now*", lambda route: route.abort())
    page.clock.run_for(17_000)
    expect(page.get_by_text("職員の画面と、つながっていません")).to_be_visible()
    assert "花子" not in page.content()
    page.unroute("**/face/now*")
    page.clock.run_for(2_000)
    expect(page.locator("main")).to_contain_text("花子")  # nothing was lost: it comes anew
    expect(page.locator("#late")).to_be_hidden()
    context.close()
