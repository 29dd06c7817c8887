"""The text of the QR on a paper form: what it names, what it does not take."""

import random
import string

import pytest

from shared.printing import qr
from shared.records.form_token import COVER, FormToken, form_url, new_form_id, read_form
from shared.records.reference import FORM, new_reference

BASE = "https://madoguchi.city.matsue.example.lg.jp"
TOKEN = FormToken("jido-teate-nintei", bytes.fromhex("ff00a17e"), new_reference("B"), 3, 12)


def test_what_is_written_is_read_again_for_every_page_and_the_address_sheet() -> None:
    for page in (COVER, 1, 9, 10, 99):
        token = FormToken("my_form-2", bytes([0, 0, 0, page]), new_form_id(), page, 99)
        assert read_form(form_url(BASE, token)) == token


def test_the_end_of_the_address_is_enough_in_any_case_with_blanks_and_escaped() -> None:
    url = form_url(BASE, TOKEN)
    end = url.partition("/F/")[2]
    for written in (end, end.lower(), f"  {url.lower()}\n", url.replace("-", "%2D"), " ".join(end)):
        assert read_form(written) == TOKEN


def test_a_form_id_belongs_to_no_case_and_a_reference_to_one() -> None:
    assert new_form_id()[0] == FORM
    assert FormToken("a", bytes(4), new_form_id(), 1, 1).blank_set is True
    assert TOKEN.blank_set is False


def test_the_longest_id_with_the_longest_base_url_fits_version_eight() -> None:
    longest = form_url("https://" + "a" * 53, FormToken("a" * 40, bytes(4), new_form_id(), 1, 1))
    assert qr.symbol(longest).version <= qr.LARGEST_VERSION
    assert qr.symbol(form_url(BASE, TOKEN)).version <= 6


def test_every_single_wrong_character_and_every_swap_of_neighbours_is_noticed() -> None:
    text = form_url("http://x", TOKEN).partition("/F/")[2]
    start = text.index("/") + 1
    for place in range(start, len(text)):
        for other in set("0123456789ABCDEFGHJKMNPQRSTVWXYZ") - {text[place]}:
            assert read_form(text[:place] + other + text[place + 1 :]) is None
        swapped = text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :]
        if place > start and swapped != text:
            assert read_form(swapped) is None


def test_the_token_of_one_procedure_is_not_taken_for_another() -> None:
    url = form_url(BASE, TOKEN)
    assert read_form(url.replace("JIDO-TEATE-NINTEI", "JUMINHYO-COPY")) is None


@pytest.mark.parametrize("page", [(2, 1), (-1, 1), (1, 100)])
def test_a_page_that_a_form_cannot_have_is_refused(page: tuple[int, int]) -> None:
    with pytest.raises(ValueError):
        form_url(BASE, FormToken("a", bytes(4), new_form_id(), *page))


def test_no_text_makes_it_raise() -> None:
    chance = random.Random(3)
    letters = string.ascii_uppercase + string.digits + "/-.% あ\x00"
    texts = ["", "/F/", "F", "/F//", "A/1", "\ud800", "/F/" + "A" * 5000]
    texts += ["/F/" + "".join(chance.choices(letters, k=chance.randint(0, 60))) for _ in range(3000)]
    assert [read_form(text) for text in texts] == [None] * len(texts)
