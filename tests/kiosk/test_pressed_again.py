"""A second press, or a code that a scanner reads twice, before the page showed what came of the first: nothing is done
twice, and what is said stays true.
"""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from kiosk import paper_in, tickets_room
from kiosk.visit import Visit
from shared.casework.paper import unsorted, worklist
from shared.casework.paper.arrival import Sheet
from shared.language import clock
from shared.records.store import tickets
from tests.kiosk.conftest import House

AT_WORK: list[Visit] = []
SHOWN: list[str] = []  # a code, or the number of a sheet


@pytest.fixture(autouse=True)
def at_work(house: House) -> Iterator[None]:
    AT_WORK.append(Visit(house.office, house.actor(), "", {}))
    yield
    AT_WORK.clear()
    SHOWN.clear()


def _calling() -> None:
    import streamlit as st

    from kiosk.tickets_room import attempt
    from tests.kiosk.test_pressed_again import finish_once

    for turn in ("B-001", "B-002"):
        st.button(turn, key=turn, on_click=attempt, args=(finish_once, ("finish", turn)))


def finish_once() -> str:
    """As `desk.finish`: refused where it was done."""
    from shared.errors import ActionNotAllowed

    if SHOWN:
        raise ActionNotAllowed("ticket_not_now")
    SHOWN.append("finished")
    return "finished"


def test_a_visit_that_is_ended_twice_is_not_called_impossible() -> None:
    page = AppTest.from_function(_calling).run()
    for _ in range(2):
        page.button(key="B-001").click().run()
        assert (page.session_state[tickets_room.SAID], tickets_room.FAILED in page.session_state) == ("finished", False)
    page.button(key="B-002").click().run()
    assert page.session_state[tickets_room.FAILED].code == "ticket_not_now"


def _scanning() -> None:
    import streamlit as st

    from kiosk.tickets_giving import issue_by_code
    from tests.kiosk.test_pressed_again import AT_WORK, SHOWN

    st.session_state["said"] = issue_by_code(AT_WORK[-1], SHOWN[-1])


def test_a_code_that_is_read_twice_gives_one_number(house: House) -> None:
    house.office.store.run(tickets.forget_before, clock.today().replace(year=2999))
    SHOWN.append(house.written_at_home().code)
    page = AppTest.from_function(_scanning).run()
    said = page.session_state["said"]
    assert page.run().session_state["said"] == said
    SHOWN.append(house.written_at_home().code)  # the next visitor
    assert page.run().session_state["said"] != said


def _sorting() -> None:
    import streamlit as st

    from kiosk.paper_in import _sort
    from tests.kiosk.test_pressed_again import AT_WORK, SHOWN

    st.session_state[f"sort_{SHOWN[-1]}"] = "inu-toroku"
    st.button("sort", key="sort", on_click=_sort, args=(AT_WORK[-1], SHOWN[-1]))


def test_a_sheet_that_is_sorted_twice_leads_to_its_number_twice(house: House) -> None:
    SHOWN.append(unsorted.keep(house.clerk(), Sheet(""), "sorted-twice").reference)
    page = AppTest.from_function(_sorting).run()
    for _ in range(2):
        page.query_params["paper"] = "sort"  # as the browser still has it
        page.button(key="sort").click().run()
        assert (page.query_params["paper"], paper_in.FAILED in page.session_state) == ("came", False)
    assert [one.reference for one in worklist.waiting(house.clerk())].count(SHOWN[-1]) == 1


def _refused_below_the_masthead() -> None:
    from kiosk.frame import draw_top
    from tests.kiosk.test_pressed_again import AT_WORK

    draw_top(AT_WORK[-1], "paper")
    draw_top(AT_WORK[-1], "counter")  # of the page that says why


def test_a_room_may_refuse_after_its_masthead_was_drawn() -> None:
    page = AppTest.from_function(_refused_below_the_masthead).run()
    assert ([one.value for one in page.exception], [one.key for one in page.button]) == ([], ["hide_screen"])
