"""The sheet beside the form: its scans as pictures, drawn again by us and served by our own authorised route."""

from html import escape

import streamlit as st

from kiosk.visit import Visit
from shared.casework.files import page_picture
from shared.casework.opened import viewer_of
from shared.casework.paper.unsorted import Unsorted
from shared.records.store.office import OpenAttachment
from shared.screens.fragments import note
from shared.screens.parts import paragraph, tongue

PDF = "application/pdf"


def scan_html(visit: Visit, reference: str) -> str:
    """Every page of the sheet, one under the other; a touch opens it large."""
    kept = visit.office.store.attachments(reference, viewer_of(visit.actor))
    if not kept:
        return note(paragraph(tongue("ja")("kiosk_paper.no_scan")))
    pages = [(one.n, page) for one in kept for page in range(1, _pages(visit, reference, one) + 1)]
    return _pictures(reference, pages)


def unsorted_html(sheet: Unsorted) -> str:
    """The first page of every scan of a sheet without a procedure."""
    return _pictures(sheet.reference, [(n, 1) for n in range(1, len(sheet.files) + 1)])


def _pictures(reference: str, pages: list[tuple[int, int]]) -> str:
    t = tongue("ja")
    shown = "".join(
        f'<a href="/file/{escape(reference)}/{n}/{page}" target="_blank">'
        f'<img src="/file/{escape(reference)}/{n}/{page}" alt="{t("kiosk_paper.scan_alt", page=place)}"></a>'
        for place, (n, page) in enumerate(pages, 1)
    )
    return f'<div class="kio-scan" tabindex="0" role="region" aria-label="{t("kiosk_paper.scan_title")}">{shown}</div>'


def _pages(visit: Visit, reference: str, file: OpenAttachment) -> int:
    """How many pages a scan has, counted once a session."""
    if file.described["type"] != PDF:
        return 1
    key = f"pages_{reference}_{file.n}"
    if key not in st.session_state:
        data = visit.office.office_blobs.get(bytes.fromhex(file.blob_id), bytes.fromhex(str(file.described["key"])))
        st.session_state[key] = page_picture(data, 1, 20)[1]
    return int(st.session_state[key])
