"""KI-4: a kiosk that is open to a network answers enrolled devices only, and a revoked one from its next step on."""

import socket
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, expect

from shared.casework import devices, parking
from tests.kiosk.conftest import PASSWORD, House
from tests.kiosk.walking import begin
from tests.web.asking import Answer, ask, post
from tests.web.test_guard import handshake

ELSEWHERE = "https://madoguchi.example.lg.jp"
PATHS = (
    *("/", "/?case=B3N8RT0W7", "/signin", "/password", "/pin", "/receipt/B3N8RT0W7.pdf", "/answers/B3N8RT0W7.pdf"),
    *("/print/B3N8RT0W7", "/form/juminhyo-copy.pdf", "/file/B3N8RT0W7/1/1", "/ticket/B-012.pdf", "/metrics"),
    *("/_stcore/health", "/_stcore/host-config", "/_stcore/upload_file/x/y", "/static/js/index.js", "/nowhere"),
    *("/device/", "/Device", "//device", "/face/../", "/board/x", "/look", "/P"),
)


@pytest.fixture(scope="module")
def open_to_all(open_kiosk: Callable[..., str]) -> str:
    """A kiosk that a proxy opens to a network: by default it asks for enrolled devices."""
    return open_kiosk("--origin", ELSEWHERE)


def enrolled(house: House, address: str, name: str) -> str:
    """The cookie of a device that was enrolled as people do it."""
    answer = post(f"{address}/device", {"code": devices.offer(house.office, name, "operator")})
    assert (answer.status, answer.headers["location"]) == (303, "/")
    return answer.headers["set-cookie"].split(";")[0]


def socket_status(address: str, cookie: str = "") -> int:
    """What a browser gets that asks for Streamlit's websocket."""
    place = urlsplit(address)
    with closing(socket.create_connection(("127.0.0.1", place.port or 0), timeout=20)) as connection:
        host = place.netloc + (f"\r\nCookie: {cookie}" if cookie else "")
        return handshake(connection, host, address)


@pytest.mark.requirement("KI-4")
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_an_address_that_was_found_out_opens_nothing(open_to_all: str, accept: str) -> None:
    invented = {"accept": accept, "cookie": "__Host-device=invented; __Host-staff=invented"}
    for headers in ({"accept": accept}, invented):
        answers = [ask(open_to_all + path, headers=headers) for path in PATHS]
        assert {answer.status for answer in answers} == {403}
        assert {("登録" in answer.text) for answer in answers} == {accept == "text/html"}
    signing_in = {"name": "suzuki", "password": PASSWORD}
    assert post(f"{open_to_all}/signin", signing_in).status == 403
    assert socket_status(open_to_all) == socket_status(open_to_all, "__Host-device=invented") == 403


@pytest.mark.requirement("KI-4")
def test_machines_the_monitor_and_the_second_screen_need_no_enrolment(open_to_all: str) -> None:
    def status(path: str) -> int:
        return ask(open_to_all + path).status

    open_ones = ("/healthz", "/readyz", "/device", "/sight", "/board", "/face", "/P/AAAAAAAA")
    assert {path: status(path) for path in open_ones} == dict.fromkeys(open_ones, 200)
    assert post(f"{open_to_all}/face/join", {"token": "x"}).status == 403
    assert "文字" in post(f"{open_to_all}/face/join", {"token": "x"}).text
    sheet = ask(f"{open_to_all}/device").text.split('rel="stylesheet" href="')[1].split('"')[0]
    assert status(sheet) == 200


@pytest.mark.requirement("KI-4")
def test_an_enrolled_device_is_let_in_until_it_is_revoked(house: House, open_to_all: str) -> None:
    cookie = enrolled(house, open_to_all, "市民課1番")
    headers = {"cookie": cookie, "accept": "text/html"}
    assert ask(f"{open_to_all}/", headers=headers).headers["location"] == "/signin?next=%2F"
    assert "市民課1番" in ask(f"{open_to_all}/device", headers=headers).text
    devices.revoke(house.office, "市民課1番", "operator")
    assert ask(f"{open_to_all}/signin", headers=headers).status == 403


@pytest.mark.requirement("KI-4")
def test_the_secret_is_kept_where_no_script_and_no_other_site_reaches(house: House, open_to_all: str) -> None:
    code = devices.offer(house.office, "記載台・2", "operator")
    given = post(f"{open_to_all}/device", {"code": code})
    renewed = ask(f"{open_to_all}/signin", headers={"cookie": given.headers["set-cookie"].split(";")[0]})
    for answer in (given, renewed):
        name, *attributes = answer.headers["set-cookie"].split("; ")
        assert name.startswith("__Host-device=")
        assert set(attributes) == {"HttpOnly", "Path=/", "SameSite=strict", "Secure", "Max-Age=34560000"}
    assert code not in given.headers["set-cookie"]


@pytest.mark.requirement("KI-4")
def test_a_wrong_code_and_a_foreign_form_enrol_nothing(house: House, open_to_all: str) -> None:
    code = devices.offer(house.office, "3番", "operator")
    answers = [post(f"{open_to_all}/device", {"code": typed}) for typed in ("", "x", code[:-1], "00000000")]
    foreign = post(f"{open_to_all}/device", {"code": code}, {"origin": "https://example.com"})
    assert {answer.status for answer in (*answers, foreign)} == {403}
    assert ["set-cookie" in answer.headers for answer in (*answers, foreign)] == [False] * 5
    assert post(f"{open_to_all}/device", {"code": code}, {"origin": ELSEWHERE}).status == 303


@pytest.mark.requirement("KI-4")
def test_a_kiosk_that_forgets_comes_in_by_its_secret_from_a_page_of_its_own(house: House, open_to_all: str) -> None:
    secret = enrolled(house, open_to_all, "記載台・4").partition("=")[2]
    foreign = {"origin": "null", "sec-fetch-site": "cross-site"}
    known = post(f"{open_to_all}/device/key", {"key": secret}, foreign)
    unknown = [post(f"{open_to_all}/device/key", {"key": other}, foreign) for other in ("", "x", secret[:-1])]
    assert (known.status, known.headers["refresh"]) == (200, "0; url=/")
    assert known.headers["set-cookie"].startswith(f"__Host-device={secret};")
    assert [(one.status, "set-cookie" in one.headers) for one in unknown] == [(403, False)] * 3
    devices.revoke(house.office, "記載台・4", "operator")
    assert post(f"{open_to_all}/device/key", {"key": secret}, foreign).status == 403


def through_the_proxy(address: str, path: str, headers: dict[str, str]) -> Answer:
    """As a proxy hands on what was asked of the public name."""
    return ask(address + path, headers={"host": urlsplit(ELSEWHERE).netloc, **headers})


@pytest.mark.requirement("KI-4")
def test_a_branch_office_comes_in_by_the_public_name(house: House, open_to_all: str) -> None:
    assert through_the_proxy(open_to_all, "/", {}).status == 403
    assert through_the_proxy(open_to_all, "/face", {}).status == 200
    cookie = enrolled(house, open_to_all, "支所1番")
    assert through_the_proxy(open_to_all, "/", {"cookie": cookie}).status == 303
    signed = post(
        f"{open_to_all}/signin",
        {"name": "suzuki", "password": PASSWORD},
        {"cookie": cookie, "host": urlsplit(ELSEWHERE).netloc, "origin": ELSEWHERE},
    )
    both = f"{cookie}; {signed.headers['set-cookie'].splitlines()[0].split(';')[0]}"
    with closing(socket.create_connection(("127.0.0.1", urlsplit(open_to_all).port or 0), timeout=20)) as connection:
        host = f"{urlsplit(ELSEWHERE).netloc}\r\nCookie: {both}"
        assert handshake(connection, host, ELSEWHERE) == 101
    assert devices.kept_origin(house.office) == ELSEWHERE


@pytest.mark.requirement("KI-4")
def test_a_page_that_is_open_closes_at_its_next_step(
    house: House, open_to_all: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(1024, 768).new_page()
    page.goto(f"{open_to_all}/?desk=all")
    expect(page.get_by_role("heading", level=1)).to_have_text("この端末は、まだ登録されていません")
    page.get_by_label("登録コード").fill(devices.offer(house.office, "5番", "operator"))
    page.get_by_role("button", name="この端末を登録する").click()
    page.fill("input[name=name]", "suzuki")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit].main")
    begin(page, open_to_all)
    devices.revoke(house.office, "5番", "operator")
    page.get_by_role("button", name="画面をかくす").click()
    page.wait_for_selector("text=この端末の登録が取り消されました")
    token = next(str(one["value"]) for one in page.context.cookies() if one["name"] == "__Host-staff")
    assert not parking.is_covered(house.office, token)  # not even what was pressed is done
    assert page.locator(".st-key-band").count() == 0
    page.get_by_role("link", name="もういちど登録する").click()
    expect(page.get_by_label("登録コード")).to_be_visible()
