"""Attachments as filing keeps them: the office's own clean copies."""

import io

import pypdfium2

from shared.casework import applying, sending
from shared.casework.cases import Case
from shared.records.status import Status
from shared.records.store.visibility import THE_OFFICE

from .arrivals import attention
from .town import Town, answers_of

# Files -------------------------------------------------------------------------------------------------------------


def with_file(town: Town, name: str, data: bytes) -> Case:
    case = applying.start(town.home, "juminhyo-copy")
    case, described = applying.attach(town.home, case, "agent_mandate", name, data)
    raw = {**answers_of("juminhyo-copy/some-by-agent"), "agent_mandate": [described]}
    return sending.submit(town.home, applying.answer_all(town.home, case, raw, "citizen"))


def pdf_of(pages: int, size: tuple[int, int] = (595, 842)) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(*size)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def test_the_office_keeps_a_copy_of_its_own_that_staff_can_open(town: Town) -> None:
    sent = with_file(town, "委任状.pdf", pdf_of(3))
    town.receive()
    (kept,) = town.office.store.attachments(sent.reference, THE_OFFICE)
    data = town.office.office_blobs.get(bytes.fromhex(kept.blob_id), bytes.fromhex(str(kept.described["key"])))
    assert (kept.described["name"], len(pypdfium2.PdfDocument(data))) == ("委任状.pdf", 3)


def test_a_file_that_is_gone_or_was_changed_is_flagged_and_the_case_is_filed(town: Town) -> None:
    gone = with_file(town, "a.pdf", pdf_of(1))
    for path in town.settings.blobs.rglob("*"):
        if path.is_file():
            path.unlink()
    changed = with_file(town, "b.pdf", pdf_of(2))
    for path in town.settings.blobs.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1] + b"x")
    town.receive()
    assert [attention(town, case.reference)[0] for case in (gone, changed)] == ["file_missing", "file_missing"]


def test_a_pdf_whose_later_pages_cannot_be_drawn_stops_nobody(town: Town) -> None:
    good = pdf_of(2)
    bad = with_file(town, "a.pdf", good.replace(b"/MediaBox", b"/MediaBix"))
    other = town.apply("inu-toroku/puppy")
    assert town.receive().filed == 2
    assert town.record(other.reference).status is Status.RECEIVED
    assert town.record(bad.reference).status is Status.RECEIVED
