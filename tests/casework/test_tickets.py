"""番号札: who is called when, how long it takes, and what goes with a visitor from counter to counter."""

from collections import Counter
from datetime import timedelta

import pytest

from shared.casework import counter, parking
from shared.casework.authority import Role
from shared.casework.counter import Clerk
from shared.casework.tickets import board, desk, looks, order
from shared.casework.tickets.pace import Pace, Wait
from shared.catalogue.waiting import Waiting
from shared.errors import ActionNotAllowed, NotAuthorised
from shared.language import clock as clock_module
from shared.records.store.tickets import LineCount, Turn

from .town import FRIDAY, Clock, Town

LINE, OTHER = "todokede", "hoken"
MINUTE = timedelta(minutes=1)


def clerk(town: Town, name: str = "mado", sections: tuple[str, ...] = ("*",)) -> Clerk:
    return Clerk(town.office, town.actor(name, sections=sections))


def called(clerk_: Clerk, *lines: str, at: str = "4") -> str:
    turn = desk.call_next(clerk_, at, lines or (LINE,))
    return turn.label if turn else ""


def serve(clerk_: Clerk, clock: Clock, minutes: float, at: str = "4") -> str:
    """Calls, works so long, ends."""
    turn = desk.call_next(clerk_, at, (LINE,))
    assert turn is not None
    clock.pass_by(minutes=minutes)
    desk.finish(clerk_, turn)
    return turn.label


# ── who is called


def test_visitors_are_called_in_the_order_of_their_numbers(town: Town) -> None:
    mine = clerk(town)
    numbers = [desk.issue(mine, LINE).label for _ in range(3)]
    assert numbers == ["B-001", "B-002", "B-003"]
    seen = []
    while turn := desk.call_next(mine, "4", (LINE,)):
        seen.append(turn.label)
        desk.finish(mine, turn)
    assert seen == numbers


def test_nobody_is_called_where_nobody_waits(town: Town) -> None:
    assert desk.call_next(clerk(town), "4", (LINE,)) is None


def test_a_number_tells_which_line_and_an_unknown_line_gives_none(town: Town) -> None:
    assert desk.issue(clerk(town), OTHER).label == "C-001"
    with pytest.raises(ActionNotAllowed, match="ticket_no_line"):
        desk.issue(clerk(town), "nowhere")


def test_a_clerk_calls_the_lines_of_the_own_sections_only(town: Town) -> None:
    desk.issue(clerk(town), LINE)
    stranger = clerk(town, "hoken", ("hoken-nenkin",))
    assert [line.id for line in desk.lines_of(stranger)] == ["hoken"]
    with pytest.raises(NotAuthorised):
        desk.call_next(stranger, "7", (LINE,))
    idle = Clerk(town.office, town.actor("idle", roles=(Role.ADMIN,)))
    with pytest.raises(NotAuthorised):
        desk.issue(idle, LINE)


def test_who_is_held_comes_back_to_a_counter_that_is_free(town: Town) -> None:
    mine, other = clerk(town), clerk(town, "other")
    for _ in range(2):
        desk.issue(mine, LINE)
    first = desk.call_next(mine, "4", (LINE,))
    assert first is not None
    held = desk.hold(mine, first)
    assert called(mine) == "B-002"
    with pytest.raises(ActionNotAllowed, match="ticket_not_now"):
        desk.go_on(mine, held, "4")
    again = desk.go_on(other, held, "5")
    assert (again.state, again.counter, [turn.label for turn in desk.current(other)]) == ("called", "5", ["B-001"])
    assert desk.resting(mine, (LINE,)) == []


@pytest.mark.parametrize(("minutes", "following"), [(9, "B-001"), (11, "B-002")])
def test_who_did_not_come_keeps_the_place_for_ten_minutes(
    town: Town, clock: Clock, minutes: float, following: str
) -> None:
    mine = clerk(town)
    for _ in range(2):
        desk.issue(mine, LINE)
    turn = desk.call_next(mine, "4", (LINE,))
    assert turn is not None
    gone = desk.absent(mine, turn)
    clock.pass_by(minutes=minutes)
    desk.came_back(mine, gone)
    assert called(mine) == following


def test_a_number_is_called_out_again_only_while_the_visit_lasts(town: Town, clock: Clock) -> None:
    mine = clerk(town)
    desk.issue(mine, LINE)
    turn = desk.call_next(mine, "4", (LINE,))
    assert turn is not None and turn.shown_at is not None
    clock.pass_by(minutes=2)
    again = desk.call_again(mine, turn)
    assert again.shown_at is not None
    assert again.shown_at - turn.shown_at >= 2 * MINUTE
    assert again.called_at == turn.called_at
    desk.finish(mine, again)
    with pytest.raises(ActionNotAllowed, match="ticket_not_now"):
        desk.call_again(mine, again)


# ── booked visitors and walk-ins


def test_a_booked_visitor_is_called_first_from_five_minutes_before_the_time(town: Town, clock: Clock) -> None:
    mine, now = clerk(town), clock_module.now()
    desk.issue(mine, LINE)
    desk.issue(mine, LINE)
    desk.issue(mine, LINE, booked_for=now + 8 * MINUTE)
    assert serve(mine, clock, 4) == "B-001"
    assert serve(mine, clock, 4) == "B-003"
    assert serve(mine, clock, 4) == "B-002"


def test_a_booked_visitor_who_is_early_is_called_where_nobody_else_waits(town: Town) -> None:
    mine = clerk(town)
    desk.issue(mine, LINE, booked_for=clock_module.now() + 60 * MINUTE)
    assert called(mine) == "B-001"


def test_who_comes_later_than_a_quarter_of_an_hour_is_a_walk_in(town: Town) -> None:
    mine, now = clerk(town), clock_module.now()
    assert desk.issue(mine, LINE, booked_for=now - 14 * MINUTE).booked_for == now - 14 * MINUTE
    assert desk.issue(mine, LINE, booked_for=now - 16 * MINUTE).booked_for is None


@pytest.mark.parametrize("share", [0, 20, 40, 50, 75, 100])
def test_walk_ins_never_have_less_than_their_share_while_both_wait(share: int) -> None:
    rule = Waiting(walk_in_share=share)
    booked = [turn(number, booked=True) for number in range(60)]
    walk_ins = [turn(number + 100) for number in range(60)]
    counts, calls = LineCount(), Counter[bool]()
    for _ in range(50):
        chosen = order.choose(rule, [*booked, *walk_ins], {"line": counts}, FRIDAY)
        assert chosen is not None and chosen.contested
        kind = chosen.turn.booked_for is None
        (walk_ins if kind else booked).remove(chosen.turn)
        calls[kind] += 1
        counts = LineCount(calls[True], calls[False])
        assert calls[True] >= share * calls.total() // 100
    assert calls[True] == share // 2


def test_the_share_is_kept_over_the_day_by_the_store(town: Town, clock: Clock) -> None:
    mine, now = clerk(town), clock_module.now()
    for _ in range(4):
        desk.issue(mine, LINE, booked_for=now)
    for _ in range(4):
        desk.issue(mine, LINE)
    assert [serve(mine, clock, 0.01) for _ in range(8)] == [
        *("B-001", "B-005", "B-002", "B-006", "B-003", "B-007", "B-004", "B-008")
    ]


# ── how long it takes


def turn(number: int, booked: bool = False, length: float | None = None, counter: str = "1", ago: float = 0) -> Turn:
    """A wait of the line; with `length` a visit of so many minutes that ended `ago` minutes ago."""
    at = FRIDAY - timedelta(hours=2) + timedelta(seconds=number)
    ended = None if length is None else FRIDAY - timedelta(minutes=ago)
    return Turn(
        token=f"{number:032x}",
        n=1,
        day=FRIDAY.date(),
        line="line",
        state="waiting" if length is None else "finished",
        place_at=at,
        label=f"A-{number:03d}",
        issued_at=at,
        called_at=None if ended is None or length is None else ended - timedelta(minutes=length),
        counter="" if length is None else counter,
        ended_at=ended,
        booked_for=FRIDAY if booked else None,
    )


def test_nothing_is_said_of_the_wait_before_five_visits() -> None:
    visits = [turn(number, length=10) for number in range(5)]
    assert order.pace_of(visits[:4], FRIDAY) is None
    assert order.pace_of(visits, FRIDAY) == Pace(10, 10, 1)


def test_the_wait_follows_the_middle_half_of_todays_visits_and_the_counters_that_work() -> None:
    lengths = (1, 8, 10, 12, 60)
    visits = [turn(number, length=length, counter=str(number % 2)) for number, length in enumerate(lengths)]
    pace = order.pace_of(visits, FRIDAY)
    assert pace == Pace(8, 12, 2)
    assert [pace.wait(ahead) for ahead in (0, 1, 4, 10)] == [Wait(0, 15), Wait(0, 20), Wait(15, 40), Wait(40, 75)]


def test_a_counter_that_closed_half_an_hour_ago_is_not_reckoned_with() -> None:
    visits = [turn(number, length=10, counter=str(number % 2), ago=40 * (number % 2)) for number in range(6)]
    pace = order.pace_of(visits, FRIDAY)
    assert pace is not None
    assert pace.counters == 1


def test_an_old_visit_gives_way_to_twenty_newer_ones() -> None:
    slow = [turn(number, length=60, ago=200) for number in range(20)]
    quick = [turn(number + 50, length=5, ago=1) for number in range(20)]
    assert order.pace_of([*slow, *quick], FRIDAY) == Pace(5, 5, 1)


# ── from counter to counter


def test_a_visitor_goes_on_to_another_section_with_the_case_and_without_taking_a_new_number(
    town: Town, clock: Clock
) -> None:
    first, second = clerk(town, "shimin", ("shiminka",)), clerk(town, "health", ("hoken-nenkin",))
    desk.issue(first, LINE)
    desk.issue(second, OTHER)
    case = counter.start(first, "tenkyo-todoke", counter.consent(first, "aloud"))
    parking.hold(first, case)
    visit = desk.call_next(first, "4", (LINE,))
    assert visit is not None
    following = desk.hand_on(first, visit, OTHER, case)
    assert (following.label, following.reference, parking.held(first)) == ("B-001", case.reference, [])
    visit = desk.call_next(second, "7", (OTHER,))
    assert visit is not None
    assert (visit.label, visit.sealed) == ("B-001", None)  # before C-001: the number is older
    assert [held.reference for held in parking.held(second)] == [case.reference]
    assert parking.case_of(second, parking.held(second)[0]).draft is not None
    desk.finish(second, visit)
    assert called(second, OTHER) == "C-001"


def test_a_visitor_without_a_case_is_handed_on_too_but_not_to_the_same_line(town: Town) -> None:
    mine = clerk(town)
    desk.issue(mine, LINE)
    visit = desk.call_next(mine, "4", (LINE,))
    assert visit is not None
    with pytest.raises(ActionNotAllowed, match="ticket_no_line"):
        desk.hand_on(mine, visit, LINE)
    assert desk.hand_on(mine, visit, OTHER).reference is None
    with pytest.raises(ActionNotAllowed, match="ticket_not_now"):
        desk.finish(mine, visit)


# ── what is shown


def test_the_board_shows_numbers_counters_and_how_many_wait(town: Town) -> None:
    mine = clerk(town)
    for _ in range(3):
        desk.issue(mine, LINE)
    assert called(mine) == "B-001"
    look = next(one for one in board.looks(town.office) if one.line == LINE)
    assert ([(one.label, one.counter) for one in look.called], look.waiting, look.pace) == (
        [("B-001", "4")],
        ("B-002", "B-003"),
        None,
    )


def test_the_internet_side_sees_what_the_board_shows_and_nothing_of_a_case(town: Town) -> None:
    mine = clerk(town)
    desk.issue(mine, LINE)
    desk.issue(mine, LINE)
    case = counter.start(mine, "tenkyo-todoke", counter.consent(mine, "aloud"))
    visit = desk.call_next(mine, "4", (LINE,))
    assert visit is not None
    desk.hand_on(mine, visit, OTHER, case)
    rows = {row.line: row.shown for row in town.home.letterbox.boards(clock_module.today())}
    assert rows[OTHER] == '{"called":[],"pace":null,"resting":[],"waiting":["B-001"]}'
    assert case.reference not in "".join(rows.values())
    assert [one.waiting for one in looks.published(town.home.letterbox) if one.line in (LINE, OTHER)] == [
        ("B-001",),
        ("B-002",),
    ]


def test_a_number_follows_its_way_on_the_telephone(town: Town, clock: Clock) -> None:
    mine = clerk(town)
    for _ in range(5):
        desk.issue(mine, LINE)
        serve(mine, clock, 6)
    numbers = [desk.issue(mine, LINE) for _ in range(2)]
    last = looks.mark(clock_module.today(), numbers[1].label)

    def seen() -> tuple[str, int, Wait | None, str]:
        look = looks.number_look(town.home.letterbox, last)
        assert look is not None
        return look.state, look.ahead, look.wait, look.counter

    assert seen() == ("waiting", 1, Wait(5, 15), "")
    serve(mine, clock, 6)
    assert seen()[:2] == ("waiting", 0)
    visit = desk.call_next(mine, "5", (LINE,))
    assert visit is not None
    assert seen() == ("called", 0, None, "5")
    gone = desk.absent(mine, visit)
    assert seen()[0] == "resting"
    desk.came_back(mine, gone)
    visit = desk.call_next(mine, "5", (LINE,))
    assert visit is not None
    desk.finish(mine, visit)
    assert seen()[0] == "over"


def test_yesterdays_number_is_nobodys_today(town: Town, clock: Clock) -> None:
    number = desk.issue(clerk(town), LINE)
    mark = looks.mark(clock_module.today(), number.label)
    assert looks.number_look(town.home.letterbox, mark) is not None
    clock.pass_by(days=3)
    desk.issue(clerk(town), LINE)
    assert looks.number_look(town.home.letterbox, mark) is None
    for odd in ("", "1120", "x" * 500, "1123B-0010000", "１１２３B-001"):
        assert looks.number_look(town.home.letterbox, odd) is None


def test_the_counter_calls_on_while_the_letterbox_is_away(make_town: object, town: Town, tmp_path: object) -> None:
    mine = clerk(town)
    desk.issue(mine, LINE)
    town.office.letterbox.remote.engine.dispose()
    path = town.settings.front_var / "letterbox.db"
    path.rename(path.with_suffix(".away"))
    assert called(mine) == "B-001"
    assert board.publish(town.office) is False
