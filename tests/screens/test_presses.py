"""A press is done whole. Each script notes in `DONE` how far it came."""

from collections.abc import Callable

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.testing.v1 import AppTest

from shared.screens.presses import hold_others_back

DONE: list[str] = []


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    hold_others_back()
    DONE.clear()


def _in_a_callback() -> None:
    import streamlit as st

    from tests.screens.test_presses import DONE, _something_is_pressed

    def deed() -> None:
        DONE.append("number given")
        _something_is_pressed()
        st.session_state["wanted"] = "its ticket"
        DONE.append("ticket noted")

    DONE.append("run")
    st.button("give", key="give", on_click=deed)


def _in_the_page() -> None:
    import streamlit as st

    from shared.screens.presses import whole
    from tests.screens.test_presses import DONE, _something_is_pressed

    DONE.append("run")
    if st.button("give", key="give"):
        with whole():
            DONE.append("number given")
            _something_is_pressed()
            st.session_state["wanted"] = "its ticket"
            DONE.append("ticket noted")
        st.session_state["said"] = "it"
        DONE.append("never: the other press comes first")


def _something_is_pressed() -> None:
    """What the browser sends meanwhile."""
    _send(None)


def _send(states: WidgetStates | None) -> None:
    context = get_script_run_ctx()
    assert context is not None
    assert context.script_requests is not None
    assert context.script_requests.request_rerun(RerunData(widget_states=states))


@pytest.mark.parametrize(
    ("script", "done"),
    [
        (_in_a_callback, ["run", "number given", "ticket noted", "run"]),
        (_in_the_page, ["run", "run", "number given", "ticket noted", "run"]),
    ],
)
def test_a_press_is_done_whole_and_what_came_meanwhile_right_after_it(
    script: Callable[[], None], done: list[str]
) -> None:
    page = AppTest.from_function(script).run()
    page.button(key="give").click().run()
    assert (DONE, page.session_state["wanted"]) == (done, "its ticket")


def _pressed_again() -> None:
    import streamlit as st

    from tests.screens.test_presses import DONE, _the_same_is_pressed_again

    def deed() -> None:
        DONE.append("number given")
        if len(DONE) == 1:
            _the_same_is_pressed_again("give")

    st.button("give", key="give", on_click=deed)


def _the_same_is_pressed_again(key: str) -> None:
    context = get_script_run_ctx()
    assert context is not None
    one = WidgetState(id=str(context.session_state._state._key_id_mapper.get_id_from_key(key)), trigger_value=True)
    _send(WidgetStates(widgets=[one]))


def test_a_button_that_is_pressed_again_before_its_page_is_drawn_does_its_deed_once() -> None:
    page = AppTest.from_function(_pressed_again).run()
    page.button(key="give").click().run()
    assert DONE == ["number given"]
    page.button(key="give").click().run()  # drawn since: the next visitor
    assert DONE == ["number given", "number given"]


def _led_on() -> None:
    import streamlit as st

    from tests.screens.test_presses import DONE, _the_same_is_pressed_again

    def deed() -> None:
        st.query_params.from_dict({"paper": "came"})
        _the_same_is_pressed_again("give")

    DONE.append(st.query_params.get("paper", ""))
    st.button("give", key="give", on_click=deed)


def test_a_second_press_stays_where_the_first_one_has_led() -> None:
    """The browser sends it with the address that it knows: the former one."""
    page = AppTest.from_function(_led_on).run()
    page.button(key="give").click().run()
    assert DONE == ["", "came"]


def _come_first() -> None:
    import streamlit as st

    from tests.screens.test_presses import DONE, _something_is_pressed

    def typed() -> None:
        _something_is_pressed()

    st.text_input("name", key="name", on_change=typed)
    st.button("give", key="give", on_click=DONE.append, args=("number given",))


def test_what_comes_just_before_a_press_is_looked_at_does_not_swallow_it() -> None:
    page = AppTest.from_function(_come_first).run()
    page.text_input(key="name").set_value("typed")
    page.button(key="give").click().run()
    assert DONE == ["number given"]
