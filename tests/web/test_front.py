"""The portal's own addresses, with the real internet side behind them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from starlette.requests import Request

from shared.casework import applying, sending
from shared.casework.cases import Case
from shared.records.code import show_code
from shared.records.reference import show_reference
from shared.web.pace import Pace
from tests.casework.bundled import written
from tests.casework.town import Town
from tests.samples.sample_cases import samples
from tests.web.asking import Answer, ask, post
from tests.web.conftest import Portal

PROCEDURE = "shotoku-kazei-shomei"
BIRTH = "平成4年12月1日"


@dataclass(frozen=True)
class Cookie:
    """A cookie as the door sets it."""

    name: str
    value: str
    attributes: frozenset[str]


def cookie_of(answer: Answer) -> Cookie:
    first, *rest = answer.headers["set-cookie"].split("; ")
    name, _, value = first.partition("=")
    return Cookie(name, value, frozenset(rest))


def begin(portal: Portal, **fields: str) -> Answer:
    return post(f"{portal.address}/open", {"procedure": PROCEDURE, "language": "ja", **fields})


@pytest.fixture
def sent(portal: Portal) -> Case:
    """A case that a citizen has sent."""
    answers = next(s.answers for s in samples() if s.procedure == PROCEDURE and s.name == "self")
    case = applying.start(portal.side, PROCEDURE, "online", "ja")
    case = applying.answer_all(portal.side, case, answers, "citizen")
    return sending.submit(portal.side, case)


@pytest.fixture
def without_script(chromium: Browser, portal: Portal) -> Callable[[], Page]:
    """A tab of a browser that runs no script."""
    context = chromium.new_context(java_script_enabled=False, locale="ja-JP")

    def tab() -> Page:
        return context.new_page()

    return tab


# ── opening a case


@pytest.mark.requirement("AU-1")
def test_a_new_case_gets_a_pass_and_a_clean_address(portal: Portal) -> None:
    answer = begin(portal)
    cookie = cookie_of(answer)
    assert answer.status == 303
    assert re.fullmatch(r"/\?case=A[0-9A-HJKMNP-TV-Z]{8}", answer.headers["location"])
    assert (cookie.name, len(cookie.value)) == ("__Host-case", 64)
    assert cookie.attributes == {"HttpOnly", "Max-Age=86400", "Path=/", "SameSite=lax", "Secure"}


def test_a_device_that_may_remember_keeps_the_pass_for_thirty_days(portal: Portal) -> None:
    assert "Max-Age=2592000" in cookie_of(begin(portal, remember="yes")).attributes


def test_a_second_case_joins_the_same_pass(portal: Portal) -> None:
    first = cookie_of(begin(portal))
    headers = {"cookie": f"__Host-case={first.value}"}
    second = post(f"{portal.address}/open", {"procedure": PROCEDURE}, headers)
    assert cookie_of(second).value == first.value
    listed = ask(f"{portal.address}/status", headers=headers).text
    assert listed.count('class="go"') == 2


def test_the_same_key_opens_one_case(portal: Portal) -> None:
    first, again = begin(portal, key="0123456789abcdef"), begin(portal, key="0123456789abcdef")
    assert first.headers["location"] == again.headers["location"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": ""},
        {"sec-fetch-site": "same-origin", "origin": "https://shinsei.example.com"},
        {"sec-fetch-site": "cross-site", "origin": "null"},
    ],
)
def test_a_form_from_elsewhere_opens_nothing(portal: Portal, headers: dict[str, str]) -> None:
    for path in ("/open", "/code", "/status", "/forget", "/sight"):
        answer = post(portal.address + path, {"procedure": PROCEDURE}, headers)
        assert answer.status == 403
        assert "set-cookie" not in answer.headers


def test_a_form_of_ours_counts_with_origin_too(portal: Portal) -> None:
    headers = {"sec-fetch-site": "", "origin": portal.address}
    assert post(f"{portal.address}/open", {"procedure": PROCEDURE}, headers).status == 303


def test_an_unknown_procedure_is_said_kindly(portal: Portal) -> None:
    answer = post(f"{portal.address}/open", {"procedure": "no-such"})
    assert (answer.status, "この手続は、ありません" in answer.text) == (404, True)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_chromium_takes_the_pass_on_this_machine(
    context: BrowserContext, portal: Portal, host: str, sent: Case
) -> None:
    page = context.new_page()
    page.goto(portal.address.replace("localhost", host) + "/code?next=/status")
    page.get_by_label("引き継ぎコード").fill(show_code(sent.code).lower())
    page.get_by_role("button", name="開く").click()
    page.get_by_role("heading", name="いまのようす").wait_for()
    kept = [cookie for cookie in context.cookies() if cookie["name"] == "__Host-case"]
    assert [(c["httpOnly"], c["secure"], c["sameSite"], c["path"]) for c in kept] == [(True, True, "Lax", "/")]
    assert page.evaluate("document.cookie") == ""


# ── codes


def test_the_link_of_the_strip_leads_at_once_to_a_clean_address(portal: Portal, sent: Case) -> None:
    for path in (f"/C/{sent.code}", f"/c/{sent.code.lower()}", f"/C/{show_code(sent.code)}"):
        answer = ask(portal.address + path)
        assert (answer.status, answer.headers["location"]) == (303, f"/?case={sent.reference}")
        assert cookie_of(answer).name == "__Host-case"
        assert answer.body == b""


def test_a_look_ahead_opens_nothing(portal: Portal, sent: Case) -> None:
    answer = ask(f"{portal.address}/C/{sent.code}", "HEAD")
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert "set-cookie" not in answer.headers


def changed(code: str, at: int, character: str) -> str:
    return code[:at] + character + code[at + 1 :]


@pytest.mark.parametrize("group", [0, 1, 2, 3, 4])
def test_a_slip_is_told_with_its_group_and_keeps_the_typing(portal: Portal, sent: Case, group: int) -> None:
    other = "3" if sent.code[5] != "3" else "5"
    wrong = changed(sent.code, group * 4 - 4, "U") if group else changed(sent.code, 5, other)
    typed = post(f"{portal.address}/code", {"code": wrong})
    words = (
        f"{group}つ目の4文字に、使わない文字があるか、文字が足りません。" if group else "どこかの文字が、ちがいます。"
    )
    assert typed.status == 400
    assert words in typed.text
    assert f'value="{wrong}"' in typed.text
    linked = ask(f"{portal.address}/C/{wrong}")
    assert (linked.status, linked.headers["location"]) == (303, f"/code?problem=slip{group}")
    assert "set-cookie" not in linked.headers


@pytest.mark.requirement("R-06")
def test_unknown_codes_get_one_answer(portal: Portal) -> None:
    unknown = "7CRP8W7BEQXKWJ4A"
    answer = post(f"{portal.address}/code", {"code": unknown})
    assert (answer.status, "このコードでは開けません" in answer.text) == (400, True)
    assert ask(f"{portal.address}/C/{unknown}").headers["location"] == "/code?problem=closed"


def test_the_form_leads_nowhere_else(portal: Portal, sent: Case) -> None:
    for elsewhere in ("https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)"):
        answer = post(f"{portal.address}/code", {"code": sent.code, "next": elsewhere})
        assert answer.headers["location"] == f"/?case={sent.reference}"


def test_a_forgotten_device_opens_nothing_any_more(portal: Portal) -> None:
    headers = {"cookie": f"__Host-case={cookie_of(begin(portal)).value}"}
    answer = post(f"{portal.address}/forget", {}, headers)
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert "Max-Age=0" in cookie_of(answer).attributes
    assert "引き継ぎコード" in ask(f"{portal.address}/status", headers=headers).text


def test_too_many_tries_from_one_address_are_asked_to_wait() -> None:
    pace = Pace(tries=3, per_minute=0.0)

    def request(client: str) -> Request:
        return Request({"type": "http", "client": (client, 1), "headers": []})

    assert [pace.take(request("a")) for _ in range(4)] == [True, True, True, False]
    assert pace.take(request("b"))


# ── how a case is getting on, without JavaScript


def test_the_state_of_a_case_needs_no_javascript(
    without_script: Callable[[], Page], portal: Portal, sent: Case
) -> None:
    page = without_script()
    page.goto(f"{portal.address}/status")
    page.get_by_label("引き継ぎコード").fill(sent.code)
    page.get_by_role("button", name="開く").click()
    expect(page.get_by_role("heading", name="いまのようす")).to_be_visible()
    expect(page.get_by_text(show_reference(sent.reference))).to_be_visible()
    expect(page.get_by_text("いまは、市役所の番です。")).to_be_visible()
    assert page.url == f"{portal.address}/status?case={sent.reference}"
    page.emulate_media(media="print")  # on paper nothing can be written into or pressed
    assert [page.locator(part).filter(visible=True).count() for part in ("input", "button", "a.mg-btn")] == [0, 0, 0]
    page.emulate_media(media="screen")
    page.get_by_label("生年月日").fill("平成4年12月2日")
    page.get_by_role("button", name="連絡を見る").click()
    expect(page.get_by_role("alert")).to_contain_text("今日は、あと4回ためせます。")
    page.get_by_label("生年月日").fill(BIRTH)
    page.get_by_role("button", name="連絡を見る").click()
    expect(page.get_by_text("まだ、連絡はありません。")).to_be_visible()


def test_the_code_alone_shows_no_answer(portal: Portal, sent: Case) -> None:
    opened = ask(f"{portal.address}/C/{sent.code}")
    headers = {"cookie": f"__Host-case={cookie_of(opened).value}"}
    for path in ("/status", f"/status?case={sent.reference}", f"/receipt/{sent.reference}"):
        text = ask(portal.address + path, headers=headers).text
        for secret in ("美咲", "髙橋", "東朝日町", "0852-00-0000", "1992", "mihon@example.jp"):
            assert secret not in text


def test_the_copy_of_the_answers_is_a_paper_behind_the_fact(portal: Portal, sent: Case) -> None:
    headers = {"cookie": f"__Host-case={cookie_of(ask(f'{portal.address}/C/{sent.code}')).value}"}
    fields = {"case": sent.reference, "fact": BIRTH, "show": "answers"}
    answer = post(f"{portal.address}/status", fields, headers)
    assert (answer.status, answer.headers["content-type"], answer.body[:5]) == (200, "application/pdf", b"%PDF-")
    wrong = post(f"{portal.address}/status", {**fields, "fact": "平成4年12月2日"}, headers)
    assert (wrong.status, wrong.headers["content-type"]) == (403, "text/html; charset=utf-8")


def test_what_else_one_can_have_is_looked_for_behind_the_fact_and_only_when_asked(portal: Portal) -> None:
    """もらい忘れゼロ of a bundle, without JavaScript: nothing that was sent; the year's days; sheet and calendar."""
    ids = ("jido-teate-nintei", "hoiku-moshikomi")
    town = Town(portal.side.settings)
    sent = sending.submit(portal.side, written(town, f"{ids[0]}/newborn", f"{ids[1]}/working-parents"))
    headers = {"cookie": f"__Host-case={cookie_of(ask(f'{portal.address}/C/{sent.code}')).value}"}
    fields = {"case": sent.reference, "fact": "昭和58年4月2日", "show": "more"}

    before = ask(f"{portal.address}/status?case={sent.reference}", headers=headers).text
    wrong = post(f"{portal.address}/status", {**fields, "fact": BIRTH}, headers)
    page = post(f"{portal.address}/status", fields, headers)
    hidden = dict(re.findall(r'name="(procedures|days)" value="([^"]*)"', page.text))
    folder = f"{portal.address}/following/{sent.reference}"
    papers = [post(f"{folder}/{one}", hidden, headers) for one in ("sheet", "calendar")]

    assert 'name="show" value="more"' in before and "/following/" not in before
    assert wrong.status == 403 and "/following/" not in wrong.text
    assert "kodomo-iryo" in hidden["procedures"] and not set(ids) & set(hidden["procedures"].split())
    assert [one.headers["content-type"].partition(";")[0] for one in papers] == ["application/pdf", "text/calendar"]
    assert post(f"{folder}/sheet", {"procedures": ids[1]}, headers).status == 404  # what was sent is no suggestion


def test_five_wrong_facts_a_day_are_enough(portal: Portal, sent: Case) -> None:
    headers = {"cookie": f"__Host-case={cookie_of(ask(f'{portal.address}/C/{sent.code}')).value}"}
    fields = {"case": sent.reference, "fact": "平成4年12月2日"}
    texts = [post(f"{portal.address}/status", fields, headers).text for _ in range(5)]
    assert ["今日は、もうためせません" in text for text in texts] == [False, False, False, False, True]
    assert "今日は、もうためせません" in post(f"{portal.address}/status", {**fields, "fact": BIRTH}, headers).text


def test_the_receipt_is_a_page_and_a_paper(page: Page, portal: Portal, sent: Case) -> None:
    page.goto(f"{portal.address}/C/{sent.code}")
    page.goto(f"{portal.address}/receipt/{sent.reference}")
    expect(page.get_by_role("heading", level=1)).to_have_text("受付票")
    expect(page.get_by_text(show_reference(sent.reference))).to_be_visible()
    answer = page.request.get(f"{portal.address}/receipt/{sent.reference}.pdf")
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    roll = page.request.get(f"{portal.address}/receipt/{sent.reference}.pdf?paper=80mm")
    assert roll.body()[:5] == b"%PDF-"


@pytest.mark.requirement("AZ-2")
@pytest.mark.requirement("R-06")
def test_another_device_gets_no_receipt(portal: Portal, sent: Case) -> None:
    headers = {"cookie": f"__Host-case={cookie_of(begin(portal)).value}"}
    for path in (f"/receipt/{sent.reference}", f"/receipt/{sent.reference}.pdf"):
        assert ask(portal.address + path, headers=headers).status == 404
        assert ask(portal.address + path).status == 404


# ── genuine or not


def test_the_proof_says_what_it_may_to_anybody(page: Page, portal: Portal, sent: Case) -> None:
    assert sent.front is not None
    page.goto(f"{portal.address}/R/{sent.front.proof}")
    expect(page.get_by_text("本物です。インターネットで受け付けました。")).to_be_visible()
    expect(page.get_by_text(show_reference(sent.reference))).to_be_visible()
    expect(page.get_by_text("所得")).to_be_visible()
    expect(page.get_by_text("にせのページに、ご注意ください")).to_be_visible()
    expect(page.get_by_text(portal.address.removeprefix("http://"), exact=True)).to_be_visible()
    assert "髙橋" not in page.content()


def test_what_is_not_ours_is_said_so(portal: Portal, sent: Case) -> None:
    assert sent.front is not None
    proof = sent.front.proof
    forged = [proof[:-1] + ("A" if proof[-1] != "A" else "B"), "ABC", "%00", "🗻", "x" * 3000]
    for token in forged:
        answer = ask(f"{portal.address}/R/{token}".encode().decode("ascii", "ignore") or portal.address)
        assert "市役所の受付票では、ありません" in answer.text or answer.status == 404


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/F/JUMINHYO1", 200, "申請用紙のコードです"),
        ("/X/ABC", 404, "このコードは、ここでは開けません"),
    ],
)
def test_every_letter_gets_a_friendly_page(portal: Portal, path: str, status: int, words: str) -> None:
    answer = ask(portal.address + path)
    assert (answer.status, words in answer.text) == (status, True)


# ── how one sees it


def test_sight_is_chosen_without_javascript(without_script: Callable[[], Page], portal: Portal) -> None:
    page = without_script()
    page.goto(f"{portal.address}/code")
    page.get_by_role("link", name="表示・ことば").click()
    page.get_by_label("やさしい日本語").check()
    page.get_by_label("とても大きい").check()
    page.get_by_label("白黒をはっきり").check()
    page.get_by_role("button", name="これで見る").click()
    assert page.url == f"{portal.address}/code"
    expect(page.locator("html[data-language=easy][data-size='3'][data-view=contrast]")).to_have_count(1)
    expect(page.locator("h1 ruby").first).to_be_visible()


@pytest.mark.parametrize("language", ["ja", "ruby", "easy", "en"])
def test_every_page_speaks_every_language(portal: Portal, language: str) -> None:
    for path in ("/code", "/sight", "/nope", "/R/ABC", "/X/ABC"):
        answer = ask(portal.address + path, headers={"cookie": f"language={language}"})
        assert f'data-language="{language}"' in answer.text


# ── what is written down


@pytest.mark.requirement("SL-7")
def test_the_log_holds_no_code_no_token_and_no_query(portal: Portal, sent: Case) -> None:
    assert sent.front is not None
    ask(f"{portal.address}/C/{sent.code}")
    ask(f"{portal.address}/c/{sent.code.lower()}?from=mail")
    ask(f"{portal.address}/R/{sent.front.proof}")
    ask(f"{portal.address}/receipt/{sent.reference}.pdf?case={sent.reference}")
    ask(f"{portal.address}/nope?name=%E8%A6%8B%E6%9C%AC")
    for typed_behind in ("/", "//C/", "/code/", "/portal/C/"):  # by hand, or from a form with another address on it
        assert ask(f"{portal.address}{typed_behind}{sent.code}").status == 404
    assert ask(f"{portal.address}/boom?name=%E8%A6%8B%E6%9C%AC").status == 500
    log = portal.log.read_text()
    for secret in (sent.code, sent.code.lower(), sent.front.proof, sent.reference, "from=mail", "name=", "見本", "%E8"):
        assert secret not in log
    assert re.search(r"INFO madoguchi\.access GET /C/- 303 \d+ms [0-9a-f]{12}", log)
    assert re.search(r"INFO madoguchi\.access GET /R/- 200 \d+ms [0-9a-f]{12}", log)
    assert re.search(r"ERROR madoguchi\.web [0-9a-f]{12} ValueError", log)
    assert "127.0.0.1" not in log


@pytest.mark.requirement("SL-7")
def test_a_fault_of_ours_is_said_kindly_and_has_a_number(portal: Portal) -> None:
    answer = ask(f"{portal.address}/boom?name=%E8%A6%8B%E6%9C%AC")
    assert "うまくいきませんでした" in answer.text
    assert "見本" not in answer.text
    assert re.fullmatch(r"[0-9a-f]{12}", answer.headers["x-request-id"])


# ── for machines


def test_machines_are_told_whether_it_lives_and_works(portal: Portal) -> None:
    assert ask(f"{portal.address}/healthz").body == b"ok\n"
    assert ask(f"{portal.address}/readyz").body == b'{"store":true}'
    figures = ask(f"{portal.address}/metrics", headers={"authorization": "Bearer token"}).text
    assert re.search(r'^madoguchi_http_answers_total\{status="2xx"\} \d+$', figures, re.M)
    assert "# TYPE madoguchi_sockets_open gauge\n" in figures
