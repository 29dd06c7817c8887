"""SL-4: the security headers stand on every answer, also on 404, 413, 421 and 500; the policies really hold."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from shared.web.headers import PAGE_POLICY, STREAMLIT_POLICY
from tests.web.asking import Answer, ask
from tests.web.conftest import Portal

PLAIN = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}


def security(answer: Answer) -> dict[str, str]:
    return {name: answer.headers.get(name, "") for name in PLAIN}


@pytest.mark.requirement("SL-4")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("GET", "/nope", 404),
        ("GET", "/nope/further", 404),
        ("POST", "/", 404),
        ("GET", "/boom", 500),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
        ("GET", "/metrics", 404),
        ("GET", "/code", 200),
        ("GET", "/status", 200),
        ("GET", "/sight", 200),
        ("GET", "/closed", 200),
        ("GET", "/R/ABC", 200),
        ("GET", "/C/ABC", 303),
        ("GET", "/F/ABC", 200),
        ("GET", "/Z/ABC", 404),
        ("GET", "/receipt/A7K2M9QX4", 404),
        ("GET", "/receipt/A7K2M9QX4.pdf", 404),
        ("POST", "/open", 403),
        ("GET", "/open", 405),
        ("GET", "/static/js/nope.js", 404),
        ("GET", "/look/nope", 404),
        ("GET", "/_stcore/health", 200),
        ("GET", "/_stcore/host-config", 200),
        ("GET", "/_stcore/metrics", 404),
        ("PUT", "/_stcore/upload_file/nobody/file", 404),
        ("GET", "//example.jp/", 404),
        ("GET", "/..%2f..%2fetc/passwd", 404),
    ],
)
def test_every_answer_has_the_security_headers(portal: Portal, method: str, path: str, status: int) -> None:
    answer = ask(portal.address + path, method)
    assert (answer.status, security(answer)) == (status, PLAIN)
    policy = STREAMLIT_POLICY if path == "/" and method != "POST" else PAGE_POLICY
    assert answer.headers["content-security-policy"] == policy
    assert "server" not in answer.headers


@pytest.mark.requirement("SL-4")
def test_too_large_and_foreign_hosts_have_them_too(portal: Portal) -> None:
    large = ask(f"{portal.address}/code", "POST", {"sec-fetch-site": "same-origin"}, b"x" * 70_000)
    foreign = ask(f"{portal.address}/", headers={"host": "shinsei.example.com"})
    assert (large.status, security(large)) == (413, PLAIN)
    assert (foreign.status, security(foreign)) == (421, PLAIN)


def test_documents_are_kept_by_no_cache_and_bundles_for_ever(portal: Portal) -> None:
    page = ask(f"{portal.address}/")
    look = page.text.split('href="/look/')[1].split('"')[0]
    script = page.text.split('src="/static/')[1].split('"')[0]
    assert page.headers["cache-control"] == "no-store"
    assert ask(f"{portal.address}/status").headers["cache-control"] == "no-store"
    for path in (f"/look/{look}", f"/static/{script}"):
        answer = ask(portal.address + path)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.requirement("SL-4")
def test_the_policies_allow_no_inline_script_and_nothing_foreign() -> None:
    for policy in (PAGE_POLICY, STREAMLIT_POLICY):
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert scripts == "script-src 'self'"
        assert "*" not in policy
        assert "http" not in policy


@pytest.mark.requirement("SL-4")
def test_our_html_pages_break_no_rule_of_their_policy(page: Page, portal: Portal) -> None:
    for path in ("/code", "/status", "/sight", "/R/ABC", "/F/X", "/closed"):
        page.goto(portal.address + path, wait_until="load")
        assert page.evaluate("document.title") != ""


def test_nothing_is_loaded_from_elsewhere(context: BrowserContext, fields_door: tuple[str, Path]) -> None:
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(fields_door[0])
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_timeout(1000)
    foreign = [url for url in asked if not url.startswith((fields_door[0], "data:", "blob:"))]
    assert foreign == []
