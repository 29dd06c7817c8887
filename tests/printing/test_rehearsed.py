"""研修 and ためし: each page of each sheet says that it is none, and no receipt proves anything."""

from collections.abc import Iterator

import pytest

from shared.printing.answers import answers_pdf
from shared.printing.content import Paper
from shared.printing.form.paper import form_pdf
from shared.printing.receipt import receipt_pdf
from shared.printing.rehearsed import as_rehearsal, print_marked

from . import form_samples, reader, samples

MARK = "研修　この紙は使えません"


@pytest.fixture
def practising() -> Iterator[None]:
    print_marked("practice")
    yield
    print_marked("")


@pytest.mark.parametrize("paper", ["a4", "80mm"])
def test_a_receipt_of_practice_says_so_and_has_no_proof(practising: None, paper: Paper) -> None:
    pdf = receipt_pdf(samples.RECEIPT, paper).pdf
    assert all(any(MARK in line for line in page) for page in reader.pages(pdf))
    assert "練習用です" in reader.one_line(pdf)
    found = reader.codes(reader.picture(pdf, 203))
    assert [text for text in found if "/R/" in text] == []
    assert f"{samples.BASE}/C/{samples.CODE}" in found  # it opens a case of practice


def test_every_page_of_the_answers_says_so(practising: None) -> None:
    pages = reader.pages(answers_pdf(samples.COPY).pdf)
    assert [number for number, page in enumerate(pages) if not any(MARK in line for line in page)] == []


def test_every_page_of_a_form_says_so(practising: None) -> None:
    pages = reader.pages(form_pdf(form_samples.blank("tenkyo-todoke")).pdf)
    assert len(pages) > 1
    assert [number for number, page in enumerate(pages) if not any(MARK in line for line in page)] == []


def test_real_sheets_say_nothing_of_it() -> None:
    assert MARK not in reader.one_line(receipt_pdf(samples.RECEIPT).pdf)


def test_a_sheet_of_a_rehearsal_says_so_in_a_process_that_prints_real_ones() -> None:
    with as_rehearsal():
        pdf = receipt_pdf(samples.RECEIPT).pdf
    assert "ためし　この紙は使えません" in reader.one_line(pdf)
    assert [text for text in reader.codes(reader.picture(pdf, 203)) if "/R/" in text] == []
    assert "ためし" not in reader.one_line(receipt_pdf(samples.RECEIPT).pdf)
