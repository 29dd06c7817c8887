"""The kiosk's own addresses: nobody comes in without signing in, papers go to those who may see the case."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.web.asking import Answer, ask, post
from tests.web.counter_door import REFERENCE
from tests.web.test_guard import status_of

Door = tuple[str, Path]


def sign_in(door: Door, name: str = "aoi", password: str = "hamanasu-no-michi", cookie: str = "") -> Answer:
    headers = {"cookie": cookie} if cookie else {}
    return post(f"{door[0]}/signin", {"name": name, "password": password}, headers)


def token_of(answer: Answer) -> str:
    return answer.headers["set-cookie"].split(";")[0]


def test_pages_lead_to_the_sign_in(kiosk_door: Door) -> None:
    answer = ask(kiosk_door[0])
    assert (answer.status, answer.headers["location"]) == (303, "/signin?next=%2F")


def test_nothing_of_streamlit_opens_before(kiosk_door: Door) -> None:
    assert status_of(kiosk_door, origin=kiosk_door[0]) == 403
    assert ask(f"{kiosk_door[0]}/_stcore/upload_file/x/y", "PUT").status == 403
    for path in (f"/receipt/{REFERENCE}.pdf", f"/notice/{REFERENCE}.pdf", f"/file/{REFERENCE}/1/1"):
        assert ask(kiosk_door[0] + path).headers["location"] == "/signin"


def test_a_member_of_staff_comes_in_and_goes(page: Page, kiosk_door: Door) -> None:
    page.goto(kiosk_door[0])
    page.get_by_label("職員番号").fill("aoi")
    page.get_by_label("パスワード").fill("hamanasu-no-michi")
    page.get_by_role("button", name="サインインする").click()
    expect(page.get_by_role("heading", name="受付")).to_be_visible()
    assert page.evaluate("document.cookie.includes('staff')") is False


@pytest.mark.requirement("AU-1")
def test_the_session_cookie_is_for_this_door_only(kiosk_door: Door) -> None:
    attributes = set(sign_in(kiosk_door).headers["set-cookie"].split("; ")[1:])
    assert attributes == {"HttpOnly", "Path=/", "SameSite=strict", "Secure"}


def test_wrong_sign_ins_get_one_answer(kiosk_door: Door) -> None:
    wrong, unknown = sign_in(kiosk_door, password="x"), sign_in(kiosk_door, name="nobody")
    assert (wrong.status, unknown.status) == (403, 403)
    assert wrong.text.replace("aoi", "") == unknown.text.replace("nobody", "")
    assert "番号かパスワードがちがうか、いまは使えません。" in wrong.text
    assert "set-cookie" not in wrong.headers


def test_a_password_is_never_written_back(kiosk_door: Door) -> None:
    assert "hamanasu" not in sign_in(kiosk_door, name="nobody").text


@pytest.mark.requirement("AU-2")
def test_each_sign_in_has_a_session_of_its_own_and_ends_the_one_before(kiosk_door: Door) -> None:
    first = token_of(sign_in(kiosk_door))
    second = token_of(sign_in(kiosk_door, cookie=first))
    assert first != second
    assert ask(kiosk_door[0], headers={"cookie": first}).status == 303
    assert ask(kiosk_door[0], headers={"cookie": second}).status == 200


@pytest.mark.requirement("AU-1")
def test_an_invented_session_is_none(kiosk_door: Door) -> None:
    assert ask(kiosk_door[0], headers={"cookie": "__Host-staff=invented"}).status == 303


@pytest.mark.requirement("AU-2")
def test_after_the_sign_out_nothing_opens(kiosk_door: Door) -> None:
    headers = {"cookie": token_of(sign_in(kiosk_door))}
    gone = post(f"{kiosk_door[0]}/signout", {}, headers)
    assert (gone.status, gone.headers["location"]) == (303, "/signin")
    assert gone.headers["clear-site-data"] == '"storage"'
    assert ask(kiosk_door[0], headers=headers).status == 303


def test_a_foreign_page_signs_nobody_in_or_out(kiosk_door: Door) -> None:
    for path in ("/signin", "/signout", "/password", "/pin"):
        assert post(kiosk_door[0] + path, {}, {"sec-fetch-site": "cross-site"}).status == 403


def test_a_one_time_password_is_replaced_before_anything_opens(context: BrowserContext, kiosk_door: Door) -> None:
    page = context.new_page()
    page.goto(kiosk_door[0])
    page.get_by_label("職員番号").fill("makoto")
    page.get_by_label("パスワード").fill("hajimete-no-hi")
    page.get_by_role("button", name="サインインする").click()
    expect(page.get_by_role("heading", name="パスワードを変える")).to_be_visible()
    page.goto(kiosk_door[0])
    assert "/signin" in page.url
    page.goto(f"{kiosk_door[0]}/password")
    page.get_by_label("いまのパスワード").fill("hajimete-no-hi")
    page.get_by_label("新しいパスワード", exact=True).fill("shinji-no-yuhi")
    page.get_by_label("新しいパスワードを、もういちど").fill("shinji-no-asahi")
    page.get_by_role("button", name="変える").click()
    expect(page.get_by_role("alert")).to_contain_text("2回の書き方がちがいます。")
    page.get_by_label("いまのパスワード").fill("hajimete-no-hi")
    page.get_by_label("新しいパスワード", exact=True).fill("shinji-no-yuhi")
    page.get_by_label("新しいパスワードを、もういちど").fill("shinji-no-yuhi")
    page.get_by_role("button", name="変える").click()
    expect(page.get_by_role("heading", name="画面の暗証番号を決める")).to_be_visible()
    page.get_by_label("いまのパスワード").fill("shinji-no-yuhi")
    page.get_by_label("暗証番号", exact=True).fill("12")
    page.get_by_label("暗証番号を、もういちど").fill("12")
    page.get_by_role("button", name="決める").click()
    expect(page.get_by_role("alert")).to_contain_text("4けたから6けたの数字で書いてください。")
    page.get_by_label("いまのパスワード").fill("shinji-no-yuhi")
    page.get_by_label("暗証番号", exact=True).fill("4071")
    page.get_by_label("暗証番号を、もういちど").fill("4071")
    page.get_by_role("button", name="決める").click()
    expect(page.get_by_role("heading", name="受付")).to_be_visible()


def test_the_pin_is_for_those_who_are_signed_in_with_their_own_password(kiosk_door: Door) -> None:
    assert ask(f"{kiosk_door[0]}/pin").headers["location"] == "/signin"
    assert post(f"{kiosk_door[0]}/pin", {"pin": "4071", "pin_again": "4071"}).headers["location"] == "/signin"
    signed = {"cookie": token_of(sign_in(kiosk_door))}
    wrong = post(f"{kiosk_door[0]}/pin", {"password": "x", "pin": "4071", "pin_again": "4071"}, signed)
    differs = post(f"{kiosk_door[0]}/pin", {"password": "x", "pin": "4071", "pin_again": "4072"}, signed)
    assert (wrong.status, "パスワードがちがいます。" in wrong.text) == (403, True)
    assert (differs.status, "2回の数字がちがいます。" in differs.text) == (403, True)
    assert "4071" not in wrong.text + differs.text


@pytest.mark.requirement("AZ-2")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (f"/receipt/{REFERENCE}.pdf", "application/pdf"),
        (f"/receipt/{REFERENCE}.pdf?paper=80mm", "application/pdf"),
        (f"/answers/{REFERENCE}.pdf", "application/pdf"),
        (f"/notice/{REFERENCE}.pdf", "application/pdf"),
        (f"/file/{REFERENCE}/1/2", "image/png"),
    ],
)
def test_papers_are_for_those_who_may_see_the_case(kiosk_door: Door, path: str, kind: str) -> None:
    answer = ask(kiosk_door[0] + path, headers={"cookie": token_of(sign_in(kiosk_door))})
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["cache-control"] == "no-store"
    other = path.replace(REFERENCE, "B6D1YQ5K5")
    assert ask(kiosk_door[0] + other, headers={"cookie": token_of(sign_in(kiosk_door))}).status == 404


def test_machines_need_the_token_for_figures(kiosk_door: Door) -> None:
    assert ask(f"{kiosk_door[0]}/metrics").status == 404
    figures = ask(f"{kiosk_door[0]}/metrics", headers={"authorization": "Bearer token"}).text
    assert 'madoguchi_cases_open{section="shiminka"} 4\n' in figures
    not_ready = ask(f"{kiosk_door[0]}/readyz")
    assert (not_ready.status, not_ready.body) == (503, b'{"store":false,"catalogue":true}')
