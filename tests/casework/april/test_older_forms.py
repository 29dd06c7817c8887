"""A form that was printed in March and comes in April: it is taken, and what is missing on it is said."""

from datetime import date
from pathlib import Path

import pytest

from shared.casework.forms import Setting, blank_form
from shared.casework.paper import entry, signing
from shared.casework.paper.arrival import Sheet, arrive
from shared.casework.paper.older import OlderForm, older_form
from shared.language import clock as clock_module
from shared.records.form_token import FormToken, form_url
from tests.casework.town import Clock, Town

from .drafts import AFTER, change


def test_a_form_of_march_says_in_april_what_is_not_on_it(town: Town, clock: Clock) -> None:
    form = printed(town)
    assert older(town, form) is None
    clock.turn_to(AFTER)
    found = older(town, form)
    assert found is not None
    assert (found.until, [label.ja for label in found.missing]) == (date(2027, 3, 31), ["メール"])


def test_a_form_from_before_an_edit_is_known_to_be_another(town: Town, file: Path) -> None:
    form = printed(town)
    change(file, "label: 引っ越した日", "label: 引っ越しをした日")
    assert older(town, form) == OlderForm()


def test_a_form_of_march_opens_the_entry_of_its_procedure_in_april(town: Town, clock: Clock) -> None:
    form = printed(town)
    clock.turn_to(AFTER)
    clerk = town.clerk()
    read = signing.form_read(clerk, form)
    assert read is not None
    came = arrive(clerk, Sheet(read.procedure_id, form=read.number), "sheet-1")
    sheet = entry.entry_of(clerk, came.reference)
    typed = entry.put(clerk, sheet, {"birth": "1983-04-02", "sort": "month", "copies": "1", "agreed": "yes"}, ["mail"])
    assert entry.finish(clerk, typed).done == (1,)  # what is not on the form is marked, not made up


def printed(town: Town) -> str:
    """What the QR of a blank form says."""
    order = blank_form(town.catalogue.procedure("pass"), clock_module.today(), "https://city.example", Setting())
    return form_url("https://city.example", FormToken("pass", order.procedure4, order.number, 1, 2))


def older(town: Town, form: str) -> OlderForm | None:
    read = signing.form_read(town.clerk(), form)
    assert read is not None
    return older_form(town.catalogue, read.procedure_id, read.made, clock_module.today())


@pytest.mark.parametrize("made", ["", "zz", "00", "0011223344"])
def test_a_mark_that_is_none_says_nothing(town: Town, made: str) -> None:
    assert older_form(town.catalogue, "pass", made, clock_module.today()) is None
