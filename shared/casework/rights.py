"""Whether the record says by what right an agent acts, and whom we still have to tell: read from what was kept."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import JsonValue

from shared.records.envelope import Body

MANDATE_UNCHECKED = "mandate_unchecked"
NUMBER_UNCHECKED = "number_checks_missing"
TELLING_OWED = "telling_owed"  # attention: the applicant was not here, and is told as agreed
READ_BACK = "read_back"  # the part of the consent that says so of the read-back
_TICKED = "mandate_checked"  # question set `staff_check`


def doubts(body: Body) -> list[str]:
    """Of a case with an agent that staff entered. At home the agent attaches the mandate, and the section looks."""
    if body.staff is None or body.agent is None:
        return []
    mandate = mandate_of(body)
    unseen = mandate is None and body.staff.identity_check.get(_TICKED) != "yes"
    found = [MANDATE_UNCHECKED] if unseen else []
    if body.number_box is not None and not _numbers_checked(mandate):
        found.append(NUMBER_UNCHECKED)
    return found


def owed(body: Body) -> list[str]:
    """Whether the applicant is still to be told: nobody gave them the sheet, and they look at no code."""
    ways = [one.get("by") for one in told_in(body.consent) if one.get("who") == "applicant"]
    return [TELLING_OWED] if "print" not in ways and any(by in ("post", "phone") for by in ways) else []


def told_in(consent: Mapping[str, JsonValue]) -> list[Mapping[str, JsonValue]]:
    """Who is told and by which way (`who`, `by`), as agreed; empty where nothing was."""
    told = consent.get("told")
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def mandate_of(body: Body) -> Mapping[str, JsonValue] | None:
    """What was kept of the mandate (casework.mandate); None where nothing was."""
    return mandate_in(body.consent)


def mandate_in(consent: Mapping[str, JsonValue]) -> Mapping[str, JsonValue] | None:
    """The same of a consent by itself."""
    kept = consent.get("mandate")
    return kept if isinstance(kept, dict) else None


def read_back_at(body: Body) -> datetime | None:
    """When the citizen touched on the second face that the answers are right; None where nobody did."""
    back = read_back_in(body.consent)
    return datetime.fromisoformat(str(back["at"])) if back is not None else None


def read_back_in(consent: Mapping[str, JsonValue]) -> Mapping[str, JsonValue] | None:
    """What was kept of the read-back (casework.second_face.touches); None where nothing was."""
    kept = consent.get(READ_BACK)
    return kept if isinstance(kept, dict) else None


def _numbers_checked(mandate: Mapping[str, JsonValue] | None) -> bool:
    numbers = mandate.get("numbers") if mandate else None
    return isinstance(numbers, dict) and all(numbers.get(one) is True for one in ("right", "agent", "number"))
