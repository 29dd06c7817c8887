"""The monitor in the hall and the telephone's page of a number: plain pages, numbers only."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, expect
from starlette.routing import BaseRoute, Router

from shared.casework.tickets import looks
from shared.casework.tickets.looks import CalledNumber, LineLook
from shared.casework.tickets.pace import Pace
from shared.catalogue import catalogue
from shared.errors import StoreUnavailable
from shared.language import clock
from shared.records.blobs import BlobFolder
from shared.records.database import migrate, open_engine
from shared.records.front.visits import BoardRow
from shared.records.letterbox import DatabaseLetterbox
from shared.records.writer import close_writers
from shared.web import board as pages_of_lines
from shared.web import number_page
from shared.web.assets import StaticFiles
from shared.web.headers import SecurityHeaders
from shared.web.page import Pages
from tests.web.asking import Answer, ask
from tests.web.serving import counter_pages, portal_pages

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "procedures.yaml"
PORT = 8694


@dataclass
class Hall:
    """What the office would show; the test changes it."""

    looks: list[LineLook]
    away: bool = False

    def now(self) -> list[LineLook]:
        if self.away:
            raise StoreUnavailable("store_gone")
        return self.looks


def line(name: str = "todokede", called: int = 1, waiting: int = 3, pace: Pace | None = None) -> LineLook:
    now = clock.now()
    numbers = [CalledNumber(f"B-{n:03d}", str(3 + n), now - timedelta(minutes=n)) for n in range(1, called + 1)]
    coming = tuple(f"B-{n:03d}" for n in range(called + 1, called + waiting + 1))
    return LineLook(name, tuple(numbers), coming, (), pace, now)


@pytest.fixture
def hall() -> Hall:
    return Hall([line(), line("hoken", called=0, waiting=0)])


@dataclass(frozen=True)
class Door:
    """Pages on a port of this machine."""

    address: str

    def get(self, path: str) -> Answer:
        return ask(f"{self.address}{path}")


Opening = Callable[[Sequence[BaseRoute], Pages], Door]


@pytest.fixture
def open_pages() -> Iterator[Opening]:
    """Serves routes and the look until the end of the test."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(routes: Sequence[BaseRoute], pages: Pages) -> Door:
        app = SecurityHeaders(StaticFiles(Router(routes=list(routes)), pages.prefix, pages.assets))
        port = PORT + len(running)
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        running.append((server, thread))
        for _ in range(200):
            if server.started:
                return Door(f"http://127.0.0.1:{port}")
            time.sleep(0.05)
        raise AssertionError("the pages are not served")

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def monitor(hall: Hall, open_pages: Opening) -> Door:
    pages = counter_pages()
    return open_pages(pages_of_lines.monitor_routes(hall.now, lambda: catalogue.load(SHIPPED), pages), pages)


@pytest.fixture
def letterbox(sqlite_url: str, tmp_path: Path) -> Iterator[DatabaseLetterbox]:
    engine = open_engine(sqlite_url)
    migrate(engine, "front")
    yield DatabaseLetterbox(engine, BlobFolder(tmp_path / "blobs", least_free=0))
    close_writers()
    engine.dispose()


@pytest.fixture
def phone(letterbox: DatabaseLetterbox, open_pages: Opening) -> Door:
    pages = portal_pages()
    return open_pages(number_page.routes(letterbox, lambda: catalogue.load(SHIPPED), pages), pages)


def show(letterbox: DatabaseLetterbox, *shown: LineLook) -> None:
    day = clock.today()
    letterbox.put_boards([BoardRow(look.line, day, looks.text_of(look), look.at) for look in shown])


def address(label: str) -> str:
    return f"/T/{looks.mark(clock.today(), label)}"


# ── the monitor


def test_the_monitor_shows_who_is_called_where_and_how_many_wait(monitor: Door) -> None:
    page = monitor.get("/board").text
    for words in (
        "B-001",
        "4番の窓口",
        "Counter 4",
        "待っている人 3人",
        "引っ越し・届出・印鑑",
        "よんでいる番号はありません",
    ):
        assert words in page
    assert "B-002" not in page
    assert 'content="5"' in page


def test_nobody_signs_in_at_the_monitor_and_it_sets_no_cookie(monitor: Door) -> None:
    answer = monitor.get("/board")
    assert (answer.status, answer.headers.get("set-cookie")) == (200, None)


def test_a_hall_shows_its_own_lines(monitor: Door) -> None:
    page = monitor.get("/board?lines=hoken").text
    assert ("保険・年金" in page, "引っ越し" in page) == (True, False)


def test_the_wait_is_said_only_where_today_says_enough(monitor: Door, hall: Hall) -> None:
    assert "いま番号を取ると" not in monitor.get("/board").text
    hall.looks = [line(pace=Pace(8, 12, 1))]
    assert "いま番号を取ると、20〜50分くらい" in monitor.get("/board").text
    hall.looks = [line(waiting=0, pace=Pace(8, 12, 1))]
    assert "いま番号を取ると、15分くらいまで" in monitor.get("/board").text


def test_a_monitor_whose_office_is_away_says_so(monitor: Door, hall: Hall) -> None:
    hall.away = True
    answer = monitor.get("/board")
    assert (answer.status, "いまのようすがわかりません" in answer.text) == (503, True)


def test_an_office_without_numbers_says_so(monitor: Door, hall: Hall) -> None:
    hall.looks = []
    assert "番号札は使っていません" in monitor.get("/board").text


# ── the telephone


def test_a_number_that_waits_is_told_how_many_come_first(phone: Door, letterbox: DatabaseLetterbox) -> None:
    show(letterbox, line(pace=Pace(8, 12, 2)))
    page = phone.get(address("B-003"))
    assert (page.status, page.headers.get("set-cookie")) == (200, None)
    assert "あと 1人です。" in page.text
    assert "20分くらいまでに、よばれそうです。" in page.text
    assert "つぎが、あなたの番です。" in phone.get(address("B-002")).text
    assert 'http-equiv="refresh" content="20"' in page.text


def test_a_number_that_is_called_is_told_where_to_go(phone: Door, letterbox: DatabaseLetterbox) -> None:
    show(letterbox, line())
    page = phone.get(address("B-001")).text
    assert ("よばれています" in page, "4番の窓口へ来てください。" in page) == (True, True)


def test_a_number_whose_turn_is_over_is_told_so_and_asks_no_more(phone: Door, letterbox: DatabaseLetterbox) -> None:
    show(letterbox, line())
    page = phone.get(address("B-099")).text
    assert ("この番号の順番は、終わりました。" in page, "http-equiv" in page) == (True, False)


def test_nothing_is_said_of_the_wait_without_five_visits(phone: Door, letterbox: DatabaseLetterbox) -> None:
    show(letterbox, line())
    assert "よばれるまでの時間は、まだわかりません。" in phone.get(address("B-003")).text


@pytest.mark.parametrize("mark", ["x", "0000B-001", "%00", "%3Cb%3E", "9" * 300])
def test_what_is_no_number_of_today_is_told_so_in_one_way(phone: Door, letterbox: DatabaseLetterbox, mark: str) -> None:
    show(letterbox, line())
    page = phone.get(f"/T/{mark}")
    assert (page.status, "きょうの番号ではありません" in page.text, "<b>" in page.text.split("<main")[1]) == (
        404,
        True,
        False,
    )


def test_a_page_that_has_heard_nothing_for_ten_minutes_says_since_when(
    phone: Door, letterbox: DatabaseLetterbox
) -> None:
    old = clock.now() - timedelta(minutes=11)
    show(letterbox, replace(line(), at=old))
    assert f"{clock.in_japan(old):%H:%M} から、新しいようすがとどいていません" in phone.get(address("B-003")).text


def test_a_portal_whose_store_is_away_says_so(phone: Door, letterbox: DatabaseLetterbox) -> None:
    letterbox.engine.dispose()
    path = Path(str(letterbox.engine.url.database))
    path.rename(path.with_suffix(".away"))
    page = phone.get(address("B-003"))
    assert (page.status, "いまのようすがわかりません" in page.text) == (503, True)


@pytest.mark.parametrize("language", ["easy", "en"])
def test_both_pages_speak_the_visitors_language(
    phone: Door, monitor: Door, letterbox: DatabaseLetterbox, language: str
) -> None:
    show(letterbox, line())
    words = {"easy": ("あと <ruby>1人", "<ruby>"), "en": ("1 before you.", "Now serving")}[language]
    assert words[0] in phone.get(f"{address('B-003')}?language={language}").text
    assert words[1] in monitor.get(f"/board?language={language}").text


# ── in the browser


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (1024, 768)])
def test_the_monitor_fits_a_screen_with_six_lines(
    chromium: Browser, monitor: Door, hall: Hall, width: int, height: int
) -> None:
    names = [one.id for one in catalogue.load(SHIPPED).waiting.lines]
    hall.looks = [line(name, called=2, waiting=12, pace=Pace(5, 9, 2)) for name in names]
    page = chromium.new_page(viewport={"width": width, "height": height})
    page.goto(f"{monitor.address}/board")
    ends = page.evaluate("[...document.querySelectorAll('main>ul>li')].map(e => e.getBoundingClientRect().bottom)")
    assert (len(ends), [end for end in ends if end > height]) == (6, [])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_the_monitor_renews_itself_and_survives_a_server_that_is_away(
    chromium: Browser, monitor: Door, hall: Hall
) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    page.clock.install()
    page.goto(f"{monitor.address}/board")
    expect(page.get_by_text("B-001")).to_be_visible()
    page.route("**/board", lambda route: route.abort())
    page.clock.run_for(6_000)
    expect(page.get_by_text("新しいようすがとどいていません")).to_be_visible()
    page.unroute("**/board")
    hall.looks = [line(called=2)]
    page.clock.run_for(6_000)
    expect(page.get_by_text("B-002")).to_be_visible()
    expect(page.get_by_text("新しいようすがとどいていません")).to_be_hidden()
    page.close()


def test_a_number_is_read_on_a_telephone_without_javascript(
    chromium: Browser, phone: Door, letterbox: DatabaseLetterbox
) -> None:
    show(letterbox, line())
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{phone.address}{address('B-003')}")
    expect(page.get_by_text("あと 1人です。")).to_be_visible()
    context.close()
