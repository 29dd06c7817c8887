"""The gate before Streamlit's upload address: known sessions, so many files, so many bytes."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from shared.web.uploads import BYTES, FILES
from tests.web.asking import ask

Door = tuple[str, Path]
BOUNDARY = "madoguchi"


def session_of(page: Page, door: Door) -> tuple[str, dict[str, str]]:
    """Sends one file as a person would: the session's upload address, and the headers that belong to it."""
    page.goto(door[0])
    page.get_by_role("heading", level=1).wait_for()
    file = {"name": "a.png", "mimeType": "image/png", "buffer": b"x" * 100}
    with page.expect_request(lambda request: "/upload_file/" in request.url) as sent:
        page.set_input_files("input[type=file]", file)  # type: ignore[arg-type]
    page.get_by_text("a.png").wait_for()
    headers = sent.value.all_headers()
    kept = {name: headers[name] for name in ("cookie", "x-xsrftoken")}
    kept["content-type"] = f"multipart/form-data; boundary={BOUNDARY}"
    return re.sub(r"/[^/]+$", "", sent.value.url), kept


def put(base: str, file: str, headers: dict[str, str], data: bytes) -> int:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="f.png"\r\n\r\n'.encode()
    return ask(f"{base}/{file}", "PUT", headers, head + data + f"\r\n--{BOUNDARY}--\r\n".encode()).status


@pytest.mark.requirement("UP-4")
def test_a_session_holds_so_many_files(context: BrowserContext, fields_door: Door) -> None:
    base, headers = session_of(context.new_page(), fields_door)
    answers = [put(base, f"file-{n}", headers, b"x" * 10) for n in range(FILES)]
    assert answers == [204] * (FILES - 1) + [429]  # the person's own file is one of them
    assert put(base, "file-0", headers, b"y") == 204  # the same file again takes no more room
    assert ask(f"{base}/file-0", "DELETE", headers).status == 204
    assert put(base, "another", headers, b"x") == 204


def test_a_file_that_the_page_has_kept_elsewhere_takes_no_room_any_more(
    context: BrowserContext, fields_door: Door
) -> None:
    page = context.new_page()
    base, headers = session_of(page, fields_door)
    full = [put(base, f"file-{n}", headers, b"x" * 10) for n in range(FILES)][-1]
    page.get_by_role("button", name="次の画面").click()
    page.get_by_role("heading", level=1, name="2").wait_for()
    assert (full, put(base, "another", headers, b"x"), put(base, "one-more", headers, b"x")) == (429, 204, 429)


@pytest.mark.requirement("UP-4")
def test_a_session_holds_so_many_bytes(context: BrowserContext, fields_door: Door) -> None:
    base, headers = session_of(context.new_page(), fields_door)
    megabytes_9 = b"x" * (9 * 1024 * 1024)
    fit = BYTES // len(megabytes_9)
    answers = [put(base, f"file-{n}", headers, megabytes_9) for n in range(fit + 1)]
    assert answers == [204] * fit + [413]


@pytest.mark.requirement("UP-4")
def test_one_file_is_at_most_ten_megabytes(context: BrowserContext, fields_door: Door) -> None:
    base, headers = session_of(context.new_page(), fields_door)
    assert put(base, "large", headers, b"x" * (11 * 1024 * 1024)) == 413


def test_nobody_sends_files_without_a_session(fields_door: Door) -> None:
    assert put(f"{fields_door[0]}/_stcore/upload_file/nobody", "file", {}, b"x") == 404
