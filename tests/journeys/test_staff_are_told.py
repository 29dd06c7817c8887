"""Without the network staff read which part is away and what to do, and nothing of it once it answers again."""

import pytest

from kiosk.away import away_html
from kiosk.visit import Visit
from shared.casework import applying, cases, counter, parking
from shared.language.wording import say
from tests.casework.outages import FragileTown, Part

AWAY: tuple[tuple[tuple[Part, ...], str], ...] = (
    (("store",), "store"),
    (("letterbox",), "letterbox"),
    (("store", "letterbox"), "both"),
)


@pytest.mark.parametrize(("parts", "name"), AWAY)
def test_staff_are_told_what_is_away_and_how_to_go_on(fragile: FragileTown, parts: tuple[Part, ...], name: str) -> None:
    office, clerk = fragile.town.office, fragile.town.clerk()
    case = counter.start(clerk, "juminhyo-copy", counter.consent(clerk, "aloud"))
    parking.hold(clerk, case)
    visit = Visit(office, clerk.actor, "", {"case": case.reference})
    said = [away_html(visit)]
    with fragile.away(parts):
        (held,) = parking.held(clerk)
        applying.set_language(office, parking.case_of(clerk, held), "en")
        said.append(away_html(visit))
    fragile.clock.pass_by(seconds=6)
    (held,) = parking.held(clerk)
    kept = cases.again(office, parking.case_of(clerk, held))
    said.append(away_html(visit))

    assert (said[0], said[2], kept.language) == ("", "", "en")
    assert say(f"kiosk.away.{name}", "ja") in said[1]
    assert say(f"kiosk.away.{name}_todo", "ja") in said[1]
