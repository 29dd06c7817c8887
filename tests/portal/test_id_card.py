"""A citizen signs in by My Number card: there, back, the facts are filled in, it is sent, and the record says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc.jwk import ECKey, KeySet
from playwright.sync_api import Browser, expect

from shared.casework import applying, cases
from shared.casework.cases import Case
from shared.casework.installation import prepare
from shared.casework.opened import open_case
from shared.cli.records import record_of
from tests.casework.card_issuer import CLIENT, PERSON, CardIssuer, running
from tests.casework.town import Town
from tests.doors import free_port
from tests.portal.citizen import Citizen
from tests.portal.conftest import Portal
from tests.portal.test_everybody import violations
from tests.samples.sample_cases import samples
from tests.shipped_catalogue import changed
from tests.web.asking import Answer, ask, post

PORTS = range(8730, 8740)
PROCEDURE = "juminhyo-copy"
ANSWERS = next(dict(one.answers) for one in samples() if str(one) == "juminhyo-copy/self-by-post")
ON_CARD = ("applicant_sei", "applicant_mei", "applicant_birth", "applicant_address")


@dataclass(frozen=True)
class CardPortal:
    """A portal with an issuer, whose 住民票 is sent from home with the card only."""

    portal: Portal
    issuer: CardIssuer
    town: Town

    @property
    def base(self) -> str:
        return self.portal.base

    def case(self) -> tuple[Case, dict[str, str]]:
        """A case all written, and the headers of the browser that may open it."""
        case = self.town.drafted("juminhyo-copy/self-by-post")
        return case, {"cookie": f"__Host-case={cases.remember(self.town.home, case).hex()}"}


@pytest.fixture(scope="module")
def card_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CardPortal]:
    folder = tmp_path_factory.mktemp("card")
    key = ECKey.generate_key("P-256")
    secret = folder / "keys" / "card.key"
    secret.parent.mkdir(mode=0o700)
    secret.touch(mode=0o600)
    secret.write_bytes(key.as_pem(private=True))
    pattern = rf"(?s)(- id: {PROCEDURE}\n.*?identity_online: )\w+"
    catalogue = changed(folder, pattern, r"\g<1>card_sign_in")
    with running() as issuer:
        issuer.person = {**PERSON, "address": {"formatted": "松江市殿町1番地"}}
        issuer.public = KeySet([key])
        more = {
            "MADOGUCHI_CARD_ISSUER": issuer.address,
            "MADOGUCHI_CARD_CLIENT": CLIENT,
            "MADOGUCHI_CARD_KEY": str(secret),
        }
        portal = Portal(free_port(PORTS), folder / "var", catalogue=catalogue, more=more)
        portal.var.mkdir()
        prepare(portal.settings)
        try:
            portal.start()
            yield CardPortal(portal, issuer, Town(portal.settings))
        finally:
            portal.stop()


@pytest.fixture
def holder(card_portal: CardPortal, chromium: Browser) -> Iterator[Citizen]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="ja-JP")
    yield Citizen(context, card_portal.base)
    context.close()


def read_card(citizen: Citizen) -> None:
    """From our page to the issuer's, and back."""
    citizen.page.locator("form[action='/idcard'] button").click()
    citizen.page.locator("#read").click()
    citizen.page.wait_for_url("**/?case=*")
    citizen.settle()


# ── in the browser


@pytest.mark.browser
@pytest.mark.requirement("AU-7")
def test_the_card_fills_in_and_lets_send_and_the_record_says_so(card_portal: CardPortal, holder: Citizen) -> None:
    procedure = card_portal.town.home.catalogue().procedure(PROCEDURE)
    holder.go(f"/?procedure={PROCEDURE}")
    assert "家から送るには、マイナンバーカードがいります" in holder.words
    holder.page.locator("form:has(input[name=next]) button").click()
    holder.page.locator("h1", has_text="マイナンバーカードで入る").wait_for()
    read_card(holder)
    expect(holder.page.locator(".mg-note.good", has_text="マイナンバーカードで確かめました")).to_be_visible()

    written = {name: value for name, value in ANSWERS.items() if name not in ON_CARD}
    for _ in range(20):
        step = holder.step(procedure)
        if step is None:
            break
        if step.id == "applicant_name":
            expect(holder.key("applicant_sei").locator("input")).to_have_value("見本")
            expect(holder.page.locator(".mg-flag", has_text="カードのとおりに入れました")).to_have_count(2)
        holder.answer(step, written, {})
    expect(holder.page.locator(".mg-answers .mg-chip.good")).to_have_count(len(ON_CARD))
    reference = holder.case
    holder.tick("consent")
    holder.press("send_button")

    assert holder.heading == "市役所に届きました"
    assert holder.errors == []
    card_portal.town.receive()
    record = record_of(open_case(card_portal.town.office, reference))
    assert (record["identity"]["whose"], record["identity"]["from_card"]) == ("applicant", [*ON_CARD])
    assert record["attention"] == []


@pytest.mark.drill
@pytest.mark.browser
@pytest.mark.requirement("AX-1")
def test_its_pages_break_no_rule_of_accessibility(card_portal: CardPortal, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="ja-JP", bypass_csp=True)
    citizen, found = Citizen(context, card_portal.base), []
    citizen.go(f"/?procedure={PROCEDURE}")
    found.append(violations(citizen))
    citizen.page.locator("form:has(input[name=next]) button").click()
    citizen.page.locator("h1", has_text="マイナンバーカードで入る").wait_for()
    found.append(violations(citizen))
    read_card(citizen)
    found.append(violations(citizen))
    citizen.page.goto(f"{citizen.base}/idcard/back?state=x")
    found.append(violations(citizen))
    context.close()

    assert found == [[], [], [], []]


@pytest.mark.drill
@pytest.mark.browser
def test_what_was_shown_ends_by_the_button_and_by_leaving(card_portal: CardPortal, holder: Citizen) -> None:
    holder.open_code(card_portal.town.drafted("juminhyo-copy/self-by-post").code)
    assert "家から送るには、マイナンバーカードがいります" in holder.words
    for leave in ("form[action='/idcard/end'] button", "a:has-text('ここでやめて')"):
        holder.go(f"/?case={holder.case}")
        if holder.page.locator(".mg-leave").count() == 0 and leave.startswith("a"):
            holder.go(f"/?case={holder.case}&step=applicant_name")
        holder.page.goto(f"{holder.base}/idcard?case={holder.case}")
        read_card(holder)
        assert "マイナンバーカードで確かめました" in holder.words
        if leave.startswith("a"):
            holder.go(f"/?case={holder.case}&view=leave")
        else:
            holder.page.locator(leave).click()
            holder.page.wait_for_url("**/?case=*")
        holder.go(f"/?case={holder.case}")
        assert "マイナンバーカードで確かめました" not in holder.words


@pytest.mark.drill
@pytest.mark.browser
def test_who_stops_reading_the_card_goes_on_without_it(card_portal: CardPortal, holder: Citizen) -> None:
    holder.open_code(card_portal.town.drafted("juminhyo-copy/self-by-post").code)
    holder.page.goto(f"{holder.base}/idcard?case={holder.case}")
    holder.page.locator("form[action='/idcard'] button").click()
    holder.page.locator("#stop").click()

    holder.page.locator("h1", has_text="カードの読みとりをやめました").wait_for()


@pytest.mark.drill
@pytest.mark.browser
def test_what_ended_while_the_page_was_open_is_said_and_nothing_is_sent(
    card_portal: CardPortal, holder: Citizen
) -> None:
    holder.open_code(card_portal.town.drafted("juminhyo-copy/self-by-post").code)
    reference = holder.case
    holder.page.goto(f"{holder.base}/idcard?case={reference}")
    read_card(holder)
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in holder.context.cookies())
    post(f"{card_portal.base}/idcard/end", {"case": reference}, {"cookie": cookies})

    holder.tick("consent")
    holder.press("send_button")

    assert "カードでの確認が終わっています" in holder.words
    assert cases.case_by_code(card_portal.town.home, _code(card_portal, reference, holder)).draft is not None


def _code(card_portal: CardPortal, reference: str, holder: Citizen) -> str:
    pass_ = next(one["value"] for one in holder.context.cookies() if one["name"] == "__Host-case")
    found = cases.cases_of_pass(card_portal.town.home, bytes.fromhex(pass_))
    return next(case.code for case in found if case.reference == reference)


# ── the addresses


def cookie(answer: Answer) -> str:
    return answer.headers["set-cookie"].partition(";")[0]


def set_out(card_portal: CardPortal, case: Case, headers: dict[str, str]) -> Answer:
    return post(f"{card_portal.base}/idcard", {"case": case.reference}, headers)


@pytest.mark.requirement("AU-1")
def test_the_cookie_is_ours_alone_and_the_way_back_gives_a_new_one(card_portal: CardPortal) -> None:
    case, headers = card_portal.case()
    there = set_out(card_portal, case, headers)
    attributes = set(there.headers["set-cookie"].split("; ")[1:])
    query = dict(parse_qsl(urlsplit(there.headers["location"]).query))
    back = urlsplit(card_portal.issuer.authorize(query))

    answer = ask(
        f"{card_portal.base}{back.path}?{back.query}", headers={"cookie": f"{headers['cookie']}; {cookie(there)}"}
    )

    assert there.status == 303 and there.headers["location"].startswith(card_portal.issuer.address)
    assert re.fullmatch(r"__Host-idcard=[0-9a-f]{64}", cookie(there))
    assert attributes == {"HttpOnly", "Max-Age=7200", "Path=/", "SameSite=lax", "Secure"}
    assert (answer.status, answer.headers["location"]) == (303, f"/?case={case.reference}")
    assert cookie(answer) != cookie(there)


@pytest.mark.requirement("AU-7")
def test_an_answer_from_the_issuer_without_our_cookie_shows_nothing(card_portal: CardPortal) -> None:
    case, headers = card_portal.case()
    there = set_out(card_portal, case, headers)
    back = urlsplit(card_portal.issuer.authorize(dict(parse_qsl(urlsplit(there.headers["location"]).query))))

    for kept in ({}, headers, {"cookie": cookie(there)}):
        answer = ask(f"{card_portal.base}{back.path}?{back.query}", headers=kept)
        assert (answer.status, "set-cookie" in answer.headers) == (403, False)
        assert "カードで確かめられませんでした" in answer.text


def test_a_look_ahead_uses_nothing_up(card_portal: CardPortal) -> None:
    case, headers = card_portal.case()
    there = set_out(card_portal, case, headers)
    back = urlsplit(card_portal.issuer.authorize(dict(parse_qsl(urlsplit(there.headers["location"]).query))))
    both = {"cookie": f"{headers['cookie']}; {cookie(there)}"}

    assert ask(f"{card_portal.base}{back.path}?{back.query}", "HEAD", both).headers["location"] == "/"
    assert ask(f"{card_portal.base}{back.path}?{back.query}", headers=both).status == 303


@pytest.mark.requirement("AU-7")
def test_a_parameter_that_stands_twice_is_not_chosen_from(card_portal: CardPortal) -> None:
    case, headers = card_portal.case()
    there = set_out(card_portal, case, headers)
    back = urlsplit(card_portal.issuer.authorize(dict(parse_qsl(urlsplit(there.headers["location"]).query))))
    both = {"cookie": f"{headers['cookie']}; {cookie(there)}"}

    assert ask(f"{card_portal.base}{back.path}?{back.query}&code=x", headers=both).status == 403


@pytest.mark.parametrize("path", ["/idcard", "/idcard/end"])
def test_a_form_from_elsewhere_does_nothing(card_portal: CardPortal, path: str) -> None:
    case, headers = card_portal.case()
    foreign = {**headers, "sec-fetch-site": "cross-site"}

    assert post(card_portal.base + path, {"case": case.reference}, foreign).status == 403


def test_the_page_says_what_happens_and_its_form_leads_to_the_issuer_alone(card_portal: CardPortal) -> None:
    case, headers = card_portal.case()

    page = ask(f"{card_portal.base}/idcard?case={case.reference}", headers=headers)

    assert page.status == 200
    policy = page.headers["content-security-policy"]
    assert f"form-action 'self' http://localhost:{card_portal.issuer.port};" in policy
    for words in ("4けたの暗証番号", "マイナンバー（12けたの番号）", "カードを使わずに続ける"):
        assert words in page.text


def test_another_browser_cannot_set_out_for_a_case(card_portal: CardPortal) -> None:
    case, _ = card_portal.case()
    _, others = card_portal.case()

    for headers in ({}, others):
        answer = set_out(card_portal, case, headers)
        assert (answer.status, answer.headers["location"]) == (303, "/")
        assert ask(f"{card_portal.base}/idcard?case={case.reference}", headers=headers).status == 303


@pytest.mark.requirement("AU-7")
def test_an_issuer_that_is_away_is_said_and_nothing_is_lost(card_portal: CardPortal) -> None:
    case, headers = card_portal.case()
    there = set_out(card_portal, case, headers)
    query = dict(parse_qsl(urlsplit(there.headers["location"]).query))
    back = urlsplit(card_portal.issuer.authorize(query))
    card_portal.issuer.twist["body"] = {"/token": b"<html>busy"}
    try:
        both = {"cookie": f"{headers['cookie']}; {cookie(there)}"}
        answer = ask(f"{card_portal.base}{back.path}?{back.query}", headers=both)
    finally:
        card_portal.issuer.twist.clear()

    assert answer.status == 503
    assert "書いたことは残っています" in answer.text
    log = card_portal.portal.log.read_text()
    assert query["state"] not in log and "code=" not in log and "見本" not in log


def test_our_public_key_is_there_for_the_issuer(card_portal: CardPortal) -> None:
    answer = ask(f"{card_portal.base}/idcard/keys")

    assert answer.status == 200
    assert '"d"' not in answer.text and '"kty":"EC"' in answer.text


def test_without_an_issuer_there_is_nothing_of_it(portal: Portal) -> None:
    for method, path in (("GET", "/idcard"), ("POST", "/idcard"), ("GET", "/idcard/back"), ("GET", "/idcard/keys")):
        assert ask(portal.base + path, method).status in (404, 405)


def test_a_case_that_was_begun_for_the_card_leads_to_its_page(card_portal: CardPortal) -> None:
    answer = post(f"{card_portal.base}/open", {"procedure": PROCEDURE, "next": "/idcard"})

    assert re.fullmatch(r"/idcard\?case=A\w{8}", answer.headers["location"])


def test_a_draft_of_the_card_keeps_nothing_of_it(card_portal: CardPortal) -> None:
    """The facts are offered on the screens; what nobody went on from is not written into the draft."""
    case = applying.start(card_portal.town.home, PROCEDURE)
    headers = {"cookie": f"__Host-case={cases.remember(card_portal.town.home, case).hex()}"}
    there = set_out(card_portal, case, headers)
    back = urlsplit(card_portal.issuer.authorize(dict(parse_qsl(urlsplit(there.headers["location"]).query))))
    ask(f"{card_portal.base}{back.path}?{back.query}", headers={"cookie": f"{headers['cookie']}; {cookie(there)}"})

    assert cases.again(card_portal.town.home, case).answers == {}
