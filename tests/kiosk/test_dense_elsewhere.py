"""Two members of staff with the same case on the dense form: neither writes an old answer over the other's new one."""

from streamlit.testing.v1 import AppTest

from kiosk.door import KioskDoor
from kiosk.visit import Visit
from shared.casework import applying, cases, counter, parking
from shared.casework.cases import Case
from tests.kiosk.conftest import House

AT_WORK: list[tuple[House, str, str]] = []  # who is at the page that runs next, and with which case


def test_a_line_that_nobody_touched_here_takes_over_what_was_kept_elsewhere(house: House) -> None:
    begun = _in_both_hands(house)
    suzuki, sato = (_page(house, name, begun) for name in ("suzuki", "sato"))
    _type(suzuki, house, "suzuki", begun, applicant_tel="0852-55-1111")
    _type(sato, house, "sato", begun, applicant_mei="次郎")
    assert _field(sato, begun, "applicant_tel") == "0852-55-1111"
    case = _type(suzuki, house, "suzuki", begun, applicant_sei="山本")
    assert [case.answers[f"applicant_{one}"] for one in ("tel", "mei", "sei")] == ["0852551111", "次郎", "山本"]
    assert _field(suzuki, begun, "applicant_mei") == "次郎"


def test_a_line_that_was_typed_here_stands(house: House) -> None:
    begun = _in_both_hands(house)
    suzuki, sato = (_page(house, name, begun) for name in ("suzuki", "sato"))
    _type(suzuki, house, "suzuki", begun, applicant_mei="三郎")
    case = _type(sato, house, "sato", begun, applicant_mei="次郎")
    assert (case.answers["applicant_mei"], _field(sato, begun, "applicant_mei")) == ("次郎", "次郎")


def _in_both_hands(house: House) -> Case:
    clerk, sample = house.clerk(), house.sample()
    case = counter.start(clerk, sample.procedure, counter.consent(clerk, "aloud"))
    case = applying.answer_all(house.office, case, house.answers(sample), "staff")
    for name in ("suzuki", "sato"):
        parking.hold(house.clerk(name), case)
    return case


def _keeping() -> None:
    from kiosk.dense import _kept
    from tests.kiosk.test_dense_elsewhere import at_work

    _, _, failure = _kept(*at_work())
    assert failure is None


def at_work() -> tuple[KioskDoor, Case]:
    house, name, reference = AT_WORK[-1]
    visit = Visit(house.office, house.actor(name), "", {"case": reference})
    assert visit.case is not None
    return KioskDoor(visit), visit.case


def _page(house: House, name: str, case: Case) -> AppTest:
    AT_WORK.append((house, name, case.reference))
    return AppTest.from_function(_keeping).run()


def _type(page: AppTest, house: House, name: str, case: Case, **lines: str) -> Case:
    """Types, and gives the case as it is kept then."""
    AT_WORK.append((house, name, case.reference))
    for question, words in lines.items():
        page.session_state[f"q_{case.reference}_{question}"] = words
    page.run()
    assert not page.exception
    return cases.again(house.office, case)


def _field(page: AppTest, case: Case, question: str) -> object:
    return page.session_state[f"q_{case.reference}_{question}"]
